import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import {
  describeStore,
  ManualClock,
  type StoreUnderTest,
  storeRules,
} from "../../src/testing/index.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { FAULTS } from "./faults.ts";
import { type Fault, lineStore } from "./lineStore.ts";

// Somebody else's driver, tested with what `/testing` exports.

const settings = { ...STORE_SETTINGS, queueLength: 4, keepMs: 30 * 60_000 };

function open(fault?: Fault): StoreUnderTest {
  const clock = new ManualClock();
  const store = lineStore(settings, clock, fault);
  return { store, settings, now: () => clock.now(), advance: (ms) => clock.advance(ms) };
}

describeStore({ describe: describe.concurrent, it: test }, "a small driver", () => open());

async function breaksARule(fault: Fault): Promise<boolean> {
  for (const { check } of storeRules()) {
    const failure = await check(() => open(fault)).catch((error: Error) => error);
    if (failure instanceof Error) return true;
  }
  return false;
}

test("a driver with any of the planted mistakes breaks a rule", async () => {
  const missed: string[] = [];
  for (const fault of FAULTS) if (!(await breaksARule(fault))) missed.push(fault.name);
  expect(missed).toEqual([]);
  expect(FAULTS.length).toBeGreaterThan(25);
}, 60_000);

test("a driver that renews only the first of several leases breaks a rule", async () => {
  const [rule] = storeRules(["lease"]).filter(({ title }) => title.includes("many followers"));
  const opened = open();
  const { store } = opened;
  const renew: typeof store.renew = async ([first, ...rest]) => [
    ...(first === undefined ? [] : await store.renew([first])),
    ...rest.map(() => "mine" as const),
  ];
  await expect(rule?.check(() => ({ ...opened, store: { ...store, renew } }))).rejects.toThrow(
    "expected",
  );
});

test("a broken rule says what was expected", async () => {
  const fault = FAULTS.find(({ name }) => name === "the fence is not compared");
  const rule = storeRules(["step"]).find(
    ({ title }) => title === "a runner whose lease was taken changes nothing",
  );
  await expect(rule?.check(() => open(fault))).rejects.toThrow(
    /^expected [\s\S]* to equal \{ stale: true \}$/,
  );
});

test("some groups can be left for later", () => {
  const groups = new Set(storeRules(["tokens", "state"]).map(({ group }) => group));
  expect([...groups]).toEqual(["tokens", "state"]);
  expect(storeRules().length).toBeGreaterThan(150);
});

test("each rule closes the store that it opened, also where it fails", async () => {
  let closed = 0;
  const [rule] = storeRules(["tokens"]);
  const wrong = { ...open().store.tokens, readToken: async () => ({ value: "?", leftMs: 1 }) };
  const opened = open();
  const store = { ...opened.store, tokens: wrong as never, close: async () => void closed++ };
  await expect(rule?.check(() => ({ ...opened, store }))).rejects.toThrow("expected");
  expect(closed).toBe(1);
});

test("the suite runs under node:test", () => {
  const source = resolve(import.meta.dirname, "../../src");
  const file = join(tempFolder(), "store.test.ts");
  writeFileSync(
    file,
    `import { describe, it } from "node:test";
    import { MemoryStore } from "${source}/index.ts";
    import { describeStore, ManualClock } from "${source}/testing/index.ts";

    describeStore({ describe, it }, "memory", () => {
      const clock = new ManualClock();
      const store = new MemoryStore({ clock, keepMs: 30 * 60_000 });
      const settings = { keepMs: 30 * 60_000 };
      return { store, settings, now: () => clock.now(), advance: (ms) => clock.advance(ms) };
    });`,
  );
  const { stdout, status } = spawnSync(process.execPath, ["--test", file], {
    encoding: "utf8",
    // A runner of its own, not a child of this one.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, VITEST: undefined },
  });
  expect(stdout).toMatch(/pass [12]\d\d/);
  expect(stdout).toContain("fail 0");
  expect(status).toBe(0);
}, 60_000);
