import { takeClock } from "./chineseClock.ts";
import { inDays, isSameDay, takeDay } from "./chineseDays.ts";
import type { FoundDay } from "./days.ts";
import { lengthOf } from "./duration.ts";
import type { Said, TimeContext } from "./said.ts";

const ENGLISH_DAYS: Readonly<Record<string, string>> = {
  ...{ monday: "周一", tuesday: "周二", wednesday: "周三", thursday: "周四", friday: "周五" },
  ...{ saturday: "周六", sunday: "周日", today: "今天", tonight: "今晚", tomorrow: "明天" },
};
const ENGLISH_DAY = new RegExp(`(next )?\\b(${Object.keys(ENGLISH_DAYS).join("|")})\\b ?`, "g");

/** Both languages in one breath: friday晚上7点. */
export function inChinese(said: string): string {
  if (!/[a-z]/.test(said)) return said;
  const week = (next: string | undefined, day = "") =>
    `${next && day[0] === "周" ? "下" : ""}${day}`;
  return said.replace(ENGLISH_DAY, (all, next: string | undefined, day: string) =>
    next !== undefined && !day.endsWith("day") ? all : week(next, ENGLISH_DAYS[day]),
  );
}

/**
 * A Chinese date, time or both, whole: 后天下午3点半, 下下周一, 12月5日18:30, 半小时后. Also dates and times in digits
 * alone. The text is folded. Undefined for anything else, and for dates and times that do not exist.
 */
export function chineseTime(said: string, context: TimeContext): Said | undefined {
  const later = fromNow(said, context);
  if (later !== undefined) return later;
  if (/^(?:现在|马上|立刻|立马|即刻|此刻|这会儿|而家|依家)$/.test(said))
    return { instant: context.now };
  return inOrder(said, context) ?? inOrder(dayFirst(said), context);
}

/** 明天吧，晚上七点. */
const PARTICLE = /[吧呗啊呀哈](?=,)/g;
/** 晚上七点，明天 and 七点，明天晚上 have the hour before the day. */
const CLOCK_FIRST =
  /^(?<clock>(?:凌晨|早上|上午|中午|下午|傍晚|晚上?)?[\d零一二两三四五六七八九十:]+(?:[点时](?:钟|整|半|[一三]刻|过?[\d零一二三四五六七八九十]+分?)?)?)[,\s的]*(?<rest>(?:[今明后大周星礼下这本听]|凌晨|早|上|中午|下午|傍晚|晚|\d{1,2}[号日月./-]|[一二三四五六七八九十]+[号日月]).*)$/;

function dayFirst(said: string): string | undefined {
  const { clock, rest } = CLOCK_FIRST.exec(said)?.groups ?? {};
  return clock === undefined || !/[点时:]/.test(clock) ? undefined : `${rest}${clock}`;
}

function inOrder(text: string | undefined, context: TimeContext): Said | undefined {
  if (text === undefined) return undefined;
  const said = text.replace(PARTICLE, "").replace(/,(?:我们?|咱们?)(?=.)/, ",");
  const day = takeDay(said, context);
  const { rest } = day ?? { rest: said };
  const named = day && { day: day.value, ...(day.doubtful && { doubtful: day.doubtful }) };
  if (rest === "") return named;
  const clock = day === undefined ? rest : rest.replace(/^(?:的|,|t| )+(?=.)/, "");
  const time = takeClock(clock) ?? clockAndDay(clock, day, context);
  if (day?.eve && time?.clock?.settled === false) return undefined;
  return time && { ...named, ...time };
}

/** 29号早上十点半，下周二: the day once more, behind the hour. */
function clockAndDay(text: string, day: FoundDay | undefined, context: TimeContext) {
  const [, clock = "", again = ""] = /^(.+?)[,(] ?(.+?)\)?$/.exec(text) ?? [];
  const second = day === undefined || again === "" ? undefined : takeDay(again, context);
  const isSame = second?.rest === "" && day !== undefined && isSameDay(day, second);
  return isSame ? takeClock(clock) : undefined;
}

const AFTER = /^(?:再?过)?(.+?)(?:之后|以后|后)$|^再?过(.+)$/;
/** 过两天 is some day soon; 两天后 is the day after tomorrow. */
const SOMETIME = /^过两[天日]$/;

function fromNow(said: string, { now, today }: TimeContext): Said | undefined {
  if (SOMETIME.test(said)) return undefined;
  const length = lengthOf(inDays(AFTER.exec(said)?.slice(1).find(Boolean)));
  if (length === undefined || length.vague) return undefined;
  return length.days ? { day: today + length.ms / 86_400_000 } : { instant: now + length.ms };
}
