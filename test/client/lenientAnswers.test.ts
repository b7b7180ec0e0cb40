import { describe, expect, it, test } from "vitest";
import { readAnswer } from "../../src/client/answer.ts";
import type { Row } from "../../src/client/endpoints/row.ts";
import { done, noJson } from "../../src/client/endpoints/row.ts";
import { ENDPOINTS, type EndpointName } from "../../src/client/endpoints.ts";

interface Sample {
  /** As WeChat answers it when all is well. */
  readonly answer: object;
  /** What carries the call's point, as paths; everything else may be anything. */
  readonly point: readonly string[];
}

const user = {
  ...{ subscribe: 1, openid: "o1", language: "zh_CN", subscribe_time: 1, unionid: "u", remark: "" },
  ...{
    groupid: 0,
    tagid_list: [1],
    subscribe_scene: "ADD_SCENE_SEARCH",
    qr_scene: 0,
    qr_scene_str: "",
  },
};
const page = { total: 1, count: 1, data: { openid: ["o1"] }, next_openid: "o1" };
const token = { access_token: "AT", expires_in: 7200 };
const webToken = {
  ...token,
  ...{ refresh_token: "RT", openid: "o1", scope: "snsapi_base", is_snapshotuser: 1, unionid: "u" },
};
const sets = [
  {
    funcscope_category: { id: 1 },
    confirm_info: { need_confirm: 0, already_confirm: 0, can_confirm: 0 },
  },
];
const mass = { errcode: 0, errmsg: "send job submission success", msg_id: 34182, msg_data_id: 2 };
const menu = { button: [{ type: "click", name: "a", key: "k" }], menuid: 208396938 };
const addresses = { answer: { ip_list: ["101.226.62.77"] }, point: ["ip_list"] };

const article = {
  ...{ article_type: "news", title: "t", author: "a", digest: "d", content: "<p>c</p>" },
  ...{ content_source_url: "", thumb_media_id: "m", thumb_url: "u", url: "https://m.example/s" },
  ...{ need_open_comment: 0, only_fans_can_comment: 0, is_deleted: false },
};
const listed = (id: object) => ({
  ...{ total_count: 1, item_count: 1 },
  item: [{ ...id, content: { news_item: [article], update_time: 1 }, update_time: 1 }],
});
const read_user_source = [{ user_count: 1, scene_desc: "全部" }];
const days = (figure: object) => ({
  answer: { list: [{ ref_date: "2026-11-29", ...figure }], is_delay: false },
  point: ["list"],
});
const ofArticle = { msgid: "1_1", title: "t", content_url: "u", publish_type: 0 };

