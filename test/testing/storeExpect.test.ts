import { expect, test } from "vitest";
import { expect as expectation } from "../../src/testing/store/expect.ts";

type Check = (one: ReturnType<typeof expectation>) => void;
const object = Object.assign(Object.create(null), { a: 1 });

test.each<[string, unknown, Check]>([
  ["toBe", 1, (one) => one.toBe(1)],
  ["toEqual", { a: [1, { b: 2 }], c: undefined }, (one) => one.toEqual({ a: [1, { b: 2 }] })],
  ["toEqual, absent parts", { a: 1 }, (one) => one.toEqual({ a: 1, b: undefined })],
  ["toEqual, any prototype", object, (one) => one.toEqual({ a: 1 })],
  ["toMatchObject", { a: { b: 1, c: 2 }, d: 3 }, (one) => one.toMatchObject({ a: { b: 1 } })],
  ["toMatchObject, in a list", [{ a: 1, b: 2 }], (one) => one.toMatchObject([{ a: 1 }])],
  ["toBeUndefined", undefined, (one) => one.toBeUndefined()],
  ["toBeDefined", 0, (one) => one.toBeDefined()],
  ["toBeGreaterThan", 2, (one) => one.toBeGreaterThan(1)],
  ["toBeGreaterThanOrEqual", 2, (one) => one.toBeGreaterThanOrEqual(2)],
  ["toBeLessThan", 1, (one) => one.toBeLessThan(2)],
  ["toBeLessThanOrEqual", 2, (one) => one.toBeLessThanOrEqual(2)],
  ["toContain, text", "abc", (one) => one.toContain("b")],
  ["toContain, list", ["a"], (one) => one.toContain("a")],
  ["toHaveLength", [1, 2], (one) => one.toHaveLength(2)],
  ["toHaveProperty", { a: undefined }, (one) => one.toHaveProperty("a")],
  ["toHaveProperty, value", { a: [1] }, (one) => one.toHaveProperty("a", [1])],
])("%s is content with what fits, and `not` is not", (_, actual, check) => {
  expect(() => check(expectation(actual))).not.toThrow();
  expect(() => check(expectation(actual).not)).toThrow("not to ");
});

test.each<[string, unknown, Check]>([
  ["toBe", "1", (one) => one.toBe(1)],
  ["toEqual, more", { a: 1, b: 2 }, (one) => one.toEqual({ a: 1 })],
  ["toEqual, less", { a: 1 }, (one) => one.toEqual({ a: 1, b: 2 })],
  ["toEqual, a longer list", [1, 2], (one) => one.toEqual([1])],
  ["toEqual, a list that is none", { 0: 1 }, (one) => one.toEqual([1])],
  ["toEqual, nothing", undefined, (one) => one.toEqual({})],
  ["toMatchObject, deep", { a: { b: 1 } }, (one) => one.toMatchObject({ a: { b: 2 } })],
  ["toMatchObject, a longer list", { a: [1, 2] }, (one) => one.toMatchObject({ a: [1] })],
  ["toMatchObject, nothing", undefined, (one) => one.toMatchObject({})],
  ["toBeUndefined", null, (one) => one.toBeUndefined()],
  ["toBeDefined", undefined, (one) => one.toBeDefined()],
  ["toBeGreaterThan", 1, (one) => one.toBeGreaterThan(1)],
  ["toBeGreaterThan, no number", undefined, (one) => one.toBeGreaterThan(0)],
  ["toBeGreaterThanOrEqual", 1, (one) => one.toBeGreaterThanOrEqual(2)],
  ["toBeLessThan", 2, (one) => one.toBeLessThan(2)],
  ["toBeLessThanOrEqual", 3, (one) => one.toBeLessThanOrEqual(2)],
  ["toContain", undefined, (one) => one.toContain("a")],
  ["toHaveLength", undefined, (one) => one.toHaveLength(0)],
  ["toHaveProperty", { a: 1 }, (one) => one.toHaveProperty("b")],
  ["toHaveProperty, value", { a: 1 }, (one) => one.toHaveProperty("a", 2)],
])("%s refuses what does not fit, and `not` takes it", (_, actual, check) => {
  expect(() => check(expectation(actual))).toThrow(
    expect.objectContaining({ code: "ERR_ASSERTION" }),
  );
  expect(() => check(expectation(actual).not)).not.toThrow();
});
