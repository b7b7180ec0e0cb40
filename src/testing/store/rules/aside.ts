import { ASIDE } from "../../../store/aside.ts";
import type { Work } from "../../../store/store.ts";
import { type Bench, type Check, ids, items, LAST, P1, P2, PLENTY, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";

/** Another process asks to be run beside the turn. */
async function aside(b: Bench, key = "x"): Promise<Work> {
  const { work } = await b.other.enter({ follower: b.follower, key, by: P2, aside: true });
  expect(work).toMatchObject({ push: { key, kind: "proactive" }, lease: { fence: ASIDE } });
  return work as Work;
}

/** What is said beside a turn that another process runs. */
export function asideRules(check: Check): void {
  check(
    "who queues hears that the turn runs elsewhere, and in its own process that it does not",
    async (b) => {
      await b.run("m");
      const enter = (by: string, key: string) => b.store.enter({ follower: b.follower, key, by });
      expect(await enter(P2, "x")).toMatchObject({ place: 1, elsewhere: true });
      expect((await enter(P1, "y")).elsewhere).toBeUndefined();
      await b.advance(b.settings.leaseMs + 5);
      expect((await enter(P2, "x")).elsewhere).toBeUndefined();
    },
  );

  check("it is run at once, and the turn keeps its lease, its slot and its steps", async (b) => {
    const turn = await b.run("m", P1, { opening: PLENTY });
    const work = await aside(b);
    expect(work.facts).toMatchObject({ slot: "gone", chain: 0, quota: 5 });
    expect(await b.other.step(work.lease, 0, plan({ chain: items("x", 1) }))).toHaveProperty("ok");
    expect(await b.sent(P2)).toBe("x#0");
    expect(await b.renew(turn.lease)).toBe("mine");
    await b.commit(turn, rides("m", `${P1}/m`));
    expect((await b.look("m2")).facts.quota).toBe(4);
  });

  check("what it holds stands before the turn's answer, whose plan is refused once", async (b) => {
    const turn = await b.run("m");
    const work = await aside(b);
    await b.other.step(work.lease, 0, plan({ hold: items("x", 1) }));
    const early = plan({ ...LAST, ...rides("m", `${P1}/m`) });
    const refused = await b.store.step(turn.lease, 0, early);
    expect(refused).toMatchObject({ changed: { held: [{ id: "x#0" }] } });
    const passive = [...items("x", 1), ...items("m", 1)];
    const carried = { held: ["x#0"], untaken: [] };
    await b.commit(turn, { ...rides("m", `${P1}/m`), passive, carried });
    expect(await b.fate("x#0")).toBe("passive");
  });

  check(
    "its steps are compared with the facts: not beyond the grants, nor past what is held",
    async (b) => {
      const turn = await b.run("m", P1, { opening: { ...PLENTY, limit: 1 } });
      const work = await aside(b);
      const beyond = await b.other.step(work.lease, 0, plan({ chain: items("x", 2) }));
      expect(beyond).toMatchObject({ changed: { quota: 1 } });
      await b.store.release(b.ref("m"), "success");
      await b.store.step(turn.lease, 0, plan({ hold: items("m", 1) }));
      const past = await b.other.step(work.lease, 0, plan({ chain: items("x", 1) }));
      expect(past).toMatchObject({ changed: { held: [{ id: "m#0" }] } });
      expect(await b.fate("x#0")).toBeUndefined();
    },
  );

  check("asked and said again it is there once, also after others went on", async (b) => {
    const turn = await b.run("m", P1, { opening: PLENTY });
    const work = await aside(b);
    const step = plan({ chain: items("x", 1) });
    const first = await b.other.step(work.lease, 0, step);
    expect(await b.other.step(work.lease, 0, step)).toEqual(first);
    expect((await aside(b)).done).toEqual(["x#0"]);
    expect(await b.drain(P2)).toEqual(["x#0"]);
    await b.commit(turn);
    const before = await b.stored();
    await aside(b);
    expect(await b.other.step(work.lease, 0, step)).toHaveProperty("ok");
    expect(await b.stored()).toBe(before);
    expect(await b.drain(P2)).toEqual([]);
  });

  check("it leaves the queue, and nobody waits for it", async (b) => {
    const turn = await b.run("m");
    await b.other.enter({ follower: b.follower, key: "x", by: P2 });
    await b.arrive("m2");
    await aside(b);
    expect((await b.commit(turn)).next).toMatchObject({ push: { key: "m2" } });
    const again = await b.other.enter({ follower: b.follower, key: "x", by: P2 });
    expect(again).toMatchObject({ gone: true });
    expect(again.work).toBeUndefined();
  });

  check("one that was leased meanwhile stays a turn of its own", async (b) => {
    const entry = { follower: b.follower, key: "x", by: P2 };
    const { work } = await b.other.enter(entry);
    const late = await b.other.enter({ ...entry, aside: true });
    expect(late.work).toBeUndefined();
    expect(late.gone).toBeUndefined();
    await b.commit(work as Work, { hold: items("x", 1) });
    expect(ids((await b.look("m")).facts.held)).toEqual(["x#0"]);
  });

  check("record and bot state stay the turn's own, timers are set", async (b) => {
    const turn = await b.run("m");
    const work = await aside(b);
    const state = [{ key: "wx/conversations/o1/a", value: "{}", eTag: "1" }];
    const timers = [{ set: "t", at: b.now() + 50, data: "d" }];
    const save = { record: { v: 1, of: "aside" }, timers, state };
    expect(await b.other.step(work.lease, 0, plan({ save, last: true }))).toHaveProperty("ok");
    expect(await b.renew(turn.lease)).toBe("mine");
    expect(await b.store.readState("o1", ["wx/conversations/o1/a"])).toEqual([]);
    await b.commit(turn);
    await b.advance(200);
    const { work: timer } = await b.store.wake(b.follower, P1);
    expect(timer).toMatchObject({ push: { kind: "timer", body: "d" }, record: { v: 1 } });
    expect(timer?.record).not.toHaveProperty("of");
  });

  check("renewing and handing back what runs aside touches nobody's lease", async (b) => {
    const turn = await b.run("m");
    const work = await aside(b);
    expect(await b.renew(work.lease, P2)).toBe("mine, slot gone");
    await b.other.handBack(work.lease);
    expect(await b.renew(turn.lease)).toBe("mine");
    await b.store.forget(b.follower);
    expect(await b.renew(work.lease, P2)).toBe("lost");
    expect(await b.other.step(work.lease, 0, plan({ hold: items("x", 1) }))).toEqual({
      stale: true,
    });
  });

  check("nothing that was leased, or is done, can be written to from aside", async (b) => {
    const turn = await b.run("m");
    const stolen = { ...turn.lease, fence: ASIDE };
    expect(await b.store.step(stolen, 0, plan({ hold: items("m", 1) }))).toEqual({ stale: true });
    await b.commit(turn);
    expect(await b.store.step(stolen, 1, plan({ hold: items("m", 1) }))).toEqual({ stale: true });
    expect(await b.renew(stolen)).toBe("lost");
  });
}
