import { expect, test } from "vitest";
import { createMachine, not } from "xstate";
import { madePages } from "../../scripts/docs.ts";
import { draw } from "../../src/machines/draw.ts";
import { followerMachine } from "../../src/machines/follower.ts";
import * as limits from "../../src/protocol/limits.ts";

const pages = madePages();

test("docs show the machine and the routes of the code", () => {
  expect(pages.map(({ page }) => page)).toEqual([
    "docs/lifecycle.md",
    "docs/accounts.md",
    "docs/routes.md",
    "docs/api.md",
    "docs/errors.md",
    "src/adapter/README.md",
  ]);
  for (const { is, shouldBe } of pages) expect(is, "run: node scripts/docs.ts").toBe(shouldBe);
});

test("docs/lifecycle.md has the numbers of limits.ts", () => {
  const hours = limits.MESSAGE_GRANT_MS / 3_600_000;
  const minutes = limits.ACTION_GRANT_MS / 60_000;
  // A formatter may have padded the table.
  const page = (pages[0]?.is ?? "").replace(/ +/g, " ");
  expect(page).toContain(`| ${limits.MESSAGE_GRANT_MESSAGES} | ${hours} h |`);
  expect(page.split(`| ${limits.ACTION_GRANT_MESSAGES} | ${minutes} min |`)).toHaveLength(5);
});

test("the drawing changes with the machine", () => {
  const { config, implementations } = followerMachine;
  const states = {
    ...config.states,
    relation: { ...config.states?.relation, initial: "following" },
  };
  const changed = createMachine({ ...config, states } as never, implementations as never);
  expect(draw(changed)).not.toBe(draw(followerMachine));
});

test("a machine with all that can be drawn", () => {
  const machine = createMachine({
    id: "booking",
    initial: "city",
    on: { cancel: ".given up", help: { actions: function tellMore() {} } },
    states: {
      city: {
        on: {
          answer: "date",
          miss: [
            { target: "human", guard: function triedEnough() {} as never },
            { actions: "ask" },
          ],
        },
        after: { 7200000: "given up", soon: "human" },
      },
      date: {
        initial: "day",
        invoke: { src: "calendar", id: "cal", onDone: "booked", onError: "human" },
        on: { back: { target: "city", guard: not("isFirst") } },
        states: { day: { on: { answer: "hour" } }, hour: {} },
      },
      human: { always: { target: "booked", guard: "isServed" } },
      booked: { type: "final" },
      "given up": { type: "final" },
    },
  });
  expect(draw(machine)).toBe(`stateDiagram-v2
  state "city" as city
  city : miss / ask
  city : help / tell more
  state "date" as date {
    state "day" as date_day
    date_day : help / tell more
    state "hour" as date_hour
    date_hour : help / tell more
    [*] --> date_day
    date_day --> date_hour : answer
  }
  state "human" as human
  human : help / tell more
  state "booked" as booked
  state "given up" as given_up
  [*] --> city
  city --> date : answer
  city --> human : miss [tried enough]
  city --> given_up : after 2 h or cancel
  city --> human : after soon
  date --> city : back [not is first]
  date --> booked : done cal
  date --> human : failed cal
  date --> given_up : cancel
  human --> booked : [is served]
  human --> given_up : cancel
  booked --> [*]
  given_up --> [*]
`);
});
