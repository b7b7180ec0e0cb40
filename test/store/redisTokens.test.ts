import { createClient } from "redis";
import { afterAll, beforeAll, describe } from "vitest";
import { scriptTexts } from "../../src/store/redis/scripts.ts";
import { RedisTokens } from "../../src/store/redis/tokens.ts";
import { STORE_SETTINGS } from "../../src/store/store.ts";
import { tokenStoreContract } from "../client/tokenStoreContract.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";

/*
 * The contract speaks of hours, so only here the script's clock is a key of the test's own; everything
 * else of it is what the store runs.
 */
const { tokens: script } = scriptTexts(STORE_SETTINGS);
const TIME = "redis.call('TIME')";
const text = script.replace(TIME, "{ redis.call('GET', 'clock') / 1000, 0 }");

skipWithoutRedis("tokens on Redis");

describe.runIf(hasRedis)("tokens on Redis", () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  let opened = 0;
  beforeAll(async () => {
    server = await startRedis();
    client = createClient({ url: server.url });
    await client.connect();
    await client.set("clock", "1700000000000");
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  tokenStoreContract(async () => {
    if (!script.includes(TIME)) throw new Error("The script asks for the time in another way.");
    const prefix = `t${opened++}:`;
    const tokens = new RedisTokens(async (name, args) =>
      String(await client.eval(text, { keys: [prefix + name], arguments: [...args] })),
    );
    return { tokens, advance: async (ms) => void (await client.incrBy("clock", ms)) };
  });
});
