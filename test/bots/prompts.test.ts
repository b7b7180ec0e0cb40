import { describe, expect, test } from "vitest";
import { dialogue } from "../../src/bots/dialogue.ts";
import { choice, yesNo } from "../../src/bots/prompts/choices.ts";
import { email, phone } from "../../src/bots/prompts/contact.ts";
import { file, image, location, voice } from "../../src/bots/prompts/media.ts";
import { integer, money, type NumberSettings, number } from "../../src/bots/prompts/numbers.ts";
import { prompt, typed } from "../../src/bots/prompts/prompt.ts";
import { text } from "../../src/bots/prompts/text.ts";
import { date, dateTime, duration, time } from "../../src/bots/prompts/times.ts";
import { texts } from "../../src/bots/texts/texts.ts";
import type { PromptInput } from "../../src/language/reading.ts";
import type { Prompt } from "../../src/machines/dialogue/prompt.ts";

const context = {
  now: Date.parse("2026-12-01T09:00:00+08:00"),
  timeZone: "Asia/Shanghai",
  locale: "zh-CN",
};
const say = (prompt: Prompt<unknown>, text: string, more: Partial<PromptInput> = {}) =>
  prompt.read({ text, ...more }, context);
const missed = (reason: string, heard?: string) =>
  heard === undefined ? { ok: false, reason } : { ok: false, reason, heard };

const service = choice("ask.service", {
  dine: { label: "Dine in", also: ["堂食", "table"] },
  room: { label: "Private room", also: ["包间"] },
  takeaway: "Takeaway",
});

describe("samples are answers of their own prompt", () => {
  const prompts: readonly Prompt<unknown>[] = [
    text("a"),
    text("a", { shortest: 8, longest: 8 }),
    number("a"),
    number("a", 0.5, 0.7),
    integer("a", 1, 20),
    integer("a", -5, -5),
    integer("a", 30),
    money("a"),
    money("a", { least: 10.5, most: 11.2, currency: "USD" }),
    service,
    yesNo("a"),
    yesNo("a", { options: false }),
    date("a"),
    time("a"),
    time("a", { between: ["18:00", "02:00"] }),
    dateTime("a"),
    dateTime("a", { between: ["11:00", "22:00"] }),
    duration("a"),
    duration("a", { shortest: 3_600_000, longest: 7_200_000 }),
    phone("a"),
    email("a"),
    image("a"),
    voice("a"),
    file("a", { largest: 1_000 }),
    location("a"),
    location("a", { typed: false }),
  ];
  test.each(prompts.map((one, i) => [`${i} ${one.kind}`, one] as const))("%s", async (_, one) => {
    expect(one.samples.length).toBeGreaterThan(0);
    for (const { input, value } of one.samples) {
      expect(await one.read(input, context)).toEqual({ ok: true, value });
      expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    }
  });

  test("what is relative to the clock is understood too", async () => {
    for (const one of [date("a", { ahead: 30 }), dateTime("a", { ahead: 30 })]) {
      for (const { input } of one.samples) expect((await one.read(input, context)).ok).toBe(true);
    }
  });
});

describe("choices", () => {
  test("a tapped item is its own answer, whatever its words are", async () => {
    expect(await say(service, "Dine in", { tapped: "room" })).toEqual({ ok: true, value: "room" });
    expect(await say(service, "Dine in", { tapped: "of another menu" })).toEqual({
      ok: true,
      value: "dine",
    });
  });

  test("a number that is not there, two that fit, one in a longer message", async () => {
    expect(await say(service, "4")).toEqual(missed("out-of-range", "4"));
    const two = choice("a", { big: "Private room", small: "Private table" });
    expect(await say(two, "private")).toEqual(missed("several"));
    expect(await say(service, "包间要多少钱一位")).toEqual(missed("more", "包间"));
  });

  test("labels that are message keys are understood in every language", async () => {
    const words: Readonly<Record<string, string[]>> = { "service.dine": ["堂食", "Dine in"] };
    const texts = { wordings: (key: string) => words[key] ?? [] };
    const prompt = choice("a", { dine: "service.dine", other: "service.other" }, { texts });
    expect(await say(prompt, "堂食")).toEqual({ ok: true, value: "dine" });
    expect(await say(prompt, "dine in")).toEqual({ ok: true, value: "dine" });
  });
});