const SAMPLES: { readonly [N in EndpointName]?: Sample } = {
  "agent.list": {
    answer: {
      kf_list: [
        {
          ...{ kf_account: "a@x", kf_id: "1001", kf_nick: "n", kf_headimgurl: "u", kf_wx: "w" },
          ...{ invite_wx: "w", invite_expire_time: 1, invite_status: "waiting" },
        },
      ],
    },
    point: ["kf_list"],
  },
  "agent.listOnline": {
    answer: { kf_online_list: [{ kf_account: "a@x", status: 1, kf_id: "1", accepted_case: 1 }] },
    point: ["kf_online_list"],
  },
  "session.get": { answer: { createtime: 1, kf_account: "a@x" }, point: ["kf_account"] },
  "session.list": {
    answer: { sessionlist: [{ createtime: 1, openid: "o1" }] },
    point: ["sessionlist"],
  },
  "session.waiting": {
    answer: { count: 1, waitcaselist: [{ latest_time: 1, openid: "o1" }] },
    point: [],
  },
  "session.records": {
    answer: {
      recordlist: [{ openid: "o1", opercode: 2002, text: "hi", time: 1, worker: "a@x" }],
      number: 1,
      msgid: 20165267,
    },
    point: ["recordlist"],
  },
  "component.token": {
    answer: { component_access_token: "CT", expires_in: 7200 },
    point: ["component_access_token"],
  },
  "component.preAuthCode": {
    answer: { pre_auth_code: "P", expires_in: 1800 },
    point: ["pre_auth_code"],
  },
  "component.redeem": {
    answer: {
      authorization_info: {
        ...{ authorizer_appid: "wx1", authorizer_access_token: "AT", expires_in: 7200 },
        ...{ authorizer_refresh_token: "RT", func_info: sets },
      },
    },
    point: ["authorization_info", "authorization_info.authorizer_appid"],
  },
  "component.refresh": {
    answer: { authorizer_access_token: "AT", expires_in: 7200, authorizer_refresh_token: "RT" },
    point: ["authorizer_access_token"],
  },
  "component.info": {
    answer: {
      authorizer_info: {
        ...{ nick_name: "N", head_img: "h", service_type_info: { id: 2 }, user_name: "gh_1" },
        ...{ verify_type_info: { id: 0 }, principal_name: "p", qrcode_url: "q", account_status: 1 },
      },
      authorization_info: { authorizer_appid: "wx1", func_info: sets },
    },
    point: ["authorizer_info"],
  },
  "component.list": {
    answer: {
      total_count: 1,
      list: [{ authorizer_appid: "wx1", refresh_token: "RT", auth_time: 1 }],
    },
    point: ["list"],
  },
  "component.getOption": {
    answer: { authorizer_appid: "wx1", option_name: "voice_recognize", option_value: "1" },
    point: ["option_value"],
  },
  "media.upload": { answer: { type: "image", media_id: "m", created_at: 1 }, point: ["media_id"] },
  "media.get": { answer: { video_url: "https://v.example/1" }, point: ["video_url"] },
  "media.uploadPicture": { answer: { url: "https://p.example/1" }, point: ["url"] },
  "material.add": { answer: { media_id: "m", url: "u", item: [] }, point: ["media_id"] },
  "material.get": {
    answer: { news_item: [{ title: "t", content: "c" }], create_time: 1, update_time: 1 },
    point: ["news_item"],
  },
  "material.count": {
    answer: { voice_count: 1, video_count: 1, image_count: 1, news_count: 1 },
    point: [],
  },
  "material.list": {
    answer: {
      ...{ total_count: 1, item_count: 1 },
      item: [{ media_id: "m", name: "n", update_time: 1, url: "u" }],
    },
    point: ["item"],
  },
  "draft.add": { answer: { media_id: "m", item: [] }, point: ["media_id"] },
  "draft.get": { answer: { news_item: [article], create_time: 1 }, point: ["news_item"] },
  "draft.list": { answer: listed({ media_id: "m" }), point: ["item"] },
  "draft.count": { answer: { total_count: 3 }, point: ["total_count"] },
  "publish.submit": {
    answer: { errcode: 0, errmsg: "ok", publish_id: "100000001", msg_data_id: 7 },
    point: ["errcode"],
  },
  "publish.get": {
    answer: {
      ...{ publish_id: "100000001", publish_status: 0, article_id: "A", fail_idx: [2] },
      article_detail: { count: 1, item: [{ idx: 1, article_url: "u" }] },
    },
    point: ["publish_status"],
  },
  "publish.article": { answer: { news_item: [article] }, point: ["news_item"] },
  "publish.list": { answer: listed({ article_id: "A" }), point: ["item"] },
  "comment.list": {
    answer: {
      total: 1,
      comment: [
        {
          ...{ user_comment_id: 1, openid: "o1", create_time: 1, content: "c", comment_type: 0 },
          reply: { content: "r", create_time: 2 },
        },
      ],
    },
    point: ["comment"],
  },
  "statistics.followers": days({ user_source: 0, new_user: 1, cancel_user: 0 }),
  "statistics.followerTotal": days({ user_source: 0, cumulate_user: 9 }),
  "statistics.articleReads": days({ ...ofArticle, detail: { read_user: 1, read_user_source } }),
  "statistics.articleShares": days({ ...ofArticle, detail: { share_user: 1 } }),
  "statistics.articles": days({
    detail: { read_user: 1, share_user: 1, like_user: 1, comment_count: 1, send_page_count: 1 },
  }),
  "statistics.articleTotal": days({
    ...ofArticle,
    detail_list: [
      {
        ...{ stat_date: "2026-11-29", read_user: 1, share_user: 1, comment_count: 1, like_user: 1 },
        read_user_source,
      },
    ],
  }),
  "menu.get": {
    answer: { menu, conditionalmenu: [{ ...menu, matchrule: { tag_id: "2" } }] },
    point: ["menu", "menu.button"],
  },
  "menu.current": {
    answer: { is_menu_open: 1, selfmenu_info: { button: [{ name: "a", sub_button: {} }] } },
    point: [],
  },
  "menu.addConditional": { answer: { menuid: "208379533" }, point: ["menuid"] },
  "menu.tryMatch": { answer: { button: menu.button }, point: ["button"] },
  "template.send": { answer: { errcode: 0, errmsg: "ok", msgid: 200228332 }, point: ["errcode"] },
  "mass.sendAll": { answer: mass, point: ["errcode"] },
  "mass.send": { answer: mass, point: ["errcode"] },
  "mass.preview": { answer: mass, point: ["errcode"] },
  "mass.get": { answer: { msg_id: 201053012, msg_status: "SEND_SUCCESS" }, point: ["msg_status"] },
  "mass.getSpeed": { answer: { speed: 3, realspeed: 15 }, point: ["speed"] },
  "token.stable": { answer: token, point: ["access_token"] },
  "token.plain": { answer: token, point: ["access_token"] },
  "quota.get": {
    answer: {
      quota: { daily_limit: 10, used: 0, remain: 10 },
      rate_limit: { call_count: 10, refresh_second: 60 },
      component_rate_limit: { call_count: 10, refresh_second: 60 },
    },
    point: ["quota"],
  },
  "rid.get": {
    answer: {
      request: {
        ...{ invoke_time: 1, cost_in_ms: 30, request_url: "u", request_body: "", client_ip: "1" },
        response_body: "{}",
      },
    },
    point: ["request"],
  },
  "ip.callback": addresses,
  "ip.api": addresses,
  "callback.check": {
    answer: {
      dns: [{ ip: "1", real_operator: "UNICOM" }],
      ping: [{ ip: "1", from_operator: "UNICOM", package_loss: "0%", time: "23ms" }],
    },
    point: [],
  },
  "template.getIndustry": {
    answer: {
      primary_industry: { first_class: "a", second_class: "b" },
      secondary_industry: { first_class: "a", second_class: "b" },
    },
    point: [],
  },
  "template.add": { answer: { template_id: "T" }, point: ["template_id"] },
  "template.list": {
    answer: {
      template_list: [
        {
          ...{ template_id: "T", title: "t", primary_industry: "p", deputy_industry: "d" },
          ...{ content: "c", example: "e" },
        },
      ],
    },
    point: ["template_list"],
  },
  "subscription.addTemplate": { answer: { priTmplId: "T" }, point: ["priTmplId"] },
  "subscription.listTemplates": {
    answer: { data: [{ priTmplId: "T", title: "t", content: "c", example: "e", type: 2 }] },
    point: ["data"],
  },
  "subscription.categories": { answer: { data: [{ id: 616, name: "公交" }] }, point: ["data"] },
  "subscription.publicTitles": {
    answer: { count: 1, data: [{ tid: 99, title: "t", type: 2, categoryId: "616" }] },
    point: ["data"],
  },
  "subscription.publicKeywords": {
    answer: { count: 1, data: [{ kid: 1, name: "n", example: "e", rule: "thing" }] },
    point: ["data"],
  },
  "user.info": { answer: user, point: ["openid"] },
  "user.infos": { answer: { user_info_list: [user] }, point: ["user_info_list"] },
  "user.list": { answer: page, point: [] },
  "openid.change": {
    answer: {
      result_list: [{ ori_openid: "o1", new_openid: "o2", err_msg: "ok" }],
    },
    point: ["result_list"],
  },
  "tag.create": { answer: { tag: { id: 100, name: "n" } }, point: ["tag", "tag.id"] },
  "tag.list": { answer: { tags: [{ id: 1, name: "n", count: 0 }] }, point: ["tags"] },
  "tag.members": { answer: page, point: [] },
  "tag.of": { answer: { tagid_list: [1, 2] }, point: ["tagid_list"] },
  "blacklist.list": { answer: page, point: [] },
  "qrCode.create": { answer: { ticket: "gQ", expire_seconds: 60, url: "u" }, point: ["ticket"] },
  "shortKey.create": {
    answer: { short_key: "1aB2cD3eF4gH5iJ" },
    point: ["short_key"],
  },
  "shortKey.get": {
    answer: { long_data: "x", create_time: 1, expire_seconds: 60 },
    point: ["long_data"],
  },
  "ticket.get": {
    answer: { ticket: "sM4A", expires_in: 7200 },
    point: ["ticket"],
  },
  "web.token": { answer: webToken, point: ["access_token", "openid"] },
  "web.refreshToken": { answer: webToken, point: ["access_token", "openid"] },
  "component.webToken": { answer: webToken, point: ["access_token", "openid"] },
  "component.webRefreshToken": { answer: webToken, point: ["access_token", "openid"] },
  "web.userInfo": {
    answer: { openid: "o1", nickname: "n", headimgurl: "h", privilege: ["p"], unionid: "u" },
    point: ["openid"],
  },
};

