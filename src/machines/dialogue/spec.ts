import type { AnyStateMachine } from "xstate";
import type { Prompt } from "./prompt.ts";
import type { AnyService, Service } from "./service.ts";
import type { Params, Texts } from "./texts.ts";

/** The dialogue as its author writes it, and the types that tie its parts together. */

// biome-ignore lint/suspicious/noExplicitAny: a prompt of any value.
export type Asks = Readonly<Record<string, Prompt<any>>>;
export type Calls = Readonly<Record<string, AnyService>>;
/** Child dialogues, or XState machines. */
export type Uses = Readonly<Record<string, Usable>>;
export type Usable = Child | AnyStateMachine;

/** A dialogue as another dialogue that uses it sees it. */
export interface Child {
  readonly id: string;
  readonly machine: AnyStateMachine;
  // biome-ignore lint/suspicious/noExplicitAny: a dialogue of any input and output.
  readonly types?: { readonly in: (input: any) => void; readonly out: any };
}

export type ValueOf<P> = P extends Prompt<infer T> ? T : never;
// biome-ignore lint/suspicious/noExplicitAny: only one of the two is asked for.
export type InOf<C> = C extends Service<infer In, any> ? In : never;
// biome-ignore lint/suspicious/noExplicitAny: only one of the two is asked for.
export type OutOf<C> = C extends Service<any, infer Out> ? Out : never;
export type ChildIn<U> = U extends { readonly types?: { readonly in: (input: infer In) => void } }
  ? In
  : unknown;
export type ChildOut<U> = U extends { readonly types?: { readonly out: infer Out } }
  ? Out
  : unknown;

/** What is known so far: each answer, result and child's output under its name. */
export type Answers<A, C, U> = {
  readonly [K in keyof A]?: ValueOf<A[K]>;
} & { readonly [K in keyof C]?: OutOf<C[K]> } & { readonly [K in keyof U]?: ChildOut<U[K]> };

/** What else a function of a dialogue may look at. It has no other clock, no dice and no world. */
export interface About<Input> {
  /** What the dialogue was begun with. */
  readonly input: Input;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** In a `fail` branch: what went wrong. */
  readonly error?: Failure;
}

/** What went wrong with a service, as data. */
export interface Failure {
  readonly message: string;
  /** The error's own code; `lost` when no process could tell how the call ended. */
  readonly code?: string;
}

export type Ask<A, Input, T> = (answers: A, about: About<Input>) => T;

/** A way that is taken when its condition holds. */
export interface Branch<Step extends string, A, Input> {
  readonly when: Ask<A, Input, boolean>;
  /** What the drawing calls the condition. */
  readonly label?: string;
  readonly to: Step;
}

/** Where to go: a step, or the first of several branches that holds. */
export type Target<Step extends string, A, Input> =
  | Step
  | readonly (Step | Branch<Step, A, Input>)[];

/** What may happen beside an answer. */
export const LIFECYCLE = [
  "windowExpiring",
  "windowExpired",
  "subscribed",
  "unsubscribed",
  "scanned",
  "menu",
  "enteredAgain",
  "humanCame",
  "humanLeft",
] as const;
export type Lifecycle = (typeof LIFECYCLE)[number];

export interface Kinds {
  readonly ask?: undefined;
  readonly call?: undefined;
  readonly use?: undefined;
  readonly say?: undefined;
  readonly end?: undefined;
  readonly raw?: undefined;
  readonly together?: undefined;
}

export interface Waits<S extends string, A, Input> {
  /** How long to wait before going elsewhere: `{ "2h": "lapsed" }`, by the wall clock, across restarts. */
  readonly after?: Readonly<Record<string, Target<S, A, Input>>>;
  readonly on?: Happenings<S, A, Input>;
  /**
   * What may interrupt here. `all` (default); `hard`: only cancelling, a human, and the like; `none`.
   */
  readonly interrupt?: "all" | "hard" | "none";
}

export type Happenings<S extends string, A, Input> = {
  readonly [E in Lifecycle]?: Target<S, A, Input> | Word<A, Input>;
};

/** Something that is said without leaving the step: the step's question or wait goes on. */
export interface Word<A, Input> {
  readonly say: string;
  /** What the text may mention. Default: the answers. */
  readonly with?: Ask<A, Input, Params>;
}

