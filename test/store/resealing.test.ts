import { createCipheriv, hash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SettingsError } from "../../src/errors.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { sealPass } from "../../src/store/sealing/resealing.ts";
import type { Store } from "../../src/store/store.ts";
import { hasRedis } from "../helpers/redis.ts";
import { fill, inCluster, KEY, NEW, OLD, OTHER, onEveryDriver } from "./sealKeys.ts";

const BOTH = `${NEW},${OLD}`;

/** Goes through all that is kept once. */
async function pass(driver: Store, keys: string, renew: boolean) {
  const going = sealPass(driver, keys, { renew });
  let found = await going.next();
  while (!found.over) found = await going.next();
  return found;
}

onEveryDriver(
  (open) => {
    test("everything that the old key sealed is sealed anew while others write, and opens with the new one alone", async () => {
      const drawers = await open();
      await fill(drawers.through(OLD).bench);
      // Enough for several steps, of which each has texts of the new key already.
      for (let n = 0; n < 120; n += 1) {
        const of = drawers.through(n % 3 === 0 ? NEW : OLD).bench.of(`x${n}`);
        await of.turn("a", { save: { record: { n, slash: "a/b\n" }, timers: [] } });
      }
      const counted = await pass(drawers.driver, BOTH, false);
      expect(counted.former).toBeGreaterThan(80);
      expect(await pass(drawers.driver, BOTH, false)).toEqual(counted);

      const live = drawers.through(BOTH).bench.of("live");
      let turns = 0;
      const going = sealPass(drawers.driver, BOTH, { renew: true });
      for (let over = false; !over; turns += 1) {
        const [found] = await Promise.all([going.next(), live.turn(`l${turns}`)]);
        over = found.over;
      }
      expect(turns).toBeGreaterThan(1);
      const after = await pass(drawers.driver, BOTH, false);
      expect(after).toMatchObject({ former: 0, gone: 0 });
      expect(after.present).toBeGreaterThan(counted.former);

      const { bench: b, errors } = drawers.through(NEW);
      const { answer, work } = await b.arrive("m1");
      expect(answer).toContain("answer to m1");
      if (work === undefined) return expect.fail("nothing to run");
      expect(work).toMatchObject({
        record: { s: "old record" },
        push: { body: "<xml>m2</xml>" },
        facts: { held: [{ message: { text: "m2 says 1" } }] },
      });
      const { next } = await b.commit(work);
      expect(next?.push.body).toBe("old push");
      expect((await b.send(undefined, { opens: "m1" })).item?.message).toEqual({
        text: "m2 says 0",
      });
      expect(await b.store.readState("o1", [KEY])).toEqual([
        { key: KEY, value: '"old state"', eTag: "1" },
      ]);
      expect(await b.store.readState("=all", ["all"])).toMatchObject([{ value: '"old for all"' }]);
      expect((await b.store.tokens.readToken("wx1"))?.value).toBe("old token");
      expect(await b.stored()).toContain("old timer");
      for (let n = 0; n < 120; n += 1) {
        const { record } = await b.of(`x${n}`).run("b");
        expect(record).toEqual({ n, slash: "a/b\n" });
      }
      expect(errors).toEqual([]);
    });

    test("what nobody can read is counted, and stays as it is", async () => {
      const drawers = await open();
      await fill(drawers.through(OTHER).bench);
      const found = await pass(drawers.driver, BOTH, true);
      expect(found).toMatchObject({ former: 0, present: 0 });
      expect(found.gone).toBeGreaterThan(8);
      const { work } = await drawers.through(OTHER).bench.arrive("m2");
      expect(work?.record).toEqual({ s: "old record" });
    });

    test("what a version before 0.2 sealed for its owner alone gets its own place", async () => {
      const { driver, through } = await open();
      for (const key of [KEY, "wechat/users/o1/more"]) {
        const value = sealedForOwner(`"${key}"`, "o1");
        await driver.writeState("o1", [{ key, value, eTag: "1" }]);
      }
      expect(await pass(driver, OLD, true)).toMatchObject({ former: 2 });
      const { bench } = through(OLD);
      const items = await bench.store.readState("o1", [KEY, "wechat/users/o1/more"]);
      expect(items.map(({ value }) => value)).toEqual([`"${KEY}"`, '"wechat/users/o1/more"']);
      expect(await pass(driver, OLD, true)).toMatchObject({ former: 0, present: 2 });
    });
  },
  { lasting: true },
);

/** The form of the first version: the owner is what the seal is bound to. */
function sealedForOwner(text: string, owner: string): string {
  const key = Buffer.from(OLD, "base64");
  const id = hash("sha256", Buffer.concat([Buffer.from("wechat store key"), key]), "base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(owner));
  const content = Buffer.concat([cipher.update(text), cipher.final()]);
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), content]).toString("base64");
  return `wxs1:${id.slice(0, 6)}:${sealed}`;
}

describe.skipIf(!hasRedis)("in a Cluster", () => {
  test("every node is gone through", async () => {
    const drawers = await inCluster();
    for (let n = 0; n < 30; n += 1) {
      await drawers
        .through(OLD)
        .bench.of(`x${n}`)
        .turn("a", { save: { record: n, timers: [] } });
    }
    // A record and the answer of a done push of each.
    expect((await pass(drawers.driver, BOTH, true)).former).toBeGreaterThanOrEqual(30);
    expect(await pass(drawers.driver, BOTH, true)).toMatchObject({ former: 0, gone: 0 });
    for (let n = 0; n < 30; n += 1) {
      expect((await drawers.through(NEW).bench.of(`x${n}`).run("b")).record).toBe(n);
    }
  });
});

test("a store that keeps nothing beyond its process is refused with a sentence", () => {
  expect(() => sealPass(new MemoryStore(), BOTH, { renew: true })).toThrow(SettingsError);
});
