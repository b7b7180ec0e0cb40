import type { Clock } from "../clock.ts";

/**
 * Does something again and again, `everyMs` after it was last done. What it throws is `failed`'s, and stops
 * nothing. Returns how to end it.
 */
export function again(
  clock: Clock,
  everyMs: number,
  run: () => Promise<void>,
  failed: (error: unknown) => void,
): () => void {
  let stopped = false;
  let cancel = clock.after(everyMs, once);
  async function once(): Promise<void> {
    await run().catch(failed);
    if (!stopped) cancel = clock.after(everyMs, once);
  }
  return () => {
    stopped = true;
    cancel();
  };
}
