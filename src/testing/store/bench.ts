import type { Opening } from "../../protocol/grants.ts";
import type { Renewed } from "../../store/gather.ts";
import type {
  Arrival,
  Arrived,
  Follower,
  Item,
  Lease,
  Riding,
  SendRequest,
  SendTurn,
  Step,
  Stepped,
  Store,
  StoredPush,
  Work,
} from "../../store/store.ts";
import type { StoreSettings } from "../../store/storeSettings.ts";
import { expect } from "./expect.ts";

/** A store under test with everything told: see `StoreUnderTest`. */
export interface Opened {
  readonly store: Store;
  readonly other: Store;
  readonly settings: StoreSettings;
  now(): number;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** More than any test sends, for longer than any test lasts. */
export const PLENTY: Opening = { kind: "message", limit: 5, forMs: 3_600_000 };
export const P1 = "process-1";
export const P2 = "process-2";

/** A request as tests write it: see `Bench.send`. */
type Asking = Partial<Omit<SendRequest, "settle">> & {
  readonly settle?: Omit<NonNullable<SendRequest["settle"]>, "ask"> & { readonly ask?: number };
};

/** More than any rule has to send or to run: a store that gives the same again and again is to fail, not to hang. */
const MOST = 50;

/** Askings are told apart by their names. */
let asked = 1;

/** What a test works at: one store and one follower, with short words for what tests do often. */
export class Bench implements Opened {
  readonly store: Store;
  readonly other: Store;
  readonly settings: StoreSettings;
  readonly follower: Follower;
  readonly #opened: Opened;
  readonly #givenUnder = new Map<string, number>();

  constructor(opened: Opened, follower: Follower = { appId: "wx0000000000000001", openid: "o1" }) {
    this.#opened = opened;
    this.store = opened.store;
    this.other = opened.other;
    this.settings = opened.settings;
    this.follower = follower;
  }

  now(): number {
    return this.#opened.now();
  }

  advance(ms: number): Promise<void> {
    return this.#opened.advance(ms);
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  /** The same store, seen for another follower. */
  of(openid: string): Bench {
    return new Bench(this.#opened, { ...this.follower, openid });
  }

  push(key: string, createdAt = this.now()): StoredPush {
    return { key, kind: "push", body: `<xml>${key}</xml>`, createdAt };
  }

  ref(key: string): { follower: Follower; key: string } {
    return { follower: this.follower, key };
  }

  /** A delivery of the push arrives at a process, at the first one unless told. */
  arrive(key: string, by = P1, more: Partial<Arrival> = {}): Promise<Arrived> {
    const { follower } = this;
    const store = by === P1 ? this.store : this.other;
    return store.arrive({ follower, push: this.push(key), by, takenBy: `${by}/${key}`, ...more });
  }

  /** A first delivery that is run at once. */
  async run(key: string, by = P1, more: Partial<Arrival> = {}): Promise<Work> {
    const { work } = await this.arrive(key, by, more);
    expect(work?.push.key).toBe(key);
    return work as Work;
  }

  /** The last step of a turn; it must be accepted. */
  async commit(work: Work, step: Partial<Step> = {}, n = 0): Promise<Accepted> {
    const store = work.lease.by === P1 ? this.store : this.other;
    const stepped = await store.step(work.lease, n, plan({ ...LAST, ...step }));
    expect(stepped).toHaveProperty("ok", true);
    return stepped as Accepted;
  }

  /** What becomes of a lease that its process renews, at the first one unless told. */
  async renew(lease: Lease, by = P1): Promise<Renewed | undefined> {
    const [renewed] = await (by === P1 ? this.store : this.other).renew([lease]);
    return renewed;
  }

  /** A whole turn: arrives, and ends with this step. */
  async turn(key: string, step: Partial<Step> = {}, more: Partial<Arrival> = {}): Promise<Work> {
    const work = await this.run(key, P1, more);
    await this.commit(work, step);
    return work;
  }

  /** Runs this push and those that are handed over after it, each silently; the pushes in order. */
  async runAll(first: Work | undefined): Promise<StoredPush[]> {
    const ran: StoredPush[] = [];
    for (let work = first; work !== undefined && ran.length < MOST; ) {
      ran.push(work.push);
      work = (await this.commit(work)).next;
    }
    return ran;
  }

  /** A turn that leaves messages in the chain, with grants for them. */
  chained(key: string, count: number, opening: Opening = PLENTY): Promise<Work> {
    return this.turn(key, { chain: items(key, count), answer: { body: "success" } }, { opening });
  }

  /** The facts as the next push of the follower gets them; that push is then ended silently. */
  async look(key: string, by = P1): Promise<Work> {
    const work = await this.run(key, by);
    await this.commit(work);
    return work;
  }

  /** Asks under a new name, unless told; a verdict is on the latest lease of its message, unless told. */
  async send(by = P1, { settle, ask = asked++, ...more }: Asking = {}): Promise<SendTurn> {
    const store = by === P1 ? this.store : this.other;
    const given = this.#givenUnder;
    const verdict = settle && { ask: given.get(settle.id) ?? 0, ...settle };
    const request = { follower: this.follower, by, ask, ...more };
    const turn = await store.sendNext({ ...request, ...(verdict && { settle: verdict }) });
    if (turn.item !== undefined) given.set(turn.item.id, ask);
    return turn;
  }

  /** The name of the asking that got this message last. */
  askOf(id: string): number {
    return this.#givenUnder.get(id) ?? 0;
  }

  /** Sends one message, which WeChat accepts; its id. */
  async sent(by = P1, more: Asking = {}): Promise<string | undefined> {
    const { item } = await this.send(by, more);
    if (item !== undefined) {
      await this.send(by, { settle: { id: item.id, fate: "sent" }, recordOnly: true });
    }
    return item?.id;
  }

  /** Sends all that can be sent now; the ids in order. */
  async drain(by = P1): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < MOST) {
      const id = await this.sent(by);
      if (id === undefined) break;
      ids.push(id);
    }
    return ids;
  }

