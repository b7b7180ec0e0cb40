import { describe, expect, expectTypeOf, test } from "vitest";
import { choice, yesNo } from "../../src/bots/prompts/choices.ts";
import { integer } from "../../src/bots/prompts/numbers.ts";
import { dateTime } from "../../src/bots/prompts/times.ts";
import { languageOfWords } from "../../src/bots/texts/language.ts";
import { texts } from "../../src/bots/texts/texts.ts";
import { inLanguage, languageFor } from "../../src/language/languageFor.ts";
import { EXPLANATIONS } from "../../src/language/words/explanations.ts";

const table = texts(
  "en",
  {
    hello: "Hello {name}",
    bye: "Goodbye.",
    "ask.party": "How many people?",
    "ask.party.too-large": "{heard} people do not fit: our largest table is for 20.",
    "ask.service": "What would you like?",
    "ask.ok": "{service:text} for {party}, {at:dateTime}. Is that right?",
    "service.dine": "Dine in",
    "service.room": "Private room",
    done: ({ ref, price }: { ref: string; price: number }) => ({
      text: `${ref}: ${price}`,
      attachments: [],
    }),
    card: {
      type: "message",
      text: "Your table",
      attachments: [
        { contentType: "application/vnd.microsoft.card.hero", content: { title: "Table {ref}" } },
      ],
    },
    values: "{day:date}|{hour:time}|{length:duration}|{price:money}|{count:number}|{rest}",
    who: "{contact.name} ({contact.phone})",
  },
  {
    zh: {
      hello: "{name}，你好",
      bye: "再见。",
      "ask.party": "几位？",
      "ask.party.too-large": "坐不下{heard}位，最大的桌子是20人。",
      "ask.service": "需要什么？",
      "ask.ok": "{service:text}，{party}位，{at:dateTime}。对吗？",
      "service.dine": "堂食",
      "service.room": "包间",
      done: ({ ref }: { ref: string }) => `预订号${ref}`,
      card: {
        type: "message",
        text: "您的餐桌",
        attachments: [
          { contentType: "application/vnd.microsoft.card.hero", content: { title: "餐桌{ref}" } },
        ],
      },
      values: "{day:date}|{hour:time}|{length:duration}|{price:money}|{count:number}|{rest}",
      who: "{contact.name}（{contact.phone}）",
    },
  },
);

describe("a message", () => {
  test("is said in the language that the locale means, else in the first one", () => {
    const said = ["zh-CN", "zh-TW", "en-GB", "fr"].map((tag) =>
      table.say(tag, "hello", { name: "Li" }),
    );
    expect(said).toEqual(["Li，你好", "Li，你好", "Hello Li", "Hello Li"]);
  });

  test("may be an activity or a function", () => {
    expect(table.say("zh", "card", { ref: "R1" })).toMatchObject({
      text: "您的餐桌",
      attachments: [{ content: { title: "餐桌R1" } }],
    });
    expect(table.say("en", "done", { ref: "R1", price: 9 })).toEqual({
      text: "R1: 9",
      attachments: [],
    });
  });

  test("puts values as people of the language write them", () => {
    const values = {
      day: "2026-12-08",
      hour: "20:00",
      length: 5_400_000,
      price: { amount: 128.5, currency: "CNY" },
      count: 12_345,
      rest: "{hello}",
    };
    expect(table.say("zh-CN", "values", values)).toBe(
      "12月8日星期二|20:00|1小时30分钟|¥128.50|12,345|{hello}",
    );
    expect(table.say("en-US", "values", values)).toBe(
      "Tuesday, December 8|8:00 PM|1 hour 30 minutes|CN¥128.50|12,345|{hello}",
    );
    expect(table.say("en-GB", "values", values)).toContain("Tuesday 8 December|20:00|");
  });

  test("shows a moment as its own clock showed it", () => {
    const params = { service: "dine", party: 4, at: "2026-12-01T20:00+14:00" };
    expect(table.say("zh-CN", "ask.ok", params)).toBe("堂食，4位，12月1日星期二 20:00。对吗？");
  });

  test("looks into values", () => {
    const contact = { name: "Li", phone: "+8613800138000" };
    expect(table.say("en", "who", { contact })).toBe("Li (+8613800138000)");
    expect(table.render("who", { contact: { name: "Li" } }, "en")).toBe("Li ()");
    expect(table.render("who", { contact: "Li" }, "en")).toBe(" ()");
  });

  test("bears values that are missing or of another form", () => {
    expect(table.render("ask.ok", { party: 4, at: "soon" }, "en")).toBe(
      " for 4, soon. Is that right?",
    );
    expect(table.render("ask.ok", { service: "other", party: { a: 1 } }, "en")).toBe(
      'other for {"a":1}, . Is that right?',
    );
    expect(table.render("nothing", {}, "en")).toBeUndefined();
    expect(table.render("constructor", {}, "en")).toBeUndefined();
  });
});

