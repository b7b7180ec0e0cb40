import type { FreshToken, RefreshClaim, SharedToken, TokenStore } from "../tokens.ts";

/** Runs the script of tokens on one credential; its reply is JSON. */
export type AskTokens = (name: string, args: readonly string[]) => Promise<string>;

interface Reply extends RefreshClaim {
  readonly done: boolean;
}

/** The tokens that all processes on one Redis share. */
export class RedisTokens implements TokenStore {
  readonly #ask: AskTokens;

  constructor(ask: AskTokens) {
    this.#ask = ask;
  }

  async readToken(name: string): Promise<SharedToken | undefined> {
    return (await this.#run(name, "read")).token;
  }

  async claimRefresh(name: string, by: string, leaseMs: number): Promise<RefreshClaim> {
    const { token, fence, waitMs } = await this.#run(name, "claim", by, leaseMs);
    return { token, ...(fence !== undefined && { fence }), waitMs };
  }

  async writeToken(name: string, fence: number, token: FreshToken): Promise<boolean> {
    return (await this.#run(name, "write", fence, token.value, token.lifeMs)).done;
  }

  async releaseRefresh(name: string, fence: number): Promise<void> {
    await this.#run(name, "release", fence);
  }

  async invalidateToken(name: string, value: string): Promise<boolean> {
    return (await this.#run(name, "invalidate", value)).done;
  }

  async #run(name: string, ...args: readonly (string | number)[]): Promise<Reply> {
    return JSON.parse(await this.#ask(name, args.map(String))) as Reply;
  }
}
