import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runData } from "../../src/commands/data.ts";
import { moveFollower } from "../../src/commands/moveFollower.ts";
import { readConfig } from "../../src/config.ts";
import { moveFollowers } from "../../src/simulator/actions/articles.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { readSeal } from "../../src/store/sealing/seal.ts";
import { sealedStore } from "../../src/store/sealing/sealed.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import type { Follower, Store } from "../../src/store/store.ts";
import { STORE_SETTINGS } from "../../src/store/storeSettings.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { canKeep, keepingRedis } from "../helpers/redis.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { FOLLOW, openBox } from "../simulator/box.ts";
import { openRedis } from "../store/openRedis.ts";

const OLD: Follower = { appId: "wx0000000000000001", openid: "oOldMei-000000000000000000001" };
const NEW: Follower = { appId: "wx0000000000000002", openid: "oNewMei-000000000000000000001" };
const MOVE = { from: OLD, to: NEW, originalIds: { from: "gh_old00000000", to: "gh_new00000000" } };
const KEY = Buffer.alloc(32, 7).toString("base64");

/** A turn of a follower that leaves something of every kind. */
async function leave(store: Store, follower: Follower, slice: string, now: number): Promise<void> {
  const push = { key: `p-${slice}`, kind: "push", body: "<xml/>", createdAt: now } as const;
  const { work } = await store.arrive({ follower, push, by: "test" });
  if (work === undefined) throw new Error("nothing to run");
  await store.step(work.lease, 0, {
    ...{ passive: [], chain: [], carried: { held: [], untaken: [] } },
    answer: { body: "success" },
    hold: [{ id: `p-${slice}#0`, message: { type: "text", content: `held ${slice}` } }],
    save: {
      record: { v: 1, f: { since: slice }, s: { [slice]: { v: 1, who: follower.openid } } },
      timers: [{ set: `t-${slice}`, at: now + 3_600_000, data: `for ${follower.openid}` }],
      state: [
        { key: `wechat/users/${follower.openid}/`, value: `{"from":"${slice}"}`, eTag: "1" },
        {
          key: `wechat/gh_${slice}00000000/conversations/${follower.openid}`,
          value: `{"id":"${follower.openid}","bot":"gh_${slice}00000000"}`,
          eTag: "1",
        },
      ],
    },
    last: true,
  });
}

async function partsOf(store: Store, follower: Follower): Promise<string> {
  const parts: unknown[] = [];
  for await (const part of store.export(follower)) parts.push(part);
  return JSON.stringify(parts);
}

function onStore(
  name: string,
  open: () => Promise<{ store: Store; now: () => number }>,
  run = true,
) {
  describe.runIf(run)(name, () => {
    test("everything that is kept moves, under the new openid, and nothing stays", async () => {
      const { store, now } = await open();
      await leave(store, OLD, "old", now());
      expect(await moveFollower(store, MOVE, new ManualClock())).toBe(true);
      const after = await partsOf(store, NEW);
      for (const part of ["held old", "t-old", `for ${NEW.openid}`]) expect(after).toContain(part);
      expect(after).not.toContain(OLD.openid);
      expect(await partsOf(store, OLD)).toBe("[]");
      const keys = [
        `wechat/users/${NEW.openid}/`,
        `wechat/gh_new00000000/conversations/${NEW.openid}`,
      ];
      const state = await store.readState(NEW.openid, keys);
      expect(state.map(({ value }) => JSON.parse(value))).toEqual([
        { from: "old" },
        { id: NEW.openid, bot: "gh_new00000000" },
      ]);
      const push = { key: "next", kind: "push", body: "<xml/>", createdAt: now() } as const;
      const { work } = await store.arrive({ follower: NEW, push, by: "test" });
      expect(work?.record).toMatchObject({ s: { old: { who: NEW.openid } } });
      expect(work?.facts.held).toMatchObject([{ message: { content: "held old" } }]);
    });

    test("what the new openid has already stays, and wins", async () => {
      const { store, now } = await open();
      await leave(store, OLD, "old", now());
      await leave(store, NEW, "new", now());
      await moveFollower(store, MOVE, new ManualClock());
      const [user] = await store.readState(NEW.openid, [`wechat/users/${NEW.openid}/`]);
      expect(user?.value).toBe('{"from":"new"}');
      const push = { key: "next", kind: "push", body: "<xml/>", createdAt: now() } as const;
      const { work } = await store.arrive({ follower: NEW, push, by: "test" });
      expect(work?.record).toMatchObject({ f: { since: "new" }, s: { old: {}, new: {} } });
      expect(work?.facts.held).toHaveLength(2);
      expect(await partsOf(store, NEW)).toMatch(/t-new.*t-old|t-old.*t-new/);
    });

    test("of whom nothing is kept, nothing is made", async () => {
      const { store } = await open();
      expect(await moveFollower(store, MOVE, new ManualClock())).toBe(false);
      expect(await partsOf(store, NEW)).toBe("[]");
    });
  });
}

