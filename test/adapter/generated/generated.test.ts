import fc from "fast-check";
import { expect, test } from "vitest";
import { anyActivity } from "./anyActivity.ts";
import { checkActivity } from "./checkActivity.ts";

/** `npm run test:activities` does 100,000. */
const RUNS = 1_500;

test(`${RUNS} generated activities are shown within every limit, and read back as they were meant`, () => {
  let shown = 0;
  fc.assert(
    fc.property(anyActivity, fc.boolean(), (activity, afterEvent) => {
      shown += checkActivity(activity, afterEvent);
    }),
    { numRuns: RUNS },
  );
  expect(shown).toBeGreaterThan(RUNS);
}, 180_000);
