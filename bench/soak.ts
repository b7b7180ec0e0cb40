/**
 * Ten minutes of steady work: `npm run soak`. One server on a Redis of its own; every ten seconds its heap
 * after a collection, its handles, and the keys of Redis are read. Fails when one of them grows.
 *
 *     npm run soak -- --minutes 2
 *
 * With `--everything` the server as `npm start` starts it, in a process of its own with everything on (`--store
 * sqlite` or `redis`), under 10 pushes a second, its figures scraped every second, and malformed requests beside
 * it. Fails when the process ends, when a message is lost or seen twice, when anything is in the log that is not
 * the bot's own mistake, and when memory or files grow.
 *
 *     npm run soak -- --everything --store redis --minutes 60
 */
import { type ChildProcess, fork } from "node:child_process";
import { parseArgs } from "node:util";
import {
  chaosAccounts,
  childConfig,
  NOTHING,
  type Plan,
  randomOf,
  sleep,
} from "../test/chaos/plan.ts";
import { pushLikeWeChat } from "../test/chaos/pusher.ts";
import { newPush, startApi, Timeline } from "../test/chaos/timeline.ts";
import { ask, freePort, startRedis } from "../test/helpers/redis.ts";
import { freshOpenid } from "../test/helpers/wechat.ts";
import { soakEverything } from "./soakEverything.ts";
import { slope } from "./soakFigures.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    rate: { type: "string" },
    everything: { type: "boolean" },
    store: { type: "string", default: "sqlite" },
    seed: { type: "string", default: "1" },
  },
});
const rate = Number(values.rate ?? (values.everything ? 10 : 40));
if (values.everything) {
  const { minutes, store, seed } = values;
  if (store !== "sqlite" && store !== "redis") throw new Error("--store is sqlite or redis.");
  const order = { minutes: Number(minutes), rate, store, seed: Number(seed) } as const;
  const wrong = await soakEverything(order);
  for (const one of wrong.slice(0, 50)) console.log(`WRONG ${one}`);
  console.log(wrong.length === 0 ? "nothing is wrong" : `${wrong.length} wrong`);
  process.exit(wrong.length === 0 ? 0 : 1);
}
const LOOK_MS = 10_000;
/** Done pushes are remembered for so long; a tenth of the real time, so that a soak sees many of them go. */
const REMEMBER_MS = 60_000;
const FOLLOWERS = 400;
/** A heap that grows by more than this in a minute is a leak. */
const MOST_PER_MINUTE = 1_000_000;

interface Look {
  readonly minutes: number;
  readonly heapUsed: number;
  readonly handles: number;
  readonly keys: number;
}

const plan: Plan = {
  seed: 1,
  pushes: Math.round(Number(values.minutes) * 60 * rate),
  perSecond: rate,
  followers: FOLLOWERS,
  processes: 1,
  scale: 1,
  longestMs: 9_500,
  faults: NOTHING,
};

async function run(): Promise<readonly Look[]> {
  const random = randomOf(plan.seed);
  const timeline = new Timeline();
  const accounts = chaosAccounts();
  const redis = await startRedis();
  const api = await startApi(timeline, plan.faults, random);
  const port = await freePort();
  const config = childConfig(accounts, plan, { port, index: 0, redis: redis.url, api: api.url });
  const told = { ...config, counts: false, store: { ...config.store, rememberMs: REMEMBER_MS } };
  const server = fork(new URL("../test/chaos/child.ts", import.meta.url), {
    execArgv: ["--expose-gc"],
    env: { ...process.env, CHAOS_CHILD: JSON.stringify(told) },
  });
  const looks: Look[] = [];
  try {
    await new Promise((resolve) => server.once("message", resolve));
    const people = Array.from({ length: FOLLOWERS }, freshOpenid);
    const began = performance.now();
    let looked = began;
    for (let n = 0; n < plan.pushes; n++) {
      const i = Math.floor(random() * people.length);
      const account = accounts[i % accounts.length] as (typeof accounts)[number];
      const { appId, customerService } = account;
      const count = 1 + Math.floor(random() * 2);
      const push = newPush(n, { openid: people[i] as string, appId, customerService, count });
      const ms = random() < 0.05 ? Math.round(random() * 6_000) : 0;
      const text = `${push.token} ${push.count} ${ms}`;
      void pushLikeWeChat(push, account, text, { plan, ports: [port], random, timeline });
      await sleep(Math.max(0, began + ((n + 1) / plan.perSecond) * 1_000 - performance.now()));
      if (performance.now() - looked < LOOK_MS) continue;
      looked = performance.now();
      const look = { minutes: (looked - began) / 60_000, ...(await figures(server, redis.url)) };
      looks.push(look);
      const { minutes, heapUsed, handles, keys } = look;
      const heap = `${(heapUsed / 1e6).toFixed(1)} MB`;
      console.log(`${minutes.toFixed(1)} min: heap ${heap}, handles ${handles}, keys ${keys}`);
    }
    return looks;
  } finally {
    server.kill("SIGKILL");
    await api.close();
    await redis.close();
  }
}

async function figures(server: ChildProcess, redis: string) {
  const heard = new Promise<{ heapUsed: number; handles: number }>((resolve) => {
    const listen = (message: { heapUsed?: number }) => {
      if (message.heapUsed === undefined) return;
      server.off("message", listen);
      resolve(message as { heapUsed: number; handles: number });
    };
    server.on("message", listen);
  });
  server.send("figures");
  return { ...(await heard), keys: Number(await ask(redis, "DBSIZE")) };
}

// The first third is for code that is compiled and followers who are met.
const all = await run();
const looks = all.slice(Math.floor(all.length / 3));
const growth = {
  heap: slope(looks, ({ heapUsed }) => heapUsed),
  handles: slope(looks, ({ handles }) => handles),
  keys: slope(looks, ({ keys }) => keys),
};
console.log(
  `in a minute: heap ${(growth.heap / 1e6).toFixed(2)} MB, handles ${growth.handles.toFixed(1)}, keys ${growth.keys.toFixed(1)}`,
);
const most = Math.max(...looks.map(({ handles }) => handles));
const flat = growth.heap < MOST_PER_MINUTE && growth.handles < most / 20 + 1;
const keysFlat = growth.keys < FOLLOWERS / 50;
console.log(flat && keysFlat ? "flat" : "GROWS");
process.exit(flat && keysFlat ? 0 : 1);
