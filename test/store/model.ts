import { expect } from "vitest";
import type { Arrival, Follower, Store, Work } from "../../src/store/store.ts";
import { STORE_SETTINGS, type StoreSettings } from "../../src/store/storeSettings.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { type Call, isVerdict, LOOKS, recording, repeatCall } from "./lateCopies.ts";
import { Answers } from "./modelAnswers.ts";
import { sayAside } from "./modelAside.ts";
import { Books, GRANT } from "./modelBooks.ts";
import {
  all,
  type Delivery,
  items,
  lineIn,
  type Push,
  pick,
  planStep,
  type Run,
} from "./modelParts.ts";
import { Senders } from "./modelSenders.ts";

/** One thing that happens: what, to whom, how. Numbers choose among what is possible at the moment. */
export type Act = readonly [what: number, whom: number, how: number];

export const MODEL_SETTINGS: StoreSettings = { ...STORE_SETTINGS, queueLength: 50 };
export const FOLLOWER: Follower = { appId: "wx0000000000000001", openid: "o1" };
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
/**
 * One follower between WeChat, two processes and one store. WeChat's side is told in its own words: it
 * knows which answer it showed and which messages it took, and nothing of queues, fences and gates. Every
 * act checks what must hold at any time; `settle` brings everything to rest and checks the rest.
 */
