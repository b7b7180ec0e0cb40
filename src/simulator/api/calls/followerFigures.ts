import { dayOf } from "../../world/periods.ts";
import { bodyOf, type Call } from "../call.ts";
import { text } from "../json.ts";
import { demand } from "../refusal.ts";

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Figures of a day are there at 8 o'clock of the next, in China. Source: svc:wedata/* */
const READY_MS = 8 * 3_600_000;
/** `datacube/getusersummary`: who came and went. */
export function followerSummary(call: Call): unknown {
  const days = daysOf(call, 7);
  const acted = call.platform.timeline
    .of("follower.acted")
    .filter(({ appId }) => appId === call.account.settings.appId);
  const on = (day: string) => acted.filter(({ at }) => dayOf(at) === day);
  return {
    list: days.map((day) => ({
      ref_date: day,
      user_source: 0,
      new_user: on(day).filter(({ follows }) => follows !== undefined).length,
      cancel_user: on(day).filter(({ action }) => action.do === "unfollow").length,
    })),
  };
}

/** `datacube/getusercumulate`: how many follow at the end of a day. */
export function followerTotal(call: Call): unknown {
  const { appId } = call.account.settings;
  const acted = call.platform.timeline.of("follower.acted").filter((one) => one.appId === appId);
  return {
    list: daysOf(call, 7).map((day) => {
      const following = new Set<string>();
      for (const { at, openid, follows, action } of acted) {
        if (dayOf(at) > day) continue;
        if (follows !== undefined) following.add(openid);
        if (action.do === "unfollow") following.delete(openid);
      }
      return { ref_date: day, user_source: 0, cumulate_user: following.size };
    }),
  };
}

/** The days that are asked for; 61500, 61501 and 61503 where they cannot be. */
export function daysOf(call: Call, most: number): readonly string[] {
  const body = bodyOf(call);
  const [begin, end] = [text(body, "begin_date"), text(body, "end_date")];
  const isDay = (day: string) => DAY.test(day) && !Number.isNaN(Date.parse(day));
  demand(isDay(begin) && isDay(end), 61500);
  const span = (Date.parse(end) - Date.parse(begin)) / DAY_MS + 1;
  demand(span >= 1 && span <= most && end < dayOf(call.now), 61501);
  demand(end <= lastDay(call), 61503);
  return Array.from({ length: span }, (_, n) =>
    new Date(Date.parse(begin) + n * DAY_MS).toISOString().slice(0, 10),
  );
}

/** The last day whose figures are there. */
export function lastDay({ now }: Call): string {
  return dayOf(now - DAY_MS - READY_MS);
}
