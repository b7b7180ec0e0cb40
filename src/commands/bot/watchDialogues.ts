import { pathToFileURL } from "node:url";
import type { WeChatAdapter } from "../../adapter/weChatAdapter.ts";
import { DialogueBot } from "../../bots/dialogueBot.ts";
import { SLICE } from "../../bots/dialogueRunner.ts";
import { moduleFile } from "../../loadBot.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import { activeIn, shapeOf } from "../../machines/shape.ts";
import { TURN_SCOPE, type TurnScope } from "../../store/turnScope.ts";
import type { BotWatch, Talk } from "./watchBot.ts";

/**
 * Lets the page see where conversations are, for a bot whose module's default export is a `dialogueBot`. Of
 * any other bot nothing is known, and nothing is shown.
 */
export async function watchDialogues(
  adapter: WeChatAdapter,
  botPath: string,
  watch: BotWatch,
): Promise<void> {
  const file = moduleFile(botPath);
  if (file === undefined) return;
  // The server has loaded it already: this is the same module.
  const { default: bot } = (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (!(bot instanceof DialogueBot)) return;
  const { dialogues } = bot.runner;
  watch.tellMachines([...dialogues.values()].map(({ machine }) => shapeOf(machine)));
  adapter.use(async (context, next) => {
    await next();
    const scope = context.turnState.get<TurnScope | undefined>(TURN_SCOPE);
    if (scope !== undefined) watch.talks(scope.follower.openid, talkOf(scope.read(SLICE)));
  });
}

/** Where a conversation is, by its slice of dialogues. */
export function talkOf(slice: unknown): Talk {
  return Object.fromEntries(
    readTalk(slice).f.map(({ d, s }) => [d, activeIn(s as Parameters<typeof activeIn>[0])]),
  );
}
