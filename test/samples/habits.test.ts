import { test } from "vitest";
import type { Order } from "../../samples/booking/restaurant.ts";
import { type PersonSheet, testPeople } from "../../src/testing/index.ts";
import { booking, type Desk, filed, type House, heard, hold, support, wants } from "./houses.ts";

/** People with habits of their own; all but one were written before the bots were tried with them. */

/** The order that stands in the end, and never a second one beside it. */
function changed(order: Partial<Order>): Pick<PersonSheet<House>, "reached" | "wrong"> {
  return {
    reached: wants(order).reached,
    wrong: ({ refs }) => (new Set(refs).size > 1 ? `several orders: ${refs.join()}` : undefined),
  };
}

const guests: readonly PersonSheet<House>[] = [
  {
    who: "writes as in Taiwan, all in one",
    opens: ["您好，我要訂位，明天晚上七點半，四位，包廂"],
    says: { name: "敝姓林", phone: "+886 912 345 678", ok: "沒錯" },
    ideal: 4,
    ...wants({ service: "room", at: "2026-12-04T19:30+08:00", party: 4, name: "林" }),
  },
  {
    who: "leaves no spaces and no signs",
    opens: ["明晚7点3个人大厅"],
    says: { name: "老吴13900000051", phone: "13900000051", ok: "嗯" },
    ideal: 3,
    ...wants({ service: "hall", at: "2026-12-04T19:00+08:00", party: 3, name: "老吴" }),
  },
  {
    who: "falls asleep halfway and goes on in the morning",
    opens: ["订座"],
    says: {
      service: "包间",
      at: "周六晚上六点",
      party: [{ wait: "14h" }, "七个人"],
      goOn: "对，接着订",
      otherwise: "早上好，昨天还没订完",
      name: "小周",
      phone: "13900000052",
      ok: "对",
    },
    ideal: 8,
    ...wants({ service: "room", at: "2026-12-05T18:00+08:00", party: 7, name: "小周" }),
  },
  {
    who: "hears from a friend after the booking, who comes along",
    opens: ["周五晚上七点花园两位"],
    says: {
      name: "何静",
      phone: "13900000053",
      ok: ["对", "是的"],
      otherwise: "不好意思，改成3个人",
    },
    ideal: 6,
    ...changed({ service: "garden", at: "2026-12-04T19:00+08:00", party: 3, name: "何静" }),
  },
  {
    who: "asks her husband before she says yes",
    opens: ["想订明天中午十二点的大厅，5个人"],
    says: {
      name: "张太太",
      phone: "13900000054",
      ok: ["等一下，我问问我老公", { wait: "20m" }, "他说行，就这个"],
    },
    ideal: 5,
    ...wants({ service: "hall", at: "2026-12-04T12:00+08:00", party: 5, name: "张太太" }),
  },
  {
    who: "writes in emoji and sighs",
    opens: ["emmm 想订个位呗～～🙏"],
    says: {
      service: "花园🌸🌸",
      at: "周六中午12点半哈",
      party: ["2大2小👨‍👩‍👧‍👦", "一共4个人👨‍👩‍👧‍👦"],
      name: "糖糖妈妈😊",
      phone: "139 0000 0055 ☎️",
      ok: "OK👌",
    },
    ideal: 7,
    ...wants({ service: "garden", at: "2026-12-05T12:30+08:00", party: 4, name: "糖糖妈妈" }),
  },
  {
    who: "chooses by ordinals and types full-width digits",
    opens: ["我要預約"],
    says: {
      service: "第二个",
      at: "１２月５号１８：３０",
      party: "６",
      name: "欧阳娜娜",
      phone: "139-0000-0056",
      ok: "1",
    },
    ideal: 7,
    ...wants({ service: "room", at: "2026-12-05T18:30+08:00", party: 6, name: "欧阳娜娜" }),
  },
  {
    who: "asks for the price, and does not want it any more",
    opens: ["想订个包间"],
    says: { at: ["人均多少钱？", "太贵了，不订了"], sure: "对，取消" },
    ideal: 4,
    reached: ({ orders }, seen) => orders.length === 0 && seen.some((one) => /取消。/.test(one)),
    wrong: ({ orders }) => (orders.length > 0 ? "booked" : undefined),
  },
  {
    who: "mistypes her number and sees it at the end",
    opens: ["订后天晚上七点的包间，8位"],
    says: { name: "罗敏", phone: ["13900000057", "13900000058"], ok: ["电话写错了", "现在对了"] },
    ideal: 6,
    ...wants({ service: "room", party: 8, name: "罗敏", phone: "+8613900000058" }),
  },
  {
    who: "leaves open which eight it is, in English",
    locale: "en-US",
    opens: ["table for two tomorrow at 8"],
    says: {
      service: "inside please",
      at: "in the evening",
      name: "It's Maria Gonzalez",
      phone: "+44 20 7946 0958",
      ok: "yep, perfect",
    },
    ideal: 6,
    ...wants({ service: "hall", at: "2026-12-04T20:00+08:00", party: 2, name: "Maria Gonzalez" }),
  },
  {
    who: "introduces himself before anything else",
    opens: ["你好我是王建国，电话13900000059，想订明晚6点的包间，10个人"],
    says: { name: "王建国", phone: "13900000059", ok: "没问题，谢谢" },
    ideal: 2,
    ...wants({ service: "room", at: "2026-12-04T18:00+08:00", party: 10, name: "王建国" }),
  },
];

const askers: readonly PersonSheet<Desk>[] = [
  {
    who: "shouts in English",
    locale: "en-US",
    opens: ["WHERE IS MY ORDER???"],
    says: { topic: "THE PARCEL!!!", helped: "no", question: "IT SHOULD HAVE COME ON MONDAY" },
    ideal: 2,
    reached: filed(/ORDER|MONDAY/),
  },
  {
    who: "bought the wrong colour, and says what she wants instead",
    opens: ["买错颜色了能换吗"],
    says: { question: "颜色买错了，想换成白色的" },
    ideal: 2,
    reached: filed(/颜色买错了，想换成白色的/),
  },
  {
    who: "thinks aloud, by voice",
    opens: [{ voice: "那个，我想问一下啊，就是发票，发票怎么弄啊。" }],
    says: { topic: { voice: "发票。" } },
    ideal: 1,
    reached: heard(/发票随包裹/),
  },
];

test("booking: everybody gets the table that he wants", async () => {
  hold(await testPeople(booking, guests), 1.5);
});

test("support: everybody gets an answer", async () => {
  hold(await testPeople(support, askers), 1);
});
