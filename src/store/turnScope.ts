import type { Follower } from "./store.ts";

/** The key of a turn's scope in `context.turnState`. */
export const TURN_SCOPE = Symbol.for("botbuilder-adapter-wechat.turnScope");

/**
 * Logic with this property set to true never joins a running turn: it reads and writes slices that the running turn
 * may have read before.
 */
const ALONE = Symbol.for("botbuilder-adapter-wechat.alone");

/**
 * Marks logic for `continueConversation…` that writes slices: such logic always waits for a turn of its own, and
 * never joins one that runs. Returns the same logic.
 */
export function alone<T extends object>(logic: T): T {
  return Object.assign(logic, { [ALONE]: true });
}

/** Whether logic bears {@link ALONE}. */
export function isAlone(logic: object): boolean {
  return (logic as { [ALONE]?: unknown })[ALONE] === true;
}

/** The people of an account's customer service who are there. */
export type AgentsThere = "online" | "offline" | "none";

/**
 * What a turn may read and change of its follower's conversation, beside what it says. Everything put
 * here joins the turn's one commit: answer, messages, slices and timers are written together or not at
 * all, and a run that lost its lease writes none of it.
 *
 * A slice is a named part of the conversation record and belongs to whoever named it, for example
 * `dialogue`. It is plain JSON and carries its own version.
 */
export interface TurnScope {
  readonly follower: Follower;
  /**
   * Names what caused the turn. Every run of the turn has the same key, so an effect can be told from its repetition.
   */
  readonly key: string;
  /** Runs of this turn, this one included. Above 1 an earlier run died in the middle. */
  readonly attempts: number;
  /** When the turn began by the road's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** The time zone of the account's followers, as an IANA name. */
  readonly timeZone: string;
  /** The language of the account's followers, as a BCP 47 tag. */
  readonly locale: string;

  /**
   * Aborted when nothing that the turn still finds out can be of use: a newer message stops the turn (see `onNewer`
   * of an account; 停, 停止, stop and a menu click stop streamed answers in any case), the follower leaves, the turn's
   * time is up, another process takes the turn over, or the turn ends. The reason is a `TurnAborted`.
   */
  readonly signal: AbortSignal;

  /**
   * Whether somebody of the account's customer service could take over: an agent is `online`, there are agents and
   * none is (`offline`), or there is nobody (`none`). Undefined where that cannot be known. Never rejects.
   */
  agents?(): Promise<AgentsThere | undefined>;

  /** A slice as the last turn left it, or as this turn wrote it; undefined where there is none. */
  read(slice: string): unknown;
  /** Replaces a slice; undefined removes it. */
  write(slice: string, value: unknown): void;

  /**
   * Sets a timer or moves it. At `at` (milliseconds since the epoch, by the store's clock) the follower's
   * line runs a turn of its own, whose activity is an `event` named `timer` with the value `{ id, data }`.
   */
  setTimer(id: string, at: number, data: string): void;
  cancelTimer(id: string): void;

  /**
   * The bot has asked something in this turn. The follower's next message answers it and is not gathered with others,
   * and the turn's words are shown even if a newer message came. `false` takes it back. Choices, forms, prompts with
   * the input hint `expectingInput` and our dialogues call this themselves.
   */
  expectAnswer(expects?: boolean): void;

  /**
   * Commits what the bot says from now on together with what it writes: at the turn's end, or with {@link save}.
   * Without it, a message of a turn for which no delivery waits goes out as soon as it is said; if the run then
   * begins again, perhaps in a process of another release, the bot may say something else, or the same once more.
   * `false`: later messages go out as usual. Our dialogues call this themselves. Absent outside of the adapter.
   */
  tellAtEnd?(waits?: boolean): void;

  /**
   * Leaves the turn's push to processes that serve this release of the bot, or a later one: they answer it, on the same
   * deliveries. Resolves to whether there are any, and the push may be left; then nothing of this turn is kept or shown,
   * and the bot should end. Absent outside of the adapter.
   */
  leaveTo?(release: number): Promise<boolean>;

  /**
   * Commits slices and timers now, in a step before the last one: for an effect that must be recorded before it
   * begins. Rejects with `SendError` when the turn is over or another process has it.
   */
  save(): Promise<void>;
}

/** The key in `context.turnState` of the function that orders a job, where the adapter has jobs. */
export const LATER = Symbol.for("botbuilder-adapter-wechat.later");

/** How a job is ordered. */
export interface LaterOptions {
  /**
   * Orders with the same key are the same job: a repeated order does nothing. Default: each order is a job of its
   * own.
   */
  readonly key?: string | undefined;
}

/** Takes orders of jobs in a turn. */
export interface JobOrders {
  /** Throws a `SendError` `unknown-job` where the adapter has no job of this name. */
  check(name: string): void;
  /** Orders a job; resolves to its id. */
  order(name: string, input: unknown, options: LaterOptions): Promise<string>;
}

/** The part of a context that both SDKs have: what middleware and adapter keep for a turn. */
export interface HasTurnState {
  readonly turnState: { get(key: symbol): unknown };
}

/**
 * The abort signal of a turn, by its context: give it to whatever the bot waits for, a model for example. Undefined in
 * a turn of another adapter. See {@link TurnScope.signal}.
 */
export function signalOf(context: HasTurnState): AbortSignal | undefined {
  return (context.turnState.get(TURN_SCOPE) as TurnScope | undefined)?.signal;
}
