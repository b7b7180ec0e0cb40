import { type Clock, systemClock } from "../clock.ts";
import type { StateChange, StateItem, StateWritten } from "./botState.ts";
import { sendNext, wake } from "./line/chain.ts";
import { dueAt, type Line, newLine, type Verb } from "./line/state.ts";
import { arrive, enter, handBack, release, renew, step, untake } from "./line/turn.ts";
import { MemoryState } from "./memoryState.ts";
import {
  type Arrival,
  type Arrived,
  type Entered,
  type Entry,
  type Fate,
  type Follower,
  type Lease,
  type PushRef,
  type Released,
  type SendRequest,
  type SendTurn,
  STORE_SETTINGS,
  type Step,
  type Stepped,
  type Store,
  type StoreSettings,
  type Woken,
} from "./store.ts";
import { MemoryTokens } from "./tokens.ts";

/**
 * The store of one process: quick, and gone when the process ends. The default of the adapter's
 * constructor; for anything that must survive a restart take another driver.
 */
export class MemoryStore implements Store {
  readonly tokens: MemoryTokens;
  readonly #clock: Clock;
  readonly #settings: StoreSettings;
  readonly #lines = new Map<string, Line>();
  /** Lines that somebody must look after, with the time. */
  readonly #due = new Map<string, { at: number; follower: Follower }>();
  readonly #finished: Finished[] = [];
  readonly #state = new MemoryState();
  /** Followers in the order in which they were last heard of. Empty where they are kept for ever. */
  readonly #heard = new Map<string, { at: number; follower: Follower }>();
  readonly #listeners = new Map<string, Set<(pushKey: string) => void>>();

  constructor(settings: Partial<StoreSettings> & { readonly clock?: Clock } = {}) {
    const { clock = systemClock, ...rest } = settings;
    this.#clock = clock;
    this.#settings = { ...STORE_SETTINGS, ...rest };
    this.tokens = new MemoryTokens({ clock });
  }

  async arrive(arrival: Arrival): Promise<Arrived> {
    this.#forgetFinished();
    return this.#change(arrival.follower, (line, verb) => arrive(line, arrival, verb));
  }

  async step(lease: Lease, n: number, change: Step): Promise<Stepped> {
    // A copy: the line must not change with what the caller does to its objects afterwards.
    const copy = copyOf(change);
    return this.#change(lease.follower, (line, verb) => step(line, lease, n, copy, verb));
  }

  async release({ follower, key }: PushRef, answer: string, takenBy?: string): Promise<Released> {
    return this.#change(follower, (line, verb) => release(line, key, answer, takenBy, verb));
  }

  async untake({ follower, key }: PushRef, takenBy: string): Promise<void> {
    this.#change(follower, (line) => untake(line, key, takenBy));
  }

  async renew(lease: Lease): Promise<"mine" | "mine, slot gone" | "lost"> {
    return this.#change(lease.follower, (line, verb) => renew(line, lease, verb));
  }

  async handBack(lease: Lease): Promise<void> {
    this.#change(lease.follower, (line, verb) => handBack(line, lease, verb));
  }

  async enter(entry: Entry): Promise<Entered> {
    return this.#change(entry.follower, (line, verb) => enter(line, entry, verb));
  }

  async sendNext(request: SendRequest): Promise<SendTurn> {
    return this.#change(request.follower, (line, verb) => sendNext(line, request, verb));
  }

  async fateOf(follower: Follower, id: string): Promise<Fate | undefined> {
    const pushes = this.#lines.get(nameOf(follower))?.pushes;
    return pushes?.[id.slice(0, id.lastIndexOf("#"))]?.fates?.[id];
  }

  async due(limit: number): Promise<readonly Follower[]> {
    this.#forgetFinished();
    this.#forgetSilent();
    const now = this.#clock.now();
    const found: Follower[] = [];
    for (const { at, follower } of this.#due.values()) {
      if (found.length >= limit) break;
      if (at <= now) found.push(follower);
    }
    return found;
  }

