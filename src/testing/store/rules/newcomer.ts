import type { Work } from "../../../store/store.ts";
import { type Check, LAST, P1, P2, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";
import { listen } from "../listen.ts";

const gather = { quietMs: 300, mostMs: 700, most: 4 };

/** Messages that come in a row, and pushes that end what runs. */
export function newcomerRules(check: Check): void {
  check("a message that is gathered waits for as long as nothing follows it", async (b) => {
    const lone = await b.arrive("m1", P1, { gather });
    expect(lone.work).toBeUndefined();
    expect(lone.leaseLeft).toBeGreaterThan(0);
    expect(lone.leaseLeft).toBeLessThanOrEqual(gather.quietMs);
    expect((await b.arrive("m1", P1, { gather, again: true })).work).toBeUndefined();
    await b.advance(gather.quietMs + 5);
    const { work } = await b.arrive("m1", P1, { gather, again: true });
    expect(work).toMatchObject({ push: { key: "m1" }, attempts: 1 });
    expect(work?.earlier).toBeUndefined();
  });

  check("messages of several processes are one turn: the last one's", async (b) => {
    await b.arrive("m1", P1, { gather });
    await b.arrive("m2", P2, { gather });
    await b.arrive("m3", P1, { gather });
    expect(await b.arrive("m1", P1, { gather, again: true })).toMatchObject({ answer: "success" });
    // WeChat asks again for one that is gathered already: the same answer, and no second time in the turn.
    expect(await b.arrive("m2", P2, { gather })).toMatchObject({
      answer: "success",
      deliveries: 2,
    });
    await b.advance(gather.quietMs + 5);
    const work = (await b.arrive("m3", P1, { gather, again: true })).work as Work;
    expect(work.push.key).toBe("m3");
    expect(work.earlier?.map(({ key, body }) => [key, body])).toEqual([
      ["m1", "<xml>m1</xml>"],
      ["m2", "<xml>m2</xml>"],
    ]);
    await b.commit(work, rides("m3", `${P1}/m3`));
    expect((await b.arrive("m3", P2, { gather })).answer).toBe("<xml>answer to m3</xml>");
    expect((await b.look("x")).facts.behind).toBeUndefined();
  });

  check(
    "somebody else runs what a dead process has gathered, whole, and again after him",
    async (b) => {
      await b.arrive("m1", P1, { gather });
      await b.arrive("m2", P1, { gather });
      expect(await b.due()).toEqual([]);
      await b.advance(gather.quietMs + 5);
      expect(await b.due()).toEqual(["o1"]);
      const { work } = await b.other.wake(b.follower, P2);
      expect(work).toMatchObject({ push: { key: "m2" }, earlier: [{ key: "m1" }] });
      await b.advance(b.settings.leaseMs + 5);
      const again = await b.store.wake(b.follower, P1);
      expect(again.work).toMatchObject({
        attempts: 2,
        push: { key: "m2" },
        earlier: [{ key: "m1" }],
      });
    },
  );

  check("with so many, or after so long, it begins", async (b) => {
    for (const key of ["m1", "m2", "m3"]) await b.arrive(key, P1, { gather });
    const { work } = await b.arrive("m4", P1, { gather });
    expect(work?.earlier).toHaveLength(3);
    await b.commit(work as Work);
    const long = { ...gather, quietMs: 500 };
    await b.arrive("n1", P1, { gather: long });
    await b.advance(400);
    const { leaseLeft } = await b.arrive("n2", P1, { gather: long });
    expect(leaseLeft).toBeLessThanOrEqual(300);
  });

  check("what is not gathered waits for nothing, nor does what stands before it", async (b) => {
    await b.arrive("m1", P1, { gather });
    const { work } = await b.arrive("tap");
    expect(work).toMatchObject({ push: { key: "m1" } });
    const { next } = await b.commit(work as Work);
    expect(next).toMatchObject({ push: { key: "tap" } });
    await b.commit(next as Work);
  });

  check("while a question stands open its answer waits for nothing", async (b) => {
    const asked = await b.run("m1");
    await b.commit(asked, { save: { record: { v: 1 }, timers: [], asks: true } });
    const answer = await b.run("m2", P1, { gather });
    // A turn that says nothing of it changes nothing.
    await b.commit(answer);
    const third = await b.run("m3", P1, { gather });
    await b.commit(third, { save: { record: { v: 1 }, timers: [], asks: false } });
    expect((await b.arrive("m4", P1, { gather })).work).toBeUndefined();
  });

  check("what waits behind a turn is told when it may begin", async (b) => {
    const work = await b.run("m1");
    await b.arrive("m2", P2, { gather });
    const ear = await listen(b.other, P2);
    await b.advance(60);
    const { next } = await b.commit(work);
    expect(next).toBeUndefined();
    await ear.until(1);
    ear.stop();
    expect(ear.heard).toContain("m2");
    const { leaseLeft } = await b.arrive("m2", P2, { gather, again: true });
    expect(leaseLeft).toBeGreaterThan(0);
    expect(leaseLeft).toBeLessThan(gather.quietMs);
  });

  check(
    "a newer push ends what the running turn has to say, and its process hears of it",
    async (b) => {
      const { lease, facts } = await b.run("m1");
      expect(facts.behind).toBeUndefined();
      const ear = await listen(b.store, P1);
      await b.advance(60);
      await b.arrive("m2", P2, { newer: "stream" });
      await ear.until(1);
      ear.stop();
      expect(ear.heard).toContain("m1");
      expect(await b.renew(lease)).toBe("mine, stream stopped");
      await b.arrive("m3", P2, { newer: "turn" });
      expect(await b.renew(lease)).toBe("mine, stopped");
      const stepped = await b.store.step(lease, 0, plan());
      expect(stepped).toMatchObject({ ok: true, facts: { behind: 2 } });
      const { next } = (await b.store.step(lease, 1, plan(LAST))) as { next?: Work };
      expect(next).toMatchObject({ push: { key: "m2" } });
    },
  );

  check("one that was ended is not run again when its process dies", async (b) => {
    await b.run("m1");
    await b.arrive("m2", P2, { newer: "turn" });
    await b.advance(b.settings.leaseMs + 5);
    const { work } = await b.arrive("m2", P2, { newer: "turn", again: true });
    expect(work).toMatchObject({ push: { key: "m2" }, attempts: 1 });
    expect(await b.arrive("m1", P2)).toMatchObject({ answer: "success" });
  });

  check("a turn whose stream alone was ended is run again", async (b) => {
    await b.run("m1");
    await b.arrive("m2", P2, { newer: "stream" });
    await b.advance(b.settings.leaseMs + 5);
    expect((await b.arrive("m2", P2, { again: true })).work).toMatchObject({
      push: { key: "m1" },
      attempts: 2,
    });
  });

  check("an answer to an open question merges with nothing", async (b) => {
    const asked = await b.run("m1");
    await b.commit(asked, { save: { record: { v: 1 }, timers: [], asks: true } });
    const answer = await b.run("m2", P1, { newer: "merge" });
    await b.arrive("m3", P2, { newer: "merge" });
    expect(await b.renew(answer.lease)).toBe("mine, stopped");
    const { next } = await b.commit(answer);
    expect(next).toMatchObject({ push: { key: "m3" } });
    expect(next?.earlier).toBeUndefined();
  });

  check("a message that merges takes what runs and what waits into its turn", async (b) => {
    const first = await b.run("m1", P1, { newer: "merge" });
    await b.arrive("m2", P2, { newer: "merge" });
    await b.arrive("m3", P2, { newer: "merge" });
    expect(await b.renew(first.lease)).toBe("mine, merged");
    const { next } = await b.commit(first);
    expect(next).toMatchObject({ push: { key: "m3" }, earlier: [{ key: "m1" }, { key: "m2" }] });
    // What was no message is ended, and not repeated.
    await b.commit(next as Work);
    const event = await b.run("event");
    await b.arrive("m4", P1, { newer: "merge" });
    const last = (await b.commit(event)).next;
    expect(last).toMatchObject({ push: { key: "m4" } });
    expect(last?.earlier).toBeUndefined();
  });

  check("messages that merge stay in order, although some were released meanwhile", async (b) => {
    const merge = { newer: "merge" } as const;
    const long = await b.run("event");
    await b.arrive("m1", P1, merge);
    await b.store.release(b.ref("m1"), "<xml>in a moment</xml>");
    await b.arrive("m2", P2, merge);
    await b.store.release(b.ref("m2"), "success");
    // WeChat asks again: what it was told it is told again.
    expect((await b.arrive("m1", P2, merge)).answer).toBe("<xml>in a moment</xml>");
    const { next: second } = await b.commit(long);
    expect(second).toMatchObject({ push: { key: "m2" }, earlier: [{ key: "m1" }] });
    await b.arrive("m3", P1, merge);
    expect(await b.renew((second as Work).lease)).toBe("mine, merged");
    await b.store.release(b.ref("m3"), "success");
    await b.arrive("m4", P1, merge);
    const { next: last } = await b.commit(second as Work);
    expect(last?.push.key).toBe("m4");
    expect(last?.earlier?.map(({ key }) => key)).toEqual(["m1", "m2", "m3"]);
    expect((await b.commit(last as Work)).next).toBeUndefined();
  });

  check("a message that was merged and then handed back is run once", async (b) => {
    const first = await b.run("m1", P1, { newer: "merge" });
    await b.arrive("m2", P2, { newer: "merge" });
    await b.store.handBack(first.lease);
    const { work } = await b.other.wake(b.follower, P2);
    expect(work).toMatchObject({ push: { key: "m2" }, earlier: [{ key: "m1" }] });
    expect((await b.commit(work as Work)).next).toBeUndefined();
  });
  check("what a message merges belongs to the first that joins behind it, in order", async (b) => {
    const first = await b.run("m1", P1, { newer: "merge" });
    await b.arrive("m2", P2, { gather });
    await b.arrive("tap");
    await b.arrive("m3", P2, { newer: "merge" });
    expect(await b.renew(first.lease)).toBe("mine, merged");
    const second = (await b.commit(first)).next as Work;
    expect(second).toMatchObject({ push: { key: "m2" }, earlier: [{ key: "m1" }] });
    await b.arrive("m4", P1, { newer: "merge" });
    expect(await b.renew(second.lease)).toBe("mine, merged");
    const tap = (await b.commit(second)).next as Work;
    expect(tap.push.key).toBe("tap");
    expect(tap.earlier).toBeUndefined();
    const last = (await b.commit(tap)).next as Work;
    expect(last.push.key).toBe("m4");
    expect(last.earlier?.map(({ key }) => key)).toEqual(["m1", "m2", "m3"]);
    expect((await b.commit(last)).next).toBeUndefined();
  });
}
