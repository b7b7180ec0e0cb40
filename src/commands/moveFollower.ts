import { randomUUID } from "node:crypto";
import type { ConversationRecord } from "../adapter/turn/record.ts";
import { type Clock, sleep } from "../clock.ts";
import { NO_TAG, ownerOf, type StateChange } from "../store/botState.ts";
import type { Follower, Item, Store, TimerChange, Work } from "../store/store.ts";
import { readExport } from "./world/readExport.ts";

/** How often to look whether a turn of the follower has ended, in milliseconds. */
const LOOK_MS = 100;

/** Who moves where. The original ids (`gh_…`) stand in some keys of bot state. */
interface Move {
  readonly from: Follower;
  readonly to: Follower;
  readonly originalIds: { readonly from: string; readonly to: string };
}

/**
 * Moves what is kept of a follower to the openid that he has in the account's new home: record, slices, timers, held
 * messages, bot state. What the new openid has already stays, and wins. Grants do not move: WeChat opens none for the
 * new account. Resolves to whether anything was kept. Run it again if it was interrupted; only held messages may
 * then be there twice.
 */
export async function moveFollower(store: Store, move: Move, clock: Clock): Promise<boolean> {
  const { from, to } = move;
  const kept = await readExport(store.export(from));
  if (kept === undefined) return false;
  const { record } = await turnOf(store, from, clock);
  const rename = <T>(value: T): T => renamed(value, move);
  const state = kept.state.map((one) => ({
    ...one,
    key: rename(one.key),
    value: rename(one.value),
  }));
  for (const { key, value } of state) {
    const change: StateChange = { key, value, eTag: randomUUID(), ifTag: NO_TAG };
    await store.writeState(ownerOf(key), [change]);
  }
  const work = await turnOf(store, to, clock);
  const held = kept.held.map(
    (item, n): Item => ({
      ...rename(item),
      id: `${work.push.key}#${n}`,
    }),
  );
  const timers = kept.timers.map(
    ({ id, at, data }): TimerChange => ({
      set: id,
      at,
      data: rename(data),
    }),
  );
  await store.step(work.lease, 0, {
    ...{ passive: [], chain: [], hold: held },
    carried: { held: [], untaken: [] },
    save: { record: merged(rename(record), work.record), timers },
    last: true,
  });
  await store.forget(from);
  return true;
}

/** A turn of the follower's own, so that nothing else of his runs meanwhile. */
async function turnOf(store: Store, follower: Follower, clock: Clock): Promise<Work> {
  const [key, by] = [`move ${randomUUID()}`, randomUUID()];
  for (;;) {
    const { work } = await store.enter({ follower, key, by });
    if (work !== undefined) return work;
    await sleep(clock, LOOK_MS);
  }
}

/** The old record with what the new openid has done since; its own life is the newer one. */
function merged(old: unknown, now: unknown): unknown {
  if (now === undefined || old === undefined) return now ?? old;
  const [before, after] = [old, now] as [Partial<ConversationRecord>, Partial<ConversationRecord>];
  return { ...before, ...after, s: { ...before.s, ...after.s } };
}

/** Openids and original ids are like nothing else, so that wherever one stands it is meant. */
function renamed<T>(value: T, { from, to, originalIds }: Move): T {
  if (value === undefined) return value;
  const text = JSON.stringify(value)
    .replaceAll(from.openid, to.openid)
    .replaceAll(originalIds.from, originalIds.to);
  return JSON.parse(text) as T;
}