const rows = ENDPOINTS as unknown as Readonly<Record<string, Row<never, unknown>>>;

function read(name: string, answer: unknown) {
  const bytes = Buffer.from(JSON.stringify(answer));
  return readAnswer(rows[name] as Row<never, unknown>, { status: 200, headers: {}, bytes });
}

/** Every path into an answer; through lists by their first item. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  const inside = Object.entries(value).flatMap(([name, one]) => pathsIn(one, [...path, name]));
  return path.length === 0 ? inside : [[...path], ...inside];
}

const GONE = Symbol("gone");

function changed(answer: object, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(answer);
  let at = copy as Record<string, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  const last = String(path.at(-1));
  if (value === GONE) delete at[last];
  else at[last] = value;
  return copy;
}

/** The same said in another type, and things that say nothing. */
function othersOf(value: unknown): unknown[] {
  const odd = [GONE, null, "", {}, [], true, -1, "x"];
  if (typeof value === "number") return [String(value), ...odd];
  return typeof value === "string" ? [7, ...odd] : odd;
}

function valueAt(answer: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], answer);
}

test("every row that gives more than a verdict has its sample here", () => {
  const more = Object.entries(rows).filter(
    ([, { reply }]) => reply !== (done as unknown) && reply !== (noJson as unknown),
  );
  expect(Object.keys(SAMPLES).sort()).toEqual(more.map(([name]) => name).sort());
});

