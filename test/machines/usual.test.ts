import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type FollowerEvent,
  followerMachine,
  newFollower,
  stepFollower,
  stepIn,
} from "../../src/machines/follower.ts";
import type { GrantRule } from "../../src/protocol/grants.ts";

const RULES: readonly GrantRule[] = ["strict", "per-kind", "reset-max", "accumulate"];
const opening = fc.option(
  fc.constantFrom(
    { kind: "message" as const, limit: 5, forMs: 172_800_000 },
    { kind: "click" as const, limit: 3, forMs: 60_000 },
  ),
  { nil: undefined },
);
const act = fc.record({
  type: fc.constantFrom("spoke", "spoke", "spoke", "followed", "unfollowed", "sent", "clock"),
  waitMs: fc.constantFrom(0, 1, 1_000, 59_999, 60_000, 172_800_000),
  lateMs: fc.constantFrom(0, 0, 500, 5_000, 70_000),
  opening,
});

test.each(RULES)("%s: the usual step comes to what the machine comes to", (rule) => {
  let steps = 0;
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
      let record = newFollower();
      let at = 1_760_000_000_000;
      for (const { type, waitMs, lateMs, opening: opened } of acts) {
        at += waitMs;
        const push = { from: at - lateMs, at, ...(opened && { opening: opened }) };
        const event = (
          type === "sent" || type === "clock" ? { type, at } : { type, ...push }
        ) as FollowerEvent;
        const byMachine = stepIn(followerMachine, record, event, rule);
        record = stepFollower(record, event, rule);
        expect(record).toEqual(byMachine);
        steps += 1;
      }
    }),
    { numRuns: 1_500 },
  );
  expect(steps).toBeGreaterThan(5_000);
});
