import type { Follower } from "./store.ts";

/** The key of the turn that a timer becomes. It differs between followers, because messages bear it. */
export function timerKey({ appId, openid }: Follower, id: string, at: number): string {
  return `timer|${appId}|${openid}|${id}|${at}`;
}

/** The id of the timer whose turn bears this key. */
export function timerIdOf({ appId, openid }: Follower, key: string): string {
  return key.slice(`timer|${appId}|${openid}|`.length, key.lastIndexOf("|"));
}
