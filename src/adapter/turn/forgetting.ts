import type { Push } from "../../protocol/push.ts";
import { TRANSCRIPT } from "../../store/transcript.ts";
import type { Timer, Timers } from "./timers.ts";

/** What happens to everything that is kept of a follower who leaves. */
export type OnUnsubscribe = "keep" | "forget";

const FORGET = "wechat.forget";
/**
 * Nothing is forgotten before: WeChat asks again for up to 21 s, and a push that nobody remembers would be run anew.
 */
const AFTER_MS = 25_000;

/** Sets the timer that forgets a follower who left by this push, unless he comes back at once. */
export function forgetWhoLeft(timers: Timers, push: Push | undefined, now: number): void {
  const left = push?.kind === "event" && push.event === "unsubscribe";
  if (left) timers.setTimer(FORGET, now + AFTER_MS, "left");
}

/** Sets the timer that forgets a follower once the turn that asks for it is surely over. */
export function forgetSoon(timers: Timers, now: number): void {
  timers.setTimer(FORGET, now + AFTER_MS, "asked");
}

/**
 * Whether a timer says that its follower must be forgotten now; undefined for other timers. False also for the timer
 * of a transcript: the commit of its turn removes old entries, and nothing else happens in that turn.
 */
export function forgetsNow({ id, data }: Timer, left: boolean): boolean | undefined {
  if (id === TRANSCRIPT) return false;
  return id === FORGET ? data === "asked" || left : undefined;
}
