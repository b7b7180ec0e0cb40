import type { Clock } from "../../src/clock.ts";

/** A clock that begins now and runs `speed` times as fast as the machine's. */
export function fastClock(speed: number): Clock {
  const begin = Date.now();
  return {
    now: () => Math.round(begin + (Date.now() - begin) * speed),
    after(ms, run) {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}
