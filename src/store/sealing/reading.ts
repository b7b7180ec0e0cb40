import type { StateItem } from "../botState.ts";
import type { Facts, Follower, Item, Stepped, StoredPush, Work } from "../store.ts";
import { timerIdOf } from "../timerKey.ts";
import type { SharedToken } from "../tokens.ts";
import { PLACES } from "./places.ts";
import { KeyGone, type Place, type Seal } from "./seal.ts";

/**
 * Whether a text says nothing about anybody and so stays unsealed: the bare answer, and the empty body of a proactive
 * turn. Drivers write both themselves.
 */
export function saysNothing(text: string): boolean {
  return text === SUCCESS || text === "";
}

const SUCCESS = "success";

/**
 * Opens what a driver gives. For a text whose key is gone it throws {@link KeyGone}. Where `gone` is given it calls
 * `gone` instead, and the text counts as never stored: a follower without a record is a stranger, a message without
 * words is shown to nobody.
 */
export class SealedReading {
  readonly #seal: Seal;
  readonly #gone: ((place: Place) => void) | undefined;

  constructor(seal: Seal, gone?: (place: Place) => void) {
    this.#seal = seal;
    this.#gone = gone;
  }

  /** A reply that may hold an answer and work. `key`: of the push that the answer is for. */
  reply<T extends { readonly answer?: string; readonly work?: Work | undefined }>(
    { openid }: Follower,
    key: string,
    reply: T,
  ): T {
    const { answer: stored, work } = reply;
    const answer = stored && this.#text(stored, PLACES.answer(openid, key));
    return {
      ...reply,
      ...(stored !== undefined && { answer: answer ?? SUCCESS }),
      ...(work !== undefined && { work: this.#work(work) }),
    };
  }

  stepped({ openid }: Follower, stepped: Stepped): Stepped {
    if ("stale" in stepped) return stepped;
    if ("changed" in stepped) return { ...stepped, changed: this.#facts(openid, stepped.changed) };
    const { next } = stepped;
    const facts = this.#facts(openid, stepped.facts);
    return { ...stepped, facts, ...(next !== undefined && { next: this.#work(next) }) };
  }

  item(openid: string, item: Item): Item {
    return { ...item, message: this.#json(item.message, PLACES.message(openid, item.id)) };
  }

  state(owner: string, items: readonly StateItem[]): readonly StateItem[] {
    return items.flatMap((item) => {
      const value = this.#open(item.value, PLACES.state(owner, item.key));
      return value === undefined ? [] : { ...item, value };
    });
  }

  token(name: string, token: SharedToken | undefined): SharedToken | undefined {
    const value = token && this.#open(token.value, PLACES.token(name));
    return token && value !== undefined ? { ...token, value } : undefined;
  }

  #work(work: Work): Work {
    const { follower } = work.lease;
    const { openid } = follower;
    const { earlier, push } = work;
    const isTimer = push.kind === "timer";
    const place = isTimer
      ? PLACES.timer(openid, timerIdOf(follower, push.key))
      : PLACES.push(openid, push.key);
    return {
      ...work,
      push: this.#push(push, place),
      ...(earlier && {
        earlier: earlier
          .map((one) => this.#push(one, PLACES.push(openid, one.key)))
          .filter(({ unreadable }) => unreadable !== true),
      }),
      record: this.#json(work.record, PLACES.record(openid)) ?? undefined,
      facts: this.#facts(openid, work.facts),
    };
  }

  #push(push: StoredPush, place: Place): StoredPush {
    const body = this.#text(push.body, place);
    return body === undefined ? { ...push, body: "", unreadable: true } : { ...push, body };
  }

  #facts(openid: string, facts: Facts): Facts {
    const open = (item: Item) => this.item(openid, item);
    return {
      ...facts,
      held: facts.held.map(open),
      untaken: facts.untaken.map((one) => ({ ...one, items: one.items.map(open) })),
    };
  }

  #text(stored: string, place: Place): string | undefined {
    return saysNothing(stored) ? stored : this.#open(stored, place);
  }

  #json(value: unknown, place: Place): unknown {
    // Stored before there was a key.
    if (typeof value !== "string") {
      if (!this.#seal.strict || value === undefined || value === null) return value;
      return this.#seal.open("", place);
    }
    const text = this.#open(value, place);
    return text === undefined ? undefined : JSON.parse(text);
  }

  #open(stored: string, place: Place): string | undefined {
    if (this.#gone === undefined) return this.#seal.open(stored, place);
    try {
      return this.#seal.open(stored, place);
    } catch (error) {
      if (!(error instanceof KeyGone)) throw error;
      this.#gone(place);
      return undefined;
    }
  }
}
