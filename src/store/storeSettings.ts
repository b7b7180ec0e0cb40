import type { GrantRule } from "../protocol/grants.ts";

/** Settings that a store's own decisions need; the defaults are the numbers the road was measured with. */
export interface StoreSettings {
  /** How grants combine; see `protocol/grants.ts`. */
  readonly grantRule: GrantRule;
  /** How long a runner may be silent before another takes its push, in milliseconds. */
  readonly leaseMs: number;
  /** How long a finished push, its answer and its fates are remembered, in milliseconds. */
  readonly rememberMs: number;
  /**
   * Without a taker for so long, an answer's messages are rescued; milliseconds from the first delivery. More than
   * `slotMs`; where the slot ends at another time, the rescue moves with it.
   */
  readonly rescueMs: number;
  /**
   * After so long no delivery comes any more, in milliseconds from the first one; later where `nextMs` says so, and
   * in any case when the third delivery has ended.
   */
  readonly slotMs: number;
  /** How long after a delivery the next may come, in milliseconds. */
  readonly nextMs: number;
  /** How long one delivery can be answered, in milliseconds from its arrival: WeChat cuts it at 5,000. */
  readonly tryMs: number;
  /** How long a sender may hold one customer-service message, in milliseconds. */
  readonly sendLeaseMs: number;
  /**
   * How long a chain rests after a message that was certainly not sent, in milliseconds: while WeChat is away,
   * followers who wait for WeChat must not keep the sweep from everybody else.
   */
  readonly retryMs: number;
  /**
   * How long a push that was handed to the processes of a later release waits for them, in milliseconds: if none of
   * them comes, there must be time left for an answer on the same delivery.
   */
  readonly handOverMs: number;
  /** How many pushes of one follower may wait. */
  readonly queueLength: number;
  /**
   * How long a silent follower is remembered, bot state included, in milliseconds, once nothing waits for him; 0:
   * until `forget`.
   */
  readonly keepMs: number;
}

/** The defaults. */
export const STORE_SETTINGS: StoreSettings = {
  grantRule: "strict",
  leaseMs: 3_400,
  rememberMs: 15 * 60_000,
  rescueMs: 16_000,
  slotMs: 14_800,
  nextMs: 8_000,
  tryMs: 4_850,
  sendLeaseMs: 8_000,
  retryMs: 3_000,
  handOverMs: 3_000,
  queueLength: 20,
  keepMs: 0,
};
