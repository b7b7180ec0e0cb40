import type { DialogueBot } from "../../bots/dialogueBot.ts";
import { WeChatError } from "../../errors.ts";
import type { PromptInput } from "../../language/reading.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import type { AnyDialogue, Lifecycle } from "../../machines/dialogue/spec.ts";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import { Play, type SaidText } from "../dialogue/play.ts";
import { inAll, readSight } from "../sight.ts";
import { expectedOf } from "./expected.ts";
import { lengthOf } from "./length.ts";
import { type Move, typedIn } from "./moves.ts";

/** What a follower does, as a scenario does it again. */
type Doing =
  | { readonly user: string | PromptInput }
  | { readonly happens: Lifecycle; readonly value?: object }
  | { readonly wait: number };

interface Part {
  readonly doing: Doing;
  /** What the phone had shown before, in all, without blanks. */
  readonly shownFrom: number;
}

/** What the dialogues said to a part, and the services that they asked. */
interface Played {
  readonly said: readonly SaidText[];
  readonly asked: readonly string[];
  /** No dialogue ran, and none began: what the phone showed was said by the bot around them. */
  readonly idle: boolean;
}

type Tested = DialogueBot | AnyDialogue;

/** Which services fail in which part. */
type Failing = ReadonlyMap<number, readonly string[]>;

interface DialogueTestOptions {
  readonly played: Tested;
  /** As the test names it. */
  readonly path: string;
  readonly startedAt: number;
  readonly title: string;
}

const ZONE_MS = 8 * 3_600_000;

/**
 * Writes `testDialogue` code of a chat: plays it with the dialogues alone, their services giving their samples, and
 * takes down the message keys. A service fails where only that gives what the phone showed. Throws `WeChatError` of code
 * `testing` where the dialogues alone say something else.
 */
export async function dialogueTestOf(
  moves: readonly Move[],
  { played: tested, path, startedAt, title }: DialogueTestOptions,
): Promise<string> {
  const { parts, shown } = partsOf(moves);
  const typed = typedIn(moves);
  const begins = new Date(startedAt + ZONE_MS).toISOString().slice(0, 16);
  const failing = new Map<number, readonly string[]>();
  let played = await play(tested, begins, parts, failing);
  for (;;) {
    const wrong = firstWrong(parts, played, shown, typed);
    if (wrong === undefined) break;
    const asked = played[wrong]?.asked ?? [];
    if (asked.length === 0 || failing.has(wrong)) throw refusal(parts, played, wrong);
    failing.set(wrong, [...new Set(asked)]);
    played = await play(tested, begins, parts, failing);
  }
  if (played.every(({ said }) => said.length === 0)) {
    throw new WeChatError(
      "testing",
      "This chat is no test of dialogues alone: none of them said anything. Take the code for testWeChat.",
    );
  }
  const lines = parts.flatMap(({ doing }, index) => {
    const { said = [], idle = false } = played[index] ?? {};
    if (idle && showsSomething(parts, shown, index)) {
      return [`// ${inCode(doing)}: the bot around the dialogues answers`];
    }
    const keys = said.map(({ key }) => JSON.stringify(key)).join(", ");
    return [
      ...scripted(failing, index),
      `.${inCode(doing)}`,
      ...("wait" in doing && said.length === 0 ? [] : [`.expect(${keys})`]),
    ];
  });
  return `import { test } from "node:test";
import { testDialogue } from "botbuilder-adapter-wechat/testing";

test(${JSON.stringify(title)}, async () => {
  await testDialogue(${JSON.stringify(path)}, { begins: ${JSON.stringify(begins)} })
${lines.map((line) => `    ${line}\n`).join("")}    .run();
});
`;
}

/** Services fail in one part, and give their samples again from the next on. */
function scripted(failing: Failing, index: number): string[] {
  const now = failing.get(index) ?? [];
  const before = (failing.get(index - 1) ?? []).filter((name) => !now.includes(name));
  return [
    ...before.map((name) => `.service(${JSON.stringify(name)}).usual()`),
    ...now.map((name) => `.service(${JSON.stringify(name)}).fails()`),
  ];
}

function partsOf(moves: readonly Move[]) {
  const parts: Part[] = [];
  let shown = "";
  for (const move of moves) {
    if (move.do === "see") shown += inAll(move.sights.map((sight) => readSight(sight).words));
    else {
      const doing = move.do === "wait" ? { wait: move.ms } : doingOf(move.action, move.label);
      parts.push({ doing, shownFrom: shown.length });
    }
  }
  return { parts, shown };
}

