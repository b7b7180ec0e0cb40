/**
 * The texts about a code. An important code has an `Entry` of its own; the others share the words of a `Family` and
 * add what is special about them.
 *
 * Names of fields and values stand in backticks. `{ip|the address …}` becomes what WeChat's text said, or the words
 * after the bar if it said nothing.
 */

/** One text in English and in Simplified Chinese. */
export interface Said {
  readonly en: string;
  readonly zh: string;
}

/** Whether the same call may be made again, and when. */
export const RETRIES = [
  "no",
  "not-needed",
  "soon",
  "next-minute",
  "tomorrow",
  "later",
  "after-contact",
  "after-following",
  "after-mending",
  "once-with-a-new-token",
] as const;
export type Retry = (typeof RETRIES)[number];

/**
 * A way that remains for the message, in the words of the architecture. `none`: nothing reaches this
 * person now. `not-affected`: the call carried no message.
 */
export const WAYS = [
  "passive",
  "held",
  "customer-service",
  "notification",
  "none",
  "not-affected",
] as const;
export type Way = (typeof WAYS)[number];

/** What entries and families have in common. */
interface Words {
  /** When WeChat gives this answer. */
  readonly trigger: Said;
  /** Why WeChat has this restriction. */
  readonly purpose: Said;
  /** What to do, in this order. */
  readonly checks: readonly Said[];
  readonly retry: Retry;
  /** The ways that remain for the message, the best one first. */
  readonly route: readonly Way[];
}

/** A code that is worth words of its own. Its cause begins with a sentence that can stand alone. */
export interface Entry extends Words {
  /** WeChat's own text; absent where WeChat's tables have none. */
  readonly errmsg?: string;
  readonly cause: Said;
  /** Codes that are often confused with this one. */
  readonly see?: readonly number[];
  /** Where WeChat documents the call. */
  readonly page?: string;
}

/** A code of a family: `en` and `zh` are its cause. */
interface Member extends Said {
  readonly errmsg?: string;
  /** What to check before the family's checks. */
  readonly first?: Said;
  readonly retry?: Retry;
  readonly route?: readonly Way[];
}

/** Codes with one kind of cause. */
export interface Family extends Words {
  readonly codes: Readonly<Record<number, Member>>;
}

export type Entries = Readonly<Record<number, Entry>>;

export function say(en: string, zh: string): Said {
  return { en, zh };
}

/** Milliseconds as hours, in which people say such times. */
export const hours = (ms: number): number => ms / 3_600_000;
export const minutes = (ms: number): number => ms / 60_000;
export const seconds = (ms: number): number => ms / 1_000;
export const days = (ms: number): number => ms / 86_400_000;
