import type { PromptContext, Reading } from "../../language/reading.ts";
import { dateOf, dayOf, placed } from "../../language/times/calendar.ts";
import { readDuration } from "../../language/times/duration.ts";
import {
  type Between,
  type MomentOptions,
  readDate,
  readDateTime,
  readTime,
} from "../../language/times/moment.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { demand, miss, type PromptSettings, prompt, typed } from "./prompt.ts";

export interface DateSettings extends PromptSettings<string> {
  /** Whether days and times in the past count too. Default false. */
  readonly past?: boolean | undefined;
  /** How far ahead at most, in days. Default: any. */
  readonly ahead?: number | undefined;
}

/**
 * Asks for a day, `2026-12-01`: 明天, 下下周一, 12月5号, next Friday, the 15th. In the account's time zone. Where a whole
 * moment is understood, its day counts. Reasons: `not-understood`, `unsure`, `past`, `too-late`.
 */
export function date(ask: string, settings: DateSettings = {}): Prompt<string> {
  const { past = false, ahead } = settings;
  demandAhead("date", ask, settings);
  const day = "2035-06-15";
  return prompt(
    "date",
    ask,
    {
      samples:
        ahead === undefined ? typed([day, day], ["2035年6月15日", day]) : typed(["明天", day]),
      read: async ({ text }, context) =>
        notAfter(await readDate(text, context, { past }), ahead, context, text),
    },
    settings,
  );
}

export interface TimeSettings extends PromptSettings<string> {
  /**
   * The times that are possible, `["11:00", "22:00"]`. They also decide in which half of the day a bare hour is;
   * without them 7 to 11 is the morning, 12 noon, and 1 to 6 the afternoon.
   */
  readonly between?: Between | undefined;
}

/**
 * Asks for a time of day, `20:00`: 晚上八点, 3点半, half past three, 7, 半小时后. Reasons: `not-understood`,
 * `unsure`, `out-of-range`, `am-or-pm`.
 */
export function time(ask: string, settings: TimeSettings = {}): Prompt<string> {
  const { between } = settings;
  demandBetween("time", ask, between);
  const samples = (between ?? ["09:00", "18:30"]).map((one) => [one, one] as const);
  const options = between === undefined ? {} : { between };
  const read = ({ text }: { text: string }, context: PromptContext) =>
    readTime(text, context, options);
  return prompt("time", ask, { samples: typed(...samples), read }, settings);
}

export interface DateTimeSettings extends DateSettings, TimeSettings {}

/**
 * Asks for a moment, `2026-12-01T20:00+08:00`: 今晚八点, 后天下午3点半, next Friday at 7, in half an hour. Reasons:
 * `not-understood`, `unsure`, `past`, `too-late`, `no-time` (only a day was said), `out-of-range`, `am-or-pm`.
 */
export function dateTime(ask: string, settings: DateTimeSettings = {}): Prompt<string> {
  const { past = false, ahead, between } = settings;
  demandAhead("dateTime", ask, settings);
  demandBetween("dateTime", ask, between);
  const options: MomentOptions = between === undefined ? { past } : { past, between };
  const [from] = between ?? ["19:30"];
  // On the clock of accounts that set no time zone.
  const moment = `2035-06-15T${from}+08:00`;
  return prompt(
    "dateTime",
    ask,
    {
      samples: typed([`${ahead === undefined ? "2035-06-15" : "明天"} ${from}`, moment]),
      read: async ({ text }, context) =>
        notAfter(await readDateTime(text, context, options), ahead, context, text),
    },
    settings,
  );
}

export interface DurationSettings extends PromptSettings<number> {
  /** The shortest time, in milliseconds. Default 1. */
  readonly shortest?: number | undefined;
  /** The longest time, in milliseconds. Default: any. */
  readonly longest?: number | undefined;
}

/**
 * Asks for a length of time, in milliseconds: 半小时, 一个半小时, 90 minutes, 1h30m, 两周. Reasons: `not-understood`,
 * `unsure`, `no-unit`, `too-short`, `too-long`.
 */
export function duration(ask: string, settings: DurationSettings = {}): Prompt<number> {
  const { shortest = 1, longest = Number.POSITIVE_INFINITY } = settings;
  demand(shortest <= longest, "duration", ask, "takes nothing: `shortest` is above `longest`");
  const length = shortest > 1 ? shortest : Math.min(1_800_000, longest);
  return prompt(
    "duration",
    ask,
    {
      samples: typed([`${length / 1_000}秒`, length]),
      read({ text }) {
        const reading = readDuration(text);
        if (!reading.ok) return reading;
        if (reading.value < shortest) return miss("too-short", text.trim());
        return reading.value > longest ? miss("too-long", text.trim()) : reading;
      },
    },
    settings,
  );
}

function notAfter(
  reading: Reading<string>,
  ahead: number | undefined,
  { now, timeZone }: PromptContext,
  text: string,
): Reading<string> {
  if (!reading.ok || ahead === undefined) return reading;
  const [year = 0, month = 0, day = 0] = reading.value.slice(0, 10).split("-").map(Number);
  const last = dateOf(placed(now, timeZone).day + ahead);
  const isAfter = (dayOf({ year, month, day }) ?? 0) > (dayOf(last) ?? 0);
  return isAfter ? miss("too-late", text.trim()) : reading;
}

function demandAhead(kind: string, ask: string, { ahead }: DateSettings): void {
  demand(ahead === undefined || ahead >= 0, kind, ask, "looks back: `ahead` is below 0");
}

function demandBetween(kind: string, ask: string, between: Between | undefined): void {
  const sound = between?.every((one) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(one)) ?? true;
  demand(sound, kind, ask, 'has times that are none: write `between` as ["11:00", "22:00"]');
}
