import type { Log } from "../../log.ts";
import type { ServerInfo } from "./wire.ts";

/** Read from the server's own words, which need no right to read its configuration. */
const CHECKS: readonly ((facts: Facts) => string | undefined)[] = [
  ({ redis_version: version = "0" }) =>
    Number.parseInt(version, 10) < OLDEST
      ? `it is Redis ${version}: take ${OLDEST}.0 or newer.`
      : undefined,
  ({ role }) =>
    role === "slave" ? "it is a replica, which takes no writes: name its primary." : undefined,
  ({ aof_enabled }) =>
    aof_enabled === "0"
      ? "it keeps no append-only file, so that a crash loses pushes that WeChat will not send again: " +
        "set appendonly yes."
      : undefined,
  ({ maxmemory_policy: policy = "noeviction" }) =>
    policy !== "noeviction"
      ? `it throws keys away when memory is short (maxmemory-policy ${policy}): set maxmemory-policy noeviction.`
      : undefined,
];

const OLDEST = 7;

type Facts = Readonly<Record<string, string | undefined>>;

/** Why promises cannot be kept on these servers: one sentence each, with what to change. */
export function unsafe(servers: readonly ServerInfo[]): string[] {
  return servers.flatMap(({ address, text }) => {
    const facts = factsIn(text);
    return CHECKS.map((check) => check(facts))
      .filter((problem) => problem !== undefined)
      .map((problem) => `The Redis at ${address} is not safe for a store: ${problem}`);
  });
}

function factsIn(info: string): Facts {
  const pairs = info.split(/\r?\n/).map((line) => line.split(":", 2) as [string, string?]);
  return Object.fromEntries(pairs);
}

/** Between two looks at a server that was safe, and at one that was not, in milliseconds. */
const LOOK_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;

/** Looks now and then whether the servers still keep what they are given: settings can be changed while they run. */
export class SafetyWatch {
  readonly #info: () => Promise<readonly ServerInfo[]>;
  readonly #log: Log;
  readonly #everyMs: number;
  #problems: readonly string[];
  #lookedAt = performance.now();

  /** `known`: what was wrong at the start, and accepted. */
  constructor(
    info: () => Promise<readonly ServerInfo[]>,
    log: Log,
    known: readonly string[],
    everyMs = LOOK_MS,
  ) {
    this.#info = info;
    this.#log = log;
    this.#problems = known;
    this.#everyMs = everyMs;
  }

  /**
   * What is wrong. Looks at the servers anew where the last look is old. A server that does not answer changes
   * nothing.
   */
  async look(): Promise<readonly string[]> {
    const now = performance.now();
    const everyMs =
      this.#problems.length > 0 ? Math.min(LOOK_AGAIN_MS, this.#everyMs) : this.#everyMs;
    if (now - this.#lookedAt < everyMs) return this.#problems;
    this.#lookedAt = now;
    const servers = await this.#info().catch(() => undefined);
    if (servers === undefined) return this.#problems;
    const before = this.#problems;
    this.#problems = unsafe(servers);
    for (const problem of this.#problems) {
      if (!before.includes(problem)) this.#log.error({ problem }, "the Redis is no longer safe");
    }
    if (before.length > 0 && this.#problems.length === 0) {
      this.#log.warn({}, "the Redis is safe again");
    }
    return this.#problems;
  }
}
