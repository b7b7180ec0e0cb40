import { setTimeout as wait } from "node:timers/promises";
import type { JumpingClock } from "./jumpingClock.ts";

/** Everybody whose time is moved. */
interface Movable {
  /** WeChat's clock. */
  readonly clock: JumpingClock;
  /** Pushes on their way. */
  readonly inFlight: () => number;
  /** Moves the bot's clock. */
  readonly jump: (ms: number) => Promise<void>;
  /** Resolves when the bot has done what is due, to when its next thing is; undefined where nothing is. */
  readonly calm: () => Promise<number | undefined>;
}

/** A move stops so often at most, and takes so long in real time; what is left then happens at once. */
const MOST_STOPS = 1_000;
const LONGEST_MS = 20_000;
const PATIENCE_MS = 1_500;
const LOOK_MS = 4;

/**
 * Moves time as it passes: to the next thing that is due at the bot or at WeChat, until that is done, then to the one
 * after it. A reminder for in two hours is said in two hours, also where the move is of two days.
 */
export async function moveTime(ms: number, everybody: Movable): Promise<void> {
  const { clock, inFlight, jump, calm } = everybody;
  const end = clock.now() + ms;
  const startedAt = performance.now();

  async function settle(): Promise<number> {
    const until = performance.now() + PATIENCE_MS;
    while (inFlight() > 0 && performance.now() < until) await wait(LOOK_MS);
    const next = await calm();
    return Math.min(next ?? end, clock.nextAt ?? end);
  }
  async function step(at: number): Promise<number> {
    const ahead = Math.max(0, at - clock.now());
    // The bot first: a push that is signed with the new time must not come before it.
    await jump(ahead);
    clock.jump(ahead);
    return settle();
  }

  let next = await settle();
  for (let stops = 0; next < end && stops < MOST_STOPS; stops++) {
    if (performance.now() - startedAt > LONGEST_MS) break;
    next = await step(next);
  }
  await step(end);
}
