import { type Activity, ActivityHandler, type TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

const say = (text: string): FollowerAction => ({ do: "say", text });

/** A bot that offers something to whoever says "offer", and keeps what it hears. */
function offering(activity: Partial<Activity>) {
  const heard: Partial<Activity>[] = [];
  const logic = async (context: TurnContext) => {
    heard.push(context.activity);
    if (context.activity.text === "offer") await context.sendActivity(activity);
    if (context.activity.text === "talk") await context.sendActivity("something else");
  };
  return { heard, logic };
}

const ACTIONS = {
  text: "Which?",
  suggestedActions: {
    to: [],
    actions: [
      { type: "imBack", title: "Red wine", value: "red" },
      { type: "postBack", title: "Green tea", value: { tea: "green" } },
      { type: "messageBack", title: "Water", text: "w", displayText: "d", value: 3 },
    ],
  },
} as Partial<Activity>;

test.each<[string, number, object]>([
  ["2", 1, { text: "", value: { tea: "green" }, channelData: { postBack: true } }],
  ["２", 1, { text: "" }],
  ["二", 1, { text: "" }],
  ["第二个", 1, { text: "" }],
  ["green tea", 1, { value: { tea: "green" } }],
  ["Red wine", 1, { text: "red" }],
  ["3.", 1, { text: "w", value: 3, channelData: { messageBack: { displayText: "Water" } } }],
  ["2️⃣", 1, { text: "" }],
  ["Green tea。", 1, { value: { tea: "green" } }],
  ["red wine！！", 1, { text: "red" }],
  ["。", 1, { text: "。" }],
  ["4", 1, { text: "4" }],
  ["wine", 1, { text: "wine" }],
])("%s answers numbered choices", async (answer, _n, expected) => {
  const { heard, logic } = offering(ACTIONS);
  const wechat = await testWeChat(logic, { verified: false, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("offer");
  mei.mustSee("Which?\n1. Red wine\n2. Green tea\n3. Water");
  await mei.does(say(answer));
  expect(heard.at(-1)).toMatchObject({ type: "message", ...expected });
});

test("titles that differ in their last sign alone are told apart by it", async () => {
  const titles = ["Tea", "Tea!", "C++", "C"];
  const actions = titles.map((title) => ({ type: "imBack", title, value: `took ${title}` }));
  const { heard, logic } = offering({ text: "Which?", suggestedActions: { to: [], actions } });
  const wechat = await testWeChat(logic, { verified: false, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const [answer, text] of [
    ["tea", "took Tea"],
    ["Tea！", "took Tea!"],
    ["Tea?", "Tea?"],
    ["c++.", "took C++"],
    ["C。", "took C"],
  ]) {
    await mei.says("offer");
    await mei.does(say(answer as string));
    expect(heard.at(-1)?.text).toBe(text);
  }
});

test("a verified account shows a menu; a tap gives the action's value, also much later", async () => {
  const { heard, logic } = offering(ACTIONS);
  const wechat = await testWeChat(logic, { locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("offer");
  const [menu] = mei.sees() as [{ msgmenu: { head_content: string; list: { id: string }[] } }];
  expect(menu.msgmenu.head_content).toBe("Which?");
  const ids = menu.msgmenu.list.map(({ id }) => id);
  await mei.says("talk");
  await mei.chooses(ids[1] as string);
  expect(heard.at(-1)).toMatchObject({ text: "", value: { tea: "green" } });
  await mei.chooses(ids[0] as string);
  expect(heard.at(-1)).toMatchObject({ text: "red", channelData: { Content: "Red wine" } });
  expect(heard.at(-1)).not.toHaveProperty("value");
});

test("once the bot has said something else, a number is a number again", async () => {
  const { heard, logic } = offering(ACTIONS);
  const wechat = await testWeChat(logic, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const text of ["offer", "talk", "2"]) await mei.says(text);
  expect(heard.at(-1)?.text).toBe("2");
});

test("taps reach the bot as events where it wants that, with what the choice gives", async () => {
  const { heard, logic } = offering(ACTIONS);
  const wechat = await testWeChat(logic, { adapter: { messageMenu: "event" } });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("offer");
  const [menu] = mei.sees() as [{ msgmenu: { list: { id: string }[] } }];
  await mei.chooses(menu.msgmenu.list[1]?.id as string);
  expect(heard.at(-1)).toMatchObject({
    type: "event",
    name: "bizmsgmenu",
    value: { title: "Green tea", value: { tea: "green" } },
  });
});

const CARD: Partial<Activity> = {
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        type: "AdaptiveCard",
        body: [
          { type: "TextBlock", text: "Book a **table**" },
          {
            type: "Input.Number",
            id: "party",
            label: "How many?",
            min: 1,
            max: 8,
            isRequired: true,
          },
          { type: "Input.Date", id: "day", label: "Which day?", isRequired: true },
          {
            type: "Input.ChoiceSet",
            id: "place",
            label: "Where?",
            choices: [
              { title: "Inside", value: "in" },
              { title: "Outside", value: "out" },
            ],
          },
          { type: "Input.Text", id: "wish", label: "Any wish?" },
        ],
        actions: [{ type: "Action.Submit", title: "Book", data: { do: "book" } }],
      },
    },
  ],
};

test("an Adaptive Card's inputs are asked one by one, and the submit arrives as value", async () => {
  const { heard, logic } = offering(CARD);
  const wechat = await testWeChat(logic, { verified: false, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const answers = ["offer", "many", "12", "4", "2026-12-01", "2", "skip"];
  const shown: unknown[] = [];
  for (const answer of answers) {
    await mei.says(answer);
    shown.push(...mei.sees());
  }
  expect(shown).toEqual([
    "Book a table\n\nPlease answer: How many?",
    "Please reply with a number.\nPlease answer: How many?",
    "That is out of range.\nPlease answer: How many?",
    "Please answer: Which day?\n(for example 2026-12-01)",
    'Please answer: Where?\n(or reply "skip")\n1. Inside\n2. Outside',
    'Please answer: Any wish?\n(or reply "skip")',
  ]);
  expect(heard.map(({ text, value }) => value ?? text)).toEqual([
    undefined,
    "offer",
    { do: "book", party: "4", day: "2026-12-01", place: "out" },
  ]);
  expect(heard.at(-1)).toMatchObject({ type: "message", text: "" });
});

test("a form can be left, and gives way after three answers that do not fit", async () => {
  const { heard, logic } = offering(CARD);
  const wechat = await testWeChat(logic, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const text of ["offer", "取消", "4"]) await mei.says(text);
  expect(mei.sees().at(-1)).toBe("已取消。");
  expect(heard.at(-1)?.text).toBe("4");
  for (const text of ["offer", "转人工", "人工", "人工客服"]) await mei.says(text);
  expect(heard.at(-1)?.text).toBe("人工客服");
});

test("Action.Execute arrives as an invoke, and the card that answers it is shown", async () => {
  class Bot extends ActivityHandler {
    constructor() {
      super();
      this.onMessage(async (context) => {
        await context.sendActivity({
          attachments: [
            {
              contentType: "application/vnd.microsoft.card.adaptive",
              content: {
                body: [{ type: "TextBlock", text: "Approve?" }],
                actions: [
                  { type: "Action.Execute", title: "Yes", verb: "approve", data: { id: 7 } },
                ],
              },
            },
          ],
        });
      });
    }
    protected override async onAdaptiveCardInvoke(_context: TurnContext, invoke: unknown) {
      const { action } = invoke as { action: { verb: string; data: object } };
      return {
        statusCode: 200,
        type: "application/vnd.microsoft.activity.message",
        value: `${action.verb} ${JSON.stringify(action.data)}` as never,
      };
    }
  }
  const wechat = await testWeChat(new Bot(), { verified: false, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("hi");
  await mei.says("1");
  mei.mustSee("Approve?\n1. Yes", 'approve {"id":7}');
});

test("a word that fetches what is held is an answer where the bot offers it as a choice", async () => {
  const heard: (string | undefined)[] = [];
  const wechat = await testWeChat(
    async (context) => {
      heard.push(context.activity.text);
      if (context.activity.text !== "go") return;
      await context.sendActivity({
        text: "还要吗？",
        suggestedActions: { to: [], actions: [{ type: "imBack", title: "更多", value: "more!" }] },
      } as Partial<Activity>);
      for (const letter of ["a", "b"]) await context.sendActivity(letter.repeat(1_700));
    },
    { verified: false },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("go");
  expect(String(mei.sees()[0])).toContain("内容未完");
  await mei.says("更多");
  expect(heard.at(-1)).toBe("more!");
});

test("tapLinks: numbered choices are links, and a tap on one gives the action's value", async () => {
  const { heard, logic } = offering(ACTIONS);
  const wechat = await testWeChat(logic, { verified: false, adapter: { tapLinks: true } });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("offer");
  const text = String(mei.sees()[0]);
  const links = [...text.matchAll(/(\d)\. <a href="weixin:\/\/bizmsgmenu\?([^"]+)">([^<]+)<\/a>/g)];
  expect(links.map(([, number, , title]) => `${number} ${title}`)).toEqual([
    "1 Red wine",
    "2 Green tea",
    "3 Water",
  ]);
  const query = new URLSearchParams(links[1]?.[2]);
  const tap = { id: String(query.get("msgmenuid")), text: String(query.get("msgmenucontent")) };
  await mei.does({ do: "choose", ...tap });
  expect(heard.at(-1)).toMatchObject({
    value: { tea: "green" },
    channelData: { Content: "Green tea" },
  });
});
