import { describe, expect, test } from "vitest";
import {
  type FollowerEvent,
  type FollowerRecord,
  isFollowerRecord,
  newFollower,
  quotaOf,
  relationOf,
  stepFollower,
  windowOf,
} from "../../src/machines/follower.ts";
import { grantsOf } from "./openings.ts";
import { randomWalk, START } from "./walks.ts";

const wrote = (at: number): FollowerEvent => {
  return { type: "spoke", from: at, at, opening: grantsOf.message };
};
const life = (...events: FollowerEvent[]): FollowerRecord =>
  events.reduce((record, event) => stepFollower(record, event), newFollower());
const seen = (record: FollowerRecord, at: number) =>
  `${relationOf(record)} ${windowOf(record, at)} ${quotaOf(record, at)}`;

describe("a follower", () => {
  test("nobody knows is a stranger", () => {
    expect(seen(newFollower(), START)).toBe("stranger closed 0");
  });

  test("who unfollows loses every grant, also when he returns at once", () => {
    const gone = life(wrote(START), { type: "unfollowed", from: START + 1, at: START + 1 });
    expect(seen(gone, START + 1)).toBe("unfollowed closed 0");
    expect([gone.g, gone.c]).toEqual([[], []]);
    const back = stepFollower(gone, { type: "followed", from: START + 2, at: START + 2 });
    expect(seen(back, START + 2)).toBe("following closed 0");
  });

  test("whose lost unsubscribe comes after his return still follows", () => {
    const back = life(
      { type: "unfollowed", from: START, at: START },
      { type: "followed", from: START + 5_000, at: START + 5_000, opening: grantsOf.follow },
      { type: "unfollowed", from: START, at: START + 6_000 },
    );
    expect(seen(back, START + 6_000)).toBe("following open 3");
  });

  test("45015 ends the window and leaves the relation, which it does not tell", () => {
    const refused = life(wrote(START), { type: "refused", at: START + 1, code: 45015 });
    expect(seen(refused, START + 1)).toBe("following expired 0");
    expect(refused.g).toEqual([]);
    expect(seen(stepFollower(refused, wrote(START + 2_000)), START + 2_000)).toBe(
      "following open 5",
    );
  });

  test("45047 empties the window until the next message", () => {
    const refused = life(wrote(START), { type: "refused", at: START + 1, code: 45047 });
    expect(seen(refused, START + 1)).toBe("following spent 0");
    expect(seen(stepFollower(refused, wrote(START + 2_000)), START + 2_000)).toBe(
      "following open 5",
    );
  });

  test("is read at the end of the window without any event", () => {
    const record = life(wrote(START));
    const end = START + grantsOf.message.forMs;
    expect([end - 1, end].map((at) => seen(record, at))).toEqual([
      "following open 5",
      "following expired 0",
    ]);
  });
});

describe("a record", () => {
  test("survives JSON, at every step of a life", () => {
    let [records, longest] = [0, 0];
    for (let seed = 1; seed <= 200; seed++) {
      let record = newFollower();
      for (const { event } of randomWalk(seed, 24, "strict")) {
        record = stepFollower(record, event);
        const stored = JSON.stringify(record);
        const read: unknown = JSON.parse(stored);
        expect(read).toEqual(record);
        expect(isFollowerRecord(read)).toBe(true);
        records += 1;
        longest = Math.max(longest, stored.length);
      }
    }
    expect(records).toBe(200 * 24);
    expect(longest).toBeLessThan(700);
  });

  test("stays short, however many messages are sent", () => {
    const sends = Array.from({ length: 50 }, (_, n) => ({ type: "sent", at: START + n }) as const);
    expect(life(wrote(START), ...sends).c).toHaveLength(20);
  });

  const good = life(wrote(START));
  const unreadable: readonly unknown[] = [
    undefined,
    null,
    "",
    17,
    [],
    {},
    { ...good, v: 2 },
    { ...good, r: "friend" },
    { ...good, w: undefined },
    { ...good, g: {} },
    { ...good, g: [["message", 5, 5, START]] },
    { ...good, g: [["message", 5, null, START, START + 1]] },
    { ...good, g: [null] },
    { ...good, c: ["1"] },
    { ...good, s: Number.NaN },
  ];

  test.each(unreadable)("that cannot be read counts as a stranger's: %j", (stored) => {
    const record = stored as FollowerRecord;
    expect(isFollowerRecord(stored)).toBe(false);
    expect(seen(record, START)).toBe("stranger closed 0");
    expect(seen(stepFollower(record, { type: "sent", at: START }), START)).toBe(
      "stranger closed 0",
    );
    expect(seen(stepFollower(record, wrote(START)), START)).toBe("following open 5");
  });
});
