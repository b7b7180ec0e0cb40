import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { watchStalls } from "../../src/adapter/receive/stalls.ts";
import { readConfig } from "../../src/config.ts";
import { StoreUnavailable } from "../../src/errors.ts";
import { type ServerParts, startServer } from "../../src/server.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { once, requestBytes, speak, statusOf } from "../attack/raw.ts";
import { collect, type Line } from "../attack/rig.ts";
import { hasRedis, startRedis, withClient } from "../helpers/redis.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

const account = wireAccount();
const PLAIN = { PORT: "0", WECHAT_APP_ID: account.appId, WECHAT_TOKEN: account.token };
const SAFE = { ...PLAIN, WECHAT_ENCODING_AES_KEY: account.encodingAESKey };

async function start(environment: Record<string, string>, parts: ServerParts = {}) {
  const lines: Line[] = [];
  const config = readConfig(environment, tempFolder());
  const server = await startServer(config, "samples/echo", { log: collect(lines), ...parts });
  onTestFinished(() => server.close());
  return { url: server.address, origin: new URL(server.address).origin, lines };
}

describe("a running server", () => {
  it("says that it lives and is ready", async () => {
    const { origin } = await start(SAFE);
    const health = await fetch(`${origin}/healthz`);
    const ready = await fetch(`${origin}/readyz`);
    expect([health.status, await health.json()]).toEqual([200, { ok: true }]);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true }]);
  });

  it("is not ready while its store takes no writes, and lives all the same", async () => {
    let away = true;
    class AwayStore extends MemoryStore {
      override async probe(): Promise<void> {
        if (away) throw new StoreUnavailable("away");
      }
    }
    const { origin } = await start(SAFE, { store: new AwayStore() });
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false }]);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    away = false;
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  });

  it.runIf(hasRedis)("is not ready while its Redis may throw keys away", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const store = await RedisStore.open({ url: redis.url, lookEveryMs: 50, log: collect([]) });
    const { origin } = await start(SAFE, { store });
    const ready = async () => (await fetch(`${origin}/readyz`)).status;
    const policy = (name: string) =>
      withClient(redis.url, (client) => client.configSet("maxmemory-policy", name));
    expect(await ready()).toBe(200);
    await policy("allkeys-lru");
    await expect.poll(ready, { timeout: 5_000 }).toBe(503);
    await policy("noeviction");
    await expect.poll(ready, { timeout: 5_000 }).toBe(200);
  });

  it("answers 503 when its store cannot take a push, so that WeChat asks again", async () => {
    class FullStore extends MemoryStore {
      override async arrive(): Promise<never> {
        throw new StoreUnavailable("disk full");
      }
    }
    const { url } = await start(SAFE, { store: new FullStore() });
    const answer = await post(url, wrap(account, textXml(account, "hi")));
    expect(answer.status).toBe(503);
    expect(answer.body).not.toContain("disk");
  });

  it("serves nothing else, and survives odd addresses", async () => {
    const { url, origin } = await start(SAFE);
    const port = Number(new URL(url).port);
    for (const path of ["/", "/console", "/simulator", "/metrics", "/wechat/a/b"]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    }
    for (const path of [
      "/wechat/%zz",
      "/wechat/%00",
      "/wechat/..%2f..",
      "//wechat",
      "/wechat/?a=%",
    ]) {
      const bytes = requestBytes("POST", path, "", { Connection: "close" });
      expect(statusOf(await once(port, bytes))).toBeGreaterThanOrEqual(400);
    }
    const { body } = await post(url, wrap(account, textXml(account, "still here")));
    expect(textOf(account, body)).toBe("still here");
  });

  it("warns loudly of plain mode in production, and only there", async () => {
    const production = { NODE_ENV: "production" };
    const [loud, safe, elsewhere] = await Promise.all(
      [{ ...PLAIN, ...production }, { ...SAFE, ...production }, PLAIN].map((one) => start(one)),
    );
    expect(loud?.lines.length).toBe(1);
    expect(loud?.lines[0]).toMatchObject({ level: "warn", setting: "WECHAT_MODE" });
    expect(loud?.lines[0]?.message).toMatch(/^PLAIN MODE IN PRODUCTION.*WECHAT_ENCODING_AES_KEY/);
    expect([safe?.lines, elsewhere?.lines]).toEqual([[], []]);
  });
});

