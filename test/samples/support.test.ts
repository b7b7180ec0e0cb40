import { describe, expect, test } from "vitest";
import type { Helpdesk, Ticket } from "../../samples/support/helpdesk.ts";
import { demoHelpdesk } from "../../samples/support/helpdesk.ts";
import { supportBot } from "../../samples/support/index.ts";
import { faq, supportBy, welcome } from "../../samples/support/support.ts";
import { words } from "../../samples/support/texts.ts";
import type { BotLogic, WeChatAdapter } from "../../src/index.ts";
import { ManualClock, paths, testWeChat } from "../../src/testing/index.ts";

const SECRET = "a secret of thirty-two characters";
const TEMPLATE = "t".repeat(43);
const said = (key: Parameters<typeof words.say>[1]) => words.say("zh", key as "glad");

/** A helpdesk that answers when the test says so. */
function desk(fails = false) {
  const tickets: Ticket[] = [];
  let hear: (token: string, answer: string) => void = () => {};
  const helpdesk: Helpdesk = {
    async file(ticket) {
      if (fails) throw new Error("closed");
      tickets.push(ticket);
    },
    onAnswer(listener) {
      hear = listener;
    },
  };
  return { helpdesk, tickets, answer: (text: string) => hear(tickets[0]?.token ?? "", text) };
}

async function follower(helpdesk: Helpdesk, templateId?: string) {
  let bot: { run: BotLogic } | undefined;
  const wechat = await testWeChat((context) => bot?.run(context) ?? Promise.resolve(), {
    clock: new ManualClock(Date.parse("2026-12-01T09:00:00+08:00")),
    settings: { windowEvents: { minutesBefore: 60 } },
  });
  bot = supportBot(wechat.adapter as WeChatAdapter, { helpdesk, secret: SECRET, templateId });
  if (templateId !== undefined) {
    wechat.platform.addTemplate(wechat.account.settings.appId, {
      kind: "template",
      templateId,
      content: "{{question.DATA}}: {{answer.DATA}}",
    });
  }
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const says = async (...texts: readonly string[]) => {
    for (const text of texts) await mei.says(text);
    return mei.sees().map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  };
  return { wechat, mei, says };
}

const QUESTION = "包裹里少了一只杯子";

test("what is on the list is answered at once, what is not goes to people", async () => {
  const { helpdesk, tickets, answer } = desk();
  const { wechat, mei, says } = await follower(helpdesk);
  expect(await says("在吗", "1")).toContain(said("answer.delivery"));
  expect((await says("没有"))[0]).toBe(said("ask.question"));
  expect(await says(QUESTION)).toEqual([said("ticket.filed")]);
  expect(tickets).toMatchObject([{ question: QUESTION }]);
  // While people look into it, the bot still answers what it can.
  expect(await says("退货")).toEqual([said("answer.returns")]);
  expect(await says("好了没有")).toEqual([said("engine.wait")]);
  answer("已补寄。");
  await wechat.advance("1s");
  mei.mustSee(`关于“${QUESTION}”：已补寄。`);
  // Whoever asks after it has no new question.
  for (const said of ["有消息了吗？", "请问有结果吗"]) {
    expect(await says(said), said).toEqual(["刚才的事没有新的消息了。还有别的吗？"]);
  }
  await wechat.advance("2d");
  expect(await says("有消息了吗？")).toEqual([said("ask.question")]);
});

test("a last word before the window closes, and a notification after it", async () => {
  const { helpdesk, answer } = desk();
  const { wechat, mei, says } = await follower(helpdesk, TEMPLATE);
  await says("在吗", "其他", QUESTION);
  await wechat.advance("46h");
  expect(mei.sees()).toEqual([]);
  await wechat.advance("1h");
  mei.mustSee(said("window.last") as string);
  await wechat.advance("3h");
  answer("已补寄。");
  await wechat.advance("1s");
  const [notice] = mei.sees();
  expect(JSON.stringify(notice)).toContain("已补寄。");
  expect(notice).toHaveProperty("template");
});

test("without a template the late answer waits for the next word", async () => {
  const { helpdesk, answer } = desk();
  const { wechat, mei, says } = await follower(helpdesk);
  await says("在吗", "其他", QUESTION);
  await wechat.advance("50h");
  mei.sees();
  answer("已补寄。");
  await wechat.advance("1s");
  expect(mei.sees()).toEqual([]);
  expect((await says("你好"))[0]).toContain("已补寄。");
});

test("a person takes over and gives back; meanwhile the bot is silent", async () => {
  const { wechat, mei, says } = await follower(desk().helpdesk);
  const { appId } = wechat.account.settings;
  await says("在吗");
  expect(await says("人工")).toEqual([
    "正在为您转接人工客服，请稍候。",
    "同事已接入，接下来由同事回复您。",
  ]);
  expect(wechat.transcript()).toContain("handed over to agents");
  expect(await says("包裹在哪")).toEqual([]);
  wechat.platform.setSession(appId, mei.openid, null);
  await wechat.advance("1s");
  // Back with the bot, which asks again what it had asked.
  expect(JSON.stringify(mei.sees())).toContain(said("ask.topic") as string);
});

test("a helpdesk that is closed is told", async () => {
  const { says } = await follower(desk(true).helpdesk);
  expect(await says("在吗", "其他", QUESTION)).toContain(said("ticket.failed"));
});

test("the demo helpdesk answers each question once, after fifty hours", async () => {
  const clock = new ManualClock();
  const helpdesk = demoHelpdesk(clock);
  const heard: string[] = [];
  helpdesk.onAnswer((token) => heard.push(token));
  await helpdesk.file({ question: "?", key: "a", token: "t1" });
  await helpdesk.file({ question: "?", key: "a", token: "t2" });
  await clock.advance(50 * 3_600_000);
  expect(heard).toEqual(["t1"]);
});

describe("every edge, through the real recognisers", async () => {
  const inputs = [{ topic: "delivery" }];
  for (const one of [supportBy(desk().helpdesk), faq, welcome]) {
    for (const { name, run } of await paths(one, { inputs })) test(name, run);
  }
});
