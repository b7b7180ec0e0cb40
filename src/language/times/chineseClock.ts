import { chineseNumber } from "../numbers/chineseNumber.ts";
import { type ClockReading, clockReading, type Half } from "./said.ts";

/** Times of day in Chinese: 下午3点半, 差一刻九点, 七點踏三, 3pm. */

const N = "[\\d零一二两三四五六七八九十廿卅]+";

/** Which hours of the clock face a half of the day has. 晚上12点 is the midnight that ends the day. */
const HALVES: readonly (readonly [words: RegExp, half: Half])[] = [
  [/^(?:吃?早[饭餐]|早茶)/, (hour) => (hour >= 5 && hour <= 11 ? hour : undefined)],
  [
    /^吃?[午中][饭餐]/,
    (hour) => (hour >= 11 && hour <= 14 ? hour : hour <= 2 && hour > 0 ? hour + 12 : undefined),
  ],
  [/^喝?下午茶/, (hour) => afternoon(hour, 1, 8)],
  [/^(?:吃?晚[饭餐]|晚宴|吃?夜宵|吃?宵夜)/, (hour) => afternoon(hour, 4, 11)],
  [/^(?:凌晨|半夜)/, (hour) => (hour <= 6 ? hour : hour === 12 ? 0 : undefined)],
  [
    /^(?:大?清早|一?大早上?|一早|清晨|早晨|早上|早间|朝早|朝头早|朝|早)/,
    (hour) => (hour >= 4 && hour <= 11 ? hour : undefined),
  ],
  [/^(?:上午|上昼)/, (hour) => (hour >= 6 && hour <= 11 ? hour : undefined)],
  [
    /^(?:中午|晌午|正午(?=.))/,
    (hour) => (hour >= 11 && hour <= 14 ? hour : hour <= 2 && hour > 0 ? hour + 12 : undefined),
  ],
  [/^(?:下午|午后|晏昼|下昼)/, (hour) => afternoon(hour, 1, 8)],
  [/^(?:傍晚|黄昏)/, (hour) => afternoon(hour, 4, 8)],
  [
    /^(?:晚上|晚间|夜里|夜晚|夜间|晚头|晚夜|晚黑|晚|夜)/,
    (hour) => (hour === 12 || hour === 24 || hour === 0 ? 24 : afternoon(hour, 5, 11)),
  ],
  [/^深夜/, (hour) => (hour === 12 || hour === 24 ? 24 : afternoon(hour, 9, 11))],
];

function afternoon(hour: number, first: number, last: number): number | undefined {
  if (hour === 12 && first === 1) return 12;
  const face = hour > 12 ? hour - 12 : hour;
  return face >= first && face <= last ? face + 12 : undefined;
}

/** A half of the day, a time, or both, to the end of the text; a half alone is no time. */
export function takeClock(text: string): { readonly clock?: ClockReading } | undefined {
  const said = halfFirst(text);
  const [words, named] = HALVES.find(([pattern]) => pattern.test(said)) ?? [];
  const behind =
    words === undefined ? said : said.replace(words, "").replace(/^(?:的|吧?,|在)/, "");
  // 晚餐，晚上七点 says its half twice.
  const [again, second] =
    named === undefined ? [] : (HALVES.find(([pattern]) => pattern.test(behind)) ?? []);
  const half = second === undefined ? named : bothOf(named, second);
  const face = again === undefined ? behind : behind.replace(again, "").replace(/^(?:的|,)/, "");
  if (face === "" && half !== undefined) return {};
  if (half === undefined && face === "正午") return { clock: { minute: 720, settled: true } };
  if (half === undefined && face === "午夜") return { clock: { minute: 1_440, settled: true } };
  const meridiem = meridiemOf(face);
  if (meridiem !== undefined) {
    const agrees =
      half === undefined ||
      half(meridiem.minute < 60 ? 12 : Math.floor(meridiem.minute / 60)) ===
        Math.floor(meridiem.minute / 60);
    return agrees ? { clock: meridiem } : undefined;
  }
  const [hour, minute, exact] =
    faceOf(half === undefined ? face : face.replace(POINT, "$1:$2")) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const clock = clockReading(hour, minute, half, exact);
  return clock && { clock };
}