const SLOW_BOT = `
export default {
  async run(context) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await context.sendActivity("done: " + context.activity.text);
  },
};
`;

/** A bot in its own process; resolves when it listens. */
async function startChild(environment: Record<string, string>, bot: string) {
  const child = runBin(["start", "bot.mjs"], {
    cwd: tempFolder({ "bot.mjs": bot }),
    env: environment,
  });
  await expect.poll(child.stdout, { timeout: 20_000 }).toMatch(/Listening on/);
  const url = /http:\S+/.exec(child.stdout())?.[0] ?? "";
  return { child, url };
}

describe("a process that is told to stop", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "by %s finishes the turn in flight, takes no new one, and exits 0",
    async (signal) => {
      const { child, url } = await startChild(SAFE, SLOW_BOT);
      const answer = post(url, wrap(account, textXml(account, "hi")));
      await wait(500);
      const toldAt = performance.now();
      child.kill(signal);
      await wait(300);
      const refused = await fetch(url).catch((error) => error.cause?.code);
      expect(refused).toBe("ECONNREFUSED");
      const { status, body } = await answer;
      expect([status, textOf(account, body)]).toEqual([200, "done: hi"]);
      expect(await child.exited).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(5_000);
      expect(child.stderr()).toBe("");
    },
  );

  it("answers 503 on connections that are open already, so that another process is asked", async () => {
    const { child, url } = await startChild(SAFE, SLOW_BOT);
    const { pathname, port } = new URL(url);
    const delivery = (text: string) => {
      const { query, body } = wrap(account, textXml(account, text));
      return requestBytes("POST", `${pathname}?${new URLSearchParams(query)}`, body);
    };
    // The second request comes on the first one's connection after the process was told.
    const both = speak(Number(port), [delivery("first"), "", delivery("second")], 500);
    await wait(700);
    child.kill("SIGTERM");
    const { text } = await both;
    expect(await child.exited).toBe(0);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 503"]);
    expect(child.stderr()).toBe("");
  });

  it("exits at once when nothing is in flight, idle connections or not", async () => {
    const { child, url } = await startChild(SAFE, SLOW_BOT);
    // Leaves a connection that could be used again.
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(new URL("/healthz", url))).status).toBe(200);
    const toldAt = performance.now();
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(1_500);
  });

  it("leaves a turn that takes too long to others after five seconds", async () => {
    const { child, url } = await startChild(SAFE, SLOW_BOT.replace("2_000", "20_000"));
    const answer = post(url, wrap(account, textXml(account, "hi"))).then(
      ({ status }) => status,
      () => "cut",
    );
    await wait(500);
    const toldAt = performance.now();
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(6_500);
    // Nothing final, so that WeChat asks again.
    expect(await answer).not.toBe(200);
  });
});

describe("a process that cannot start", () => {
  it("because its port is taken says so in one sentence and exits 1", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, resolve));
    onTestFinished(() => void taken.close());
    const PORT = String((taken.address() as AddressInfo).port);
    const child = runBin(["start", "bot.mjs"], {
      cwd: tempFolder({ "bot.mjs": SLOW_BOT }),
      env: { ...SAFE, PORT },
    });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toBe(`PORT ${PORT} is taken: stop what listens there or set another.\n`);
    expect(child.stdout()).toBe("");
  });
});

describe("watchStalls", () => {
  const block = (ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  };

  it("sees nothing where nothing stands still, and the length of a stall at its end", async () => {
    const stalls = watchStalls();
    onTestFinished(() => stalls.stop());
    await wait(150);
    expect(stalls.stalledMs()).toBeLessThan(300);
    block(1_000);
    expect(stalls.stalledMs()).toBeGreaterThan(600);
    await wait(400);
    expect(stalls.stalledMs()).toBeLessThan(300);
  });

  it("still sees it when a connection that came meanwhile is read", async () => {
    const stalls = watchStalls();
    const seen: number[] = [];
    const server = createServer((_req, res) => {
      seen.push(stalls.stalledMs());
      res.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      stalls.stop();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const asked = once(port, requestBytes("GET", "/", "", { Connection: "close" }));
    block(1_000);
    await asked;
    expect(seen[0]).toBeGreaterThan(600);
  });
});
