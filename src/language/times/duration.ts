import { countOf, numberOf } from "../numbers/number.ts";
import type { Reading } from "../reading.ts";
import { field, fold, withoutFillers } from "../tidy.ts";
import { readWhole } from "../whole.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nobody means more, and dates end somewhere. */
const LONGEST = 36_525 * DAY;

const UNITS: readonly (readonly [pattern: string, ms: number])[] = [
  ["fortnights?", 14 * DAY],
  ["个?星期|个?礼拜|周|weeks?|wks?|w", 7 * DAY],
  ["天|days?|d", DAY],
  ["个?小时|个?钟头|个钟(?!头)|(?<=半)钟头?|hours?|hrs?|h", HOUR],
  ["刻钟?", 15 * MINUTE],
  ["分钟?|minutes?|mins?|m", MINUTE],
  ["秒钟?|seconds?|secs?|s", SECOND],
];
const UNIT = UNITS.map(([pattern]) => `(${pattern})`).join("|");
const PIECE = new RegExp(`(.*?)(?<![a-z])(?:${UNIT})(?![a-z])(半(?!个|小|天))?`, "gy");
const SMALL: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  "half an": 0.5,
  "half a": 0.5,
  half: 0.5,
  半: 0.5,
  "a quarter of an": 0.25,
  "quarter of an": 0.25,
  "three quarters of an": 0.75,
};

/** What a length of time is made of. */
interface Length {
  readonly ms: number;
  /** Said in whole days or weeks: it names a day, not a moment. */
  readonly days: boolean;
  /** Said in days, and not in whole ones: half a day from now is no moment that anybody means exactly. */
  readonly vague: boolean;
}

/** A length of time, whole, of a hundred years at most: 一个半小时, 1小时30分, 2h15m, an hour and a half. The text is folded. */
export function lengthOf(said: string): Length | undefined {
  // 半天 is four hours, twelve, or "a long time"; 两个半天 may be two days and a half.
  if (/(?<![天\d一二两三四五六七八九十])半天|个半天|half a day/.test(said)) return undefined;
  const halved = /^(.+) and a half$/.exec(said);
  const text = (halved?.[1] ?? said).replace(/^个半/, "一个半");
  let ms = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    const unit = UNITS[match.slice(2).findIndex((one) => one !== undefined)]?.[1] as number;
    const half = match.at(-1) === "半" ? 0.5 : 0;
    const count = amountOf((match[1] as string).trim(), end > 0);
    if (count === undefined || count < 0 || unit >= smallest) return undefined;
    ms += (count + half) * unit;
    smallest = unit;
    end = match.index + match[0].length;
  }
  if (end === 0 || end !== text.length || ms > LONGEST) return undefined;
  if (halved !== null) ms += smallest / 2;
  const whole = ms % DAY === 0;
  return { ms, days: smallest >= DAY && whole, vague: smallest >= DAY && !whole };
}

function amountOf(said: string, goesOn: boolean): number | undefined {
  const text = goesOn ? said.replace(/^(?:and|,|又|零) ?/, "") : said;
  return SMALL[text] ?? countOf(text);
}

/**
 * Understands a length of time, in milliseconds: 半小时, 90 minutes, 1h30m, 两周. Months have no fixed
 * length. Reasons: `not-understood`, `unsure`, `no-unit`.
 */
export function readDuration(text: string): Reading<number> {
  const said = withoutFillers(fold(text), FILLERS);
  if (numberOf(said) !== undefined) return { ok: false, reason: "no-unit", heard: said };
  return readWhole(text, (one) => lengthOf(plain(one))?.ms || undefined, shown, FILLERS);
}

const FILLERS = {
  value:
    /^[\d.零一二两俩三四五六七八九十百半个aehn-tf](?:.*[时钟头天周期拜刻分秒半a-z\d一二三四五六七八九十])$/,
  around:
    "预计 时长 时间 用时 耗时 历时 总时长 全程 玩 用 花 坐 待 呆 住 租 聊 谈 开会 会议 活动 培训 面试 做 做完 弄完 搞定 完成 结束 吃饭 包场 包 使用 使用时间 借 停 停车 等 休息 睡 跑 走 学 练 上 学习 拍 拍摄 需时 计 打球 唱歌 游泳 健身 看 逛 请假 出差 旅游 度假 出去玩 练车 上课 补课 做脸 按摩 做头发 打扫 保洁 维修 修 装 安装 搬家 就能弄完 就能做完 就能搞定 就能完 就能结束 能弄完 能做完 能搞定 就弄完 就做完 就完 就能走 就走 左近 整整 stay for long takes about"
      .split(" ")
      .filter((one) => one !== "about"),
  field: field("(?:使用|停车|租用|会议|服务|总)?(?:时间|时长)", "duration|length|time"),
  before: ["for", "it takes", "it will take", "需要", "要", "就", "一共", "总共", "共", "用"],
  after: [
    "整",
    "时间",
    "的时间",
    "就行",
    "就好",
    "就够了",
    "够了",
    "可以",
    "in total",
    "total",
    "long",
    "should be enough",
    "is enough",
    "should do",
    "will do",
    "is plenty",
  ],
};

/** Asked how long, 三日 are three days and 1h30 has its minutes; in a date they would be something else. */
function plain(said: string): string {
  return said
    .replace(/^([\d一二两三四五六七八九十]+)日$/, "$1天")
    .replace(/^(\d+) ?(?:h|hrs?|hours?) ?(\d\d)$/, "$1h$2m")
    .replace(/^(.+小时)([1-5]\d|[二三四五]?十[一二三四五六七八九]?)$/, "$1$2分")
    .replace(/^(?:整整)?(.+)整天$/, "$1天");
}

/** `1:30` are an hour and a half: the same in every language. */
function shown(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
