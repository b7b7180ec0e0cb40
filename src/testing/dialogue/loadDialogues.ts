import { WeChatAdapter } from "../../adapter/weChatAdapter.ts";
import { DialogueBot } from "../../bots/dialogueBot.ts";
import { systemClock } from "../../clock.ts";
import { SettingsError } from "../../errors.ts";
import { defaultOf, loadModule, usesAgentsSdk } from "../../loadBot.ts";
import { Services } from "../../services.ts";

/**
 * What a bot's module exports, and what its default export makes of the server's parts: those of an account that nobody
 * has, so that nothing of it runs.
 */
export async function exportsOf(path: string): Promise<readonly unknown[]> {
  const module = await loadModule(path);
  const made = defaultOf(module);
  return [...Object.values(module), made, await madeBy(made)];
}

/** The bot of dialogues that a module exports. Throws `SettingsError` where there is none. */
export async function loadDialogueBot(path: string): Promise<DialogueBot> {
  const bot = (await exportsOf(path)).findLast((one) => one instanceof DialogueBot);
  if (bot !== undefined) return bot;
  throw new SettingsError([
    `${path} has no bot of dialogues: its default export must be made by dialogueBot.`,
  ]);
}

async function madeBy(make: unknown): Promise<unknown> {
  if (typeof make !== "function") return undefined;
  const log = { info() {}, warn() {}, error() {} };
  const adapter = new WeChatAdapter({ accounts: [NOBODY], log });
  const services = new Services(adapter, systemClock, log);
  try {
    if (usesAgentsSdk()) await services.openAgentAdapter();
    return await make(services);
  } catch {
    return undefined;
  } finally {
    await adapter.close();
  }
}

const NOBODY = { appId: "wx0000000000000000", token: "nobody" };
