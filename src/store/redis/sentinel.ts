import {
  CLIENT,
  type Heard,
  LISTENING,
  loadOn,
  type Redis,
  SOCKET,
  scanEach,
  scriptRunner,
  scriptsOf,
  type Wire,
  type WireOptions,
} from "./wire.ts";

/** How often the Sentinels are asked who the primary is, beside what they tell by themselves; milliseconds. */
const SCAN_MS = 2_000;

/** A primary that Sentinels watch over: after a failover the client asks them for the new one. */
export function sentinelWire(redis: Redis, options: WireOptions): Wire {
  const { log, failed } = options;
  const { name, sentinels, username, password, database, tls } = readSentinelUrl(options.url);
  const auth = { ...(username && { username }), ...(password && { password }), database };
  const socket = () => ({ ...SOCKET, ...(tls && { tls: true as const }) });
  const client = redis.createSentinel({
    name,
    sentinelRootNodes: [...sentinels],
    nodeClientOptions: { ...CLIENT, ...auth, socket: socket() },
    sentinelClientOptions: { ...CLIENT, pingInterval: LISTENING.pingInterval, socket: socket() },
    scanInterval: SCAN_MS,
    passthroughClientErrorEvents: true,
    scripts: scriptsOf(redis, options.scripts),
  });
  let lost = false;
  // Without a listener an error would end the process; the calls themselves reject.
  client.on("error", (error: unknown) => {
    const told = error instanceof Error ? error : new Error(String(error));
    failed(told.cause instanceof Error ? told.cause : told);
    if (lost) return;
    lost = true;
    log.warn({ error: told.message }, "the connection to Redis is lost");
  });
  client.on("topology-change", ({ type, node }: { type: string; node?: unknown }) => {
    if (type !== "MASTER_CHANGE") return;
    lost = false;
    log.warn({ node }, "Redis has another primary");
  });

  return {
    isCluster: false,
    async open() {
      await client.connect();
    },
    script: scriptRunner(client),
    load: (text) => loadOn((command) => client.sendCommand(false, command), text),
    command: (_key, args) => client.sendCommand(false, [...args]),
    scan: (from, pattern) =>
      scanEach(1, (_server, command) => client.sendCommand(false, command), from, pattern),
    async info() {
      const text = String(await client.sendCommand(false, ["INFO"]));
      return [{ address: name, text }];
    },
    async subscribe(channel, heard) {
      await client.subscribe(channel, heard as Heard);
    },
    async unsubscribe(channel, heard) {
      if (client.isOpen) await client.unsubscribe(channel, heard as Heard);
    },
    close() {
      if (client.isOpen) void client.destroy().catch(() => {});
    },
  };
}

/**
 * `redis-sentinel://user:password@a:26379,b:26379/mymaster`, or `…/mymaster/2` for a database: the login is the
 * primary's and its replicas'.
 */
export function readSentinelUrl(url: string): {
  readonly name: string;
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  readonly username: string;
  readonly password: string;
  readonly database: number;
  readonly tls: boolean;
} {
  const [, scheme = "", login, hosts = "", name = "", database] =
    /^(rediss?)-sentinel:\/\/(?:([^@/]*)@)?([^/?]+)\/([^/?]+)(?:\/(\d+))?/.exec(url) ?? [];
  const [username = "", password = ""] = (login ?? "").split(":").map(decodeURIComponent);
  const sentinels = hosts.split(",").flatMap((one) => {
    if (!URL.canParse(`redis://${one}`)) return [];
    const { hostname, port } = new URL(`redis://${one}`);
    // IPv6 addresses stand in brackets only there.
    return [{ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || SENTINEL_PORT) }];
  });
  return {
    name: decodeURIComponent(name),
    sentinels,
    username,
    password,
    database: Number(database ?? 0),
    tls: scheme === "rediss",
  };
}

const SENTINEL_PORT = 26_379;
