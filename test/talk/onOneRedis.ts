import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { hasRedis, type RedisServer, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import type { TalkOptions } from "./talkRig.ts";

/** A test in two processes on one Redis, each with a connection of its own. `story` gets what `talkRig` needs for it. */
export function testOnOneRedis(
  what: string,
  story: (options: Required<Pick<TalkOptions, "clock" | "stores">>) => Promise<void>,
  startsAt?: number,
): void {
  skipWithoutRedis(what);
  describe.runIf(hasRedis)("two processes on one Redis", () => {
    let server: RedisServer | undefined;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server?.close());

    test(what, async () => {
      const clock = new ManualClock(startsAt);
      const own = { url: server?.url ?? "", prefix: randomUUID(), now: () => clock.now() };
      const stores = [await RedisStore.open(own), await RedisStore.open(own)];
      await story({ clock, stores });
    });
  });
}
