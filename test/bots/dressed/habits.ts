import { CHINESE } from "./chineseHabits.ts";
import { ENGLISH } from "./englishHabits.ts";
import {
  ALL,
  any,
  chinese,
  english,
  type Habit,
  MOMENTS,
  of,
  PHONES,
  several,
  VALUES,
} from "./habit.ts";

import {
  capitalised,
  fullWidth,
  inCapitals,
  inCharacters,
  inDigits,
  paused,
  slipped,
  spaced,
  traditional,
} from "./typing.ts";

const TYPING: readonly Habit[] = [
  {
    name: "typed otherwise",
    meaning: "stays",
    fits: of([...VALUES, ...PHONES, "yesNo"], any, false),
    ways: [fullWidth, spaced],
  },
  {
    name: "in other letters",
    meaning: "stays",
    fits: ({ kind }) => ALL.includes(kind) && !["personName", "location", "email"].includes(kind),
    ways: [inCapitals, capitalised],
  },
  {
    name: "in other characters",
    meaning: "stays",
    fits: of([...VALUES, "yesNo"], chinese, false),
    ways: [inCharacters, inDigits, traditional],
  },
  { name: "paused by a voice", meaning: "stays", fits: of(MOMENTS, chinese), ways: [paused] },
  {
    name: "a slip",
    meaning: "may",
    understood: true,
    fits: of(VALUES, any, false),
    ways: [slipped],
  },
];

const FIELDS: readonly Habit[] = [
  ["时间", "dateTime time"],
  ["日期", "date"],
  ["人数", "people"],
  ["数量", "number portions"],
  ["金额", "money"],
  ["位置", "choice"],
  ["姓名", "personName"],
  ["电话", "phone"],
  ["邮箱", "email"],
  ["地址", "location"],
  ["时长", "duration"],
].map(([name = "", kinds = ""]) => ({
  name: `the name of its field before it: ${name}`,
  meaning: "stays",
  // What is no name by itself may be one behind 姓名.
  understood: name === "姓名",
  fits: of(kinds.split(" "), chinese),
  ways: several("N：{}|N:{}|N {}|N是{}|N{}|N就{}|N: {}").map((way) => way.replace("N", name)),
}));

const ENGLISH_FIELDS: readonly Habit[] = [
  ["time", "dateTime time"],
  ["date", "date"],
  ["people", "people"],
  ["name", "personName"],
  ["phone", "phone phoneUS"],
  ["email", "email"],
  ["amount", "moneyEn"],
].map(([name = "", kinds = ""]) => ({
  name: `the name of its field before it: ${name}`,
  meaning: "stays",
  understood: name === "name",
  fits: of(kinds.split(" "), english),
  ways: several("N: {}|N:{}|N {}|N is {}|N - {}").map((way) => way.replace("N", name)),
}));

export const HABITS: readonly Habit[] = [
  ...TYPING,
  ...CHINESE,
  ...FIELDS,
  ...ENGLISH,
  ...ENGLISH_FIELDS,
];
