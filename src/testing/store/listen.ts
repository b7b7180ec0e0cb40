import { AssertionError } from "node:assert";
import type { Store } from "../../store/store.ts";

/** How long a process may take to hear of an answer, over a slow network too. */
const HEARD_WITHIN_MS = 10_000;

/** Notes what a process hears; `until` resolves when it has heard so much, and rejects when it does not in time. */
export async function listen(store: Store, by: string) {
  const heard: string[] = [];
  let enough = (): void => {};
  const stop = store.onWake(by, (key) => {
    heard.push(key);
    enough();
  });
  // A subscription over a network is not there at once.
  await store.probe();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    heard,
    stop,
    until: (count: number) =>
      new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => {
          reject(new AssertionError({ message: `${by} was not woken`, actual: heard }));
        }, HEARD_WITHIN_MS);
        enough = () => {
          if (heard.length < count) return;
          clearTimeout(late);
          resolve();
        };
        enough();
      }),
  };
}
