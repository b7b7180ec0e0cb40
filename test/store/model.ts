import { expect } from "vitest";
import {
  type Arrival,
  type Entry,
  type Fate,
  type Follower,
  MAX_ATTEMPTS,
  type Store,
  type Work,
} from "../../src/store/store.ts";
import { STORE_SETTINGS, type StoreSettings } from "../../src/store/storeSettings.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { type Call, isVerdict, LOOKS, recording, repeatCall } from "./lateCopies.ts";
import {
  all,
  type Delivery,
  idsIn,
  items,
  lineIn,
  orderOf,
  type Push,
  pick,
  planStep,
  type Run,
  type Sending,
} from "./modelParts.ts";

/** One thing that happens: what, to whom, how. Numbers choose among what is possible at the moment. */
export type Act = readonly [what: number, whom: number, how: number];

export const MODEL_SETTINGS: StoreSettings = { ...STORE_SETTINGS, queueLength: 50 };
export const FOLLOWER: Follower = { appId: "wx0000000000000001", openid: "o1" };
/** What a push lets us send, by WeChat's count. */
const GRANT = { kind: "message", limit: 2, forMs: 10 * 3_600_000 } as const;
const PAUSES = [20, 50, 50, 200, 500, 1_100, 1_500, 4_100, 5_100, 8_100, 16_100];
const MOST_PUSHES = 7;
const MOST_ASIDES = 2;
const GATHER = { quietMs: 1_500, mostMs: 6_000, most: 3 } as const;
/** How pushes come in: a half of them as ever. */
const JOINING: readonly Push["joining"][] = [
  ...[{}, {}, {}, {}, {}, {}],
  ...[{ gather: GATHER }, { gather: GATHER }, { gather: GATHER, newer: "turn" }],
  ...[{ newer: "stream" }, { newer: "turn" }, { newer: "merge" }],
] as const;
const NOTHING_SAID = { customerService: false, last: "", takenBy: undefined };
/** WeChat cuts a delivery after this long. */
const DELIVERY_MS = 5_000;
/** WeChat's third and last delivery begins about this long after the first. */
const LAST_DELIVERY_MS = 11_000;

/**
 * One follower between WeChat, two processes and one store. WeChat's side is told in its own words: it
 * knows which answer it showed and which messages it took, and nothing of queues, fences and gates. Every
 * act checks what must hold at any time; `settle` brings everything to rest and checks the rest.
 */
export class Model {
  readonly clock: ManualClock;
  readonly counts = {
    acts: 0,
    steps: 0,
    changed: 0,
    stale: 0,
    shown: 0,
    sent: 0,
    lost: 0,
    late: 0,
    aside: 0,
    gathered: 0,
  };
  readonly #store: Store;
  /** What was asked of the store, and answered. */
  readonly #calls: readonly Call[];
  #asked = 0;
  readonly #customerService: boolean;
  readonly #pushes: Push[] = [];
  #asides = 0;
  readonly #deliveries: Delivery[] = [];
  readonly #runs: Run[] = [];
  #sending: Sending[] = [];
  /** Messages that a step recorded, in the order they were said. */
  readonly #recorded = new Set<string>();
  readonly #visible: string[] = [];
  readonly #sentAt: number[] = [];
  /** Perhaps not shown, and perhaps out of order: lost on the wire. */
  readonly #lost = new Set<string>();
  /** Shown out of order for a reason that no store can help. */
  readonly #unordered = new Set<string>();
  readonly #ends = new Map<string, Set<number>>();
  /** Pushes whose messages belong to the turn of a later one, by that one. */
  readonly #into = new Map<string, string>();
  /** Pushes whose turn was given back before anything of it was recorded. */
  readonly #unbegun = new Set<string>();
  /** Pushes that ran when a newer one ended what they had to say: they need not come to their end. */
  readonly #stopped = new Set<string>();
  /** Of each push, in its last lease. */
  readonly #attempts = new Map<string, number>();