/** Asks until an answer is understood. */
export type AskStep<S extends string, A, Input, Names> = Omit<Kinds, "ask"> &
  Waits<S, A, Input> & {
    readonly ask: Names;
    readonly next: Target<S, A, Input>;
    /** Where to go after the prompt's `max` misses. Default: the question is asked again and again. */
    readonly giveUp?: S;
    /** Where this holds, the question is skipped, because the answer is known already. */
    readonly unless?: Ask<A, Input, boolean>;
  };

/** Calls a service. */
export type CallStep<S extends string, A, Input, C> = {
  [K in keyof C]: Omit<Kinds, "call"> &
    Waits<S, A, Input> & {
      readonly call: K;
      readonly with: Ask<A, Input, InOf<C[K]>>;
      readonly done: Target<S, A, Input>;
      /** Where to go when every try failed; a branch may look at `about.error`. */
      readonly fail: Target<S, A, Input>;
    };
}[keyof C];

/** Runs another dialogue; its output is an answer under its name. */
export type UseStep<S extends string, A, Input, U> = {
  [K in keyof U]: Omit<Kinds, "use"> &
    Waits<S, A, Input> & {
      readonly use: K;
      readonly next: Target<S, A, Input>;
    } & (undefined extends ChildIn<U[K]>
      ? { readonly with?: Ask<A, Input, ChildIn<U[K]>> }
      : { readonly with: Ask<A, Input, ChildIn<U[K]>> });
}[keyof U];

/** Says something and goes on. */
export type SayStep<S extends string, A, Input, Key> = Omit<Kinds, "say"> & {
  readonly say: Key;
  /** What the text may mention. Default: the answers. */
  readonly with?: Ask<A, Input, Params>;
  readonly next: Target<S, A, Input>;
};

/** Ends the dialogue, with a last word or, with `true`, without one. */
export type EndStep<S extends string, A, Input, Output, Key> = Omit<Kinds, "end"> & {
  readonly end: Key | true;
  readonly with?: Ask<A, Input, Params>;
  readonly output?: Ask<A, Input, Output>;
  /**
   * The question to go back to, usually the summary, where a follower changes one of his answers within a day of this
   * end ("改成8个人"). The dialogue's services are then called anew: `call.before` has what each gave the last time. If it
   * ends any other way than here, what was done stands, and the follower is told so. Default: he hears `engine.over`.
   */
  readonly reopens?: S;
};

/** A state in XState's own words. Its targets are the other steps. */
export type RawStep = Omit<Kinds, "raw"> & {
  // biome-ignore lint/suspicious/noExplicitAny: XState's own type asks for a dozen parameters.
  readonly raw: any;
};

/** Several threads at once; the step is over when all of them are. At most one of them may ask. */
export type TogetherStep<S extends string, A, Input, Output, P extends Parts> = Omit<
  Kinds,
  "together"
> &
  Waits<S, A, Input> & {
    readonly together: Readonly<Record<string, Thread<A, Input, Output, P>>>;
    readonly next: Target<S, A, Input>;
  };

export interface Thread<A, Input, Output, P extends Parts> {
  readonly start: string;
  readonly steps: Readonly<Record<string, Step<string, A, Input, Output, P>>>;
}

/** The names that steps may use. */
export interface Parts {
  readonly asks: Asks;
  readonly calls: Calls;
  readonly uses: Uses;
  readonly key: string;
}

export type Step<S extends string, A, Input, Output, P extends Parts> =
  | AskStep<S, A, Input, keyof P["asks"]>
  | CallStep<S, A, Input, P["calls"]>
  | UseStep<S, A, Input, P["uses"]>
  | SayStep<S, A, Input, P["key"]>
  | EndStep<S, A, Input, Output, P["key"]>
  | RawStep
  | TogetherStep<S, A, Input, Output, P>;

/** A change of what is kept of a running dialogue, from one version to the next. */
export type Migrate = (kept: Kept) => Kept;

/** What is kept of a running dialogue. */
export interface Kept {
  /** The step, or for raw states and threads XState's state value. */
  readonly state: string | object;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly input: unknown;
}

export interface Spec<
  Input,
  Output,
  A extends Asks,
  C extends Calls,
  U extends Uses,
  S extends string,
  Key extends string,
