import { within } from "./deadline.ts";
import type { Library } from "./scripts.ts";
import type { Scanned, ServerInfo, Wire } from "./wire.ts";

/** Between two tries to replace a wire that went bad, in milliseconds. */
const REPLACE_MS = 1_000;
/** The error of a server that has no library: it was emptied, or is new in its Cluster. */
const NOT_LOADED = /^ERR Function not found\b/;
/**
 * The error of a server that became a replica. The client stays with such a server for as long as the connection
 * lasts.
 */
const DEMOTED = /^READONLY\b/;
/** A server's own error begins with a word in capitals; the client's error about a lost connection does not. */
const SERVERS_WORD = /^[A-Z]{2,}\b/;

type Heard = (message: string) => void;

/**
 * A Redis that calls can rely on: every call has a deadline and rejects with `StoreUnavailable` where the server
 * cannot serve, and a wire that went bad is replaced by a new one.
 *
 * A wire goes bad in two ways that the client does not see. Its server became a replica: then a new wire asks for the
 * address again. Or the connection is half-open: the client restarts its socket timeout with every write, so on a
 * busy connection the timeout never comes. Here a wire counts as half-open when a call got no reply in its time, and
 * nothing else came over the wire meanwhile.
 */
export class Connection {
  readonly #make: () => Wire;
  readonly #deadlineMs: number;
  readonly #heard = new Map<string, Set<Heard>>();
  /** When each place last said anything; milliseconds. */
  readonly #saidAt = new Map<string, number>();
  #wire: Wire;
  #coming: Wire | undefined;
  #opening: Promise<void> | undefined;
  /** The place whose silence is the reason for the new wire. */
  #badPlace: string | undefined;
  readonly #leaving = new Map<Wire, NodeJS.Timeout>();
  #loading: Promise<void> | undefined;
  #replacedAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(make: () => Wire, deadlineMs: number) {
    this.#make = make;
    this.#deadlineMs = deadlineMs;
    this.#wire = make();
  }

  get isCluster(): boolean {
    return this.#wire.isCluster;
  }

  /** Connects; tries until `close`. */
  open(): Promise<void> {
    return this.#wire.open();
  }

  script(name: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#call(keys[0] as string, (wire) => wire.script(name, keys, args));
  }

  /** Loads a library of functions. */
  load({ text }: Library): Promise<void> {
    return within(this.#deadlineMs, this.#wire.load(text));
  }

  /** Calls a function of a library, which is loaded first where the server does not have it. All keys share one slot. */
  fcall(
    library: Library,
    name: string,
    keys: readonly string[],
    args: readonly string[],
  ): Promise<unknown> {
    const key = keys[0] as string;
    const command = ["FCALL", `${library.name}_${name}`, String(keys.length), ...keys, ...args];
    return this.#call(key, (wire) =>
      wire.command(key, command).catch(async (error: Error) => {
        if (!NOT_LOADED.test(error.message)) throw error;
        this.#loading ??= wire.load(library.text).finally(() => {
          this.#loading = undefined;
        });
        await this.#loading;
        return await wire.command(key, command);
      }),
    );
  }

  command(key: string, args: readonly string[]): Promise<unknown> {
    return this.#call(key, (wire) => wire.command(key, args));
  }

  scan(from: string | undefined, pattern: string): Promise<Scanned> {
    return within(this.#deadlineMs, this.#wire.scan(from, pattern));
  }

  info(): Promise<readonly ServerInfo[]> {
    return within(this.#deadlineMs, this.#wire.info());
  }

  /** Hears what is published, until the returned function is called. */
  subscribe(channel: string, heard: Heard): () => void {
    const all = this.#heard.get(channel) ?? new Set();
    this.#heard.set(channel, all.add(heard));
    this.#wire.subscribe(channel, heard).catch(() => {});
    return () => {
      all.delete(heard);
      if (!this.#closed) this.#wire.unsubscribe(channel, heard).catch(() => {});
    };
  }

  close(): void {
    this.#closed = true;
    this.#wire.close();
    this.#coming?.close();
    for (const [wire, timer] of this.#leaving) {
      clearTimeout(timer);
      wire.close();
    }
  }

  async #call<T>(key: string, run: (wire: Wire) => Promise<T>): Promise<T> {
    const place = this.isCluster ? key.slice(0, key.indexOf("}")) : "";
    const began = performance.now();
    // A call to a silent place waits for the new wire, if one is on its way: over the old wire it would be lost.
    const wire = this.#badPlace === place ? this.#opening : undefined;
    const reply = wire === undefined ? run(this.#wire) : wire.then(() => run(this.#wire));
    try {
      const value = await within(this.#deadlineMs, reply);
      this.#saidAt.set(place, performance.now());
      return value;
    } catch (error) {
      const cause = (error as { cause?: unknown }).cause;
      const said = cause instanceof Error ? cause.message : "";
      if (SERVERS_WORD.test(said)) this.#saidAt.set(place, performance.now());
      const silent = cause === undefined && (this.#saidAt.get(place) ?? 0) < began;
      if (silent || DEMOTED.test(said)) this.#replace(place);
      throw error;
    }
  }

  /** Opens a new wire. Until it is open, calls to other places use the old one. */
  #replace(place: string): void {
    const now = performance.now();
    if (this.#closed || this.#coming !== undefined || now - this.#replacedAt < REPLACE_MS) return;
    this.#replacedAt = now;
    const coming = this.#make();
    this.#coming = coming;
    const subscribed = [...this.#heard].flatMap(([channel, all]) =>
      [...all].map((heard) => ({ channel, heard })),
    );
    this.#badPlace = place;
    this.#opening = coming
      .open()
      .then(() => {
        if (this.#closed) return coming.close();
        const old = this.#wire;
        this.#wire = coming;
        for (const { channel, heard } of subscribed) {
          coming.subscribe(channel, heard).catch(() => {});
        }
        this.#leave(old);
      })
      .catch(() => coming.close())
      .finally(() => {
        this.#coming = undefined;
        this.#badPlace = undefined;
      });
  }

  /** Keeps a replaced wire for a while: replies may still come over it. */
  #leave(wire: Wire): void {
    const timer = setTimeout(() => {
      this.#leaving.delete(wire);
      wire.close();
    }, this.#deadlineMs);
    this.#leaving.set(wire, timer);
  }
}
