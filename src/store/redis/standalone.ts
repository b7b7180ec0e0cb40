import {
  CLIENT,
  type Connection,
  type ConnectionOptions,
  type Redis,
  type Scripted,
  type ServerInfo,
  SOCKET,
  scriptsOf,
} from "./connection.ts";

type Client = ReturnType<typeof template>;

/** Between two tries to reach another server under the same name, in milliseconds. */
const RENEW_MS = 1_000;

/** One server: one connection for commands and one that listens. */
export function standaloneConnection(redis: Redis, options: ConnectionOptions): Connection {
  return new Standalone(redis, options);
}

class Standalone implements Connection {
  readonly isCluster = false;
  readonly #options: ConnectionOptions;
  readonly #template: Client;
  readonly #heard = new Map<string, Set<(message: string) => void>>();
  #client: Client;
  #listener: Client;
  #renewedAt = 0;
  #closed = false;

  constructor(redis: Redis, options: ConnectionOptions) {
    this.#options = options;
    this.#template = templateFor(redis, options);
    this.#client = this.#make("commands");
    this.#listener = this.#make("wakes");
  }

  async open(): Promise<void> {
    await Promise.all([this.#client.connect(), this.#listener.connect()]);
  }

  script(name: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const run = (this.#client as unknown as Scripted)[name];
    return (run as NonNullable<typeof run>).call(this.#client, keys, args);
  }

  command(_key: string, args: readonly string[]): Promise<unknown> {
    return this.#client.sendCommand([...args]);
  }

  async info(): Promise<readonly ServerInfo[]> {
    const { hostname, port } = new URL(this.#options.url);
    const text = String(await this.#client.sendCommand(["INFO"]));
    return [{ address: `${hostname}:${port || 6379}`, text }];
  }

  subscribe(channel: string, heard: (message: string) => void): () => void {
    const all = this.#heard.get(channel) ?? new Set();
    this.#heard.set(channel, all.add(heard));
    this.#listen(channel, heard);
    return () => {
      all.delete(heard);
      if (!this.#closed) this.#listener.unsubscribe(channel, heard).catch(() => {});
    };
  }

  // The client stays with a server that became a replica for as long as the connection lasts. A new one
  // asks for the address again.
  demoted(): void {
    const now = performance.now();
    if (this.#closed || now - this.#renewedAt < RENEW_MS) return;
    this.#renewedAt = now;
    const old = [this.#client, this.#listener];
    this.#client = this.#make("commands");
    this.#listener = this.#make("wakes");
    for (const client of [this.#client, this.#listener]) client.connect().catch(() => {});
    for (const [channel, all] of this.#heard) for (const heard of all) this.#listen(channel, heard);
    // Other calls on these wait for the same refusal.
    for (const client of old) client.destroy();
  }

  close(): void {
    this.#closed = true;
    for (const client of [this.#client, this.#listener]) if (client.isOpen) client.destroy();
  }

  // A wake that is lost because we listen too late is covered: deliveries look again by themselves.
  #listen(channel: string, heard: (message: string) => void): void {
    this.#listener.subscribe(channel, heard).catch(() => {});
  }

  #make(purpose: "commands" | "wakes"): Client {
    const client = this.#template.duplicate();
    noteLosses(client, purpose, this.#options);
    return client;
  }
}

/** Says once that a connection is lost, and once that it is back. */
function noteLosses(client: Client, purpose: string, { log }: ConnectionOptions): void {
  let lost = false;
  // Without a listener an error would end the process; the calls themselves reject.
  client.on("error", (error: Error) => {
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
function templateFor(redis: Redis, options: ConnectionOptions): Client {
  const known = templates.get(options.scripts) ?? new Map<string, Client>();
  templates.set(options.scripts, known);
  const client = known.get(options.url) ?? template(redis, options);
  known.set(options.url, client);
  return client;
}

function template(redis: Redis, { url, scripts }: ConnectionOptions) {
  return redis.createClient({ url, ...CLIENT, socket: SOCKET, scripts: scriptsOf(redis, scripts) });
}
