import { ActivityHandler } from "botbuilder";
import { type DeskHub, openDesk } from "../../src/index.ts";
import type { Services } from "../../src/services.ts";
import { demoDesk } from "./demoDesk.ts";
import { deskServer, httpDesk } from "./httpDesk.ts";

const { DESK_URL, DESK_SECRET = "", DESK_PORT = "3981" } = process.env;

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

export default ({ adapter, clock }: Services) => {
  const desk = DESK_URL ? httpDesk(DESK_URL, DESK_SECRET) : demoDesk(clock, () => hub);
  const hub: DeskHub = openDesk(desk, adapter, clock);
  adapter.use(hub);
  if (DESK_URL) deskServer(hub, DESK_SECRET).listen(Number(DESK_PORT), "127.0.0.1");
  return deskBot(hub);
};
