import { describe, expect, test } from "vitest";
import { bookingAt, hours, welcome } from "../../samples/booking/booking.ts";
import { bookingBot } from "../../samples/booking/index.ts";
import { demoRestaurant, type Order, type Restaurant } from "../../samples/booking/restaurant.ts";
import { words } from "../../samples/booking/texts.ts";
import type { LeftMessage } from "../../src/index.ts";
import { ManualClock, paths, type TestWeChatOptions, testWeChat } from "../../src/testing/index.ts";

/** A Tuesday in Shanghai. */
const TUESDAY = Date.parse("2026-12-01T09:00:00+08:00");

function restaurant(fails = 0) {
  const orders: { order: Order; key: string; before?: object }[] = [];
  const toCall: LeftMessage[] = [];
  let left = fails;
  const house: Restaurant = {
    async book(order, key, before) {
      orders.push({ order, key, ...(before && { before }) });
      if (left-- > 0) throw new Error("the line is busy");
      return { ref: "R7" };
    },
    callBack: (message) => void toCall.push(message),
  };
  return { house, orders, toCall };
}

async function guest(house: Restaurant, options: TestWeChatOptions = {}) {
  const wechat = await testWeChat(bookingBot(house), {
    verified: false,
    clock: new ManualClock(TUESDAY),
    ...options,
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  const says = async (...texts: readonly string[]) => {
    for (const text of texts) await mei.says(text);
    return String(mei.sees().at(-1));
  };
  return { wechat, mei, says };
}

test("a table in Chinese: choices by number, a time in words, who books by a dialogue of its own", async () => {
  const { house, orders } = restaurant();
  const { says } = await guest(house);
  expect(await says("你好")).toBe("想订哪种座位？\n1. 大厅\n2. 包间\n3. 花园");
  expect(await says("２")).toContain("哪天、几点？");
  expect(await says("大概下周二")).toMatch(/^您是说“12月8日星期二”吗？请再明确地说一次。\n/);
  expect(await says("下周二晚上七点半")).toBe("一共几位？");
  expect(await says("一大家子")).toBe("抱歉，没有听懂。\n一共几位？");
  expect(await says("31")).toBe("坐不下 31 位，最大的桌子是 20 人。\n一共几位？");
  expect(await says("三位", "李雷")).toBe("请留一个电话，有变动时我们联系您。");
  expect(await says("138 0013 8000")).toBe(
    "包间，12月8日星期二 19:30，3 位，李雷，+8613800138000。对吗？\n1. 是\n2. 否",
  );
  expect(await says("对的")).toBe("订好了！预订号 R7，12月8日星期二 19:30见。今天要改直接说。");
  const at = "2026-12-08T19:30+08:00";
  const order = { service: "room", at, party: 3, name: "李雷", phone: "+8613800138000" };
  expect(orders).toEqual([{ order, key: expect.any(String) }]);
  // What is done is not begun a second time by a change of it, nor by thanks: the order itself is changed.
  expect(await says("谢谢[抱拳]")).toBe("不客气！");
  expect(await says("改成8个人")).toBe(
    "包间，12月8日星期二 19:30，8 位，李雷，+8613800138000。对吗？\n1. 是\n2. 否",
  );
  expect(orders).toHaveLength(1);
  expect(await says("对")).toBe("订好了！预订号 R7，12月8日星期二 19:30见。今天要改直接说。");
  expect(orders[1]).toMatchObject({ order: { ...order, party: 8 }, before: { ref: "R7" } });
});

test("a table in English, with a question in between", async () => {
  const { house, orders } = restaurant();
  const { mei, says } = await guest(house, { verified: true });
  await says("hello there", "outside", "next Friday at 7", "six of us");
  await mei.says("Li Lei");
  await mei.says("+1 415 555 2671");
  await mei.says("opening hours");
  const screen = mei.sees().map((one) => JSON.stringify(one));
  expect(screen.at(-2)).toContain("We are open every day");
  // What stood is asked again, with its choices.
  expect(screen.at(-1)).toContain(
    "A table in the garden for 6 on Friday, December 11 at 7:00 PM, under Li Lei",
  );
  expect(await says("yes please")).toBe(
    "Booked! Your number is R7. See you on Friday, December 11 at 7:00 PM. Changes? Just say so.",
  );
  expect(orders[0]?.order.at).toBe("2026-12-11T19:00+08:00");
});

const ANSWERS = ["你好", "大厅", "明天中午12点", "4", "李雷", "13800138000"];

test("a restaurant that cannot be reached is tried again, and then asked about", async () => {
  // Three tries of the first call, and the second call succeeds.
  const { house, orders } = restaurant(3);
  const { says } = await guest(house);
  expect(await says(...ANSWERS, "好")).toBe(
    "暂时联系不上餐厅，这次没有办成。\n\n要再试一次吗？\n1. 是\n2. 否",
  );
  expect(new Set(orders.map(({ key }) => key)).size).toBe(1);
  expect(await says("1")).toContain("订好了");
  expect(orders).toHaveLength(4);
});

test("after two hours the booking is put aside, and the next word may go on from there or begin anew", async () => {
  const { wechat, mei, says } = await guest(restaurant().house, { verified: true });
  await says("你好", "大厅", "明天中午12点");
  await wechat.advance("1h");
  expect(mei.sees()).toEqual([]);
  await wechat.advance("1h");
  expect(mei.sees()).toEqual([words.say("zh", "book.lapsed")]);
  await mei.says("你好");
  mei.mustSee("上次填到：大厅，12月2日星期三 12:00。接着填可以吗？");
  await mei.says("不用，重新订");
  expect(JSON.stringify(mei.sees())).toContain("想订哪种座位");
});

test("no is no, and cancelling is asked once more", async () => {
  const { house, orders } = restaurant();
  const { says } = await guest(house);
  expect(await says(...ANSWERS, "不对")).toMatch(/^哪里不对？/);
  expect(await says("7 位，换到花园吧")).toMatch(/^花园，12月2日星期三 12:00，7 位，李雷/);
  expect(await says("否", "电话")).toContain("请留一个电话");
  expect(await says("13900139000")).toContain("对吗？");
  expect(await says("不订了")).toBe(words.say("zh", "book.cancelled"));
  expect(await says("你好", "取消")).toContain("取消");
  expect(await says("是")).toContain("已取消");
  expect(orders).toEqual([]);
});

test("the demo restaurant books once for a key, and never for thirteen", async () => {
  const { book } = demoRestaurant();
  const order: Order = { service: "hall", at: "", party: 4, name: "", phone: "" };
  expect(await book(order, "a")).toEqual(await book(order, "a"));
  expect(await book(order, "b")).not.toEqual(await book(order, "a"));
  await expect(book({ ...order, party: 13 }, "c")).rejects.toThrow("busy");
});

describe("every edge, through the real recognisers", async () => {
  // A name may be almost anything.
  const nonsense = ["¿?", "长".repeat(60)];
  for (const one of [bookingAt(restaurant().house), hours, welcome]) {
    for (const { name, run } of await paths(one, { nonsense })) test(name, run);
  }
});

describe("a person is asked for where none can come", () => {
  test("what it is about and a number are asked for, once, and the question stands", async () => {
    const { house, toCall } = restaurant();
    const { says } = await guest(house);
    expect(await says("你好", "人工")).toBe("这里没有在线客服，可以给同事留言。请说说是什么事。");
    expect(await says("人工")).toBe("这里没有在线客服，可以给同事留言。请说说是什么事。");
    expect(await says("周六还有包间吗？")).toBe("请留一个电话，同事会打给您。");
    expect(await says("138 0013 8000")).toMatch(
      /^已经转给同事了，他们会打 \+8613800138000 联系您。\s+想订哪种座位？/,
    );
    expect(toCall).toEqual([{ text: "周六还有包间吗？", phone: "+8613800138000", answers: {} }]);
    expect(await says("转人工")).toMatch(
      /^同事已经收到您的留言，会打 \+86.* 联系您。\s+想订哪种座位？/,
    );
    expect(await says("包间")).toContain("哪天、几点？");
    expect(toCall).toHaveLength(1);
  });

  test("who has said everything is called about it", async () => {
    const { house, orders, toCall } = restaurant(3);
    const { says } = await guest(house);
    const all = "你好，订明天中午十二点的包间，13个人";
    expect(await says(all, "刘经理 13800138000", "对")).toContain("要再试一次吗？");
    expect(orders).toHaveLength(3);
    expect(await says("帮我转人工")).toMatch(/^已经转给同事了.*\s+要再试一次吗？/);
    expect(toCall).toMatchObject([
      {
        phone: "+8613800138000",
        answers: {
          booking: { service: "room", at: "2026-12-02T12:00+08:00", party: 13 },
          contact: { name: "刘经理" },
        },
      },
    ]);
  });

  test("nobody has to leave one, and what cannot be passed on is not promised", async () => {
    const { house, toCall } = restaurant();
    const { says } = await guest(house);
    expect(await says("包间", "人工", "取消")).toBe("确定要取消吗？");
    expect(await says("是")).toMatch(/^已取消。\s+哪天、几点？/);
    const closed = {
      ...house,
      callBack() {
        throw new Error("closed");
      },
    };
    const { says: others } = await guest(closed);
    expect(await others("包间", "人工", "有停车位吗", "13800138000")).toMatch(
      /^这里只有我，没有人工客服。.*021-6278 2051。\s+哪天、几点？/,
    );
    expect(toCall).toEqual([]);
  });
});
