import { expect, test } from "vitest";
import { HouseClock, SWEEP_MS } from "../../src/testing/houseClock.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";

const HOUR = 3_600_000;

test("the house's timers are counted, the bot's are not", async () => {
  const clock = new ManualClock();
  const house = new HouseClock(clock);
  house.after(10, () => {});
  const cancel = house.after(20, () => {});
  clock.after(30, () => {});
  expect([house.waitingFrom(0), clock.waiting]).toEqual([2, 3]);
  cancel();
  cancel();
  expect([house.waitingFrom(0), clock.waiting]).toEqual([1, 2]);
  await clock.advance(10);
  expect([house.waitingFrom(0), clock.waiting]).toEqual([0, 1]);
});

/** Looks again and again, as the adapter does; tells when it looked. */
function looking(house: HouseClock): number[] {
  const looks: number[] = [];
  const look = () => {
    looks.push(house.now());
    house.after(SWEEP_MS, look);
  };
  house.after(SWEEP_MS, look);
  return looks;
}

test("looks become rare while nothing happens, and frequent again when something does", async () => {
  const clock = new ManualClock();
  const house = new HouseClock(clock);
  const looks = looking(house);
  await clock.advance(2_000);
  expect(looks.length).toBe(4);
  await clock.advance(48 * HOUR);
  expect(looks.length).toBeLessThan(48 * 60 + 100);
  expect(looks.length).toBeGreaterThan(48 * 60 - 100);
  const before = looks.length;
  house.stir();
  house.sweep();
  await clock.advance(2_000);
  expect(looks.length - before).toBe(5);
});

test("a look on demand takes the place of the one that waits", async () => {
  const clock = new ManualClock();
  const house = new HouseClock(clock);
  const looks = looking(house);
  house.sweep();
  expect([looks.length, house.waitingFrom(0)]).toEqual([1, 1]);
  await clock.advance(SWEEP_MS);
  expect(looks.length).toBe(2);
});
