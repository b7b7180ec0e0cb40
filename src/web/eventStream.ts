import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { PAGE_HEADERS } from "./guards.ts";
import type { TakeOver } from "./pageServer.ts";

/** What a stream is made of. */
interface EventStreamOptions<Hello, Item> {
  /** Real time: heartbeats and the gathering of items. */
  readonly clock: Clock;
  /** Everything that somebody who comes now must know; the kept items follow. */
  readonly hello: () => Hello;
  /** More items that are due, asked for just before a batch leaves. */
  readonly gather?: () => readonly Item[];
  /** Items kept for whoever comes or comes back. */
  readonly keep?: number;
}

const KEEP = 4_000;
/** Items are sent together this often: fifty pushes a second must not be two hundred frames. */
const BATCH_MS = 40;
/** Proxies and browsers close what is silent for long. */
const HEARTBEAT_MS = 15_000;
/** Who reads this slowly gets everything afresh when he comes back. */
const MOST_UNREAD_BYTES = 8 * 1_024 * 1_024;

/**
 * Server-sent events for any number of listeners: a `hello`, then batches of items, each numbered, so that
 * a browser that lost its connection gets what it missed.
 */
export class EventStream<Hello, Item> {
  readonly #options: EventStreamOptions<Hello, Item>;
  readonly #listeners = new Set<ServerResponse>();
  /** Numbers of an earlier process mean nothing here. */
  readonly run: string;
  #kept: Item[] = [];
  /** Items that were ever sent. */
  #sent = 0;
  #waiting: Item[] = [];
  #cancelBatch: (() => void) | undefined;
  #cancelBeat: (() => void) | undefined;

  constructor(options: EventStreamOptions<Hello, Item>) {
    this.#options = options;
    this.run = options.clock.now().toString(36);
  }

  /** Sends items soon, together with what else comes meanwhile. */
  publish(...items: readonly Item[]): void {
    this.#waiting.push(...items);
    this.#cancelBatch ??= this.#options.clock.after(BATCH_MS, () => this.#flush());
  }

  /** Takes a listener in; `lastId` is the number that his browser saw last. */
  open(lastId: string | undefined): TakeOver {
    return (response) => {
      response.writeHead(200, {
        ...PAGE_HEADERS,
        "content-type": "text/event-stream",
        "cache-control": "no-store",
      });
      // What waits belongs to those who are here already.
      this.#flush();
      response.write("retry: 1000\n\n");
      const missed = this.#missedBy(lastId);
      if (missed !== undefined) response.write(frame("items", this.#id, missed));
      else {
        const hello = { ...this.#options.hello(), items: this.#kept };
        response.write(frame("hello", this.#id, hello));
      }
      this.#listeners.add(response);
      response.once("close", () => this.#listeners.delete(response));
      this.#beat();
    };
  }

  close(): void {
    this.#cancelBatch?.();
    this.#cancelBeat?.();
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  get #id(): string {
    return `${this.run}-${this.#sent}`;
  }

  #missedBy(lastId: string | undefined): readonly Item[] | undefined {
    const [run, seen = ""] = lastId?.split("-") ?? [];
    if (run !== this.run || !/^\d{1,15}$/.test(seen)) return undefined;
    const missed = this.#sent - Number(seen);
    return missed >= 0 && missed <= this.#kept.length
      ? this.#kept.slice(this.#kept.length - missed)
      : undefined;
  }

  #flush(): void {
    this.#cancelBatch?.();
    this.#cancelBatch = undefined;
    const items = [...this.#waiting, ...(this.#options.gather?.() ?? [])];
    this.#waiting = [];
    if (items.length === 0) return;
    this.#sent += items.length;
    this.#kept.push(...items);
    const keep = this.#options.keep ?? KEEP;
    // Not at every batch: copying thousands of items fifty times a second would cost more than they do.
    if (this.#kept.length > keep * 2) this.#kept = this.#kept.slice(-keep);
    if (this.#listeners.size === 0) return;
    const text = frame("items", this.#id, items);
    for (const listener of this.#listeners) {
      listener.write(text);
      if (listener.writableLength > MOST_UNREAD_BYTES) listener.destroy();
    }
  }

  #beat(): void {
    this.#cancelBeat ??= this.#options.clock.after(HEARTBEAT_MS, () => {
      this.#cancelBeat = undefined;
      for (const listener of this.#listeners) listener.write(": still here\n\n");
      if (this.#listeners.size > 0) this.#beat();
    });
  }
}

function frame(name: string, id: string, data: unknown): string {
  // JSON holds no line end, so that one `data` line is enough.
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
