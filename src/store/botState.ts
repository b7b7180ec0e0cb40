/*
 * Bot state: what Bot Framework's `ConversationState` and `UserState` keep, and whatever else a bot writes
 * into its `Storage`. To a store a value is a text under a key; its eTag is chosen by the writer, so that a
 * write which is repeated because its reply was lost is known by it.
 */

/** A value under its key. */
export interface StateItem {
  readonly key: string;
  /** JSON, without the eTag. */
  readonly value: string;
  readonly eTag: string;
}

/** One write. */
export interface StateChange {
  readonly key: string;
  /** Undefined removes the key. */
  readonly value?: string;
  /** The value's eTag from now on; no other value has the same. */
  readonly eTag: string;
  /** Where given, the change is made only if the stored value bears this eTag, or nothing is stored under the key. */
  readonly ifTag?: string;
}

/** An eTag that no value bears. As `ifTag` it allows a change only where nothing is stored. */
export const NO_TAG = "nothing";

/** `conflict`: nothing was written, because this key bears another eTag. */
export type StateWritten = { readonly ok: true } | { readonly conflict: string };

/**
 * Whom a key belongs to. The keys that Microsoft's SDKs make name the follower by the openid, which is
 * unlike any other account's; he owns them, and they go when he is forgotten. Any other key is an owner
 * of its own. What one owner has is stored together and changed in one atomic step.
 */
export function ownerOf(key: string): string {
  return FOLLOWERS_KEY.exec(key)?.[1] ?? `=${key}`;
}

// The keys of Bot Framework's states, of the turn state of the Microsoft 365 Agents SDK (with our own id in
// between), and of the conversations that its proactive part remembers.
const FOLLOWERS_KEY =
  /^(?:wechat\/(?:[^/]+\/)?(?:conversations|users)|proactive\/conversations)\/([^/]+)/;

/**
 * Whether a change may be made, by the eTag that is stored. A repeated write finds the eTag that it wrote before, and
 * may be made again.
 */
export function fitsTag(change: StateChange, eTag: string | undefined): boolean {
  return (
    change.ifTag === undefined ||
    eTag === undefined ||
    eTag === change.ifTag ||
    eTag === change.eTag
  );
}
