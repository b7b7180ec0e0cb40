import { randomUUID } from "node:crypto";
import type { TurnContext } from "botbuilder";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type JobHandlers, later, streamReply } from "../../src/index.ts";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { mortal, shown, type TalkOptions, type TalkRig, talkRig } from "./talkRig.ts";

const MINUTE = 60_000;
const QUIET = { info() {}, warn() {}, error() {} };

skipWithoutRedis("a talk in two processes on one Redis");

describe.runIf(hasRedis)("a talk in two processes on one Redis", () => {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.close());

  /** The bot in two processes, each with its own connections. */
  async function talk(
    logic: (context: TurnContext) => Promise<void>,
    options: TalkOptions = {},
  ): Promise<TalkRig> {
    const clock = new ManualClock();
    const url = server?.url ?? "";
    const own = { url, prefix: randomUUID(), log: QUIET, deadlineMs: 10_000 };
    const open = () => RedisStore.open({ ...own, now: () => clock.now() });
    return talkRig(logic, { ...options, clock, stores: [await open(), await open()] });
  }

  test("three messages within two seconds are one run and one answer", async () => {
    const heard: string[] = [];
    const rig = await talk(
      async (context) => {
        heard.push(context.activity.text);
        await context.sendActivity(`re: ${context.activity.text}`);
      },
      { account: { gather: { quietMs: 1_500 } } },
    );
    const first = rig.says("在吗");
    await rig.pass(900);
    const second = rig.says("我想问一下");
    await rig.pass(900);
    const outcomes = await rig.until(Promise.all([first, second, rig.says("营业时间")]));
    expect(outcomes.map(shown)).toEqual(["", "", "re: 在吗\n我想问一下\n营业时间"]);
    for (const { tries } of outcomes) expect(tries).toHaveLength(1);
    expect(heard).toHaveLength(1);
    await rig.pass(20_000);
    expect(rig.sent).toEqual([]);
  });

  test("停 that comes to the other process ends the stream: at most one more piece is pulled", async () => {
    let pulled = 0;
    let rig: TalkRig | undefined;
    async function* model() {
      for (let i = 0; i < 60; i++) {
        await rig?.sleep(300);
        pulled += 1;
        yield `这是回答里的第${i}句话，说得不短也不长，正好够看一阵子。`;
      }
    }
    rig = await talk(async (context) => {
      const { text } = context.activity;
      if (text === "讲个故事") await streamReply(context, model());
      else await context.sendActivity(`收到：${text}`);
    });
    const question = rig.says("讲个故事");
    await rig.pass(12_000);
    const before = pulled;
    expect(before).toBeGreaterThan(10);
    const stopped = await rig.until(rig.says("停"));
    expect(pulled - before).toBeLessThanOrEqual(1);
    expect(stopped.tries[0]?.tookMs).toBeLessThan(5_000);
    await rig.pass(30_000);
    await question;
    expect(pulled - before).toBeLessThanOrEqual(1);
    expect([shown(stopped), ...rig.sent].join()).toContain("收到：停");
  });

  test("a job whose process is killed is begun again by the other, under the same key, and shown once", async () => {
    const ran: string[] = [];
    let rig: TalkRig | undefined;
    const jobs: JobHandlers = {
      report: async (_input, { key }) => {
        ran.push(key);
        await rig?.sleep(10 * MINUTE);
        return "结果";
      },
    };
    let kill = () => {};
    const bot = async (context: TurnContext) => {
      await later(context, "report", { about: "五月" });
      await context.sendActivity("好的");
    };
    rig = await talk(bot, {
      adapter: { jobs },
      storeOf: (store, index) => {
        if (index > 0) return store;
        const first = mortal(store);
        kill = first.kill;
        return first.store;
      },
    });
    for (const adapter of rig.adapters) adapter.recover(bot);
    expect(shown(await rig.until(rig.says("报告 五月")))).toBe("好的");
    await rig.pass(3 * MINUTE);
    expect(ran).toHaveLength(1);
    kill();
    await rig.pass(15 * MINUTE);
    expect(rig.sent).toEqual(["关于“报告 五月”：\n结果"]);
    expect(new Set(ran).size).toBe(1);
  });
});
