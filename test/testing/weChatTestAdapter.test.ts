import { ActivityHandler, MessageFactory, TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { WeChatTestAdapter } from "../../src/testing/index.ts";

class Echo extends ActivityHandler {
  constructor() {
    super();
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("Welcome!");
      await next();
    });
    this.onMessage(async (context, next) => {
      await context.sendActivity(`echo: ${context.activity.text}`);
      await next();
    });
    this.onEvent(async (context, next) => {
      await context.sendActivity(`${context.activity.name} ${context.activity.value?.eventKey}`);
      await next();
    });
  }
}

const echo = new Echo();
const run = (context: TurnContext) => echo.run(context);

test("TestFlow drives an ActivityHandler over the real road", async () => {
  const adapter = new WeChatTestAdapter(run);
  await adapter
    .test("hi", "echo: hi")
    .send("again")
    .assertReply("echo: again")
    .test({ type: "message", text: "third" }, { type: "message", text: "echo: third" })
    .send("one of")
    .assertReplyOneOf(["no", "echo: one of"])
    .delay(1)
    .assertNoReply("quiet", 10)
    .startTest();
});

test("a wrong expectation fails", async () => {
  const adapter = new WeChatTestAdapter(run);
  await expect(adapter.test("hi", "echo: ho").startTest()).rejects.toThrow("echo: hi");
  await expect(adapter.test("hi", { text: "nope" }).startTest()).rejects.toThrow();
  const silent = new WeChatTestAdapter(async () => {});
  await expect(silent.send("hi").assertReply("x", "d", 20).startTest()).rejects.toThrow(
    "Timed out",
  );
});

test("following, menus and places come as activities of WeChat", async () => {
  const adapter = new WeChatTestAdapter(run);
  await adapter
    .send("hi")
    .assertReply("echo: hi")
    .sendConversationUpdate()
    .assertReply("Welcome!")
    .send({ type: "event", name: "CLICK", value: { eventKey: "MENU_1" } })
    .assertReply("CLICK MENU_1")
    .send({ type: "event", name: "SCAN", value: { scene: "shop-7" } })
    .assertReply("SCAN shop-7")
    .startTest();
});

test("the bot gets what WeChat gives, and runs in the real adapter", async () => {
  const seen: Partial<TurnContext["activity"]>[] = [];
  const adapter = new WeChatTestAdapter(async (context) => {
    seen.push(context.activity);
  });
  await adapter.send("hi").startTest();
  expect(seen[0]).toMatchObject({
    channelId: "wechat",
    locale: "en-us",
    text: "hi",
    from: { id: "user1", role: "user" },
  });
  expect(seen[0]?.channelData).toMatchObject({ MsgType: "text", Content: "hi" });
});

test("queue, next reply, makeActivity, sendTextToBot and a callback", async () => {
  const adapter = new WeChatTestAdapter();
  await adapter.sendTextToBot("hi", async (context) => {
    await context.sendActivity("from the callback");
  });
  expect(adapter.activeQueue.length).toBe(1);
  expect(adapter.getNextReply()).toMatchObject({
    type: "message",
    text: "from the callback",
    channelId: "wechat",
    from: { role: "bot" },
  });
  expect(adapter.getNextReply()).toBeUndefined();
  await adapter.processActivity(adapter.makeActivity("x"), run);
  expect(adapter.getNextReply()?.text).toBe("echo: x");
});

test("what the bot throws reaches the test, or onTurnError", async () => {
  const failing = async () => {
    throw new Error("oops");
  };
  const adapter = new WeChatTestAdapter(failing);
  await expect(adapter.send("hi").startTest()).rejects.toThrow("oops");
  expect(adapter.getNextReply()?.text).toBe("Sorry, something went wrong. Please try again later.");
  adapter.onTurnError = async (context, error) => {
    await context.sendActivity(`caught ${error.message}`);
  };
  await adapter.send("hi").assertReply("caught oops").startTest();
});

test("what the bot's middleware handled does not reach the test", async () => {
  const adapter = new WeChatTestAdapter(async () => {
    throw new Error("oops");
  }).use(async (context, next) => {
    await next().catch((error: Error) => context.sendActivity(`handled ${error.message}`));
  });
  await adapter.send("hi").assertReply("handled oops").startTest();
});

