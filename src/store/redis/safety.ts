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
