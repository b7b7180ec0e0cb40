import type { Lease, Work } from "../../../store/store.ts";
import { type Check, items, P1, P2, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";

/** Renewing, losing and giving back the right to run. */
export function leaseRules(check: Check): void {
  check("a long turn that renews keeps its push", async (b) => {
    const work = await b.run("m");
    for (let i = 0; i < 3; i++) {
      await b.advance(b.settings.leaseMs * 0.6);
      expect(await b.renew(work.lease)).toBe("mine");
      expect((await b.arrive("m", P2, { again: true })).work).toBeUndefined();
    }
    await b.commit(work, rides("m", "d"));
  });

  check("one that is silent too long loses it for good", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    const taken = await b.arrive("m", P2);
    expect(taken.work).toMatchObject({ attempts: 2, lease: { by: P2 } });
    expect(await b.renew(work.lease)).toBe("lost");
    expect(await b.renew((taken.work as Work).lease, P2)).toBe("mine");
  });

  check("one that is late but was not replaced goes on", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.renew(work.lease)).toBe("mine");
    expect((await b.arrive("m", P2)).work).toBeUndefined();
  });

  check("renewing after the last step changes nothing", async (b) => {
    const work = await b.turn("m");
    const before = await b.stored();
    expect(await b.renew(work.lease)).toBe("lost");
    expect(await b.renew({ ...work.lease, pushKey: "?" })).toBe("lost");
    expect(await b.stored()).toBe(before);
  });

  check("renewing tells that the slot is over by time", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.slotMs + 5);
    expect(await b.renew(work.lease)).toBe("mine, slot gone");
  });

  check("renew before release and release before renew", async (b) => {
    const { lease } = await b.run("m");
    expect(await b.renew(lease)).toBe("mine");
    await b.other.release(b.ref("m"), "success");
    expect(await b.renew(lease)).toBe("mine, slot gone");
    expect(await b.renew(lease)).toBe("mine, slot gone");
  });

  check(
    "deliveries that joined the turn are counted when the store hears of its lease",
    async (b) => {
      const { slotMs, tryMs } = b.settings;
      const { lease } = await b.run("m");
      const joined = { ...lease, joined: 1 };
      expect(await b.renew(joined)).toBe("mine");
      expect(await b.arrive("m", P2, { again: true })).toMatchObject({ deliveries: 2 });
      await b.advance(slotMs - 100);
      // The third, and so the last.
      expect(await b.renew({ ...lease, joined: 2 })).toBe("mine");
      // Copies that the network held back.
      await b.renew(joined);
      await b.renew({ ...lease, joined: 2 });
      expect(await b.arrive("m", P2, { again: true })).toMatchObject({ deliveries: 3 });
      await b.advance(tryMs - 100);
      expect(await b.renew(joined)).toBe("mine");
      await b.advance(200);
      expect(await b.renew(joined)).toBe("mine, slot gone");
    },
  );

  check("a step and a giving back count deliveries that joined, each lease its own", async (b) => {
    const { lease } = await b.run("m");
    await b.advance(b.settings.slotMs - 100);
    const stepped = await b.store.step({ ...lease, joined: 1 }, 0, plan({ hold: items("m", 1) }));
    expect(stepped).toMatchObject({ ok: true, facts: { slot: "free" } });
    await b.advance(200);
    expect(await b.renew(lease)).toBe("mine");
    await b.store.handBack({ ...lease, joined: 2 });
    const taken = (await b.arrive("m", P2, { again: true })).work as Work;
    const later = await b.store.renew([{ ...taken.lease, joined: 1 }]);
    expect(later).toEqual(["mine"]);
    expect(await b.arrive("m", P2, { again: true })).toMatchObject({ deliveries: 4 });
  });

  check("leases of many followers are renewed together, each for itself", async (b) => {
    const names = Array.from({ length: 70 }, (_, i) => `w${i}`);
    const leases = await Promise.all(names.map(async (name) => (await b.of(name).run(name)).lease));
    const lost = leases[1] as Lease;
    const released = leases[2] as Lease;
    await b.store.handBack(lost);
    await b.other.release({ follower: released.follower, key: released.pushKey }, "success");
    await b.advance(b.settings.leaseMs * 0.6);
    const told = await b.store.renew(leases);
    expect(told.slice(0, 4)).toEqual(["mine", "lost", "mine, slot gone", "mine"]);
    expect(told.slice(3)).toEqual(names.slice(3).map(() => "mine"));
    await b.advance(b.settings.leaseMs * 0.6);
    expect(await b.due()).toEqual(["w1"]);
  });

  check(
    "a lease that stands twice in an asking is renewed, and none at all is no mistake",
    async (b) => {
      const { lease } = await b.run("m");
      expect(await b.store.renew([lease, lease])).toEqual(["mine", "mine"]);
      expect(await b.store.renew([])).toEqual([]);
    },
  );

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
    expect(await b.renew(taken.lease, P2)).toBe("mine");
    expect((await b.arrive("m", P1, { again: true })).work).toBeUndefined();
  });

  check("who gave a lease back is refused, and so is a second giving back", async (b) => {
    const { lease } = await b.run("m");
    await b.store.handBack(lease);
    const before = await b.stored();
    await b.store.handBack(lease);
    expect(await b.store.step(lease, 0, plan({ hold: items("m", 1) }))).toEqual({ stale: true });
    expect(await b.renew(lease)).toBe("lost");
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

  check("what a process says that it runs is never leased to it again", async (b) => {
    const work = await b.run("m");
    await b.arrive("m2");
    // It stood still for longer than a lease lasts.
    await b.advance(b.settings.leaseMs + 1_000);
    expect(await b.due()).toEqual(["o1"]);
    const runs = true;
    expect(await b.store.wake(b.follower, P1, runs)).toEqual({});
    expect((await b.arrive("m", P1, { again: true, runs })).work).toBeUndefined();
    expect((await b.arrive("m3", P1, { runs })).work).toBeUndefined();
    expect((await b.store.enter({ follower: b.follower, key: "e", by: P1, runs })).work).toBe(
      undefined,
    );
    // It counts as renewed: nobody else gets it either.
    expect(await b.due()).toEqual([]);
    expect((await b.arrive("m", P2, { again: true })).work).toBeUndefined();
    const { next } = await b.commit(work, rides("m", "d"));
    expect(next?.push.key).toBe("m2");
  });

  check("saying so is of no use to a process whose lease another one took", async (b) => {
    await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    const taken = await b.arrive("m", P2, { again: true });
    expect(taken.work?.attempts).toBe(2);
    await b.advance(b.settings.leaseMs + 5);
    // Its turn is dead as well: the first process takes the push over, whatever else it runs.
    expect((await b.store.wake(b.follower, P1, true)).work?.attempts).toBe(3);
  });

  for (const back of [10_000, 8 * 60_000, 24 * 3_600_000]) {
    check(`a clock set back by ${back / 1_000} s blocks nobody whose turn died`, async (b) => {
      await b.run("m");
      await b.advance(-back);
      // By a little the sweep waits for as long as anything can wait; the follower's next message does not.
      if (back > 2 * b.settings.rescueMs) expect(await b.due()).toEqual(["o1"]);
      const taken = await b.arrive("m2", P2);
      expect(taken.work).toMatchObject({ push: { key: "m" }, attempts: 2, lease: { by: P2 } });
      const { next } = await b.commit(taken.work as Work);
      expect(next?.push.key).toBe("m2");
    });
  }

  check(
    "a clock set back by a little, or by much under a turn that renews, takes none",
    async (b) => {
      const { lease } = await b.run("m");
      await b.advance(-500);
      expect((await b.arrive("m", P2, { again: true })).work).toBeUndefined();
      await b.advance(-3_600_000);
      expect(await b.renew(lease)).toBe("mine");
      expect((await b.arrive("m", P2, { again: true })).work).toBeUndefined();
      expect(await b.due()).toEqual([]);
    },
  );

  check(
    "after a clock was set back, answers and messages on their way wait no longer",
    async (b) => {
      const opening = { kind: "message", limit: 5, forMs: 48 * 3_600_000 } as const;
      await b.turn("m", rides("m", undefined, { chain: items("m", 2, 1) }), { opening });
      await b.advance(-3_600_000);
      expect(await b.due()).toEqual(["o1"]);
      await b.other.wake(b.follower, P2);
      await b.advance(2 * b.settings.rescueMs);
      expect(await b.due()).toEqual(["o1"]);
      await b.other.wake(b.follower, P2);
      expect((await b.send(P2)).item?.id).toBe("m#0");
      // The sender died.
      await b.advance(-3_600_000);
      await b.other.wake(b.follower, P2);
      await b.advance(b.settings.sendLeaseMs + 5);
      expect(await b.drain(P2)).toEqual(["m#1", "m#2"]);
    },
  );

  check("a place in the queue is given up in time, though the clock was set back", async (b) => {
    await b.run("m");
    const entry = { follower: b.follower, key: "e", by: P1 };
    await b.store.enter(entry);
    await b.advance(-3_600_000);
    const taken = (await b.arrive("m2", P2)).work as Work;
    await b.advance(b.settings.leaseMs + 1_005);
    expect((await b.commit(taken)).next?.push.key).toBe("m2");
  });
}
