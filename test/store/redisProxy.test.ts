import { afterAll, beforeAll, describe, expect } from "vitest";
import { randomOf } from "../chaos/plan.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { startProxy, type TcpProxy } from "../helpers/tcpProxy.ts";
import { describeStore } from "./conformance.ts";
import { openRedis } from "./openRedis.ts";
import { repeating } from "./repeating.ts";

const SEED = 20_261_126;
const LONGEST_DELAY_MS = 20;
const CUTS = 0.1;

skipWithoutRedis("the store's rules over a bad network");

describe.runIf(hasRedis)("redis over a network that delays and cuts", () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  beforeAll(async () => {
    server = await startRedis();
    proxy = await startProxy(server.port);
    const random = randomOf(SEED);
    proxy.treat(({ toServer, bytes, awaitsReply }) => {
      // Only a verb that certainly did not arrive: the suite itself repeats those whose reply was lost.
      const cuttable = toServer && !awaitsReply && bytes.includes("FCALL");
      if (cuttable && random() < CUTS) return "cut";
      return Math.floor(random() * LONGEST_DELAY_MS);
    });
  });
  afterAll(async () => {
    expect(proxy.counts.cut).toBeGreaterThan(10);
    process.stdout.write(`proxy: ${JSON.stringify(proxy.counts)}\n`);
    await proxy.close();
    await server.close();
  });

  describeStore("redis behind a proxy", () =>
    openRedis({ url: `redis://127.0.0.1:${proxy.port}`, servers: [server.url] }, {}, repeating),
  );
});
