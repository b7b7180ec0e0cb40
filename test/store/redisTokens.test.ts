import { afterAll, beforeAll, describe } from "vitest";
import { tokenStoreContract } from "../client/tokenStoreContract.ts";
import { canKeep, keepingRedis, skipWithoutRedis } from "../helpers/redis.ts";
import { openRedis } from "./openRedis.ts";

skipWithoutRedis("tokens on Redis", canKeep);

describe.runIf(canKeep)("tokens on Redis", () => {
  let server: Awaited<ReturnType<typeof keepingRedis>>;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await keepingRedis();
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
