import { isDeepStrictEqual } from "node:util";
import { WeChatError } from "../../errors.ts";
import { family } from "../../machines/dialogue/define.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import { Talk } from "../../machines/dialogue/talk.ts";
import { callKey } from "../dialogueCalls.ts";
import { repairsOf } from "../repairs.ts";
import { messageOf, type Tape, THREW } from "./tape.ts";

/**
 * Plays a turn again. `dialogues`: those of the bot; the usual repairs (cancel, help …) need not be named.
 *
 * Throws `WeChatError` with the code `replay` where the dialogues no longer do what they did, byte for byte: such a
 * change needs a new version. It also throws for a tape of a dialogue that is not among them.
 */
export function replay(tape: Tape, dialogues: readonly AnyDialogue[]): void {
  const before = tape.before === undefined ? undefined : JSON.parse(tape.before);
  const known = withRepairs(dialogues);
  const talk = new Talk(readTalk(before), {
    dialogues: known,
    now: tape.now,
    callKey: (n) => callKey(tape.key, n),
  });
  for (const [index, [method, ...args]] of tape.done.entries()) {
    if (method === THREW) continue;
    const [next, expected] = tape.done[index + 1] ?? [];
    const play = () => {
      const given = method === "begin" ? begun(args, known, tape) : args;
      (talk[method as "send"] as (...args: unknown[]) => unknown)(...given);
    };
    if (next === THREW) mustThrow(play, String(expected), tape);
    else play();
  }
  if (tape.failed === undefined) compare(tape, talk);
}

/** The bot's dialogues, and the usual repairs except those that the bot replaces by a dialogue of the same name. */
export function withRepairs(dialogues: readonly AnyDialogue[]): Map<string, AnyDialogue> {
  const own = family(dialogues);
  const usual = Object.values(repairsOf({ dialogues })).filter(
    (one): one is AnyDialogue => one !== false && !own.has(one.id),
  );
  return family([...dialogues, ...usual]);
}

/** The arguments of a `begin`: its first one is a dialogue, by its id. */
function begun(
  [first, ...rest]: readonly unknown[],
  known: ReadonlyMap<string, AnyDialogue>,
  { key }: Tape,
): unknown[] {
  const { dialogue: id = "" } = first as { readonly dialogue?: string };
  const dialogue = known.get(id);
  if (dialogue !== undefined) return [dialogue, ...rest];
  throw new WeChatError(
    "replay",
    `The recorded turn ${key} begins "${id}", which is not among the dialogues: name all that the bot has, its own repairs included (\`bot.runner.dialogues\`).`,
  );
}

function mustThrow(play: () => void, message: string, { key }: Tape): void {
  try {
    play();
  } catch (error) {
    if (messageOf(error) === message) return;
    throw error;
  }
  throw new WeChatError(
    "replay",
    `The recorded turn ${key} failed, and does not fail now.\nThen: ${message}`,
  );
}

function compare({ key, ...tape }: Tape, talk: Talk): void {
  const record = talk.toRecord();
  const after = record === undefined ? undefined : JSON.stringify(record);
  const said = talk.takeSaid().flatMap((one) => (one.type === "say" ? [one.key] : []));
  if (after === tape.after && isDeepStrictEqual(said, [...tape.said])) return;
  throw new WeChatError(
    "replay",
    `The recorded turn ${key} ends otherwise now.\nThen: ${tape.after}\n      ${tape.said}\nNow:  ${after}\n      ${said}`,
  );
}
