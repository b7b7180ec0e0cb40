import {
  CLIENT,
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

type Client = ReturnType<typeof template>;

/** One server: one connection for commands, and one that listens. */
export function standaloneWire(redis: Redis, options: WireOptions): Wire {
  const client = makeClient(redis, options, "commands");
  const listener = makeClient(redis, options, "wakes");
  return {
    isCluster: false,
    async open() {
      await Promise.all([client.connect(), listener.connect()]);
    },
    script: scriptRunner(client),
    load: (text) => loadOn((command) => client.sendCommand(command), text),
    command: (_key, args) => client.sendCommand([...args]),
    scan: (from, pattern) =>
      scanEach(1, (_server, command) => client.sendCommand(command), from, pattern),
    async info() {
      const text = String(await client.sendCommand(["INFO"]));
      return [{ address: addressOf(options.url), text }];
    },
    async subscribe(channel, heard) {
      await listener.subscribe(channel, heard);
    },
    async unsubscribe(channel, heard) {
      await listener.unsubscribe(channel, heard);
    },
    close() {
      for (const one of [client, listener]) if (one.isOpen) one.destroy();
    },
  };
}

/** For people: where the server listens. */
function addressOf(url: string): string {
  if (url.startsWith("unix:")) return url.replace(/^unix:\/\/(?:[^@/]*@)?|\?.*$/g, "");
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}

function makeClient(redis: Redis, options: WireOptions, purpose: "commands" | "wakes"): Client {
  const listens = purpose === "wakes";
  const { pingInterval, socketTimeout } = LISTENING;
  const client = templateFor(redis, options).duplicate(
    listens ? { pingInterval, socket: { ...SOCKET, socketTimeout } } : {},
  );
  noteLosses(client, purpose, options);
  return client;
}

/** Says once that a connection is lost, and once that it is back. */
function noteLosses(client: Client, purpose: string, { log, failed }: WireOptions): void {
  let lost = false;
  // Without a listener an error would end the process; the calls themselves reject.
  client.on("error", (error: Error) => {
    failed(error);
    if (lost) return;
    lost = true;
    log.warn({ purpose, error: error.message }, "the connection to Redis is lost");
  });
  client.on("ready", () => {
    if (lost) log.warn({ purpose }, "the connection to Redis is back");
    lost = false;
  });
}

const templates = new WeakMap<object, Map<string, Client>>();

/** Making a client with scripts costs milliseconds, copying one does not; tests open hundreds. */
function templateFor(redis: Redis, options: WireOptions): Client {
  const known = templates.get(options.scripts) ?? new Map<string, Client>();
  templates.set(options.scripts, known);
  const client = known.get(options.url) ?? template(redis, options);
  known.set(options.url, client);
  return client;
}

function template(redis: Redis, { url, scripts }: WireOptions) {
  const socket = { ...SOCKET };
  return redis.createClient({ url, ...CLIENT, socket, scripts: scriptsOf(redis, scripts) });
}
