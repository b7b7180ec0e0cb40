import { SendError } from "../../errors.ts";
import { isAside } from "../../store/aside.ts";
import { CHOICES, FORM } from "../../store/openChoices.ts";
import { processesSince } from "../../store/releases.ts";
import type { Follower, Saved, Store, TimerChange, Work } from "../../store/store.ts";
import type { AgentsThere, TurnScope } from "../../store/turnScope.ts";
import type { Account } from "../accounts/account.ts";
import type { Road } from "../road.ts";
import type { Ending } from "./ending.ts";
import { type ConversationRecord, isNewer } from "./record.ts";
import { StagedState } from "./stagedState.ts";
import type { Timers } from "./timers.ts";

const NO_TIMERS: readonly TimerChange[] = [];

type Slices = NonNullable<ConversationRecord["s"]>;

/** What saves what a bot wrote so far, in a step of its own. */
export interface Saving {
  save(): Promise<void>;
}

/** What one turn reads and writes beside its messages; see {@link TurnScope}. */
export class Scope implements TurnScope {
  readonly follower: Follower;
  readonly key: string;
  readonly attempts: number;
  readonly now: number;
  readonly timeZone: string;
  readonly locale: string;
  readonly #claimed: unknown;
  readonly #store: Store;
  readonly #road: Road;
  readonly #account: Account;
  readonly #steps: Saving;
  readonly #ending: Ending;
  /** The slices as the last accepted step left them, and as the turn has them now. */
  #kept: Slices | undefined;
  #slices: Slices | undefined;
  #state: StagedState | undefined;
  #timers = NO_TIMERS;
  #ownTimers = NO_TIMERS;
  readonly #isAside: boolean;
  #failed = false;
  #closed = false;
  /** Whether the bot has asked something in this turn. */
  #expects = false;
  #tellsAtEnd = false;
  #mayLeave: boolean;
  /** None of those came to whom the push was left before, so this process has to answer. */
  readonly #cameBack: boolean;
  #leftTo: readonly string[] | undefined;
  /** Whether the store wants to know if a question is open, and whether this turn may have closed one. */
  readonly #gathers: boolean;
  readonly #isAnswer: boolean;

  constructor(road: Road, work: Work, account: Account, steps: Saving, ending: Ending) {
    const { lease, record, attempts, push } = work;
    this.#gathers = account.gather !== undefined || account.onNewer === "merge";
    // A timer's turn answers no question, so an open question stays open.
    this.#isAnswer = push.kind === "push";
    this.#cameBack = work.handed === true;
    this.#mayLeave = this.#isAnswer && !this.#cameBack;
    this.follower = lease.follower;
    this.#isAside = isAside(lease);
    this.key = lease.pushKey;
    this.attempts = attempts;
    this.now = road.clock.now();
    this.timeZone = account.timeZone;
    this.locale = account.locale;
    this.#store = road.store;
    this.#road = road;
    this.#account = account;
    this.#claimed = record;
    this.#steps = steps;
    this.#ending = ending;
    this.#kept = slicesOf(record);
    this.#slices = this.#kept;
  }

  /** Whether the bot has asked something in this turn. */
  get expects(): boolean {
    return this.#expects;
  }

