import { SettingsError } from "../errors.ts";
import { readSeal, type Seal } from "./seal.ts";
import type {
  Arrived,
  Entered,
  Facts,
  Follower,
  Item,
  Riding,
  SendTurn,
  Step,
  Stepped,
  Store,
  TimerChange,
  Work,
} from "./store.ts";
import type { TokenStore } from "./tokens.ts";

/** Under this owner stands a sealed word, by which a wrong key is noticed at the start. */
const MARK = { owner: "=wechat:seal", key: "wechat:seal", word: "sealed" } as const;

/**
 * A store whose driver sees no text: pushes, answers, messages, records, slices, bot state, the data of
 * timers and access tokens are sealed on their way in and opened on their way out. Openids, keys, times,
 * counts, grants and the names of state keys and timers stay readable: the store works with them.
 */
export function sealedStore(store: Store, seal: Seal): Store {
  const item = (follower: Follower) => (one: Item) => ({
    ...one,
    message: seal.seal(JSON.stringify(one.message), follower.openid),
  });
  const answer = <T extends string | undefined>(text: T, { openid }: Follower) =>
    // What says nothing of anybody stays: drivers write it themselves.
    text === undefined || text === FINAL ? text : seal.seal(text, openid);
  const timer = (change: TimerChange, { openid }: Follower): TimerChange =>
    "set" in change ? { ...change, data: seal.seal(change.data, openid) } : change;

  function stepOut(follower: Follower, step: Step): Step {
    const out = item(follower);
    const { openid } = follower;
    return {
      ...step,
      passive: step.passive.map(out),
      chain: step.chain.map(out),
      hold: step.hold.map(out),
      ...(step.answer && {
        answer: { ...step.answer, body: answer(step.answer.body, follower) },
      }),
      ...(step.save && {
        save: {
          ...step.save,
          record: seal.seal(JSON.stringify(step.save.record ?? null), openid),
          timers: step.save.timers.map((change) => timer(change, follower)),
          ...(step.save.state && { state: step.save.state.map((one) => stateOut(openid, one)) }),
        },
      }),
    };
  }

  function ridingOut(follower: Follower, riding: Riding): Riding {
    return { ...riding, items: riding.items.map(item(follower)) };
  }

  function stateOut<T extends { readonly value?: string }>(owner: string, change: T): T {
    return change.value === undefined
      ? change
      : { ...change, value: seal.seal(change.value, owner) };
  }

  const openItem = (openid: string) => (one: Item) => ({
    ...one,
    message: openJson(seal, one.message, openid),
  });

  function factsIn(openid: string, facts: Facts): Facts {
    const open = openItem(openid);
    return {
      ...facts,
      held: facts.held.map(open),
      untaken: facts.untaken.map((one) => ({ ...one, items: one.items.map(open) })),
    };
  }

  function workIn(work: Work): Work {
    const { openid } = work.lease.follower;
    return {
      ...work,
      push: { ...work.push, body: seal.open(work.push.body, openid) },
      record: openJson(seal, work.record, openid) ?? undefined,
      facts: factsIn(openid, work.facts),
    };
  }

  /** A reply that may hold an answer and work. */
  function replyIn<T extends { readonly answer?: string; readonly work?: Work }>(
    { openid }: Follower,
    reply: T,
  ): T {
    return {
      ...reply,
      ...(reply.answer !== undefined && { answer: seal.open(reply.answer, openid) }),
      ...(reply.work !== undefined && { work: workIn(reply.work) }),
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
      const body = seal.seal(push.body, follower.openid);
      const sealed = arrival.answer !== undefined && { answer: answer(arrival.answer, follower) };
      return replyIn(
        follower,
        await store.arrive({ ...arrival, push: { ...push, body }, ...sealed }),
      );
    },
    async step(lease, n, step): Promise<Stepped> {
      const { follower } = lease;
      return steppedIn(follower, await store.step(lease, n, stepOut(follower, step)));
    },
    async release(push, body, takenBy) {
      const sealed = answer(body, push.follower);
      return replyIn(push.follower, await store.release(push, sealed, takenBy));
    },
    untake: (push, takenBy, riding) =>
      store.untake(push, takenBy, riding && ridingOut(push.follower, riding)),
    renew: (lease) => store.renew(lease),
    handBack: (lease) => store.handBack(lease),
    async enter(entry): Promise<Entered> {
      return replyIn(entry.follower, await store.enter(entry));
    },
    async sendNext(request): Promise<SendTurn> {
      const turn = await store.sendNext(request);
      if (turn.item === undefined) return turn;
      return { ...turn, item: openItem(request.follower.openid)(turn.item) };
    },
    fateOf: (follower, id) => store.fateOf(follower, id),
    due: (limit) => store.due(limit),
    async wake(follower, by) {
      return replyIn(follower, await store.wake(follower, by));
    },
    onWake: (by, heard) => store.onWake(by, heard),
    async readState(owner, keys) {
      const items = await store.readState(owner, keys);
      return items.map((one) => ({ ...one, value: seal.open(one.value, owner) }));
    },
    writeState: (owner, changes) =>
      store.writeState(
        owner,
        changes.map((change) => stateOut(owner, change)),
      ),
    tokens: sealedTokens(store.tokens, seal),
    forget: (follower) => store.forget(follower),
    async *export(follower) {
      for await (const part of store.export(follower)) yield openAll(seal, part, follower.openid);
    },
    probe: () => store.probe(),
    close: () => store.close(),
  };
}

