/**
 * The process's own timers, taken when this module is loaded: what must go on while a test has put false ones in their
 * place (`vi.useFakeTimers()` and the like). What belongs to the story of a push asks a `Clock` instead.
 */
export const { setImmediate, setTimeout, clearTimeout } = globalThis;

/** Real milliseconds since some moment: Jest's false timers stop `performance` as well. */
export const realNow = performance.now.bind(performance);

/** Resolves behind everything that the event loop has to do now. */
export function nextRound(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves so many real milliseconds later. */
export function realSleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Whether timers were false already when they were taken: those of sinon, Vitest, Jest and Node's own test runner. */
export const FALSE_TIMERS = [setImmediate, setTimeout].some(
  (timer) => "clock" in timer || "_isMockFunction" in timer || timer.name.startsWith("bound "),
);
