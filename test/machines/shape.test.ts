import { expect, test } from "vitest";
import { followerMachine } from "../../src/machines/follower.ts";
import { activeIn, shapeOf } from "../../src/machines/shape.ts";

test("a machine's shape has every state, box and way, and is plain JSON", () => {
  const shape = shapeOf(followerMachine);
  expect(JSON.parse(JSON.stringify(shape))).toEqual(shape);
  expect(shape.states.map(({ id, kind }) => [id, kind])).toEqual([
    ["relation", "box"],
    ["relation_stranger", "state"],
    ["relation_following", "state"],
    ["relation_unfollowed", "state"],
    ["window", "box"],
    ["window_closed", "state"],
    ["window_open", "state"],
    ["window_spent", "state"],
    ["window_expired", "state"],
  ]);
  const ids = new Set(shape.states.map(({ id }) => id));
  expect(shape.ways.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
  expect(shape.ways).toContainEqual({
    from: "window_open",
    to: "window_spent",
    label: expect.stringContaining("refused [count used up]"),
  });
  expect(shape.states.filter(({ initial }) => initial).map(({ id }) => id)).toEqual([
    "relation_stranger",
    "window_closed",
  ]);
});

test("the active states of a value are named as in the shape", () => {
  expect(activeIn({ relation: "following", window: "open" })).toEqual([
    "relation",
    "relation_following",
    "window",
    "window_open",
  ]);
  expect(activeIn("asking")).toEqual(["asking"]);
});