  async wake(follower: Follower, by: string): Promise<Woken> {
    return this.#change(follower, (line, verb) => wake(line, by, verb));
  }

  onWake(by: string, heard: (pushKey: string) => void): () => void {
    const listeners = this.#listeners.get(by) ?? new Set();
    this.#listeners.set(by, listeners.add(heard));
    return () => listeners.delete(heard);
  }

  async readState(owner: string, keys: readonly string[]): Promise<readonly StateItem[]> {
    return this.#state.read(owner, keys);
  }

  async writeState(owner: string, changes: readonly StateChange[]): Promise<StateWritten> {
    return this.#state.write(owner, changes);
  }

  async forget(follower: Follower): Promise<void> {
    this.#forget(follower);
  }

  async *export(follower: Follower): AsyncIterable<unknown> {
    const line = this.#lines.get(nameOf(follower));
    const state = this.#state.all(follower.openid);
    if (line !== undefined) yield structuredClone(line);
    if (state.length > 0) yield { state };
  }

  async probe(): Promise<void> {}

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  /** One atomic step: nothing here awaits. */
  #change<T>(follower: Follower, run: (line: Line, verb: Verb) => T): T {
    const name = nameOf(follower);
    const now = this.#clock.now();
    const known = this.#lines.get(name);
    const line = known ?? newLine(now);
    const result = run(line, {
      follower,
      writeState: (changes) => this.#state.put(follower.openid, changes),
      now,
      settings: this.#settings,
      wake: (process, pushKey) => this.#wakeUp(process, pushKey),
      done: (pushKey) =>
        this.#finished.push({ name, pushKey, until: now + this.#settings.rememberMs }),
    });
    // A late verb about a stranger leaves nothing behind.
    if (known === undefined && Object.keys(line.pushes).length > 0) this.#lines.set(name, line);
    const at = dueAt(line);
    if (at === undefined) this.#due.delete(name);
    else this.#due.set(name, { at, follower });
    if (this.#settings.keepMs > 0) this.#hear(name, follower, now);
    return copyOf(result);
  }

  #hear(name: string, follower: Follower, at: number): void {
    this.#heard.delete(name);
    if (this.#lines.has(name)) this.#heard.set(name, { at, follower });
  }

  #forget(follower: Follower): void {
    const name = nameOf(follower);
    this.#lines.delete(name);
    this.#due.delete(name);
    this.#heard.delete(name);
    this.#state.remove(follower.openid);
  }

  /** Forgets whom we have not heard of for too long. Who still waits for something is looked at later. */
  #forgetSilent(): void {
    const now = this.#clock.now();
    for (const [name, { at, follower }] of this.#heard) {
      if (at + this.#settings.keepMs > now) return;
      if (this.#due.has(name)) this.#hear(name, follower, now);
      else this.#forget(follower);
    }
  }

  #wakeUp(process: string, pushKey: string): void {
    const listeners = this.#listeners.get(process);
    // After the verb's reply, as it would be over a network.
    if (listeners !== undefined)
      queueMicrotask(() => {
        for (const heard of listeners) heard(pushKey);
      });
  }

  /** Forgets finished pushes whose time is over; they finish in order, so only the first are looked at. */
  #forgetFinished(): void {
    const now = this.#clock.now();
    let over = 0;
    for (const { name, pushKey, until } of this.#finished) {
      if (until > now) break;
      const pushes = this.#lines.get(name)?.pushes;
      // Not one that came again after its follower was forgotten.
      if (pushes?.[pushKey]?.push === undefined) delete pushes?.[pushKey];
      over += 1;
    }
    if (over > 0) this.#finished.splice(0, over);
  }
}

/** A deep copy of plain data; `structuredClone` goes through bytes and takes ten times as long. */
function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Record<string, unknown> = {};
  for (const name in value) copy[name] = copyOf(value[name]);
  return copy as T;
}

interface Finished {
  readonly name: string;
  readonly pushKey: string;
  readonly until: number;
}

function nameOf({ appId, openid }: Follower): string {
  return `${appId}|${openid}`;
}
