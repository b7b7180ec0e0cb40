import { fork } from "node:child_process";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { hasRedis, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { listening } from "../helpers/servers.ts";
import { freshOpenid } from "../helpers/wechat.ts";
import { chaosAccounts, NOTHING, type Plan, sleep } from "./plan.ts";
import { Processes } from "./processes.ts";
import { pushLikeWeChat } from "./pusher.ts";
import { newPush, startApi, Timeline } from "./timeline.ts";

const PLAN: Plan = {
  seed: 1,
  pushes: 1,
  perSecond: 1,
  followers: 1,
  processes: 2,
  scale: 0.4,
  longestMs: 3_000,
  faults: NOTHING,
};

skipWithoutRedis("what several processes do for each other");

describe.runIf(hasRedis)("several processes", () => {
  test("a killed process's push is finished by another, within its next delivery's time", async () => {
    const timeline = new Timeline();
    const accounts = chaosAccounts();
    const [, account = accounts[0]] = accounts;
    const redis = await startRedis();
    const api = await startApi(timeline, PLAN.faults, () => 0.5);
    const processes = new Processes(timeline);
    try {
      await processes.start(accounts, PLAN, redis.port, api.url);
      const appId = account?.appId ?? "";
      const push = newPush(0, { openid: freshOpenid(), appId, customerService: false });
      let killed = false;
      // The first delivery goes to the first process, which dies; the next one to the second.
      const random = () => (killed ? 0.6 : 0.4);
      const workMs = 2_500 * PLAN.scale;
      const pushing = { plan: PLAN, ports: processes.ports, random, timeline };
      const flight = pushLikeWeChat(
        push,
        account as (typeof accounts)[0],
        `t0 1 ${workMs}`,
        pushing,
      );
      await sleep(1_000 * PLAN.scale);
      killed = processes.kill(() => 0);
      await flight;
      expect(push.failures).toEqual(["ECONNRESET"]);
      expect(push.deliveries.map(({ end, port }) => [end, port])).toEqual([
        ["failed", processes.ports[0]],
        ["answered", processes.ports[1]],
      ]);
      expect(timeline.seen.map(({ token }) => token)).toEqual(["t0.0"]);
    } finally {
      await processes.close();
      await api.close();
      await redis.close();
    }
  }, 60_000);

  test("eight processes whose token expires at once ask WeChat once", async () => {
    let asked = 0;
    const wechat = await listening(
      createServer(async (_request, response) => {
        asked += 1;
        // Long enough for every process to notice that there is none.
        await sleep(300);
        response.end(JSON.stringify({ value: `fresh-${asked}`, lifeMs: 7_200_000 }));
      }),
    );
    const redis = await startRedis();
    const store = await RedisStore.open({ url: redis.url });
    const { fence = 0 } = await store.tokens.claimRefresh("wx", "p0", 1_000);
    const children = Array.from({ length: 8 }, (_, i) =>
      fork(new URL("tokenChild.ts", import.meta.url), [redis.url, wechat.url, `p${i}`], {
        execArgv: [],
      }),
    );
    const said = (child: (typeof children)[number]) =>
      new Promise<unknown>((resolve) => child.once("message", resolve));
    try {
      await Promise.all(children.map(said));
      await store.tokens.writeToken("wx", fence, { value: "old", lifeMs: 150 });
      await sleep(200);
      const heard = children.map(said);
      for (const child of children) child.send("go");
      const values = (await Promise.all(heard)) as string[][];
      expect(new Set(values.flat())).toEqual(new Set(["fresh-1"]));
      expect(values.flat()).toHaveLength(200);
      expect(asked).toBe(1);
    } finally {
      for (const child of children) child.kill("SIGKILL");
      await store.close();
      await wechat.close();
      await redis.close();
    }
  }, 60_000);
});