  fate(id: string): ReturnType<Store["fateOf"]> {
    return this.store.fateOf(this.follower, id);
  }

  /** How many messages may still be sent, as this push of the follower finds it. */
  async quotaAt(key: string): Promise<number> {
    return (await this.look(key)).facts.quota;
  }

  /** The followers with something to do now. */
  async due(): Promise<string[]> {
    return (await this.other.due(100)).map(({ openid }) => openid).sort();
  }

  /** Everything stored of the follower, to see that nothing changed. */
  async stored(): Promise<string> {
    const all: unknown[] = [];
    for await (const one of this.store.export(this.follower)) all.push(one);
    return JSON.stringify(all, inOrder);
  }
}

/** Objects have no order; a store may give their parts in another one each time. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Accepted = Extract<Stepped, { ok: true }>;

/** A step with the parts that are told; the rest is empty. */
export function plan(step: Partial<Step> = {}): Step {
  return { passive: [], chain: [], hold: [], carried: { held: [], untaken: [] }, ...step };
}

export const LAST: Partial<Step> = { save: { record: { v: 1 }, timers: [] }, last: true };

/** Messages of a push, from index `from` on. */
export function items(key: string, count: number, from = 0): Item[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${key}#${from + i}`,
    message: { text: `${key} says ${from + i}` },
  }));
}

export function ids(list: readonly Item[]): string[] {
  return list.map(({ id }) => id);
}

/** A step whose first message rides an answer, taken by this delivery or by nobody yet. */
export function rides(key: string, takenBy?: string, more: Partial<Step> = {}): Partial<Step> {
  const answer = { body: `<xml>answer to ${key}</xml>`, ...(takenBy !== undefined && { takenBy }) };
  return { passive: items(key, 1), answer, rescue: "chain", ...more };
}

/** What the process that wrote such an answer gives back. */
export function riding(key: string): Riding {
  return { items: items(key, 1), rescue: "chain" };
}

/** Registers one test of a group. */
export type Check = (title: string, body: (bench: Bench) => Promise<void>) => void;
