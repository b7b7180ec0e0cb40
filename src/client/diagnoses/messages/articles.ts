import { type Family, say } from "../entry.ts";

/** A draft is published, or what became of it is asked. */
export const PUBLISHING: Family = {
  trigger: say(
    "A draft is published (`freepublish/*`), or sent to followers.",
    "发布草稿（`freepublish/*`）或群发草稿时发生。",
  ),
  purpose: say(
    "What is published can be read by everybody and for good, so WeChat checks it before.",
    "发布的内容任何人都能长期阅读，因此微信会先检查。",
  ),
  checks: [
    say(
      "Open the draft on mp.weixin.qq.com: it shows what has to be mended.",
      "在微信公众平台（mp.weixin.qq.com）打开该草稿，页面会指出需要修改之处。",
    ),
    say(
      "Check that the account is verified: since July 2025 others may not publish by the API.",
      "确认账号已认证：2025 年 7 月起，未认证账号不能通过接口发布。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    53500: {
      en: "The account may not publish for now.",
      zh: "该账号的发布功能暂时受限。",
      retry: "later",
    },
    53501: {
      en: "The account has published as often as it may today.",
      zh: "今天的发布次数已达上限。",
      retry: "tomorrow",
    },
    53502: {
      en: "The `publish_id` names no job of this account.",
      zh: "`publish_id` 不是本账号的发布任务。",
    },
    53600: {
      en: "The `article_id` names no published article of this account.",
      zh: "`article_id` 不是本账号已发布的文章。",
    },
    41039: {
      en: "`content_source_url`, the address of the original, is no web address.",
      zh: "`content_source_url`（阅读原文的地址）不是有效网址。",
    },
    45110: {
      errmsg: "author size out of limit",
      en: "The author's name is over 16 characters.",
      zh: "作者名超过 16 个字。",
    },
    53503: {
      en: "The draft did not pass the check before publishing.",
      zh: "草稿未通过发布检查。",
    },
    53504: {
      en: "This draft can be used on WeChat's own pages only.",
      zh: "该草稿只能在公众平台官网使用。",
    },
    53505: {
      en: "The draft has to be saved by hand once before it can be published.",
      zh: "该草稿须先手动保存成功，才能发布。",
    },
  },
};
