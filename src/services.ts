import { channelOf, type WeChatAdapter } from "./adapter/weChatAdapter.ts";
import type { WeChatAgentAdapter } from "./agents/weChatAgentAdapter.ts";
import type { Clock } from "./clock.ts";
import { SettingsError } from "./errors.ts";
import type { Log } from "./log.ts";

/** What a bot's module may be given: the server's own parts. */
export class Services {
  readonly adapter: WeChatAdapter;
  readonly clock: Clock;
  readonly log: Log;
  #agentAdapter: WeChatAgentAdapter | undefined;

  constructor(adapter: WeChatAdapter, clock: Clock, log: Log) {
    this.adapter = adapter;
    this.clock = clock;
    this.log = log;
  }

  /**
   * The adapter for an agent of the Microsoft 365 Agents SDK: `new AgentApplication({ adapter: agentAdapter, … })`.
   * Throws `SettingsError` where nobody has loaded the SDK.
   */
  get agentAdapter(): WeChatAgentAdapter {
    if (this.#agentAdapter !== undefined) return this.#agentAdapter;
    throw new SettingsError([
      "agentAdapter is for agents of the Microsoft 365 Agents SDK: import it at the top of the module.",
    ]);
  }

  /**
   * Makes {@link agentAdapter}, over the same channel as the adapter. The Agents SDK is loaded here or never. Throws
   * `SettingsError` where it is not installed.
   */
  async openAgentAdapter(): Promise<WeChatAgentAdapter> {
    this.#agentAdapter ??= (await agentShell()).over(channelOf(this.adapter));
    return this.#agentAdapter;
  }
}

async function agentShell(): Promise<typeof WeChatAgentAdapter> {
  try {
    return (await import("./agents/weChatAgentAdapter.ts")).WeChatAgentAdapter;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new SettingsError([
      "An agent needs the Microsoft 365 Agents SDK: npm install @microsoft/agents-hosting @microsoft/agents-activity",
    ]);
  }
}