describe("a question", () => {
  const service = choice(
    "ask.service",
    { dine: "service.dine", room: { label: "service.room", also: ["雅间"] }, other: "Other" },
    { texts: table },
  );

  test("comes with its choices, whose ids come back", () => {
    const asked = table.question(service, {}, "zh");
    expect(asked).toMatchObject({ type: "message", text: "需要什么？" });
    const actions = (asked as { suggestedActions: { actions: object[] } }).suggestedActions.actions;
    expect(actions).toMatchObject([
      { title: "堂食", value: { menuId: "dine" } },
      { title: "包间", value: { menuId: "room" } },
      { title: "Other", value: { menuId: "other" } },
    ]);
  });

  test("yes and no have words in every language, also those of a bot that has none", () => {
    const titles = (locale: string) =>
      (
        table.question(yesNo("ask.service"), {}, locale) as {
          suggestedActions: { actions: { title: string }[] };
        }
      ).suggestedActions.actions.map(({ title }) => title);
    expect(titles("zh-CN")).toEqual(["是", "否"]);
    expect(titles("en")).toEqual(["Yes", "No"]);
  });

  test("after a miss says what was understood and why it does not do", async () => {
    const party = integer("ask.party", 1, 20);
    const context = { now: 0, timeZone: "Asia/Shanghai", locale: "zh-CN" };
    const asking = async (text: string, locale: string) => {
      const reading = await party.read({ text }, context);
      return table.question(party, { attempt: 1, ...reading }, locale);
    };
    expect(await asking("大概五个", "zh")).toBe("您是说“5”吗？请再明确地说一次。\n几位？");
    expect(await asking("about 5", "en")).toBe(
      "Did you mean “5”? Please say exactly.\nHow many people?",
    );
    // The bot's own words for this question come first.
    expect(await asking("30", "zh")).toBe("坐不下30位，最大的桌子是20人。\n几位？");
    expect(await asking("blue", "en")).toBe("Sorry, I did not understand that.\nHow many people?");
  });

  test("a reason of one's own without words is a plain miss; retry texts stand alone", () => {
    const own = table.question(integer("ask.party"), { reason: "full-moon" }, "en");
    expect(own).toBe("Sorry, I did not understand that.\nHow many people?");
    const retried = integer("ask.party", 1, 9, { retry: "bye" });
    expect(table.question({ ...retried, ask: "bye" }, { reason: "unsure" }, "en")).toBe("Goodbye.");
  });

  test("labels are understood in every language", async () => {
    const context = { now: 0, timeZone: "UTC", locale: "en" };
    for (const text of ["包间", "private room", "雅间", "2"]) {
      expect(await service.read({ text }, context)).toEqual({ ok: true, value: "room" });
    }
  });

  test("every reason of the ready prompts has words in both languages", async () => {
    const at = dateTime("ask.party");
    const context = {
      now: Date.parse("2026-12-01T01:00:00Z"),
      timeZone: "Asia/Shanghai",
      locale: "zh",
    };
    const reading = await at.read({ text: "下周二" }, context);
    expect(table.question(at, { ...reading }, "zh")).toBe("12月8日星期二，几点呢？\n几位？");
  });
});

describe("a catalogue with mistakes is refused when it is made", () => {
  const loose = texts as (fallback: string, base: object, others?: object) => unknown;
  test.each([
    ["a missing key", { a: "A", b: "B" }, { zh: { a: "甲" } }, '"b" is missing in zh.'],
    ["a key too many", { a: "A" }, { zh: { a: "甲", c: "丙" } }, '"c" of zh is not in en.'],
    ["a place that nothing fills", { a: "{x}" }, { zh: { a: "{y}" } }, 'has a place for "y"'],
    ["a format that is none", { a: "{x:dat}" }, {}, 'has the format "dat": take one of date,'],
    [
      "a language that is none",
      { a: "A" },
      { chinese_: { a: "甲" } },
      '"chinese_" is no language tag.',
    ],
  ])("%s", (_, base, others, problem) => {
    expect(() => loose("en", base, others)).toThrow(
      expect.objectContaining({ code: "texts", message: expect.stringContaining(problem) }),
    );
  });
});

test("a locale means a language", () => {
  const spoken = ["en", "zh", "zh-Hant", "pt-BR"];
  const meant = ["zh-CN", "zh_TW", "zh-HK", "zh-Hant-SG", "en-US", "pt-br", "pt", "de"];
  expect(meant.map((tag) => languageFor(tag, spoken))).toEqual([
    ...["zh", "zh-Hant", "zh-Hant", "zh-Hant", "en", "pt-BR", undefined, undefined],
  ]);
});

test("words tell a language only when they do", () => {
  const said = [
    "我要订位",
    "book a table",
    "hello",
    "OK",
    "4",
    "li@example.com",
    "R1",
    "👍",
    "Li Lei 李雷",
  ];
  expect(said.map(languageOfWords)).toEqual([
    ...["zh", "en", "en", undefined, undefined, undefined, undefined, undefined, "zh"],
  ]);
});

test("keys and values are typed", () => {
  expectTypeOf<Parameters<typeof table.say<"hello">>[2]>().toEqualTypeOf<{
    readonly name: string | number;
  }>();
  expectTypeOf(table.keys).toExtend<readonly string[]>();
  const _mistakes = () => {
    // @ts-expect-error A key that is not there.
    table.say("en", "helo", { name: "Li" });
    // @ts-expect-error A value is missing.
    table.say("en", "hello");
    // @ts-expect-error A value has another name.
    table.say("en", "hello", { nam: "Li" });
    // @ts-expect-error A date is a text, `2026-12-01`.
    table.say("en", "ask.ok", { service: "dine", party: 4, at: new Date() });
    // @ts-expect-error A function's values are its own.
    table.say("en", "done", { ref: "R1" });
    // @ts-expect-error A key is missing in the other language.
    texts("en", { a: "A", b: "B" }, { zh: { a: "甲" } });
    table.say("en", "bye");
  };
});

test.each([
  ["zh-TW", "沒有聽懂"],
  ["zh_HK", "沒有聽懂"],
  ["zh-Hant", "沒有聽懂"],
  ["zh-CN", "没有听懂"],
  ["zh", "没有听懂"],
  ["fr", "did not understand"],
])("why an answer was not taken, in %s", (locale, words) => {
  expect(inLanguage(locale, EXPLANATIONS)["prompt.not-understood"]).toContain(words);
  const catalogue = { zh: "没有听懂", "zh-Hant": "沒有聽懂", en: "did not understand" };
  expect(inLanguage(locale, catalogue)).toBe(words);
});
