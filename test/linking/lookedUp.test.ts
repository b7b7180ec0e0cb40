import { expect, test } from "vitest";
import { LookedUp } from "../../src/adapter/accounts/linking/lookedUp.ts";

test("names that are no accounts are forgotten, the oldest first; linked accounts are not", () => {
  const lookedUp = new LookedUp();
  lookedUp.note("linked", 1, true);
  for (let n = 0; n < 5_000; n += 1) lookedUp.note(`nobody ${n}`, n, false);
  const remembered = Array.from({ length: 5_000 }, (_, n) => lookedUp.at(`nobody ${n}`));
  expect(remembered.filter((at) => at !== undefined)).toHaveLength(1_000);
  expect([lookedUp.at("nobody 4999"), lookedUp.at("nobody 0")]).toEqual([4_999, undefined]);
  expect(lookedUp.at("linked")).toBe(1);
});

test("an account that is unlinked, and linked again, is one", () => {
  const lookedUp = new LookedUp();
  lookedUp.note("wx1", 1, true);
  lookedUp.note("wx1", 2, false);
  expect(lookedUp.at("wx1")).toBe(2);
  lookedUp.note("wx1", 3, true);
  expect(lookedUp.at("wx1")).toBe(3);
});
