import { createCipheriv, hash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SettingsError, StoreUnavailable } from "../../src/errors.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { openStore } from "../../src/store/open.ts";
import { readSeal, type Unsealed } from "../../src/store/sealing/seal.ts";
import { openSealed, sealedStore } from "../../src/store/sealing/sealed.ts";
import type { Store } from "../../src/store/store.ts";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import { Bench, items, P1, PLENTY, rides } from "../../src/testing/store/bench.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { describeStore } from "./conformance.ts";

const settings = { ...STORE_SETTINGS, queueLength: 4, keepMs: 30 * 60_000 };
const KEY = randomBytes(32).toString("base64");
const OTHER_KEY = randomBytes(32).toString("hex");

function sealed(unsealed: Unsealed = "take") {
  const clock = new ManualClock();
  const inner = new MemoryStore({ ...settings, clock });
  const store = sealedStore(inner, readSeal(KEY, unsealed));
  const opened = {
    store,
    other: store,
    settings,
    now: () => clock.now(),
    advance: async (ms: number) => clock.advance(ms),
    close: () => store.close(),
  };
  return { inner, store, clock, opened };
}

async function partsOf(store: Store, openid = "o1"): Promise<string> {
  const parts: unknown[] = [];
  for await (const part of store.export({ appId: "wx0000000000000001", openid })) parts.push(part);
  return JSON.stringify(parts);
}

describeStore("sealed", async () => sealed().opened);
describeStore("sealed, and nothing else taken", async () => sealed("refuse").opened);

test("no text of any kind reaches the driver, and all of it comes back", async () => {
  const { inner, store, opened } = sealed();
  const b = new Bench(opened);
  const timers = [{ set: "t", at: b.now() + 99_999_999, data: "CANARY timer" }];
  const state = [{ key: "wechat/users/o1/", value: '"CANARY state"', eTag: "1" }];
  const push = { ...b.push("m1"), body: "CANARY push" };
  const { work } = await b.arrive("m1", P1, { push, opening: PLENTY });
  if (work === undefined) return expect.fail("nothing to run");
  expect(work.push.body).toBe("CANARY push");
  await b.arrive("m2", P1, { push: { ...b.push("m2"), body: "CANARY next" } });
  const message = { text: "CANARY message" };
  const passive = items("m1", 1).map((item) => ({ ...item, message }));
  const chain = items("m1", 1, 1).map((item) => ({ ...item, message }));
  const hold = items("m1", 1, 2).map((item) => ({ ...item, message }));
  const { next } = await b.commit(work, {
    ...rides("m1"),
    answer: { body: "CANARY answer" },
    passive,
    chain,
    hold,
    save: { record: { s: "CANARY record" }, timers, state },
  });
  await store.tokens.writeToken("wx1", 1, { value: "CANARY token", lifeMs: 1 });
  await store.writeState("=global", [{ key: "global", value: '"CANARY global"', eTag: "1" }]);
  const kept = `${await partsOf(inner)}${JSON.stringify(await inner.readState("=global", ["global"]))}`;
  expect(kept).not.toContain("CANARY");
  // What the store works with stays readable: who, which, when, how many.
  for (const readable of ["m1#2", "wechat/users/o1/", '"id":"t"']) expect(kept).toContain(readable);
  expect(next).toMatchObject({
    push: { body: "CANARY next" },
    record: { s: "CANARY record" },
    facts: { held: [{ message }], untaken: [{ items: [{ message }] }] },
  });
  expect((await b.arrive("m1")).answer).toBe("CANARY answer");
  const opened2 = await partsOf(store);
  for (const part of ["timer", "state", "message", "record"]) {
    expect(opened2).toContain(`CANARY ${part}`);
  }
});

test("a sealed text opens in its place only, and not after it was changed", async () => {
  const seal = readSeal(KEY);
  const place = { owner: "o1", as: "state wechat/users/o1/" };
  const text = seal.seal("hello", place);
  expect(seal.open(text, place)).toBe("hello");
  expect(seal.seal("hello", place)).not.toBe(text);
  expect(() => seal.open(text, { ...place, owner: "o2" })).toThrow(StoreUnavailable);
  expect(() => seal.open(text, { ...place, as: "state other" })).toThrow(StoreUnavailable);
  const changed = `${text.slice(0, -6)}${text.at(-6) === "A" ? "B" : "A"}${text.slice(-5)}`;
  expect(() => seal.open(changed, place)).toThrow(StoreUnavailable);
  expect(() => readSeal(OTHER_KEY).open(text, place)).toThrow(/another key/);
  expect(readSeal(`${OTHER_KEY}, ${KEY}`).open(text, place)).toBe("hello");
  expect(seal.open("never sealed", place)).toBe("never sealed");
  expect(() => readSeal(KEY, "refuse").open("never sealed", place)).toThrow(/UNSEALED=refuse/);
  expect(readSeal(KEY, "refuse").open(text, place)).toBe("hello");
});

