import { expect, test } from "vitest";
import {
  choice,
  date,
  dateTime,
  duration,
  integer,
  location,
  money,
  number,
  personName,
  phone,
  text,
  time,
  yesNo,
} from "../../src/index.ts";
import type { Prompt } from "../../src/machines/dialogue/prompt.ts";
import { ASKED_AT, type Asked } from "./blind/asked.ts";
import { BESIDE } from "./blind/beside.ts";
import { ECHOES } from "./blind/echoes.ts";
import { FIFTH } from "./blind/fifth.ts";
import { FOURTH } from "./blind/fourth.ts";
import { FRAMED } from "./blind/framed.ts";
import { QUESTIONS } from "./blind/questions.ts";
import { TIME_QUESTIONS } from "./blind/timeQuestions.ts";

const PROMPTS: Readonly<Record<string, (asked: Asked) => Prompt<unknown>>> = {
  yesNo: () => yesNo("q"),
  choice: ({ options = [] }) =>
    choice("q", Object.fromEntries(options.map((label, i) => [`option-${i}`, { label }]))),
  people: () => integer("q", 1, 20, { of: "people" }),
  number: () => number("q"),
  portions: () => integer("q", 1, 50, { of: ["份"] }),
  nights: () => integer("q", 1, 30, { of: "nights" }),
  money: ({ currency = "CNY" }) => money("q", { currency }),
  date: () => date("q"),
  time: ({ between = ["00:00", "23:59"] }) => time("q", { between }),
  dateTime: ({ between }) => dateTime("q", between ? { between } : {}),
  duration: () => duration("q"),
  personName: () => personName("q"),
  phone: ({ country = "CN" }) => phone("q", { country }),
  location: () => location("q"),
  text: () => text("q"),
};

test.each([
  ["of many shops", QUESTIONS],
  ["about days and times", TIME_QUESTIONS],
  ["whose words are taken up", ECHOES],
  ["whose words are nearly taken up", BESIDE],
  ["in whole sentences", FRAMED],
  ["of a fourth list", FOURTH],
  ["of a fifth list", FIFTH],
])("what people say without knowing what is understood, to questions %s", async (_, all) => {
  const faults: unknown[] = [];
  for (const asked of all) {
    const made = PROMPTS[asked.kind]?.(asked) as Prompt<unknown>;
    const prompt = made.worded?.([asked.ask]) ?? made;
    const { now = ASKED_AT, timeZone = "Asia/Shanghai", locale, ask } = asked;
    for (const { texts, value, may } of asked.cases) {
      for (const said of texts) {
        const reading = await prompt.read(
          { text: said },
          { now: Date.parse(now), timeZone, locale },
        );
        const read = reading.ok ? labelled(reading.value, asked) : undefined;
        if (read === undefined && may) continue;
        if (JSON.stringify(read) !== JSON.stringify(value)) faults.push({ ask, said, value, read });
      }
    }
  }
  expect(faults).toEqual([]);
});

function labelled(value: unknown, { options = [] }: Asked): unknown {
  const place = typeof value === "string" ? /^option-(\d+)$/.exec(value)?.[1] : undefined;
  return place === undefined ? value : options[Number(place)];
}
