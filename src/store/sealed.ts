import { SettingsError } from "../errors.ts";
import { isSealed, type Place, readSeal, type Seal, type Unsealed } from "./seal.ts";
import type {
  Arrived,
  Entered,
  Facts,
  Follower,
  Item,
  Lease,
  Riding,
  SendTurn,
  Step,
  Stepped,
  Store,
  TimerChange,
  Work,
} from "./store.ts";
import { timerIdOf } from "./timerKey.ts";
import type { TokenStore } from "./tokens.ts";

/** Under this owner stands a sealed word, by which a wrong key is noticed at the start. */
const MARK = {
  owner: "=wechat:seal",
  key: "wechat:seal",
  word: "sealed",
  place: { owner: "=wechat:seal", as: "mark" },
} as const;

/** The kinds of places, by the names that tell one from another. */
const PLACES = {
  push: (owner: string, key: string): Place => ({ owner, as: `push ${key}` }),
  answer: (owner: string, key: string): Place => ({ owner, as: `answer ${key}` }),
  message: (owner: string, id: string): Place => ({ owner, as: `message ${id}` }),
  timer: (owner: string, id: string): Place => ({ owner, as: `timer ${id}` }),
  state: (owner: string, key: string): Place => ({ owner, as: `state ${key}` }),
  token: (owner: string): Place => ({ owner, as: "token" }),
  record: (owner: string): Place => ({ owner, as: "record" }),
} as const;

/**
 * A store whose driver sees no text: pushes, answers, messages, records, slices, bot state, the data of
 * timers and access tokens are sealed on their way in and opened on their way out. Openids, keys, times,
 * counts, grants and the names of state keys and timers stay readable: the store works with them.
 */