function bothOf(one: Half | undefined, other: Half): Half {
  return (hour) => {
    const said = other(hour);
    return one?.(hour) === said ? said : undefined;
  };
}

const HALF_LAST =
  /^(?<clock>(?:\d{1,2}:\d{2}|[\d零一二两三四五六七八九十]+[点时]).*?)[,的 ]*(?<half>凌晨|半夜|清早|清晨|早晨|早上|朝早|朝头早|上午|上昼|中午|晌午|下午|午后|晏昼|下昼|傍晚|黄昏|晚上|晚间|夜里|夜晚|夜间|晚头|晚黑|深夜|吃?(?:早饭|早餐|午饭|午餐|中饭|晚饭|晚餐|夜宵)|喝?下午茶)$/;

/** 九點半朝早, 六点半，晚上: the half of the day behind the hour. */
function halfFirst(text: string): string {
  const { clock, half } = HALF_LAST.exec(text)?.groups ?? {};
  return clock === undefined ? text : `${half}${clock}`;
}

/** 下午3.30: with a half of the day it is no number. */
const POINT = /^(\d{1,2})\.([0-5]\d)$/;
const DIGITAL = /^(\d{1,2}):(\d{2})(?::00(?:\.0+)?|分)?$/;
const HOURS = new RegExp(
  `^(${N})[点时](?:([整正钟])|(半)(?:钟)?|过?([一三13])刻钟?|过?(${N})分?|[踏搭嗒](?<fives>半|${N})|(?<signs>[一二两三四五六七八九十]{1,2})个字)?$`,
);
/** Half English, as in Hong Kong and Taiwan: 明天3pm. */
const MERIDIEM = /^(\d{1,2})(?::(\d{2})|点(?:钟|整)?)? ?([ap])\.?m\.?$/;
/** pm 8:00, pm7点: the half of the day first. */
const MERIDIEM_FIRST = /^([ap])\.?m\.? ?(\d{1,2}(?::\d{2}|点)?)$/;
const LACKS = new RegExp(`^差(?:(一刻)|(${N})分)钟?(${N})点$`);

function meridiemOf(face: string): ClockReading | undefined {
  const said = face.replace(MERIDIEM_FIRST, "$2$1m");
  const [, hours, minutes = "0", part] = MERIDIEM.exec(said) ?? [];
  if (hours === undefined || Number(hours) < 1 || Number(hours) > 12) return undefined;
  const hour = (Number(hours) % 12) + (part === "p" ? 12 : 0);
  return clockReading(hour, Number(minutes), (one) => one);
}

function faceOf(text: string): readonly [hour: number, minute: number, exact: boolean] | undefined {
  const digital = DIGITAL.exec(text);
  if (digital !== null) return [Number(digital[1]), Number(digital[2]), /^0\d/.test(text)];
  const lacks = LACKS.exec(text);
  if (lacks !== null) {
    const [, quarter, minutes, next] = lacks;
    const missing = quarter === undefined ? count(minutes) : 15;
    const hour = count(next);
    return hour === undefined || !missing ? undefined : [hour - 1, 60 - missing, false];
  }
  const match = HOURS.exec(text);
  const hour = count(match?.[1]);
  if (match === null || hour === undefined) return undefined;
  const [, , , half, quarters, minutes] = match;
  const { fives, signs } = match.groups ?? {};
  if (half !== undefined || fives === "半") return [hour, 30, false];
  if (quarters !== undefined) return [hour, /[一1]/.test(quarters) ? 15 : 45, false];
  // In Canton a watch is read by its figures: at 踏三 its long hand stands on the three.
  const figure = count(fives ?? signs);
  if (fives !== undefined || signs !== undefined) {
    return figure === undefined || figure < 1 || figure > 11
      ? undefined
      : [hour, 5 * figure, false];
  }
  // 七点五 is no minute past seven: half of an hour, five minutes, or in Canton five times five.
  if (/^[零1-9一二三四五六七八九]$/.test(minutes ?? "") && !/[过分]/.test(text)) return undefined;
  const minute = minutes === undefined ? 0 : count(minutes.replace(/^零(?=.)/, ""));
  return minute === undefined ? undefined : [hour, minute, false];
}

function count(text = ""): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : chineseNumber(text);
}
