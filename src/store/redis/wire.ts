import type * as redis from "redis";
import { SettingsError } from "../../errors.ts";
import type { Log } from "../../log.ts";

/**
 * The clients of one Redis, whatever it is made of. Calls have no deadline here, and a connection that
 * went bad stays bad: see `Connection`.
 */
export interface Wire {
  /** Resolves when it can be used; tries until `close`. */
  open(): Promise<void>;
  /** Runs a script by its name. All keys share one slot. */
  script(name: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Loads a library of functions on every server that takes writes; where it is already, nothing happens. */
  load(text: string): Promise<void>;
  /** Runs a command on the server that has the key. */
  command(key: string, args: readonly string[]): Promise<unknown>;
  /**
   * Some keys that match a pattern, from where an earlier call ended. All calls together give every key at least
   * once.
   */
  scan(from: string | undefined, pattern: string): Promise<Scanned>;
  /** What every server that takes writes says of itself. */
  info(): Promise<readonly ServerInfo[]>;
  /**
   * Hears what is published, until `close`. A wake may be lost because we listen too late: whoever waits looks again
   * anyway.
   */
  subscribe(channel: string, heard: (message: string) => void): Promise<void>;
  unsubscribe(channel: string, heard: (message: string) => void): Promise<void>;
  /** Keys of several slots cannot be read by one script. */
  readonly isCluster: boolean;
  close(): void;
}

export interface Scanned {
  readonly keys: readonly string[];
  /** Where to go on; undefined at the end. */
  readonly next: string | undefined;
}

export interface ServerInfo {
  /** `host:port`, for people. */
  readonly address: string;
  /** The text of `INFO`. */
  readonly text: string;
}

export interface WireOptions {
  readonly url: string;
  /** The text of every script, by name. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Hears of connections that are lost and found. */
  readonly log: Log;
  /** Hears why a connection failed, every time. */
  readonly failed: (error: Error) => void;
}

export type Redis = typeof redis;

/**
 * Client settings that every connection shares, as they were measured: the client's own deadlines do not
 * cover a command that was written, its offline queue writes long after the deadline, and the default
 * strategy gives up after a socket timeout.
 *
 * The socket timeout is only for connections that nobody uses: on a busy one it is restarted by every
 * write, and a process that stood still takes it for the server's silence. `Connection` sees to the rest.
 */
export const CLIENT = {
  disableOfflineQueue: true,
  commandsQueueMaxLength: 10_000,
  pingInterval: 3_000,
  maintNotifications: "disabled",
} as const;

/** Callers copy these options: the client writes an address into what it is given. */
export const SOCKET = {
  connectTimeout: 1_000,
  socketTimeout: 10_000,
  reconnectStrategy: (retries: number): number =>
    Math.min(50 * 2 ** Math.min(retries, 5), 1_000) + Math.random() * 50,
} as const;

/** The connection that listens is silent for most of its life: nothing else tells that it is dead. */
export const LISTENING = { pingInterval: 500, socketTimeout: 1_500 } as const;

/** The client is an optional package: loaded when a Redis is opened, and not before. */
export async function loadRedis(): Promise<Redis> {
  try {
    const redis = await import("redis");
    if (typeof redis.defineScript === "function") return redis;
    throw new SettingsError(["The package redis is too old for this: npm install redis@6."]);
  } catch (error) {
    // The second is what `require` says, in the package's CommonJS form.
    const missing = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];
    if (!missing.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    throw new SettingsError([
      "The package redis is not installed, and a Redis store needs it: npm install redis.",
    ]);
  }
}

/** Scripts as the client wants them: keys first, then arguments. */
export function scriptsOf({ defineScript }: Redis, texts: Readonly<Record<string, string>>) {
  const all = Object.entries(texts).map(([name, SCRIPT]) => {
    const script = defineScript({
      SCRIPT,
      parseCommand(parser, keys: readonly string[], args: readonly string[]) {
        parser.push(String(keys.length));
        parser.pushKeys([...keys]);
        parser.push(...args);
      },
      transformReply: undefined as unknown as () => unknown,
    });
    return [name, script] as const;
  });
  return Object.fromEntries(all);
}

/** How many keys a server looks at for one {@link Wire.scan}. */
const SCAN_COUNT = "100";

/** {@link Wire.scan} on several servers, one after the other: `ask` runs a command on the server with that number. */
export async function scanEach(
  servers: number,
  ask: (server: number, command: string[]) => Promise<unknown>,
  from: string | undefined,
  pattern: string,
): Promise<Scanned> {
  // A cursor has more digits than a number of JavaScript.
  const [place, cursor] = (from ?? "0 0").split(" ") as [string, string];
  const server = Number(place);
  if (server >= servers) return { keys: [], next: undefined };
  const command = ["SCAN", cursor, "MATCH", pattern, "COUNT", SCAN_COUNT];
  const [next, keys] = (await ask(server, command)) as [string, string[]];
  if (String(next) !== "0") return { keys, next: `${server} ${next}` };
  return { keys, next: server + 1 < servers ? `${server + 1} 0` : undefined };
}

/** The scripts of a client by name, as `scriptsOf` made them. */
type Scripted = Readonly<
  Record<string, (keys: readonly string[], args: readonly string[]) => Promise<unknown>>
>;

/** {@link Wire.script} of a client that was made with `scriptsOf`. */
export function scriptRunner(client: object): Wire["script"] {
  return (name, keys, args) => {
    const run = (client as Scripted)[name];
    return (run as NonNullable<typeof run>).call(client, keys, args);
  };
}

/**
 * {@link Wire.load} on one server. A library's name says what is in it, so a name that is there is not loaded again.
 */
export async function loadOn(
  send: (command: string[]) => Promise<unknown>,
  text: string,
): Promise<void> {
  try {
    await send(["FUNCTION", "LOAD", text]);
  } catch (error) {
    if (!(error instanceof Error && /already exists/.test(error.message))) throw error;
  }
}

/** A listener as the client types it: with bytes, which nobody here asks for. */
export type Heard = (message: string | Buffer) => void;
