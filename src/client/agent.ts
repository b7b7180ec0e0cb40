import type { Agent } from "undici";
import { CONNECT_TIMEOUT_MS } from "../protocol/limits.ts";

/** How many calls may be on their way at once; the rest wait inside their own deadlines. */
const CONNECTIONS = 64;
/** Shorter than any server's: a request on a connection that the other side has just closed ends as `unknown`. */
const KEEP_ALIVE_MS = 4_000;
const CONNECT_MS = Math.min(2_000, CONNECT_TIMEOUT_MS);

/** A client's connections. The package behind them is loaded when the first call is made. */
export class OwnAgent {
  #agent: Promise<Agent> | undefined;
  #closed = false;

  get(): Promise<Agent> {
    this.#agent ??= this.#open();
    return this.#agent;
  }

  async destroy(): Promise<void> {
    this.#closed = true;
    await (await this.#agent)?.destroy();
  }

  async #open(): Promise<Agent> {
    const { Agent } = await import("undici");
    const agent = new Agent({
      // A connection carries one request at a time, so that a cut request takes no other with it.
      allowH2: false,
      pipelining: 1,
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: { timeout: CONNECT_MS },
      // The only other timer is the deadline of each call.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    // After the agent was closed, calls fail as they do on any closed connection.
    if (this.#closed) await agent.destroy();
    return agent;
  }
}
