import type { DialogueBot } from "../../bots/dialogueBot.ts";
import { maskTapes } from "../../bots/watch/maskTapes.ts";
import { replay } from "../../bots/watch/replay.ts";
import type { Tape } from "../../bots/watch/tape.ts";
import { WeChatError } from "../../errors.ts";
import { loadDialogueBot } from "../dialogue/loadDialogues.ts";
import { lengthOf } from "./length.ts";

/** How tapes of production are written down. */
export interface WriteTapeTestOptions {
  /** The bot as `start` takes it: a module or a folder. Default `./bot.mjs`. */
  readonly bot?: string | undefined;
  /** Whose turns: an openid. Default: who has the most. */
  readonly who?: string | undefined;
}

/**
 * Writes a test of turns that a bot's `record` took down in production: they are played again, byte for byte, with every
 * text of a person masked, times from a day that is the same for everybody, and no openid. Rejects with `WeChatError` of
 * code `testing` where there is no turn, and of code `replay` where a turn does not play without its texts.
 */
export async function writeTapeTest(
  tapes: readonly Tape[],
  { bot: path = "./bot.mjs", who }: WriteTapeTestOptions = {},
): Promise<string> {
  const own = turnsOf(tapes, who);
  const bot = await loadDialogueBot(path);
  const masked = maskTapes(own, dialoguesOf(bot));
  const [first] = masked;
  if (first === undefined) {
    throw new WeChatError("testing", "There is no turn to write a test of: none went well.");
  }
  const lines = masked.map((tape) => {
    const after = lengthOf(tape.now - first.now);
    return `    // +${after}: ${tape.said.join(", ") || "says nothing"}\n    ${JSON.stringify(tape)},\n`;
  });
  const keys = [...new Set(masked.flatMap(({ said }) => said))].slice(0, 3).join(", ");
  return `import { test } from "node:test";
import { replayTapes } from "botbuilder-adapter-wechat/testing";

test(${JSON.stringify(`a talk of production: ${keys}`)}, async () => {
  await replayTapes(${JSON.stringify(path)}, [
${lines.join("")}  ]);
});
`;
}

/**
 * Plays tapes again with a bot's dialogues. Rejects with `WeChatError` of code `replay` where they no longer do what they
 * did. A string names the bot's module, as `start` does.
 */
export async function replayTapes(
  bot: DialogueBot | string,
  tapes: readonly Tape[],
): Promise<void> {
  const played = typeof bot === "string" ? await loadDialogueBot(bot) : bot;
  for (const tape of tapes) replay(tape, dialoguesOf(played));
}

function dialoguesOf({ runner }: DialogueBot) {
  return [...runner.dialogues.values()];
}

/** The turns of one person: keys begin with the account and the openid. */
function turnsOf(tapes: readonly Tape[], who: string | undefined): readonly Tape[] {
  const people = Map.groupBy(tapes, ({ key }) => key.split("|").slice(0, 2).join("|"));
  const [busiest] = [...people].sort(([, a], [, b]) => b.length - a.length);
  const [, turns = []] =
    who === undefined
      ? (busiest ?? [])
      : ([...people].find(([person]) => person.endsWith(`|${who}`)) ?? []);
  if (turns.length > 0) return turns;
  throw new WeChatError("testing", "There is no turn to write a test of.");
}
