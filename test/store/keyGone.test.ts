import { expect, test } from "vitest";
import { StoreUnavailable } from "../../src/errors.ts";
import { NO_TAG } from "../../src/store/botState.ts";
import { MARK } from "../../src/store/sealing/places.ts";
import { readSeal } from "../../src/store/sealing/seal.ts";
import type { Store } from "../../src/store/store.ts";
import { P2 } from "../../src/testing/store/bench.ts";
import { fill, KEY, NEW, OLD, OTHER, onEveryDriver } from "./sealKeys.ts";

/** As `openSealed` does at a start: the word by which a wrong key is noticed. */
async function mark(driver: Store, key: string): Promise<void> {
  const value = readSeal(key).seal(MARK.word, MARK.place);
  await driver.writeState(MARK.owner, [{ key: MARK.key, value, eTag: "1" }]);
}

onEveryDriver((open) => {
  test("whose key is gone begins anew: nothing throws, one line is logged, others keep theirs", async () => {
    const drawers = await open();
    await fill(drawers.through(OLD).bench);
    const { bench: b, errors } = drawers.through(NEW);
    await mark(drawers.driver, NEW);
    const other = b.of("o2");
    await other.turn("n1", { save: { record: { s: "kept" }, timers: [] } });

    // The push that waited, and the answer of a done push.
    const { work } = await b.arrive("m2");
    expect((await b.arrive("m1")).answer).toBe("success");
    if (work === undefined) return expect.fail("nothing to run");
    expect(work).toMatchObject({ record: undefined, push: { key: "m2", unreadable: true } });
    expect(work.facts.held.map(({ message }) => message)).toEqual([undefined]);
    expect(work.facts.untaken.flatMap(({ items }) => items.map((one) => one.message))).toEqual([
      undefined,
    ]);
    const { next } = await b.commit(work, {
      carried: { held: work.facts.held.map(({ id }) => id), untaken: [] },
      hold: [{ id: "m2#2", message: { text: "new" } }],
      save: { record: { s: "new record" }, timers: [] },
    });
    if (next === undefined) return expect.fail("m3 waits");
    expect(next).toMatchObject({
      push: { key: "m3", unreadable: true },
      record: { s: "new record" },
    });
    expect(next.facts.held.map(({ message }) => message)).toEqual([{ text: "new" }]);
    await b.commit(next);
    // What stands in the chain is leased without words, and costs nothing when it is given up.
    const { item } = await b.send(undefined, { opens: "m1" });
    expect(item).toEqual(expect.objectContaining({ message: undefined }));
    await b.send(undefined, { settle: { id: item?.id ?? "", fate: "expired" }, recordOnly: true });
    expect(await b.quotaAt("m4")).toBe(5);
    // A timer whose data is gone.
    await drawers.advance(60_000);
    const woken = await b.store.wake(b.follower, "p");
    expect(woken.work?.push).toMatchObject({ kind: "timer", body: "", unreadable: true });
    if (woken.work !== undefined) await b.commit(woken.work);

    expect(await b.store.readState("o1", [KEY])).toEqual([]);
    const taken = { key: KEY, value: '"mine"', eTag: "9", ifTag: NO_TAG };
    expect(await b.store.writeState("o1", [taken])).toEqual({ ok: true });
    expect(await b.store.readState("o1", [KEY])).toMatchObject([{ value: '"mine"', eTag: "9" }]);
    expect(await b.store.writeState("o1", [{ ...taken, eTag: "10" }])).toEqual({ conflict: KEY });
    expect(await b.stored()).not.toContain("wxs2:");

    expect(errors).toEqual([
      expect.objectContaining({ owner: "…o1", message: expect.stringContaining("begins anew") }),
    ]);
    expect((await other.look("n2")).record).toEqual({ s: "kept" });
  });

  test("tokens and values of nobody are asked for again, each with a line of its own", async () => {
    const drawers = await open();
    await fill(drawers.through(OLD).bench);
    const { bench, errors } = drawers.through(NEW);
    const { tokens } = bench.store;
    expect(await tokens.readToken("wx1")).toBeUndefined();
    expect(await tokens.invalidateToken("wx1", "old token")).toBe(false);
    const { fence = 0, token } = await tokens.claimRefresh("wx1", "p", 1_000);
    expect(token).toBeUndefined();
    await tokens.writeToken("wx1", fence, { value: "new token", lifeMs: 60_000 });
    expect((await tokens.readToken("wx1"))?.value).toBe("new token");
    expect(await bench.store.readState("=all", ["all"])).toEqual([]);
    expect(errors).toHaveLength(2);
  });

  test("a process whose keys are the older ones leaves what it cannot read as it is", async () => {
    const drawers = await open();
    await fill(drawers.through(OLD).bench);
    const { bench: older, errors } = drawers.through(OTHER);
    await mark(drawers.driver, OLD);
    await expect(older.arrive("m2", P2)).rejects.toThrow(StoreUnavailable);
    await expect(older.store.readState("o1", [KEY])).rejects.toThrow(/newer key/);
    expect(errors).toEqual([]);
    await drawers.advance(10_000);
    const { work } = await drawers.through(`${NEW},${OLD}`).bench.arrive("m2");
    expect(work).toMatchObject({ record: { s: "old record" } });
  });
});

test("what was changed or moved is refused, and not taken for one whose key is gone", () => {
  const seal = readSeal(OLD);
  const place = { owner: "o1", as: "record" };
  const text = seal.seal("hello", place);
  expect(() => seal.open(text, { ...place, owner: "o2" })).toThrow(/changed, or moved/);
  expect([text, "hello", readSeal(NEW).seal("hello", place)].map(seal.standing)).toEqual([
    "present",
    "plain",
    "gone",
  ]);
  expect(readSeal(`${NEW},${OLD}`).standing(text)).toBe("former");
});
