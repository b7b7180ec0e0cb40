import {
  CLIENT,
  type Heard,
  loadOn,
  type Redis,
  type ServerInfo,
  SOCKET,
  scanEach,
  scriptRunner,
  scriptsOf,
  type Wire,
  type WireOptions,
} from "./wire.ts";

/** A lost node is looked for in the topology after this long, in milliseconds; the client's default is 5 s. */
const REFRESH_MS = 500;

/** A Redis Cluster: a connection to every master, and one that listens. */
export function clusterWire(redis: Redis, options: WireOptions): Wire {
  const { log, failed } = options;
  const { nodes, username, password, tls } = readClusterUrl(options.url);
  const auth = { ...(username && { username }), ...(password && { password }) };
  // Without TLS the key is left out, because its type allows no `undefined`.
  const socket = tls ? { ...SOCKET, tls } : { ...SOCKET };
  const cluster = redis.createCluster({
    rootNodes: nodes.map((url) => ({ url, ...CLIENT, ...auth, socket: { ...SOCKET } })),
    defaults: { ...CLIENT, ...auth, socket },
    topologyRefreshOnReconnectionAttemptStrategy: REFRESH_MS,
    scripts: scriptsOf(redis, options.scripts),
  });
  // Without a listener an error would end the process; the calls themselves reject.
  cluster.on("error", () => {});
  cluster.on("node-error", (error: Error, { address }: { address: string }) => {
    failed(error);
    log.warn({ address, error: error.message }, "a Redis node is not reachable");
  });

  return {
    isCluster: true,
    async open() {
      await cluster.connect();
    },
    script: scriptRunner(cluster),
    async load(text) {
      const loading = cluster.masters.map(async (master) => {
        const client = await cluster.nodeClient(master);
        await loadOn((command) => client.sendCommand(command), text);
      });
      await Promise.all(loading);
    },
    command: (key, args) => cluster.sendCommand(key, false, [...args]),
    scan(from, pattern) {
      const { masters } = cluster;
      const ask = async (server: number, command: string[]) =>
        (await cluster.nodeClient(masters[server] as (typeof masters)[number])).sendCommand(
          command,
        );
      return scanEach(masters.length, ask, from, pattern);
    },
    info() {
      const asked = cluster.masters.map(async (master): Promise<ServerInfo> => {
        const client = await cluster.nodeClient(master);
        return { address: master.address, text: String(await client.sendCommand(["INFO"])) };
      });
      return Promise.all(asked);
    },
    async subscribe(channel, heard) {
      await cluster.subscribe(channel, heard as Heard);
    },
    async unsubscribe(channel, heard) {
      if (cluster.isOpen) await cluster.unsubscribe(channel, heard as Heard);
    },
    close() {
      if (cluster.isOpen) cluster.destroy();
    },
  };
}

/** `redis+cluster://user:password@a:7000,b:7001`: one or more nodes of the same cluster. */
export function readClusterUrl(url: string): {
  readonly nodes: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly tls: boolean;
} {
  const [, scheme = "", login, hosts = ""] =
    /^(rediss?)\+cluster:\/\/(?:([^@/]*)@)?([^/?]+)/.exec(url) ?? [];
  const [username = "", password = ""] = (login ?? "").split(":").map(decodeURIComponent);
  const nodes = hosts.split(",").map((host) => `${scheme}://${host}`);
  return { nodes, username, password, tls: scheme === "rediss" };
}