export class Model {
  readonly clock: ManualClock;
  readonly #counts = {
    acts: 0,
    steps: 0,
    changed: 0,
    stale: 0,
    late: 0,
    aside: 0,
    joined: 0,
  };
  readonly #store: Store;
  /** What was asked of the store, and answered. */
  readonly #calls: readonly Call[];
  readonly #customerService: boolean;
  readonly #pushes: Push[] = [];
  #asides = 0;
  readonly #runs: Run[] = [];
  readonly #books = new Books(this.#pushes);
  readonly #senders: Senders;
  readonly #answers: Answers;

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
    const books = this.#books;
    this.#senders = new Senders(store, clock, books, FOLLOWER);
    this.#answers = new Answers({
      ...{ store, clock, books, senders: this.#senders, follower: FOLLOWER },
    });
    this.#customerService = customerService;
  }

  get counts() {
    return {
      ...this.#counts,
      ...this.#books.counts,
      sent: this.#senders.sent,
      lost: this.#answers.lost,
    };
  }

  async act([what, whom, how]: Act): Promise<void> {
    this.#counts.acts += 1;
    const by = whom % 2 === 0 ? "p1" : "p2";
    const delivery = pick(this.#answers.in("waiting"), whom);
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
        return push && this.#deliver(push, how % 2 === 0 ? "p1" : "p2", how % 3 !== 0);
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
        if (run && how % 4 === 0) await this.#handBack(run, how / 4);
        else if (run) await this.#renewAll(run.work.lease.by);
        return;
      case 10:
        return this.#sweep(by);
      case 11:
        return this.#send(by);
      case 12:
        return this.#senders.verdict(pick(this.#senders.onTheirWay, whom), how);
      case 13:
        return this.#answers.write(pick(this.#answers.in("answered"), whom), how);
      case 14:
      case 15:
        return this.#wholeTurn(by, how);
      case 16:
        await this.#send(by);
        return this.#senders.verdict(this.#senders.onTheirWay.at(-1), how % 3);
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
      for (const delivery of this.#answers.deliveries) {
        if (delivery.state === "answered") await this.#answers.write(delivery, 0);
        delivery.state = "over";
      }
      this.clock.advance(20_000);
      for (const run of this.#runs) run.over = true;
      await this.#sweep("p1");
      for (const run of this.#runs.filter(({ over }) => !over)) await this.#step(run, true);
      for (const one of this.#senders.onTheirWay) await this.#senders.verdict(one, 0);
      await this.#send("p1");
      const idle = (await this.#store.due(1)).length === 0;
      if (idle && this.#senders.onTheirWay.length === 0 && this.#runs.every(({ over }) => over)) {
        return this.#books.balance(this.#store, FOLLOWER);
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
      for (const one of owner === undefined ? [] : [owner, ...earlier])
        this.#books.stopped.add(one.key);
    }
    await this.#deliver(push, by);
  }

  /** The ordinary case in one act, so that stories get far. */
  async #wholeTurn(by: string, how: number): Promise<void> {
    await this.#newPush(by, how);
    const run = this.#runs.findLast(({ over }) => !over);
    if (run !== undefined) await this.#step(run, true);
    await this.#answers.write(this.#answers.in("answered").at(-1), 0);
  }

  /** `joins`: a delivery that reaches the very process which runs the push need not ask the store. */
  async #deliver(push: Push, by: string, joins = false): Promise<void> {
    const id = `${push.key}/${push.deliveries}`;
    const startedAt = this.clock.now();
    const delivery: Delivery = { id, push, by, startedAt, state: "waiting" };
    push.deliveries += 1;
    this.#answers.deliveries.push(delivery);
    const run = this.#runs.find(({ over, n, work }) => {
      const { lease, facts } = work;
      const isFree = !over && n === 0 && facts.slot === "free";
      return isFree && lease.by === by && lease.pushKey === push.key;
    });
    if (!joins || run === undefined) return this.#arrive(delivery, false);
    this.#counts.joined += 1;
    run.work.lease.joined = (run.work.lease.joined ?? 0) + 1;
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
    if (answer !== undefined) this.#answers.take(delivery, answer, opensChain);
  }

  async #release(delivery: Delivery): Promise<void> {
    const ref = { follower: FOLLOWER, key: delivery.push.key };
    const { answer, opensChain } = await this.#store.release(ref, "success", delivery.id);
    this.#answers.take(delivery, answer, opensChain);
  }

  /** `how`: to any process, to the other one alone, or to nobody who is there. */
  async #handBack(run: Run, how: number): Promise<void> {
    const { lease } = run.work;
    const other = lease.by === "p1" ? "p2" : "p1";
    const to = [undefined, [other], ["p3"]][how % 3];
    const { owner, fence } = lineIn(await all(this.#store.export(FOLLOWER))) ?? {};
    await this.#store.handBack(lease, to);
    const isLeased = owner?.key === lease.pushKey && fence === lease.fence;
    const until = this.clock.now() + MODEL_SETTINGS.handOverMs;
    if (isLeased) this.#books.givenBack(run, to && { to, until });
  }

  #start(work: Work): void {
    this.#books.starts(work, this.clock.now());
    this.#runs.push({ work, n: 0, said: 0, over: false });
  }

  async #step(run: Run, final: boolean): Promise<void> {
    let facts = run.work.facts;
    for (let tries = 0; tries < 4; tries++) {
      const says = this.#pushOf(run.work).says;
      const upTo = final ? says : Math.min(says, run.said + 1);
      const fresh = items(run.work, run.said, upTo);
      const taker = this.#answers.deliveries.find(
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
        this.#counts.stale += 1;
        await this.#unchanged(before, "a refused fence changes nothing");
        run.over = true;
        return;
      }
      if ("changed" in reply) {
        this.#counts.changed += 1;
        facts = reply.changed;
        continue;
      }
      this.#counts.steps += 1;
      run.last = { n: run.n++, step, final };
      run.said = upTo;
      for (const { id } of fresh) this.#books.recorded.add(id);
      if (step.passive.length > 0) this.#answers.oneIsOnItsWay();
      if (step.answer !== undefined && taker !== undefined) {
        const { passive, rescue = "hold" } = step;
        if (passive.length > 0) taker.riding = { items: passive, rescue };
        this.#answers.take(taker, step.answer.body, reply.opensChain);
      }
      if (final) this.#end(run);
      if (reply.next !== undefined) this.#start(reply.next);
      return;
    }
    expect.fail("a plan made from fresh facts is never accepted");
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
    this.#counts.late += 1;
    const before = await this.#stored();
    await repeatCall(this.#store, call);
    if (LOOKS.has(verb)) return;
    await this.#unchanged(before, `${verb} repeated late changes nothing`);
  }

  #hadAnswer({ takenBy }: Arrival): boolean {
    return this.#answers.deliveries.some(
      ({ id, answer }) => id === takenBy && answer !== undefined,
    );
  }

  #end(run: Run): void {
    run.over = true;
    this.#books.ends(run);
  }

  async #sweep(by: string): Promise<void> {
    for (const follower of await this.#store.due(9)) {
      const { work, chain } = await this.#store.wake(follower, by);
      if (work !== undefined) this.#start(work);
      if (chain === true) await this.#send(by);
    }
  }

  async #send(by: string): Promise<void> {
    if (await this.#senders.asks(by)) this.#answers.chainGoesOn();
  }

  async #sayAside(by: string, how: number): Promise<void> {
    if (this.#pushes.length === 0 || this.#asides >= MOST_ASIDES) return;
    const entry = { follower: FOLLOWER, key: `a${this.#asides++}`, by } as const;
    this.#counts.aside += await sayAside(this.#store, this.#books, {
      ...{ entry, count: 1 + (how % 3), queues: how % 2 === 0 },
      customerService: this.#customerService,
    });
  }

  #pushOf({ lease }: Work): Push {
    return this.#pushes.find(({ key }) => key === lease.pushKey) as Push;
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