export function sealedStore(store: Store, seal: Seal): Store {
  const item = (follower: Follower) => (one: Item) => ({
    ...one,
    message: seal.seal(JSON.stringify(one.message), PLACES.message(follower.openid, one.id)),
  });
  const answer = <T extends string | undefined>(text: T, { openid }: Follower, key: string) =>
    text === undefined || saysNothing(text) ? text : seal.seal(text, PLACES.answer(openid, key));
  const timer = (change: TimerChange, { openid }: Follower): TimerChange =>
    "set" in change
      ? { ...change, data: seal.seal(change.data, PLACES.timer(openid, change.set)) }
      : change;

  function stepOut({ follower, pushKey }: Lease, step: Step): Step {
    const out = item(follower);
    const { openid } = follower;
    return {
      ...step,
      passive: step.passive.map(out),
      chain: step.chain.map(out),
      hold: step.hold.map(out),
      ...(step.answer && {
        answer: { ...step.answer, body: answer(step.answer.body, follower, pushKey) },
      }),
      ...(step.save && {
        save: {
          ...step.save,
          record: seal.seal(JSON.stringify(step.save.record ?? null), PLACES.record(openid)),
          timers: step.save.timers.map((change) => timer(change, follower)),
          ...(step.save.state && { state: step.save.state.map((one) => stateOut(openid, one)) }),
        },
      }),
    };
  }

  function ridingOut(follower: Follower, riding: Riding): Riding {
    return { ...riding, items: riding.items.map(item(follower)) };
  }

  function stateOut<T extends { readonly key: string; readonly value?: string }>(
    owner: string,
    change: T,
  ): T {
    const { key, value } = change;
    if (value === undefined) return change;
    return { ...change, value: seal.seal(value, PLACES.state(owner, key)) };
  }

  const openItem = (openid: string) => (one: Item) => ({
    ...one,
    message: openJson(seal, one.message, PLACES.message(openid, one.id)),
  });

  function bodyIn(body: string, place: Place): string {
    return saysNothing(body) ? body : seal.open(body, place);
  }

  function factsIn(openid: string, facts: Facts): Facts {
    const open = openItem(openid);
    return {
      ...facts,
      held: facts.held.map(open),
      untaken: facts.untaken.map((one) => ({ ...one, items: one.items.map(open) })),
    };
  }

  function workIn(work: Work): Work {
    const { follower } = work.lease;
    const { openid } = follower;
    const {
      earlier,
      push: { key, kind, body },
    } = work;
    const isTimer = kind === "timer";
    const place = isTimer
      ? PLACES.timer(openid, timerIdOf(follower, key))
      : PLACES.push(openid, key);
    return {
      ...work,
      push: { ...work.push, body: bodyIn(body, place) },
      ...(earlier && {
        earlier: earlier.map((one) => ({
          ...one,
          body: bodyIn(one.body, PLACES.push(openid, one.key)),
        })),
      }),
      record: openJson(seal, work.record, PLACES.record(openid)) ?? undefined,
      facts: factsIn(openid, work.facts),
    };
  }

  /** A reply that may hold an answer and work. */
  function replyIn<T extends { readonly answer?: string; readonly work?: Work }>(
    { openid }: Follower,
    key: string,
    reply: T,
  ): T {
    const { answer: stored, work } = reply;
    return {
      ...reply,
      ...(stored !== undefined && { answer: bodyIn(stored, PLACES.answer(openid, key)) }),
      ...(work !== undefined && { work: workIn(work) }),
    };
  }

  function steppedIn({ openid }: Follower, stepped: Stepped): Stepped {
    if ("stale" in stepped) return stepped;
    if ("changed" in stepped) return { ...stepped, changed: factsIn(openid, stepped.changed) };
    const { next } = stepped;
    const facts = factsIn(openid, stepped.facts);
    return { ...stepped, facts, ...(next !== undefined && { next: workIn(next) }) };
  }

  return {
    async arrive(arrival): Promise<Arrived> {
      const { follower, push } = arrival;
      const body = seal.seal(push.body, PLACES.push(follower.openid, push.key));
      const sealed = arrival.answer !== undefined && {
        answer: answer(arrival.answer, follower, push.key),
      };
      return replyIn(
        follower,
        push.key,
        await store.arrive({ ...arrival, push: { ...push, body }, ...sealed }),
      );
    },
    async step(lease, n, step): Promise<Stepped> {
      const { follower } = lease;
      return steppedIn(follower, await store.step(lease, n, stepOut(lease, step)));
    },
    async release(push, body, takenBy) {
      const { follower, key } = push;
      const sealed = answer(body, follower, key);
      return replyIn(follower, key, await store.release(push, sealed, takenBy));
    },
    untake: (push, takenBy, riding) =>
      store.untake(push, takenBy, riding && ridingOut(push.follower, riding)),
    renew: (leases) => store.renew(leases),
    handBack: (lease) => store.handBack(lease),
    async enter(entry): Promise<Entered> {
      return replyIn(entry.follower, entry.key, await store.enter(entry));
    },
    async sendNext(request): Promise<SendTurn> {
      const turn = await store.sendNext(request);
      if (turn.item === undefined) return turn;
      return { ...turn, item: openItem(request.follower.openid)(turn.item) };
    },
    fateOf: (follower, id) => store.fateOf(follower, id),
    due: (limit, later) => store.due(limit, later),
    async wake(follower, by, runs) {
      return replyIn(follower, "", await store.wake(follower, by, runs));
    },
    onWake: (by, heard) => store.onWake(by, heard),
    async readState(owner, keys) {
      const items = await store.readState(owner, keys);
      return items.map((one) => ({
        ...one,
        value: seal.open(one.value, PLACES.state(owner, one.key)),
      }));
    },
    writeState: (owner, changes) =>
      store.writeState(
        owner,
        changes.map((change) => stateOut(owner, change)),
      ),
    tokens: sealedTokens(store.tokens, seal),
    forget: (follower) => store.forget(follower),
    async *export(follower) {
      for await (const part of store.export(follower)) yield openAll(seal, part, follower);
    },
    probe: () => store.probe(),
    close: () => store.close(),
  };
}

/**
 * The store as the keys say: sealed where there are some. Throws `SettingsError` when what is stored was
 * sealed and the keys do not open it, so that nobody begins with records that he cannot read.
 */
