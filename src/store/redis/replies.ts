import type { Grant, GrantRule } from "../../protocol/grants.ts";
import { ASIDE } from "../aside.ts";
import { type FactsLine, factsAt } from "../line/state.ts";
import type { Arrived, Facts, Follower, Item, Stepped, StoredPush, Work } from "../store.ts";

/**
 * What a verb replied, see `told` in `lua/library.lua`: its JSON, and the time; behind facts and work the line as it was
 * written, behind work the record. Facts are made of the line here, so that the server need not say them too.
 */
export type Reply = readonly [json: string, now: number, line?: string, record?: string];

/** Who has asked, and what is known here beside the reply. */
export interface Asked {
  readonly follower: Follower;
  readonly by: string;
  readonly rule: GrantRule;
  /** The push that was brought; a reply names no push that was. */
  readonly push?: StoredPush;
}

/** Work as Lua tells it: without what stands in the line, and without what is as it nearly always is. */
interface WorkText
  extends Partial<Pick<Work, "attempts" | "done" | "earlier" | "firstAt" | "handed" | "push">> {
  readonly gone?: true;
  readonly aside?: true;
}

/** A line as Lua writes it, as far as facts and work are made of it. A list that is empty is absent. */
interface LineText extends Partial<Pick<FactsLine, "chain" | "held" | "queue">> {
  readonly fence: number;
  readonly flight?: { readonly away?: true };
  readonly chain_at?: number;
  readonly untaken?: readonly { readonly key: string; readonly items: readonly Item[] }[];
  readonly grants?: readonly GrantText[];
  readonly charges?: readonly number[];
}

type GrantText = readonly [
  kind: Grant["kind"],
  limit: number,
  left: number,
  from: number,
  until: number,
];

/** A reply without facts or work. */
export function readPlain<T>([json]: Reply): T {
  return JSON.parse(json) as T;
}

export function readArrived(reply: Reply, asked: Asked): Arrived {
  const { deliveries = 1, firstAt = reply[1], ...rest } = readWork<Partial<Arrived>>(reply, asked);
  return { ...(rest as Pick<Arrived, "leaseLeft">), deliveries, firstAt };
}

/** A reply that may bring work. */
export function readWork<T extends { readonly work?: unknown }>(reply: Reply, asked: Asked): T {
  const { work, ...rest } = readPlain<{ work?: WorkText }>(reply);
  return (work === undefined ? rest : { ...rest, work: workIn(work, reply, asked) }) as T;
}

export function readStepped(reply: Reply, asked: Asked): Stepped {
  const { gone, next, ...rest } = readPlain<{ gone?: true; next?: WorkText }>(reply);
  if ("stale" in rest) return { ...rest, stale: true };
  const facts = factsIn(lineOf(reply), reply[1], asked.rule, gone);
  if ("changed" in rest) return { ...rest, changed: facts };
  return {
    ...rest,
    ok: true,
    facts,
    ...(next !== undefined && { next: workIn(next, reply, asked) }),
  };
}

export function itemIn(item: Item): Item {
  return { ...item, message: JSON.parse(item.message as string) };
}

/** Lua writes an empty list as an empty object. */
export function list<T>(value: readonly T[] | object = []): readonly T[] {
  return Array.isArray(value) ? value : [];
}

function lineOf([, , line]: Reply): LineText {
  return JSON.parse(line as string) as LineText;
}

function workIn(
  { aside, gone, push: told, ...work }: WorkText,
  reply: Reply,
  { follower, by, rule, push: brought }: Asked,
): Work {
  const [, now, , record] = reply;
  const line = lineOf(reply);
  const push = told ?? (brought as StoredPush);
  return {
    ...work,
    lease: { follower, pushKey: push.key, fence: aside === true ? ASIDE : line.fence, by },
    push,
    record: record === undefined ? undefined : JSON.parse(record),
    done: list(work.done),
    attempts: work.attempts ?? 1,
    firstAt: work.firstAt ?? now,
    facts: factsIn(line, now, rule, gone),
  };
}

function factsIn(line: LineText, now: number, rule: GrantRule, gone: true | undefined): Facts {
  const { chain, held, untaken, grants, charges } = line;
  const facts: FactsLine = {
    queue: list(line.queue),
    chain: list<Item>(chain).map(itemIn),
    chainAt: line.chain_at,
    inFlight: line.flight,
    held: list<Item>(held).map(itemIn),
    untaken: list<{ key: string; items: readonly Item[] }>(untaken).map(({ key, items }) => ({
      pushKey: key,
      items: list<Item>(items).map(itemIn),
    })),
    ledger: { grants: list<GrantText>(grants).map(grantIn), charges: list<number>(charges) },
  };
  return factsAt(facts, gone === true ? "gone" : "free", now, rule);
}

function grantIn([kind, limit, left, from, until]: GrantText): Grant {
  return { kind, limit, left, from, until };
}
