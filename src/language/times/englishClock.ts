import { type ClockReading, clockReading } from "./said.ts";

/** A time of day that a text begins with. */
export interface FoundClock {
  readonly reading: ClockReading;
  readonly rest: string;
  /** A number alone, which is an hour only beside "at" or a part of the day. */
  readonly bare?: true;
  /** Midnight by its name. */
  readonly midnight?: true;
}

const WORDS = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const HOUR = `(\\d{1,2}|${WORDS.join("|")})`;
const TENS = ["twenty", "thirty", "forty", "fifty"];
const TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const MINUTES_SPOKEN = `(?:oh |o')(${WORDS.slice(0, 9).join("|")})|(${TEENS.join("|")}|ten|eleven|twelve)|(${TENS.join("|")})(?:[- ](${WORDS.slice(0, 9).join("|")}))?`;
const MERIDIEM = " ?([ap])\\.?(?:m\\b\\.?)";
const END = "(?![\\w:]|\\.\\d|-\\d)";

const DIGITAL = new RegExp(`^(\\d{1,2})[:.](\\d\\d)(?::00)?${MERIDIEM}`);
/** 630pm. */
const TOGETHER = new RegExp(`^(\\d{1,2})([0-5]\\d)${MERIDIEM}`);
/** "at 6.30": with the word before it it is no number. */
const AT_POINT = new RegExp(`^(\\d{1,2})\\.([0-5]\\d)${END}`);
const PLAIN = new RegExp(`^(\\d{1,2}):(\\d\\d)(?::00)?(?: ?(?:hrs|hours|h))?${END}`);
const WITH_HALF = new RegExp(`^${HOUR}(?: o'?clock)?${MERIDIEM}`);
const SPOKEN = new RegExp(`^${HOUR}[ -](?:${MINUTES_SPOKEN})(?:${MERIDIEM})?${END}`);
const COUNTED = new RegExp(
  `^(?:(half)|(?:a )?(quarter)|(\\d{1,2}|five|ten|twenty|twenty[- ]five)( minutes?| mins?)?) (past|after|to|before|till) ${HOUR}(?: o'?clock)?(?:${MERIDIEM})?${END}`,
);
const O_CLOCK = new RegExp(`^${HOUR} o'?clock(?: sharp)?${END}`);
const MILITARY = /^([01]\d|2[0-3])([0-5]\d) ?(?:hours|hrs|h)\b/;
const NOON = /^(?:(?:12|twelve) )?(?:noon|midday)\b/;
const MIDNIGHT = /^(?:(?:12|twelve) )?midnight\b/;
const BARE = new RegExp(`^${HOUR}(?: sharp)?${END}`);

/** A time of day that an English text begins with; `at` is whether "at" stands before it. */
export function englishClock(text: string, at: boolean): FoundClock | undefined {
  const noon = NOON.exec(text);
  if (noon !== null) return found(text, noon, { minute: 720, settled: true });
  const midnight = MIDNIGHT.exec(text);
  if (midnight !== null) {
    const reading = { minute: 1_440, settled: true };
    return { reading, rest: text.slice(midnight[0].length), midnight: true };
  }
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(text);
    if (match !== null) return found(text, match, read(match));
  }
  const point = at ? AT_POINT.exec(text) : null;
  if (point !== null) return found(text, point, clockReading(Number(point[1]), Number(point[2])));
  const bare = BARE.exec(text);
  const reading = bare === null ? undefined : clockReading(hourOf(bare[1]), 0);
  if (bare === null || reading === undefined) return undefined;
  const clock = { reading, rest: text.slice(bare[0].length) };
  return at ? clock : { ...clock, bare: true };
}

type Form = readonly [pattern: RegExp, read: (match: RegExpExecArray) => ClockReading | undefined];

const FORMS: readonly Form[] = [
  [DIGITAL, ([, hour, minute, part]) => withHalf(Number(hour), Number(minute), part)],
  [TOGETHER, ([, hour, minute, part]) => withHalf(Number(hour), Number(minute), part)],
  [COUNTED, counted],
  [SPOKEN, spoken],
  [WITH_HALF, ([, hour, part]) => withHalf(hourOf(hour), 0, part)],
  [O_CLOCK, ([, hour]) => clockReading(hourOf(hour), 0)],
  [
    PLAIN,
    ([text, hour, minute]) =>
      clockReading(Number(hour), Number(minute), undefined, /^0\d/.test(text)),
  ],
  [MILITARY, ([, hour, minute]) => clockReading(Number(hour), Number(minute), (one) => one)],
];

/** Half past seven, ten to eight: from the hour that is named. */
function counted([, half, quarter, digits = "", unit, way, hourText, part]: RegExpExecArray) {
  const many = half ? 30 : quarter ? 15 : minutesOf(digits);
  const before = way === "to" || way === "before" || way === "till";
  if (many > 59 || (half && way !== "past")) return undefined;
  // "Ten to twelve" may go from ten to twelve.
  if (before && many <= 12 && unit === undefined) return undefined;
  const named = hourOf(hourText);
  if (named > 12 || named < 1) return undefined;
  const hour = before ? named - 1 || 12 : named;
  const minute = before ? 60 - many : many;
  if (minute === 60) return undefined;
  // Quarter to twelve pm is a quarter of an hour before noon, and am before midnight: people say neither.
  if (before && named === 12 && part !== undefined) return undefined;
  return part === undefined ? clockReading(hour, minute) : withHalf(hour, minute, part);
}

function spoken([, hour, oh, teen, ten, one, part]: RegExpExecArray) {
  const minute = oh
    ? WORDS.indexOf(oh) + 1
    : teen
      ? WORDS.indexOf(teen) + 1 || TEENS.indexOf(teen) + 13
      : (TENS.indexOf(ten ?? "") + 2) * 10 + (one ? WORDS.indexOf(one) + 1 : 0);
  return part === undefined
    ? clockReading(hourOf(hour), minute)
    : withHalf(hourOf(hour), minute, part);
}

function withHalf(hour: number, minute: number, part: string | undefined) {
  if (hour < 1 || hour > 12) return undefined;
  return clockReading((hour % 12) + (part === "p" ? 12 : 0), minute, (one) => one);
}

function minutesOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return { five: 5, ten: 10, twenty: 20 }[text] ?? 25;
}

function hourOf(text = ""): number {
  return WORDS.indexOf(text) + 1 || Number(text);
}

function found(
  text: string,
  match: RegExpExecArray,
  reading: ClockReading | undefined,
): FoundClock | undefined {
  return reading === undefined ? undefined : { reading, rest: text.slice(match[0].length) };
}
