import { expect, test } from "vitest";
import { testWeChat } from "../../src/testing/testWeChat.ts";
import { render } from "./render.ts";

const say = (text: string) => ({ type: "TextBlock", text });
const adaptive = (body: readonly object[], actions: readonly object[] = []) => ({
  contentType: "application/vnd.microsoft.card.adaptive",
  content: { type: "AdaptiveCard", body, actions },
});
const submit = (title: string, data: unknown) => ({ type: "Action.Submit", title, data });

/** A talk with a bot that shows a card and tells what comes of it. */
async function talk(card: object, lines: readonly string[]) {
  const got: unknown[] = [];
  const wechat = await testWeChat(
    async (context) => {
      const { activity } = context;
      if (activity.type !== "message") return;
      if (activity.text === "go")
        await context.sendActivity({ type: "message", attachments: [card as never] });
      else got.push(activity.value ?? activity.text);
    },
    { verified: false },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const seen: string[] = [];
  for (const line of ["go", ...lines]) {
    await mei.says(line);
    seen.push(mei.sees().map(String).join("\n"));
  }
  await wechat.close();
  return { seen, got };
}

test("inputs behind a sub-card are asked once that way is chosen, and its own data comes with them", async () => {
  const card = adaptive(
    [say("订单 7")],
    [
      {
        type: "Action.ShowCard",
        title: "改期",
        card: {
          body: [say("哪天？"), { type: "Input.Date", id: "day" }],
          actions: [submit("好", { do: "move" })],
        },
      },
      {
        type: "Action.ShowCard",
        title: "留言",
        card: {
          body: [{ type: "Input.Text", id: "note", label: "说什么" }],
          actions: [submit("好", { do: "note" })],
        },
      },
      submit("取消订单", { do: "cancel" }),
    ],
  );
  const first = await talk(card, []);
  expect(first.seen[0]).toBe("【订单 7】\n\n请选择：\n1. 改期\n2. 留言\n3. 取消订单");
  const note = await talk(card, ["留言", "少放辣"]);
  expect(note.seen[1]).toContain("说什么");
  expect(note.got).toEqual([{ do: "note", note: "少放辣" }]);
  const move = await talk(card, ["1", "2026-12-01"]);
  expect(move.seen[1]).toContain("哪天？");
  expect(move.got).toEqual([{ do: "move", day: "2026-12-01" }]);
  expect((await talk(card, ["3"])).got).toEqual([{ do: "cancel" }]);
});

test("the card's own inputs go with every way, and a lone sub-card is asked at once", async () => {
  const card = adaptive(
    [{ type: "Input.Text", id: "name", label: "姓名" }],
    [
      {
        type: "Action.ShowCard",
        title: "更多",
        card: {
          body: [{ type: "Input.Number", id: "age", label: "年龄" }],
          actions: [submit("提交", { from: "sub" })],
        },
      },
    ],
  );
  const { seen, got } = await talk(card, ["小美", "30"]);
  expect(seen[0]).toContain("姓名");
  expect(seen[1]).toContain("年龄");
  expect(got).toEqual([{ from: "sub", name: "小美", age: "30" }]);
});

test("what is passed over does not hide the card's own data, and an untouched switch is off", async () => {
  const card = adaptive(
    [
      { type: "Input.Text", id: "note", label: "备注" },
      { type: "Input.Toggle", id: "sms", title: "短信", valueOn: "Y", valueOff: "N" },
      {
        type: "Input.ChoiceSet",
        id: "size",
        label: "大小",
        choices: [{ title: "大", value: "L" }],
      },
    ],
    [submit("提交", { note: "无", id: 7 })],
  );
  const { got } = await talk(card, ["跳过", "跳过", "跳过"]);
  expect(got).toEqual([{ note: "无", id: 7, sms: "N" }]);
});

test("an input's words are asked and not said before as well; its id is nobody's to read", async () => {
  const card = adaptive(
    [
      say("报名"),
      say("您贵姓？"),
      { type: "Input.Text", id: "surname_field" },
      {
        type: "ColumnSet",
        columns: [
          { items: [say("几位")] },
          { items: [{ type: "Input.Number", id: "guests_field" }] },
        ],
      },
      { type: "Input.ChoiceSet", id: "choiceselect", choices: [{ title: "甲", value: "a" }] },
    ],
    [submit("提交", {})],
  );
  const { seen } = await talk(card, ["李", "3"]);
  expect(seen[0]).toBe("【报名】\n\n请回复：您贵姓？\n（可回复“跳过”）");
  expect(seen[1]).toBe("请回复：几位\n（可回复“跳过”）");
  expect(seen[2]).toBe("请选择：\n（可回复“跳过”）\n1. 甲");
});

test("where a model has its facts from is said under its answer", () => {
  const appearance = {
    "@type": "DigitalDocument",
    name: "指南",
    url: "https://e.org/g",
    abstract: "摘要",
  };
  const entities = [
    {
      type: "https://schema.org/Message",
      citation: [
        { "@type": "Claim", position: 1, appearance },
        { position: 2, appearance: { name: "口述" } },
      ],
    },
  ];
  expect(
    render({ text: "是 [1]。", entities: entities as never }, { locale: "zh-CN" }).texts,
  ).toEqual(['是 [1]。\n\n来源：\n[1] <a href="https://e.org/g">指南</a>\n[2] 口述']);
});