describe("bounds", () => {
  test.each([
    [integer("a", 1, 20), "0", missed("too-small", "0")],
    [integer("a", 1, 20), "二十一", missed("too-large", "21")],
    [integer("a", 1, 20), "一个半", missed("not-whole", "1.5")],
    [integer("a", 1, 20), "大概五个", missed("unsure", "5")],
    [money("a", { most: 100 }), "128块", missed("too-large", "128")],
    [money("a", { only: true }), "$20", missed("other-currency", "USD")],
    [text("a", { shortest: 2 }), "李", missed("too-short", "李")],
    [text("a", { longest: 2 }), "👨‍👩‍👧👨‍👩‍👧", { ok: true, value: "👨‍👩‍👧👨‍👩‍👧" }],
    [text("a", { longest: 2 }), "abc", missed("too-long")],
    [
      text("a", { pattern: /^[A-Z]{2}$/, samples: typed(["AB", "AB"]) }),
      "ab",
      missed("wrong-form", "ab"),
    ],
    [date("a", { ahead: 30 }), "2027-01-01", missed("too-late", "2027-01-01")],
    [date("a", { ahead: 31 }), "2027-01-01", { ok: true, value: "2027-01-01" }],
    [date("a"), "12.5", { ok: true, value: "2026-12-05" }],
    [date("a"), "昨天", missed("past", "11月30日星期一")],
    [date("a", { past: true }), "昨天", { ok: true, value: "2026-11-30" }],
    [time("a", { between: ["11:00", "22:00"] }), "7", { ok: true, value: "19:00" }],
    [time("a", { between: ["11:00", "22:00"] }), "早上九点", missed("out-of-range", "09:00")],
    [time("a", { between: ["00:00", "23:59"] }), "7点", missed("am-or-pm", "07:00")],
    [time("a", { between: ["18:00", "02:00"] }), "1点", { ok: true, value: "01:00" }],
    [dateTime("a"), "下周二", missed("no-time", "12月8日星期二")],
    [dateTime("a"), "大概下周二", missed("unsure", "12月8日星期二")],
    [dateTime("a"), "大概明晚七点", missed("unsure", "12月2日星期三 19:00")],
    [dateTime("a", { ahead: 3 }), "下周二晚上7点", missed("too-late", "下周二晚上7点")],
    [duration("a", { longest: 3_600_000 }), "2小时", missed("too-long", "2小时")],
    [duration("a", { shortest: 3_600_000 }), "半小时", missed("too-short", "半小时")],
    [phone("a", { country: "GB" }), "020 7946 0958", { ok: true, value: "+442079460958" }],
  ])("%# %s", async (prompt, words, expected) => {
    expect(await say(prompt as Prompt<unknown>, words)).toEqual(expected);
  });
});

describe("what is sent instead of words", () => {
  const picture = { contentType: "image/jpeg", content: { mediaId: "m1" } };
  const sound = { contentType: "audio/amr", content: { mediaId: "m2" } };
  const shop = { latitude: 31.2, longitude: 121.5, label: "外滩" };

  test("a picture is a picture", async () => {
    const value = { contentType: "image/jpeg", mediaId: "m1" };
    expect(await say(image("a"), "", { attachments: [picture] })).toEqual({ ok: true, value });
    expect(await say(image("a"), "a picture")).toEqual(missed("not-an-image"));
    expect(await say(image("a"), "", { attachments: [sound] })).toEqual(missed("not-an-image"));
    expect(await say(text("a"), "", { attachments: [picture] })).toEqual(missed("not-text"));
  });

  test("a voice message keeps its words, and its words answer any question", async () => {
    const value = { contentType: "audio/amr", mediaId: "m2", text: "五个人" };
    expect(await say(voice("a"), "五个人", { attachments: [sound] })).toEqual({ ok: true, value });
    const party = await say(integer("a", 1, 20), "五个人", { attachments: [sound] });
    expect(party).toEqual({ ok: true, value: 5 });
  });

  test("a file that is too large", async () => {
    const attachments = [
      { contentType: "application/octet-stream", name: "a.pdf", content: { bytes: 9 } },
    ];
    expect(await say(file("a", { largest: 8 }), "", { attachments })).toEqual(missed("too-large"));
    const value = { contentType: "application/octet-stream", name: "a.pdf", bytes: 9 };
    expect(await say(file("a"), "", { attachments })).toEqual({ ok: true, value });
  });

  test("a place is sent or typed, and a question is no place", async () => {
    expect(await say(location("a"), "外滩", { location: shop })).toEqual({ ok: true, value: shop });
    expect(await say(location("a"), "外滩1号")).toEqual({ ok: true, value: { label: "外滩1号" } });
    expect(await say(location("a"), "在哪里吗？")).toEqual(missed("not-a-place"));
    expect(await say(location("a", { typed: false }), "外滩1号")).toEqual(missed("not-a-place"));
  });
});

