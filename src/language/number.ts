import { chineseNumber } from "./chineseNumber.ts";
import { englishNumber } from "./englishNumber.ts";
import type { Reading } from "./reading.ts";
import type { Fillers } from "./tidy.ts";
import { readWhole } from "./whole.ts";

const ARABIC = /^-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/;
/** What is counted does not change how many there are. */
const CLASSIFIERS =
  /(?:个?大人|[个位](?:客人|大人)|个人|[个位人名份张间桌件次杯瓶盒只本台套])$| ?(?:people|persons?|guests?|adults|pax|of us|times|items|pieces)$/;
const FILLERS: Fillers = {
  before: [
    "我们",
    "就我",
    "一共",
    "总共",
    "共",
    "就",
    "是",
    "我要",
    "只有",
    "just",
    "only",
    "for",
    "we are",
    "we're",
    "there are",
    "there will be",
    "we will be",
    "we'll be",
    "a party of",
    "party of",
    "a table for",
    "it's",
  ],
  after: ["而已", "的"],
};

/** A number, whole, in digits, Chinese or English. The text is folded. */
export function numberOf(said: string): number | undefined {
  if (said === "" || said === "-") return undefined;
  const value = ARABIC.test(said)
    ? Number(said.replaceAll(",", ""))
    : (chineseNumber(said) ?? englishNumber(said));
  return value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** A number of things: 5个, 一个半, 半个, five people. */
export function countOf(said: string): number | undefined {
  const plain = numberOf(said);
  if (plain !== undefined) return plain;
  if (/^(?:一半|半个?)$/.test(said)) return 0.5;
  const half = /^(.+)个半$/.exec(said);
  if (half !== null) {
    const whole = numberOf(half[1] as string);
    return whole !== undefined && Number.isInteger(whole) ? whole + 0.5 : undefined;
  }
  const counted = said.replace(CLASSIFIERS, "");
  return counted === said ? undefined : numberOf(counted);
}

/** Understands a number: 五, ５个, twenty-one, 1.5万. Reasons: `not-understood`, `unsure`. */
export function readNumber(text: string): Reading<number> {
  return readWhole(text, countOf, String, FILLERS);
}
