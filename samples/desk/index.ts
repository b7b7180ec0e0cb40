import { ActivityHandler } from "botbuilder";
import { type Clock, type DeskHub, openDesk } from "../../src/index.ts";
import type { Services } from "../../src/services.ts";
import { catchUp, chatwootDesk, chatwootServer } from "./chatwoot.ts";
import { demoDesk } from "./demoDesk.ts";
import { deskServer, httpDesk } from "./httpDesk.ts";

const { DESK_PORT = "3981" } = process.env;

/** A bot with people behind it: 人工 calls them, 返回 goes back. */
export function deskBot(hub: DeskHub): ActivityHandler {
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    const { text } = context.activity;
    if (/人工|human|agent/i.test(text ?? "")) {
      await hub.handOver(context, text);
      await context.sendActivity(
        "正在为您转接，请留言；回复“返回”回到机器人。 A colleague will answer; 返回 brings me back.",
      );
    } else await context.sendActivity(`机器人：${text}。说“人工”找人。 Say "human" for a person.`);
    await next();
  });
  return bot;
}

/** The desk that is set, and where its agents are heard: Chatwoot, any other over HTTP, or one that plays. */
function deskOf(clock: Clock, hub: () => DeskHub) {
  const { DESK_URL: url, DESK_SECRET: secret = "", ...more } = process.env;
  if (!url) return { desk: demoDesk(clock, hub) };
  const { CHATWOOT_ACCOUNT: account, CHATWOOT_INBOX: inbox, CHATWOOT_TOKEN: token } = more;
  if (!account || !inbox || !token)
    return { desk: httpDesk(url, secret), listen: () => deskServer(hub(), secret) };
  const settings = { url, account, inbox, token, secret };
  return {
    desk: chatwootDesk(settings),
    listen: () => chatwootServer(hub(), settings),
    heard: () => catchUp(hub(), settings),
  };
}

export default ({ adapter, clock, log }: Services) => {
  const { desk, listen, heard } = deskOf(clock, () => hub);
  const hub: DeskHub = openDesk(desk, adapter, clock);
  adapter.use(hub);
  const failed = (error: Error) => log.warn({ error: error.message }, "the desk cannot be asked");
  listen?.().listen(Number(DESK_PORT), "127.0.0.1", () => void heard?.().catch(failed));
  return deskBot(hub);
};
