import { SharedAccessToken } from "../../src/client/accessToken.ts";
import { systemClock } from "../../src/clock.ts";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import type { FreshToken } from "../../src/store/tokens.ts";

/* One of many processes that need the same account's token at the same moment. */
const [, , redis = "", wechat = "", by = ""] = process.argv;
const CALLS = 25;

process.on("disconnect", () => process.exit());
const store = await RedisStore.open({ url: redis });
const token = new SharedAccessToken({
  name: "wx",
  tokens: store.tokens,
  clock: systemClock,
  log: { info() {}, warn() {}, error() {} },
  random: Math.random,
  by,
  fetch: async () => (await fetch(wechat)).json() as Promise<FreshToken>,
});
process.on("message", async () => {
  const values = await Promise.all(Array.from({ length: CALLS }, () => token.current()));
  process.send?.(values);
});
process.send?.("ready");
