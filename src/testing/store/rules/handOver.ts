import type { Work } from "../../../store/store.ts";
import { type Check, P1, P2, rides } from "../bench.ts";
import { expect } from "../expect.ts";
import { listen } from "../listen.ts";

const P3 = "process-3";

/** A push that is handed to the processes of a later release, because only they know what it belongs to. */
export function handOverRules(check: Check): void {
  check("a push that is handed over is leased only to those it was handed to", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease, [P2, "process-4"]);
    expect((await b.arrive("m", P1, { again: true })).work).toBeUndefined();
    expect(await b.store.wake(b.follower, P1)).toEqual({});
    expect(await b.store.wake(b.follower, P3)).toEqual({});
    const woken = await b.other.wake(b.follower, P2);
    expect(woken.work).toMatchObject({ attempts: 1, handed: true, lease: { by: P2 } });
    await b.commit(woken.work as Work, rides("m", "d"));
  });

  check("a delivery of it leases it too, at a process that it was handed to", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease, [P2]);
    expect((await b.arrive("m", P3)).work).toBeUndefined();
    expect((await b.arrive("m", P2)).work).toMatchObject({ handed: true, lease: { by: P2 } });
  });

  check("it is due at once, and whoever waits for its answer is told", async (b) => {
    const [own, waiter] = [await listen(b.store, P1), await listen(b.other, P2)];
    const work = await b.run("m");
    await b.arrive("m", P2);
    await b.store.handBack(work.lease, [P2]);
    await waiter.until(1);
    expect([own.heard, waiter.heard]).toEqual([[], ["m"]]);
    expect(await b.due()).toEqual(["o1"]);
  });

  check("its answer is given to the delivery that the other process has", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease, [P2]);
    expect((await b.arrive("m", P1, { again: true })).answer).toBeUndefined();
    const taken = (await b.other.wake(b.follower, P2)).work as Work;
    expect(taken.facts.slot).toBe("free");
    await b.commit(taken, rides("m"));
    const { answer, deliveries } = await b.arrive("m", P1, { again: true });
    expect([answer, deliveries]).toEqual(["<xml>answer to m</xml>", 1]);
  });

  check("where none of them comes in time, any process runs it, and knows that", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease, [P2]);
    await b.advance(b.settings.handOverMs * 0.6);
    const waiting = await b.arrive("m", P1, { again: true });
    expect(waiting.work).toBeUndefined();
    expect(waiting.leaseLeft).toBeGreaterThan(0);
    expect(waiting.leaseLeft <= b.settings.handOverMs * 0.4).toBe(true);
    await b.advance(waiting.leaseLeft + 5);
    expect(await b.due()).toEqual(["o1"]);
    const again = await b.arrive("m", P1, { again: true });
    expect(again.work).toMatchObject({ attempts: 1, handed: true, lease: { by: P1 } });
    expect(again.work?.facts.slot).toBe("free");
  });

  check("what comes behind it waits, and is leased to whoever ended it", async (b) => {
    const work = await b.run("m1");
    await b.store.handBack(work.lease, [P2]);
    expect((await b.arrive("m2", P1)).work).toBeUndefined();
    const entry = { follower: b.follower, key: "e", by: P1 };
    const entered = await b.store.enter(entry);
    expect([entered.work, entered.place]).toEqual([undefined, 2]);
    const taken = (await b.other.wake(b.follower, P2)).work as Work;
    const { next } = await b.commit(taken);
    expect(next?.push.key).toBe("m2");
    expect(next?.handed).toBeUndefined();
  });

  check("one of them that dies leaves it to the others, and then to anybody", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease, [P2, P3]);
    const { lease } = (await b.other.wake(b.follower, P2)).work as Work;
    // The time for which it was handed over goes on, whoever runs it.
    await b.advance(b.settings.handOverMs * 0.5);
    await b.other.handBack(lease);
    expect((await b.arrive("m", P1, { again: true })).work).toBeUndefined();
    expect((await b.other.wake(b.follower, P3)).work).toMatchObject({ handed: true });
    await b.advance(Math.max(b.settings.leaseMs, b.settings.handOverMs) + 5);
    expect((await b.arrive("m", P1, { again: true })).work).toMatchObject({ attempts: 2 });
  });

  check(
    "who handed a push over is refused, and handing it over again changes nothing",
    async (b) => {
      const { lease } = await b.run("m");
      await b.store.handBack(lease, [P2]);
      const before = await b.stored();
      await b.store.handBack(lease, [P1]);
      await b.store.handBack(lease);
      expect(await b.renew(lease)).toBe("lost");
      expect(await b.stored()).toBe(before);
      const taken = (await b.other.wake(b.follower, P2)).work as Work;
      await b.store.handBack(lease, [P1]);
      expect(await b.renew(taken.lease, P2)).toBe("mine");
    },
  );

  check("a clock that was set back holds it no longer", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease, [P2]);
    await b.advance(-3_600_000);
    expect((await b.arrive("m", P1, { again: true })).work).toBeUndefined();
    await b.advance(b.settings.handOverMs + 5);
    expect((await b.arrive("m", P1, { again: true })).work).toMatchObject({ handed: true });
  });
}
