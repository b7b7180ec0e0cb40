import type { Push } from "../../protocol/push.ts";
import { TRANSCRIPT } from "../../store/transcript.ts";
import type { Timer, Timers } from "./timers.ts";

/** What is done with what is kept of a follower who leaves. */
export type OnUnsubscribe = "keep" | "forget";

const FORGET = "wechat.forget";
/**
 * Forgotten only then: WeChat asks again for up to 21 s, and a push that nobody remembers would be run
 * anew.
 */
const AFTER_MS = 25_000;

/** Sees to it that a follower who left by this push is forgotten, unless he comes back at once. */
export function forgetWhoLeft(timers: Timers, push: Push | undefined, now: number): void {
  const left = push?.kind === "event" && push.event === "unsubscribe";
  if (left) timers.setTimer(FORGET, now + AFTER_MS, "left");
}

/** Sees to it that a follower is forgotten once the turn that asks for it is surely over. */
export function forgetSoon(timers: Timers, now: number): void {
  timers.setTimer(FORGET, now + AFTER_MS, "asked");
}

/**
 * Whether a timer says that its follower must be forgotten now; undefined for timers of others. False is also the timer of
 * a transcript: the commit of its turn removes what is too old, and nothing else happens in it.
 */
export function forgetsNow({ id, data }: Timer, left: boolean): boolean | undefined {
  if (id === TRANSCRIPT) return false;
  return id === FORGET ? data === "asked" || left : undefined;
}
