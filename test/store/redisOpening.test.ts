import { createServer } from "node:net";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { ask, hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { listening } from "../helpers/servers.ts";

skipWithoutRedis("what is said of a Redis that cannot be opened");

const warnings: string[] = [];
const note = (_facts: object, message: string) => void warnings.push(message);
const log = { info() {}, warn: note, error: note };

/** What opening it comes to: code, message, and how long it took. */
async function opening(url: string, connectMs = 30_000) {
  warnings.length = 0;
  const began = performance.now();
  const error = await RedisStore.open({ url, connectMs, log }).then(
    async (store) => void (await store.close()),
    (reason) => reason as Error & { code: string },
  );
  return { code: error?.code, message: error?.message ?? "", ms: performance.now() - began };
}

test.each([
  ["a database without a number", "redis://:secret@127.0.0.1:1/abc"],
  ["a port that is none", "redis://:secret@127.0.0.1:99999"],
])("an address that cannot be read is a mistake of the settings: %s", async (_what, url) => {
  const { code, message, ms } = await opening(url, 1_000);
  expect({ code, message }).toMatchObject({ code: "settings" });
  expect(message).not.toContain("secret");
  expect(ms).toBeLessThan(15_000);
});

describe.runIf(hasRedis)("a Redis that refuses us is named with its reason, at once", () => {
  let redis: RedisServer;
  let host = "";
  beforeAll(async () => {
    redis = await startRedis();
    host = new URL(redis.url).host;
    // Everybody needs a password from here on; one may not ask what the server is.
    await ask(redis.url, "ACL", "SETUSER", "narrow", "on", ">pass", "~*", "+@all", "-info");
    await ask(redis.url, "ACL", "SETUSER", "default", "on", ">right");
    return () => redis.close();
  }, 30_000);

  test.each([
    ["a wrong password", () => `redis://:wrong@${host}`, /WRONGPASS/],
    ["no password", () => `redis://${host}`, /NOAUTH/],
    ["a database that it does not have", () => `redis://:right@${host}/99`, /DB index/],
    ["a user without the right to ask", () => `redis://narrow:pass@${host}`, /NOPERM/],
  ])("%s", async (_what, url, reason) => {
    const { code, message, ms } = await opening(url());
    expect(code).toBe("settings");
    expect(message).toMatch(reason);
    expect(message).toContain(`The Redis at ${host} cannot be used: `);
    expect(message).not.toMatch(/wrong@|right@|pass@|\n/);
    expect(ms).toBeLessThan(15_000);
    expect(warnings).toEqual([]);
  });

  test("the right one is opened, and what is lost later is in the log", async () => {
    warnings.length = 0;
    const store = await RedisStore.open({ url: `redis://:right@${host}`, log });
    onTestFinished(() => store.close());
    expect(warnings).toEqual([]);
    await redis.kill();
    await expect.poll(() => warnings).toContain("the connection to Redis is lost");
    await redis.start();
  });
});

test("a server that is not there: the reason after the time that was given, and silence until then", async () => {
  const { code, message } = await opening("redis://:secret@127.0.0.1:1", 300);
  expect(code).toBe("store-unavailable");
  expect(message).toBe(
    "The Redis at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1 (tried for 0.3 s).",
  );
  expect(warnings).toEqual([]);
});

test("a server that says nothing at all is not waited for any longer", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const { code, message } = await opening(`redis://127.0.0.1:${port}`, 300);
  expect([code, message]).toEqual([
    "store-unavailable",
    `The Redis at 127.0.0.1:${port} cannot be reached: it does not answer (tried for 0.3 s).`,
  ]);
});

test("a cluster of which no node is there is named with all of them", async () => {
  const url = "redis+cluster://127.0.0.1:1,127.0.0.1:2";
  const { code, message } = await opening(url, 300);
  expect(code).toBe("store-unavailable");
  expect(message).toContain("The Redis at 127.0.0.1:1,127.0.0.1:2 cannot be reached: ");
});

test("what is no Redis is no store", async () => {
  const { createServer: createHttp } = await import("node:http");
  const server = await listening(createHttp((_request, response) => void response.end("hello")));
  onTestFinished(() => server.close());
  const { code, message } = await opening(`redis://127.0.0.1:${server.port}`, 1_000);
  expect(code).toMatch(/^(?:settings|store-unavailable)$/);
  expect(message).toContain(`The Redis at 127.0.0.1:${server.port} cannot be `);
});
