import { type Family, say } from "../entry.ts";

/** What readers write below an article. */
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
    87009: {
      errmsg: "invalid signature",
      en: "The reply to be deleted does not exist, or a mini program's signature is wrong.",
      zh: "要删除的回复不存在；在小程序接口中表示签名无效。",
    },
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
