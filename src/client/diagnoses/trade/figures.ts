import { type Family, say } from "../entry.ts";

/** What was read, who came (`datacube/*`). */
export const STATISTICS: Family = {
  trigger: say("Statistics are read (`datacube/*`).", "读取统计数据（`datacube/*`）时发生。"),
  purpose: say(
    "WeChat counts once a day, and gives out bounded spans.",
    "微信每天统计一次，并限制每次查询的跨度。",
  ),
  checks: [
    say(
      "Give days as `2026-11-30`, in Beijing time; the last one may be yesterday at the latest.",
      "日期写作 `2026-11-30`（北京时间），结束日期最晚为昨天。",
    ),
    say(
      "Ask for figures of a day after 8 o'clock of the next, and keep them yourself.",
      "某日的数据请在次日 8 点后查询，并自行保存。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    47009: {
      en: "WeChat has taken this endpoint off: the older statistics of articles are gone.",
      zh: "该接口已下线：旧版图文统计接口不再提供。",
      retry: "no",
      first: say(
        "Use `statistics.articleReads`, `.articleShares`, `.articles` and `.articleTotal` instead.",
        "改用 `statistics.articleReads`、`.articleShares`、`.articles` 和 `.articleTotal`。",
      ),
    },
    61500: {
      errmsg: "date format error",
      en: "A date is not written as WeChat wants it.",
      zh: "日期的写法不合要求。",
    },
    61501: {
      errmsg: "date range error",
      en: "The days are too many for this endpoint, in the wrong order, or not over.",
      zh: "日期跨度超过该接口的上限、顺序颠倒，或尚未结束。",
    },
    61503: {
      errmsg: "data not ready, please try later",
      en: "WeChat has not counted that day yet.",
      zh: "该日的数据还没有统计完。",
      retry: "later",
    },
  },
};
