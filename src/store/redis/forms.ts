import type { Facts, Follower, Item, Step, Stepped, StoredPush, Work } from "../store.ts";

/*
 * What crosses into Lua and back. Messages and records go as JSON text, because Lua knows neither null
 * nor the difference between an empty list and an empty object; the same difference is put right here in
 * what comes back.
 */

/** A step without its long texts: see {@link textsOf}. */
export function stepOut(step: Step): object {
  const { answer, chain, last, passive, save } = step;
  // What rides the answer that ends a turn is kept by the process that wrote it.
  const isKeptHere = last && answer?.takenBy !== undefined && chain.length === 0;
  return {
    ...step,
    passive: isKeptHere ? passive.map(({ id }) => ({ id })) : itemsOut(passive),
    chain: itemsOut(chain),
    hold: itemsOut(step.hold),
    ...(answer && { answer: { ...answer, body: undefined } }),
    ...(save && { save: { ...save, record: undefined } }),
  };
}

/** The long texts of a step, which go beside its JSON: the record, the answer. */
export function textsOf({ answer, save }: Step): readonly string[] {
  return [save === undefined ? "" : JSON.stringify(save.record), answer?.body ?? ""];
}

/** What a verb replied: JSON, or JSON with the record of the work that it brings. */
export function told(reply: unknown): unknown {
  if (typeof reply === "string") return JSON.parse(reply);
  const [text, record] = reply as readonly [string, string];
  const all = JSON.parse(text) as { work?: { record?: string }; next?: { record?: string } };
  const work = all.work ?? all.next;
  if (work !== undefined) work.record = record;
  return all;
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
