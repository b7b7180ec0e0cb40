import type { Facts, Follower, Item, Step, Stepped, StoredPush, Work } from "../store.ts";

/*
 * What crosses into Lua and back. Messages and records go as JSON text, because Lua knows neither null
 * nor the difference between an empty list and an empty object; the same difference is put right here in
 * what comes back.
 */

export function stepOut(step: Step): object {
  return {
    ...step,
    passive: itemsOut(step.passive),
    chain: itemsOut(step.chain),
    hold: itemsOut(step.hold),
    ...(step.save && { save: { ...step.save, record: JSON.stringify(step.save.record) } }),
  };
}

export function itemsOut(items: readonly Item[]): Item[] {
  return items.map((item) => ({ ...item, message: JSON.stringify(item.message) }));
}

/** Reads a reply that may hold work. Where the reply names no push, the work is the push that was just brought. */
export function readWork<T>(follower: Follower, reply: unknown, brought?: StoredPush): T {
  const { work, ...rest } = reply as { work?: Omit<Work, "push"> & { push?: StoredPush } };
  if (work === undefined) return rest as T;
  const push = work.push ?? (brought as StoredPush);
  return { ...rest, work: workIn(follower, { ...work, push }) } as T;
}

export function readStepped(follower: Follower, reply: unknown): Stepped {
  const stepped = reply as Stepped;
  if ("changed" in stepped) return { ...stepped, changed: factsIn(stepped.changed) };
  if ("stale" in stepped) return stepped;
  const { facts, next } = stepped;
  return {
    ...stepped,
    facts: factsIn(facts),
    ...(next !== undefined && { next: workIn(follower, next) }),
  };
}

export function itemIn(item: Item): Item {
  return { ...item, message: JSON.parse(item.message as string) };
}

function workIn(follower: Follower, work: Work): Work {
  return {
    ...work,
    lease: { ...work.lease, follower },
    record: work.record === undefined ? undefined : JSON.parse(work.record as string),
    done: list(work.done),
    facts: factsIn(work.facts),
  };
}

function factsIn(facts: Facts): Facts {
  return {
    ...facts,
    held: list(facts.held).map(itemIn),
    untaken: list(facts.untaken).map(({ pushKey, items }) => ({
      pushKey,
      items: list(items).map(itemIn),
    })),
    ledger: { grants: list(facts.ledger.grants), charges: list(facts.ledger.charges) },
  };
}

// Lua writes an empty list as an empty object.
export function list<T>(value: readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [];
}
