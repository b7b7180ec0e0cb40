import { type Clock, systemClock } from "../clock.ts";
import type { StateChange, StateItem, StateWritten } from "./botState.ts";
import { DueTimes } from "./dueTimes.ts";
import type { Renewed } from "./gather.ts";
import { sendNext, wake } from "./line/chain.ts";
import { enter } from "./line/enter.ts";
import { reachOf, withinReach } from "./line/reach.ts";
import { release, untake } from "./line/slot.ts";
import { fateOf, type Line, laterAt, pushKeyOf, urgentAt, type Verb } from "./line/state.ts";
import { arrive, handBack, renew, step } from "./line/turn.ts";
import { FinishedPushes } from "./memory/finished.ts";
import { Known } from "./memory/known.ts";
import { MemoryState } from "./memory/state.ts";
import type {
  Arrival,
  Arrived,
  Ended,
  Entered,
  Entry,
  Fate,
  Follower,
  Item,
  Lease,
  PushRef,
  Released,
  Riding,
  SendRequest,
  SendTurn,
  Step,
  Stepped,
  Store,
  Woken,
} from "./store.ts";
import { STORE_SETTINGS, type StoreSettings } from "./storeSettings.ts";
import { MemoryTokens } from "./tokens.ts";

/**
 * The store of one process: quick, and gone when the process ends. The default of the adapter's
 * constructor; for anything that must survive a restart take another driver.
 */
export class MemoryStore implements Store {
  readonly tokens: MemoryTokens;
  readonly #clock: Clock;
  readonly #settings: StoreSettings;
  /** By AppID, then by openid. */
  readonly #followers = new Map<string, Map<string, Known>>();
  /** Followers whose lines somebody must look after: for what cannot wait, and for what can. */
  readonly #urgent = new DueTimes<Known>(({ urgentAt }) => urgentAt);
  readonly #later = new DueTimes<Known>(({ laterAt }) => laterAt);
  readonly #finished = new FinishedPushes();
  /** The latest time at which a verb ran; milliseconds. */
  #latest = 0;
  readonly #state = new MemoryState();
  /** Followers in the order in which they were last heard of. Empty where they are kept for ever. */
  readonly #heard = new Set<Known>();
  readonly #listeners = new Map<string, Set<(pushKey: string) => void>>();

  /** All verbs share one object, because no verb awaits. It also names the follower of the verb that runs. */
  readonly #verb: { -readonly [Name in keyof Verb]: Verb[Name] };
  #known: Known | undefined;
  #ended: Ended[] = [];

  constructor(settings: Partial<StoreSettings> & { readonly clock?: Clock } = {}) {
    const { clock = systemClock, ...rest } = settings;
    this.#clock = clock;
    this.#settings = { ...STORE_SETTINGS, ...rest };
    this.tokens = new MemoryTokens({ clock });
    this.#verb = {
      follower: { appId: "", openid: "" },
      now: 0,
      settings: this.#settings,
      wake: (process, pushKey) => this.#wakeUp(process, pushKey),
      done: (pushKey) => {
        const { now, settings } = this.#verb;
        if (this.#known) this.#finished.add(this.#known, pushKey, now + settings.rememberMs);
      },
      ended: (one) => void this.#ended.push(one),
      writeState: (changes) => this.#state.put(this.#verb.follower.openid, changes),
    };
  }

  async arrive(arrival: Arrival): Promise<Arrived> {
    const { follower, push } = arrival;
    const reply = this.#change(follower, push.key, (line, verb) => arrive(line, arrival, verb));
    lend(reply.work);
    return reply;
  }

  async step(lease: Lease, n: number, change: Step): Promise<Stepped> {
    const own = ownStep(change);
    const { follower, pushKey } = lease;
    const reply = this.#change(follower, pushKey, (line, verb) => step(line, lease, n, own, verb));
    if ("ok" in reply) lend(reply.next);
    return reply;
  }

