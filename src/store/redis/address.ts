import { clusterWire } from "./cluster.ts";
import { sentinelWire } from "./sentinel.ts";
import { standaloneWire } from "./standalone.ts";
import type { Redis, Wire, WireOptions } from "./wire.ts";

/** The address as the client knows it: Valkey speaks as Redis does, under another name. */
export function clientUrl(url: string): string {
  return url.replace(/^valkey(s?)(?=[:+-])/, "redis$1");
}

/** What makes connections to an address: one server, a Cluster, or a primary that Sentinels watch over. */
export function wireFor(url: string): (redis: Redis, options: WireOptions) => Wire {
  if (/^rediss?\+cluster:/.test(url)) return clusterWire;
  return /^rediss?-sentinel:/.test(url) ? sentinelWire : standaloneWire;
}

/** The servers of an address, for people: without user and password. */
export function placeOf(url: string): string {
  const [, rest = ""] = /^[^:]*:\/\/(?:[^@/]*@)?([^?]*)/.exec(url) ?? [];
  // A socket is a path; of other addresses the path is a database, or the name that Sentinels know.
  return url.startsWith("unix:") ? rest : rest.replace(/\/.*/, "");
}
