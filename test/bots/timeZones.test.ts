import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayOf,
  instantOf,
  isoDate,
  isoDateTime,
  placed,
} from "../../src/language/times/calendar.ts";
import { readDate, readDateTime, readTime } from "../../src/language/times/moment.ts";

const at = (instant: string, timeZone: string, locale = "en-US") => ({
  now: Date.parse(instant),
  timeZone,
  locale,
});

describe("the same words in different places", () => {
  // One instant: noon of 1 December in London.
  test.each([
    ["Asia/Shanghai", "2026-12-01T20:30+08:00", "2026-12-02"],
    ["Europe/London", "2026-12-01T20:30+00:00", "2026-12-02"],
    ["America/Los_Angeles", "2026-12-01T20:30-08:00", "2026-12-02"],
    ["Pacific/Kiritimati", "2026-12-02T20:30+14:00", "2026-12-03"],
    ["Asia/Kathmandu", "2026-12-01T20:30+05:45", "2026-12-02"],
  ])("%s", async (zone, tonight, tomorrow) => {
    const context = at("2026-12-01T12:00:00Z", zone);
    expect(await readDateTime("今晚八点半", context)).toEqual({ ok: true, value: tonight });
    expect(await readDateTime("tonight at 8:30", context)).toEqual({ ok: true, value: tonight });
    expect(await readDate("明天", context)).toEqual({ ok: true, value: tomorrow });
    expect(await readDate("tomorrow", context)).toEqual({ ok: true, value: tomorrow });
  });

  test("half an hour is half an hour, wherever the process runs", async () => {
    const context = at("2026-12-01T12:00:00Z", "Asia/Kathmandu");
    expect(await readTime("半小时后", context)).toEqual({ ok: true, value: "18:15" });
  });
});

describe("clocks that change", () => {
  const sunday = (zone: string, day: string) => at(`${day}T12:00:00Z`, zone);

  test("across the change the wall clock counts, not the hours", async () => {
    const before = sunday("America/New_York", "2026-10-31");
    const value = "2026-11-01T19:00-05:00";
    expect(await readDateTime("tomorrow at 7pm", before)).toEqual({ ok: true, value });
    expect(await readDateTime("明天晚上七点", before)).toEqual({ ok: true, value });
  });

  test("in the hour that comes twice, the time that is still to come is the second one", async () => {
    // 01:15 for the second time, after the clock went back from 2 to 1.
    const again = at("2026-11-01T06:15:00Z", "America/New_York");
    const value = "2026-11-01T01:30-05:00";
    for (const said of ["1:30 am", "today at 1:30 am", "凌晨一点半"]) {
      expect([said, await readDateTime(said, again)]).toEqual([said, { ok: true, value }]);
    }
    const first = at("2026-11-01T05:15:00Z", "America/New_York");
    const before = { ok: true, value: "2026-11-01T01:30-04:00" };
    expect(await readDateTime("1:30 am", first)).toEqual(before);
  });

  test("an hour that is skipped moves on, an hour that comes twice is the first", () => {
    const spring = dayOf({ year: 2026, month: 3, day: 8 }) as number;
    const autumn = dayOf({ year: 2026, month: 11, day: 1 }) as number;
    const of = (day: number) =>
      isoDateTime(instantOf(day, 150, "America/New_York"), "America/New_York");
    expect(of(spring)).toBe("2026-03-08T03:30-04:00");
    expect(isoDateTime(instantOf(autumn, 90, "America/New_York"), "America/New_York")).toBe(
      "2026-11-01T01:30-04:00",
    );
  });

  test("every minute of every place is found again", () => {
    const zones = [
      "Asia/Shanghai",
      "Europe/Berlin",
      "America/Sao_Paulo",
      "Australia/Lord_Howe",
      "UTC",
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 365 * 60 }),
        fc.constantFrom(...zones),
        (minutes, zone) => {
          const instant = minutes * 60_000;
          const { day, minute } = placed(instant, zone);
          const found = placed(instantOf(day, minute, zone), zone);
          expect(found).toEqual({ day, minute });
        },
      ),
    );
  });
});

test("every day of two years is understood, in both languages", async () => {
  const context = at("2026-12-01T01:00:00Z", "Asia/Shanghai");
  const { day: today } = placed(context.now, context.timeZone);
  const english = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
  for (let day = today; day < today + 730; day += 13) {
    const value = isoDate(day);
    const [year, month, date] = value.split("-").map(Number);
    expect(await readDate(`${year}年${month}月${date}日`, context)).toEqual({ ok: true, value });
    expect(await readDate(english.format(day * 86_400_000), context)).toEqual({ ok: true, value });
  }
});

test("in British English the day comes first", async () => {
  const value = "2027-05-12";
  expect(await readDate("12/5", at("2026-12-01T01:00:00Z", "UTC", "en-GB"))).toEqual({
    ok: true,
    value,
  });
});
