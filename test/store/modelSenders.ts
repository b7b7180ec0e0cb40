import type { Fate, Follower, Item, Store } from "../../src/store/store.ts";
import type { ManualClock } from "../helpers/manualClock.ts";
import type { Books } from "./modelBooks.ts";

/** A customer-service message on its way to WeChat. */
interface Sending {
  readonly item: Item;
  readonly by: string;
  readonly ask: number;
  readonly sendBy: number;
}

const FATES: readonly Fate[] = ["sent", "sent", "sent", "queued", "held", { refused: 45_047 }];

/** The processes as they send one follower's customer-service messages. */
export class Senders {
  sent = 0;
  onTheirWay: readonly Sending[] = [];
  readonly #store: Store;
  readonly #clock: ManualClock;
  readonly #books: Books;
  readonly #follower: Follower;
  #asked = 0;

  constructor(store: Store, clock: ManualClock, books: Books, follower: Follower) {
    this.#store = store;
    this.#clock = clock;
    this.#books = books;
    this.#follower = follower;
  }

  /** A process asks for a message. Resolves to whether there is one to send. */
  async asks(by: string): Promise<boolean> {
    const { item, sendWithinMs = 0 } = await this.#ask({ by });
    if (item === undefined) return false;
    const sendBy = this.#clock.now() + sendWithinMs;
    this.onTheirWay = [...this.onTheirWay, { item, by, ask: this.#asked - 1, sendBy }];
    return true;
  }

  /** The answer of this push has left. */
  async opens(by: string, opens: string): Promise<void> {
    await this.#ask({ by, opens, recordOnly: true });
  }

  /** WeChat takes the message or not, the verdict gets back or not. */
  async verdict(sending: Sending | undefined, how: number): Promise<void> {
    if (sending === undefined) return;
    this.onTheirWay = this.onTheirWay.filter((one) => one !== sending);
    const { item, by, ask, sendBy } = sending;
    const fate = FATES[how % 8];
    const goesOut = this.#clock.now() < sendBy && (fate === "sent" || fate === undefined);
    if (goesOut && !(fate === undefined && how % 16 === 6)) {
      this.#books.shows(item.id);
      this.sent += 1;
      this.#books.took(this.#clock.now());
    }
    if (fate === undefined) this.#books.lost.add(item.id);
    else if (fate !== "sent" || goesOut) {
      const verdict = { by, settle: { id: item.id, ask, fate }, recordOnly: true } as const;
      await this.#ask(verdict);
      if (how % 3 === 0) await this.#ask(verdict);
    }
  }

  #ask(request: Omit<Parameters<Store["sendNext"]>[0], "follower" | "ask">) {
    return this.#store.sendNext({ ...request, follower: this.#follower, ask: this.#asked++ });
  }
}