  static async begin(
    open: (clock: ManualClock) => Store | Promise<Store>,
    customerService: boolean,
  ): Promise<Model> {
    const clock = new ManualClock();
    return new Model(await open(clock), clock, customerService);
  }

  private constructor(opened: Store, clock: ManualClock, customerService: boolean) {
    this.clock = clock;
    const { store, calls } = recording(opened);
    this.#store = store;
    this.#calls = calls;
    this.#customerService = customerService;
  }

  async act([what, whom, how]: Act): Promise<void> {
    this.counts.acts += 1;
    const by = whom % 2 === 0 ? "p1" : "p2";
    const delivery = pick(
      this.#deliveries.filter(({ state }) => state === "waiting"),
      whom,
    );
    const run = pick(
      this.#runs.filter(({ over }) => !over),
      whom,
    );
    switch (what) {
      case 0:
        return this.#newPush(by, how);
      case 1: {
        const asked = this.#pushes.filter((one) => one.shown === undefined && one.deliveries < 4);
        const push = pick(asked, whom);
        return push && this.#deliver(push, how % 2 === 0 ? "p1" : "p2");
      }
      case 2:
        return delivery && this.#arrive(delivery, true);
      case 3:
        return delivery && this.#release(delivery);
      case 4:
        if (delivery) delivery.state = "over";
        return;
      case 5:
        return run && this.#step(run, false);
      case 6:
      case 7:
        return run && this.#step(run, true);
      case 8:
        return this.#repeat(pick(this.#runs, whom));
      case 9:
        if (run && how % 4 === 0) await this.#handBack(run);
        else if (run) await this.#renewAll(run.work.lease.by);
        return;
      case 10:
        return this.#sweep(by);
      case 11:
        return this.#send(by);
      case 12:
        return this.#verdict(pick(this.#sending, whom), how);
      case 13:
        return this.#write(
          pick(
            this.#deliveries.filter(({ state }) => state === "answered"),
            whom,
          ),
          how,
        );
      case 14:
      case 15:
        return this.#wholeTurn(by, how);
      case 16:
        await this.#send(by);
        return this.#verdict(this.#sending.at(-1), how % 3);
      case 19:
        return this.#repeatLate(whom * 48 + how);
      case 20:
        return this.#sayAside(by, how);
      default:
        this.clock.advance(PAUSES[how % PAUSES.length] as number);
    }
  }

  /** A process renews all that it has, what it lost without knowing included. */
  async #renewAll(by: string): Promise<void> {
    const own = this.#runs.filter(({ over, work }) => !over && work.lease.by === by);
    const told = await this.#store.renew(own.map(({ work }) => work.lease));
    expect(told.length, "each lease is told of").toBe(own.length);
  }

  /** Nothing new happens; everybody does what is left, until nothing is. Then the books must balance. */
  async settle(): Promise<void> {
    for (let round = 0; round < 60; round++) {
      for (const delivery of this.#deliveries) {
        if (delivery.state === "answered") await this.#write(delivery, 0);
        delivery.state = "over";
      }
      this.clock.advance(20_000);
      for (const run of this.#runs) run.over = true;
      await this.#sweep("p1");
      for (const run of this.#runs.filter(({ over }) => !over)) await this.#step(run, true);
      for (const sending of [...this.#sending]) await this.#verdict(sending, 0);
      await this.#send("p1");
      const idle = (await this.#store.due(1)).length === 0;
      if (idle && this.#sending.length === 0 && this.#runs.every(({ over }) => over)) {
        return this.#balance();
      }
    }
    expect.fail("the line never came to rest");
  }

  async #newPush(by: string, how: number): Promise<void> {
    const order = this.#pushes.length;
    if (order >= MOST_PUSHES) return;
    const createdAt = this.clock.now() - (how % 3 === 0 ? 2_000 : 0);
    const joining = JOINING[(how * 7 + order) % JOINING.length] as Push["joining"];
    const push: Push = {
      key: `m${order}`,
      order,
      createdAt,
      says: how % 5,
      joining,
      deliveries: 0,
    };
    this.#pushes.push(push);
    if (joining.newer === "turn" || joining.newer === "merge") {
      const { owner, pushes } = lineIn(await all(this.#store.export(FOLLOWER))) ?? {};
      // With all that belongs to its turn.
      const earlier = (owner && pushes?.[owner.key]?.earlier) ?? [];
      for (const one of owner === undefined ? [] : [owner, ...earlier]) this.#stopped.add(one.key);
    }
    await this.#deliver(push, by);
  }

  /** The ordinary case in one act, so that stories get far. */
  async #wholeTurn(by: string, how: number): Promise<void> {
    await this.#newPush(by, how);
    const run = this.#runs.findLast(({ over }) => !over);
    if (run !== undefined) await this.#step(run, true);
    await this.#write(
      this.#deliveries.findLast(({ state }) => state === "answered"),
      0,
    );
  }

  #deliver(push: Push, by: string): Promise<void> {
    const id = `${push.key}/${push.deliveries}`;
    const startedAt = this.clock.now();
    const delivery: Delivery = { id, push, by, startedAt, state: "waiting" };
    push.deliveries += 1;
    this.#deliveries.push(delivery);
    return this.#arrive(delivery, false);
  }

  async #arrive(delivery: Delivery, again: boolean): Promise<void> {
    const { push, by, id } = delivery;
    const { answer, opensChain, work } = await this.#store.arrive({
      follower: FOLLOWER,
      push: { key: push.key, kind: "push", body: push.key, createdAt: push.createdAt },
      by,
      again,
      takenBy: id,
      opening: GRANT,
      ...push.joining,
    });
    if (work !== undefined) this.#start(work);
    if (answer !== undefined) this.#take(delivery, answer, opensChain);
  }

  async #release(delivery: Delivery): Promise<void> {
    const ref = { follower: FOLLOWER, key: delivery.push.key };
    const { answer, opensChain } = await this.#store.release(ref, "success", delivery.id);
    this.#take(delivery, answer, opensChain);
  }

  #take(delivery: Delivery, answer: string, opens: boolean | undefined): void {
    Object.assign(delivery, { state: "answered", answer, opens: opens === true });
    const first = this.#deliveries.find(({ push }) => push === delivery.push)?.startedAt ?? 0;
    if (delivery.startedAt - first <= LAST_DELIVERY_MS) return;
    // The gate is made for three deliveries; one that comes later may come behind the chain.
    for (const id of idsIn(answer)) this.#unordered.add(id);
  }

  /** A delivery with an answer in hand writes it: it is shown, or lost, or the connection is closed. */
  async #write(delivery: Delivery | undefined, how: number): Promise<void> {
    if (delivery?.answer === undefined) return;
    const { push, answer, opens, by } = delivery;
    delivery.state = "over";
    const key = push.key;
    const frozen = this.clock.now() > delivery.startedAt + DELIVERY_MS;
    // The gate does not wait for a process that was frozen.
    if (frozen) for (const id of idsIn(answer)) this.#unordered.add(id);
    if (how % 8 === 7 || frozen) {
      await this.#store.untake({ follower: FOLLOWER, key }, delivery.id, delivery.riding);
      return;
    }
    if (how % 8 === 6) {
      this.counts.lost += 1;
      for (const id of idsIn(answer)) this.#lost.add(id);
    } else if (push.shown === undefined) {
      push.shown = answer;
      for (const id of idsIn(answer)) this.#show(id);
    } else if (answer !== "success") {
      expect(answer, "repeated answers are the same bytes").toBe(push.shown);
    }
    // A process may also die between writing and saying so.
    if (opens && how % 8 !== 5) {
      const ask = this.#asked++;
      await this.#store.sendNext({ follower: FOLLOWER, by, ask, opens: key, recordOnly: true });
    }
  }

  /** Where nothing of the turn was recorded, it has not begun: its messages may become part of a later one's. */
  async #handBack({ work: { lease }, n }: Run): Promise<void> {
    await this.#store.handBack(lease);
    if (n === 0) this.#unbegun.add(lease.pushKey);
  }

  #start(work: Work): void {
    const { pushKey } = work.lease;
    this.#attempts.set(pushKey, work.attempts);
    const earlier = work.earlier?.map(({ key }) => key) ?? [];
    const orders = [...earlier, pushKey].map((key) => this.#orderOf(key));
    expect(orders, "gathered messages are in order").toEqual([...orders].sort((a, b) => a - b));
    for (const key of earlier) {
      if (this.#stopped.has(key)) continue;
      const known = this.#into.get(key) ?? pushKey;
      // A turn that was ended, or has not begun, may have left its messages to a later one.
      const isFree = this.#stopped.has(known) || this.#unbegun.has(known);
      if (!isFree) expect(known, `${key} belongs to one turn`).toBe(pushKey);
      expect(this.#ends.has(key), `${key} had no turn of its own`).toBe(false);
      this.#into.set(key, pushKey);
      this.counts.gathered += 1;
    }
    this.#runs.push({ work, n: 0, said: 0, over: false });
  }

  async #step(run: Run, final: boolean): Promise<void> {
    let facts = run.work.facts;
    for (let tries = 0; tries < 4; tries++) {
      const says = this.#pushOf(run.work).says;
      const upTo = final ? says : Math.min(says, run.said + 1);
      const fresh = items(run.work, run.said, upTo);
      const taker = this.#deliveries.find(
        ({ push, by, state }) =>
          push.key === run.work.push.key && by === run.work.lease.by && state === "waiting",
      );
      const step = planStep(facts, fresh, {
        customerService: this.#customerService,
        last: final ? run.work.push.key : undefined,
        takenBy: taker?.id,
      });
      const before = await this.#stored();
      const reply = await this.#store.step(run.work.lease, run.n, structuredClone(step));
      if ("stale" in reply) {
        this.counts.stale += 1;
        await this.#unchanged(before, "a refused fence changes nothing");
        run.over = true;
        return;
      }
      if ("changed" in reply) {
        this.counts.changed += 1;
        facts = reply.changed;
        continue;
      }
      this.counts.steps += 1;
      run.last = { n: run.n++, step, final };
      run.said = upTo;
      for (const { id } of fresh) this.#recorded.add(id);
      if (step.passive.length > 0) this.#onTheirWay();
      if (step.answer !== undefined && taker !== undefined) {
        const { passive, rescue = "hold" } = step;
        if (passive.length > 0) taker.riding = { items: passive, rescue };
        this.#take(taker, step.answer.body, reply.opensChain);
      }
      if (final) this.#end(run);
      if (reply.next !== undefined) this.#start(reply.next);
      return;
    }
    expect.fail("a plan made from fresh facts is never accepted");
  }

  /** Of two answers on their way out nobody can say which WeChat reads first, or whether it reads both. */
  #onTheirWay(): void {
    const inHand = this.#deliveries.filter(({ state }) => state === "answered");
    for (const { answer } of inHand) for (const id of idsIn(answer)) this.#unordered.add(id);
  }

  /** The reply of a step is lost, or the network held a copy back. */
  async #repeat(run: Run | undefined): Promise<void> {
    if (run?.last === undefined) return;
    const { n, step, final } = run.last;
    const reply = await this.#store.step(run.work.lease, n, structuredClone(step));
    const next = final && "ok" in reply ? reply.next : undefined;
    const known = this.#runs.some(({ work }) => work.lease.fence === next?.lease.fence);
    if (next !== undefined && !known) this.#start(next);
  }

  /**
   * The network held back a copy of something that was asked before, whatever happened since. Its reply
   * reaches nobody. It may look, and lease what nobody runs; what it once changed it does not change again.
   */
  async #repeatLate(n: number): Promise<void> {
    // Verdicts are few, and the most is at stake.
    const verdicts = n % 3 === 0 ? this.#calls.filter(isVerdict) : [];
    const call = pick(verdicts.length > 0 ? verdicts : this.#calls, Math.floor(n / 3));
    if (call === undefined) return;
    const { verb, args } = call;
    // A delivery that was closed before it had an answer asks no more.
    if (verb === "arrive" && !this.#hadAnswer(args[0] as Arrival)) return;
    this.counts.late += 1;
    const before = await this.#stored();
    await repeatCall(this.#store, call);
    if (LOOKS.has(verb)) return;
    await this.#unchanged(before, `${verb} repeated late changes nothing`);
  }

  #hadAnswer({ takenBy }: Arrival): boolean {
    return this.#deliveries.some(({ id, answer }) => id === takenBy && answer !== undefined);
  }

  #end(run: Run): void {
    run.over = true;
    const { pushKey, fence } = run.work.lease;
    const ends = this.#ends.get(pushKey) ?? new Set();
    this.#ends.set(pushKey, ends.add(fence));
    expect(ends.size, `${pushKey} is run to its end once`).toBe(1);
  }

  async #sweep(by: string): Promise<void> {
    for (const follower of await this.#store.due(9)) {
      const { work, chain } = await this.#store.wake(follower, by);
      if (work !== undefined) this.#start(work);
      if (chain === true) await this.#send(by);
    }
  }

  async #send(by: string): Promise<void> {
    const ask = this.#asked++;
    const { item, sendWithinMs = 0 } = await this.#store.sendNext({ follower: FOLLOWER, by, ask });
    const sendBy = this.clock.now() + sendWithinMs;
    if (item === undefined) return;
    this.#sending.push({ item, by, ask, sendBy });
    // The chain does not wait for an answer behind which its turn queued nothing.
    const inHand = this.#deliveries.filter(({ state, opens }) => state === "answered" && !opens);
    for (const { answer } of inHand) for (const id of idsIn(answer)) this.#unordered.add(id);
  }

  /** WeChat takes the message or not, the verdict gets back or not. */
  async #verdict(sending: Sending | undefined, how: number): Promise<void> {
    if (sending === undefined) return;
    this.#sending = this.#sending.filter((one) => one !== sending);
    const { item, by, ask, sendBy } = sending;
    const fates: readonly Fate[] = ["sent", "sent", "sent", "queued", "held", { refused: 45_047 }];
    const fate = fates[how % 8];
    const goesOut = this.clock.now() < sendBy && (fate === "sent" || fate === undefined);
    if (goesOut && !(fate === undefined && how % 16 === 6)) {
      this.#show(item.id);
      this.counts.sent += 1;
      this.#charged();
    }
    if (fate === undefined) this.#lost.add(item.id);
    else if (fate !== "sent" || goesOut) {
      const settle = { id: item.id, ask, fate };
      const verdict = { follower: FOLLOWER, by, settle, recordOnly: true } as const;
      await this.#store.sendNext({ ...verdict, ask: this.#asked++ });
      if (how % 3 === 0) await this.#store.sendNext({ ...verdict, ask: this.#asked++ });
    }
  }

  /** WeChat counts what it took since the follower's latest push, heard of by us or not. */
  #charged(): void {
    const now = this.clock.now();
    this.#sentAt.push(now);
    const latest = Math.max(...this.#pushes.map(({ createdAt }) => createdAt));
    const since = this.#sentAt.filter((at) => at > latest).length;
    expect(since, "no more is sent than was granted").toBeLessThanOrEqual(GRANT.limit);
  }

  #show(id: string): void {
    this.counts.shown += 1;
    expect(this.#visible, `${id} is shown once`).not.toContain(id);
    const overtakes = this.#visible.find((one) => orderOf(one) > orderOf(id));
    if (!this.#lost.has(id) && !this.#unordered.has(id)) {
      expect(overtakes, `${id} comes before what was said later`).toBeUndefined();
    }
    this.#visible.push(id);
  }

  async #balance(): Promise<void> {
    const line = lineIn(await all(this.#store.export(FOLLOWER)));
    if (line === undefined) return;
    expect(line.queue, "the queue is empty").toEqual([]);
    const waits = [...line.chain, ...line.held, ...line.untaken.flatMap((answer) => answer.items)];
    for (const { key, says } of this.#pushes) {
      // A dead letter may be forgotten by the time that the last of what waited behind it is at rest.
      const attempts = line.pushes[key]?.attempts ?? this.#attempts.get(key) ?? 0;
      const isOver = attempts > MAX_ATTEMPTS || this.#stopped.has(key) || this.#into.has(key);
      const dead = isOver && !this.#ends.has(key);
      if (!dead) expect([...this.#ends.keys()], `${key} was run to its end`).toContain(key);
      for (let index = 0; !dead && index < says; index++) {
        expect(this.#recorded, `${key}#${index} was recorded`).toContain(`${key}#${index}`);
      }
    }
    for (const id of this.#recorded) {
      const fate = await this.#store.fateOf(FOLLOWER, id);
      const places = [
        this.#visible.includes(id),
        waits.some((item) => item.id === id),
        typeof fate === "object",
        fate === "unknown" && !this.#visible.includes(id),
      ].filter(Boolean).length;
      // An answer that was lost on the wire has no receipt.
      const lost = places === 0 && this.#lost.has(id);
      if (!lost) expect(places, `${id} is in one place (${JSON.stringify(fate)})`).toBe(1);
    }
  }

  /** A process that runs no turn says something beside whatever runs, all of it at its first try or the next. */
  async #sayAside(by: string, how: number): Promise<void> {
    if (this.#pushes.length === 0 || this.#asides >= MOST_ASIDES) return;
    const key = `a${this.#asides++}`;
    const entry = { follower: FOLLOWER, key, by } as const;
    const leases = await this.#leases();
    if (how % 2 === 0 && (await this.#queues(entry))) return;
    const { work } = await this.#store.enter({ ...entry, aside: true });
    if (work === undefined) return expect.fail("what nobody has leased is run aside");
    let facts = work.facts;
    for (const [n, item] of items(work, 0, 1 + (how % 3)).entries()) {
      for (let tries = 0; ; tries++) {
        expect(tries, "a plan made from fresh facts is accepted").toBeLessThan(3);
        const planning = { customerService: this.#customerService, last: undefined };
        const step = planStep(facts, [item], { ...planning, takenBy: undefined });
        const reply = await this.#store.step(work.lease, n, step);
        if ("changed" in reply) {
          facts = reply.changed;
          continue;
        }
        expect(reply).toHaveProperty("ok");
        if ("ok" in reply) facts = reply.facts;
        break;
      }
      this.#recorded.add(item.id);
      // Of what is said beside a turn and what that says nobody knows which was first.
      this.#unordered.add(item.id);
      this.counts.aside += 1;
    }
    expect(await this.#leases(), "nobody's lease or place is touched").toEqual(leases);
  }

  /** It waits in the queue first; whether it was run there, because nothing ran before it. */
  async #queues(entry: Entry): Promise<boolean> {
    const { work } = await this.#store.enter(entry);
    if (work === undefined) return false;
    await this.#store.step(work.lease, 0, planStep(work.facts, [], NOTHING_SAID));
    return true;
  }

  async #leases(): Promise<unknown> {
    const line = lineIn(await all(this.#store.export(FOLLOWER)));
    return line && { queue: line.queue, fence: line.fence, owner: line.owner };
  }

  #pushOf({ lease }: Work): Push {
    return this.#pushes.find(({ key }) => key === lease.pushKey) as Push;
  }

  #orderOf(name: string): number {
    return this.#pushes.findIndex(({ key }) => key === name);
  }

  async #unchanged(before: string, why: string): Promise<void> {
    const after = await this.#stored();
    // Objects have no order: a store may write their parts in another one each time.
    if (after !== before) expect(JSON.parse(after), why).toEqual(JSON.parse(before));
  }

  async #stored(): Promise<string> {
    return JSON.stringify(await all(this.#store.export(FOLLOWER)));
  }
}
