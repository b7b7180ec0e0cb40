import fc from "fast-check";
import { expect, test } from "vitest";
import { getShortestPaths } from "xstate/graph";
import type { Finding } from "../../src/language/words/findings.ts";
import {
  accountLinkMachine,
  concernsLink,
  isHeld,
  type LinkEvent,
  type LinkRecord,
  type LinkState,
  newLink,
  stepLink,
} from "../../src/machines/accountLink.ts";

const after = (...events: LinkEvent[]) => events.reduce(stepLink, newLink());
const started: LinkEvent = { type: "started", at: 1 };
const authorised: LinkEvent = { type: "authorised", at: 2 };
const checked = (...findings: Finding[]): LinkEvent => ({ type: "checked", at: 3, findings });
const refused = (code: number): LinkEvent => ({ type: "refused", at: 4, code });
const withdrawn: LinkEvent = { type: "withdrawn", at: 5 };
const recheck: LinkEvent = { type: "recheck", at: 6 };
const linked = after(started, authorised, checked());

test("press, agree, check: linked", () => {
  expect(after(started).state).toBe("authorising");
  expect(after(started, authorised)).toMatchObject({ state: "checking", since: 2 });
  expect(linked).toEqual({ v: 1, state: "linked", findings: [], since: 3, checkedAt: 3 });
});

test("nobody agreed", () => {
  expect(after(started, { type: "lapsed", at: 9 }).state).toBe("unlinked");
});

test("an unverified account is linked with its limits", () => {
  const record = after(started, authorised, checked("unverified", "permission-missing"));
  expect(record.state).toBe("limited");
  expect(record.findings).toEqual(["unverified", "permission-missing"]);
});

test.each(["banned", "frozen", "cancelled"] as const)("a %s account is suspended", (finding) => {
  expect(after(authorised, checked("unverified", finding)).state).toBe("suspended");
});

test.each([
  [61003, "withdrawn", []],
  [61023, "withdrawn", []],
  [61016, "limited", ["permission-unconfirmed"]],
  [61007, "limited", ["permission-missing"]],
  [48001, "limited", ["right-missing"]],
  [40164, "limited", ["address-not-listed"]],
  [48004, "suspended", ["forbidden"]],
  [45015, "linked", []],
  [40003, "linked", []],
] as const)("a call refused with %i makes a linked account %s", (code, state, findings) => {
  const record = stepLink(linked, refused(code));
  expect(record.state).toBe(state);
  expect(record.findings).toEqual(findings);
  expect(concernsLink(code)).toBe(state !== "linked");
});

test("a refusal said twice is one finding; a check replaces what refusals said", () => {
  const twice = after(authorised, checked(), refused(61016), refused(61016));
  expect(twice.findings).toEqual(["permission-unconfirmed"]);
  expect(stepLink(stepLink(twice, recheck), checked()).state).toBe("linked");
});

test("after a withdrawal only a new authorisation helps", () => {
  const gone = stepLink(linked, withdrawn);
  expect(gone.state).toBe("withdrawn");
  for (const event of [checked(), recheck, refused(61016), started]) {
    expect(stepLink(gone, event).state).toBe("withdrawn");
  }
  expect(stepLink(gone, authorised).state).toBe("checking");
});

/** Without XState: what a reader of the drawing would say. */
function plain(record: LinkRecord, event: LinkEvent): LinkState {
  const { state } = record;
  const held = isHeld(record);
  switch (event.type) {
    case "started":
      return state === "unlinked" ? "authorising" : state;
    case "lapsed":
      return state === "authorising" ? "unlinked" : state;
    case "authorised":
      return "checking";
    case "recheck":
      return held ? "checking" : state;
    case "withdrawn":
      return held ? "withdrawn" : state;
    case "unlinked":
      return "unlinked";
    case "checked": {
      if (!held) return state;
      if (event.findings.length === 0) return "linked";
      const over = event.findings.some((one) => one === "banned" || one === "forbidden");
      return over ? "suspended" : "limited";
    }
    case "refused": {
      if (!held) return state;
      if (event.code === 61003) return "withdrawn";
      if (state === "suspended") return state;
      if (event.code === 48004) return "suspended";
      return event.code === 61016 ? "limited" : state;
    }
  }
}

const EVENTS: readonly LinkEvent[] = [
  started,
  { type: "lapsed", at: 1 },
  authorised,
  checked(),
  checked("unverified"),
  checked("banned", "unverified"),
  refused(61003),
  refused(61016),
  refused(48004),
  refused(45015),
  recheck,
  withdrawn,
  { type: "unlinked", at: 7 },
];

test("10,000 lives agree with a model that knows no XState", () => {
  const life = fc.array(fc.constantFrom(...EVENTS), { maxLength: 25 });
  fc.assert(
    fc.property(life, (events) => {
      let record = newLink();
      for (const event of events) {
        const should = plain(record, event);
        record = stepLink(record, event);
        expect(record.state).toBe(should);
        if (record.state === "linked") expect(record.findings).toEqual([]);
        if (record.state === "withdrawn") expect(record.findings).toEqual([]);
      }
    }),
    { numRuns: 10_000, seed: 10 },
  );
});

test("every state can be reached", () => {
  const paths = getShortestPaths(accountLinkMachine, {
    events: EVENTS as never,
    serializeState: ({ value }) => String(value) as never,
  });
  const states = new Set(paths.map(({ state }) => String(state.value)));
  expect(states).toEqual(new Set(Object.keys(accountLinkMachine.states)));
});
