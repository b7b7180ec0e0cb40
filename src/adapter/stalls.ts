import { performance } from "node:perf_hooks";

const TICK_MS = 100;

/**
 * How long the event loop has just stood still. A process that was frozen, or blocked by a long
 * computation, reads requests late: WeChat was already waiting for them meanwhile.
 */
export function watchStalls(): { stalledMs(): number; stop(): void } {
  let last = performance.now();
  const timer = setInterval(() => {
    last = performance.now();
  }, TICK_MS);
  timer.unref();
  return {
    stalledMs: () => Math.max(0, performance.now() - last - 2 * TICK_MS),
    stop: () => clearInterval(timer),
  };
}
