import type { Work } from "../../../store/store.ts";
import { timerKey } from "../../../store/timerKey.ts";
import { type Check, ids, items, P1, P2, PLENTY, plan, rides } from "../bench.ts";
import { expect } from "../expect.ts";
import { listen } from "../listen.ts";

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

export function wakeRules(check: Check): void {
  check("who waits for an answer is told when it is written, the writer is not", async (b) => {
    const [writer, waiter, stranger] = await Promise.all([
      listen(b.store, P1),
      listen(b.other, P2),
      listen(b.other, "p3"),
    ]);
    const work = await b.run("m");
    await b.arrive("m", P2);
    await b.commit(work, rides("m"));
    await waiter.until(1);
    await soon();
    expect([writer.heard, waiter.heard, stranger.heard]).toEqual([[], ["m"], []]);
    expect((await b.arrive("m", P2, { again: true })).answer).toBe("<xml>answer to m</xml>");
  });

  check("also when the slot is released, and when a turn ends without an answer", async (b) => {
    const waiter = await listen(b.other, P2);
    const work = await b.run("m1");
    await b.arrive("m1", P2);
    await b.arrive("m2", P2);
    await b.store.release(b.ref("m1"), "success");
    await waiter.until(1);
    const { next } = await b.commit(work);
    await b.commit(next as Work);
    await waiter.until(2);
    expect(waiter.heard).toEqual(["m1", "m2"]);
  });

  check("also when a lease is given back", async (b) => {
    const [own, waiter] = [await listen(b.store, P1), await listen(b.other, P2)];
    const { lease } = await b.run("m");
    await b.arrive("m", P2);
    await b.store.handBack(lease);
    await waiter.until(1);
    await soon();
    expect([own.heard, waiter.heard]).toEqual([[], ["m"]]);
  });

  check("who stopped listening hears nothing", async (b) => {
    const waiter = await listen(b.other, P2);
    waiter.stop();
    const work = await b.run("m");
    await b.arrive("m", P2);
    await b.commit(work, rides("m"));
    await soon();
    expect(waiter.heard).toEqual([]);
  });

  check("a follower is due exactly while there is something to do", async (b) => {
    expect(await b.due()).toEqual([]);
    const work = await b.run("m");
    expect(await b.due()).toEqual([]);
    await b.of("o2").turn("m", { hold: items("m", 1) });
    await b.of("o3").chained("m", 1);
    await b.of("o4").turn("m", rides("m", "d"));
    expect(await b.due()).toEqual(["o3"]);
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.due()).toEqual(["o1", "o3"]);
    await b.commit(work);
    await b.of("o3").drain();
    expect(await b.due()).toEqual([]);
  });

  check("so many due followers are named, not more", async (b) => {
    for (let i = 0; i < 5; i++) await b.of(`o${i}`).chained("m", 1);
    expect(await b.store.due(2)).toHaveLength(2);
    expect(await b.store.due(100)).toHaveLength(5);
  });

  check("the sweep runs what a dead process left, head first", async (b) => {
    const work = await b.run("m1");
    await b.arrive("m2");
    await b.arrive("m3");
    const { next } = await b.commit(work);
    expect(next?.push.key).toBe("m2");
    await b.advance(b.settings.leaseMs + 5);
    const woken = await b.other.wake(b.follower, P2);
    expect(woken).toMatchObject({ work: { push: { key: "m2" }, attempts: 2 } });
    expect(await b.due()).toEqual([]);
    expect(await b.store.wake(b.follower, P1)).toEqual({});
  });

  check("an answer nobody took is sent by customer service", async (b) => {
    await b.turn("m", rides("m"), { opening: PLENTY });
    expect(await b.due()).toEqual([]);
    await b.advance(b.settings.rescueMs + 5);
    expect(await b.due()).toEqual(["o1"]);
    expect(await b.store.wake(b.follower, P1)).toEqual({ chain: true });
    expect(await b.fate("m#0")).toBe("queued");
    expect(await b.drain()).toEqual(["m#0"]);
    expect(await b.due()).toEqual([]);
  });

  check("or held where the account may not send", async (b) => {
    await b.turn("m1", { hold: items("m1", 1) });
    const work = await b.run("m2");
    const carried = { held: ids(work.facts.held), untaken: [] };
    await b.commit(work, { ...rides("m2"), passive: items("m2", 2), rescue: "hold", carried });
    await b.turn("m3", { hold: items("m3", 1) });
    await b.advance(b.settings.rescueMs + 5);
    expect(await b.store.wake(b.follower, P1)).toEqual({});
    expect(await b.fate("m2#0")).toBe("held");
    expect(await b.due()).toEqual([]);
    expect(ids((await b.look("m4")).facts.held)).toEqual(["m2#0", "m2#1", "m3#0"]);
  });

  check("a rescued message comes before the rest of its own answer", async (b) => {
    const more = { chain: items("m", 2, 1) };
    await b.turn("m", rides("m", undefined, more), { opening: PLENTY });
    expect((await b.send()).waitMs).toBeGreaterThan(0);
    await b.advance(b.settings.rescueMs + 5);
    await b.store.wake(b.follower, P1);
    expect(await b.drain()).toEqual(["m#0", "m#1", "m#2"]);
  });

  check("also when the sender comes before the sweep", async (b) => {
    const more = { chain: items("m", 1, 1) };
    await b.turn("m", rides("m", undefined, more), { opening: PLENTY });
    await b.advance(b.settings.rescueMs + 5);
    expect(await b.drain()).toEqual(["m#0", "m#1"]);
    expect(await b.arrive("m")).toMatchObject({ answer: "success" });
  });

  check("dies with the answer in hand: the chain goes on at the rescue time", async (b) => {
    const more = { chain: items("m", 1, 1) };
    await b.turn("m", rides("m", "d", more), { opening: PLENTY });
    expect(await b.due()).toEqual([]);
    expect((await b.send(P2)).item).toBeUndefined();
    await b.advance(b.settings.rescueMs + 5);
    expect(await b.due()).toEqual(["o1"]);
    expect(await b.drain()).toEqual(["m#1"]);
  });

  check("held messages expire, and nobody is due for them afterwards", async (b) => {
    const expiresAt = b.now() + b.settings.leaseMs;
    const [one, two] = items("m", 2);
    await b.turn("m", { hold: [{ ...one, expiresAt } as never, two as never] });
    expect(await b.due()).toEqual([]);
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.due()).toEqual(["o1"]);
    const ended = [{ id: "m#0", fate: "expired" }];
    expect(await b.store.wake(b.follower, P1)).toEqual({ ended });
    expect(await b.store.wake(b.follower, P1)).toEqual({});
    expect(await b.fate("m#0")).toBe("expired");
    expect(await b.due()).toEqual([]);
    expect(ids((await b.look("m2")).facts.held)).toEqual(["m#1"]);
  });

  check("a timer becomes a turn when it is due, in the one queue", async (b) => {
    const at = b.now() + b.settings.leaseMs;
    const timers = [
      { set: "later", at: at + 3_600_000, data: "L" },
      { set: "soon", at, data: "S" },
    ];
    await b.turn("m1", { save: { record: { v: 2 }, timers } });
    expect(await b.due()).toEqual([]);
    expect(await b.store.wake(b.follower, P1)).toEqual({});
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.due()).toEqual(["o1"]);
    const { work } = await b.other.wake(b.follower, P2);
    // No other follower's messages bear it, though his timer has the same name and time.
    expect(work?.push.key).toBe(timerKey(b.follower, "soon", at));
    expect(work).toMatchObject({
      push: { kind: "timer", body: "S", createdAt: at },
      record: { v: 2 },
      attempts: 1,
      facts: { slot: "gone" },
    });
    await b.arrive("m2");
    const { next } = await b.commit(work as Work, { hold: items(work?.push.key ?? "", 1) });
    expect(next).toMatchObject({ push: { key: "m2" }, facts: { slot: "free" } });
    expect(await b.due()).toEqual([]);
  });

  check("timers are set anew, taken back, and run in the order of their times", async (b) => {
    const at = b.now() + b.settings.leaseMs;
    const set = (id: string, time: number, data = id) => ({ set: id, at: time, data });
    await b.turn("m1", {
      save: { record: 1, timers: [set("c", at + 2), set("x", at), set("a", at)] },
    });
    const timers = [set("a", at - 1, "A"), { cancel: "x" }, { cancel: "?" }, set("b", at)];
    await b.turn("m2", { save: { record: 2, timers } });
    await b.advance(b.settings.leaseMs + 10);
    const { work } = await b.store.wake(b.follower, P1);
    const ran = (await b.runAll(work)).map(({ body }) => body);
    expect(ran).toEqual(["A", "b", "c"]);
  });

  check("a timer waits behind the pushes that came before it", async (b) => {
    const at = b.now() + 5;
    await b.turn("m1", { save: { record: 1, timers: [{ set: "t", at, data: "T" }] } });
    const work = await b.run("m2");
    await b.arrive("m3");
    await b.advance(20);
    expect(await b.other.wake(b.follower, P2)).toEqual({});
    await b.arrive("m4");
    const pushes = await b.runAll(work);
    const ran = pushes.map(({ kind, key, body }) => (kind === "timer" ? body : key));
    expect(ran).toEqual(["m2", "m3", "T", "m4"]);
  });

  check("a dead runner with a released turn leaves its messages in order", async (b) => {
    const { lease } = await b.run("m", P1, { opening: PLENTY });
    await b.store.release(b.ref("m"), "success");
    await b.store.step(lease, 0, plan({ chain: items("m", 2) }));
    await b.advance(b.settings.leaseMs + 5);
    const { work, chain } = await b.other.wake(b.follower, P2);
    expect({ done: work?.done, chain }).toEqual({ done: ["m#0", "m#1"], chain: true });
    await b.commit(work as Work, { chain: items("m", 1, 2) });
    expect(await b.drain()).toEqual(["m#0", "m#1", "m#2"]);
  });
}
