import type { Line } from "../../src/store/line/state.ts";
import type { Arrival, Facts, Item, Riding, Step, Work } from "../../src/store/store.ts";

/** The parts of the model: what WeChat and the processes know, and a plain way to plan a step. */
export interface Push {
  readonly key: string;
  readonly order: number;
  readonly createdAt: number;
  /** What the bot says to it. */
  readonly says: number;
  /** How it comes in, where the account gathers messages, or lets newer ones end what runs. */
  readonly joining: Pick<Arrival, "gather" | "newer">;
  deliveries: number;
  /** WeChat showed an answer, and asks no more. */
  shown?: string;
}

export interface Delivery {
  readonly id: string;
  readonly push: Push;
  readonly by: string;
  readonly startedAt: number;
  state: "waiting" | "answered" | "over";
  answer?: string;
  opens?: boolean;
  /** Known to the process that wrote the answer. */
  riding?: Riding;
}

export interface Run {
  readonly work: Work;
  n: number;
  /** Indexes that this run has brought into the store. */
  said: number;
  last?: { n: number; step: Step; final: boolean };
  over: boolean;
}

export interface Planning {
  readonly customerService: boolean;
  /** The push that this step ends; undefined while the turn goes on. */
  readonly last: string | undefined;
  readonly takenBy: string | undefined;
}

/** A plan as the road might make it, in its own words: first what waited, then what is new. */
export function planStep(facts: Facts, fresh: readonly Item[], planning: Planning): Step {
  const { customerService, last, takenBy } = planning;
  const save = { record: { v: last }, timers: [] };
  const ends = last === undefined ? {} : { save, last: true as const };
  const rescue = customerService ? ("chain" as const) : ("hold" as const);
  if (facts.slot === "gone" && !customerService) {
    const carried = { held: [], untaken: [] };
    return { passive: [], chain: [], hold: fresh, carried, rescue, ...ends };
  }
  const rides = facts.slot === "free" && facts.chain === 0;
  const waits = rides ? facts.untaken.flatMap((answer) => answer.items) : [];
  const line = [...waits, ...facts.held, ...fresh];
  const passive = rides ? line.slice(0, customerService ? 1 : 3) : [];
  const rest = line.slice(passive.length);
  const chain = customerService ? rest.slice(0, facts.quota) : [];
  const hold = rest.slice(chain.length);
  const body = passive.length > 0 ? passive.map(({ id }) => id).join(" ") : "success";
  const answer = { body, ...(takenBy !== undefined && { takenBy }) };
  const carried = {
    held: facts.held.map(({ id }) => id),
    untaken: rides ? facts.untaken.map(({ pushKey }) => pushKey) : [],
  };
  const answers = facts.slot === "free" ? { answer } : {};
  return { passive, chain, hold, carried, rescue, ...answers, ...ends };
}

/** What the bot says to a push, from one index to another; a re-run leaves out what was recorded. */
export function items({ lease, done }: Work, from: number, to: number): Item[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => `${lease.pushKey}#${from + i}`)
    .filter((id) => !done.includes(id))
    .map((id) => ({ id, message: id }));
}

/** An answer's body names the messages that ride it. */
export function idsIn(answer: string | undefined): string[] {
  return answer === undefined || answer === "success" ? [] : answer.split(" ");
}

/** The place of a message in everything that was ever said. */
export function orderOf(id: string): number {
  const [, push = "0", index = "0"] = id.match(/^m(\d+)#(\d+)$/) ?? [];
  return Number(push) * 100 + Number(index);
}

/** What {@link Stored} needs of a line, whichever store wrote it. */
type Stored = Pick<Line, "queue" | "fence" | "owner" | "chain" | "held" | "untaken" | "pushes">;

/** The line in what a store exports. Redis keeps pushes beside the line, and an empty list as an empty object. */
export function lineIn([exported]: readonly unknown[]): Stored | undefined {
  if (exported === undefined) return undefined;
  const { line, pushes } = exported as { line?: Partial<Stored>; pushes: Stored["pushes"] };
  const stored = line ?? (exported as Stored);
  const list = <T>(value: T[] | undefined): T[] => (Array.isArray(value) ? value : []);
  return {
    queue: list(stored.queue),
    fence: stored.fence ?? 0,
    owner: stored.owner,
    chain: list(stored.chain),
    held: list(stored.held),
    untaken: list(stored.untaken),
    pushes,
  };
}

export async function all(list: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of list) found.push(one);
  return found;
}

/** Some member of a list, by a number. */
export function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % Math.max(1, list.length)];
}
