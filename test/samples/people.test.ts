import { expect, test } from "vitest";
import { type PersonSheet, testPeople } from "../../src/testing/index.ts";
import { booking, type Desk, filed, type House, heard, hold, support, wants } from "./houses.ts";

/** The samples are what developers copy: ordinary people must get what they want from them, without a wrong word. */

const guests: readonly PersonSheet<House>[] = [
  {
    who: "tells all at once, garden first, a room in the end",
    opens: ["你好，想订周日中午十二点，六个人，花园最好"],
    says: { name: "免贵姓林，手机13900001234", ok: ["换成包间", "对"], phone: "13900001234" },
    ideal: 4,
    ...wants({ service: "room", at: "2026-12-06T12:00+08:00", party: 6, name: "林" }),
  },
  {
    who: "one thing at a time, by voice",
    opens: [{ voice: "喂，你好。" }],
    says: {
      service: { voice: "大厅就行。" },
      at: { voice: "明天晚上六点半。" },
      party: { voice: "三位。" },
      name: { voice: "叫我老赵。" },
      phone: { voice: "139，0000，4321。" },
      ok: { voice: "对的。" },
    },
    ideal: 7,
    ...wants({ service: "hall", at: "2026-12-04T18:30+08:00", party: 3, name: "老赵" }),
  },
  {
    who: "gives a day without the hour, and corrects the number at the name",
    opens: ["订明天晚上的包间"],
    says: {
      at: "七点半",
      party: "五位",
      name: ["不是五位，是七位", "周敏[愉快]"],
      phone: "１３９００００５６７８",
      ok: "没问题",
    },
    ideal: 7,
    ...wants({ service: "room", at: "2026-12-04T19:30+08:00", party: 7, name: "周敏" }),
  },
  {
    who: "says no at the summary, to change two things",
    opens: ["订位"],
    says: {
      service: "花园",
      at: "后天晚上八点",
      party: "四个人",
      name: "吴磊",
      phone: "13900008765",
      ok: ["否", "对"],
      which: "6位，大厅",
    },
    ideal: 9,
    ...wants({ service: "hall", at: "2026-12-05T20:00+08:00", party: 6, name: "吴磊" }),
  },
  {
    who: "sends stickers and pictures, and asks about the parking",
    opens: [{ sticker: true }],
    says: {
      service: [{ image: true }, "有没有停车位啊", "包间，停车方便吗"],
      at: "周六晚上七点，八个人",
      name: "姓郑，能放生日歌吗",
      phone: "13900002468，谢谢",
      ok: "好的",
    },
    ideal: 8,
    ...wants({ service: "room", at: "2026-12-05T19:00+08:00", party: 8, name: "郑" }),
  },
  {
    who: "comes at once, before the house opens",
    opens: ["现在过来，两个人，大厅"],
    says: {
      at: ["现在", "中午十二点"],
      name: "小马",
      phone: "13900001111",
      ok: "对",
      party: "两个人",
    },
    ideal: 6,
    ...wants({ service: "hall", at: "2026-12-03T12:00+08:00", party: 2, name: "小马" }),
  },
  {
    who: "writes English",
    locale: "en-US",
    opens: ["Hello, a table for 3 on Saturday at 8pm please"],
    says: { service: "outside", name: "call me Ann", phone: "+1 415 555 2671", ok: "yes" },
    ideal: 5,
    ...wants({ service: "garden", at: "2026-12-05T20:00+08:00", party: 3, name: "Ann" }),
  },
  {
    who: "asks for a person in the middle, where there is none or she is done soon",
    opens: ["包间"],
    says: {
      at: ["给我转人工", "明天中午十二点"],
      matter: "想问问能不能自带酒水",
      party: "四位",
      name: "孙小姐",
      phone: "13900007777",
      ok: "对",
      otherwise: { wait: "12h" },
    },
    ideal: 7,
    ...wants({ service: "room", party: 4, name: "孙小姐" }),
  },
];

const askers: readonly PersonSheet<Desk>[] = [
  {
    who: "asks first",
    opens: ["包裹什么时候送到呀？"],
    says: {},
    ideal: 1,
    reached: heard(/两天后送达/),
  },
  {
    who: "goes from one topic to the next",
    opens: ["能开发票吗"],
    says: { helped: "那退货怎么弄" },
    ideal: 2,
    reached: heard(/七天内可以退货/),
  },
  {
    who: "was not helped, and adds a picture",
    opens: ["我要退款！"],
    says: {
      helped: "没有解决",
      question: "收到的杯子是碎的，要求退款",
      otherwise: ["对了，两个都碎了", { image: true }],
    },
    ideal: 5,
    reached: filed(/碎的/, /两个都碎/, /image/),
  },
  {
    who: "has a question of his own, and thanks",
    opens: ["你好，想问下保温壶能不能放进洗碗机"],
    says: { question: "保温壶能放洗碗机吗", otherwise: "好的谢谢" },
    ideal: 2,
    reached: filed(/洗碗机/),
  },
  {
    who: "English",
    locale: "en-US",
    opens: ["How do I send back a teapot?"],
    says: { helped: "no", question: "The lid is broken, can you send a new one?" },
    ideal: 3,
    reached: filed(/lid/),
  },
];

test("booking: everybody gets the table that he wants", async () => {
  hold(await testPeople(booking, guests), 1.5);
});

test("support: everybody gets an answer, or a ticket that has all of it", async () => {
  hold(await testPeople(support, askers), 1);
});

test("the report names who did not get there, and at which question he had nothing to say", async () => {
  const sheet = {
    who: "says nothing about the day",
    opens: ["包间"],
    says: {},
    ideal: 3,
    reached: () => false,
    wrong: () => "nothing booked",
  };
  const report = await testPeople(booking, [sheet], { verified: [false] });
  expect(report.people).toMatchObject([
    { reached: false, stuckAt: "booking.at", turns: 1, verified: false },
  ]);
  expect(String(report)).toMatch(/stuck at booking\.at \| nothing booked \| 1 \/ 3/);
  expect(String(report)).toContain("哪天、几点？");
});
