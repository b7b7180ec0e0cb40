import { z } from "zod";
import { anyOf, filled, list, maybeList, number, opt, or, text } from "./lenient.ts";
import { done, get, nothing, of, post, shape } from "./row.ts";

export type Language = "zh_CN" | "zh_TW" | "en";

/**
 * No nickname and no avatar since 2021-12-27. For somebody who does not follow, WeChat gives only the first two
 * fields.
 */
const userFields = {
  subscribe: opt(number.pipe(z.union([z.literal(0), z.literal(1)]))),
  openid: filled,
  language: opt(text),
  /** Seconds. */
  subscribe_time: opt(number),
  unionid: opt(filled),
  remark: opt(text),
  groupid: opt(number),
  tagid_list: opt(list(number)),
  subscribe_scene: opt(text),
  qr_scene: opt(number),
  qr_scene_str: opt(text),
};
// `data: {}` is an empty page too.
const openids = z.looseObject({ openid: maybeList(filled) });
const openidPage = anyOf(
  shape({
    total: opt(number),
    count: opt(number),
    // Left out at the end.
    data: opt(openids),
    next_openid: opt(text),
  }),
  "count",
  "total",
  "data",
  "next_openid",
);
const tag = z.looseObject({ id: number, name: or(text, ""), count: opt(number) });

/** Followers, remarks, tags, the blacklist. Source: svc:usermanage */
export const USERS = {
  "user.info": get("/cgi-bin/user/info", {
    request: of<{ openid: string; lang?: Language }>(),
    reply: shape(userFields),
    right: "users",
    quota: "5,000,000 / 500,000 a day; the console shows a tenth of that",
  }),
  "user.infos": post("/cgi-bin/user/info/batchget", {
    // At most 100.
    request: of<{ user_list: readonly { readonly openid: string; readonly lang?: Language }[] }>(),
    reply: shape({ user_info_list: list(z.looseObject(userFields)) }),
    right: "users",
    reads: true,
    repeatable: true,
  }),
  "user.list": get("/cgi-bin/user/get", {
    request: of<{ next_openid?: string }>(),
    reply: openidPage,
    right: "users",
    quota: "500 / 100 a day; 10,000 openids a page",
  }),
  "user.remark": post("/cgi-bin/user/info/updateremark", {
    // Below 30 characters.
    request: of<{ openid: string; remark: string }>(),
    reply: done,
    right: "remarks",
    quota: "10,000 a day",
    repeatable: true,
  }),
  // Called with the token of the account that the followers moved to; 100 openids at once.
  "openid.change": post("/cgi-bin/changeopenid", {
    // from_appid: the old account's original id (gh_…) or, as older pages have it, its AppID.
    request: of<{ from_appid: string; openid_list: readonly string[] }>(),
    reply: shape({
      result_list: list(
        z.looseObject({
          ori_openid: filled,
          /** Missing where the follower could not be moved; `err_msg` says why. */
          new_openid: opt(filled),
          err_msg: or(text, ""),
        }),
      ),
    }),
    right: "users",
    quota: "within 15 days after the move",
    reads: true,
    repeatable: true,
  }),
  "tag.create": post("/cgi-bin/tags/create", {
    request: of<{ tag: { readonly name: string } }>(),
    reply: shape({ tag }),
    right: "users",
    quota: "100 tags (45056), names of 30 bytes (45158)",
  }),
  "tag.list": get("/cgi-bin/tags/get", {
    request: nothing,
    reply: shape({ tags: list(tag) }),
    right: "users",
  }),
  "tag.update": post("/cgi-bin/tags/update", {
    request: of<{ tag: { readonly id: number; readonly name: string } }>(),
    reply: done,
    right: "users",
    repeatable: true,
  }),
  "tag.delete": post("/cgi-bin/tags/delete", {
    request: of<{ tag: { readonly id: number } }>(),
    reply: done,
    right: "users",
    repeatable: true,
  }),
  "tag.members": post("/cgi-bin/user/tag/get", {
    request: of<{ tagid: number; next_openid?: string }>(),
    reply: openidPage,
    right: "users",
    reads: true,
    repeatable: true,
  }),
  "tag.assign": post("/cgi-bin/tags/members/batchtagging", {
    // At most 50 openids; 20 tags per follower (45059).
    request: of<{ openid_list: readonly string[]; tagid: number }>(),
    reply: done,
    right: "users",
    repeatable: true,
  }),
  "tag.remove": post("/cgi-bin/tags/members/batchuntagging", {
    request: of<{ openid_list: readonly string[]; tagid: number }>(),
    reply: done,
    right: "users",
    repeatable: true,
  }),
  "tag.of": post("/cgi-bin/tags/getidlist", {
    request: of<{ openid: string }>(),
    reply: shape({ tagid_list: list(number) }),
    right: "users",
    reads: true,
    repeatable: true,
  }),
  "blacklist.list": post("/cgi-bin/tags/members/getblacklist", {
    request: of<{ begin_openid: string }>(),
    reply: openidPage,
    right: "users",
    reads: true,
    repeatable: true,
  }),
  "blacklist.add": post("/cgi-bin/tags/members/batchblacklist", {
    // At most 20.
    request: of<{ openid_list: readonly string[] }>(),
    reply: done,
    right: "users",
    repeatable: true,
  }),
  "blacklist.remove": post("/cgi-bin/tags/members/batchunblacklist", {
    request: of<{ openid_list: readonly string[] }>(),
    reply: done,
    right: "users",
    repeatable: true,
  }),
};
