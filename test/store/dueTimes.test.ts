import fc from "fast-check";
import { expect, test } from "vitest";
import { DueTimes } from "../../src/store/dueTimes.ts";

interface One {
  at: number | undefined;
}

test("who is due is who is due, whatever changed in between", () => {
  const time = fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined });
  const step = fc.oneof(
    fc.record({ do: fc.constant("set" as const), who: fc.nat(9), at: time }),
    fc.record({ do: fc.constant("delay" as const), who: fc.nat(9), at: time }),
    fc.record({ do: fc.constant("drop" as const), who: fc.nat(9) }),
    fc.record({ do: fc.constant("ask" as const), after: fc.nat(8) }),
  );
  const property = fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
    const all: One[] = Array.from({ length: 10 }, () => ({ at: undefined }));
    const due = new DueTimes<One>(({ at }) => at);
    let now = 0;
    for (const one of steps) {
      if (one.do === "ask") {
        now += one.after;
        const found = new Set<One>();
        due.collect(now, found, all.length);
        expect([...found].sort(byIndex(all))).toEqual(all.filter(({ at }) => isDue(at, now)));
        const beyond = new Set<One>();
        due.collectBeyond(now + 20, beyond, all.length);
        expect([...beyond].sort(byIndex(all))).toEqual(
          all.filter(({ at }) => at !== undefined && at > now + 20),
        );
        continue;
      }
      const who = all[one.who] as One;
      if (one.do === "set") {
        who.at = one.at;
        due.note(who);
      } else if (one.do === "delay") {
        // What goes away or comes later need not be told.
        if (isLater(one.at, who.at)) who.at = one.at;
      } else {
        who.at = undefined;
        due.drop(who);
      }
    }
  });
  fc.assert(property, { numRuns: 500 });
});

test("the earliest come first, and no more than are asked for", () => {
  const due = new DueTimes<One>(({ at }) => at);
  const all = [5, 3, 9, 1].map((at) => ({ at }));
  for (const one of all) due.note(one);
  const found = new Set<One>();
  due.collect(9, found, 2);
  expect([...found].map(({ at }) => at)).toEqual([1, 3]);
});

test("asking costs by what is due: a hundred thousand who wait are not looked at", () => {
  let looks = 0;
  const due = new DueTimes<One>(({ at }) => {
    looks += 1;
    return at;
  });
  const waiting = Array.from({ length: 100_000 }, (_, i): One => ({ at: 1_000_000 + i }));
  for (const one of waiting) due.note(one);
  due.collect(0, new Set(), 1_000);
  looks = 0;
  for (let now = 1; now <= 100; now++) due.collect(now, new Set(), 1_000);
  expect(looks).toBe(0);
  // Changed ten times each, they leave no more behind than they are.
  for (let round = 1; round <= 10; round++) {
    for (const one of waiting) {
      one.at = (one.at ?? 0) + 1_000;
      due.note(one);
    }
    due.collect(200, new Set(), 1_000);
  }
  expect(looks).toBeLessThan(30 * waiting.length);
});

function isLater(at: number | undefined, before: number | undefined): boolean {
  return before !== undefined && (at === undefined || at >= before);
}

function isDue(at: number | undefined, now: number): boolean {
  return at !== undefined && at <= now;
}

function byIndex(all: readonly One[]) {
  return (a: One, b: One) => all.indexOf(a) - all.indexOf(b);
}