describe("own checks and own kinds", () => {
  test("a check refuses an understood value, and may ask a service", async () => {
    const free = integer("a", 1, 20, {
      check: async (seats) => (seats > 8 ? "no-table" : undefined),
    });
    expect(await say(free, "9")).toEqual(missed("no-table", "9"));
    expect(await say(free, "8")).toEqual({ ok: true, value: 8 });
    expect(await say(free, "foo")).toEqual(missed("not-understood"));
  });

  test("a kind of one's own", async () => {
    const plate = prompt("plate", "ask.plate", {
      samples: typed(["沪A12345", "沪A12345"]),
      read: ({ text }) =>
        /^\p{Script=Han}[A-Z]\w{5}$/u.test(text)
          ? { ok: true, value: text }
          : { ok: false, reason: "no-plate" },
    });
    expect(await say(plate, "沪A12345")).toEqual({ ok: true, value: "沪A12345" });
    expect(plate.max).toBe(3);
  });
});

describe("a prompt that nobody could answer is refused when it is written", () => {
  test.each([
    ["no key", () => text(""), "has no message key"],
    ["bounds", () => integer("a", 5, 1), "5 is above 1"],
    ["no misses", () => text("a", { max: 0 }), "needs a `max` of 1 or more"],
    ["an empty retry", () => text("a", { retry: [] }), "has an empty `retry`"],
    ["nothing to choose", () => choice("a", {}), "has nothing to choose"],
    ["a number as an id", () => choice("a", { 1: "One" }), 'has the id "1"'],
    [
      "times that are none",
      () => time("a", { between: ["9am", "5pm"] }),
      "has times that are none",
    ],
    ["a pattern without samples", () => text("a", { pattern: /x/ }), "give `samples` that fit it"],
    ["a pattern that remembers", () => text("a", { pattern: /x/g }), "has a pattern with g or y"],
  ])("%s", (_, make, problem) => {
    expect(make).toThrow(
      expect.objectContaining({ code: "prompt", message: expect.stringContaining(problem) }),
    );
  });
});

test("retry texts are a list, whatever was given", () => {
  expect(text("a", { retry: "again" }).retry).toEqual(["again"]);
  expect(text("a", { retry: ["one", "two"] }).retry).toEqual(["one", "two"]);
  expect(text("a").retry).toBeUndefined();
});

describe("what a number counts", () => {
  const party = { en: "How many people?", zh: "一共几位？" };
  const asked = (en: string, zh: string, of?: NumberSettings) =>
    dialogue()({
      id: "counting",
      version: 1,
      texts: texts("en", { "ask.many": en }, { zh: { "ask.many": zh } }),
      asks: { many: integer("ask.many", 1, 20, of) },
      start: "many",
      steps: { many: { ask: "many", next: "done" }, done: { end: true } },
    }).asks.many as Prompt<unknown>;

  test("is what its question says, in any of its languages", async () => {
    const people = asked(party.en, party.zh);
    expect(await say(people, "两位")).toEqual({ ok: true, value: 2 });
    expect(await say(people, "两个")).toEqual({ ok: true, value: 2 });
    for (const other of ["两桌", "两间", "3个房间", "two tables", "3晚"]) {
      expect(await say(people, other), other).toEqual(missed("not-understood"));
    }
    const rooms = asked("How many rooms do you need?", "需要几间房？");
    expect(await say(rooms, "两间")).toEqual({ ok: true, value: 2 });
    expect(await say(rooms, "2 rooms")).toEqual({ ok: true, value: 2 });
    expect(await say(rooms, "两位")).toEqual(missed("not-understood"));
    const nights = asked("For how many nights?", "住几晚？");
    expect(await say(nights, "三晚")).toEqual({ ok: true, value: 3 });
    expect(await say(nights, "3 nights")).toEqual({ ok: true, value: 3 });
    expect(await say(nights, "三天")).toEqual(missed("not-understood"));
  });

  test("is anything where the question does not tell, and what `of` says before all", async () => {
    const anything = asked("How many?", "要多少？");
    for (const one of ["两桌", "两位"])
      expect(await say(anything, one), one).toEqual({ ok: true, value: 2 });
    const cups = asked(party.en, party.zh, { of: ["杯", "cup", "cups"] });
    expect(await say(cups, "两杯")).toEqual({ ok: true, value: 2 });
    expect(await say(cups, "2 cups")).toEqual({ ok: true, value: 2 });
    expect(await say(cups, "两位")).toEqual(missed("not-understood"));
  });
});
