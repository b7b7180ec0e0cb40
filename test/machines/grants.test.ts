import fc from "fast-check";
import { expect, test } from "vitest";
import {
  charge,
  EMPTY_LEDGER,
  exhaust,
  type GrantRule,
  type Ledger,
  openGrant,
  openGrants,
  quota,
  refund,
} from "../../src/protocol/grants.ts";
import { grantsOf } from "./openings.ts";
import { RULES } from "./walks.ts";

type Act =
  | { readonly do: "open"; readonly kind: keyof typeof grantsOf; readonly late: number }
  | { readonly do: "send" | "refund" | "exhaust" };
type Timed = Act & { readonly wait: number };

const acts = fc.array(
  fc
    .oneof(
      fc.record({
        do: fc.constant("open" as const),
        kind: fc.constantFrom("message", "click", "follow", "scan", "payment"),
        late: fc.constantFrom(0, 0, 0, 900, 5_000, 40_000, 70_000, -2_000),
      }) as fc.Arbitrary<Act>,
      fc.record({ do: fc.constantFrom("send" as const, "send" as const, "refund" as const) }),
      fc.record({ do: fc.constantFrom("send" as const, "exhaust" as const) }),
    )
    .chain((act) =>
      fc
        .constantFrom(0, 1, 500, 1_000, 20_000, 59_999, 60_000, 172_740_000)
        .map((wait) => ({ ...act, wait }) as Timed),
    ),
  { maxLength: 30 },
);

interface Moment {
  readonly now: number;
  readonly ledgers: Record<GrantRule, Ledger>;
}

/** The same history under all rules. A message is sent when `may` allows it, else not. */
function history(list: readonly Timed[], may: GrantRule): Moment[] {
  let now = 1_000_000_000;
  let ledgers = Object.fromEntries(RULES.map((rule) => [rule, EMPTY_LEDGER])) as Moment["ledgers"];
  return list.map((act) => {
    now += act.wait;
    const allowed = quota(ledgers[may], now, may) > 0;
    const next = (rule: GrantRule): Ledger => {
      const ledger = ledgers[rule];
      if (act.do === "open")
        return openGrant(ledger, grantsOf[act.kind], now - act.late, now, rule);
      if (act.do === "send") return allowed ? charge(ledger, now, rule) : ledger;
      if (act.do === "exhaust") return exhaust(ledger, now);
      return refund(ledger, ledger.charges.at(-1) ?? 0, rule);
    };
    ledgers = Object.fromEntries(RULES.map((rule) => [rule, next(rule)])) as Moment["ledgers"];
    return { now, ledgers };
  });
}

const RUNS = { numRuns: 2_000 };

test("a quota is never negative and never above what was opened", () => {
  fc.assert(
    fc.property(acts, (list) => {
      for (const { now, ledgers } of history(list, "strict")) {
        for (const rule of RULES) {
          const left = quota(ledgers[rule], now, rule);
          const most = openGrants(ledgers[rule], now).reduce((sum, one) => sum + one.limit, 0);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(most);
        }
      }
    }),
    RUNS,
  );
});

test("strict never allows more than any other rule after the same history", () => {
  let compared = 0;
  fc.assert(
    fc.property(acts, (list) => {
      const moments = history(
        list.filter((act) => act.do !== "refund"),
        "strict",
      );
      for (const { now, ledgers } of moments) {
        for (const later of [0, 1, 30_000, 60_000, 172_800_000]) {
          const strict = quota(ledgers.strict, now + later, "strict");
          for (const rule of RULES) {
            expect(strict).toBeLessThanOrEqual(quota(ledgers[rule], now + later, rule));
          }
          if (strict > 0) compared += 1;
        }
      }
    }),
    RUNS,
  );
  expect(compared).toBeGreaterThan(RUNS.numRuns);
});

test.each(RULES)("%s: a refund undoes its charge", (rule) => {
  let undone = 0;
  fc.assert(
    fc.property(acts, (list) => {
      for (const { now, ledgers } of history(list, rule)) {
        const before = { ...ledgers[rule], grants: openGrants(ledgers[rule], now) };
        if (quota(before, now, rule) === 0 || before.charges.length === 20) continue;
        const after = refund(charge(before, now, rule), now, rule);
        undone += 1;
        if (rule !== "per-kind") {
          expect(after).toEqual(before);
          continue;
        }
        // Which grant paid is not known: one in debt may get it, which loses a message and never gains one.
        const inDebt = before.grants.some(({ left }) => left < 0);
        const lost = quota(before, now, rule) - quota(after, now, rule);
        expect(inDebt ? [0, 1] : [0]).toContain(lost);
        for (const grant of before.grants) {
          expect(quota(after, grant.until, rule)).toBeLessThanOrEqual(
            quota(before, grant.until, rule),
          );
        }
      }
    }),
    RUNS,
  );
  expect(undone).toBeGreaterThan(RUNS.numRuns);
});

test("strict: a refund of any of several charges leaves what would be left without it", () => {
  const at = 1_000_000_000;
  const opened = openGrant(EMPTY_LEDGER, grantsOf.message, at, at);
  const five = [1, 2, 3, 4, 5].reduce((ledger, n) => charge(ledger, at + n), opened);
  // The tap gives three, the debt of the message grant stays.
  const tapped = openGrant(five, grantsOf.click, at + 5_000, at + 5_000);
  const eight = [1, 2, 3].reduce((ledger, n) => charge(ledger, at + 5_000 + n), tapped);
  const seven = refund(eight, at + 5_002);
  expect(quota(seven, at + 5_010)).toBe(1);
  expect(quota(seven, at + 65_000)).toBe(0);
});

test("a late push neither shortens nor enlarges the newer grant of its kind", () => {
  const at = 1_000_000_000;
  const newer = openGrant(EMPTY_LEDGER, grantsOf.click, at, at);
  expect(openGrant(newer, grantsOf.click, at - 15_000, at + 100)).toEqual(newer);
});

test("WeChat's clock, when it is ahead, does not lengthen a grant", () => {
  const [grant] = openGrant(EMPTY_LEDGER, grantsOf.click, 1_000_500, 1_000_000).grants;
  expect(grant?.until).toBe(1_060_000);
});