describe.each(Object.entries(SAMPLES))("a success of %s", (name, { answer, point }: Sample) => {
  it("stays one whatever is the matter with a field that it is not about", () => {
    expect(read(name, answer)).toMatchObject({ ok: true });
    let changes = 0;
    const refused: string[] = [];
    for (const path of pathsIn(answer)) {
      if (point.includes(path.join("."))) continue;
      for (const value of othersOf(valueAt(answer, path))) {
        changes += 1;
        if (!read(name, changed(answer, path, value)).ok) {
          refused.push(`${path.join(".")} ${value === GONE ? "gone" : JSON.stringify(value)}`);
        }
      }
    }
    expect(refused).toEqual([]);
    expect(changes > 0 || pathsIn(answer).length === point.length).toBe(true);
  });

  it("is none without what it is about", () => {
    for (const one of point) {
      expect(read(name, changed(answer, one.split("."), GONE)), one).toMatchObject({ ok: false });
    }
  });
});

test("an answer of which nothing is what the call is about is none", () => {
  for (const [name, { point }] of Object.entries(SAMPLES)) {
    if (point.length > 0) continue;
    expect(read(name, {}), name).toMatchObject({ ok: false });
    expect(read(name, { message: "not ours" }), name).toMatchObject({ ok: false });
  }
});

test("a verdict is one as a number, as a text and in its wrapper, and has to be given", () => {
  for (const answer of [{ errcode: 0 }, { errcode: "0", errmsg: 7 }, { base_resp: { ret: 0 } }]) {
    expect(read("custom.send", answer)).toMatchObject({ ok: true, value: { errcode: 0 } });
  }
  expect(read("custom.send", { errcode: "45015" })).toMatchObject({ ok: false, errcode: 45015 });
  for (const answer of [{}, { errmsg: "ok" }, { errcode: "ok" }]) {
    expect(read("custom.send", answer)).toMatchObject({ ok: false });
  }
});

test("what a field says is read in the type that it has", () => {
  const given = { ...token, expires_in: "3600" };
  expect(read("token.stable", given)).toMatchObject({ value: { expires_in: 3_600 } });
  expect(read("token.stable", { access_token: "AT" })).toMatchObject({
    value: { expires_in: 7_200 },
  });
  expect(read("tag.members", { count: 0, data: {}, next_openid: "" })).toMatchObject({
    value: { data: { openid: [] } },
  });
  expect(read("tag.list", { tags: [null, { id: "2", name: 7 }, "x"] })).toMatchObject({
    value: { tags: [{ id: 2, name: "7" }] },
  });
});
