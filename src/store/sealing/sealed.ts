import { SettingsError, StoreUnavailable } from "../../errors.ts";
import { type Log, masked, stderrLog } from "../../log.ts";
import { NO_TAG, type StateChange, type StateItem, type StateWritten } from "../botState.ts";
import type {
  Arrived,
  Entered,
  Follower,
  Item,
  Lease,
  Riding,
  SendTurn,
  Step,
  Stepped,
  Store,
  TimerChange,
} from "../store.ts";
import type { TokenStore } from "../tokens.ts";
import { MARK, mapSealed, openAt, PLACES } from "./places.ts";
import { SealedReading, saysNothing } from "./reading.ts";
import { KeyGone, type Place, readSeal, type Seal, type Unsealed } from "./seal.ts";

/**
 * A store whose driver sees no text: pushes, answers, messages, records, slices, bot state, the data of timers and
 * access tokens are sealed on their way in and opened on their way out. Openids, keys, times, counts, grants and the
 * names of state keys and timers stay readable: the store works with them.
 *
 * A text whose key is gone counts as never stored, and the log says once whose it was. But while another process
 * seals with a key that this process does not know, a text that this process cannot open is left alone: the verb
 * rejects.
 */
export function sealedStore(store: Store, seal: Seal, log: Log = stderrLog): Store {
  const strict = new SealedReading(seal);
  const lenient = new SealedReading(seal, tellOnce(log));

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

  /**
   * Opens a reply. A text whose key is unknown here counts as never stored, but only if this process has the key that
   * seals now: otherwise another process can open the text, and the call rejects.
   */
  async function opened<T>(run: (reading: SealedReading) => T): Promise<T> {
    try {
      return run(strict);
    } catch (error) {
      if (!(error instanceof KeyGone)) throw error;
    }
    const [mark] = await store.readState(MARK.owner, [MARK.key]);
    if (mark !== undefined && seal.standing(mark.value) === "gone") {
      throw new StoreUnavailable(OTHERS_KNOW);
    }
    return run(lenient);
  }

  /**
   * The changes for a caller who found nothing, because a key is gone: the caller may replace what cannot be opened.
   */
  async function overGone(
    owner: string,
    changes: readonly StateChange[],
  ): Promise<readonly StateChange[] | undefined> {
    const keys = changes.filter(({ ifTag }) => ifTag === NO_TAG).map(({ key }) => key);
    const there = keys.length === 0 ? [] : await store.readState(owner, keys);
    const readable = await opened((reading) => reading.state(owner, there));
    const gone = new Map<string, StateItem>(there.map((one) => [one.key, one]));
    for (const { key } of readable) gone.delete(key);
    if (gone.size === 0) return undefined;
    return changes.map((change) => {
      const before = gone.get(change.key);
      return before === undefined ? change : { ...change, ifTag: before.eTag };
    });
  }

  return {
    async arrive(arrival): Promise<Arrived> {
      const { follower, push } = arrival;
      const body = seal.seal(push.body, PLACES.push(follower.openid, push.key));
      const sealed = arrival.answer !== undefined && {
        answer: answer(arrival.answer, follower, push.key),
      };
      const reply = await store.arrive({ ...arrival, push: { ...push, body }, ...sealed });
      return opened((reading) => reading.reply(follower, push.key, reply));
    },
    async step(lease, n, step): Promise<Stepped> {
      const { follower } = lease;
      const reply = await store.step(lease, n, stepOut(lease, step));
      return opened((reading) => reading.stepped(follower, reply));
    },
    async release(push, body, takenBy) {
      const { follower, key } = push;
      const reply = await store.release(push, answer(body, follower, key), takenBy);
      return opened((reading) => reading.reply(follower, key, reply));
    },
    untake: (push, takenBy, riding) =>
      store.untake(push, takenBy, riding && ridingOut(push.follower, riding)),
    renew: (leases) => store.renew(leases),
    handBack: (lease, to) => store.handBack(lease, to),
    async enter(entry): Promise<Entered> {
      const reply = await store.enter(entry);
      return opened((reading) => reading.reply(entry.follower, entry.key, reply));
    },
    async sendNext(request): Promise<SendTurn> {
      const turn = await store.sendNext(request);
      const { item } = turn;
      if (item === undefined) return turn;
      const { openid } = request.follower;
      return { ...turn, item: await opened((reading) => reading.item(openid, item)) };
    },
    fateOf: (follower, id) => store.fateOf(follower, id),
    due: (limit, later) => store.due(limit, later),
    async wake(follower, by, runs) {
      const reply = await store.wake(follower, by, runs);
      return opened((reading) => reading.reply(follower, "", reply));
    },
    onWake: (by, heard) => store.onWake(by, heard),
    async readState(owner, keys) {
      const items = await store.readState(owner, keys);
      return opened((reading) => reading.state(owner, items));
    },
    async writeState(owner, changes): Promise<StateWritten> {
      const sealed = changes.map((change) => stateOut(owner, change));
      const written = await store.writeState(owner, sealed);
      if (!("conflict" in written)) return written;
      const again = await overGone(owner, sealed);
      return again === undefined ? written : store.writeState(owner, again);
    },
    tokens: sealedTokens(store.tokens, seal, opened),
    forget: (follower) => store.forget(follower),
    async *export(follower) {
      for await (const part of store.export(follower)) {
        yield mapSealed(part, follower, (stored, places, isData) => {
          const text = openAt(seal, stored, places)?.text;
          // `open` throws for a text that was changed or moved. A text whose key is gone is exported as nothing.
          if (text === undefined && seal.standing(stored) !== "gone") {
            return seal.open(stored, PLACES.record(follower.openid));
          }
          return isData && text !== undefined ? JSON.parse(text) : text;
        });
      }
    },
    probe: () => store.probe(),
    close: () => store.close(),
  };
}

