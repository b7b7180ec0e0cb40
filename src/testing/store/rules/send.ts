import { type Check, ids, items, LAST, P1, P2, PLENTY, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";

/** The chain of customer-service messages. */
export function sendRules(check: Check): void {
  check("messages are sent one by one, in order, each for a limited time", async (b) => {
    await b.chained("m", 2);
    const first = await b.send();
    expect(first.item).toEqual(items("m", 1)[0]);
    expect(first.sendWithinMs).toBe(b.settings.sendLeaseMs);
    expect(await b.fate("m#0")).toBe("sending");
    const second = await b.send(P1, { settle: { id: "m#0", fate: "sent" } });
    expect(second.item?.id).toBe("m#1");
    expect([await b.fate("m#0"), await b.fate("m#1")]).toEqual(["sent", "sending"]);
    expect(await b.send(P1, { settle: { id: "m#1", fate: "unknown" } })).toEqual({});
    expect([await b.fate("m#0"), await b.fate("m#1")]).toEqual(["sent", "unknown"]);
  });

  check("of two senders one gets the message, the other is told to wait", async (b) => {
    await b.chained("m", 2);
    const both = await Promise.all([b.send(P1), b.send(P2)]);
    expect(both.filter(({ item }) => item !== undefined)).toHaveLength(1);
    const busy = both.find((one) => one.busy === true);
    expect(busy?.waitMs).toBeGreaterThan(0);
    expect(busy?.waitMs).toBeLessThanOrEqual(b.settings.sendLeaseMs);
    // Another caller in the same process is another sender.
    expect(await b.send(P1)).toMatchObject({ busy: true });
  });

  check("the reply that leased the next message is lost: the same again", async (b) => {
    await b.chained("m", 3);
    await b.send();
    const ask = 1_000_000;
    const settle = { ask, settle: { id: "m#0", ask: b.askOf("m#0"), fate: "sent" } } as const;
    const leased = await b.send(P1, settle);
    expect(leased.item?.id).toBe("m#1");
    const before = await b.stored();
    expect(await b.send(P1, settle)).toEqual(leased);
    expect(await b.stored()).toBe(before);
    expect(await b.send(P2, settle)).toMatchObject({ busy: true });
    expect(await b.quotaAt("m2")).toBe(2);
  });

  check("a verdict is recorded once, also when nothing is leased with it", async (b) => {
    await b.chained("m", 2);
    await b.send();
    const settle = { settle: { id: "m#0", fate: "sent" as const }, recordOnly: true as const };
    expect(await b.send(P1, settle)).toEqual({});
    expect(await b.send(P1, settle)).toEqual({});
    expect(await b.fate("m#1")).toBe("queued");
    expect(await b.drain()).toEqual(["m#1"]);
  });

  check("a lease whose reply was lost is given again to the same asking", async (b) => {
    await b.chained("m", 2);
    const first = await b.send(P1, { ask: 1 });
    expect(first.item?.id).toBe("m#0");
    expect((await b.send(P1, { ask: 1 })).item).toEqual(first.item);
    // Whoever else asks, in this process or another, might send it twice.
    expect(await b.send(P1, { ask: 2 })).toMatchObject({ busy: true });
    expect(await b.send(P2, { ask: 1 })).toMatchObject({ busy: true });
    // Also when another asking of the process came in between.
    expect((await b.send(P1, { ask: 1 })).item).toEqual(first.item);
    const settle = { id: "m#0", ask: 1, fate: "sent" } as const;
    const second = await b.send(P1, { ask: 3, settle });
    expect(second.item?.id).toBe("m#1");
    expect((await b.send(P1, { ask: 3, settle })).item).toEqual(second.item);
    expect((await b.look("m2")).facts.ledger.charges).toHaveLength(2);
  });

  check("a verdict counts under its own lease only, however late it comes again", async (b) => {
    await b.chained("m", 2);
    for (const fate of ["queued", "held", "notified", "unknown", "sent", { refused: 1 }] as const) {
      await b.send(P1, { ask: 1 });
      const settle = { id: "m#0", ask: 1, fate: "queued" } as const;
      await b.send(P1, { ask: 2, settle, recordOnly: true });
      const again = await b.send(P1, { ask: 3 });
      expect(again.item?.id).toBe("m#0");
      const before = await b.stored();
      // Its reply was lost, and it comes again while the message is on its way for the second time.
      await b.send(P1, { ask: 2, settle: { ...settle, fate }, recordOnly: true });
      expect(await b.stored()).toBe(before);
      expect(await b.fate("m#0")).toBe("sending");
      await b.send(P1, { ask: 4, settle: { ...settle, ask: 3 }, recordOnly: true });
      await b.store.forget(b.follower);
      await b.chained("m", 2);
    }
  });

  check("a copy of an asking that is over leases no message to nobody", async (b) => {
    await b.chained("m", 2);
    expect((await b.send(P1, { ask: 1 })).item?.id).toBe("m#0");
    const settle = { id: "m#0", ask: 1, fate: "queued" } as const;
    await b.send(P1, { ask: 2, settle, recordOnly: true });
    const before = await b.stored();
    expect(await b.send(P1, { ask: 1 })).toEqual({ late: true });
    expect(await b.send(P1, { ask: 2, rests: true })).toEqual({ late: true });
    expect(await b.stored()).toBe(before);
    // Other processes count for themselves.
    expect((await b.send(P2, { ask: 1 })).item?.id).toBe("m#0");
  });

  check("a sender that fell silent may have sent: never repeated", async (b) => {
    await b.chained("m", 2);
    await b.send();
    expect(await b.due()).toEqual([]);
    await b.advance(b.settings.sendLeaseMs + 5);
    expect(await b.due()).toEqual(["o1"]);
    expect((await b.send(P2)).item?.id).toBe("m#1");
    expect(await b.fate("m#0")).toBe("unknown");
    // It was charged: perhaps it was sent.
    expect((await b.look("m2")).facts.ledger.charges).toHaveLength(2);
  });

  check("the sweep notices a silent sender with nothing behind it", async (b) => {
    await b.chained("m", 1);
    await b.send();
    await b.advance(b.settings.sendLeaseMs + 5);
    expect(await b.other.wake(b.follower, P2)).toEqual({});
    expect(await b.fate("m#0")).toBe("unknown");
    expect(await b.due()).toEqual([]);
  });

  check("a verdict after the send lease was lost is refused", async (b) => {
    await b.chained("m", 2);
    await b.send(P1);
    await b.advance(b.settings.sendLeaseMs + 5);
    await b.send(P2);
    await b.send(P1, { settle: { id: "m#0", fate: "queued" }, recordOnly: true });
    expect([await b.fate("m#0"), await b.fate("m#1")]).toEqual(["unknown", "sending"]);
    await b.send(P1, { settle: { id: "m#1", fate: "queued" }, recordOnly: true });
    expect(await b.fate("m#1")).toBe("sending");
    expect(await b.send(P1)).toMatchObject({ busy: true });
    await b.send(P2, { settle: { id: "m#1", fate: "sent" }, recordOnly: true });
    expect(await b.drain()).toEqual([]);
  });

  check(
    "a verdict in time, with nobody in between, counts although the lease is over",
    async (b) => {
      await b.chained("m", 1);
      await b.send(P1);
      await b.advance(b.settings.sendLeaseMs + 5);
      await b.send(P1, { settle: { id: "m#0", fate: "sent" }, recordOnly: true });
      expect(await b.fate("m#0")).toBe("sent");
    },
  );

  check("certainly not sent: the charge comes back and the message stays first", async (b) => {
    await b.chained("m", 2, { ...PLENTY, limit: 2 });
    await b.send();
    await b.send(P1, { settle: { id: "m#0", fate: "queued" }, recordOnly: true });
    expect(await b.fate("m#0")).toBe("queued");
    expect((await b.look("m2")).facts).toMatchObject({ chain: 2, ledger: { charges: [] } });
    expect(await b.drain()).toEqual(["m#0", "m#1"]);
  });

  check("whose message was certainly not sent lets others go first in the sweep", async (b) => {
    await b.chained("m", 2);
    expect(await b.due()).toEqual([b.follower.openid]);
    await b.send();
    await b.send(P1, { settle: { id: "m#0", fate: "queued" }, recordOnly: true });
    expect(await b.due()).toEqual([]);
    await b.advance(b.settings.retryMs + 5);
    expect(await b.due()).toEqual([b.follower.openid]);
    await b.send(P1, { rests: true, recordOnly: true });
    expect(await b.due()).toEqual([]);
    // Whoever wants to send need not wait: a delivery or the bot brought him here.
    expect(await b.drain()).toEqual(["m#0", "m#1"]);
  });

  check("refused by WeChat: the charge comes back, the message does not", async (b) => {
    await b.chained("m", 2, { ...PLENTY, limit: 2 });
    await b.send();
    const next = await b.send(P1, { settle: { id: "m#0", fate: { refused: 45047 } } });
    expect(next.item?.id).toBe("m#1");
    expect(await b.fate("m#0")).toEqual({ refused: 45047 });
    await b.send(P1, { settle: { id: "m#1", fate: "sent" } });
    expect(await b.quotaAt("m2")).toBe(1);
  });

  check("sent and unknown are charged", async (b) => {
    await b.chained("m", 2);
    await b.send();
    await b.send(P1, { settle: { id: "m#0", fate: "sent" } });
    await b.send(P1, { settle: { id: "m#1", fate: "unknown" } });
    expect(await b.quotaAt("m2")).toBe(3);
  });

  check(
    "refused for the window: the chain waits in front of what was held, in order",
    async (b) => {
      await b.chained("m1", 3);
      await b.turn("m0", { hold: items("m0", 1) });
      const { item } = await b.send();
      await b.send(P1, { settle: { id: item?.id as string, fate: "held" } });
      const { facts } = await b.look("m2");
      expect(ids(facts.held)).toEqual(["m1#0", "m1#1", "m1#2", "m0#0"]);
      expect(facts).toMatchObject({ chain: 0, ledger: { charges: [] } });
      expect(await b.fate("m1#2")).toBe("held");
      expect(await b.due()).toEqual([]);
    },
  );

  check("the chain waits until the passive answer has left", async (b) => {
    await b.turn("m", rides("m", "d", { chain: items("m", 1, 1) }), { opening: PLENTY });
    const { item, waitMs } = await b.send();
    expect(item).toBeUndefined();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(b.settings.rescueMs);
    await b.send(P2, { opens: "another" });
    expect((await b.send()).item).toBeUndefined();
    expect((await b.send(P2, { opens: "m" })).item?.id).toBe("m#1");
  });

  check("an answer that ended its turn holds nothing back", async (b) => {
    await b.turn("m1", rides("m1", "d1"), { opening: PLENTY });
    const { work, ...arrived } = await b.arrive("m1", P2, { takenBy: "d2" });
    expect(arrived.opensChain).toBeUndefined();
    await b.turn("m2", { chain: items("m2", 1) });
    expect((await b.send()).item?.id).toBe("m2#0");
  });

  check("one whose turn goes on does, until it has left", async (b) => {
    const work = await b.run("m", P1, { opening: PLENTY });
    const stepped = await b.store.step(work.lease, 0, plan(rides("m", "d1")));
    expect(stepped).toMatchObject({ ok: true, opensChain: true });
    await b.store.step(work.lease, 1, plan({ ...LAST, chain: items("m", 1, 1) }));
    expect((await b.send()).item).toBeUndefined();
    expect((await b.send(P1, { opens: "m" })).item?.id).toBe("m#1");
  });

  check("each answer on its way out holds the chain back", async (b) => {
    const work = await b.run("m1", P1, { opening: PLENTY });
    await b.store.step(work.lease, 0, plan(rides("m1", "d1")));
    await b.store.step(work.lease, 1, plan(LAST));
    await b.turn("m2", rides("m2", "d2", { chain: items("m2", 1, 1) }));
    expect((await b.send(P1, { opens: "m2" })).item).toBeUndefined();
    expect((await b.send(P1, { opens: "m1" })).item?.id).toBe("m2#1");
  });

  check("an answer given back closes the chain again until it is taken", async (b) => {
    await b.turn("m", rides("m", "d1", { chain: items("m", 1, 1) }), { opening: PLENTY });
    await b.store.untake(b.ref("m"), "d1");
    expect((await b.send()).item).toBeUndefined();
    await b.arrive("m", P2);
    expect((await b.send()).item).toBeUndefined();
    expect(await b.sent(P2, { opens: "m" })).toBe("m#1");
  });

  check("an expired message is passed over", async (b) => {
    const expiresAt = b.now() + b.settings.leaseMs / 2;
    const [one, two] = items("m", 2);
    const chain = [{ ...one, expiresAt } as never, two as never];
    await b.turn("m", { chain }, { opening: PLENTY });
    await b.advance(b.settings.leaseMs / 2 + 5);
    const { item, ended } = await b.send();
    expect({ id: item?.id, ended }).toEqual({ id: "m#1", ended: [{ id: "m#0", fate: "expired" }] });
    await b.send(P1, { settle: { id: "m#1", fate: "sent" }, recordOnly: true });
    expect(await b.fate("m#0")).toBe("expired");
    expect(await b.quotaAt("m2")).toBe(4);
  });

  const free = (key: string, count: number, from = 0) =>
    items(key, count, from).map((item) => ({ ...item, free: true as const }));

  check("a notification needs no grant and costs none", async (b) => {
    await b.turn("m1", { chain: free("m1", 1) });
    expect((await b.look("m2")).facts).toMatchObject({ chain: 1, quota: 0 });
    const { item } = await b.send();
    expect(item).toMatchObject({ id: "m1#0", free: true });
    await b.send(P1, { settle: { id: "m1#0", fate: "notified" }, recordOnly: true });
    expect(await b.fate("m1#0")).toBe("notified");
    const { facts } = await b.look("m3");
    expect(facts).toMatchObject({ chain: 0, ledger: { charges: [] } });
  });

  check("a queued notification takes nothing of the quota", async (b) => {
    const chain = [...free("m1", 2), ...items("m1", 2, 2)];
    await b.turn("m1", { chain }, { opening: { ...PLENTY, limit: 3 } });
    expect(await b.quotaAt("m2")).toBe(1);
    expect(await b.drain()).toEqual(["m1#0", "m1#1", "m1#2", "m1#3"]);
    expect(await b.quotaAt("m3")).toBe(1);
  });

  check(
    "a refused notification is held alone, behind what is held; the chain goes on",
    async (b) => {
      const chain = [...free("m1", 1), ...items("m1", 1, 1)];
      await b.turn("m1", { chain, hold: items("m1", 1, 2) }, { opening: PLENTY });
      await b.send();
      const next = await b.send(P1, { settle: { id: "m1#0", fate: "held" } });
      expect(next.item?.id).toBe("m1#1");
      await b.send(P1, { settle: { id: "m1#1", fate: "sent" } });
      expect(ids((await b.look("m2")).facts.held)).toEqual(["m1#2", "m1#0"]);
    },
  );

  check("where no grant is left, notifications behind go on", async (b) => {
    const chain = [...items("m1", 2), ...free("m1", 1, 2)];
    await b.turn("m1", { chain }, { opening: { ...PLENTY, limit: 2 } });
    await b.send();
    const next = await b.send(P1, { settle: { id: "m1#0", fate: "held", exhausts: true } });
    expect(next.item?.id).toBe("m1#2");
    expect(ids((await b.look("m2")).facts.held)).toEqual(["m1#0", "m1#1"]);
  });

  check("nothing to send", async (b) => {
    expect(await b.send()).toEqual({});
    expect(await b.send(P1, { opens: "?", settle: { id: "?#0", fate: "sent" } })).toEqual({});
    expect(await b.stored()).toBe("[]");
  });
}
