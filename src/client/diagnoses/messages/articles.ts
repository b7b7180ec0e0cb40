import { type Family, say } from "../entry.ts";

/** Articles: publishing them, and what people write below them. */

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
      "Open the draft in the console (mp.weixin.qq.com): it shows what has to be mended.",
      "在公众平台后台（mp.weixin.qq.com）打开该草稿，后台会指出需要修改之处。",
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

/** Comments of readers. */
export const COMMENTS: Family = {
  trigger: say(
    "Comments below an article are read, elected, answered or deleted (`comment/*`).",
    "读取、精选、回复或删除文章留言（`comment/*`）时发生。",
  ),
  purpose: say(
    "A comment belongs to its writer and to one article; only what stands there now can be worked on.",
    "留言属于留言者和具体文章，只能操作当前存在的留言。",
  ),
  checks: [
    say(
      "Check `msg_data_id` (of the mass send or publication) and `index`, which counts from 0.",
      "检查 `msg_data_id`（群发或发布时返回）和从 0 开始的 `index`。",
    ),
    say(
      "Read the comments again with `comment.list`: writers delete theirs.",
      "用 `comment.list` 重新读取留言：留言者可能已自行删除。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    88000: {
      errmsg: "without comment privilege",
      en: "The account has no comments: WeChat gave them to older accounts only.",
      zh: "该账号没有留言功能：微信只开放给较早注册的账号。",
      retry: "no",
    },
    88001: {
      errmsg: "msg_data is not exists",
      en: "There is no such article, or it has been deleted.",
      zh: "没有该图文，或已被删除。",
    },
    88002: {
      errmsg: "the article is limit for safety",
      en: "The article holds what WeChat finds sensitive, so its comments are shut.",
      zh: "文章含有敏感信息，留言被限制。",
      retry: "no",
    },
    88003: {
      errmsg: "elected comment upper limit",
      en: "The article has as many elected comments as it may have.",
      zh: "该文章的精选留言数量已满。",
    },
    88004: {
      errmsg: "comment was deleted by user",
      en: "Its writer has deleted the comment, so it cannot be elected.",
      zh: "留言者已删除该留言，无法精选。",
      retry: "no",
    },
    88005: {
      errmsg: "already reply",
      en: "The comment has its one reply already.",
      zh: "该留言已有一条回复。",
      retry: "not-needed",
    },
    88007: {
      errmsg: "reply content beyond max len or content len is zero",
      en: "The reply is empty or too long.",
      zh: "回复内容为空或过长。",
    },
    88008: {
      errmsg: "comment is not exists",
      en: "There is no comment with this `user_comment_id` below the article.",
      zh: "该文章下没有此 `user_comment_id` 的留言。",
    },
    88009: {
      errmsg: "reply is not exists",
      en: "The comment has no reply that could be deleted.",
      zh: "该留言没有可删除的回复。",
    },
    88010: {
      errmsg: "count range error. cout <= 0 or count > 50",
      en: "`count` of `comment/list` is not from 1 to 49.",
      zh: "`comment/list` 的 `count` 不在 1 到 49 之间。",
    },
    88011: {
      errmsg: "the article is limit for safety",
      en: "The article is restricted for safety, and so is what is written below it.",
      zh: "文章因安全原因受限，其留言也受限。",
      retry: "no",
    },
  },
};
