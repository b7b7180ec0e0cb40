import { describe, test, vi } from "vitest";
import { Bench, type Check, type Opened } from "./bench.ts";
import { arriveRules } from "./rules/arrive.ts";
import { asideRules } from "./rules/aside.ts";
import { enterRules } from "./rules/enter.ts";
import { factsRules } from "./rules/facts.ts";
import { keepRules } from "./rules/keep.ts";
import { leaseRules } from "./rules/lease.ts";
import { newcomerRules } from "./rules/newcomer.ts";
import { releaseRules } from "./rules/release.ts";
import { sendRules } from "./rules/send.ts";
import { stateRules } from "./rules/state.ts";
import { stepRules } from "./rules/step.ts";
import { wakeRules } from "./rules/wake.ts";

/** What is asked of a store, by verb. A driver in the making may leave groups out, by name. */
const GROUPS = {
  arrive: arriveRules,
  step: stepRules,
  facts: factsRules,
  release: releaseRules,
  lease: leaseRules,
  newcomer: newcomerRules,
  wake: wakeRules,
  send: sendRules,
  enter: enterRules,
  aside: asideRules,
  keep: keepRules,
  state: stateRules,
} satisfies Record<string, (check: Check) => void>;

export type Group = keyof typeof GROUPS;

/**
 * The one suite that every store passes unchanged. "Row 12" in a title is a row of the table of
 * interleavings in the design: what happens, and what stops it.
 */
export function describeStore(
  name: string,
  open: () => Promise<Opened>,
  groups: readonly Group[] = Object.keys(GROUPS) as Group[],
): void {
  // Where time is real, tests mostly wait: many at once. Each has a store of its own.
  vi.setConfig({ maxConcurrency: 16 });
  for (const group of groups) {
    describe.concurrent(`${name}: ${group}`, () => {
      GROUPS[group]((title, body) => {
        test(title, async () => {
          const bench = new Bench(await open());
          try {
            await body(bench);
          } finally {
            await bench.close();
          }
        });
      });
    });
  }
}
