import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNotifier, notificationProblem } from "../../src/client/messages/notification.ts";
import { checkFields, fieldProblem } from "../../src/client/messages/templateFields.ts";
import { FOLLOW, openBox } from "../simulator/box.ts";
import { openClient } from "./rig.ts";
import { memoryLog } from "./scripted.ts";

const KINDS = [
  "thing",
  "number",
  "letter",
  "symbol",
  "character_string",
  "time",
  "date",
  "amount",
  "phone_number",
  "car_number",
  "name",
  "phrase",
];

/** Of each kind what its page gives as an example, or says may be. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  thing: ["字".repeat(20), "order 7, to: 梅 😀", "1"],
  number: ["1", "12345678901234567890123456789012", "3.14", "-2"],
  letter: ["ABC", "a".repeat(32)],
  symbol: ["!@#$%", "★"],
  character_string: ["A-1_b#2", "x".repeat(32)],
  time: ["15:01", "2019年10月1日 15:01", "2019-10-01 15:01:30", "9:00~17:30"],
  date: ["2019年10月1日", "2019-10-01", "2019年10月1日 15:01"],
  amount: ["¥100.00", "100元", "12.5", "￥1234567890元"],
  phone_number: ["+86-0766-66888866", "13800138000"],
  car_number: ["粤A8Z888挂", "京A12345"],
  name: ["张三", "欧".repeat(10), "Mary Ann", "a".repeat(20)],
  phrase: ["配送中", "已完成", "五个汉字呀"],
};
const BAD: Readonly<Record<string, readonly string[]>> = {
  thing: ["字".repeat(21), ""],
  number: ["1".repeat(33), "one", "1,000", "12 件"],
  letter: ["A1", "a".repeat(33), "字母"],
  symbol: ["a", "!!!!!!", "1"],
  character_string: ["字符", "x".repeat(33)],
  time: ["soon", "明天", "noon"],
  date: ["soon", "明天"],
  amount: ["12345678901元", "free", "一百元"],
  phone_number: ["123456789012345678", "梅"],
  car_number: ["粤A8Z888挂9"],
  name: ["欧".repeat(11), "a".repeat(21)],
  phrase: ["六个汉字不行", "done", "已完成1", "配 送"],
};

describe.each(KINDS)("%s", (kind) => {
  test("takes what its page says", () => {
    for (const value of GOOD[kind] ?? []) {
      expect(fieldProblem({ [`${kind}3`]: { value } }), value).toBeUndefined();
    }
  });

  test("refuses what is too long or of another kind, by the field's name and without its words", () => {
    for (const value of BAD[kind] ?? []) {
      const problem = fieldProblem({ ok1: { value: "" }, [`${kind}3`]: { value } });
      expect(problem, value).toContain(`data.${kind}3 `);
      if (value.length > 3) expect(problem).not.toContain(value);
    }
  });
});

test("templates of before, and words that are the template's own, are not ours to judge", () => {
  const long = { value: "x".repeat(400) };
  expect(
    fieldProblem({
      first: long,
      keyword1: long,
      remark: long,
      const4: long,
      enum2: long,
      thing: long,
    }),
  ).toBeUndefined();
});

test("a field that is null or bare is named before anything is sent", () => {
  expect(fieldProblem({ thing1: null })).toContain("data.thing1 is empty");
  const bare = { data: { first: "hello" } };
  expect(() => checkFields(bare)).toThrow(/data\.first is bare.*Nothing was sent/);
});

test("what we refuse, the simulated WeChat refuses, and what it takes, we take", async () => {
  await using box = await openBox();
  const { openid } = box.person(FOLLOW);
  const token = await box.token();
  for (const kind of KINDS) {
    const template = box.platform.addTemplate(box.appId, {
      kind: "template",
      content: `{{${kind}1.DATA}}`,
    });
    const run = fc.asyncProperty(
      fc.oneof(
        fc.constantFrom(...(GOOD[kind] ?? []), ...(BAD[kind] ?? [])),
        fc.string({ unit: fc.constantFrom(..."aZ19字符元年月日:-~.+ ¥！"), maxLength: 24 }),
      ),
      async (value) => {
        const data = { [`${kind}1`]: { value } };
        const body = { touser: openid, template_id: template.templateId, data };
        const { json } = await box.post("/cgi-bin/message/template/send", token, body);
        if (json.errcode === 0) expect(fieldProblem(data), value).toBeUndefined();
        if (fieldProblem(data) !== undefined) expect(json.errcode, value).toBe(47003);
      },
    );
    await fc.assert(run, { numRuns: 60 });
  }
});

test("a call is refused before it is sent, and a notification is held as after WeChat's refusal, with the field in the log", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const { openid } = box.person(FOLLOW);
  const template = box.platform.addTemplate(box.appId, {
    kind: "template",
    content: "{{thing1.DATA}}",
  });
  const words = "一".repeat(24);
  const message = {
    touser: openid,
    template_id: template.templateId,
    data: { thing1: { value: words } },
  };
  await expect(client.call("template.send", message)).rejects.toMatchObject({
    code: "template-field",
    message: "data.thing1 has 24 characters: WeChat takes 20, a text. Nothing was sent.",
  });
  const one = {
    touser: openid,
    template_id: "x",
    scene: "1",
    title: "题".repeat(16),
    data: { content: { value: "v" } },
  };
  await expect(client.call("oneTime.send", one)).rejects.toThrow(
    "title has 16 characters: WeChat takes 15",
  );
  const long = { ...one, title: "题", data: { content: { value: "v".repeat(201) } } };
  await expect(client.call("oneTime.send", long)).rejects.toThrow(
    "data.content has 201 characters",
  );
  expect(box.platform.timeline.of("api.called")).toEqual([]);

  const log = memoryLog();
  const notify = createNotifier(() => client, log);
  const notification = {
    kind: "template",
    templateId: template.templateId,
    data: { thing1: words },
  } as const;
  const account = { appId: box.appId } as Parameters<typeof notify>[0];
  expect(await notify(account, openid, notification, "m#0")).toEqual({ held: 47003 });
  expect(log.lines.join()).toContain("data.thing1 has 24 characters");
  expect(log.lines.join()).not.toContain(words);
  expect(notificationProblem(notification)).toBe(
    "notification.data.thing1 has 24 characters: WeChat takes 20, a text.",
  );
});
