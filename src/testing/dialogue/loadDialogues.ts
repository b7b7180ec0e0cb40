import { WeChatAdapter } from "../../adapter/weChatAdapter.ts";
import { DialogueBot } from "../../bots/dialogueBot.ts";
import { systemClock } from "../../clock.ts";
import { SettingsError } from "../../errors.ts";
import { defaultOf, loadModule, usesAgentsSdk } from "../../loadBot.ts";
import { family } from "../../machines/dialogue/define.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
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
  const bot = botAmong(await exportsOf(path));
  if (bot !== undefined) return bot;
  throw new SettingsError([
    `${path} has no bot of dialogues: its default export must be made by dialogueBot.`,
  ]);
}

/** What a scenario plays of a module: its bot of dialogues, else its one dialogue. Throws `SettingsError` where there is neither. */
export async function loadPlayed(path: string): Promise<DialogueBot | AnyDialogue> {
  const played = playedAmong(await exportsOf(path));
  if (played !== undefined) return played;
  throw new SettingsError([
    `${path} has no bot of dialogues: export the one that dialogueBot made, or its one dialogue, from that module.`,
  ]);
}

/** What a scenario can play of a module's exports. */
export function playedAmong(exported: readonly unknown[]): DialogueBot | AnyDialogue | undefined {
  const bot = botAmong(exported);
  if (bot !== undefined) return bot;
  const dialogues = [...new Set(exported.filter(isDialogue))];
  const used = new Set(dialogues.flatMap(({ uses }) => [...family(Object.values(uses)).values()]));
  const [first, ...others] = dialogues.filter((one) => !used.has(one));
  return others.length === 0 ? first : undefined;
}

export function isDialogue(value: unknown): value is AnyDialogue {
  return typeof value === "object" && value !== null && "machine" in value && "asks" in value;
}

/** The last one: of a bot of another kind also the one that it holds. */
function botAmong(exported: readonly unknown[]): DialogueBot | undefined {
  const held = exported.flatMap((one) =>
    typeof one === "object" && one !== null ? Object.values(one) : [],
  );
  return [...held, ...exported].findLast((one) => one instanceof DialogueBot);
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
