import type { Facts, Step } from "../../../store/store.ts";
import {
  type Bench,
  type Check,
  ids,
  items,
  LAST,
  P1,
  P2,
  PLENTY,
  plan,
  rides,
  riding,
} from "../bench.ts";
import { expect } from "../expect.ts";

/** The step is refused without a trace; the facts as they are now. */
async function refused(
  b: Bench,
  lease: Parameters<Bench["store"]["step"]>[0],
  step: Partial<Step>,
): Promise<Facts> {
  const before = await b.stored();
  const stepped = await b.store.step(lease, 0, plan({ ...LAST, ...step }));
  expect(stepped).toHaveProperty("changed");
  expect(await b.stored()).toBe(before);
  return (stepped as { changed: Facts }).changed;
}

/** A plan is made from facts; when one of them changed before the step, it is refused. */
export function factsRules(check: Check): void {
  check("the slot was released meanwhile", async (b) => {
    const { lease } = await b.run("m");
    await b.other.release(b.ref("m"), "success");
    expect(await refused(b, lease, rides("m", "d"))).toMatchObject({ slot: "gone" });
    expect(await b.store.step(lease, 0, plan({ ...LAST, hold: items("m", 1) }))).toMatchObject({
      ok: true,
    });
  });

  check("the slot is over because nobody asks again", async (b) => {
    const { lease } = await b.run("m");
    await b.advance(b.settings.slotMs + 5);
    expect(await refused(b, lease, rides("m", "d"))).toMatchObject({ slot: "gone" });
    expect(await b.store.step(lease, 0, plan(LAST))).toHaveProperty("ok");
    expect(await b.arrive("m", P2)).toMatchObject({ answer: "success" });
  });

  check("a delivery keeps the slot open for its own time, whenever it comes", async (b) => {
    const { slotMs, tryMs } = b.settings;
    const { lease } = await b.run("m");
    await b.arrive("m");
    await b.advance(slotMs - 100);
    await b.renew(lease);
    // The third, and so the last.
    await b.arrive("m", P2);
    await b.advance(tryMs - 100);
    expect(await b.renew(lease)).toBe("mine");
    await b.advance(200);
    expect(await b.renew(lease)).toBe("mine, slot gone");
  });

  check("until the third was seen, the next may come late, and finds the slot open", async (b) => {
    const { slotMs, nextMs } = b.settings;
    const { lease } = await b.run("m");
    await b.advance(nextMs - 10);
    await b.renew(lease);
    await b.arrive("m", P2);
    await b.advance(nextMs - 10);
    expect(2 * nextMs - 20).toBeGreaterThan(slotMs);
    expect(await b.renew(lease)).toBe("mine");
  });

  check(
    "a turn that took its slot for gone does not end past a delivery that came late",
    async (b) => {
      const { lease } = await b.run("m");
      await b.advance(b.settings.slotMs + 5);
      expect(await b.renew(lease)).toBe("mine, slot gone");
      await b.arrive("m", P2);
      const ends = { ...LAST, hold: items("m", 1), slotless: true as const };
      expect(await refused(b, lease, ends)).toMatchObject({ slot: "free" });
      await b.store.step(lease, 0, plan({ ...LAST, ...rides("m", `${P2}/m`) }));
      expect((await b.arrive("m", P2, { again: true })).answer).toContain("m");
    },
  );

  check("a message came into the chain, nothing may ride past it", async (b) => {
    await b.turn("m1", rides("m1", undefined, { rescue: "chain" }), { opening: PLENTY });
    const work = await b.run("m2");
    expect(work.facts).toMatchObject({ chain: 0, untaken: [{ pushKey: "m1" }] });
    await b.advance(b.settings.rescueMs + 5);
    await b.renew(work.lease);
    await b.other.wake(b.follower, P2);
    const carried = { held: [], untaken: ["m1"] };
    const now = await refused(b, work.lease, { ...rides("m2", "d"), carried });
    expect(now).toMatchObject({ chain: 1, untaken: [] });
  });

  check("a message in flight counts as the chain", async (b) => {
    await b.chained("m1", 1);
    await b.send(P2);
    const { lease, facts } = await b.run("m2");
    expect(facts).toMatchObject({ chain: 1, quota: 4 });
    await refused(b, lease, rides("m2", "d"));
    await b.send(P2, { settle: { id: "m1#0", fate: "sent" } });
    await b.store.step(lease, 0, plan({ ...LAST, ...rides("m2", "d") }));
    expect((await b.arrive("m2", P2)).answer).toContain("m2");
  });

  check(
    "but not one that is tried again while WeChat's API is away: nothing waits for it",
    async (b) => {
      await b.chained("m1", 1);
      const { item } = await b.send();
      await b.send(P1, { settle: { id: item?.id ?? "", fate: "queued" }, recordOnly: true });
      await b.advance(b.settings.retryMs + 5);
      expect((await b.send()).item?.id).toBe("m1#0");
      const work = await b.run("m2");
      expect(work.facts).toMatchObject({ chain: 1, away: 1, held: [] });
      await b.commit(work, rides("m2", `${P1}/m2`));
      await b.send(P1, { settle: { id: "m1#0", fate: "queued" }, recordOnly: true });
      expect(await b.drain()).toEqual(["m1#0"]);
    },
  );

  check("the same where a process says that the API is away", async (b) => {
    await b.chained("m1", 1);
    await b.send(P1, { away: true });
    expect((await b.run("m2")).facts).toMatchObject({ chain: 1, away: 1 });
  });

  check("the quota is shorter than the plan needs", async (b) => {
    const { lease, facts } = await b.run("m", P1, { opening: { ...PLENTY, limit: 2 } });
    expect(facts.quota).toBe(2);
    expect(await refused(b, lease, { chain: items("m", 3) })).toMatchObject({ quota: 2 });
    const stepped = await b.store.step(lease, 0, plan({ ...LAST, chain: items("m", 2) }));
    expect(stepped).toMatchObject({ ok: true, facts: { chain: 2, quota: 0 } });
  });

  check("what is queued already is taken off the quota", async (b) => {
    await b.chained("m1", 3);
    const { lease, facts } = await b.run("m2");
    expect(facts).toMatchObject({ chain: 3, quota: 2 });
    await refused(b, lease, { chain: items("m2", 3) });
  });

  check("a grant that ended meanwhile sends nothing more", async (b) => {
    const forMs = b.settings.leaseMs / 2;
    const { lease } = await b.run("m", P1, { opening: { ...PLENTY, forMs } });
    await b.advance(forMs + 5);
    expect(await refused(b, lease, { chain: items("m", 1) })).toMatchObject({ quota: 0 });
  });

  check("an answer that was carried along waits no longer", async (b) => {
    await b.turn("m1", rides("m1"), { opening: PLENTY });
    const work = await b.run("m2");
    expect(work.facts.untaken.map(({ pushKey }) => pushKey)).toEqual(["m1"]);
    const passive = [...items("m1", 1), ...items("m2", 1)];
    const carried = { held: [], untaken: ["m1"] };
    await b.commit(work, { ...rides("m2", "d"), passive, carried });
    expect((await b.look("m3")).facts.untaken).toEqual([]);
  });

  check("a held message expired meanwhile", async (b) => {
    const expiresAt = b.now() + b.settings.leaseMs / 2;
    const [one, two] = items("m1", 2);
    await b.turn("m1", { hold: [{ ...one, expiresAt } as never, two as never] });
    const work = await b.run("m2");
    const held = ids(work.facts.held);
    expect(held).toEqual(["m1#0", "m1#1"]);
    await b.advance(b.settings.leaseMs / 2 + 5);
    const step = { ...rides("m2", "d"), passive: work.facts.held, carried: { held, untaken: [] } };
    const stepped = await b.store.step(work.lease, 0, plan({ ...LAST, ...step }));
    expect(stepped).toMatchObject({ changed: { held: [two] } });
    expect(await b.fate("m1#0")).toBe("expired");
  });

  check("messages came to be held meanwhile: nothing is shown before them", async (b) => {
    await b.chained("m1", 2);
    const { item } = await b.send(P2);
    const work = await b.run("m2", P1, { opening: PLENTY });
    // WeChat refuses to take more: the chain moves to held.
    await b.send(P2, { settle: { id: item?.id as string, fate: "held" }, recordOnly: true });
    const now = await refused(b, work.lease, { chain: items("m2", 1) });
    expect(ids(now.held)).toEqual(["m1#0", "m1#1"]);
    expect(now.chain).toBe(0);
    await refused(b, work.lease, rides("m2", "d"));
    const carried = { held: ids(now.held), untaken: [] };
    const passive = [...now.held, ...items("m2", 1)];
    await b.commit(work, { ...rides("m2", "d"), passive, carried });
  });

  check("an answer nobody took is brought along, in front, or nothing rides", async (b) => {
    await b.turn("m1", rides("m1"));
    const work = await b.run("m2");
    const [waiting] = work.facts.untaken;
    expect(waiting).toEqual({ pushKey: "m1", items: items("m1", 1) });
    await refused(b, work.lease, rides("m2", "d"));
    const passive = [...items("m1", 1), ...items("m2", 1)];
    const carried = { held: [], untaken: ["m1"] };
    await b.commit(work, { ...rides("m2", "d"), passive, carried });
    // Its own late delivery must not show it again.
    expect(await b.arrive("m1")).toMatchObject({ answer: "success" });
    expect((await b.look("m3")).facts.untaken).toEqual([]);
  });

  check("a delivery took the answer that was to be brought along", async (b) => {
    await b.turn("m1", rides("m1"));
    const work = await b.run("m2");
    expect((await b.arrive("m1", P2)).opensChain).toBe(true);
    const carried = { held: [], untaken: ["m1"] };
    const now = await refused(b, work.lease, { ...rides("m2", "d"), carried });
    expect(now.untaken).toEqual([]);
    await b.commit(work, rides("m2", "d"));
  });

  check("messages are not taken out of the middle of what is held", async (b) => {
    await b.turn("m1", { hold: items("m1", 3) });
    const { lease } = await b.run("m2");
    for (const held of [["m1#0"], ["m1#1", "m1#2"], ["m1#1", "m1#0", "m1#2"]]) {
      const carried = { held, untaken: [] };
      await refused(b, lease, { hold: items("m1", 1), carried });
    }
  });

  check("an answer is not brought along past its own chain", async (b) => {
    const more = { chain: items("m1", 1, 1) };
    await b.turn("m1", rides("m1", undefined, more), { opening: PLENTY });
    const { lease } = await b.run("m2");
    const carried = { held: [], untaken: ["m1"] };
    const passive = [...items("m1", 1), ...items("m2", 1)];
    await refused(b, lease, { ...rides("m2", "d"), passive, carried });
  });

  check("an answer given back appeared among the untaken", async (b) => {
    await b.turn("m1", rides("m1", "d1"));
    const work = await b.run("m2");
    expect(work.facts.untaken).toEqual([]);
    await b.other.untake(b.ref("m1"), "d1", riding("m1"));
    const now = await refused(b, work.lease, rides("m2", "d2"));
    expect(now.untaken).toEqual([{ pushKey: "m1", items: items("m1", 1) }]);
  });

  check("a plan that shows nothing relies on nothing", async (b) => {
    await b.turn("m1", rides("m1"));
    const work = await b.run("m2");
    await b.commit(work, { hold: items("m2", 1) });
    await b.commit(await b.run("m3"), {});
    expect((await b.look("m4")).facts).toMatchObject({ held: items("m2", 1), slot: "free" });
  });

  check(
    "but an answer that shows nothing does not leave behind what was held meanwhile",
    async (b) => {
      const work = await b.run("m1");
      await b.store.step(work.lease, 0, plan({ hold: items("m1", 1) }));
      const silent = plan({ ...LAST, answer: { body: "success" } });
      const reply = await b.store.step(work.lease, 1, silent);
      expect(reply).toMatchObject({ changed: { held: items("m1", 1) } });
      // Whoever has left sees nothing any more.
      await b.commit(work, { answer: { body: "success" }, dropLine: true }, 2);
      expect(await b.fate("m1#0")).toBe("dropped");
    },
  );
}
