import type { Item, Work } from "../../../store/store.ts";
import { type Check, items, P1, P2, PLENTY, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";

/** What is remembered, and what is removed. */
export function keepRules(check: Check): void {
  check("the fate of every message is known", async (b) => {
    const work = await b.run("m", P1, { opening: PLENTY });
    expect(await b.fate("m#0")).toBeUndefined();
    const step = { chain: items("m", 1, 1), hold: items("m", 1, 2) };
    await b.commit(work, rides("m", "d", step));
    const fates = await Promise.all(["m#0", "m#1", "m#2", "m#3"].map((id) => b.fate(id)));
    expect(fates).toEqual(["passive", "queued", "held", undefined]);
  });

  check("fates are known for so long after their push, then forgotten", async (b) => {
    await b.turn("m", { hold: items("m", 1) });
    await b.advance(b.settings.rememberMs / 2);
    expect(await b.fate("m#0")).toBe("held");
    await b.advance(b.settings.rememberMs / 2 + 20);
    await b.store.due(1);
    expect(await b.fate("m#0")).toBeUndefined();
    // The message itself is kept until its own time.
    expect((await b.look("m2")).facts.held).toEqual(items("m", 1));
  });

  check("what a bot does to its objects afterwards changes nothing that is kept", async (b) => {
    const record = { v: 1, mine: ["a"] };
    const [item] = items("m", 1) as [Item];
    const message = { text: "a" };
    const work = await b.run("m");
    await b.commit(work, { hold: [{ ...item, message }], save: { record, timers: [] } });
    record.mine.push("b");
    message.text = "b";
    const next = await b.run("m2");
    expect(next.record).toEqual({ v: 1, mine: ["a"] });
    expect(next.facts.held[0]?.message).toEqual({ text: "a" });
    (next.record as typeof record).mine.push("c");
    await b.store.handBack(next.lease);
    expect((await b.run("m2")).record).toEqual({ v: 1, mine: ["a"] });
  });

  check("a push that is asked for again long after is still known", async (b) => {
    await b.commit(await b.run("m"), rides("m", "m's delivery"));
    await b.send(P1, { opens: "m", recordOnly: true });
    for (const key of ["m2", "m3", "m4"]) await b.look(key);
    const again = await b.arrive("m");
    expect(again).toMatchObject({ deliveries: 2, answer: "<xml>answer to m</xml>" });
    expect(await b.arrive("m")).toMatchObject({ deliveries: 3, answer: "<xml>answer to m</xml>" });
    expect(await b.fate("m#0")).toBe("passive");
  });

  check("a push is not forgotten before it is done", async (b) => {
    const work = await b.run("m");
    const { rememberMs, leaseMs } = b.settings;
    for (let ms = 0; ms < rememberMs + leaseMs; ms += rememberMs / 8) {
      await b.advance(rememberMs / 8);
      await b.store.due(1);
    }
    await b.commit(work, { hold: items("m", 1) });
    expect(await b.fate("m#0")).toBe("held");
  });

  check("forgetting removes everything of one follower and nothing of another", async (b) => {
    await b.chained("m", 1);
    await b.turn("m2", { hold: items("m2", 1) });
    await b.of("o2").chained("m", 1);
    expect(await b.due()).toEqual(["o1", "o2"]);
    await b.store.forget(b.follower);
    expect(await b.stored()).toBe("[]");
    expect(await b.fate("m#0")).toBeUndefined();
    await b.advance(b.settings.rescueMs + 5);
    expect(await b.due()).toEqual(["o2"]);
    const work = await b.run("m");
    expect(work.record).toBeUndefined();
    expect(work.facts).toMatchObject({ chain: 0, held: [], untaken: [], quota: 0 });
    await b.store.forget(b.follower);
    await b.store.forget(b.follower);
  });

  check(
    "a runner from before the forgetting is refused, also if its push comes again",
    async (b) => {
      const before = await b.run("m");
      await b.advance(2);
      await b.store.forget(b.follower);
      expect(await b.store.step(before.lease, 0, plan({ hold: items("m", 1) }))).toEqual({
        stale: true,
      });
      await b.advance(2);
      const after = await b.run("m", P2);
      expect(await b.store.step(before.lease, 0, plan({ hold: items("m", 1) }))).toEqual({
        stale: true,
      });
      expect(await b.renew(before.lease)).toBe("lost");
      await b.commit(after);
    },
  );

  check("late words about a follower who was forgotten leave nothing behind", async (b) => {
    const work = await b.run("m");
    await b.store.forget(b.follower);
    await b.renew(work.lease);
    await b.store.handBack(work.lease);
    await b.store.untake(b.ref("m"), "d");
    await b.store.wake(b.follower, P1);
    await b.send();
    expect(await b.stored()).toBe("[]");
    expect(await b.due()).toEqual([]);
  });

  check("who says nothing for too long is forgotten, unless something waits for him", async (b) => {
    const { keepMs } = b.settings;
    const timers = [{ set: "t", at: b.now() + keepMs * 100, data: "T" }];
    const state = [{ key: `wechat/users/o1/`, value: "{}", eTag: "1" }];
    await b.turn("m1", { save: { record: { v: 1 }, timers: [], state } });
    await b.of("o2").turn("m2", { save: { record: { v: 1 }, timers } });
    await b.advance(keepMs * 0.6);
    await b.store.due(1);
    await b.turn("m3", { save: { record: { v: 1 }, timers: [] } });
    await b.advance(keepMs * 0.6);
    await b.store.due(1);
    expect(await b.stored()).toContain("wechat/users/o1/");
    await b.advance(keepMs * 0.5);
    await b.store.due(1);
    expect(await b.stored()).toBe("[]");
    expect(await b.store.readState("o1", ["wechat/users/o1/"])).toEqual([]);
    expect(await b.of("o2").stored()).toContain('"data":"T"');
  });

  check("everything stored of a follower can be read, and nobody else's", async (b) => {
    const save = { record: { secret: "of-o1" }, timers: [] };
    await b.turn("m1", { hold: items("m1", 1), save });
    await b.of("o2").turn("m9", { hold: items("m9", 1) });
    const all = await b.stored();
    for (const part of ["of-o1", "m1 says 0", "m1"]) expect(all).toContain(part);
    expect(all).not.toContain("m9");
  });

  check("what is stored does not change with the caller's objects", async (b) => {
    const record = { list: ["before"] };
    const message = { text: "before" };
    const work = await b.run("m1");
    await b.commit(work, { save: { record, timers: [] }, hold: [{ id: "m1#0", message }] });
    record.list.push("after");
    message.text = "after";
    const next = (await b.run("m2")) as Work;
    expect(next.record).toEqual({ list: ["before"] });
    (next.record as { list: string[] }).list.push("after");
    await b.store.handBack(next.lease);
    const { work: again } = await b.arrive("m2", P2);
    expect(again?.record).toEqual({ list: ["before"] });
    expect(again?.facts.held[0]?.message).toEqual({ text: "before" });
  });

  check("a store that takes writes says so", async (b) => {
    expect(await b.store.probe()).toBeUndefined();
    expect(await b.other.probe()).toBeUndefined();
  });
}
