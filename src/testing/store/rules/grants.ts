import type { Work } from "../../../store/store.ts";
import { type Check, ids, items, P1, P2, PLENTY } from "../bench.ts";
import { expect } from "../expect.ts";

/** How many customer-service messages may still be sent: what opens a grant, what it pays for, what ends it. */
export function grantRules(check: Check): void {
  check("the grant ended before the chain: the rest is held, in order", async (b) => {
    const forMs = b.settings.leaseMs;
    await b.chained("m", 3, { ...PLENTY, forMs });
    expect(await b.sent()).toBe("m#0");
    await b.advance(forMs + 5);
    expect(await b.send()).toEqual({});
    expect(ids((await b.look("m2")).facts.held)).toEqual(["m#1", "m#2"]);
    expect(await b.due()).toEqual([]);
  });

  check("a grant heard of late counts what was sent since it was opened", async (b) => {
    const opened = b.now();
    await b.chained("m1", 3);
    expect(await b.drain()).toHaveLength(3);
    const push = b.push("m0", opened);
    const { work } = await b.arrive("m0", P1, { push, opening: { ...PLENTY, limit: 4 } });
    expect(work?.facts.quota).toBe(1);
  });

  check("WeChat's clock ahead of ours gives no grant that forgets what was sent", async (b) => {
    await b.chained("m1", 3);
    await b.drain();
    const push = b.push("m2", b.now() + 5_000);
    const { work } = await b.arrive("m2", P1, { push, opening: { ...PLENTY, limit: 4 } });
    expect(work?.facts.quota).toBe(1);
  });

  check("a message in flight counts against a grant opened meanwhile", async (b) => {
    const opening = { ...PLENTY, limit: 2 };
    await b.chained("m1", 1, opening);
    const { item } = await b.send();
    // Leased long before the push, and WeChat gets it afterwards.
    await b.advance(b.settings.sendLeaseMs / 2);
    const push = b.push("m2", b.now() + 2_000);
    const { work } = await b.arrive("m2", P1, { push, opening });
    expect(work?.facts.quota).toBe(1);
    await b.send(P1, { settle: { id: item?.id as string, fate: "queued" }, recordOnly: true });
    expect((await b.arrive("m2", P1, { again: true })).deliveries).toBe(1);
    await b.commit(work as Work);
    expect(await b.drain()).toEqual(["m1#0"]);
    expect(await b.quotaAt("m3")).toBe(1);
  });

  check("a message counts from its verdict, the latest it may have been sent", async (b) => {
    const opening = { ...PLENTY, limit: 2 };
    await b.chained("m1", 1, opening);
    await b.send();
    await b.advance(b.settings.sendLeaseMs / 2);
    await b.send(P1, { settle: { id: "m1#0", fate: "sent" } });
    const createdAt = b.now() - b.settings.sendLeaseMs / 4;
    const push = b.push("m2", createdAt);
    const { work } = await b.arrive("m2", P1, { push, opening });
    expect(work?.facts.quota).toBe(1);
  });

  check("grants of several kinds: a message counts against every open one", async (b) => {
    await b.turn("m1", {}, { opening: { ...PLENTY, limit: 3 } });
    const opening = { kind: "click", limit: 2, forMs: b.settings.leaseMs } as const;
    await b.turn("m2", { chain: items("m2", 2) }, { opening });
    await b.drain();
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.quotaAt("m3")).toBe(1);
  });

  check("a push counts its grant once, however often it arrives", async (b) => {
    const work = await b.run("m", P1, { opening: PLENTY });
    await b.arrive("m", P2, { opening: PLENTY });
    await b.commit(work, { chain: items("m", 2) });
    await b.drain();
    await b.arrive("m", P2, { opening: PLENTY });
    expect(await b.quotaAt("m2")).toBe(3);
  });

  check(
    "WeChat says that nothing is left: until the follower's next contact it is so",
    async (b) => {
      await b.chained("m1", 1);
      await b.send();
      await b.send(P1, { settle: { id: "m1#0", fate: "held", exhausts: true }, recordOnly: true });
      expect(await b.quotaAt("m2")).toBe(0);
      const { work } = await b.arrive("m3", P1, { opening: PLENTY });
      expect(work?.facts.quota).toBe(PLENTY.limit);
    },
  );

  check("whoever has left has no grant of before, and keeps one of after", async (b) => {
    const opening = { ...PLENTY, kind: "follow" as const, limit: 3 };
    await b.turn("m1", {}, { opening: PLENTY });
    await b.advance(5);
    const leaves = { endsGrants: true, push: b.push("left") } as const;
    await b.advance(5);
    const back = await b.run("back", P1, { opening, endsGrants: true });
    expect(back.facts.quota).toBe(3);
    // The push of his leaving was late: what he opened by coming back stays.
    await b.arrive("left", P1, leaves);
    const { next } = await b.commit(back);
    expect(next?.facts.quota).toBe(3);
  });
}
