import { afterAll, beforeAll, describe } from "vitest";
import { tokenStoreContract } from "../client/tokenStoreContract.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { openRedis } from "./openRedis.ts";

skipWithoutRedis("tokens on Redis");

describe.runIf(hasRedis)("tokens on Redis", () => {
  let server: RedisServer;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    await Promise.all(opened.map((close) => close()));
    await server.close();
  });

  tokenStoreContract(async () => {
    const { store, advance, close } = await openRedis({ url: server.url, servers: [server.url] });
    opened.push(close);
    return { tokens: store.tokens, advance };
  });
});
