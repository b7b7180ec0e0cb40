import { expect, test } from "vitest";
import { readAddress } from "../../src/language/address.ts";
import { readChoice } from "../../src/language/choices/choice.ts";
import { countedIn } from "../../src/language/numbers/counted.ts";
import { readNumber } from "../../src/language/numbers/number.ts";
import { readSeveral } from "../../src/language/several.ts";
import { readDate, readDateTime } from "../../src/language/times/moment.ts";
import { isChinese, SAID_AT, SAID_IN } from "./utterances/table.ts";
import { TABLES } from "./utterances/tables.ts";

const here = (text: string) => ({
  now: SAID_AT,
  timeZone: SAID_IN,
  locale: isChinese(text) ? "zh-CN" : "en-US",
});

test.each(Object.entries(TABLES))("%s: every utterance of the table", async (_, [table, read]) => {
  const wrong: unknown[] = [];
  for (const { text, value, reason } of table) {
    const reading = await read(text);
    const expected =
      value === undefined ? { ok: false, ...(reason && { reason }) } : { ok: true, value };
    try {
      expect(reading).toMatchObject(expected);
    } catch {
      wrong.push({ text, expected, reading });
    }
  }
  expect(wrong).toEqual([]);
});

test("a number is the place of one or the name of another only where it is clear which", () => {
  const read = (text: string, numbered?: boolean) => {
    const grades = [5, 6, 7, 8, 9].map((one) => ({ id: `g${one}`, label: `${one}年级` }));
    return readChoice({ text }, grades, ({ label }) => [label], numbered);
  };
  expect(read("5")).toEqual({ ok: false, reason: "several" });
  expect(read("5", false)).toEqual({ ok: true, value: "g5" });
  expect(read("5", true)).toEqual({ ok: true, value: "g9" });
  expect(read("6")).toEqual({ ok: true, value: "g6" });
  expect(read("第五个", false)).toEqual({ ok: true, value: "g9" });
  expect(read("五年级")).toEqual({ ok: true, value: "g5" });
  expect(read("10")).toMatchObject({ reason: "out-of-range" });
});

test("names that differ by one character are told by it", () => {
  const cups = ["小杯", "中杯", "大杯"].map((label) => ({ id: label, label }));
  const read = (text: string) => readChoice({ text }, cups, ({ label }) => [label]);
  expect(read("大")).toEqual({ ok: true, value: "大杯" });
  expect(read("不")).toMatchObject({ ok: false });
});

test("the end that all names share may be shortened, said with a place, or left away", () => {
  const sets = ["2人套餐", "4人套餐", "10人套餐"].map((label) => ({ id: label, label }));
  const read = (text: string) => readChoice({ text }, sets, ({ label }) => [label]);
  for (const text of ["四人餐", "四个人的套餐", "4位的", "四人的，不要两人的", "第二个套餐"]) {
    expect([text, read(text)]).toEqual([text, { ok: true, value: "4人套餐" }]);
  }
  for (const text of ["最后那个套餐", "10人餐", "十个人的那个"]) {
    expect([text, read(text)]).toEqual([text, { ok: true, value: "10人套餐" }]);
  }
  for (const text of [
    "三人餐",
    "0人餐",
    "12人套餐",
    "套餐",
    "2个套餐",
    "第四个套餐",
    "不要四人餐",
  ]) {
    expect([text, read(text).ok]).toEqual([text, false]);
  }
});

test("a name that leaves away what only one of them has is another name", () => {
  const stations = ["上海虹桥站", "北京南站"].map((label) => ({ id: label, label }));
  const read = (text: string) => readChoice({ text }, stations, ({ label }) => [label]);
  expect(read("上海站").ok).toBe(false);
  expect(read("第一个站")).toEqual({ ok: true, value: "上海虹桥站" });
});

test("what stands by the window is called in several ways", () => {
  const seats = ["靠窗", "窗口领取", "大厅"].map((label) => ({ id: label, label }));
  const read = (text: string) => readChoice({ text }, seats, ({ label }) => [label]);
  for (const text of ["靠窗户的", "靠近窗户的位置", "挨着窗户"]) {
    expect([text, read(text)]).toEqual([text, { ok: true, value: "靠窗" }]);
  }
  expect(read("窗户").ok).toBe(false);
});

const later = (time: string, text: string) =>
  readDateTime(text, { ...here(text), now: Date.parse(`2026-12-01T${time}+08:00`) });

