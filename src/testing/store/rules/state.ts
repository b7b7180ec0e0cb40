import { ownerOf, type StateChange } from "../../../store/botState.ts";
import { type Bench, type Check, P1, P2, plan } from "../bench.ts";
import { expect } from "../expect.ts";

const KEY = "wechat/conversations/o1/";
const OTHER = "wechat/users/o1/";
const NASTY = `{"a":"]]> \\"quotes\\" \u2028 😀 [] {} null 1e5","list":[],"object":{},"id":6054768590064713728}`;

function put(key: string, value: string, eTag: string, ifTag?: string): StateChange {
  return { key, value, eTag, ...(ifTag !== undefined && { ifTag }) };
}

/** What stands under a key, as `value eTag`. */
async function seen(b: Bench, key = KEY): Promise<string | undefined> {
  const [item] = await b.other.readState(ownerOf(key), [key]);
  return item && `${item.value} ${item.eTag}`;
}

/** Bot state: eTags outside of turns, commits within them. */
export function stateRules(check: Check): void {
  check("what was written comes back as it was, and what was not does not", async (b) => {
    expect(await b.store.readState("o1", [KEY, OTHER])).toEqual([]);
    expect(await b.store.writeState("o1", [put(KEY, NASTY, "1")])).toEqual({ ok: true });
    const item = { key: KEY, value: NASTY, eTag: "1" };
    expect(await b.other.readState("o1", [OTHER, KEY])).toEqual([item]);
    expect(await b.store.readState("o2", [KEY])).toEqual([]);
    const strange = "=!@#$%^&*()~/\\><,.?';\"`~ \u0000";
    await b.store.writeState(strange, [put("k", "1", "1")]);
    expect(await b.other.readState(strange, ["k"])).toHaveLength(1);
  });

  check("a write with another eTag than what is stored changes nothing", async (b) => {
    await b.store.writeState("o1", [put(KEY, "1", "a")]);
    const both = [put(OTHER, "9", "x"), put(KEY, "2", "b", "wrong")];
    expect(await b.other.writeState("o1", both)).toEqual({ conflict: KEY });
    expect([await seen(b), await seen(b, OTHER)]).toEqual(["1 a", undefined]);
    expect(await b.other.writeState("o1", [put(KEY, "2", "b", "a")])).toEqual({ ok: true });
    expect(await b.store.writeState("o1", [put(KEY, "3", "c", "a")])).toEqual({ conflict: KEY });
    expect(await seen(b)).toBe("2 b");
  });

  check("a write without an eTag, or where nothing is, goes through", async (b) => {
    expect(await b.store.writeState("o1", [put(KEY, "1", "a", "gone")])).toEqual({ ok: true });
    expect(await b.store.writeState("o1", [put(KEY, "2", "b")])).toEqual({ ok: true });
    expect(await seen(b)).toBe("2 b");
  });

  check("a write that comes again because its reply was lost is right", async (b) => {
    await b.store.writeState("o1", [put(KEY, "1", "a")]);
    const change = put(KEY, "2", "b", "a");
    await b.store.writeState("o1", [change]);
    expect(await b.store.writeState("o1", [change])).toEqual({ ok: true });
    expect(await seen(b)).toBe("2 b");
  });

  check("of two writers with one eTag one wins", async (b) => {
    await b.store.writeState("o1", [put(KEY, "0", "a")]);
    const replies = await Promise.all([
      b.store.writeState("o1", [put(KEY, "1", "b", "a")]),
      b.other.writeState("o1", [put(KEY, "2", "c", "a")]),
    ]);
    expect(replies.filter((reply) => "ok" in reply)).toHaveLength(1);
  });

  check("a value is removed, and nothing is left of it", async (b) => {
    await b.store.writeState("o1", [put(KEY, "1", "a")]);
    expect(await b.store.writeState("o1", [{ key: KEY, eTag: "b" }])).toEqual({ ok: true });
    expect(await b.store.writeState("o1", [{ key: KEY, eTag: "c" }])).toEqual({ ok: true });
    expect(await seen(b)).toBeUndefined();
    expect(await b.stored()).toBe("[]");
  });

  check("what a turn wrote joins its commit, whatever stands there", async (b) => {
    await b.store.writeState("o1", [put(KEY, "0", "a"), put(OTHER, "0", "a")]);
    const work = await b.run("m");
    const state = [put(KEY, "1", "b", "other"), { key: OTHER, eTag: "b" }];
    expect(await seen(b)).toBe("0 a");
    await b.commit(work, { save: { record: 1, timers: [], state } });
    expect([await seen(b), await seen(b, OTHER)]).toEqual(["1 b", undefined]);
  });

  check("a turn that lost its lease writes none, a repeated step writes once", async (b) => {
    const before = await b.run("m");
    await b.advance(b.settings.leaseMs + 5);
    const { work } = await b.arrive("m", P2, { again: true });
    const save = (value: string) => ({ record: 1, timers: [], state: [put(KEY, value, value)] });
    const late = plan({ save: save("late"), last: true });
    expect(await b.store.step(before.lease, 0, late)).toEqual({ stale: true });
    expect(await seen(b)).toBeUndefined();
    expect(work).toBeDefined();
    if (work === undefined) return;
    const step = plan({ save: save("2"), last: true });
    await b.other.step(work.lease, 0, step);
    await b.store.writeState("o1", [put(KEY, "3", "3")]);
    expect(await b.other.step(work.lease, 0, step)).toMatchObject({ ok: true });
    expect(await seen(b)).toBe("3 3");
  });

  check("a step that is refused for its facts writes none", async (b) => {
    const work = await b.run("m", P1);
    await b.store.release(b.ref("m"), "success");
    const save = { record: 1, timers: [], state: [put(KEY, "1", "1")] };
    const step = plan({ save, last: true, answer: { body: "x" } });
    expect(await b.store.step(work.lease, 0, step)).toHaveProperty("changed");
    expect(await seen(b)).toBeUndefined();
  });

  check("bot state goes with its follower, and with nobody else", async (b) => {
    await b.turn("m");
    await b.store.writeState("o1", [put(KEY, '"of-o1"', "a")]);
    await b.store.writeState("=global", [put("global", "1", "a")]);
    await b.store.writeState("o2", [put("wechat/users/o2/", "1", "a")]);
    expect(await b.stored()).toContain("of-o1");
    await b.store.forget(b.follower);
    expect(await b.stored()).toBe("[]");
    expect(await seen(b)).toBeUndefined();
    expect(await b.store.readState("=global", ["global"])).toHaveLength(1);
    expect(await seen(b, "wechat/users/o2/")).toBe("1 a");
  });

  check("state of somebody who never wrote can be forgotten too", async (b) => {
    await b.store.writeState("o1", [put(KEY, "1", "a")]);
    await b.store.forget(b.follower);
    expect(await seen(b)).toBeUndefined();
  });
}