function doingOf(action: FollowerAction, label: string | undefined): Doing {
  const file = (contentType: string) => ({ contentType, content: { mediaId: "recorded" } });
  switch (action.do) {
    case "follow":
      return {
        happens: "subscribed",
        ...(action.scene !== undefined && { value: { scene: action.scene } }),
      };
    case "unfollow":
      return { happens: "unsubscribed" };
    case "say":
      return { user: action.text };
    case "choose":
      return { user: { text: label ?? "", tapped: action.id } };
    case "tap":
      return { happens: "menu", value: { eventKey: action.key } };
    case "scan":
      return { happens: "scanned", value: { scene: action.scene } };
    case "image":
      return { user: { text: "", attachments: [file("image/jpeg")] } };
    case "video":
    case "shortvideo":
      return { user: { text: "", attachments: [file("video/mp4")] } };
    case "voice":
      return { user: { text: "", attachments: [file("audio/amr")] } };
    case "location": {
      const { latitude, longitude, label: name = "" } = action;
      return { user: { text: name, location: { latitude, longitude, label: name } } };
    }
    default:
      throw new WeChatError(
        "testing",
        `This chat is no test of dialogues alone: "${action.do}" is nothing that they hear. Take the code for testWeChat.`,
      );
  }
}

async function play(
  tested: Tested,
  begins: string,
  parts: readonly Part[],
  failing: Failing,
): Promise<readonly Played[]> {
  const run = new Play(tested, { begins }, "none");
  const played: Played[] = [];
  for (const [index, { doing }] of parts.entries()) {
    const before = (failing.get(index - 1) ?? []).filter(
      (name) => !failing.get(index)?.includes(name),
    );
    for (const name of before) run.services.script(name, {});
    for (const name of failing.get(index) ?? []) {
      run.services.script(name, { fails: { message: "failed on purpose" } });
    }
    const asked = run.services.asked.length;
    const wasIdle = isIdle(run);
    if ("user" in doing) await run.user(doing.user);
    else if ("happens" in doing) await run.happens(doing.happens, doing.value);
    else await run.wait(doing.wait);
    const said = run.takeSaid();
    const idle = wasIdle && said.length === 0 && isIdle(run);
    played.push({ said, asked: run.services.asked.slice(asked), idle });
  }
  await run.settled();
  return played;
}

function isIdle({ record }: Play): boolean {
  return record === undefined || readTalk(JSON.parse(record)).f.length === 0;
}

/** Whether the phone showed something between this part and the next. */
function showsSomething(parts: readonly Part[], shown: string, index: number): boolean {
  return (parts[index + 1]?.shownFrom ?? shown.length) > (parts[index]?.shownFrom ?? 0);
}

/** The first part to which the dialogues say what the phone never showed, or nothing where it showed something. */
function firstWrong(
  parts: readonly Part[],
  played: readonly Played[],
  shown: string,
  typed: readonly string[],
): number | undefined {
  const bareTyped = typed.map((text) => inAll([text]));
  let at = 0;
  for (const [index, { shownFrom }] of parts.entries()) {
    const { said = [], idle = false } = played[index] ?? {};
    at = Math.max(at, shownFrom);
    const end = parts[index + 1]?.shownFrom ?? shown.length;
    if (said.length === 0 && end > at && !idle) return index;
    for (const { key, text } of said) {
      // The engine's own words have no text here, but their key.
      if (text === key || text === "") continue;
      const found = placeOf(inAll([text]), shown, at, bareTyped);
      if (found === undefined) return index;
      at = found;
    }
  }
  return undefined;
}

/** Where a text ends on the phone; numbers that a service gives are others there. */
function placeOf(text: string, shown: string, from: number, typed: readonly string[]) {
  const expected = expectedOf(text, typed);
  if (typeof expected === "string") {
    const at = shown.indexOf(text, from);
    return at < 0 ? undefined : at + text.length;
  }
  const pattern = new RegExp(expected.source.replace(/^\^|\$$/g, ""), "g");
  pattern.lastIndex = from;
  return pattern.exec(shown) === null ? undefined : pattern.lastIndex;
}

function refusal(parts: readonly Part[], played: readonly Played[], at: number): WeChatError {
  const said = played[at]?.said.map(({ key }) => key).join(", ") || "nothing";
  const doing = parts[at]?.doing ?? { wait: 0 };
  return new WeChatError(
    "testing",
    `This chat is no test of dialogues alone: after ${inCode(doing)} they say ${said}, and the phone showed something else. Take the code for testWeChat.`,
  );
}

function inCode(doing: Doing): string {
  if ("user" in doing) return `user(${JSON.stringify(doing.user)})`;
  if ("wait" in doing) return `wait(${JSON.stringify(lengthOf(doing.wait))})`;
  const { happens, value } = doing;
  return `happens(${JSON.stringify(happens)}${value === undefined ? "" : `, ${JSON.stringify(value)}`})`;
}
