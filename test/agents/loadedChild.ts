import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { loadBot } from "../../src/loadBot.ts";
import { Services } from "../../src/services.ts";
import { testWeChat } from "../../src/testing/index.ts";

/**
 * Loads the agent of a module as a server does, in a process where nobody has loaded the SDK before, lets a follower
 * say the other arguments, and writes what he saw.
 */
const [path = "", ...texts] = process.argv.slice(2);
const log = { info: () => {}, warn: () => {}, error: () => {} };
const adapter = new WeChatAdapter({
  accounts: [{ appId: "wx0123456789abcdef", token: "any" }],
  log,
});
const bot = await loadBot(path, new Services(adapter, systemClock, log));
if (bot.sdk !== "Agents SDK") throw new Error("not taken for an agent");
const wechat = await testWeChat(bot.agent);
const mei = wechat.follower("Mei");
await mei.subscribes();
for (const text of texts) await mei.says(text);
process.stdout.write(JSON.stringify(mei.sees()));
process.exit();
