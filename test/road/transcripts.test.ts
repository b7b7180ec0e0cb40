import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SettingsError } from "../../src/errors.ts";
import { transcriptOf, WeChatAdapter } from "../../src/index.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { openStore } from "../../src/store/open.ts";
import { transcriptWith } from "../../src/store/transcript.ts";
import { testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT, eventPush, testRoad, textPush } from "../helpers/road.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";

const DAY_MS = 24 * 3_600_000;
const FOLLOWER = { appId: ACCOUNT.appId, openid: "oMei" };
async function partsOf(all: AsyncIterable<unknown>): Promise<unknown[]> {
  const parts: unknown[] = [];
  for await (const part of all) parts.push(part);
  return parts;
}
const keeping = (transcripts = { keepDays: 30 }) => ({ accounts: [{ ...ACCOUNT, transcripts }] });

test("by default nothing of what was said is kept", async () => {
  const road = await testRoad(async (context) => {
    await context.sendActivity(`SECRET ${context.activity.text}`);
  });
  await road.says("WORDS");
  const kept = await partsOf(road.adapter.export(FOLLOWER));
  expect(JSON.stringify(kept)).not.toMatch(/"wechat.transcript"/);
  expect(await road.adapter.transcript(FOLLOWER, { by: "anna" })).toEqual([]);
});

test("the bot remembers the last of it, and the turn that runs is not yet in it", async () => {
  const seen: string[][] = [];
  const road = await testRoad(async (context) => {
    seen.push(transcriptOf(context, 3).map(({ by, text }) => `${by}: ${text}`));
    if (context.activity.type === "message")
      await context.sendActivity(`re ${context.activity.text}`);
  }, keeping());
  for (const text of ["one", "two", "three"]) await road.says(text);
  await road.push({ ...textPush(""), MsgType: "image", PicUrl: "http://x/y", MediaId: "m" });
  await road.event("CLICK", { EventKey: "M" });
  expect(seen).toEqual([
    [],
    ["follower: one", "bot: re one"],
    ["bot: re one", "follower: two", "bot: re two"],
    ["bot: re two", "follower: three", "bot: re three"],
    ["bot: re three", "follower: [image]", expect.stringMatching(/^bot: re/)],
  ]);
});

test("it costs no round trip to the store more", async () => {
  const counts: number[] = [];
  for (const options of [{}, keeping()]) {
    const store = new MemoryStore();
    let calls = 0;
    const counting = new Proxy(store, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (/^(take|commit|step|record|claim|next|finish|save)/.test(String(name))) calls += 1;
          return value.apply(target, args);
        };
      },
    });
    const road = await testRoad(
      async (context) => {
        await context.sendActivity("hi");
      },
      { ...options, store: counting },
    );
    await road.says("one");
    await road.says("two");
    counts.push(calls);
  }
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[1]).toBe(counts[0]);
});

test("an operator reads it, is named in the log, and the log has no word of it", async () => {
  const road = await testRoad(async (context) => {
    await context.sendActivity("the SECRET answer");
  }, keeping());
  await road.says("a SECRET question");
  const said = await road.adapter.transcript(FOLLOWER, { by: "anna" });
  expect(said.map(({ by, text }) => [by, text])).toEqual([
    ["follower", "a SECRET question"],
    ["bot", "the SECRET answer"],
  ]);
  const [line = ""] = road.log.lines.filter((one) => one.startsWith("a transcript was read"));
  expect(line).toContain('"audit":true,"by":"anna"');
  expect(road.log.lines.join("\n")).not.toMatch(/SECRET|"oMei"/);
});

test("forgotten, no byte of it is left", async () => {
  const road = await testRoad(async (context) => {
    await context.sendActivity("SECRET");
  }, keeping());
  await road.says("one");
  expect(JSON.stringify(await partsOf(road.adapter.export(FOLLOWER)))).toContain("SECRET");
  await road.adapter.forget(FOLLOWER);
  expect(await partsOf(road.adapter.export(FOLLOWER))).toEqual([]);
});

test("what is older than the days goes by itself, although nobody writes and the bot hears nothing of it", async () => {
  const heard: string[] = [];
  const wechat = await testWeChat(
    async (context: {
      activity: { type: string; text?: string };
      sendActivity(text: string): unknown;
    }) => {
      heard.push(`${context.activity.type} ${context.activity.text ?? ""}`);
      await context.sendActivity("hi");
    },
    { settings: { transcripts: { keepDays: 2 } } },
  );
  onTestFinished(() => wechat.close());
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("one");
  await wechat.advance("30h");
  await mei.says("two");
  const texts = async () =>
    (await wechat.adapter.transcript(mei.openid, { by: "test" })).map(({ text }) => text);
  expect(await texts()).toEqual(expect.arrayContaining(["one", "two"]));
  await wechat.advance("20h");
  expect(await texts()).toEqual(["two", "hi"]);
  await wechat.advance("60h");
  expect(await texts()).toEqual([]);
  expect(heard).toHaveLength(3);
});

test("no more than the most of it, none of it too old, and long texts are cut", () => {
  const said = Array.from({ length: 9 }, (_, n) => ({
    at: n * DAY_MS,
    by: "bot" as const,
    text: `${n}`,
  }));
  const kept = transcriptWith(said.slice(0, 8), said.slice(8), 8 * DAY_MS, {
    keepDays: 5,
    most: 3,
  });
  expect(kept.map(({ text }) => text)).toEqual(["6", "7", "8"]);
  const long = [{ at: 0, by: "bot" as const, text: "x".repeat(9_999) }];
  expect(transcriptWith([], long, 1, { keepDays: 1 })[0]?.text.length).toBeLessThan(2_100);
});

test.each([
  { keepDays: 0 },
  { keepDays: Number.NaN },
  { keepDays: 1, most: 0 },
  { keepDays: 1, most: 1e6 },
])("%j is refused in one sentence", (transcripts) => {
  const make = () => new WeChatAdapter(keeping(transcripts));
  expect(make).toThrow(SettingsError);
  expect(make).toThrow(/transcripts needs keepDays/);
});

test("in a file it is sealed, and the command line shows it to whoever gives a name", async () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const cwd = tempFolder();
  const address = `sqlite:${join(cwd, "wechat.db")}`;
  const store = await openStore(address, { key });
  const road = await testRoad(
    async (context) => {
      await context.sendActivity("the SECRET answer");
    },
    { ...keeping(), store: store as unknown as MemoryStore },
  );
  await road.push(eventPush("subscribe"));
  await road.says("a SECRET question");
  for (const file of readdirSync(cwd))
    expect(readFileSync(join(cwd, file)).toString("latin1")).not.toContain("SECRET");
  const env = {
    WECHAT_APP_ID: ACCOUNT.appId,
    WECHAT_TOKEN: ACCOUNT.token,
    WECHAT_ENCODING_AES_KEY: ACCOUNT.encodingAESKey,
    WECHAT_STORE: address,
    WECHAT_STORE_KEY: key,
  };
  const nobody = runBin(["data", "transcript", "oMei"], { cwd, env });
  expect(await nobody.exited).toBe(1);
  expect(nobody.stderr()).toMatch(/needs --by NAME/);
  const anna = runBin(["data", "transcript", "oMei", "--by", "anna"], { cwd, env });
  expect(await anna.exited).toBe(0);
  expect(anna.stdout()).toMatch(/ follower: "a SECRET question"\n\S+ bot: "the SECRET answer"\n$/);
  expect(anna.stderr()).toMatch(/"audit":true,"by":"anna"/);
});
