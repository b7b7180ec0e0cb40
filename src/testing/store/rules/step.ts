import type { Work } from "../../../store/store.ts";
import { type Check, ids, items, LAST, P1, P2, PLENTY, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";

export function stepRules(check: Check): void {
  check("the last step keeps the record for the next turn", async (b) => {
    const record = {
      v: 1,
      deep: { list: [], none: null, "": "0", n: 1.5 },
      id: "6054768590064713728",
    };
    await b.turn("m1", { save: { record, timers: [] } });
    expect((await b.run("m2")).record).toEqual(record);
  });

  check("what was stored comes back as it was, whatever it holds", async (b) => {
    const nasty = `]]> "quotes" \\ \u2028 \u0000 😀 [] {} __proto__ null 1e5`;
    const hold = [{ id: "m1#0", message: { nasty, list: [], object: {}, no: false } }];
    const push = { ...b.push("m1"), body: nasty };
    const { work } = await b.arrive("m1", P1, { push });
    expect(work?.push).toEqual(push);
    await b.commit(work as Work, { hold, answer: { body: nasty } });
    expect((await b.arrive("m1")).answer).toBe(nasty);
    expect((await b.run("m2")).facts.held).toEqual(hold);
  });

  check("an earlier step keeps the lease and writes no record", async (b) => {
    await b.turn("m1");
    const work = await b.run("m2");
    await b.advance(b.settings.leaseMs * 0.6);
    expect(await b.store.step(work.lease, 0, plan({ hold: items("m2", 1) }))).toMatchObject({
      ok: true,
      facts: { held: items("m2", 1) },
    });
    await b.advance(b.settings.leaseMs * 0.6);
    expect((await b.arrive("m2", P2)).work).toBeUndefined();
    await b.advance(b.settings.leaseMs);
    expect((await b.arrive("m2", P2)).work).toMatchObject({ record: { v: 1 }, attempts: 2 });
  });

  check("an earlier step may save: a run that begins again finds it", async (b) => {
    await b.turn("m1");
    const work = await b.run("m2");
    const at = b.now() + 3_600_000;
    const save = { record: { v: 2 }, timers: [{ set: "t", at, data: "T" }] };
    const step = plan({ save });
    expect(await b.store.step(work.lease, 0, step)).toMatchObject({ ok: true });
    expect(await b.store.step(work.lease, 0, step)).toMatchObject({ ok: true });
    await b.store.handBack(work.lease);
    const again = (await b.arrive("m2", P2)).work as Work;
    expect(again).toMatchObject({ record: { v: 2 }, attempts: 1, facts: { slot: "free" } });
    await b.commit(again, { save: { record: { v: 3 }, timers: [] } });
    expect(await b.stored()).toContain('"data":"T"');
    expect((await b.run("m3")).record).toEqual({ v: 3 });
  });

  check("the reply of the last step is lost: the same one again, `next` included", async (b) => {
    const work = await b.run("m1", P1, { opening: PLENTY });
    await b.arrive("m2");
    const step = plan({
      ...LAST,
      ...rides("m1", `${P1}/m1`),
      chain: items("m1", 2, 1),
      hold: items("m1", 1, 3),
    });
    const first = await b.store.step(work.lease, 0, step);
    const before = await b.stored();
    expect(first).toMatchObject({ ok: true, next: { push: { key: "m2" }, attempts: 1 } });
    expect(await b.store.step(work.lease, 0, step)).toEqual(first);
    expect(await b.store.step(work.lease, 0, step)).toEqual(first);
    expect(await b.stored()).toBe(before);
  });

  check("the same of an earlier step: its messages are there once", async (b) => {
    const work = await b.run("m1");
    await b.store.release(b.ref("m1"), "success");
    const step = plan({ hold: items("m1", 2) });
    const first = await b.store.step(work.lease, 0, step);
    expect(await b.store.step(work.lease, 0, step)).toEqual(first);
    await b.commit(work, {}, 1);
    expect(ids((await b.run("m2")).facts.held)).toEqual(["m1#0", "m1#1"]);
  });

  check("a copy that the network held back changes nothing after the next step", async (b) => {
    const work = await b.run("m1");
    await b.store.release(b.ref("m1"), "success");
    await b.store.step(work.lease, 0, plan({ hold: items("m1", 1) }));
    await b.store.step(work.lease, 1, plan({ hold: items("m1", 1, 1) }));
    const before = await b.stored();
    expect(await b.store.step(work.lease, 0, plan({ hold: items("m1", 1) }))).toHaveProperty("ok");
    expect(await b.stored()).toBe(before);
  });

  check("the last step repeated after others went on is still accepted", async (b) => {
    const work = await b.run("m1");
    const step = plan({ ...LAST, ...rides("m1", `${P1}/m1`) });
    await b.store.step(work.lease, 0, step);
    await b.commit(await b.run("m2", P2), { hold: items("m2", 1) });
    const before = await b.stored();
    const again = await b.store.step(work.lease, 0, step);
    expect(again).toHaveProperty("ok", true);
    expect(again).not.toHaveProperty("next");
    expect(await b.stored()).toBe(before);
  });

  check("a repeat hands over no push that the process was given since", async (b) => {
    const work = await b.run("m1");
    const step = plan(LAST);
    expect(await b.store.step(work.lease, 0, step)).not.toHaveProperty("next");
    await b.run("m2");
    expect(await b.store.step(work.lease, 0, step)).not.toHaveProperty("next");
  });

  check("a runner whose lease was taken changes nothing", async (b) => {
    const zombie = await b.run("m1");
    await b.advance(b.settings.leaseMs + 5);
    const { work } = await b.arrive("m1", P2);
    const before = await b.stored();
    const step = plan({ ...LAST, ...rides("m1", `${P1}/m1`), hold: items("m1", 1, 1) });
    expect(await b.store.step(zombie.lease, 0, step)).toEqual({ stale: true });
    expect(await b.store.step(zombie.lease, 1, plan({ dropLine: true }))).toEqual({ stale: true });
    expect(await b.stored()).toBe(before);
    await b.commit(work as Work, rides("m1", `${P2}/m1`));
    expect(await b.store.step(zombie.lease, 0, step)).toEqual({ stale: true });
  });

  check("nor does one whose push is done, whoever ended it", async (b) => {
    const zombie = await b.run("m1");
    await b.advance(b.settings.leaseMs + 5);
    await b.commit((await b.arrive("m1", P2)).work as Work);
    const next = await b.run("m2", P2);
    const before = await b.stored();
    expect(await b.store.step(zombie.lease, 0, plan(LAST))).toEqual({ stale: true });
    expect(await b.stored()).toBe(before);
    await b.commit(next);
  });

  check("a runner whose lease has ended goes on if nobody took it", async (b) => {
    const work = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    await b.commit(work, rides("m"));
    expect((await b.arrive("m", P2)).answer).toBe("<xml>answer to m</xml>");
  });

  check("a fence made for another push is refused", async (b) => {
    const work = await b.run("m1");
    const lease = { ...work.lease, pushKey: "m2" };
    await b.arrive("m2");
    expect(await b.store.step(lease, 0, plan(LAST))).toEqual({ stale: true });
    expect(await b.store.step({ ...work.lease, pushKey: "?" }, 0, plan(LAST))).toEqual({
      stale: true,
    });
  });

  check("messages go to their places in order, behind those that are there", async (b) => {
    await b.turn("m1", { hold: items("m1", 2) });
    await b.turn("m2", { hold: items("m2", 2) });
    const held = ids((await b.look("m3")).facts.held);
    expect(held).toEqual(["m1#0", "m1#1", "m2#0", "m2#1"]);
    const work = await b.run("m5", P1, { opening: PLENTY });
    await b.store.step(work.lease, 0, plan({ hold: items("m5", 1) }));
    const carried = { held: [...held, "m5#0"], untaken: [] };
    const chain = [...items("m1", 2), ...items("m2", 2), ...items("m5", 1)];
    await b.commit(work, { chain, carried }, 1);
    expect(await b.drain()).toEqual([...held, "m5#0"]);
  });

  check("what was held is carried in front, and is held no more", async (b) => {
    await b.turn("m1", { hold: items("m1", 2) });
    const work = await b.run("m2");
    const held = ids(work.facts.held);
    const passive = [...work.facts.held, ...items("m2", 1)];
    await b.commit(work, { ...rides("m2", "d"), passive, carried: { held, untaken: [] } });
    expect((await b.look("m3")).facts.held).toEqual([]);
    expect(await b.fate("m1#0")).toBe("passive");
  });

  check("the follower left: everything that waits is dropped", async (b) => {
    await b.chained("m1", 2);
    await b.turn("m2", { hold: items("m2", 1) });
    await b.turn("m3", {});
    const work = await b.run("gone", P1, { answer: "success" });
    const stepped = await b.commit(work, { dropLine: true });
    const ended = ["m1#0", "m1#1", "m2#0"].map((id) => ({ id, fate: "dropped" }));
    expect(stepped.ended).toEqual(ended);
    expect((await b.look("m4")).facts).toMatchObject({ held: [], chain: 0, untaken: [] });
    expect(await b.drain()).toEqual([]);
    expect(await b.fate("m1#0")).toBe("dropped");
    expect(await b.fate("m2#0")).toBe("dropped");
  });

  check("the follower left: an answer nobody took is not shown any more", async (b) => {
    await b.turn("m1", rides("m1"));
    await b.commit(await b.run("gone"), { dropLine: true });
    expect(await b.arrive("m1")).toMatchObject({ answer: "success" });
    expect(await b.fate("m1#0")).toBe("dropped");
    expect((await b.look("m2")).facts.untaken).toEqual([]);
  });
}