  async release({ follower, key }: PushRef, answer: string, takenBy?: string): Promise<Released> {
    return this.#change(follower, key, (line, verb) => release(line, key, answer, takenBy, verb));
  }

  async untake({ follower, key }: PushRef, takenBy: string, riding?: Riding): Promise<void> {
    const own = riding && { ...riding, items: riding.items.map(ownItem) };
    // Messages of earlier pushes may ride the answer, so all pushes must stand in the line.
    const known = this.#find(follower);
    if (known !== undefined) this.#finished.fetchAll(known);
    this.#change(follower, key, (line, verb) => untake(line, key, takenBy, own, verb));
  }

  async renew(leases: readonly Lease[]): Promise<readonly Renewed[]> {
    return leases.map((lease) => {
      const { follower, pushKey } = lease;
      return this.#change(follower, pushKey, (line, verb) => renew(line, lease, verb));
    });
  }

  async handBack(lease: Lease, to?: readonly string[]): Promise<void> {
    const { follower, pushKey } = lease;
    this.#change(follower, pushKey, (line, verb) => handBack(line, lease, to, verb));
  }

  async enter(entry: Entry): Promise<Entered> {
    const { follower, key } = entry;
    const reply = this.#change(follower, key, (line, verb) => enter(line, entry, verb));
    lend(reply.work);
    return reply;
  }

  async sendNext(request: SendRequest): Promise<SendTurn> {
    const { follower } = request;
    // The message that the request settles is in flight, so the push of that message was not put away.
    const { opens } = request;
    const reply = this.#change(follower, opens, (line, verb) => sendNext(line, request, verb));
    return reply.item === undefined ? reply : { ...reply, item: ownItem(reply.item) };
  }

  async fateOf(follower: Follower, id: string): Promise<Fate | undefined> {
    const known = this.#find(follower);
    if (known === undefined) return undefined;
    this.#finished.fetch(known, pushKeyOf(id));
    const fate = fateOf(known.line, id);
    this.#finished.putAway(known);
    return fate;
  }