export async function openSealed(
  store: Store,
  keys: string | undefined,
  unsealed?: Unsealed,
): Promise<Store> {
  const seal = keys === undefined ? undefined : readSeal(keys, unsealed);
  const [mark] = await store.readState(MARK.owner, [MARK.key]);
  if (mark !== undefined) {
    if (seal === undefined) {
      throw new SettingsError([
        "WECHAT_STORE_KEY is not set, but what is stored was sealed with one: set it again.",
      ]);
    }
    // A mark of the version before is taken in any case: it stands there until the first start after it.
    const opens = [seal, readSeal(keys ?? "")].some(
      (one) => one.tryOpen(mark.value, MARK.place) === MARK.word,
    );
    if (!opens) {
      throw new SettingsError([
        "WECHAT_STORE_KEY does not open what is stored: it was sealed with another key. Set that one, " +
          "behind a new one and a comma if you want to change it.",
      ]);
    }
  }
  if (seal === undefined) return store;
  const value = seal.seal(MARK.word, MARK.place);
  await store.writeState(MARK.owner, [{ key: MARK.key, value, eTag: "1" }]);
  return sealedStore(store, seal);
}

/** Says nothing of anybody, and drivers write it themselves: the bare answer, the body of a proactive turn. */
function saysNothing(text: string): boolean {
  return text === "success" || text === "";
}

function openJson(seal: Seal, value: unknown, place: Place): unknown {
  // Stored before there was a key.
  if (typeof value !== "string") {
    if (!seal.strict || value === undefined || value === null) return value;
    return seal.open("", place);
  }
  return JSON.parse(seal.open(value, place));
}

/**
 * Opens every sealed text in what a driver keeps, whose forms differ: the names around a text say which place
 * it may have. Records and messages were data before they were text.
 */
function openAll(
  seal: Seal,
  value: unknown,
  follower: Follower,
  name = "",
  names: readonly string[] = [],
): unknown {
  if (typeof value === "string") {
    const isData = name === "record" || name === "message";
    // Redis keeps data as JSON, in which the sealed text is a string.
    const stored = isData && value.startsWith('"') ? (JSON.parse(value) as string) : value;
    const opened = openNamed(seal, stored, follower, names);
    return isData && opened !== stored ? JSON.parse(opened) : opened;
  }
  if (Array.isArray(value)) {
    return value.map((one) => openAll(seal, one, follower, name, names));
  }
  if (typeof value !== "object" || value === null) return value;
  const { id, key } = value as { readonly id?: unknown; readonly key?: unknown };
  const around = [...names, ...[id, key].filter((one) => typeof one === "string")];
  const parts = Object.entries(value).map(([inner, part]) => [
    inner,
    openAll(seal, part, follower, inner, [...around, inner]),
  ]);
  return Object.fromEntries(parts);
}

/** Readable texts stay as they are: an export says what stands there. */
function openNamed(
  seal: Seal,
  stored: string,
  follower: Follower,
  names: readonly string[],
): string {
  if (!isSealed(stored)) return stored;
  const { openid } = follower;
  const { push, answer, message, timer, state, record } = PLACES;
  for (const name of names) {
    const timerId = name.startsWith("timer|") ? timerIdOf(follower, name) : name;
    const places = [push(openid, name), answer(openid, name), message(openid, name)];
    places.push(state(openid, name), timer(openid, name), timer(openid, timerId));
    for (const place of places) {
      const text = seal.tryOpen(stored, place);
      if (text !== undefined) return text;
    }
  }
  return seal.open(stored, record(openid));
}

function sealedTokens(tokens: TokenStore, seal: Seal): TokenStore {
  return {
    async readToken(name) {
      const token = await tokens.readToken(name);
      return token && { ...token, value: seal.open(token.value, PLACES.token(name)) };
    },
    async claimRefresh(name, by, leaseMs) {
      const claim = await tokens.claimRefresh(name, by, leaseMs);
      const { token } = claim;
      return {
        ...claim,
        token: token && { ...token, value: seal.open(token.value, PLACES.token(name)) },
      };
    },
    writeToken: (name, fence, token) =>
      tokens.writeToken(name, fence, {
        ...token,
        value: seal.seal(token.value, PLACES.token(name)),
      }),
    releaseRefresh: (name, fence) => tokens.releaseRefresh(name, fence),
    async invalidateToken(name, value) {
      // The same token is sealed differently each time: the stored form is what is compared.
      const stored = await tokens.readToken(name);
      if (stored === undefined || seal.open(stored.value, PLACES.token(name)) !== value)
        return false;
      return tokens.invalidateToken(name, stored.value);
    },
  };
}
