import {
  choice,
  date,
  dateTime,
  duration,
  email,
  integer,
  location,
  money,
  number,
  personName,
  phone,
  text,
  time,
  yesNo,
} from "../../../src/index.ts";
import type { Prompt } from "../../../src/machines/dialogue/prompt.ts";
import { ASKED_AT, type Asked } from "./asked.ts";
import { type Blind, SAID_AT } from "./blind.ts";

const PLAIN: Readonly<Record<string, Prompt<unknown>>> = {
  yesNo: yesNo("q"),
  people: integer("q", 1, 200, { of: "people" }),
  number: number("q"),
  date: date("q"),
  time: time("q"),
  dateTime: dateTime("q"),
  duration: duration("q"),
  phone: phone("q"),
  setMenu: choice("q", {
    two: { label: "2人套餐", also: ["双人套餐"] },
    four: "4人套餐",
    ten: "10人套餐",
  }),
  phoneHK: phone("q", { country: "HK" }),
  phoneUS: phone("q", { country: "US" }),
  personName: personName("q"),
  email: email("q"),
  money: money("q"),
  moneyEn: money("q", { currency: "USD" }),
  location: location("q"),
  choice: choice("q", {
    hall: { label: "大厅", also: ["大堂", "hall", "inside"] },
    room: { label: "包间", also: ["包厢", "雅间", "room"] },
    window: { label: "靠窗", also: ["窗边", "window"] },
  }),
};

/** What an utterance is read as, where nobody knows the question; undefined where it is asked again. */
export async function readBlind(
  { kind, text }: Pick<Blind, "kind" | "text">,
  locale: string,
): Promise<unknown> {
  const prompt = PLAIN[kind] as Prompt<unknown>;
  const reading = await prompt.read({ text }, { now: SAID_AT, timeZone: "Asia/Shanghai", locale });
  return reading.ok ? reading.value : undefined;
}

const OF_QUESTIONS: Readonly<Record<string, (asked: Asked) => Prompt<unknown>>> = {
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

/** How the prompt of a question reads what is said to it: of a choice its label, undefined where it is asked again. */
export function readerOf(asked: Asked): (said: string) => Promise<unknown> {
  const made = OF_QUESTIONS[asked.kind]?.(asked) as Prompt<unknown>;
  const prompt = made.worded?.([asked.ask]) ?? made;
  const { now = ASKED_AT, timeZone = "Asia/Shanghai", locale } = asked;
  return async (text) => {
    const reading = await prompt.read({ text }, { now: Date.parse(now), timeZone, locale });
    return reading.ok ? labelled(reading.value, asked) : undefined;
  };
}

function labelled(value: unknown, { options = [] }: Asked): unknown {
  const place = typeof value === "string" ? /^option-(\d+)$/.exec(value)?.[1] : undefined;
  return place === undefined ? value : options[Number(place)];
}