test("a bare hour is the next such hour of the clock face, unless people sleep then", async () => {
  for (const text of ["7点", "at 7"]) {
    for (const time of ["12:00", "18:00"]) {
      expect(await later(time, text)).toEqual({ ok: true, value: "2026-12-01T19:00+08:00" });
    }
    expect(await later("20:00", text)).toEqual({ ok: true, value: "2026-12-02T07:00+08:00" });
  }
  expect(await later("20:00", "3点")).toMatchObject({ reason: "am-or-pm" });
});

test("a moment counted from now lies in `between` as well", async () => {
  const between = ["11:00", "22:00"] as const;
  const at = (text: string) => readDateTime(text, here(text), { between });
  expect(await at("现在")).toMatchObject({ reason: "out-of-range" });
  expect(await at("in two hours")).toEqual({ ok: true, value: "2026-12-01T11:00+08:00" });
});

test("new years and Mid-Autumns until 2035, by the days that were announced or published", async () => {
  const days = ["2028-01-26", "2029-02-13", "2033-01-31", "2034-02-19", "2035-02-08"];
  for (const value of days) {
    const now = Date.parse(`${Number(value.slice(0, 4)) - 1}-12-01T09:00:00+08:00`);
    expect(await readDate("春节", { ...here("春节"), now })).toEqual({ ok: true, value });
  }
  const now = Date.parse("2035-12-01T09:00:00+08:00");
  expect(await readDate("春节", { ...here("春节"), now })).toMatchObject({ ok: false });
});

test("adults and children are added up where people are counted", () => {
  for (const text of [
    "两大一小",
    "2大1小",
    "两个大人一个小孩",
    "2 adults and 1 kid",
    "两大一小，一共三位",
  ]) {
    expect([text, readNumber(text, "people")]).toEqual([text, { ok: true, value: 3 }]);
    for (const counted of ["adults", "tables", undefined] as const) {
      expect([text, readNumber(text, counted).ok]).toEqual([text, false]);
    }
  }
  for (const text of ["两大一小，一共四位", "两大一小吗", "两大一小左右"]) {
    expect([text, readNumber(text, "people").ok]).toEqual([text, false]);
  }
  expect(countedIn(["几位大人？"])).toBe("adults");
  expect(countedIn(["一共几位？"])).toBe("people");
});

test("a place is kept without manners and without what is to be done there", async () => {
  const read = (text: string) => readAddress(text, here(text));
  for (const text of [
    "南京路100号",
    "地址：南京路100号，谢谢",
    "老板，我在南京路100号",
    "就送到南京路100号吧",
    "南京路100号就行。",
    "好的，南京路100号[微笑]",
  ]) {
    expect([text, await read(text)]).toEqual([text, { ok: true, value: "南京路100号" }]);
  }
  expect(await read("三里屯那家酒吧")).toEqual({ ok: true, value: "三里屯那家酒吧" });
  for (const text of [
    "公司",
    "自提",
    "不用送",
    "明天送",
    "地址变了",
    "好的，不知道",
    "嗯，辛苦了",
  ]) {
    expect([text, (await read(text)).ok]).toEqual([text, false]);
  }
});

test("several may be chosen at once, each of them named", () => {
  const herbs = ["香菜", "葱花", "辣椒"].map((label) => ({ id: label, label }));
  const read = (text: string) => readSeveral(text, herbs);
  for (const text of ["1和3", "1、3", "香菜和辣椒", "1 and 3", "1,3", "香菜跟辣椒都要", "1 3"]) {
    expect(read(text)).toEqual({ ok: true, value: ["香菜", "辣椒"] });
  }
  for (const text of ["都要", "全选", "三个都要", "all of them"]) {
    expect(read(text)).toEqual({ ok: true, value: ["香菜", "葱花", "辣椒"] });
  }
  for (const text of ["两个都要", "1和4", "除了1都要", "1到3", "不要香菜", "both"]) {
    expect(read(text).ok).toBe(false);
  }
});

test("the table has what the recognisers are measured by", () => {
  const all = Object.values(TABLES).flatMap(([table]) => table);
  expect(all.length).toBeGreaterThan(2_000);
  expect(all.filter(({ value }) => value === undefined).length).toBeGreaterThan(450);
  expect(all.filter(({ text }) => isChinese(text)).length).toBeGreaterThan(600);
});