const OTHERS_KNOW =
  "What is stored was sealed with a newer key than those of this process: put that key behind the present one in " +
  "WECHAT_STORE_KEY and start it again.";

/** How many owners are remembered as told. Beyond this number the list begins anew, and owners are told twice. */
const MOST_TOLD = 10_000;

function tellOnce(log: Log): (place: Place) => void {
  const told = new Set<string>();
  return ({ owner }) => {
    if (told.has(owner)) return;
    if (told.size >= MOST_TOLD) told.clear();
    told.add(owner);
    log.error({ owner: masked(owner), setting: "WECHAT_STORE_KEY" }, GONE);
  };
}

const GONE =
  "what was kept of this follower was sealed with a key that WECHAT_STORE_KEY does not name any more: he begins anew. " +
  "Put that key back, behind the present one, to read what he has not written over since";

/**
 * The store as the keys say: sealed where there are some. Throws `SettingsError` when what is stored was
 * sealed and the keys do not open it, so that nobody begins with records that he cannot read.
 */
export async function openSealed(
  store: Store,
  keys: string | undefined,
  unsealed?: Unsealed,
  log?: Log,
): Promise<Store> {
  const seal = keys === undefined ? undefined : readSeal(keys, unsealed);
  await checkMark(store, keys, seal);
  if (seal === undefined) return store;
  const value = seal.seal(MARK.word, MARK.place);
  await store.writeState(MARK.owner, [{ key: MARK.key, value, eTag: "1" }]);
  return sealedStore(store, seal, log);
}

async function checkMark(
  store: Store,
  keys: string | undefined,
  seal: Seal | undefined,
): Promise<void> {
  const [mark] = await store.readState(MARK.owner, [MARK.key]);
  if (mark === undefined) return;
  if (seal === undefined) {
    throw new SettingsError([
      "WECHAT_STORE_KEY is not set, but what is stored was sealed with one: set it again.",
    ]);
  }
  // A mark of the version before is always accepted: it stays until the first start of this version has replaced it.
  const opens = [seal, readSeal(keys ?? "")].some(
    (one) => one.tryOpen(mark.value, MARK.place) === MARK.word,
  );
  if (opens) return;
  throw new SettingsError([
    "WECHAT_STORE_KEY does not open what is stored: it was sealed with another key. Set that one, " +
      "behind a new one and a comma if you want to change it.",
  ]);
}

/** Runs a reading, see {@link sealedStore}. */
type Opened = <T>(run: (reading: SealedReading) => T) => Promise<T>;

function sealedTokens(tokens: TokenStore, seal: Seal, opened: Opened): TokenStore {
  return {
    async readToken(name) {
      const token = await tokens.readToken(name);
      return opened((reading) => reading.token(name, token));
    },
    async claimRefresh(name, by, leaseMs) {
      const claim = await tokens.claimRefresh(name, by, leaseMs);
      return { ...claim, token: await opened((reading) => reading.token(name, claim.token)) };
    },
    writeToken: (name, fence, token) =>
      tokens.writeToken(name, fence, {
        ...token,
        value: seal.seal(token.value, PLACES.token(name)),
      }),
    releaseRefresh: (name, fence) => tokens.releaseRefresh(name, fence),
    async invalidateToken(name, value) {
      for (;;) {
        // The same token is sealed differently each time, so the stored form is compared.
        const stored = await tokens.readToken(name);
        const token = await opened((reading) => reading.token(name, stored));
        if (stored === undefined || token?.value !== value) return false;
        if (await tokens.invalidateToken(name, stored.value)) return true;
        // Meanwhile somebody sealed the token anew, or stored another one: look again.
      }
    },
  };
}
