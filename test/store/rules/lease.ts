import { expect } from "vitest";
import type { Work } from "../../../src/store/store.ts";
import { type Check, items, P1, P2, plan, rides } from "../bench.ts";

/** Renewing, losing and giving back the right to run. */
export function leaseRules(check: Check): void {
  check("row 24: a long turn that renews keeps its push", async (b) => {
    const work = await b.run("m");
    for (let i = 0; i < 3; i++) {
      await b.advance(b.settings.leaseMs * 0.6);
      expect(await b.store.renew(work.lease)).toBe("mine");
      expect((await b.arrive("m", P2, { again: true })).work).toBeUndefined();
    }
    await b.commit(work, rides("m", "d"));
  });

  check("row 24: one that is silent too long loses it for good", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    const taken = await b.arrive("m", P2);
    expect(taken.work).toMatchObject({ attempts: 2, lease: { by: P2 } });
    expect(await b.store.renew(work.lease)).toBe("lost");
    expect(await b.other.renew((taken.work as Work).lease)).toBe("mine");
  });

  check("one that is late but was not replaced goes on", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.store.renew(work.lease)).toBe("mine");
    expect((await b.arrive("m", P2)).work).toBeUndefined();
  });

  check("renewing after the last step changes nothing", async (b) => {
    const work = await b.turn("m");
    const before = await b.stored();
    expect(await b.store.renew(work.lease)).toBe("lost");
    expect(await b.store.renew({ ...work.lease, pushKey: "?" })).toBe("lost");
    expect(await b.stored()).toBe(before);
  });

  check("renewing tells that the slot is over by time", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.slotMs + 5);
    expect(await b.store.renew(work.lease)).toBe("mine, slot gone");
  });

  check("renew before release and release before renew", async (b) => {
    const { lease } = await b.run("m");
    expect(await b.store.renew(lease)).toBe("mine");
    await b.other.release(b.ref("m"), "success");
    expect(await b.store.renew(lease)).toBe("mine, slot gone");
    expect(await b.store.renew(lease)).toBe("mine, slot gone");
  });

  check("a lease that is given back can be taken at once, and was no attempt", async (b) => {
    const work = await b.run("m");
    await b.store.handBack(work.lease);
    expect(await b.due()).toEqual(["o1"]);
    const taken = (await b.arrive("m", P2)).work as Work;
    expect(taken).toMatchObject({ attempts: 1, lease: { by: P2 } });
    expect(taken.lease.fence).toBeGreaterThan(work.lease.fence);
  });

  check("handBack before arrive and arrive before handBack", async (b) => {
    const work = await b.run("m");
    expect((await b.arrive("m", P2)).work).toBeUndefined();
    await b.store.handBack(work.lease);
    const taken = (await b.arrive("m", P2, { again: true })).work as Work;
    await b.store.handBack(work.lease);
    expect(await b.other.renew(taken.lease)).toBe("mine");
    expect((await b.arrive("m", P1, { again: true })).work).toBeUndefined();
  });

  check("who gave a lease back is refused, and so is a second giving back", async (b) => {
    const { lease } = await b.run("m");
    await b.store.handBack(lease);
    const before = await b.stored();
    await b.store.handBack(lease);
    expect(await b.store.step(lease, 0, plan({ hold: items("m", 1) }))).toEqual({ stale: true });
    expect(await b.store.renew(lease)).toBe("lost");
    expect(await b.stored()).toBe(before);
    expect(await b.other.wake(b.follower, P2)).toMatchObject({ work: { attempts: 1 } });
  });

  check("what was recorded before a lease was given back stays", async (b) => {
    const { lease } = await b.run("m");
    await b.store.release(b.ref("m"), "success");
    await b.store.step(lease, 0, plan({ hold: items("m", 1) }));
    await b.store.handBack(lease);
    expect((await b.arrive("m", P2)).work).toMatchObject({ done: ["m#0"], attempts: 1 });
  });
}
