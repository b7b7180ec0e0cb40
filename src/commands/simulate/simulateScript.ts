import { milliseconds } from "../../duration.ts";
import { WeChatError } from "../../errors.ts";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import type { FaultEffect } from "../../simulator/faults/faults.ts";

/** One line of a script or of the prompt, understood. */
export type Step =
  | { readonly do: "act"; readonly action: FollowerAction }
  | { readonly do: "as"; readonly name: string }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "expect"; readonly expected: Expected }
  /** Something goes wrong with the server's next calls, until `fault off`. */
  | { readonly do: "fault"; readonly effect: FaultEffect; readonly path?: string }
  /** The answer to the next delivery is lost on its way. */
  | { readonly do: "lose" }
  | { readonly do: "help" | "quit" | "transcript" | "no-faults" };

/** What the follower must see next. */
export type Expected =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "like"; readonly pattern: RegExp }
  | { readonly is: "nothing" }
  /** Without a code: any. */
  | { readonly is: "fault"; readonly code: string }
  /** Anything but text: `image`, `news`, `msgmenu` … */
  | { readonly is: "kind"; readonly kind: string };

/** Reads a line; `undefined` for an empty one and for a comment. Throws with the remedy. */
export function readStep(line: string): Step | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  const [word = "", rest] = split(text);
  const read = STEPS[word.toLowerCase()];
  if (read === undefined) throw mistake(`"${word}" is nothing that one can do here: try help.`);
  return read(rest);
}

type Reader = (rest: string) => Step;

const STEPS: Readonly<Record<string, Reader>> = {
  follow: (scene) => act({ do: "follow", ...(scene !== "" && { scene }) }),
  unfollow: () => act({ do: "unfollow" }),
  say: (text) => act({ do: "say", text: unescaped(needed(text, "say", "a text")) }),
  tap: (key) => act({ do: "tap", key: needed(key, "tap", "a menu key") }),
  scan: (scene) => act({ do: "scan", scene: needed(scene, "scan", "a scene") }),
  choose: (id) => act({ do: "choose", id: needed(id, "choose", "the choice's id") }),
  location: (rest) => {
    const { place, label } = spot(rest, "location");
    return act({ do: "location", ...place, ...(label !== "" && { label }) });
  },
  report: (rest) => act({ do: "report", ...spot(rest, "report").place }),
  image: () => act({ do: "image" }),
  voice: (words) => act({ do: "voice", ...(words !== "" && { recognition: words }) }),
  video: () => act({ do: "video" }),
  link: (rest) => {
    const [url, title] = split(needed(rest, "link", "an address"));
    return act({ do: "link", url, title: title || url });
  },
  as: (name) => ({ do: "as", name: needed(name, "as", "a name") }),
  wait: (time) => ({ do: "wait", ms: milliseconds(needed(time, "wait", "a time")) }),
  expect: (rest) => ({ do: "expect", expected: readExpected(rest) }),
  fault: readFault,
  transcript: () => ({ do: "transcript" }),
  help: () => ({ do: "help" }),
  quit: () => ({ do: "quit" }),
  exit: () => ({ do: "quit" }),
};

function act(action: FollowerAction): Step {
  return { do: "act", action };
}

function readExpected(rest: string): Expected {
  const [word, more] = split(needed(rest, "expect", "what is to be seen"));
  if (rest === "nothing") return { is: "nothing" };
  if (word === "fault" && !more.includes(" ")) return { is: "fault", code: more };
  const kind = /^\[(\w+)\]$/.exec(rest)?.[1];
  if (kind !== undefined) return { is: "kind", kind };
  if (word !== "like") return { is: "text", text: unescaped(rest) };
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/.exec(more) ?? [];
  if (source === undefined) throw mistake("After `expect like` a regular expression: /…/.");
  try {
    return { is: "like", pattern: new RegExp(source, flags) };
  } catch (error) {
    throw mistake(`The expression cannot be read: ${(error as Error).message}`);
  }
}

function readFault(rest: string): Step {
  const [kind, more] = split(needed(rest, "fault", "what goes wrong"));
  const [argument, after] = split(more);
  const fault = (effect: FaultEffect, path: string): Step => ({
    do: "fault",
    effect,
    ...(path !== "" && { path }),
  });
  switch (kind) {
    case "off":
      return { do: "no-faults" };
    case "lose":
      return { do: "lose" };
    case "slow":
      return fault({ do: "delay", ms: milliseconds(argument) }, after);
    case "errcode":
      return fault({ do: "errcode", errcode: whole(argument, "fault errcode") }, after);
    case "status":
      return fault({ do: "status", status: whole(argument, "fault status") }, after);
    case "cut":
      return fault({ do: "cut", accepted: true }, more);
    case "drop":
    case "garble":
      return fault({ do: kind }, more);
    default:
      throw mistake(
        `"fault ${kind}" is unknown: slow, errcode, status, cut, drop, garble, lose, off.`,
      );
  }
}

function spot(rest: string, step: string) {
  const [, latitude, longitude, label = ""] =
    /^(-?\d+(?:\.\d+)?)[ ,]+(-?\d+(?:\.\d+)?)(?:\s+(.*))?$/.exec(rest) ?? [];
  if (latitude === undefined) throw mistake(`"${step}" needs two numbers: ${step} 31.2 121.5`);
  return { place: { latitude: Number(latitude), longitude: Number(longitude) }, label };
}

function whole(text: string, step: string): number {
  if (!/^-?\d+$/.test(text)) throw mistake(`"${step}" needs a number.`);
  return Number(text);
}

function needed(text: string, step: string, what: string): string {
  if (text === "") throw mistake(`"${step}" needs ${what}.`);
  return text;
}

/** The first word, and what follows it. */
function split(text: string): [string, string] {
  const at = text.search(/\s/);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at).trim()];
}

function unescaped(text: string): string {
  return text.replaceAll("\\n", "\n");
}

function mistake(message: string): WeChatError {
  return new WeChatError("script", message);
}
