import type { Account } from "../account.ts";
import type { Follower } from "../followers.ts";
import { isAlive } from "../mediaStore.ts";
import { dayOf, monthOf } from "../periods.ts";
import type { World } from "../world.ts";

/** Of the choices that menus ever showed to somebody, so many can still be tapped. */
const CHOICES = 500;
/** A template message is known again by its id for ten minutes. */
const SAME_ID_MS = 10 * 60_000;

/** Lets go of what no call and no tap can reach any more at `now`: people, settings and rights stay as they are. */
export function prune(world: World, now: number): void {
  world.calls.clear();
  dropFrom(world.webCodes, ({ used, expiresAt }) => used || expiresAt < now);
  dropFrom(world.webTokens, ({ refreshUntil }) => refreshUntil < now);
  for (const account of world.accounts.values()) pruneAccount(account, now);
}

function pruneAccount(account: Account, now: number): void {
  dropFrom(account.media, (media) => !isAlive(media, now));
  dropFrom(account.shortKeys, ({ expiresAt }) => expiresAt < now);
  // A count is of a day, a minute of a day, or a month; those of other days are never asked after.
  const present = new RegExp(` (?:${dayOf(now)}|${monthOf(now)}$)`);
  for (const key of account.counts.keys()) {
    if (!present.test(key)) account.counts.delete(key);
  }
  for (const follower of account.followers.values()) pruneFollower(follower, now);
}

function pruneFollower({ choices, clientMsgIds }: Follower, now: number): void {
  keepLatest(choices, CHOICES);
  dropFrom(clientMsgIds, (sentAt) => sentAt + SAME_ID_MS < now);
}

function dropFrom<K, V>(map: Map<K, V>, isOver: (value: V) => boolean): void {
  for (const [key, value] of map) if (isOver(value)) map.delete(key);
}

function keepLatest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