const inMemory = async () => {
  const clock = new ManualClock();
  return { store: new MemoryStore({ ...STORE_SETTINGS, clock }) as Store, now: () => clock.now() };
};
onStore("in memory", inMemory);
onStore("in memory, sealed", async () => {
  const { store, now } = await inMemory();
  return { store: sealedStore(store, readSeal(KEY)), now };
});
const inSqlite = async () => {
  const store = new SqliteStore({ path: join(tempFolder(), "a.db") });
  onTestFinished(() => store.close());
  return { store: store as Store, now: Date.now };
};
onStore("in SQLite", inSqlite);
onStore("in SQLite, sealed", async () => {
  const { store, now } = await inSqlite();
  return { store: sealedStore(store, readSeal(KEY)), now };
});
const inRedis = async () => {
  const server = await keepingRedis();
  const opened = await openRedis({ url: server.url, servers: [server.url] });
  onTestFinished(async () => {
    await opened.close();
    await server.close();
  });
  return { store: opened.store, now: opened.now };
};
onStore("in Redis", inRedis, canKeep);
onStore(
  "in Redis, sealed",
  async () => {
    const { store, now } = await inRedis();
    return { store: sealedStore(store, readSeal(KEY)), now };
  },
  canKeep,
);

test("the command asks WeChat, moves who is kept, and says every pair", async () => {
  await using box = await openBox();
  const old = box.platform.addAccount();
  const { appId, originalId } = old.settings;
  const people = ["Mei", "Ben"].map(() => {
    const { openid } = box.platform.addFollower(appId);
    box.platform.act(appId, openid, FOLLOW);
    return openid;
  });
  moveFollowers(box.platform, appId, box.appId);
  const folder = tempFolder();
  const environment = {
    ...{ WECHAT_APP_ID: box.appId, WECHAT_APP_SECRET: box.appSecret, WECHAT_TOKEN: "token1" },
    ...{ WECHAT_API_BASE: box.simulator.url, WECHAT_STORE: "sqlite:store.db" },
  };
  const config = readConfig(environment, folder);
  const store = new SqliteStore({ path: config.store.replace("sqlite:", "") });
  const [mei = "", ben = ""] = people;
  await leave(store, { appId, openid: mei }, "old", Date.now());
  await store.close();
  const list = join(folder, "openids.txt");
  writeFileSync(list, `${mei}\n${ben}\noNobodyAtAll\n${mei}\n`);
  let text = "";
  const run = (...args: string[]) => runData(args, config, { write: (more) => (text += more) });
  expect(await run("move", appId, originalId, list)).toBe(1);
  const now = [...box.account.movedFrom.values()][0]?.openids ?? new Map();
  expect(text.split("\n")).toEqual([
    `${mei} ${now.get(mei)}`,
    `${ben} ${now.get(ben)}`,
    "oNobodyAtAll - ori_openid error",
    "Moved what is kept of 1; of 1 nothing was kept, 1 have no new openid.",
    "",
  ]);
  text = "";
  expect(await run("export", now.get(mei))).toBe(0);
  expect(text).toContain("held old");

  await expect(run("move", box.appId, "old", list)).rejects.toThrow(/gh_….*this account's AppID/s);
  await expect(run("move", appId, originalId, join(folder, "none"))).rejects.toThrow(
    "cannot be read",
  );
  writeFileSync(list, "not an openid!");
  await expect(run("move", appId, originalId, list)).rejects.toThrow("one a line");
  expect(await run("move", appId, originalId)).toBe(1);
});
