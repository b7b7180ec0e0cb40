import { instantOf, offsetAt, placed } from "./calendar.ts";
import type { Said, TimeContext } from "./said.ts";

/** A place's time by a name that means one place. PST, EST, CST and their like are several, or not now. */
const PLACES: readonly (readonly [names: string, timeZone: string])[] = [
  ["北京|中国|上海|china standard|beijing|china|shanghai", "Asia/Shanghai"],
  ["香港|hong kong", "Asia/Hong_Kong"],
  ["台北|台湾|taipei|taiwan", "Asia/Taipei"],
  ["新加坡|singapore", "Asia/Singapore"],
  ["东京|日本|tokyo|japan", "Asia/Tokyo"],
  ["首尔|韩国|seoul|korea", "Asia/Seoul"],
  ["伦敦|英国|london|uk", "Europe/London"],
  ["巴黎|法国|paris", "Europe/Paris"],
  ["柏林|德国|berlin", "Europe/Berlin"],
  ["纽约|new york", "America/New_York"],
  ["洛杉矶|los angeles", "America/Los_Angeles"],
  ["悉尼|sydney", "Australia/Sydney"],
];
const ZONE_OF = new Map(
  PLACES.flatMap(([names, zone]) => names.split("|").map((name) => [name, zone] as const)),
);
const NAMES = [...ZONE_OF.keys()].join("|");
const BY_PLACE = new RegExp(
  `^(?:(${NAMES}) ?(?:的)?(?:时间|time),? ?)(.+)$|^(.+?),? ?\\(?(${NAMES}) ?(?:时间|time)\\)?$`,
);
/** Behind a bare time an offset could be the end of a range: 10:30-12:00. */
const ISO =
  /^(\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?([+-]\d\d:?\d\d)$|^(.*\d:\d\d(?::\d\d(?:\.\d+)?)?) ?z$/;
const BY_OFFSET = /^(.+?) ?\(?(?:utc|gmt)(?: ?([+-]\d{1,2}(?::?\d\d)?))?\)?$/;

interface ZonedWords {
  readonly words: string;
  /** An IANA name, or minutes ahead of UTC. */
  readonly zone: string | number;
}

/** A text that names its time zone, without it. */
export function zonedWords(folded: string): ZonedWords | undefined {
  const iso = ISO.exec(folded);
  if (iso !== null) return { words: iso[1] ?? iso[3] ?? "", zone: minutesOf(iso[2] ?? "z") };
  if (!/time\)?$|时间|utc|gmt/.test(folded)) return undefined;
  const place = BY_PLACE.exec(folded);
  if (place !== null) {
    const [, before, after, words, name] = place;
    return { words: words ?? after ?? "", zone: ZONE_OF.get(before ?? name ?? "") ?? 0 };
  }
  const offset = BY_OFFSET.exec(folded);
  if (offset === null) return undefined;
  return { words: offset[1] as string, zone: minutesOf(offset[2] ?? "z") };
}

function minutesOf(offset: string): number {
  if (offset === "z") return 0;
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{1,2}):?(\d\d)?$/.exec(offset) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/**
 * What a reading in another zone is as a moment. `here` and `there` are the same words read on both calendars: a
 * "tomorrow" that is two days is nothing. Only a settled clock counts.
 */
export function momentIn(
  zone: string | number,
  here: Said | undefined,
  there: Said | undefined,
  { now }: TimeContext,
): Said | undefined {
  const clock = there?.clock;
  if (here === undefined || there === undefined || here.day !== there.day) return undefined;
  if (clock === undefined || !clock.settled || there.doubtful) return undefined;
  const at = (day: number) => {
    if (typeof zone === "string") {
      return instantOf(day + Math.floor(clock.minute / 1_440), clock.minute % 1_440, zone);
    }
    return (day * 1_440 + clock.minute - zone) * 60_000;
  };
  if (there.day !== undefined) return { instant: at(there.day), zoned: true };
  const today = Math.floor((now + aheadAt(now, zone)) / 86_400_000);
  const next = at(today);
  return { instant: next < now - 60_000 ? at(today + 1) : next, zoned: true };
}

/** The day in another zone, now. */
export function dayThere(now: number, zone: string | number): number {
  return typeof zone === "string"
    ? placed(now, zone).day
    : Math.floor((now + zone * 60_000) / 86_400_000);
}

function aheadAt(now: number, zone: string | number): number {
  return typeof zone === "string" ? offsetAt(now, zone) : zone * 60_000;
}
