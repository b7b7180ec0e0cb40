import { createServer } from "node:http";
import type { TurnContext } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { dialogue } from "../../src/bots/dialogue.ts";
import { dialogueBot } from "../../src/bots/dialogueBot.ts";
import type { DialogueOptions } from "../../src/bots/dialogueOptions.ts";
import { service } from "../../src/machines/dialogue/service.ts";
import { openStore } from "../../src/store/open.ts";
import { noteRelease } from "../../src/store/releases.ts";
import { collect, type Line } from "../attack/rig.ts";
import { party } from "../bots/dialogue/booking.ts";
import { hasRedis, skipWithoutRedis, startRedis, startRedisCluster } from "../helpers/redis.ts";
import { listening } from "../helpers/servers.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import {
  freshMsgId,
  freshOpenid,
  post,
  settingsOf,
  textOf,
  textXml,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";

/* A push reaches a process of the older release, and only the newer one knows the dialogue that it belongs to. */

/** WeChat hangs up after it. */
const TRY_MS = 5_000;
const WORDS: Readonly<Record<string, string>> = {
  "ask.count": "几份？",
  "ask.guests": "几位？",
  bought: "买好了",
};
const texts = { render: (key: string) => WORDS[key] ?? key };
const SECRET = "a-secret-of-at-least-32-characters!!";
const account = wireAccount();

function shopping(id: string) {
  return dialogue()({
    ...{ id, version: 1, start: "party" },
    asks: { count: { ...party, ask: "ask.count" }, guests: { ...party, ask: "ask.guests" } },
    slotFilling: false,
    steps: {
      party: { ask: "count", next: "guests" },
      guests: { ask: "guests", next: "done" },
      done: { end: "bought" },
    },
  });
}

const only = (one: ReturnType<typeof shopping>) => ({ dialogues: [one], begin: one });
const OLDER: DialogueOptions = only(shopping("shop"));
const NEWER: DialogueOptions = only(shopping("newcomer"));

/** A process of a release, on a store that others use too: a server, and what it logged. */
async function start(url: string, release: number, options: DialogueOptions) {
  const lines: Line[] = [];
  const log = collect(lines);
  const store = await openStore(url);
  const bot = dialogueBot({ texts, log, release, ...options });
  let ran = 0;
  const logic = async (context: TurnContext) => {
    ran += 1;
    // A process that says something before its dialogues: that is not shown where another one answers.
    if (release === 1) await context.sendActivity("（旧）");
    await bot.run(context);
    if (release === 1) await context.sendActivity("（旧的后话）");
  };
  const adapter = new WeChatAdapter({
    accounts: [{ ...settingsOf(account), customerService: false }],
    ...{ store, log, release, logic },
  });
  const server = await listening(
    createServer((request, response) => adapter.process(request, response, logic)),
  );
  const close = async () => {
    await adapter.close();
    await server.close();
    await store.close();
  };
  let closed: Promise<void> | undefined;
  const closeOnce = () => (closed ??= close());
  onTestFinished(closeOnce);
  return {
    ...{ lines, store, close: closeOnce, ran: () => ran },
    /** One delivery: what the follower sees, and how long it took. */
    async hears(openid: string, text: string, msgId = freshMsgId()) {
      const began = performance.now();
      const push = wrap(account, textXml(account, text, { from: openid, msgId }));
      const { body } = await post(`${server.url}/${account.appId}`, push);
      const seen = body === "success" ? "" : textOf(account, body);
      return { seen, ms: performance.now() - began };
    },
    handed: () => lines.filter(({ message }) => /left to a later release/.test(message)).length,
  };
}

const STORES = {
  sqlite: async () => `sqlite:${tempFolder()}/wechat.db`,
  redis: async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    return redis.url;
  },
  "a Redis Cluster": async () => {
    const cluster = await startRedisCluster();
    onTestFinished(() => cluster.close());
    return cluster.url;
  },
} as const;
type Kind = keyof typeof STORES;

skipWithoutRedis("a push that is handed to a later release on a Redis");

const kinds = (Object.keys(STORES) as Kind[]).filter((kind) => kind === "sqlite" || hasRedis);

