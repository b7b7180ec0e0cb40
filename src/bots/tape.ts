import { isDeepStrictEqual } from "node:util";
import { WeChatError } from "../errors.ts";
import { family } from "../machines/dialogue/define.ts";
import { readTalk } from "../machines/dialogue/record.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import { Talk } from "../machines/dialogue/talk.ts";
import { callKey } from "./dialogueCalls.ts";

/** One turn of a conversation's dialogues, so that it can be played again: what went in, what came out. */
export interface Tape {
  readonly v: 1;
  /** The turn's key and its time. */
  readonly key: string;
  readonly now: number;
  /** The record before and after, as JSON; undefined where there was none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What was done with the talk, in order: a method's name and its arguments. Dialogues stand by their id. */
  readonly done: readonly (readonly [method: string, ...args: readonly unknown[]])[];
  /** The message keys that it said. */
  readonly said: readonly string[];
}

const DOES: ReadonlySet<string> = new Set<keyof Talk>([
  ...(["begin", "send", "offer", "elapse", "lease", "settle", "resume"] as const),
  ...(["instruct", "cancel", "setAway", "say", "hush", "forgive"] as const),
]);

/** The talk, with a tape running. */
export function taped(talk: Talk, done: unknown[][]): Talk {
  return new Proxy(talk, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (DOES.has(String(name))) done.push([String(name), ...args.map(plain)]);
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

function plain(argument: unknown): unknown {
  const { machine, id } = (argument ?? {}) as Partial<AnyDialogue>;
  if (machine !== undefined) return { dialogue: id };
  return argument === undefined ? undefined : JSON.parse(JSON.stringify(argument));
}

/**
 * Plays a turn again. Throws `WeChatError` with the code `replay` where the dialogues no longer do what they
 * did, byte for byte: that is what a change of their version is for.
 */
export function replay(tape: Tape, dialogues: readonly AnyDialogue[]): void {
  const known = family(dialogues);
  const before = tape.before === undefined ? undefined : JSON.parse(tape.before);
  const talk = new Talk(readTalk(before), {
    dialogues: known,
    now: tape.now,
    callKey: (n) => callKey(tape.key, n),
  });
  for (const [method, ...args] of tape.done) {
    const given = args.map((one) => {
      const id = (one as { dialogue?: string } | undefined)?.dialogue;
      return method === "begin" && typeof id === "string" ? known.get(id) : one;
    });
    (talk[method as "send"] as (...args: unknown[]) => unknown)(...given);
  }
  const record = talk.toRecord();
  const after = record === undefined ? undefined : JSON.stringify(record);
  const said = talk.takeSaid().flatMap((one) => (one.type === "say" ? [one.key] : []));
  if (after === tape.after && isDeepStrictEqual(said, [...tape.said])) return;
  throw new WeChatError(
    "replay",
    `The recorded turn ${tape.key} ends otherwise now.\nThen: ${tape.after}\n      ${tape.said}\nNow:  ${after}\n      ${said}`,
  );
}
