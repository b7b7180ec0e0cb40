import fc from "fast-check";
import { expect, test } from "vitest";
import {
  charge,
  EMPTY_LEDGER,
  type GrantRule,
  type Ledger,
  openGrant,
  quota,
} from "../../src/protocol/grants.ts";
import { grantOf, type PaymentRule } from "../../src/protocol/openings.ts";
import type { Push } from "../../src/protocol/push.ts";
import {
  openWindow,
  useWindow,
  type Window,
  type WindowKind,
  windowState,
} from "../../src/simulator/world/windows.ts";
import { RULES } from "./walks.ts";

/*
 * The quota arithmetic against two others that know nothing of it: a model in the words of WeChat's page,
 * here, and the windows of the simulated platform.
 */

const PAYMENTS: readonly PaymentRule[] = ["none", "unlimited48h", "legacy20"];
const TWO_DAYS = 48 * 60 * 60_000;
const UNLIMITED = Number.POSITIVE_INFINITY;

type Action = "message" | "tap" | "follow" | "scan" | "pay";

/** What a follower's action is to the adapter. Only what decides about a grant. */
const PUSHES = {
  message: { kind: "message", type: "text" },
  tap: { kind: "event", event: "CLICK" },
  follow: { kind: "event", event: "subscribe" },
  scan: { kind: "event", event: "SCAN" },
  pay: { kind: "event", event: "subscribe", transactionId: "42" },
} as unknown as Record<Action, Push>;

const KINDS: Record<Action, WindowKind> = {
  message: "message",
  tap: "menu",
  follow: "follow",
  scan: "scan",
  pay: "payment",
};

/** The page's list: how many messages, for how long. Following by a payment is a follow where paying opens nothing. */
function listed(action: Action, payments: PaymentRule): readonly [string, number, number] {
  if (action === "message") return ["message", 5, TWO_DAYS];
  if (action === "pay" && payments === "unlimited48h") return ["pay", UNLIMITED, TWO_DAYS];
  if (action === "pay" && payments === "legacy20") return ["pay", 20, TWO_DAYS];
  return [action === "pay" ? "follow" : action, 3, 60_000];
}

interface Open {
  readonly name: string;
  readonly count: number;
  readonly from: number;
  readonly end: number;
}

type Happening =
  | { readonly at: number; readonly do: "act"; readonly action: Action }
  | { readonly at: number; readonly do: "send" };

/** How many may be sent at `now`, from the whole history and nothing else. */
function modelled(
  history: readonly Happening[],
  now: number,
  rule: GrantRule,
  payments: PaymentRule,
): number {
  const opens: Open[] = [];
  const sends = history.filter((one) => one.do === "send").map(({ at }) => at);
  for (const one of history) {
    if (one.do !== "act") continue;
    const [name, count, length] = listed(one.action, payments);
    opens.push({ name, count, from: one.at, end: one.at + length });
  }
  const latest = opens.filter(
    (open, i) => !opens.slice(i + 1).some(({ name }) => name === open.name),
  );
  if (rule === "strict") {
    const left = latest
      .filter(({ end }) => end > now)
      .map(({ count, from }) => count - sends.filter((at) => at >= from).length);
    return Math.max(0, ...left);
  }
  return rule === "per-kind" ? perKind(history, opens, now) : oneCount(history, opens, now, rule);
}

/** Each kind for itself; a message is paid by the one that ends first, of two by the one opened first. */
function perKind(history: readonly Happening[], opens: readonly Open[], now: number): number {
  const purses = new Map<string, { left: number; end: number }>();
  let next = 0;
  for (const one of history) {
    if (one.do === "act") {
      const open = opens[next++] as Open;
      purses.delete(open.name);
      purses.set(open.name, { left: open.count, end: open.end });
      continue;
    }
    const paying = [...purses.values()]
      .filter(({ left, end }) => left > 0 && end > one.at)
      .sort((a, b) => a.end - b.end)[0];
    if (paying !== undefined) paying.left -= 1;
  }
  return [...purses.values()].reduce((sum, { left, end }) => sum + (end > now ? left : 0), 0);
}

/** One count for all kinds: raised to the larger, or added up. */
function oneCount(
  history: readonly Happening[],
  opens: readonly Open[],
  now: number,
  rule: "reset-max" | "accumulate",
): number {
  let left = 0;
  let end = 0;
  let next = 0;
  for (const one of history) {
    if (one.at >= end) left = 0;
    if (one.do === "send") {
      left = Math.max(0, left - 1);
      continue;
    }
    const open = opens[next++] as Open;
    left = rule === "accumulate" ? left + open.count : Math.max(left, open.count);
    end = Math.max(end, open.end);
  }
  return now < end ? left : 0;
}

