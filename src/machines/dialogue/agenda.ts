import { AFTER, type Frame, invoked, wanted } from "./frame.ts";
import type { CallRecord, TalkRecord } from "./record.ts";

/** A timer of a dialogue: the event that it sends, and when. */
interface Timer {
  readonly frame: number;
  readonly at: number;
  readonly event: string;
}

/** A call of a dialogue's service; `f` is the dialogue's place in the stack. */
type Call = CallRecord & { readonly f: number };

/** What the dialogues of one conversation wait for: timers, and calls without a result. */
export class Agenda {
  readonly #frames: readonly Frame[];
  #timers: Timer[];
  #calls: Call[];
  /** How many calls there were so far; the next call gets this number. */
  #count: number;

  constructor(frames: readonly Frame[], { t = [], c = [], n = 0 }: TalkRecord) {
    this.#frames = frames;
    this.#timers = t.map(([frame, at, event]) => ({ frame, at, event }));
    this.#calls = c.map((call) => ({ ...call }));
    this.#count = n;
  }

  /** Calls without a result. */
  get calls(): readonly CallRecord[] {
    return this.#calls;
  }

  /** When something is due: the earliest timer or end of a lease. */
  get dueAt(): number | undefined {
    const timers = this.#timers.filter((timer) => !this.#isHeld(timer));
    const times = [...timers.map(({ at }) => at), ...this.#calls.flatMap(({ l }) => l ?? [])];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Takes out the oldest timer that is due. */
  takeDue(now: number): Timer | undefined {
    const due = this.#timers
      .filter((timer) => timer.at <= now && !this.#isHeld(timer))
      .sort((a, b) => a.at - b.at)[0];
    this.#timers = this.#timers.filter((timer) => timer !== due);
    return due;
  }

  setTimer(frame: number, at: number, event: string): void {
    this.#timers.push({ frame, at, event });
  }

  cancelTimer(index: number, sendId: string): void {
    this.#timers = this.#timers.filter(
      (timer) => timer.frame !== index || AFTER + timer.event !== sendId,
    );
  }

  /** Adds a call under the key of its number. */
  call(
    frame: number,
    step: string,
    name: string,
    input: unknown,
    key: (n: number) => string,
  ): void {
    this.#calls.push({ k: key(this.#count++), f: frame, s: step, c: name, i: input, n: 0 });
  }

  /** Begins a try of a call and returns the call. `until`: when another process may try. */
  lease(key: string, until: number | undefined): Call | undefined {
    this.#calls = this.#calls.map((call) => {
      if (call.k !== key) return call;
      const { l: _before, ...rest } = call;
      return { ...rest, n: call.n + 1, ...(until !== undefined && { l: until }) };
    });
    return this.#calls.find(({ k }) => k === key);
  }

  /** Takes out a call whose result has come; undefined where no step waits for it any more. */
  takeCall(key: string): Call | undefined {
    const call = this.#calls.find(({ k }) => k === key);
    this.#calls = this.#calls.filter((one) => one !== call);
    return call;
  }

  /** Drops the calls of a step. */
  leave(index: number, step: string): void {
    this.#calls = this.#calls.filter((call) => call.f !== index || call.s !== step);
  }

  /** Drops the calls of a frame, except those of the steps in `here`. */
  leaveOthers(index: number, here: readonly string[]): void {
    this.#calls = this.#calls.filter((call) => call.f !== index || here.includes(call.s));
  }

  /** Drops everything that belongs to a frame or to the frames above it. */
  cut(index: number): void {
    this.#timers = this.#timers.filter(({ frame }) => frame < index);
    this.#calls = this.#calls.filter(({ f }) => f < index);
  }

  /** Drops everything that belongs to a frame. */
  clear(index: number): void {
    this.#calls = this.#calls.filter(({ f }) => f !== index);
    this.#timers = this.#timers.filter(({ frame }) => frame !== index);
  }

  /**
   * Sets the timers that the present states want and do not have, counted from `now`. Ends timers that no state
   * knows.
   */
  rearm(index: number, now: number): void {
    const want = wanted(this.#frames[index] as Frame);
    this.#timers = this.#timers.filter(({ frame, event }) => frame !== index || want.has(event));
    for (const [event, delay] of want) {
      if (this.#timers.some((timer) => timer.frame === index && timer.event === event)) continue;
      this.setTimer(index, now + delay, event);
    }
  }

  /** The human agent has left, so the timers of the frames below begin anew, with their full time. */
  unmute(index: number, now: number): void {
    this.#timers = this.#timers.map((timer) => {
      const delay = Number.parseInt(timer.event, 10);
      const late = timer.frame < index && timer.at <= now && !Number.isNaN(delay);
      return late ? { ...timer, at: now + delay } : timer;
    });
  }

  /** What is kept although no step wants it, in words; for tests. */
  useless(): string | undefined {
    const timer = this.#timers.find(({ frame, event }) => {
      const of = this.#frames[frame];
      return of === undefined || !wanted(of).has(event);
    });
    if (timer !== undefined) return `The timer ${timer.event} is kept, and no step wants it.`;
    const call = this.#calls.find(({ f, s }) => {
      const of = this.#frames[f];
      return of === undefined || !invoked(of).includes(s);
    });
    return call && `The call of "${call.c}" is kept, and no step waits for it.`;
  }

  /** The agenda's part of the record. */
  toRecord(): Pick<TalkRecord, "t" | "c" | "n"> {
    return {
      ...(this.#timers.length > 0 && {
        t: this.#timers.map(({ frame, at, event }) => [frame, at, event] as const),
      }),
      ...(this.#calls.length > 0 && { c: this.#calls }),
      ...(this.#count > 0 && { n: this.#count }),
    };
  }

  /** While a human agent has the conversation, questions below do not lapse: nobody could answer them. */
  #isHeld({ frame }: Timer): boolean {
    return this.#frames.some(({ snapshot }, index) => index > frame && snapshot.hasTag("muted"));
  }
}
