import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import { PACE, type Pace } from "../../src/adapter/road.ts";
import { scaled, scaledTimes } from "../helpers/scaled.ts";
import { settingsOf, type WireAccount, wireAccount } from "../helpers/wechat.ts";
import type { SharedStore } from "./openStore.ts";

/** WeChat's own times. */
const CUT_MS = 5_000;
export const TRIES = 3;

/** What goes wrong, how often. Times are WeChat's, so they shrink with the scale; 0 is never. */
export interface Faults {
  /** A random process is killed and starts again. */
  readonly killEveryMs: number;
  /** A random process is stopped where it stands, for so long. */
  readonly freezeEveryMs: number;
  readonly freezeMs: readonly [from: number, to: number];
  /** Redis is killed and starts again with its file. */
  readonly redisKillEveryMs: number;
  /** All connections of a random process to Redis become half-open. */
  readonly halfOpenEveryMs: number;
  /** In this share of windows of a second everything between a process and Redis takes so long. */
  readonly slowShare: number;
  readonly slowMs: number;
  /** Shares of deliveries that are on their way for five to eight seconds, or are reset. */
  readonly deliveryDelayed: number;
  readonly deliveryReset: number;
  /** Shares of customer-service messages that WeChat refuses, or cuts off before or after taking them. */
  readonly apiRefused: number;
  readonly apiCutBefore: number;
  readonly apiCutAfter: number;
  /** How far each process's clock is off. */
  readonly skewMs: readonly number[];
  /** Once, in the middle: a replica takes over, after it has caught up (`planned`) or at once. */
  readonly failover?: "planned" | "crash";
}

/** The standard mix. */
export const STANDARD: Faults = {
  killEveryMs: 5_000,
  freezeEveryMs: 10_000,
  freezeMs: [2_000, 8_000],
  redisKillEveryMs: 30_000,
  halfOpenEveryMs: 20_000,
  slowShare: 0.1,
  slowMs: 200,
  deliveryDelayed: 0.02,
  deliveryReset: 0.01,
  apiRefused: 0.01,
  apiCutBefore: 0.01,
  apiCutAfter: 0.01,
  skewMs: [0, 240_000, -180_000],
};

/** Nothing goes wrong. */
export const NOTHING: Faults = {
  killEveryMs: 0,
  freezeEveryMs: 0,
  freezeMs: [0, 0],
  redisKillEveryMs: 0,
  halfOpenEveryMs: 0,
  slowShare: 0,
  slowMs: 0,
  deliveryDelayed: 0,
  deliveryReset: 0,
  apiRefused: 0,
  apiCutBefore: 0,
  apiCutAfter: 0,
  skewMs: [0],
};

export interface Plan {
  readonly seed: number;
  readonly pushes: number;
  /** By WeChat's time. */
  readonly perSecond: number;
  readonly followers: number;
  readonly processes: number;
  /** Every time of the road, the store and WeChat is so much of the real one. */
  readonly scale: number;
  /** How long the slowest bot works on a push, by WeChat's time. */
  readonly longestMs: number;
  readonly faults: Faults;
  /** Messages that come within so long of each other are one turn, by WeChat's time. Default: none are. */
  readonly quietMs?: number;
  /** Where the processes keep what they share. Default: a Redis. */
  readonly store?: "sqlite";
}

/** WeChat's times in a plan. */
export function wechatTimes({ scale }: Pick<Plan, "scale">) {
  return { cutMs: CUT_MS * scale, tries: TRIES };
}

/** What a child process is told. */
export interface ChildConfig {
  readonly port: number;
  readonly accounts: readonly AccountSettings[];
  readonly store: SharedStore;
  readonly pace: Partial<Pace>;
  readonly api: string;
  readonly apiMs: number;
  readonly skewMs: number;
  /** Writes into every record which pushes were committed. Default: true; such a record grows for ever. */
  readonly counts?: boolean;
}

export type Accounts = readonly (WireAccount & { readonly customerService: boolean })[];

/** One account may send customer-service messages, the other lives on passive replies. */
export function chaosAccounts(): Accounts {
  return [
    { ...wireAccount(), customerService: true },
    { ...wireAccount(), customerService: false },
  ];
}

export function childConfig(
  accounts: Accounts,
  { scale, faults, quietMs }: Plan,
  own: { port: number; index: number; api: string } & ({ redis: string } | { file: string }),
): ChildConfig {
  return {
    port: own.port,
    accounts: accounts.map(({ customerService, ...account }) => ({
      ...settingsOf(account),
      customerService,
      locale: "en",
      ...(quietMs !== undefined && { gather: { quietMs: Math.max(100, quietMs * scale) } }),
    })),
    store: {
      ...scaledTimes(scale),
      // Remembered longer than the test lasts: the judge reads it at the end.
      rememberMs: 600_000,
      ...("file" in own
        ? { path: own.file }
        : { url: own.redis, deadlineMs: Math.max(500, 1_500 * scale) }),
    },
    pace: { ...scaled(PACE, scale), holdMs: PACE.holdMs },
    api: own.api,
    apiMs: CUT_MS * scale,
    skewMs: faults.skewMs[own.index % faults.skewMs.length] ?? 0,
  };
}

/** A small seeded generator: the same seed, the same pushes, tries and faults. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
