import { setTimeout as wait } from "node:timers/promises";
import type { Platform } from "../platform.ts";
import type { Delivery } from "../pusher/pusherDelivery.ts";

/** Everybody who may still be at work. */
interface AtWork {
  readonly platform: Platform;
  readonly delivery: Delivery;
  readonly controls: {
    /** Whether the bot is at work. Absent: nothing is known of its insides. */
    busy?(): Promise<boolean>;
  };
}

const LOOK_MS = 25;
/** A bot of which nothing is known has so long to send something more. */
const QUIET_MS = 400;
/** Whoever asks does not wait longer: a model may think for two minutes. */
const LONGEST_MS = 20_000;

/** Resolves when no push is on its way and the bot has done its work: to whether that came in time. */
export async function comesToRest({ platform, delivery, controls }: AtWork): Promise<boolean> {
  const { events } = platform.timeline;
  const until = performance.now() + LONGEST_MS;
  let known = events.length;
  let quietSince = performance.now();
  while (performance.now() < until) {
    await wait(LOOK_MS);
    // A bot that is down does nothing more.
    const isBusy = await controls.busy?.().catch(() => false);
    if (events.length !== known || delivery.inFlight > 0 || isBusy === true) {
      known = events.length;
      quietSince = performance.now();
    } else if (isBusy === false || performance.now() - quietSince >= QUIET_MS) return true;
  }
  return false;
}
