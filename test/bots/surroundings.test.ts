import { expect, test } from "vitest";
import { choice, date, duration, email, money, number, phone, time } from "../../src/index.ts";
import type { Prompt } from "../../src/machines/dialogue/prompt.ts";
import { SAID_AT } from "./blind/blind.ts";

/* A value among words that are all known, in whatever order; and the same with one word that leaves it open. */

interface Kind {
  readonly prompt: Prompt<unknown>;
  readonly said: string;
  readonly value: unknown;
  /** What people put before it, and behind it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** In a gap, these leave it open. */
  readonly open: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  number: {
    prompt: number("q"),
    ...{ said: "六个", value: 6 },
    before: ["我们订", "刚好", "麻烦帮我留", "老板，我们一共", ""],
    after: ["位子", "坐一桌", "就好了，谢谢", ""],
    open: ["不要", "可能", "至少", "每桌", "还差"],
  },
  money: {
    prompt: money("q"),
    ...{ said: "300块", value: { amount: 300, currency: "CNY" } },
    before: ["我给", "总价", "先付", "我们预算", ""],
    after: ["押金", "包邮", "就行", "的红包", ""],
    open: ["不到", "大概", "每人", "涨了", "欠"],
  },
  time: {
    prompt: time("q"),
    ...{ said: "下午三点", value: "15:00" },
    before: ["我们定在", "还是", "麻烦安排", "那就", ""],
    after: ["聚餐", "开席吧", "到店", "见面就行", ""],
    open: ["不是", "可能", "听说", "除了", "上次"],
  },
  date: {
    prompt: date("q"),
    ...{ said: "十月二号", value: "2026-10-02" },
    before: ["我们定在", "我想", "麻烦预约", "刚好", ""],
    after: ["那天", "过来体检", "结婚", "入住，谢谢", ""],
    open: ["不要", "也许", "除了", "要么"],
  },
  duration: {
    prompt: duration("q"),
    ...{ said: "三小时", value: 10_800_000 },
    before: ["预计", "我们玩", "会议需要", ""],
    after: ["就够了", "搞定", "时间", ""],
    open: ["不到", "也许", "至少", "每天"],
  },
  phone: {
    prompt: phone("q"),
    ...{ said: "13912345678", value: "+8613912345678" },
    before: ["打我老婆的", "电联", "有事找我", "发短信给", ""],
    after: ["吧", "随时联系", "这个号", ""],
    open: ["不要打", "别用", "以前是"],
  },
  email: {
    prompt: email("q"),
    ...{ said: "wang@example.com", value: "wang@example.com" },
    before: ["发到", "我的工作邮箱：", ""],
    after: ["，麻烦发这里", " 谢谢啦", ""],
    open: ["不是", "别发", "以前用"],
  },
  choice: {
    prompt: choice("q", { hall: "大厅", room: "包间" }),
    ...{ said: "大厅", value: "hall" },
    before: ["我们坐", "麻烦安排在", "还是来", ""],
    after: ["的位子就得啦", "那边吧", "那个位置好了", ""],
    open: ["不要", "除了"],
  },
};

const heard = async (prompt: Prompt<unknown>, text: string) => {
  const context = { now: SAID_AT, timeZone: "Asia/Shanghai", locale: "zh-CN" };
  const reading = await prompt.read({ text }, context);
  return reading.ok ? reading.value : undefined;
};

test.each(Object.entries(KINDS))("%s among known words, on both sides", async (_, kind) => {
  const { prompt, said, value, before, after } = kind;
  const faults: string[] = [];
  for (const [front, end] of before.flatMap((one) => after.map((other) => [one, other]))) {
    const text = `${front}${said}${end}`;
    if (JSON.stringify(await heard(prompt, text)) !== JSON.stringify(value)) faults.push(text);
  }
  expect(faults).toEqual([]);
});

test.each(Object.entries(KINDS))("%s behind a word that leaves it open", async (_, kind) => {
  const { prompt, said, before, after, open } = kind;
  const taken: string[] = [];
  for (const word of open) {
    for (const [front, end] of before.flatMap((one) => after.map((other) => [one, other]))) {
      const text = `${front}${word}${said}${end}`;
      if ((await heard(prompt, text)) !== undefined) taken.push(text);
    }
  }
  expect(taken).toEqual([]);
});

test.each([
  ["phone", "深圳座机0755-8326 4471", "+8675583264471"],
  ["phone", "国内的号 0086 159 2133 7064", "+8615921337064"],
  ["money", "发票开1360元", { amount: 1360, currency: "CNY" }],
  ["money", "小费给20块", { amount: 20, currency: "CNY" }],
  ["duration", "吃顿饭，三小时足够", 10_800_000],
  ["time", "我赶火车，下午三点半", "15:30"],
])("%s is known by its form: %s", async (kind, text, value) => {
  expect(await heard((KINDS[kind] as Kind).prompt, text)).toEqual(value);
});

test.each([
  ["phone", "订单号 139 1234 5678"],
  ["phone", "他的是13912345678"],
  ["phone", "13912345678停用了"],
  ["money", "每人200块的那种"],
  ["money", "隔壁桌花了300块"],
  ["money", "1元2元"],
  ["money", "贵了50块"],
])("%s is known by its form, and is no answer: %s", async (kind, text) => {
  expect(await heard((KINDS[kind] as Kind).prompt, text)).toBeUndefined();
});
