import type { FactName, Facts } from "./facts.ts";

/** One thing that happened: what, when, and as the how-manieth. */
export type TimelineEvent = {
  [N in FactName]: {
    /** Counted from 1. */
    readonly seq: number;
    /** Milliseconds since the epoch, by the simulator's clock. */
    readonly at: number;
    readonly type: N;
  } & Facts[N];
}[FactName];

/** One event by its type, for example `EventOf<"message.shown">`. */
export type EventOf<N extends FactName> = Extract<TimelineEvent, { readonly type: N }>;

export type Listener = (event: TimelineEvent) => void;

/** Events that hold the settings of an account or a component. */
const SETTINGS = /^(?:account|component|world)\./;

/** What stands in a timeline that is shared in place of what is a secret. */
const STAND_INS: Readonly<Record<string, string>> = {
  token: "exportedtoken",
  encodingAESKey: "A".repeat(43),
  appSecret: "0".repeat(32),
};

/**
 * Everything that happens on the simulated platform, in one order. The platform's state is nothing but
 * the sum of it: `apply` sees every event first, and is the only thing that changes the state.
 */
export class Timeline {
  readonly #events: TimelineEvent[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #apply: Listener;
  #told = 0;
  #telling = false;

  constructor(apply: Listener) {
    this.#apply = apply;
  }

  get events(): readonly TimelineEvent[] {
    return this.#events;
  }

  append<N extends FactName>(at: number, type: N, fact: Facts[N]): EventOf<N> {
    const event = { seq: this.#events.length + 1, at, type, ...fact } as unknown as EventOf<N>;
    this.#take(event);
    return event;
  }

  /** Takes over a recorded timeline. Only into an empty one: two pasts cannot be mixed. */
  replay(events: Iterable<TimelineEvent>): void {
    if (this.#events.length > 0) {
      throw new Error(
        "A timeline can be replayed only into a platform where nothing has happened.",
      );
    }
    for (const event of events) this.#take(event);
  }

  /** Tells every event from now on; the returned function ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** All events of one type, the oldest first. */
  of<N extends FactName>(type: N): readonly EventOf<N>[] {
    return this.#events.filter((event): event is EventOf<N> => event.type === type);
  }

  /** One event a line, secrets of the account included: a replay makes the same platform. */
  toJsonLines(): string {
    return this.#events.map((event) => `${JSON.stringify(event)}\n`).join("");
  }

  /**
   * The same for somebody else's eyes: what opens the server under test (its token and key, the AppSecret) stands as
   * another of its kind, with which a replay works as well.
   */
  toShare(): string {
    return this.shared()
      .map((line) => `${line}\n`)
      .join("");
  }

  /** The events behind this one, each as it stands in what is shared. */
  shared(after = 0): readonly string[] {
    const veil = (name: string, value: unknown) =>
      typeof value === "string" && Object.hasOwn(STAND_INS, name) ? STAND_INS[name] : value;
    return this.#events
      .slice(Math.max(0, after))
      .map((event) => JSON.stringify(event, SETTINGS.test(event.type) ? veil : undefined));
  }

  #take(event: TimelineEvent): void {
    this.#events.push(event);
    this.#apply(event);
    if (this.#telling) return;
    this.#telling = true;
    try {
      // A listener may cause the next event; all listeners still hear all events in order.
      while (this.#told < this.#events.length) {
        const next = this.#events[this.#told++] as TimelineEvent;
        for (const listener of this.#listeners) listener(next);
      }
    } finally {
      this.#telling = false;
    }
  }
}

/** Reads what {@link Timeline.toJsonLines} wrote. */
export function readJsonLines(text: string): readonly TimelineEvent[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as TimelineEvent);
}
