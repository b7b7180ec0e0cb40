import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Account } from "./accounts/account.ts";
import type { Linking } from "./accounts/linking/linking.ts";
import type { Alarms } from "./exchange/alarms.ts";
import type { Waiters } from "./exchange/waiters.ts";
import type { Batching } from "./receive/batching.ts";
import type { Refusals } from "./receive/refusals.ts";
import type { Agents } from "./send/agents.ts";
import type { Dispatch } from "./send/dispatch.ts";
import type { OnUnsubscribe } from "./turn/forgetting.ts";
import type { Leases } from "./turn/lease.ts";
import type { Observe } from "./watch/observe.ts";

/** What the stations of the road share in one process. */
export interface Road {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** This process's name in the store: unlike any other's, and new at every start. */
  readonly by: string;
  readonly batching: Batching;
  readonly waiters: Waiters;
  /** When the deliveries are looked after that wait: after the times of the same names in {@link Pace}. */
  readonly alarms: { readonly [When in "decide" | "giveUp" | "abandon"]: Alarms };
  readonly leases: Leases;
  readonly dispatch: Dispatch;
  readonly agents: Agents;
  readonly refusals: Refusals;
  /** Accounts that are linked by authorisation; undefined where we are no third-party platform. */
  readonly linking?: Linking | undefined;
  /** Shows a follower that the bot works, until the returned function is called. */
  readonly showTyping: (account: Account, openid: string) => () => void;
  readonly pace: Pace;
  readonly onUnsubscribe: OnUnsubscribe;
  /** Absent where nobody watches. */
  readonly observe?: Observe | undefined;
}

/** When the road does what, in milliseconds. Tests on a shared clock may shorten these times. */
export interface Pace {
  /**
   * After the delivery began: the road decides what the delivery of a slow turn gets, and a store that has not
   * replied counts as unavailable. Leaves time for one round trip.
   */
  readonly decideMs: number;
  /** After the delivery began: a store that has not replied to the decision counts as unavailable. */
  readonly giveUpMs: number;
  /** After the delivery began: from now on an answer would come too late, because WeChat hangs up at 5,000. */
  readonly takesMs: number;
  /** After the delivery began: a client that still waits is not WeChat, and its connection is closed. */
  readonly abandonMs: number;
  /** After the first delivery: the next delivery is the last, even if we never saw the second. */
  readonly lastAfterMs: number;
  /** Between two renewals of a lease. */
  readonly renewMs: number;
  /** How long a bot may work on one push. */
  readonly turnLimitMs: number;
  /** Between two looks for work that somebody left behind. */
  readonly sweepMs: number;
  /** How long a streamed answer may show nothing while two grants are left; then the follower gets what there is. */
  readonly streamMs: number;
  /**
   * How long a proactive turn waits for the follower's running turn before it joins that turn, which may be waiting
   * for it.
   */
  readonly joinMs: number;
  /** How long a held message is worth keeping. */
  readonly holdMs: number;
}

export const PACE: Pace = {
  decideMs: 4_300,
  giveUpMs: 4_550,
  takesMs: 4_850,
  abandonMs: 6_000,
  lastAfterMs: 9_500,
  renewMs: 1_100,
  turnLimitMs: 120_000,
  sweepMs: 500,
  streamMs: 8_000,
  joinMs: 2_000,
  holdMs: 48 * 3_600_000,
};