  async due(limit: number, later = limit): Promise<readonly Follower[]> {
    const now = this.#clock.now();
    this.#finished.forget(now);
    this.#forgetSilent(now);
    const found = new Set<Known>();
    this.#urgent.collect(now, found, limit);
    // A time further ahead than it can be: the clock was set back.
    const reach = now + reachOf(this.#settings);
    if (now < this.#latest) this.#urgent.collectBeyond(reach, found, limit);
    this.#later.collect(now, found, Math.min(limit, found.size + later));
    return [...found].map(({ follower }) => follower);
  }

  /** When something falls due next, after `at`: for tests, which move time from one such moment to the next. */
  dueAfter(at: number): number | undefined {
    const times = [this.#urgent.after(at), this.#later.after(at)].filter(
      (one) => one !== undefined,
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async wake(follower: Follower, by: string, runs?: boolean): Promise<Woken> {
    const reply = this.#change(follower, undefined, (line, verb) => wake(line, by, verb, runs));
    lend(reply.work);
    return reply;
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
    const known = this.#find(follower);
    if (known === undefined) this.#state.remove(follower.openid);
    else this.#forget(known);
  }

  async *export(follower: Follower): AsyncIterable<unknown> {
    const known = this.#find(follower);
    const state = this.#state.all(follower.openid);
    if (known !== undefined) {
      this.#finished.fetchAll(known);
      const line = structuredClone(known.line);
      this.#finished.putAway(known);
      yield line;
    }
    if (state.length > 0) yield { state };
  }

  async probe(): Promise<void> {}

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  /**
   * Runs a verb in one atomic step: nothing here awaits. `pushKey`: a push that must stand in the line, even if it is
   * done.
   */
  #change<T>(
    follower: Follower,
    pushKey: string | undefined,
    run: (line: Line, verb: Verb) => T,
  ): T {
    const now = this.#clock.now();
    this.#finished.forget(now);
    const before = this.#find(follower);
    const known = before ?? new Known(follower, now);
    if (pushKey !== undefined) this.#finished.fetch(known, pushKey);
    this.#known = known;
    this.#verb.follower = follower;
    this.#verb.now = now;
    // While the clock was never set back, no written time can be too far ahead.
    if (now < this.#latest) withinReach(known.line, this.#verb);
    else this.#latest = now;
    const result = this.#telling(run(known.line, this.#verb));
    // A late verb about a stranger leaves nothing behind.
    if (before === undefined) {
      if (Object.keys(known.line.pushes).length === 0) return result;
      this.#add(known);
    }
    this.#finished.putAway(known);
    const { urgentAt: urgent, laterAt: later } = known;
    known.urgentAt = urgentAt(known.line);
    known.laterAt = laterAt(known.line);
    if (isNearer(known.urgentAt, urgent)) this.#urgent.note(known);
    if (isNearer(known.laterAt, later)) this.#later.note(known);
    if (this.#settings.keepMs > 0) this.#hear(known, now);
    return result;
  }

  #find({ appId, openid }: Follower): Known | undefined {
    return this.#followers.get(appId)?.get(openid);
  }

  #add(known: Known): void {
    const { appId, openid } = known.follower;
    const account = this.#followers.get(appId) ?? new Map<string, Known>();
    this.#followers.set(appId, account.set(openid, known));
  }

  #telling<T>(reply: T): T {
    if (this.#ended.length === 0) return reply;
    const ended = this.#ended;
    this.#ended = [];
    return { ...reply, ended };
  }

  #hear(known: Known, now: number): void {
    known.heardAt = now;
    this.#heard.delete(known);
    this.#heard.add(known);
  }

  #forget(known: Known): void {
    // What was put away is wiped.
    this.#finished.fetchAll(known);
    const { appId, openid } = known.follower;
    this.#followers.get(appId)?.delete(openid);
    this.#urgent.drop(known);
    this.#later.drop(known);
    this.#heard.delete(known);
    this.#state.remove(known.follower.openid);
  }

  /**
   * Forgets followers who were silent for too long. A follower for whom something still waits is looked at again
   * later.
   */
  #forgetSilent(now: number): void {
    for (const known of this.#heard) {
      if (known.heardAt + this.#settings.keepMs > now) return;
      if ((known.urgentAt ?? known.laterAt) !== undefined) this.#hear(known, now);
      else this.#forget(known);
    }
  }

  #wakeUp(process: string, pushKey: string): void {
    const listeners = this.#listeners.get(process);
    // Listeners hear after the verb's reply, as they would over a network.
    if (listeners !== undefined)
      queueMicrotask(() => {
        for (const heard of listeners) heard(pushKey);
      });
  }
}

/** Whether a time came nearer. Nearly every push sets a time and takes it back at once: only the setting is told. */
function isNearer(at: number | undefined, before: number | undefined): boolean {
  return at !== undefined && (before === undefined || at < before);
}

// The line must not change when callers change their objects. Typed data is shared, because nobody changes
// it in place: it is replaced. Data without a type is a bot's: it is copied on its way in and out.

function ownStep(step: Step): Step {
  const { passive, chain, hold, save } = step;
  return {
    ...step,
    passive: passive.map(ownItem),
    chain: chain.map(ownItem),
    hold: hold.map(ownItem),
    save: save && { ...save, record: copyOf(save.record) },
  };
}

function ownItem(item: Item): Item {
  return { ...item, message: copyOf(item.message) };
}

/** `work` is a fresh object, but its record is still the line's, so the record is copied. */
function lend(work: { record: unknown } | undefined): void {
  if (work !== undefined) work.record = copyOf(work.record);
}

/** A deep copy of plain data; `structuredClone` goes through bytes and takes ten times as long. */
function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Record<string, unknown> = {};
  for (const name in value) copy[name] = copyOf(value[name]);
  return copy as T;
}
