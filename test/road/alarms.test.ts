import { expect, test } from "vitest";
import { Alarms, Rung } from "../../src/adapter/exchange/alarms.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";

const AFTER_MS = 4_300;

class One extends Rung {
  readonly #ring: (name: string) => void;
  readonly #name: string;

  constructor(name: string, ring: (name: string) => void) {
    super();
    this.#name = name;
    this.#ring = ring;
  }

  ring(): void {
    this.#ring(this.#name);
  }
}

function alarms() {
  const clock = new ManualClock();
  const rung: (readonly [string, number])[] = [];
  const began = clock.now();
  const one = (name: string) => new One(name, () => rung.push([name, clock.now() - began]));
  return { clock, rung, one, alarms: new Alarms(clock, AFTER_MS) };
}

test("each rings at its own time, one timer for all", async () => {
  const { clock, rung, one, alarms: all } = alarms();
  for (const name of ["a", "b", "c"]) {
    all.set(one(name), clock.now());
    await clock.advance(100);
  }
  expect(clock.waiting).toBe(1);
  await clock.advance(AFTER_MS);
  expect(rung).toEqual([
    ["a", AFTER_MS],
    ["b", AFTER_MS + 100],
    ["c", AFTER_MS + 200],
  ]);
  expect(clock.waiting).toBe(0);
});

test("what is nearly due rings together with what is due", async () => {
  const { clock, rung, one, alarms: all } = alarms();
  for (const [name, ms] of [
    ["a", 20],
    ["b", 50],
    ["c", 0],
  ] as const) {
    all.set(one(name), clock.now());
    await clock.advance(ms);
  }
  await clock.advance(AFTER_MS);
  expect(rung).toEqual([
    ["a", AFTER_MS],
    ["b", AFTER_MS],
    ["c", AFTER_MS + 70],
  ]);
});

test("what began earlier and was seen later rings first", async () => {
  const { clock, rung, one, alarms: all } = alarms();
  await clock.advance(1_000);
  all.set(one("seen first"), clock.now());
  all.set(one("began before"), clock.now() - 500);
  all.set(one("in between"), clock.now() - 200);
  all.set(one("over long ago"), clock.now() - 2 * AFTER_MS);
  await clock.advance(AFTER_MS);
  expect(rung).toEqual([
    ["over long ago", 1_000],
    ["began before", AFTER_MS + 500],
    ["in between", AFTER_MS + 800],
    ["seen first", AFTER_MS + 1_000],
  ]);
});

test("what was taken back does not ring, wherever it stood, and leaves no timer", async () => {
  const { clock, rung, one, alarms: all } = alarms();
  const [a, b, c, d] = ["a", "b", "c", "d"].map(one) as [One, One, One, One];
  for (const each of [a, b, c, d]) {
    all.set(each, clock.now());
    await clock.advance(100);
  }
  for (const each of [a, c]) all.unset(each);
  await clock.advance(AFTER_MS - 250);
  expect(rung).toEqual([["b", AFTER_MS + 100]]);
  all.unset(d);
  await clock.advance(AFTER_MS);
  expect(rung).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});

test("one that rings may be set again, there or elsewhere", async () => {
  const { clock, rung, one, alarms: all } = alarms();
  const later = new Alarms(clock, 2 * AFTER_MS);
  const first = one("later");
  const again = new One("again", () => {
    rung.push(["again", 0]);
    if (rung.length < 3) all.set(again, clock.now());
    else later.set(first, clock.now() - AFTER_MS);
  });
  all.set(again, clock.now());
  await clock.advance(AFTER_MS * 4);
  expect(rung.map(([name]) => name)).toEqual(["again", "again", "again", "later"]);
});
