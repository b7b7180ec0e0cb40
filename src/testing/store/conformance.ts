import type { Store } from "../../store/store.ts";
import { STORE_SETTINGS, type StoreSettings } from "../../store/storeSettings.ts";
import { Bench, type Check } from "./bench.ts";
import { arriveRules } from "./rules/arrive.ts";
import { asideRules } from "./rules/aside.ts";
import { enterRules } from "./rules/enter.ts";
import { factsRules } from "./rules/facts.ts";
import { grantRules } from "./rules/grants.ts";
import { handOverRules } from "./rules/handOver.ts";
import { keepRules } from "./rules/keep.ts";
import { leaseRules } from "./rules/lease.ts";
import { newcomerRules } from "./rules/newcomer.ts";
import { releaseRules } from "./rules/release.ts";
import { sendRules } from "./rules/send.ts";
import { stateRules } from "./rules/state.ts";
import { stepRules } from "./rules/step.ts";
import { tokenRules } from "./rules/tokens.ts";
import { wakeRules } from "./rules/wake.ts";

/** A part of the rules: a driver in the making may run some and leave others for later. */
export type StoreRuleGroup =
  | ("arrive" | "step" | "facts" | "release" | "lease" | "handOver" | "newcomer" | "wake")
  | ("send" | "grants" | "enter" | "aside" | "keep" | "state" | "tokens");

/** What is asked of a store, mostly by verb. */
const GROUPS: Readonly<Record<StoreRuleGroup, (check: Check) => void>> = {
  arrive: arriveRules,
  step: stepRules,
  facts: factsRules,
  release: releaseRules,
  lease: leaseRules,
  handOver: handOverRules,
  newcomer: newcomerRules,
  wake: wakeRules,
  send: sendRules,
  grants: grantRules,
  enter: enterRules,
  aside: asideRules,
  keep: keepRules,
  state: stateRules,
  tokens: tokenRules,
};

/** A fresh, empty store under test. */
export interface StoreUnderTest {
  readonly store: Store;
  /** The same store as another process has it: a second connection to the same data. Default: the same object. */
  readonly other?: Store;
  /** The settings that the store was made with, where they are not the defaults. Times are in milliseconds. */
  readonly settings?: Partial<StoreSettings>;
  /** The store's clock, in milliseconds since the epoch. */
  now(): number;
  /** Lets so many milliseconds pass on the store's clock; where they are negative, the clock is set back. */
  advance(ms: number): Promise<void>;
  /** After each rule. Default: closes `store` and `other`. */
  close?(): Promise<void>;
}

/** Opens a fresh, empty store; called once for each rule. */
export type OpenStoreUnderTest = () => StoreUnderTest | Promise<StoreUnderTest>;

/** One promise of the `Store` contract. */
export interface StoreRule {
  readonly group: StoreRuleGroup;
  /** What is promised, in a sentence. */
  readonly title: string;
  /** Opens a store, checks the promise and closes the store. Rejects with an `AssertionError` where it is broken. */
  check(open: OpenStoreUnderTest): Promise<void>;
}

/** What a test runner gives: `node:test`, vitest, jest and mocha all do. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  it(title: string, body: () => Promise<void>): unknown;
}

/**
 * Everything that a store promises, as checks that need no test runner. `groups`: only these; default all.
 *
 * ```ts
 * for (const { group, title, check } of storeRules()) {
 *   await check(openMyStore).catch((error) => console.error(`${group}: ${title}\n${error.message}`));
 * }
 * ```
 */
export function storeRules(
  groups: readonly StoreRuleGroup[] = Object.keys(GROUPS) as StoreRuleGroup[],
): readonly StoreRule[] {
  const rules: StoreRule[] = [];
  for (const group of groups) {
    GROUPS[group]((title, body) => {
      rules.push({ group, title, check: (open) => checkOn(open, body) });
    });
  }
  return rules;
}

/**
 * The suite that every store passes unchanged, those of this package among them: a test for each of
 * {@link storeRules}, in a `describe` for each group.
 *
 * ```ts
 * import { describe, it } from "node:test";
 * import { describeStore, ManualClock } from "botbuilder-adapter-wechat/testing";
 *
 * describeStore({ describe, it }, "my store", async () => {
 *   const clock = new ManualClock();
 *   const store = await MyStore.open({ clock });
 *   return { store, now: () => clock.now(), advance: (ms) => clock.advance(ms) };
 * });
 * ```
 *
 * Each rule opens a store of its own, so rules may run at the same time: `{ describe: describe.concurrent, it }` in
 * vitest. `groups`: only these; default all.
 */
export function describeStore(
  { describe, it }: TestRunner,
  name: string,
  open: OpenStoreUnderTest,
  groups?: readonly StoreRuleGroup[],
): void {
  const byGroup = Map.groupBy(storeRules(groups), ({ group }) => group);
  for (const [group, rules] of byGroup) {
    describe(`${name}: ${group}`, () => {
      for (const { title, check } of rules) it(title, () => check(open));
    });
  }
}

async function checkOn(open: OpenStoreUnderTest, body: Parameters<Check>[1]): Promise<void> {
  const { store, other = store, settings, ...opened } = await open();
  const close = async () => {
    await store.close();
    if (other !== store) await other.close();
  };
  const bench = new Bench({
    store,
    other,
    settings: { ...STORE_SETTINGS, ...settings },
    now: () => opened.now(),
    advance: (ms) => opened.advance(ms),
    close: () => opened.close?.() ?? close(),
  });
  try {
    await body(bench);
  } finally {
    await bench.close();
  }
}
