import { type Family, say } from "../entry.ts";

/** Short keys, and openids of followers that moved. */

/** Keys for long texts (`shorten/*`). */
export const SHORT_KEYS: Family = {
  trigger: say(
    "A text is exchanged for a short key, or back (`shorten/*`).",
    "长信息与 `short_key` 互换（`shorten/*`）时发生。",
  ),
  purpose: say(
    "WeChat keeps the texts, for thirty days at most, and gives them to their account only.",
    "长信息由微信保存，最长三十天，且只有本账号能取回。",
  ),
  checks: [
    say(
      "Keep texts below 4 kB and lives below 2,592,000 seconds.",
      "长信息不超过 4096 字节，有效期不超过 2592000 秒。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    9410010: { en: "The text (`long_data`) is over 4 kB.", zh: "`long_data` 超过 4096 字节。" },
    9410011: {
      en: "`expire_seconds` is over thirty days.",
      zh: "`expire_seconds` 超过三十天。",
    },
    9410012: {
      en: "The key is unknown, over, or another account's.",
      zh: "`short_key` 不存在、已过期，或属于其他账号。",
    },
  },
};

/** Followers of an account that moved (`changeopenid`). */
export const MOVING: Family = {
  trigger: say(
    "Openids of an account that moved are exchanged (`changeopenid`).",
    "账号迁移后转换 `openid`（`changeopenid`）时发生。",
  ),
  purpose: say(
    "Only who owns both accounts may learn which followers are the same people.",
    "只有同时拥有新旧账号的主体才能得知对应的用户。",
  ),
  checks: [
    say(
      "Call it with the new account's token, and the old account's original id (`gh_…`) or AppID.",
      "用新账号的 `access_token` 调用，并给出旧账号的原始编号（`gh_…`）或 AppID。",
    ),
    say("Call it within 15 days after the move was approved.", "须在迁移审核完成后 15 天内调用。"),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    63178: {
      errmsg: "appid wrong",
      en: "`from_appid` is no account that moved into this one.",
      zh: "`from_appid` 不是迁移到本账号的旧账号。",
    },
  },
};