test("a message menu comes back with the words on the phone", async () => {
  const adapter = new WeChatTestAdapter(async (context) => {
    await context.sendActivity(MessageFactory.suggestedActions(["red", "blue"], "Which colour?"));
  });
  await adapter.send("hi").assertReply("Which colour?\nred\nblue").startTest();
});

test("each activity has the locale of the test's", async () => {
  const bot = async (context: TurnContext) => {
    await context.sendActivity(`in ${context.activity.locale}`);
  };
  const adapter = new WeChatTestAdapter(bot);
  await adapter
    .test("hi", "in en-us")
    .test({ type: "message", text: "你好", locale: "zh-CN" }, "in zh-CN")
    .test("again", "in en-us")
    .startTest();
  const chinese = new WeChatTestAdapter(bot, undefined, false, { locale: "zh-CN" });
  await chinese.test("hi", "in zh-CN").startTest();
});

test("a file is sent as one, and a card of bots is refused with words", async () => {
  const adapter = new WeChatTestAdapter(async (context) => {
    const { activity } = context;
    await context.sendActivity(activity.attachments?.[0]?.name ?? "nothing");
  });
  const send = (contentType: string) =>
    adapter.send({ type: "message", attachments: [{ contentType, name: "menu.pdf" }] });
  await send("application/pdf").assertReply("menu.pdf").startTest();
  await expect(send("application/vnd.microsoft.card.hero").startTest()).rejects.toThrow(
    "Nobody can send application/vnd.microsoft.card.hero in WeChat.",
  );
  await expect(send("").startTest()).rejects.toThrow("an attachment without contentType");
});

test("words beside a file, and a second file, are refused rather than dropped", async () => {
  const adapter = new WeChatTestAdapter(run);
  const picture = { contentType: "image/png" };
  for (const activity of [
    { text: "see", attachments: [picture] },
    { attachments: [picture, picture] },
  ]) {
    await expect(adapter.send({ type: "message", ...activity }).startTest()).rejects.toThrow(
      "A message in WeChat is words or one file: send them one after the other",
    );
  }
  const spoken = { text: "hello", attachments: [{ contentType: "audio/amr" }] };
  await adapter.send({ type: "message", ...spoken }).startTest();
});

test("middleware runs, traces are dropped unless enabled", async () => {
  const bot = async (context: TurnContext) => {
    await context.sendTraceActivity("t", { a: 1 });
    await context.sendActivity(String(context.turnState.get("added")));
  };
  const before = new WeChatTestAdapter(bot).use(async (context, next) => {
    context.turnState.set("added", "yes");
    await next();
  });
  await before.test("hi", "yes").startTest();
  const traced = new WeChatTestAdapter(bot, undefined, true);
  await traced.send("hi").startTest();
  expect(traced.activeQueue.map(({ type }) => type)).toEqual(["trace", "message"]);
});

test("a proactive turn is queued too", async () => {
  const adapter = new WeChatTestAdapter(run);
  let reference = {};
  adapter.use(async (context, next) => {
    reference = TurnContext.getConversationReference(context.activity);
    await next();
  });
  await adapter.test("hi", "echo: hi").startTest();
  await adapter.continueConversation(reference, async (context) => {
    await context.sendActivity("by the way");
  });
  expect(adapter.getNextReply()?.text).toBe("by the way");
  await adapter.test("next", "echo: next").startTest();
});

test("another user is another follower, and a bot's own activity is from nobody", async () => {
  const adapter = new WeChatTestAdapter(async (context) => {
    await context.sendActivity(`for ${context.activity.from.id}`);
  });
  const from = { id: "oLi", name: "Li" };
  await adapter.test({ type: "message", text: "hi", from }, "for oLi").startTest();
  await adapter.test("hi", "for user1").startTest();
});

test("what WeChat does not have is refused with words", async () => {
  const adapter = new WeChatTestAdapter(run);
  await expect(adapter.send({ type: "typing" }).startTest()).rejects.toThrow('"typing"');
});

test("a transcript of activities is tested in order", async () => {
  const adapter = new WeChatTestAdapter(run);
  await adapter
    .testActivities([
      { type: "message", text: "a", from: { id: "user1", name: "u", role: "user" } },
      { type: "message", text: "echo: a", from: { id: "bot", name: "b", role: "bot" } },
    ])
    .startTest();
});
