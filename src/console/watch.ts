import type { DispatchFailure } from "../adapter/send/dispatch.ts";
import type { Observed } from "../adapter/watch/observe.ts";
import type { CallEvent } from "../client/call.ts";
import { isSentLater } from "../client/messages/courier.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type Log, stderrLog } from "../log.ts";
import type { Follower, Store } from "../store/store.ts";
import { FailureNotes, type NotedFailures } from "./failureNotes.ts";
import { People } from "./people.ts";
import type { HourView } from "./wire.ts";

/** Something that went wrong with an account. */
export interface Failure {
  readonly id: number;
  readonly at: number;
  readonly what: string;
  readonly fate: string;
  readonly code: number | undefined;
  readonly follower: Follower | undefined;
}

/** What was seen of one account. */
export interface Seen {
  /** The latest first. */
  readonly failures: readonly Failure[];
  readonly routes: ReadonlyMap<string, number>;
  /** The last 24 hours, the latest last. */
  readonly hours: readonly HourView[];
  /** Of the last sixty minutes. */
  readonly lastHour: Omit<HourView, "at">;
}

/** Failures that are kept of an account. */
const FAILURES = 50;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const HOURS = 24;
/** The endpoint of customer-service messages: their failures come as a message's, with its follower. */
const MESSAGES = "custom.send";

interface Notes {
  readonly failures: Failure[];
  readonly routes: Map<string, number>;
  /** By the minute's number. */
  readonly minutes: Map<number, { pushes: number; replies: number; failures: number }>;
}

export interface WatchOptions {
  readonly clock?: Clock | undefined;
  /** The adapter's store: failures are noted there, and seen by the consoles of all processes. Default: nothing is noted. */
  readonly store?: Pick<Store, "readState" | "writeState"> | undefined;
  readonly log?: Log | undefined;
  /** Names this process to the operator. Default: the machine's name and the process's number. */
  readonly process?: string | undefined;
}

type Event<S extends Observed["see"]> = Extract<Observed, { see: S }>;

/**
 * What this process has seen of its accounts since it started: figures of a day, the last failures, the last
 * followers. In memory, and bounded. Ids and codes only: the road tells no texts. With a store, kinds of failures of all
 * processes as well.
 */
export class Watch {
  readonly people = new People();
  readonly #clock: Clock;
  readonly #accounts = new Map<string, Notes>();
  readonly #listeners = new Set<(appId: string) => void>();
  readonly #shared: FailureNotes | undefined;
  #failures = 0;

  constructor({ clock = systemClock, store, log = stderrLog, process }: WatchOptions = {}) {
    this.#clock = clock;
    this.#shared = store && new FailureNotes({ store, clock, log, process });
  }

  /** What hangs on an adapter: `new WeChatAdapter({ …, ...watch.hooks })`. */
  readonly hooks = {
    observe: (event: Observed) => this.#observe(event),
    observeCall: (event: CallEvent) => this.#called(event),
    onDispatchFailed: (failure: DispatchFailure) => this.#notSent(failure),
  };

  /** Hears of every account of which there is something new. */
  onChange(listener: (appId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What went wrong with an account in all processes, the latest kind first; empty without a store. */
  async everywhere(appId: string): Promise<readonly NotedFailures[]> {
    return (await this.#shared?.read(appId)) ?? [];
  }

  /** Writes the failures that wait to be noted; before the store is closed. */
  async close(): Promise<void> {
    await this.#shared?.close();
  }

  of(appId: string): Seen {
    const notes = this.#accounts.get(appId);
    const now = this.#clock.now();
    const minutes = [...(notes?.minutes ?? [])].map(([minute, of]) => ({
      at: minute * MINUTE_MS,
      ...of,
    }));
    const first = Math.floor(now / HOUR_MS) - HOURS + 1;
    const hours = Array.from({ length: HOURS }, (_one, index) => {
      const at = (first + index) * HOUR_MS;
      return { at, ...sum(minutes.filter((one) => one.at >= at && one.at < at + HOUR_MS)) };
    });
    return {
      failures: notes?.failures ?? [],
      routes: notes?.routes ?? new Map(),
      hours,
      lastHour: sum(minutes.filter((one) => one.at > now - HOUR_MS)),
    };
  }

  #observe(event: Observed): void {
    const again = this.people.hear(event);
    if (event.see === "delivery" && !again) this.#count(event.follower.appId, "pushes", 1);
    if (event.see === "step") this.#stepped(event);
    if (event.see === "fate" && event.fate === "sent") {
      this.#count(event.follower.appId, "replies", 1);
    }
    this.#tell(event.follower.appId);
  }

  #stepped({ follower: { appId }, route, rides }: Event<"step">): void {
    const { routes } = this.#notes(appId);
    routes.set(route, (routes.get(route) ?? 0) + 1);
    this.#count(appId, "replies", rides.length);
  }

  #called({ appId, endpoint, outcome, errcode }: CallEvent): void {
    // A message that could not be sent waits, and whoever hangs on the adapter is told only of its end.
    const waits = endpoint === MESSAGES && outcome !== "ok" && isSentLater(outcome, errcode);
    if (outcome === "ok" || (endpoint === MESSAGES && !waits)) return;
    const failure = { what: endpoint, fate: outcome, code: errcode, follower: undefined };
    if (waits && this.#repeats(appId, failure)) return;
    this.#failed(appId, failure);
  }

  /** One entry tells of an API that is away, and of the latest try. */
  #repeats(appId: string, { what, fate, code }: Omit<Failure, "id" | "at">): boolean {
    const { failures } = this.#notes(appId);
    const [last] = failures;
    if (last?.what !== what || last.fate !== fate || last.code !== code) return false;
    failures[0] = { ...last, at: this.#clock.now() };
    this.#shared?.note(appId, last);
    this.#tell(appId);
    return true;
  }

  #notSent({ appId, openid, fate, errcode }: DispatchFailure): void {
    const follower = { appId, openid };
    const said = typeof fate === "object" ? "refused" : fate;
    this.#failed(appId, { what: "message", fate: said, code: errcode, follower });
  }

  #failed(appId: string, failure: Omit<Failure, "id" | "at">): void {
    const { failures } = this.#notes(appId);
    this.#failures += 1;
    failures.unshift({ id: this.#failures, at: this.#clock.now(), ...failure });
    if (failures.length > FAILURES) failures.pop();
    this.#shared?.note(appId, failure);
    this.#count(appId, "failures", 1);
    this.#tell(appId);
  }

  #count(appId: string, what: "pushes" | "replies" | "failures", by: number): void {
    const { minutes } = this.#notes(appId);
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    const of = minutes.get(minute) ?? { pushes: 0, replies: 0, failures: 0 };
    of[what] += by;
    minutes.set(minute, of);
    for (const old of minutes.keys()) {
      if (old > minute - HOURS * 60) break;
      minutes.delete(old);
    }
  }

  #tell(appId: string): void {
    for (const listener of this.#listeners) listener(appId);
  }

  #notes(appId: string): Notes {
    const known = this.#accounts.get(appId);
    if (known !== undefined) return known;
    const notes: Notes = { failures: [], routes: new Map(), minutes: new Map() };
    this.#accounts.set(appId, notes);
    return notes;
  }
}

function sum(parts: readonly Omit<HourView, "at">[]): Omit<HourView, "at"> {
  const total = { pushes: 0, replies: 0, failures: 0 };
  for (const { pushes, replies, failures } of parts) {
    total.pushes += pushes;
    total.replies += replies;
    total.failures += failures;
  }
  return total;
}
