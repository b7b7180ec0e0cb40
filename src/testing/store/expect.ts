import { AssertionError } from "node:assert";
import { inspect } from "node:util";

/** What a rule expects of a value. Each method throws an `AssertionError` where the value is otherwise. */
interface Expectation {
  readonly not: Expectation;
  /** The very same value. */
  toBe(wanted: unknown): void;
  /** The same data; what is undefined counts as absent. */
  toEqual(wanted: unknown): void;
  /** At least this data: further properties are allowed, further elements of a list are not. */
  toMatchObject(wanted: object): void;
  toBeUndefined(): void;
  toBeDefined(): void;
  toBeGreaterThan(wanted: number): void;
  toBeGreaterThanOrEqual(wanted: number): void;
  toBeLessThan(wanted: number): void;
  toBeLessThanOrEqual(wanted: number): void;
  /** A part of a text, or an element of a list. */
  toContain(wanted: unknown): void;
  toHaveLength(wanted: number): void;
  /** A property, with this value where one is told. */
  toHaveProperty(name: string, ...wanted: unknown[]): void;
}

/** The few words of a test runner that the rules of a store use: they run under any runner, and under none. */
export function expect(actual: unknown): Expectation {
  return expectation(actual, false);
}

function expectation(actual: unknown, negated: boolean): Expectation {
  function check(holds: boolean, words: string, wanted: unknown): void {
    if (holds !== negated) return;
    const message = `expected ${inspect(actual, { depth: 4 })} ${negated ? "not " : ""}${words}`;
    throw new AssertionError({
      message,
      actual,
      expected: wanted,
      operator: words,
      stackStartFn: check,
    });
  }
  const told = (wanted: unknown) => inspect(wanted, { depth: 4 });
  const number = actual as number;
  return {
    get not() {
      return expectation(actual, !negated);
    },
    toBe: (wanted) => check(Object.is(actual, wanted), `to be ${told(wanted)}`, wanted),
    toEqual: (wanted) => check(isSame(actual, wanted), `to equal ${told(wanted)}`, wanted),
    toMatchObject: (wanted) => check(holds(actual, wanted), `to hold ${told(wanted)}`, wanted),
    toBeUndefined: () => check(actual === undefined, "to be undefined", undefined),
    toBeDefined: () => check(actual !== undefined, "to be defined", "anything"),
    toBeGreaterThan: (wanted) => check(number > wanted, `to be more than ${wanted}`, wanted),
    toBeGreaterThanOrEqual: (wanted) => check(number >= wanted, `to be at least ${wanted}`, wanted),
    toBeLessThan: (wanted) => check(number < wanted, `to be less than ${wanted}`, wanted),
    toBeLessThanOrEqual: (wanted) => check(number <= wanted, `to be at most ${wanted}`, wanted),
    toContain(wanted) {
      const isIn = (actual as { includes?(one: unknown): boolean } | undefined)?.includes?.(wanted);
      check(isIn === true, `to contain ${told(wanted)}`, wanted);
    },
    toHaveLength(wanted) {
      const { length } = (actual ?? {}) as { length?: number };
      check(length === wanted, `to have the length ${wanted}`, wanted);
    },
    toHaveProperty(name, ...wanted) {
      const has = typeof actual === "object" && actual !== null && name in actual;
      const value = has ? (actual as Record<string, unknown>)[name] : undefined;
      const fits = has && (wanted.length === 0 || isSame(value, wanted[0]));
      check(fits, `to have ${name} ${wanted.map(told).join("")}`, wanted[0]);
    },
  };
}

/** Whether two values are the same data. Drivers give objects of any prototype. */
function isSame(actual: unknown, wanted: unknown): boolean {
  if (!isObject(actual) || !isObject(wanted)) return Object.is(actual, wanted);
  const extra = Object.keys(actual).filter((key) => wanted[key] === undefined);
  return extra.every((key) => actual[key] === undefined) && fits(actual, wanted, isSame);
}

/** Whether a value holds at least the wanted data. */
function holds(actual: unknown, wanted: unknown): boolean {
  if (!isObject(actual) || !isObject(wanted)) return Object.is(actual, wanted);
  return fits(actual, wanted, holds);
}

type Data = Readonly<Record<string, unknown>>;

function fits(actual: Data, wanted: Data, compare: (a: unknown, b: unknown) => boolean): boolean {
  if (Array.isArray(actual) !== Array.isArray(wanted)) return false;
  if (Array.isArray(actual) && actual.length !== wanted.length) return false;
  return Object.keys(wanted).every((key) => compare(actual[key], wanted[key]));
}

function isObject(value: unknown): value is Data {
  return typeof value === "object" && value !== null;
}
