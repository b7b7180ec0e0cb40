import { RedisStore } from "../../src/store/redis/redisStore.ts";

/** Opens the Redis that its argument names, and says how that ended: see `redisTls.test.ts`. */
const said: string[] = [];
const log = {
  info() {},
  error() {},
  warn: (facts: object) => void said.push(JSON.stringify(facts)),
};
try {
  const store = await RedisStore.open({ url: process.argv[2] as string, connectMs: 2_000, log });
  await store.probe();
  await store.close();
  console.log("kept");
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  console.log(`${code} ${message} ${said.join()}`);
}
process.exit();
