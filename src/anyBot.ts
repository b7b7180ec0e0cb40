import type { MiddlewareHandler } from "botbuilder";
import type { HttpRequest, HttpResponse } from "./adapter/exchange/exchange.ts";
import type { BotLogic } from "./adapter/weChatAdapter.ts";
import type { AgentLogic, RunningAgent } from "./agents/agent.ts";
import { SettingsError } from "./errors.ts";
import type { Services } from "./services.ts";

/** A bot, and the SDK that it is written with. */
export type AnyBot = OneBot & {
  /** Which release of the bot it is, where it says so: see `DialogueOptions.release`. */
  readonly release?: number;
  /** What its module made, for whoever wants to look inside. */
  readonly made?: unknown;
};

type OneBot =
  | {
      readonly sdk: "Bot Framework";
      readonly logic: BotLogic;
      /** It is an `ActivityHandler` of that SDK: what is a function, or an object of somebody's own, may be of either. */
      readonly surely?: boolean;
    }
  | { readonly sdk: "Agents SDK"; readonly agent: RunningAgent };

/** Runs before the bot in every turn. What it does with the context has the same name in both SDKs. */
export type BeforeBot = MiddlewareHandler;

/** A bot behind a server's adapter. */
export interface ServedBot {
  process(request: HttpRequest, response: HttpResponse): Promise<void>;
  /** Looks after what other processes left behind. */
  recover(): void;
  use(before: BeforeBot): void;
}

type Named = Readonly<Record<string, unknown>>;

/**
 * What an object is that was handed over as a bot; undefined for what is none. Both SDKs' classes have `run(context)`
 * and are told apart by their members, because a project may have copies of the SDKs of its own. Throws
 * {@link SettingsError} for what can be run and is no bot.
 */
export function knownBot(bot: unknown): AnyBot | undefined {
  if (typeof bot !== "object" || bot === null) return undefined;
  const { run } = bot as Named;
  if (typeof run !== "function") return undefined;
  const said = (bot as Named).release;
  const told = { made: bot, ...(typeof said === "number" && { release: said }) };
  if (isAgent(bot as Named)) return { sdk: "Agents SDK", agent: bot as RunningAgent, ...told };
  if (run.length > 1) {
    throw new SettingsError([
      `${bot.constructor.name} has a \`run\`, but of ${run.length} parameters: a bot's takes the turn's context. Call it from a function: export default async (context) => { … }.`,
    ]);
  }
  const handler = bot as { run: BotLogic };
  const surely = typeof (bot as Named).onEventActivity === "function";
  return { sdk: "Bot Framework", logic: (context) => handler.run(context), surely, ...told };
}

/** A class is no function of the turn's context: it cannot be called. */
export function isClass(made: unknown): boolean {
  return typeof made === "function" && /^class\b/.test(Function.prototype.toString.call(made));
}

/** An `AgentApplication`, or the Agents SDK's `ActivityHandler`, which knows no `onEventActivity`. */
function isAgent({ onActivity, options, onTurnActivity, onEventActivity }: Named): boolean {
  if (typeof onActivity === "function" && typeof options === "object") return true;
  return typeof onTurnActivity === "function" && onEventActivity === undefined;
}

/** A function as an agent that {@link knownBot} knows again. */
export function agentOf(logic: AgentLogic): AnyBot {
  const agent = { run: logic, onTurnActivity: logic };
  return { sdk: "Agents SDK", agent };
}

/** Puts a bot behind a server's adapter, or behind its other shell. */
export async function serve(bot: AnyBot, services: Services): Promise<ServedBot> {
  if (bot.sdk === "Bot Framework") return serveOn(services.adapter, bot.logic);
  const adapter = await services.openAgentAdapter();
  // At once: its author may write first, or add jobs, before the first push.
  adapter.adopt(bot.agent);
  return serveOn(adapter, bot.agent);
}

/** Either shell. */
interface Shell<B> {
  process(request: HttpRequest, response: HttpResponse, bot: B): Promise<void>;
  recover(bot: B): void;
  use(before: never): unknown;
}

/** Puts a bot behind the shell for its SDK. */
export function serveOn<B>(shell: Shell<B>, bot: B): ServedBot {
  return {
    process: (request, response) => shell.process(request, response, bot),
    recover: () => shell.recover(bot),
    use: (before) => void shell.use(before as never),
  };
}
