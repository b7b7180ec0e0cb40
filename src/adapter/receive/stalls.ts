import { performance } from "node:perf_hooks";

const TICK_MS = 100;
/** A request that waited in the socket is read some rounds of the event loop after the stall. */
const AFTERWARDS_MS = 50;

/**
 * How long the event loop has just stood still. A process that was frozen, or blocked by a long computation, reads
 * requests late: WeChat was already waiting meanwhile. A request that really came just after the stall counts as
 * older than it is, which does no harm.
 */
export function watchStalls(): { stalledMs(): number; stop(): void } {
  let last = performance.now();
  let past = { ms: 0, until: 0 };
  const timer = setInterval(() => {
    const now = performance.now();
    const ms = now - last - 2 * TICK_MS;
    // A connection is accepted in one round and read in the next, and this timer runs in between.
    if (ms > 0) past = { ms, until: now + AFTERWARDS_MS };
    last = now;
  }, TICK_MS);
  timer.unref();
  return {
    stalledMs() {
      const now = performance.now();
      return Math.max(now - last - 2 * TICK_MS, now < past.until ? past.ms : 0, 0);
    },
    stop: () => clearInterval(timer),
  };
}