> {
  /** Letters, digits and hyphens; part of what is stored, so it never changes. */
  readonly id: string;
  /** Raise it with every change of the steps; `dialogues.lock.json` reminds you. */
  readonly version: number;
  /**
   * Migrations from each older version to the next: `{ 1: (kept) => … }`. They are applied one after the other. Where
   * one is missing, `outdated` decides.
   */
  readonly migrate?: Readonly<Record<number, Migrate>>;
  /**
   * What happens to a running dialogue of an older version without a migration. `restart` (default): it begins again
   * with its input; `drop`: it ends without output.
   */
  readonly outdated?: "restart" | "drop";
  /** The dialogue's own texts; if given, the keys of `say` and `end` are checked. Default: the bot's texts. */
  readonly texts?: Texts<Key>;
  readonly asks?: A;
  readonly calls?: C;
  readonly uses?: U;
  /**
   * Whether one message may answer several questions of the dialogue, and the message that begins the dialogue its
   * first questions. Default true.
   */
  readonly slotFilling?: boolean;
  /** What followers call an answer that they want to correct: `{ party: ["人数", "people"] }`. */
  readonly names?: { readonly [K in keyof A]?: readonly string[] };
  /** Answers that the input brings along. */
  readonly given?: (input: Input) => Partial<NoInfer<Answers<A, C, U>>>;
  readonly start: NoInfer<S>;
  /** What may happen at any step. A step's own `on` comes first. */
  readonly on?: Happenings<NoInfer<S>, NoInfer<Answers<A, C, U>>, Input>;
  readonly steps: {
    readonly [K in S]: Step<
      NoInfer<S>,
      NoInfer<Answers<A, C, U>>,
      Input,
      Output,
      { asks: NoInfer<A>; calls: NoInfer<C>; uses: NoInfer<U>; key: NoInfer<Key> }
    >;
  };
}

/** What turns a spec into a dialogue. `Extra` is what a runner adds to it. */
export type Define<Input, Output, Extra = unknown> = <
  const A extends Asks = Record<never, never>,
  const C extends Calls = Record<never, never>,
  const U extends Uses = Record<never, never>,
  const S extends string = string,
  const Key extends string = string,
>(
  spec: Spec<Input, Output, A, C, U, S, Key>,
) => Dialogue<Input, Output> & Extra;

/** A dialogue, ready to run, draw and test. */
export interface Dialogue<Input = unknown, Output = unknown> extends Child {
  readonly id: string;
  readonly version: number;
  /** An ordinary XState machine: other tools for XState open it. */
  readonly machine: AnyStateMachine;
  readonly asks: Asks;
  readonly calls: Calls;
  readonly uses: Readonly<Record<string, AnyDialogue>>;
  readonly names: Readonly<Record<string, readonly string[] | undefined>>;
  readonly migrate: Readonly<Record<number, Migrate>>;
  readonly outdated: "restart" | "drop";
  readonly slotFilling: boolean;
  readonly texts: Texts | undefined;
  /** The message keys that the dialogue says. */
  readonly keys: readonly string[];
  /** Whether it was written as an XState machine, not as steps. */
  readonly raw: boolean;
  /** Whether its input brings answers along by their names, as a form's does. */
  readonly fills?: boolean;
  /** Types only. */
  readonly types?: { readonly in: (input: Input) => void; readonly out: Output | undefined };
}

// biome-ignore lint/suspicious/noExplicitAny: a dialogue of any input and output.
export type AnyDialogue = Dialogue<any, any>;

/** What a repair tells the stack when it ends. */
export type Instruction =
  | { readonly do: "cancel" | "restart" | "back" }
  /**
   * Goes on with what was interrupted. `told` is kept there: what is known of the question `ask` of the dialogue
   * `of`.
   */
  | {
      readonly do: "resume";
      readonly told?: { readonly of: string; readonly ask: string; readonly value: unknown };
    }
  /**
   * Changes an answer to another value; without a value the question is asked again. `of`: the dialogue that asked
   * it; by default the topmost one that has such a question.
   */
  | {
      readonly do: "correct";
      readonly ask: string;
      readonly of?: string;
      readonly value?: unknown;
      /** Why the follower's words were no value; the question says so. */
      readonly miss?: { readonly reason: string; readonly heard?: string } | undefined;
    }
  /** Goes on with what was interrupted, with the answers of last time (`take`), or without them for good. */
  | { readonly do: "draft"; readonly take: boolean }
  /** Answers the open question. */
  | { readonly do: "answer"; readonly ask: string; readonly value: unknown }
  | { readonly do: "begin"; readonly dialogue: string; readonly input?: unknown };