test("what a version before 0.2 sealed for its owner alone is read, unless it is refused", () => {
  // Sealed under a key of 32 sevens, for the owner "o1".
  const key = Buffer.alloc(32, 7).toString("base64");
  const old = sealedForOwner("an old word", "o1", Buffer.alloc(32, 7));
  const place = { owner: "o1", as: "record" };
  expect(readSeal(key).open(old, place)).toBe("an old word");
  expect(() => readSeal(key).open(old, { ...place, owner: "o2" })).toThrow(StoreUnavailable);
  expect(() => readSeal(key, "refuse").open(old, place)).toThrow(/older than the setting/);
});

/** The form of the first version: the owner is what the seal is bound to. */
function sealedForOwner(text: string, owner: string, key: Buffer): string {
  const id = hash("sha256", Buffer.concat([Buffer.from("wechat store key"), key]), "base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(owner));
  const content = Buffer.concat([cipher.update(text), cipher.final()]);
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), content]).toString("base64");
  return `wxs1:${id.slice(0, 6)}:${sealed}`;
}

test("state of one key does not open under another key of the same follower", async () => {
  const { inner, store } = sealed();
  await store.writeState("o1", [
    { key: "admin", value: '{"admin":true}', eTag: "1" },
    { key: "guest", value: '{"admin":false}', eTag: "1" },
  ]);
  const [admin] = await inner.readState("o1", ["admin"]);
  await inner.writeState("o1", [
    { key: "guest", value: admin?.value ?? "", eTag: "2", ifTag: "1" },
  ]);
  await expect(store.readState("o1", ["guest"])).rejects.toThrow(StoreUnavailable);
  expect((await store.readState("o1", ["admin"]))[0]?.value).toBe('{"admin":true}');
});

test("what somebody writes into the store without the key is refused where all is sealed", async () => {
  const clock = new ManualClock();
  const inner = new MemoryStore({ ...settings, clock });
  const lenient = await openSealed(inner, KEY);
  const strict = await openSealed(inner, KEY, "refuse");
  await inner.writeState("o1", [{ key: "admin", value: '{"admin":true}', eTag: "1" }]);
  expect((await lenient.readState("o1", ["admin"]))[0]?.value).toBe('{"admin":true}');
  await expect(strict.readState("o1", ["admin"])).rejects.toThrow(/WECHAT_STORE_UNSEALED/);
});

test("what is no key is refused, without repeating it", () => {
  for (const wrong of ["", "short", `${KEY},secretsecret`, "g".repeat(64)]) {
    expect(() => readSeal(wrong)).toThrow(SettingsError);
    expect(() => readSeal(wrong)).toThrow(/openssl rand -base64 32/);
    expect(() => readSeal(wrong)).not.toThrow(/secretsecret/);
  }
});

test("a file that was sealed opens with its key alone; a key may come later, and be changed", async () => {
  const address = `sqlite:${join(tempFolder(), "wechat.db")}`;
  const follower = { appId: "wx1", openid: "o1" };
  async function use(key: string | undefined, record: unknown): Promise<unknown> {
    const store = await openStore(address, { key });
    const push = { key: `m${record}`, kind: "push", body: "", createdAt: 1 } as const;
    const { work } = await store.arrive({ follower, push, by: "p" });
    if (work !== undefined) {
      const step = { passive: [], chain: [], hold: [], carried: { held: [], untaken: [] } };
      await store.step(work.lease, 0, { ...step, save: { record, timers: [] }, last: true });
    }
    await store.close();
    return work?.record;
  }
  expect(await use(undefined, 1)).toBeUndefined();
  expect(await use(KEY, 2)).toBe(1);
  expect(await use(KEY, 3)).toBe(2);
  await expect(use(undefined, 9)).rejects.toThrow(/WECHAT_STORE_KEY is not set/);
  await expect(use(OTHER_KEY, 9)).rejects.toThrow(/does not open what is stored/);
  expect(await use(`${OTHER_KEY},${KEY}`, 4)).toBe(3);
  expect(await use(OTHER_KEY, 5)).toBe(4);
});

test("an export opens what a driver keeps as JSON in JSON", async () => {
  const { inner } = sealed();
  const seal = readSeal(KEY);
  const said = seal.seal('{"text":"hello"}', { owner: "o1", as: "message m1#0" });
  const record = seal.seal('{"s":1}', { owner: "o1", as: "record" });
  const kept = {
    line: {
      record: JSON.stringify(record),
      chain: [{ id: "m1#0", message: JSON.stringify(said) }],
    },
  };
  const driver = Object.assign(Object.create(inner), {
    async *export() {
      yield kept;
    },
  }) as Store;
  expect(JSON.parse(await partsOf(sealedStore(driver, seal)))).toEqual([
    { line: { record: { s: 1 }, chain: [{ id: "m1#0", message: { text: "hello" } }] } },
  ]);
});

test("without a key nothing is between the driver and the road", async () => {
  const store = new MemoryStore();
  expect(await openSealed(store, undefined)).toBe(store);
});
