import { expect } from "vitest";
import type { Follower, Store } from "../../src/store/store.ts";
import type { ManualClock } from "../helpers/manualClock.ts";
import type { Books } from "./modelBooks.ts";
import { type Delivery, idsIn } from "./modelParts.ts";
import type { Senders } from "./modelSenders.ts";

/** WeChat cuts a delivery after this long. */
const DELIVERY_MS = 5_000;
/** WeChat's third and last delivery begins about this long after the first. */
const LAST_DELIVERY_MS = 11_000;

/** What the answers are taken from and shown to. */
interface AnswersOf {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly books: Books;
  readonly senders: Senders;
  readonly follower: Follower;
}

/** WeChat's deliveries of one follower's pushes, and the answers that they take and show. */
export class Answers {
  readonly deliveries: Delivery[] = [];
  lost = 0;
  readonly #of: AnswersOf;

  constructor(of: AnswersOf) {
    this.#of = of;
  }

  /** Those that wait, or have an answer in hand, or are over. */
  in(state: Delivery["state"]): Delivery[] {
    return this.deliveries.filter((one) => one.state === state);
  }

  take(delivery: Delivery, answer: string, opens: boolean | undefined): void {
    Object.assign(delivery, { state: "answered", answer, opens: opens === true });
    const first = this.deliveries.find(({ push }) => push === delivery.push)?.startedAt ?? 0;
    // The gate is made for three deliveries; one that comes later may come behind the chain.
    if (delivery.startedAt - first > LAST_DELIVERY_MS) this.#disorder([delivery]);
  }

  /** A delivery with an answer in hand writes it: it is shown, or lost, or the connection is closed. */
  async write(delivery: Delivery | undefined, how: number): Promise<void> {
    if (delivery?.answer === undefined) return;
    const { clock, store, books, senders, follower } = this.#of;
    const { push, answer, opens, by } = delivery;
    delivery.state = "over";
    const key = push.key;
    const frozen = clock.now() > delivery.startedAt + DELIVERY_MS;
    // The gate does not wait for a process that was frozen.
    if (frozen) this.#disorder([delivery]);
    if (how % 8 === 7 || frozen) {
      await store.untake({ follower, key }, delivery.id, delivery.riding);
      return;
    }
    if (how % 8 === 6) {
      this.lost += 1;
      for (const id of idsIn(answer)) books.lost.add(id);
    } else if (push.shown === undefined) {
      push.shown = answer;
      for (const id of idsIn(answer)) books.shows(id);
    } else if (answer !== "success") {
      expect(answer, "repeated answers are the same bytes").toBe(push.shown);
    }
    // A process may also die between writing and saying so.
    if (opens && how % 8 !== 5) await senders.opens(by, key);
  }

  /** Of two answers on their way out nobody can say which WeChat reads first, or whether it reads both. */
  oneIsOnItsWay(): void {
    this.#disorder(this.in("answered"));
  }

  /** A message is sent. The chain does not wait for an answer behind which its turn queued nothing. */
  chainGoesOn(): void {
    this.#disorder(this.in("answered").filter(({ opens }) => !opens));
  }

  #disorder(deliveries: readonly Delivery[]): void {
    for (const { answer } of deliveries) {
      for (const id of idsIn(answer)) this.#of.books.unordered.add(id);
    }
  }
}
