import type { Entered, Work } from "../../../store/store.ts";
import { type Bench, type Check, items, P1, P2, plan } from "../bench.ts";
import { expect } from "../expect.ts";

function enter(b: Bench, key: string, by = P1): Promise<Entered> {
  return (by === P1 ? b.store : b.other).enter({ follower: b.follower, key, by });
}

/** Turns that nobody pushed: their logic lives in one process. */
export function enterRules(check: Check): void {
  check("with nobody before it a proactive turn runs at once, without a slot", async (b) => {
    const { work, place } = await enter(b, "x");
    expect(place).toBe(0);
    expect(work).toMatchObject({ push: { key: "x", kind: "proactive" }, facts: { slot: "gone" } });
    await b.commit(work as Work, { hold: items("x", 1) });
    expect((await b.look("m")).facts.held).toEqual(items("x", 1));
  });

  check("entering again does not queue it twice and gives no second lease", async (b) => {
    const { work } = await enter(b, "x");
    const again = await enter(b, "x");
    expect(again).toMatchObject({ place: 0 });
    expect(again.work).toBeUndefined();
    await b.commit(work as Work);
    expect((await enter(b, "x")).work).toBeUndefined();
    expect((await b.run("m")).facts.slot).toBe("free");
  });

  check("it waits in the line, and is handed over in its own process", async (b) => {
    const first = await b.run("m1");
    expect(await enter(b, "x")).toMatchObject({ place: 1 });
    await b.arrive("m2", P2);
    expect((await enter(b, "x")).place).toBe(1);
    expect((await enter(b, "x")).leaseLeft).toBeGreaterThan(0);
    const { next } = await b.commit(first);
    expect(next).toMatchObject({ push: { key: "x", kind: "proactive" } });
    expect((await b.commit(next as Work)).next).toMatchObject({ push: { key: "m2" } });
  });

  check("it runs only in the process that has its logic, which is woken", async (b) => {
    const heard: string[] = [];
    b.other.onWake(P2, (key) => heard.push(key));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const first = await b.run("m1");
    await enter(b, "x", P2);
    await b.arrive("m2");
    expect((await b.commit(first)).next).toBeUndefined();
    expect((await b.store.wake(b.follower, P1)).work).toBeUndefined();
    const waits = await b.arrive("m2", P1, { again: true });
    expect(waits.work).toBeUndefined();
    expect(waits.leaseLeft).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toContain("x");
    const { work } = await enter(b, "x", P2);
    expect(work).toMatchObject({ push: { key: "x" }, lease: { by: P2 } });
    expect((await b.commit(work as Work)).next).toMatchObject({ push: { key: "m2" } });
  });

  check("it is dropped when its process is not seen any more", async (b) => {
    const first = await b.run("m1");
    await enter(b, "x", P2);
    await b.arrive("m2");
    await b.advance(b.settings.leaseMs * 0.6);
    await enter(b, "x", P2);
    await b.advance(b.settings.leaseMs * 0.6);
    await b.commit(first);
    expect((await b.store.wake(b.follower, P1)).work).toBeUndefined();
    await b.advance(b.settings.leaseMs + 5);
    expect(await b.due()).toEqual(["o1"]);
    expect((await b.store.wake(b.follower, P1)).work).toMatchObject({ push: { key: "m2" } });
    expect((await enter(b, "x", P2)).work).toBeUndefined();
  });

  check("also when it died while running", async (b) => {
    await enter(b, "x", P2);
    await b.arrive("m");
    await b.advance(b.settings.leaseMs + 5);
    expect((await b.store.wake(b.follower, P1)).work).toMatchObject({ push: { key: "m" } });
  });

  check("one that lives keeps its lease by renewing, and its fence is its own", async (b) => {
    const { work } = await enter(b, "x", P2);
    const { lease } = work as Work;
    await b.advance(b.settings.leaseMs * 0.6);
    expect(await b.renew(lease, P2)).toBe("mine, slot gone");
    await b.advance(b.settings.leaseMs * 0.6);
    expect((await b.arrive("m")).work).toBeUndefined();
    expect(await b.other.step(lease, 0, plan({ hold: items("x", 1) }))).toHaveProperty("ok");
    expect((await b.commit(work as Work, {}, 1)).next).toMatchObject({ push: { key: "m" } });
  });
}
