import { describe, expect, test } from "vitest";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { hasRedis, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { freshMsgId, freshOpenid } from "../helpers/wechat.ts";
import { atRest, judge, readStored } from "./judge.ts";
import { chaosAccounts, childConfig, randomOf, sleep } from "./plan.ts";
import { Processes } from "./processes.ts";
import { pushLikeWeChat, workMs } from "./pusher.ts";
import { type PushFacts, startApi, Timeline } from "./timeline.ts";

/** Another run: `CHAOS_SEED=7 npm test`. Times are real, so a seed repeats the plan, not the luck. */
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const PUSHES = 1_000;
const FOLLOWERS = 160;
const PUSHING_MS = 22_000;
const KILL_EVERY_MS = 3_000;
const REST_MS = 15_000;

skipWithoutRedis("three processes that die");

describe.runIf(hasRedis)("three processes, one store, killed at random", () => {
  test(`${PUSHES} pushes keep their promises, seed ${SEED}`, async () => {
    const random = randomOf(SEED);
    const timeline = new Timeline();
    const accounts = chaosAccounts();
    const [redis, api] = await Promise.all([startRedis(), startApi(timeline)]);
    const config = childConfig(accounts, redis.url, api.url);
    const processes = new Processes(config);
    const store = await RedisStore.open(config.store);
    try {
      await processes.start(3);
      const followers = Array.from({ length: FOLLOWERS }, (_, i) => ({
        account: accounts[i % accounts.length] as (typeof accounts)[number],
        openid: freshOpenid(),
      }));

      const killer = setInterval(() => {
        if (processes.kill(random)) timeline.counts.kills += 1;
      }, KILL_EVERY_MS);
      const flights: Promise<void>[] = [];
      for (let n = 0; n < PUSHES; n++) {
        const { account, openid } = followers[
          Math.floor(random() * FOLLOWERS)
        ] as (typeof followers)[0];
        const push: PushFacts = {
          n,
          token: `t${n}`,
          count: 1 + Math.floor(random() * 3),
          openid,
          appId: account.appId,
          msgId: freshMsgId(),
          createdAt: Date.now(),
          deliveries: 0,
          answers: [],
          failures: [],
        };
        timeline.pushes.push(push);
        const text = `${push.token} ${push.count} ${Math.round(workMs(random))}`;
        flights.push(pushLikeWeChat(push, account, text, processes.ports, random, timeline));
        await sleep(PUSHING_MS / PUSHES);
      }
      await Promise.all(flights);
      clearInterval(killer);

      const stored = new Map();
      for (const until = Date.now() + REST_MS; ; await sleep(200)) {
        for (const { account, openid } of followers) {
          const one = await readStored(store, { appId: account.appId, openid });
          if (one !== undefined) stored.set(openid, one);
        }
        const rests = [...stored.values()].every(atRest);
        if (rests || Date.now() > until) break;
      }
      const { broken, counts } = judge(timeline, stored);
      report(timeline, counts, processes);
      expect(await store.due(1_000), "nobody is due").toEqual([]);
      expect(broken).toEqual([]);
      expect(timeline.counts.overQuota).toBe(0);
      expect(timeline.counts.kills).toBeGreaterThan(5);
      // What the design says remains is bounded, so that it cannot grow unseen.
      // A kill ends some ten turns; one that works for seconds may lose all its three attempts.
      expect(counts.apologised).toBeLessThanOrEqual(PUSHES * 0.04);
      expect(counts.wire).toBeLessThanOrEqual(PUSHES * 0.02);
      expect(counts.unknown).toBeLessThanOrEqual(PUSHES * 0.02);
      expect(counts.swapped).toBeLessThanOrEqual(PUSHES * 0.02);
      expect(counts.overtaken).toBeLessThanOrEqual(PUSHES * 0.005);
    } finally {
      await processes.close();
      await store.close();
      await api.close();
      await redis.close();
    }
  }, 90_000);
});

function report(timeline: Timeline, counts: object, { logged }: Processes): void {
  const { pushes } = timeline;
  const sum = (of: (push: PushFacts) => number) =>
    pushes.reduce((total, one) => total + of(one), 0);
  const failures = new Map<string, number>();
  for (const name of pushes.flatMap((push) => push.failures)) {
    failures.set(name, (failures.get(name) ?? 0) + 1);
  }
  const table = {
    seed: SEED,
    pushes: pushes.length,
    deliveries: sum(({ deliveries }) => deliveries),
    answered: pushes.filter(({ answers }) => answers.length > 0).length,
    "with success": pushes.filter(({ answers }) => answers[0] === "success").length,
    ...timeline.counts,
    ...counts,
    failures: JSON.stringify(Object.fromEntries(failures)),
  };
  const lines = Object.entries(table).map(([name, value]) => `  ${name.padEnd(16)} ${value}`);
  const logs = [...logged].map(([what, count]) => `  logged ${count} ×  ${what}`);
  process.stdout.write(`chaos\n${lines.join("\n")}\n${logs.join("\n")}\n`);
}
