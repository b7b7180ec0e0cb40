import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SharedAccessToken } from "../../src/client/accessToken.ts";
import { systemClock } from "../../src/clock.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

const LOG = { info: () => {}, warn: () => {}, error: () => {} };

test("eight processes on one file ask WeChat once for a token, and a restart for none", async () => {
  const path = join(tempFolder(), "wechat.db");
  let asked = 0;
  const process = (by: string) => {
    const store = new SqliteStore({ path });
    onTestFinished(() => store.close());
    return new SharedAccessToken({
      name: "wx1",
      tokens: store.tokens,
      clock: systemClock,
      log: LOG,
      random: Math.random,
      by,
      fetch: async () => {
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { value: `token-${asked}`, lifeMs: 7_200_000 };
      },
    });
  };
  const eight = Array.from({ length: 8 }, (_, i) => process(`p${i}`));
  const got = await Promise.all(eight.flatMap((one) => [one.current(), one.current()]));
  expect(new Set(got)).toEqual(new Set(["token-1"]));
  await Promise.all(eight.map((one) => one.refused("token-1")));
  expect(new Set(await Promise.all(eight.map((one) => one.current())))).toEqual(
    new Set(["token-2"]),
  );
  expect(await process("after a restart").current()).toBe("token-2");
  expect(asked).toBe(2);
});
