import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

/** Counts in a slice and in bot state; "remind me" sets a timer that the next process finds due. */
const BOT = `
const SCOPE = Symbol.for("botbuilder-adapter-wechat.turnScope");
export default ({ adapter }) => async (context) => {
  const scope = context.turnState.get(SCOPE);
  const key = "wechat/users/" + context.activity.from.id + "/";
  const { [key]: item = { n: 0 } } = await adapter.botStorage.read([key]);
  if (context.activity.type === "event") {
    return void (await context.sendActivity("timer " + context.activity.value.data));
  }
  const n = (scope.read("n") ?? 0) + 1;
  scope.write("n", n);
  await adapter.botStorage.write({ [key]: { n: item.n + 10 } });
  if (context.activity.text === "remind me") scope.setTimer("t", Date.now() + 1_000, "SECRETTIMER");
  await context.sendActivity(n + " " + (item.n + 10));
};
`;

test("npm start remembers, sealed, what a killed process knew: slices, bot state, timers, held messages", async () => {
  const account = wireAccount();
  const cwd = tempFolder({ "bot.mjs": BOT });
  const env = {
    PORT: "0",
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
    WECHAT_ORIGINAL_ID: account.originalId,
    WECHAT_STORE_KEY: Buffer.alloc(32, 9).toString("base64"),
  };
  async function start() {
    const child = runBin(["start", "bot.mjs"], { cwd, env });
    await expect.poll(child.stdout, { timeout: 20_000 }).toMatch(/Listening on/);
    const url = /http:\S+/.exec(child.stdout())?.[0] ?? "";
    const says = async (text: string) => {
      const { body } = await post(url, wrap(account, textXml(account, text, { from: "oMei" })));
      return textOf(account, body);
    };
    return { child, says };
  }
  const first = await start();
  expect(await first.says("SECRETWORDS")).toBe("1 10");
  expect(await first.says("remind me")).toBe("2 20");
  first.child.kill("SIGKILL");
  await first.child.exited;
  const files = readdirSync(join(cwd, "data"));
  expect(files.sort()).toEqual(["wechat.db", "wechat.db-shm", "wechat.db-wal"]);
  for (const file of files) {
    const bytes = readFileSync(join(cwd, "data", file)).toString("latin1");
    expect(bytes).not.toMatch(/SECRETWORDS|SECRETTIMER/);
  }
  const second = await start();
  await expect
    .poll(() => second.says("hello?"), { timeout: 15_000, interval: 400 })
    .toMatch(/^timer SECRETTIMER\n\n\d+ \d+$/);
  // Counted on, never from the start.
  const [n, ten] = (await second.says("and?"))?.split(" ").map(Number) ?? [];
  expect(n).toBeGreaterThan(3);
  expect(ten).toBe((n ?? 0) * 10);
  second.child.kill("SIGKILL");
});