  /** Whether the bot's messages wait for what the bot writes. */
  get tellsAtEnd(): boolean {
    return this.#tellsAtEnd;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** The processes to which the turn's push was left. */
  get leftTo(): readonly string[] | undefined {
    return this.#leftTo;
  }

  /** Whether the turn was given up, so that nothing of it may be written any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Timers of the road itself, which are set whatever becomes of the bot. */
  get own(): Timers {
    const add = (change: TimerChange) => {
      this.#ownTimers = [...this.#ownTimers, change];
    };
    return {
      setTimer: (id, at, data) => add({ set: id, at, data }),
      cancelTimer: (id) => add({ cancel: id }),
    };
  }

  /** What the bot's own storage holds of this follower. Made when it is first asked for. */
  get state(): StagedState {
    this.#state ??= new StagedState(this.#store, this.follower.openid);
    return this.#state;
  }

  agents(): Promise<AgentsThere | undefined> {
    return this.#road.agents.of(this.#account);
  }

  read(slice: string): unknown {
    const value = this.#slices?.[slice];
    return value === undefined ? undefined : structuredClone(value);
  }

  write(slice: string, value: unknown): void {
    this.#checkKeeps();
    const { [slice]: _, ...others } = this.#slices ?? {};
    // The value goes through JSON at once: a value that cannot be stored throws here, and later changes of the object
    // do not count.
    const stored = value === undefined ? undefined : (JSON.stringify(value) as string | undefined);
    this.#slices = stored === undefined ? others : { ...others, [slice]: JSON.parse(stored) };
  }

  /** Whether there is such a slice. */
  has(slice: string): boolean {
    return this.#slices?.[slice] !== undefined;
  }

  /** Whether another process runs the follower's turn, to which the slices then belong. */
  get isAside(): boolean {
    return this.#isAside;
  }

  /** Writes a slice of the road itself, which is kept whatever becomes of the bot. */
  keep(slice: string, value: unknown): void {
    const { [slice]: _, ...others } = this.#slices ?? {};
    this.#slices = value === undefined ? others : { ...others, [slice]: value };
  }

  setTimer(id: string, at: number, data: string): void {
    this.#checkOpen();
    if (!Number.isFinite(at)) throw new RangeError(`The time of timer "${id}" is not a number.`);
    this.#timers = [...this.#timers, { set: id, at: Math.round(at), data }];
  }

  cancelTimer(id: string): void {
    this.#checkOpen();
    this.#timers = [...this.#timers, { cancel: id }];
  }

  expectAnswer(expects = true): void {
    this.#expects = expects;
  }

  tellAtEnd(waits = true): void {
    this.#tellsAtEnd = waits;
  }

  /** Another run speaks in this turn. Its words are nobody else's, so the turn ends here. */
  stay(): void {
    this.#mayLeave = false;
  }

  async leaveTo(release: number): Promise<boolean> {
    const { by, clock, log } = this.#road;
    if (this.#cameBack)
      log.warn({ release }, "nobody took a push that was left to a later release");
    if (!this.#mayLeave || this.#closed) return false;
    const asked = await processesSince(this.#store, release, clock.now()).catch(() => []);
    const others = asked.filter((one) => one !== by);
    // Somebody may have joined the turn while the store was asked.
    if (others.length === 0 || this.#closed || !this.#mayLeave) return false;
    log.info({ release, processes: others.length }, "a push is left to a later release of the bot");
    this.#leftTo = others;
    this.undo();
    this.#ending.leave();
    return true;
  }

  async save(): Promise<void> {
    this.#checkKeeps();
    await this.#steps.save();
  }

  /** What a step keeps. A record of a later version stays as it is; its slices are not ours to read. */
  saved({ v, f }: ConversationRecord, offered: boolean): Saved {
    const s = this.#slices;
    const some = s !== undefined && Object.keys(s).length > 0;
    const tells = this.#gathers && (this.#isAnswer || this.#expects);
    const own = { v, f, ...(offered && { o: true }), ...(some && { s }) };
    const state = this.#state?.pending ?? [];
    return {
      record: isNewer(this.#claimed) ? this.#claimed : own,
      timers: this.#ownTimers.length === 0 ? this.#timers : [...this.#ownTimers, ...this.#timers],
      state: state.length > 0 ? state : undefined,
      asks: tells ? this.#expects || asksIn(s) : undefined,
    };
  }

  /** Call it when a step with these changes was accepted. */
  committed({ record, timers, state = [] }: Saved): void {
    this.#kept = slicesOf(record);
    this.#timers = this.#timers.filter((change) => !timers.includes(change));
    this.#ownTimers = this.#ownTimers.filter((change) => !timers.includes(change));
    this.#state?.committed(state);
  }

  /**
   * The bot failed: takes back, once, what it wrote since the last accepted step. What `onTurnError` writes
   * afterwards counts.
   */
  fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#slices = this.#kept;
    this.#timers = NO_TIMERS;
    this.#state?.discard();
  }

  /** Takes everything back as if the turn had never run: its messages belong to another turn. */
  undo(): void {
    this.fail();
    this.close();
  }

  /** The turn was given up, here or for another process: whatever the bot still writes is refused. */
  close(): void {
    this.#closed = true;
  }

  #checkKeeps(): void {
    this.#checkOpen();
    if (!this.#isAside) return;
    throw new SendError(
      "runs-aside",
      "Another process runs this follower's turn, and slices are that turn's: mark the logic with alone().",
    );
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw new SendError("turn-over", "The turn was given up: nothing of it is written any more.");
    }
  }
}

/** Whether choices or a form stand open. */
function asksIn(slices: Slices | undefined): boolean {
  const choices = slices?.[CHOICES] as { readonly open?: readonly unknown[] } | undefined;
  return (choices?.open?.length ?? 0) > 0 || slices?.[FORM] !== undefined;
}

function slicesOf(record: unknown): Slices | undefined {
  return isNewer(record) ? undefined : (record as Partial<ConversationRecord> | undefined)?.s;
}