test.for(kinds)(
  "on %s a process of the newer release answers the push that the older one got, on the same delivery",
  { timeout: 60_000 },
  async (kind) => {
    const url = await STORES[kind]();
    const older = await start(url, 1, OLDER);
    const newer = await start(url, 2, NEWER);
    const openid = freshOpenid();
    expect((await newer.hears(openid, "买")).seen).toBe("几份？");
    const { seen, ms } = await older.hears(openid, "5");
    expect(seen).toBe("几位？");
    expect(ms).toBeLessThan(TRY_MS);
    expect([older.ran(), newer.ran(), older.handed()]).toEqual([1, 2, 1]);
    expect([...older.lines, ...newer.lines].filter(({ level }) => level === "error")).toEqual([]);
  },
);

test("where no process of the newer release takes it, the follower hears the word on the same delivery, and nothing is lost", async () => {
  const url = await STORES.sqlite();
  const older = await start(url, 1, OLDER);
  const newer = await start(url, 2, NEWER);
  const openid = freshOpenid();
  await newer.hears(openid, "买");
  await newer.close();
  // It was killed, and the note says for a minute that it serves.
  await noteRelease(older.store, { release: 2, by: "killed", now: Date.now() });
  const { seen, ms } = await older.hears(openid, "5");
  expect(seen).toContain("engine.newer");
  expect(ms).toBeLessThan(TRY_MS);
  expect(older.lines.map(({ message }) => message)).toContain(
    "nobody took a push that was left to a later release",
  );
  const next = await start(url, 2, NEWER);
  expect((await next.hears(openid, "5")).seen).toBe("几位？");
}, 30_000);

test("where nobody serves the newer release, the word comes at once", async () => {
  const url = await STORES.sqlite();
  const older = await start(url, 1, OLDER);
  const newer = await start(url, 2, NEWER);
  const openid = freshOpenid();
  await newer.hears(openid, "买");
  await newer.close();
  const { seen } = await older.hears(openid, "5");
  expect(seen).toContain("engine.newer");
  expect([older.ran(), older.handed()]).toEqual([1, 0]);
});

test("what the follower writes behind it waits for it, and keeps its order", async () => {
  const url = await STORES.sqlite();
  const older = await start(url, 1, OLDER);
  const newer = await start(url, 2, NEWER);
  const openid = freshOpenid();
  await newer.hears(openid, "买");
  const [first, second] = await Promise.all([
    older.hears(openid, "5"),
    new Promise((resolve) => setTimeout(resolve, 20)).then(() => older.hears(openid, "6")),
  ]);
  // The first answer may ride the second one, as any answer that its delivery had not yet fetched.
  expect(first.seen + second.seen).toMatch(/几位？[\s\S]*买好了$/);
  expect(newer.ran()).toBe(3);
});

test("a message that the newer release had taken before it was ended is not asked for again", async () => {
  const url = await STORES.sqlite();
  const older = await start(url, 1, OLDER);
  let called = (): void => {};
  const isCalled = new Promise<void>((resolve) => {
    called = resolve;
  });
  const paying = dialogue()({
    ...{ id: "newcomer", version: 1, start: "count" },
    asks: { count: { ...party, ask: "ask.count" }, guests: { ...party, ask: "ask.guests" } },
    calls: {
      pay: service(() => {
        called();
        return new Promise<never>(() => {});
      }),
    },
    steps: {
      count: { ask: "count", next: "pay" },
      pay: { call: "pay", with: () => undefined, done: "guests", fail: "guests" },
      guests: { ask: "guests", next: "done" },
      done: { end: "bought" },
    },
  });
  const newer = await start(url, 2, { dialogues: [paying], begin: paying, callbackSecret: SECRET });
  const openid = freshOpenid();
  expect((await newer.hears(openid, "买")).seen).toBe("几份？");
  const msgId = freshMsgId();
  const cut = newer.hears(openid, "5", msgId).catch(() => {});
  await isCalled;
  await newer.close();
  await cut;
  // WeChat asks again, and another process answers.
  const { seen } = await older.hears(openid, "5", msgId);
  expect(seen).toContain("engine.wait");
  expect(seen).not.toContain("engine.newer");
});
