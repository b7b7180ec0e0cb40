import type { Step, Store, Work } from "../../src/store/store.ts";

/** What a follower's record holds beside the adapter's own: the pushes that were run to their end, in order. */
export interface Counted {
  readonly ended?: readonly string[];
}

/**
 * Writes into every committed record which pushes were committed so far. That is part of the fenced last
 * step, so it counts commits exactly, whichever process dies when.
 */
export function countingStore(store: Store): Store {
  const records = new Map<string, Counted | undefined>();
  /** The pushes of a turn in the order in which the bot hears them, where there are several. */
  const together = new Map<string, readonly string[]>();

  function noted<T extends { work?: Work | undefined; next?: Work }>(reply: T): T {
    const work = reply.work ?? reply.next;
    if (work !== undefined) {
      const name = nameOf(work.lease);
      records.set(name, work.record as Counted | undefined);
      if (work.earlier !== undefined) {
        const pushes = [...work.earlier, work.push].sort((a, b) => a.createdAt - b.createdAt);
        together.set(
          name,
          pushes.map(({ key }) => key),
        );
      }
    }
    return reply;
  }

  return new Proxy(store, {
    get(target, name: keyof Store) {
      switch (name) {
        case "arrive":
          return async (...args: Parameters<Store["arrive"]>) => noted(await store.arrive(...args));
        case "wake":
          return async (...args: Parameters<Store["wake"]>) => noted(await store.wake(...args));
        case "step":
          return async (lease: Work["lease"], n: number, step: Step) => {
            const before = records.get(nameOf(lease));
            const run = together.get(nameOf(lease)) ?? [lease.pushKey];
            const ended = [...(before?.ended ?? []), ...run];
            const save = step.last &&
              step.save && {
                save: { ...step.save, record: { ...(step.save.record as object), ended } },
              };
            return noted((await store.step(lease, n, { ...step, ...save })) as { next?: Work });
          };
        case "tokens":
          return target.tokens;
        default:
          return target[name]?.bind(target);
      }
    },
  });
}

/** Fences count per follower. */
function nameOf({ follower, fence }: Work["lease"]): string {
  return `${follower.appId} ${follower.openid} ${fence}`;
}