/** Actions and wishes to send, with the time before each. */
const lives = fc.array(
  fc.record({
    // More than a second before an action: what lies closer is counted twice, and never once too little.
    wait: fc.constantFrom(
      1_001,
      2_000,
      20_000,
      59_000,
      60_000,
      61_001,
      TWO_DAYS - 60_000,
      TWO_DAYS,
    ),
    what: fc.constantFrom<Action | "send">(
      ...(["message", "tap", "follow", "scan", "pay"] as const),
      ...(["send", "send", "send", "send", "send"] as const),
    ),
    quick: fc.boolean(),
  }),
  { maxLength: 40 },
);

interface Life {
  readonly history: readonly Happening[];
  readonly ledger: Ledger;
  readonly windows: readonly Window[];
  readonly now: number;
}

/** Lives through it; a message is sent when the adapter thinks that it may. */
function* live(
  acts: readonly { wait: number; what: Action | "send"; quick: boolean }[],
  rule: GrantRule,
  payments: PaymentRule,
): Generator<Life> {
  let now = 1_000_000_000_000;
  let ledger = EMPTY_LEDGER;
  let windows: readonly Window[] = [];
  const history: Happening[] = [];
  const rules = { mergeRule: rule, paymentRule: payments };
  for (const { wait, what, quick } of acts) {
    now += what === "send" && quick ? 1 : wait;
    if (what === "send") {
      if (quota(ledger, now, rule) === 0) continue;
      expect(windowState(windows, now), "WeChat takes what we think is allowed").toBe("open");
      ledger = charge(ledger, now, rule);
      windows = useWindow(windows, now, rule);
      history.push({ at: now, do: "send" });
    } else {
      const opening = grantOf(PUSHES[what], payments);
      if (opening !== undefined) ledger = openGrant(ledger, opening, now, now, rule);
      const kind = what === "pay" && payments === "none" ? "follow" : KINDS[what];
      windows = openWindow(windows, kind, now, rules);
      history.push({ at: now, do: "act", action: what });
    }
    yield { history, ledger, windows, now };
  }
}

/** A follow and a message whose grants end in the same millisecond. */
const TWO_END_AT_ONCE = (
  [
    [1_001, "follow"],
    [1_001, "message"],
    [TWO_DAYS - 60_000, "follow"],
    [1_001, "send"],
    [1_001, "message"],
  ] as const
).map(([wait, what]) => ({ wait, what, quick: false }));

const cases = RULES.flatMap((rule) => PAYMENTS.map((payments) => [rule, payments] as const));

test.each(cases)("%s, payment %s: the quota is what the model says", (rule, payments) => {
  let compared = 0;
  let paid = 0;
  fc.assert(
    fc.property(lives, (acts) => {
      for (const { history, ledger, windows, now } of live(acts, rule, payments)) {
        for (const later of [0, 1, 30_000, 59_999, 60_000, TWO_DAYS - 1, TWO_DAYS]) {
          const expected = modelled(history, now + later, rule, payments);
          const ours = quota(ledger, now + later, rule);
          // "No limit" is a very large number to us, because grants are stored as JSON.
          if (expected < UNLIMITED) expect(ours).toBe(expected);
          else expect(ours).toBeGreaterThan(1_000_000);
          expect(windowState(windows, now + later) === "open").toBe(ours > 0);
          if (ours > 0) compared += 1;
        }
        if (history.at(-1)?.do === "send") paid += 1;
      }
    }),
    { numRuns: 200, examples: [[TWO_END_AT_ONCE]] },
  );
  expect(compared).toBeGreaterThan(1_000);
  expect(paid).toBeGreaterThan(100);
});

test.each(cases)(
  "%s, payment %s: a push that comes late never gives more than the model",
  (rule, payments) => {
    // WeChat repeats a lost push, and another may overtake it: we hear of it up to a quarter of a minute later.
    const late = fc.tuple(
      lives,
      fc.array(fc.constantFrom(0, 400, 5_000, 14_000), { maxLength: 40 }),
    );
    fc.assert(
      fc.property(late, ([acts, delays]) => {
        let now = 1_000_000_000_000;
        let ledger = EMPTY_LEDGER;
        const history: Happening[] = [];
        const onTheirWay: { action: Action; from: number; at: number }[] = [];
        const hear = () => {
          for (const one of onTheirWay.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
            onTheirWay.splice(onTheirWay.indexOf(one), 1);
            const opening = grantOf(PUSHES[one.action], payments);
            if (opening !== undefined) ledger = openGrant(ledger, opening, one.from, now, rule);
          }
        };
        for (const [i, { wait, what }] of acts.entries()) {
          now += Math.min(wait, 61_001);
          if (what === "send") {
            hear();
            const may = quota(ledger, now, rule);
            if (may === 0) continue;
            // A late merge of counts adds what was sent meanwhile to neither side; strict must never exceed.
            if (rule === "strict") {
              expect(may).toBeLessThanOrEqual(modelled(history, now, rule, payments));
            }
            ledger = charge(ledger, now, rule);
            history.push({ at: now, do: "send" });
          } else {
            history.push({ at: now, do: "act", action: what });
            onTheirWay.push({ action: what, from: now, at: now + (delays[i] ?? 0) });
          }
        }
      }),
      { numRuns: 200 },
    );
  },
);