/**
 * The store as the keys say: sealed where there are some. Throws `SettingsError` when what is stored was
 * sealed and the keys do not open it, so that nobody begins with records that he cannot read.
 */
export async function openSealed(store: Store, keys: string | undefined): Promise<Store> {
  const seal = keys === undefined ? undefined : readSeal(keys);
  const [mark] = await store.readState(MARK.owner, [MARK.key]);
  if (mark !== undefined) {
    if (seal === undefined) {
      throw new SettingsError([
        "WECHAT_STORE_KEY is not set, but what is stored was sealed with one: set it again.",
      ]);
    }
    if (seal.tryOpen(mark.value, MARK.owner) !== MARK.word) {
      throw new SettingsError([
        "WECHAT_STORE_KEY does not open what is stored: it was sealed with another key. Set that one, " +
          "behind a new one and a comma if you want to change it.",
      ]);
    }
  }
  if (seal === undefined) return store;
  const value = seal.seal(MARK.word, MARK.owner);
  await store.writeState(MARK.owner, [{ key: MARK.key, value, eTag: "1" }]);
  return sealedStore(store, seal);
}

const FINAL = "success";

function openJson(seal: Seal, value: unknown, owner: string): unknown {
  // Stored before there was a key.
  if (typeof value !== "string") return value;
  return JSON.parse(seal.open(value, owner));
}

/** Opens every sealed text in what a driver keeps. Records and messages were data before they were text. */
function openAll(seal: Seal, value: unknown, owner: string, name = ""): unknown {
  if (typeof value === "string") {
    const isData = name === "record" || name === "message";
    return isData ? openJson(seal, value, owner) : seal.open(value, owner);
  }
  if (Array.isArray(value)) return value.map((one) => openAll(seal, one, owner));
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, openAll(seal, part, owner, key)]);
  return Object.fromEntries(parts);
}

function sealedTokens(tokens: TokenStore, seal: Seal): TokenStore {
  return {
    async readToken(name) {
      const token = await tokens.readToken(name);
      return token && { ...token, value: seal.open(token.value, name) };
    },
    async claimRefresh(name, by, leaseMs) {
      const claim = await tokens.claimRefresh(name, by, leaseMs);
      const { token } = claim;
      return { ...claim, token: token && { ...token, value: seal.open(token.value, name) } };
    },
    writeToken: (name, fence, token) =>
      tokens.writeToken(name, fence, { ...token, value: seal.seal(token.value, name) }),
    releaseRefresh: (name, fence) => tokens.releaseRefresh(name, fence),
    async invalidateToken(name, value) {
      // The same token is sealed differently each time: the stored form is what is compared.
      const stored = await tokens.readToken(name);
      if (stored === undefined || seal.open(stored.value, name) !== value) return false;
      return tokens.invalidateToken(name, stored.value);
    },
  };
}
