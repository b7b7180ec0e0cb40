import { expect } from "vitest";
import type { Entry, Follower, Store } from "../../src/store/store.ts";
import type { Books } from "./modelBooks.ts";
import { all, items, lineIn, planStep } from "./modelParts.ts";

const NOTHING_SAID = { customerService: false, last: "", takenBy: undefined };

/** What a process says beside whatever runs. */
interface SaidAside {
  readonly entry: Pick<Entry, "follower" | "key" | "by">;
  readonly count: number;
  /** It waits in the queue first. */
  readonly queues: boolean;
  readonly customerService: boolean;
}

/**
 * A process that runs no turn says something beside whatever runs, all of it at its first try or the next. Resolves to
 * how many messages that were: none where nothing ran before it.
 */
export async function sayAside(
  store: Store,
  books: Books,
  { entry, count, queues, customerService }: SaidAside,
): Promise<number> {
  const leases = await leasesOf(store, entry.follower);
  if (queues && (await runsInQueue(store, entry))) return 0;
  const { work } = await store.enter({ ...entry, aside: true });
  if (work === undefined) return expect.fail("what nobody has leased is run aside");
  let facts = work.facts;
  for (const [n, item] of items(work, 0, count).entries()) {
    for (let tries = 0; ; tries++) {
      expect(tries, "a plan made from fresh facts is accepted").toBeLessThan(3);
      const planning = { customerService, last: undefined, takenBy: undefined };
      const reply = await store.step(work.lease, n, planStep(facts, [item], planning));
      if ("changed" in reply) {
        facts = reply.changed;
        continue;
      }
      expect(reply).toHaveProperty("ok");
      if ("ok" in reply) facts = reply.facts;
      break;
    }
    books.recorded.add(item.id);
    // Of what is said beside a turn and what that says nobody knows which was first.
    books.unordered.add(item.id);
  }
  expect(await leasesOf(store, entry.follower), "nobody's lease or place is touched").toEqual(
    leases,
  );
  return count;
}

/** It waits in the queue; whether it was run there, because nothing ran before it. */
async function runsInQueue(store: Store, entry: SaidAside["entry"]): Promise<boolean> {
  const { work } = await store.enter(entry);
  if (work === undefined) return false;
  await store.step(work.lease, 0, planStep(work.facts, [], NOTHING_SAID));
  return true;
}

async function leasesOf(store: Store, follower: Follower): Promise<unknown> {
  const line = lineIn(await all(store.export(follower)));
  return line && { queue: line.queue, fence: line.fence, owner: line.owner };
}
