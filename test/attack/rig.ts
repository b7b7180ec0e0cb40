import { onTestFinished } from "vitest";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { MOUNTS, type Mount } from "../helpers/servers.ts";
import { settingsOf, type WireAccount } from "../helpers/wechat.ts";

/** One line of the adapter's log. */
export interface Line {
  readonly level: "info" | "warn" | "error";
  readonly reason?: string;
  readonly passedOver?: number;
  readonly message: string;
}

/** An adapter behind a server, with counters at the doors that an attack must not reach. */
export interface Rig {
  readonly adapter: WeChatAdapter;
  readonly port: number;
  readonly url: string;
  readonly lines: readonly Line[];
  /** What the bot heard. */
  readonly heard: string[];
  /** Pushes that reached the store. */
  readonly arrivals: () => number;
}

export interface RigOptions {
  readonly clock?: Clock;
  readonly mount?: Mount;
  /** Beside those of the wire accounts. */
  readonly settings?: Partial<AccountSettings>;
}

export async function startRig(
  accounts: readonly WireAccount[],
  { clock = systemClock, mount = MOUNTS.http as Mount, settings }: RigOptions = {},
): Promise<Rig> {
  const lines: Line[] = [];
  const heard: string[] = [];
  const store = new CountingStore();
  const adapter = new WeChatAdapter({
    accounts: accounts.map((account) => ({ ...settingsOf(account), ...settings })),
    log: collect(lines),
    store,
    clock,
    // An echo is shown letter by letter, as it was heard.
    markdown: false,
  });
  const server = await mount(adapter, async (context) => {
    heard.push(context.activity.text ?? String(context.activity.name));
    await context.sendActivity(`echo: ${context.activity.text}`);
  });
  onTestFinished(async () => {
    await server.close();
    await adapter.close();
  });
  return { adapter, port: server.port, url: server.url, lines, heard, arrivals: () => store.count };
}

export class CountingStore extends MemoryStore {
  count = 0;

  override arrive(...args: Parameters<MemoryStore["arrive"]>): ReturnType<MemoryStore["arrive"]> {
    this.count += 1;
    return super.arrive(...args);
  }
}

export function collect(lines: Line[]): Log {
  const level = (name: Line["level"]) => (facts: object, message: string) =>
    void lines.push({ level: name, ...facts, message });
  return { info: level("info"), warn: level("warn"), error: level("error") };
}

/** A clock that stands at a time until it is moved, and then runs what is due. */
export class StandingClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  constructor(now = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }
}
