import { pathToFileURL } from "node:url";
import { DialogueBot } from "../../bots/dialogueBot.ts";
import { SLICE } from "../../bots/dialogueRunner.ts";
import { hearMoves } from "../../bots/watch/moves.ts";
import { moduleFile } from "../../loadBot.ts";
import { family } from "../../machines/dialogue/define.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import { activeIn, shapeOf } from "../../machines/shape.ts";
import type { RunningServer } from "../../server.ts";
import type { BotView } from "../../simulator/phone/wire.ts";
import { TURN_SCOPE, type TurnScope } from "../../store/turnScope.ts";
import { playedAmong } from "../../testing/dialogue/loadDialogues.ts";
import type { BotWatch, Talk } from "./watchBot.ts";

/**
 * Lets the page see where conversations are: by the dialogues that the bot's module exports or its bot has, and by any
 * other from its first turn on. `onKnown` hears what a test could load of them, and again when that is known better.
 */
export async function watchDialogues(
  server: Pick<RunningServer, "made" | "use">,
  botPath: string,
  watch: BotWatch,
  onKnown: (dialogues: NonNullable<BotView["dialogues"]>) => void,
): Promise<void> {
  const played = playedAmong([...(await exportsOf(botPath)), server.made]);
  const known = new Map(played === undefined ? [] : dialoguesOf(played));
  const tell = () => watch.tellMachines([...known.values()].map(({ machine }) => shapeOf(machine)));
  if (known.size > 0) tell();
  onKnown(played === undefined ? "none" : "exported");
  hearMoves((_move, { dialogue }) => {
    if (known.has(dialogue.id) || dialogue.id.startsWith("engine-")) return;
    known.set(dialogue.id, dialogue);
    tell();
    if (played === undefined) onKnown("hidden");
  });
  server.use(async (context, next) => {
    await next();
    const scope = context.turnState.get<TurnScope | undefined>(TURN_SCOPE);
    if (scope !== undefined) watch.talks(scope.follower.openid, talkOf(scope.read(SLICE)));
  });
}

/** The server has loaded it already: this is the same module. */
async function exportsOf(botPath: string): Promise<readonly unknown[]> {
  const file = moduleFile(botPath);
  return file === undefined ? [] : Object.values(await import(pathToFileURL(file).href));
}

function dialoguesOf(played: DialogueBot | AnyDialogue): ReadonlyMap<string, AnyDialogue> {
  return played instanceof DialogueBot ? played.runner.dialogues : family([played]);
}

/** Where a conversation is, by its slice of dialogues. */
export function talkOf(slice: unknown): Talk {
  return Object.fromEntries(
    readTalk(slice).f.map(({ d, s }) => [d, activeIn(s as Parameters<typeof activeIn>[0])]),
  );
}
