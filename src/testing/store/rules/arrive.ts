import { MAX_ATTEMPTS, type Work } from "../../../store/store.ts";
import { type Check, items, P1, P2, PLENTY, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";

export function arriveRules(check: Check): void {
  check("a delivery that comes too late for the answer hears where that waits", async (b) => {
    await b.turn("m", { ...rides("m"), rescue: "hold" });
    await b.advance(b.settings.rescueMs + 5);
    await b.store.wake(b.follower, P1);
    expect(await b.arrive("m", P2)).toMatchObject({ answer: "success", unseen: "held" });
    const chain = [...items("m", 1), ...items("m2", 1)];
    const carried = { held: ["m#0"], untaken: [] };
    await b.turn("m2", { chain, carried, answer: { body: "success" } }, { opening: PLENTY });
    expect(await b.arrive("m2", P2)).toMatchObject({ answer: "success", unseen: "queued" });
  });

  check("but not what was shown, or that there was nothing to show", async (b) => {
    await b.turn("m1", rides("m1", "d1"));
    expect((await b.arrive("m1", P2)).unseen).toBeUndefined();
    await b.turn("m2", { answer: { body: "success" } });
    expect((await b.arrive("m2", P2)).unseen).toBeUndefined();
  });

  check("work that comes with an answer does not offer that answer to another push", async (b) => {
    const first = await b.run("m1");
    await b.arrive("m2", P2);
    const { next } = await b.commit(first, rides("m1"));
    await b.store.handBack((next as Work).lease);
    const { answer, work } = await b.arrive("m1", P2, { takenBy: "d1" });
    expect(answer).toContain("answer to m1");
    expect(work?.lease.pushKey).toBe("m2");
    expect(work?.facts.untaken).toEqual([]);
  });

  check("of several processes with the same push one runs it, the others wait", async (b) => {
    const by = [P1, P2, "p3", "p4", "p5"];
    const arrived = await Promise.all(by.map((one) => b.arrive("m", one)));
    const works = arrived.flatMap(({ work }) => work ?? []);
    expect(works).toHaveLength(1);
    expect(arrived.map(({ deliveries }) => deliveries).sort()).toEqual([1, 2, 3, 4, 5]);
    for (const { leaseLeft, answer } of arrived) {
      expect(answer).toBeUndefined();
      expect(leaseLeft).toBeGreaterThan(0);
      expect(leaseLeft).toBeLessThanOrEqual(b.settings.leaseMs);
    }
  });

  check("a stranger's push comes with everything that a runner needs", async (b) => {
    const before = b.now();
    const push = b.push("m");
    const { work, deliveries, firstAt } = await b.arrive("m", P1, { push });
    expect({ deliveries, push: work?.push }).toEqual({ deliveries: 1, push });
    expect(firstAt).toBeGreaterThanOrEqual(before);
    expect(work).toMatchObject({ attempts: 1, done: [], firstAt });
    expect(work?.record).toBeUndefined();
    expect(work?.lease).toMatchObject({ follower: b.follower, pushKey: "m", by: P1 });
    const facts = { slot: "free", chain: 0, quota: 0, held: [], untaken: [] };
    expect(work?.facts).toEqual({ ...facts, ledger: { grants: [], charges: [] } });
  });

  check("a delivery that looks again is counted once and gets no work twice", async (b) => {
    const first = await b.arrive("m");
    const second = await b.arrive("m", P1, { again: true });
    expect(second).toMatchObject({ deliveries: 1, firstAt: first.firstAt });
    expect(second.work).toBeUndefined();
    expect(await b.arrive("m", P2)).toMatchObject({ deliveries: 2, firstAt: first.firstAt });
    expect(await b.arrive("m", P2, { again: true })).toMatchObject({ deliveries: 2 });
  });

  check("the reply of `arrive` is lost: the lease without a runner ends", async (b) => {
    await b.arrive("m");
    expect((await b.arrive("m", P1, { again: true })).work).toBeUndefined();
    await b.advance(b.settings.leaseMs + 5);
    const { work, deliveries } = await b.arrive("m", P1, { again: true });
    expect(work).toMatchObject({ attempts: 2 });
    expect(deliveries).toBe(1);
  });

  check("every later delivery gets the same bytes and no work", async (b) => {
    await b.turn("m", rides("m", `${P1}/m`));
    for (const by of [P1, P2, P1]) {
      const { answer, work, leaseLeft } = await b.arrive("m", by);
      expect({ answer, work, leaseLeft }).toEqual({
        answer: "<xml>answer to m</xml>",
        work: undefined,
        leaseLeft: 0,
      });
    }
  });

  check("a push nobody waits for is answered when it arrives, and its slot is gone", async (b) => {
    const arrived = await b.arrive("m", P1, { answer: "success" });
    expect(arrived).toMatchObject({ answer: "success" });
    expect(arrived.opensChain).toBeUndefined();
    expect(arrived.work?.facts.slot).toBe("gone");
    expect(await b.arrive("m", P2)).toMatchObject({ answer: "success", deliveries: 2 });
  });

  check("a second push waits behind the first, with a slot of its own", async (b) => {
    const first = await b.run("m1");
    const second = await b.arrive("m2", P2);
    expect(second.work).toBeUndefined();
    expect(second.leaseLeft).toBeGreaterThan(0);
    const { next } = await b.commit(first, rides("m1", `${P1}/m1`));
    expect(next).toMatchObject({ push: { key: "m2" }, facts: { slot: "free" } });
    await b.commit(next as Work, rides("m2", `${P1}/m2`));
    expect((await b.arrive("m1")).answer).toContain("m1");
    expect((await b.arrive("m2")).answer).toContain("m2");
  });

  check("a delivery of a later push runs what a dead process left", async (b) => {
    await b.run("m1");
    await b.arrive("m2");
    await b.advance(b.settings.leaseMs + 5);
    const { work } = await b.arrive("m2", P2, { again: true });
    expect(work).toMatchObject({ push: { key: "m1" }, attempts: 2 });
    const { next } = await b.commit(work as Work);
    expect(next).toMatchObject({ push: { key: "m2" }, attempts: 1, lease: { by: P2 } });
  });

  check("dies before any step: run again from the first message", async (b) => {
    const dead = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    const { work } = await b.arrive("m", P2);
    expect(work).toMatchObject({ attempts: 2, done: [], push: dead.push });
    expect(work?.lease.fence).toBeGreaterThan(dead.lease.fence);
  });

  check("dies between steps: the next run knows what was recorded", async (b) => {
    const dead = await b.run("m");
    await b.store.release(b.ref("m"), "success");
    await b.store.step(dead.lease, 0, plan({ hold: items("m", 2) }));
    await b.advance(b.settings.leaseMs + 5);
    const { work } = await b.arrive("m", P2);
    expect(work).toMatchObject({ attempts: 2, done: ["m#0", "m#1"], facts: { slot: "gone" } });
    expect(work?.facts.held).toHaveLength(2);
  });

  check("a push that kills its runner is run once more to apologise, then ended", async (b) => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS + 1; attempt++) {
      const { work } = await b.arrive("bad", P1, { again: attempt > 1 });
      expect(work?.attempts).toBe(attempt);
      if (attempt === 1) await b.arrive("good", P2);
      await b.advance(b.settings.leaseMs + 5);
    }
    const { work } = await b.arrive("good", P2, { again: true });
    expect(work).toMatchObject({ push: { key: "good" }, attempts: 1 });
    expect(await b.arrive("bad", P1)).toMatchObject({ answer: "success" });
  });

  check("a replay gets the old answer, as long as it is remembered", async (b) => {
    await b.turn("m", rides("m", `${P1}/m`));
    await b.advance(b.settings.rememberMs / 2);
    expect((await b.arrive("m")).answer).toBe("<xml>answer to m</xml>");
    await b.advance(b.settings.rememberMs / 2 + 20);
    const { work, answer, deliveries } = await b.arrive("m", P2);
    expect({ answer, deliveries, key: work?.push.key }).toEqual({
      answer: undefined,
      deliveries: 1,
      key: "m",
    });
  });

  check("so many pushes may wait; the next is not stored, whoever asks", async (b) => {
    const { queueLength } = b.settings;
    const first = await b.run("m0");
    for (let i = 1; i < queueLength; i++) {
      expect((await b.arrive(`m${i}`)).full).toBeUndefined();
    }
    const before = await b.stored();
    expect(await b.arrive("more")).toMatchObject({ full: true });
    expect(await b.arrive("more", P2, { again: true })).toMatchObject({ full: true });
    expect(await b.stored()).toBe(before);
    // One that waits already is no new one.
    expect((await b.arrive("m1")).full).toBeUndefined();
    await b.commit(first);
    expect((await b.arrive("more")).full).toBeUndefined();
  });

  check("pushes are run in the order of their arrival, whoever asks", async (b) => {
    const work = await b.run("m0");
    for (const key of ["m1", "m2", "m3"]) await b.arrive(key, key === "m2" ? P1 : P2);
    await b.arrive("m2", P1, { again: true });
    const order = (await b.runAll(work)).map(({ key }) => key);
    expect(order).toEqual(["m0", "m1", "m2", "m3"]);
  });

  check("two followers never wait for each other", async (b) => {
    const work = await b.run("m");
    const other = b.of("o2");
    const theirs = await other.run("m", P2);
    expect(theirs.lease.follower.openid).toBe("o2");
    await other.commit(theirs, rides("m", "d"));
    expect(await b.renew(work.lease)).toBe("mine");
    expect((await b.arrive("m")).answer).toBeUndefined();
    const elsewhere = await b.store.arrive({
      follower: { ...b.follower, appId: "wx0000000000000002" },
      push: b.push("m"),
      by: P1,
    });
    expect(elsewhere.work?.push.key).toBe("m");
  });
}
