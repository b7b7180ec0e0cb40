import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { FailureNotes } from "../../src/console/failureNotes.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/store.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { canKeep, keepingRedis, skipWithoutRedis } from "../helpers/redis.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { post, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { openRedis } from "../store/openRedis.ts";

await buildPages({ ifStale: true });
skipWithoutRedis("failures of all processes on Redis", canKeep);

const REFUSED = { what: "custom.send", fate: "refused", code: 45015 };
const AWAY = { what: "token", fate: "unknown", code: undefined };
const SECONDS = 1_000;
const DAY = 24 * 3_600 * SECONDS;
const SILENT = { info() {}, warn() {}, error() {} };

/** Time passes, and what began then comes to its end. */
async function passes(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms);
  await new Promise((done) => setImmediate(done));
}

/** Two processes' notes on one store each, and how often they wrote. */
function twoNotes(store: Store, other: Store) {
  const clock = new ManualClock();
  const writes = { a: 0, b: 0 };
  const counted = (name: "a" | "b", of: Store) => ({
    readState: of.readState.bind(of),
    writeState(...change: Parameters<Store["writeState"]>) {
      writes[name] += 1;
      return of.writeState(...change);
    },
  });
  const parts = { clock, log: SILENT };
  const a = new FailureNotes({ ...parts, store: counted("a", store), process: "shop-1 10" });
  const b = new FailureNotes({ ...parts, store: counted("b", other), process: "shop-2 10" });
  return { clock, writes, a, b };
}

/** Two processes' stores on the same data. */
const STORES = {
  async memory() {
    const store = new MemoryStore();
    onTestFinished(() => store.close());
    return [store, store] as const;
  },
  async sqlite() {
    const address = `sqlite:${join(tempFolder(), "wechat.db")}`;
    const both = [await openStore(address), await openStore(address)] as const;
    onTestFinished(async () => void (await Promise.all(both.map((one) => one.close()))));
    return both;
  },
  async redis() {
    const { url, close } = await keepingRedis();
    const opened = await openRedis({ url, servers: [url] });
    onTestFinished(async () => {
      await opened.close();
      await close();
    });
    return [opened.store, opened.other] as const;
  },
};

describe.each(Object.entries(STORES).filter(([name]) => name !== "redis" || canKeep))(
  "failures of all processes on %s",
  (_name, openBoth) => {
    test("each process adds its kinds, in one write some seconds later, and all read them", async () => {
      const { clock, writes, a, b } = twoNotes(...(await openBoth()));
      for (let n = 0; n < 100; n++) a.note("wx1", REFUSED);
      b.note("wx1", REFUSED);
      b.note("wx1", AWAY);
      b.note("wx2", AWAY);
      expect(writes).toEqual({ a: 0, b: 0 });
      const at = clock.now();
      await passes(clock, 5 * SECONDS);
      // At the same moment: who was slower reads again, and no count is lost.
      await Promise.all([a.close(), b.close()]);
      expect(writes.a).toBeLessThanOrEqual(2);
      const seen = await a.read("wx1");
      expect(seen).toEqual(await b.read("wx1"));
      expect(seen).toHaveLength(3);
      expect(seen).toContainEqual({ process: "shop-1 10", ...REFUSED, count: 100, at });
      expect(seen).toContainEqual({ process: "shop-2 10", ...REFUSED, count: 1, at });
      expect(seen).toContainEqual({
        process: "shop-2 10",
        what: "token",
        fate: "unknown",
        count: 1,
        at,
      });
      expect(await a.read("wx2")).toHaveLength(1);
    });
  },
);

test("fifty kinds are kept, the latest, and none that was silent for a week", async () => {
  const store = new MemoryStore();
  onTestFinished(() => store.close());
  const { clock, a, b } = twoNotes(store, store);
  for (let code = 1; code <= 60; code++) {
    a.note("wx1", { ...REFUSED, code });
    clock.advance(1);
  }
  await a.close();
  const kept = await b.read("wx1");
  expect(kept.map(({ code }) => code)).toEqual(Array.from({ length: 50 }, (_, n) => 60 - n));
  clock.advance(7 * DAY);
  expect(await b.read("wx1")).toEqual([]);
});

test("a store that is away makes failures wait, one line says so, and none is lost", async () => {
  const store = new MemoryStore();
  onTestFinished(() => store.close());
  const clock = new ManualClock();
  const lines: string[] = [];
  let away = true;
  const notes = new FailureNotes({
    clock,
    log: { ...SILENT, warn: (_facts: object, line: string) => void lines.push(line) },
    process: "shop-1 10",
    store: {
      readState: async (...read) => {
        if (away) throw new Error("away");
        return store.readState(...read);
      },
      writeState: store.writeState.bind(store),
    },
  });
  notes.note("wx1", REFUSED);
  for (let n = 0; n < 3; n++) await passes(clock, 5 * SECONDS);
  notes.note("wx1", REFUSED);
  expect(lines).toEqual(["failures are not noted now"]);
  // The page shows at least its own.
  expect(await notes.read("wx1")).toMatchObject([{ count: 2 }]);
  away = false;
  await passes(clock, 5 * SECONDS);
  await notes.close();
  expect(await notes.read("wx1")).toMatchObject([{ count: 2 }]);
});

test("two processes on one file: the page of one shows what went wrong in the other, which has none", async () => {
  const account = wireAccount();
  const api = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ errcode: 40164, errmsg: "invalid ip" }));
  });
  await new Promise<void>((listening) => api.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void api.close());
  const token = "a-token-that-is-long-enough-for-the-console";
  const folder = tempFolder({
    "bot.mjs": `export default async (context) => {
      if (context.activity.type !== "message") return;
      for (const text of ["one", "two"]) await context.sendActivity({ type: "message", text, attachments: [] });
      await context.sendActivity({ type: "message", attachments: [{ contentType: "image/png", contentUrl: "data:image/png;base64,iVBORw0KGgo=" }] });
    };`,
  });
  const env = {
    PORT: "0",
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
    WECHAT_APP_SECRET: "0123456789abcdef0123456789abcdef",
    WECHAT_API_BASE: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    WECHAT_STORE: `sqlite:${join(folder, "wechat.db")}`,
    NODE_ENV: "production",
  };
  const start = (more: Record<string, string>) =>
    runBin(["start", "bot.mjs"], { cwd: folder, env: { ...env, ...more } });
  const shown = start({ WECHAT_CONSOLE_PORT: "0", WECHAT_CONSOLE_TOKEN: token });
  const silent = start({});
  const saidBy = async (child: typeof shown, sentence: RegExp) => {
    const said = () => sentence.exec(child.stdout())?.[1];
    await expect.poll(said, { timeout: 60_000 }).toBeDefined();
    return said() ?? "";
  };
  const page = await saidBy(shown, /Console on (http:\S+)\n/);
  const bot = await saidBy(silent, /Listening on (http:\S+)\s/);
  await post(bot, wrap(account, textXml(account, "hi")));
  const login = await fetch(`${page}/api/login`, {
    method: "POST",
    headers: { origin: page, "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  const detail = async () => {
    const answer = await fetch(`${page}/api/account?appId=${account.appId}`, {
      headers: { cookie },
    });
    return answer.json() as Promise<{ lastFailures: object[]; everywhere: { process: string }[] }>;
  };
  await expect
    .poll(async () => (await detail()).everywhere, { timeout: 60_000 })
    .toContainEqual(
      expect.objectContaining({
        code: 40164,
        process: expect.stringMatching(new RegExp(` ${silent.pid}$`)),
      }),
    );
  expect((await detail()).lastFailures).toEqual([]);
}, 120_000);
