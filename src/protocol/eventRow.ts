import type { Fields } from "./fields.ts";

/** Whom a push concerns: a person, with whom there can be a conversation, or the account itself. */
export type About = "follower" | "account";

/** One row of the table of events. */
export interface EventRow<F extends Fields = Fields> {
  readonly about: About;
  /** Whether somebody looks at the chat now and would see a passive reply. */
  readonly waits: boolean;
  readonly fields: F;
  /** The elements, one of which names the follower, where the sender is a system. */
  readonly followerIn: readonly string[] | undefined;
}

/** A follower did something in the chat and may be waiting for an answer. */
export function invites<F extends Fields>(fields: F): EventRow<F> {
  return { about: "follower", waits: true, fields, followerIn: undefined };
}

/** Something happened that concerns a follower who is not waiting: a report, a result, a tap elsewhere. */
export function informs<F extends Fields>(fields: F, followerIn?: readonly string[]): EventRow<F> {
  return { about: "follower", waits: false, fields, followerIn };
}

/** Something happened to the account. There is no person in it, whatever the sender's name looks like. */
export function concerns<F extends Fields>(fields: F): EventRow<F> {
  return { about: "account", waits: false, fields, followerIn: undefined };
}
