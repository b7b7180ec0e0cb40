import { type Check, items, LAST, P1, P2, PLENTY, plan, rides, riding } from "../bench.ts";
import { expect } from "../expect.ts";

export function releaseRules(check: Check): void {
  check(
    "an answer before other messages waits again when all its deliveries were closed",
    async (b) => {
      await b.turn("m", rides("m", "d1", { chain: items("m", 1, 1) }), { opening: PLENTY });
      await b.arrive("m", P2, { takenBy: "d2" });
      await b.store.untake(b.ref("m"), "d1");
      expect((await b.look("m2")).facts.untaken).toEqual([]);
      await b.other.untake(b.ref("m"), "d2");
      expect((await b.look("m3")).facts.untaken).toHaveLength(1);
    },
  );

  check("release before step: the turn is told, the release stands", async (b) => {
    const { lease } = await b.run("m");
    expect(await b.other.release(b.ref("m"), "success")).toEqual({ answer: "success" });
    expect(await b.store.step(lease, 0, plan({ ...LAST, ...rides("m", "d") }))).toMatchObject({
      changed: { slot: "gone" },
    });
    expect((await b.arrive("m", P2)).answer).toBe("success");
  });

  check("step before release: who releases gets the turn's answer", async (b) => {
    const work = await b.run("m");
    await b.commit(work, rides("m"));
    expect(await b.other.release(b.ref("m"), "success", "d2")).toEqual({
      answer: "<xml>answer to m</xml>",
      opensChain: true,
    });
  });

  check("of many releases the first one counts, repeated or not", async (b) => {
    await b.run("m");
    const first = await b.store.release(b.ref("m"), "<xml>still working</xml>");
    for (const answer of ["success", "<xml>still working, too</xml>"]) {
      expect(await b.other.release(b.ref("m"), answer)).toEqual(first);
    }
    expect((await b.arrive("m")).answer).toBe(first.answer);
  });

  check("a turn that still collects hears of it when it renews", async (b) => {
    const { lease } = await b.run("m");
    expect(await b.renew(lease)).toBe("mine");
    await b.other.release(b.ref("m"), "success");
    expect(await b.renew(lease)).toBe("mine, slot gone");
  });

  check("a push that waits can be released before it runs", async (b) => {
    const work = await b.run("m1");
    await b.arrive("m2", P2);
    await b.other.release(b.ref("m2"), "success");
    const { next } = await b.commit(work);
    expect(next).toMatchObject({ push: { key: "m2" }, facts: { slot: "gone" } });
  });

  check("an unknown push is released with `success`", async (b) => {
    expect(await b.store.release(b.ref("?"), "<xml>x</xml>")).toEqual({ answer: "success" });
    expect(await b.stored()).toBe("[]");
  });

  check("an answer nobody waits for is taken by the next delivery", async (b) => {
    await b.turn("m", rides("m"));
    expect((await b.look("m2")).facts.untaken).toHaveLength(1);
    expect(await b.arrive("m", P2)).toMatchObject({
      answer: "<xml>answer to m</xml>",
      opensChain: true,
    });
    expect((await b.look("m3")).facts.untaken).toEqual([]);
  });

  check("a delivery that was closed gives the answer back", async (b) => {
    await b.turn("m", rides("m", "d1"));
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    expect((await b.look("m2")).facts.untaken).toEqual([{ pushKey: "m", items: items("m", 1) }]);
    expect(await b.arrive("m", P2)).toMatchObject({ opensChain: true });
  });

  check("only who took an answer can give it back", async (b) => {
    await b.turn("m", rides("m", "d1"));
    const before = await b.stored();
    await b.store.untake(b.ref("m"), "d2", riding("m"));
    await b.store.untake(b.ref("?"), "d1", riding("?"));
    expect(await b.stored()).toBe(before);
  });

  check("two deliveries took it and one was closed: it is not shown elsewhere", async (b) => {
    await b.turn("m", rides("m", "d1"));
    await b.arrive("m", P2, { takenBy: "d2" });
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    expect((await b.look("m2")).facts.untaken).toEqual([]);
    await b.other.untake(b.ref("m"), "d2");
    expect((await b.look("m3")).facts.untaken).toHaveLength(1);
  });

  check("so it is, whichever of the two is closed first", async (b) => {
    await b.turn("m", rides("m", "d1"));
    await b.arrive("m", P2, { takenBy: "d2" });
    await b.other.untake(b.ref("m"), "d2");
    expect((await b.look("m2")).facts.untaken).toEqual([]);
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    expect((await b.look("m3")).facts.untaken).toEqual([{ pushKey: "m", items: items("m", 1) }]);
  });

  check("who took an answer without its messages may still bring them", async (b) => {
    await b.turn("m", rides("m", "d1"));
    await b.store.untake(b.ref("m"), "d1");
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    expect((await b.look("m2")).facts.untaken).toHaveLength(1);
  });

  check("an answer behind which something waits is kept by the store itself", async (b) => {
    await b.turn("m", rides("m", "d1", { chain: items("m", 1, 1) }), { opening: PLENTY });
    await b.store.untake(b.ref("m"), "d1");
    expect((await b.look("m2")).facts.untaken).toEqual([{ pushKey: "m", items: items("m", 1) }]);
  });

  check("messages of earlier pushes that rode an answer come back with it", async (b) => {
    await b.turn("m1", { hold: items("m1", 1) });
    const passive = [...items("m1", 1), ...items("m2", 1)];
    const carried = { held: ["m1#0"], untaken: [] };
    await b.turn("m2", { ...rides("m2", "d"), passive, carried });
    await b.store.untake(b.ref("m2"), "d", { items: passive, rescue: "hold" });
    await b.advance(b.settings.rescueMs + 5);
    await b.store.wake(b.follower, P1);
    expect(await b.fate("m1#0")).toBe("held");
    expect((await b.look("m3")).facts.held).toEqual(passive);
  });

  check("one that lost the race to release took it, too", async (b) => {
    await b.turn("m", rides("m", "d1"));
    await b.other.release(b.ref("m"), "success", "d2");
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    expect((await b.look("m2")).facts.untaken).toEqual([]);
  });

  check("an answer that has left cannot be given back", async (b) => {
    await b.turn("m", rides("m", "d1"));
    await b.send(P1, { opens: "m" });
    await b.store.untake(b.ref("m"), "d1", riding("m"));
    expect((await b.look("m2")).facts.untaken).toEqual([]);
  });

  check(
    "an answer given back although another delivery got it out is not shown again",
    async (b) => {
      await b.turn("m", rides("m", "d1"));
      await b.store.untake(b.ref("m"), "d1", riding("m"));
      await b.send(P2, { opens: "m", recordOnly: true });
      await b.advance(b.settings.rescueMs + 5);
      await b.store.wake(b.follower, P1);
      expect(await b.drain()).toEqual([]);
      expect(await b.fate("m#0")).toBe("passive");
    },
  );

  check("an earlier answer is given back after a later one: none is lost", async (b) => {
    await b.turn("m1", rides("m1", "d1"));
    await b.turn("m2", rides("m2", "d2"));
    await b.turn("m3", rides("m3", "d3"));
    for (const [key, taker] of [["m3", "d3"] as const, ["m1", "d1"] as const]) {
      await b.store.untake(b.ref(key), taker, riding(key));
    }
    const { facts } = await b.look("m4");
    expect(facts.untaken.map(({ pushKey }) => pushKey)).toEqual(["m1", "m3"]);
  });

  check("rescued before a fourth delivery: that one gets `success`", async (b) => {
    await b.turn("m", rides("m"), { opening: PLENTY });
    await b.advance(b.settings.rescueMs + 5);
    expect(await b.other.wake(b.follower, P2)).toMatchObject({ chain: true });
    expect(await b.arrive("m")).toMatchObject({ answer: "success" });
    expect(await b.drain()).toEqual(["m#0"]);
  });

  check("taken by a fourth delivery before the rescue: sent nowhere else", async (b) => {
    await b.turn("m", rides("m"), { opening: PLENTY });
    await b.advance(b.settings.rescueMs + 5);
    expect((await b.arrive("m")).answer).toBe("<xml>answer to m</xml>");
    expect(await b.other.wake(b.follower, P2)).toEqual({});
    expect(await b.drain()).toEqual([]);
  });
}
