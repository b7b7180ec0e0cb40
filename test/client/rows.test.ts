import { expect, test } from "vitest";
import type { Client } from "../../src/client/client.ts";
import { RIGHTS } from "../../src/client/endpoints/rights.ts";
import {
  type CallArguments,
  ENDPOINTS,
  type EndpointName,
  type ReplyOf,
} from "../../src/client/endpoints.ts";
import { oauthLink } from "../../src/client/web/links.ts";
import { comment, moveFollowers } from "../../src/simulator/actions/articles.ts";
import { authorise } from "../../src/simulator/actions/authorising.ts";
import { dayOf } from "../../src/simulator/world/periods.ts";
import { DAY, FOLLOW, HELLO, HOUR, openBox } from "../simulator/box.ts";
import { JPG, MP4, openClient, PNG } from "./rig.ts";

const called = new Set<string>();

/** Calls rows by name, and remembers which. */
function caller(client: Client) {
  return <N extends EndpointName>(name: N, ...given: CallArguments<N>): Promise<ReplyOf<N>> => {
    called.add(name);
    return client.call(name, ...given);
  };
}

const ok = expect.objectContaining({ errcode: 0 });
const jpg = { data: JPG, fileName: "a.jpg", contentType: "image/jpeg" };
const data = { content: { value: "v" } };

test("customer service: messages, typing, agents, sessions", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { openid } = box.person(FOLLOW, HELLO);
  const text = { touser: openid, msgtype: "text", text: { content: "你好" } };
  expect(await call("custom.send", text)).toEqual(ok);
  expect(await call("custom.typing", { touser: openid, command: "Typing" })).toEqual(ok);

  const kf_account = `kf1@${box.account.settings.weChatId}`;
  expect(await call("agent.add", { kf_account, nickname: "客服" })).toEqual(ok);
  expect(await call("agent.update", { kf_account, nickname: "小微" })).toEqual(ok);
  expect(await call("agent.setHeadImage", { kf_account, media: jpg })).toEqual(ok);
  expect(await call("agent.invite", { kf_account, invite_wx: "someone" })).toEqual(ok);
  const { kf_list } = await call("agent.list");
  expect(kf_list).toEqual([expect.objectContaining({ kf_account, kf_nick: "小微" })]);
  const agent = box.account.agents.get(kf_account);
  if (agent === undefined) throw new Error("no agent");
  const online = { ...agent, weChatUser: "someone", online: true };
  box.platform.record("agent.set", { appId: box.appId, agent: online });
  expect((await call("agent.listOnline")).kf_online_list).toHaveLength(1);
  expect(await call("session.create", { kf_account, openid })).toEqual(ok);
  expect((await call("session.get", { openid })).kf_account).toBe(kf_account);
  expect((await call("session.list", { kf_account })).sessionlist).toHaveLength(1);
  expect((await call("session.waiting")).count).toBe(0);
  expect(await call("session.close", { kf_account, openid })).toEqual(ok);
  const now = Math.floor(box.clock.now() / 1_000);
  const span = { starttime: now - 3_600, endtime: now, msgid: 1, number: 100 };
  expect((await call("session.records", span)).recordlist).toEqual([]);
  expect(await call("agent.delete", { kf_account })).toEqual(ok);
});

test("template, one-time and subscription messages and their templates", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { appId, platform } = box;
  const person = box.person(FOLLOW);
  const touser = person.openid;
  expect(await call("template.setIndustry", { industry_id1: "1", industry_id2: "4" })).toEqual(ok);
  expect((await call("template.getIndustry")).primary_industry?.first_class).toBeTruthy();
  const { template_id } = await call("template.add", {
    template_id_short: "TM1",
    keyword_name_list: ["订单"],
  });
  expect((await call("template.list")).template_list).toHaveLength(1);
  const message = { touser, template_id, data: { keyword1: { value: "12345" } } };
  const { msgid } = await call("template.send", { ...message, client_msg_id: "M1" });
  expect(msgid).toBe(platform.timeline.of("message.shown").at(-1)?.id);
  expect(msgid).toMatch(/^\d{17,}$/);
  expect(await call("template.delete", { template_id })).toEqual(ok);

  const template = { templateId: "once", kind: "oneTime", title: "T", content: "x" } as const;
  platform.record("template.added", { appId, template });
  const permission = { templateId: "once", longTerm: false, scene: "7" };
  platform.record("permission.given", { appId, openid: touser, permission });
  const once = { touser, template_id: "once", scene: "7", title: "标题", data };
  expect(await call("oneTime.send", once)).toEqual(ok);

  const [category] = (await call("subscription.categories")).data;
  const titles = await call("subscription.publicTitles", {
    ids: String(category?.id),
    start: 0,
    limit: 30,
  });
  const tid = titles.data[0]?.tid ?? "";
  expect(tid).toBe("99");
  const words = await call("subscription.publicKeywords", { tid });
  const kidList = words.data.slice(0, 2).map(({ kid }) => kid);
  const { priTmplId } = await call("subscription.addTemplate", { tid, kidList, sceneDesc: "付款" });
  expect((await call("subscription.listTemplates")).data).toHaveLength(1);
  box.act(person, { do: "permit", templateId: priTmplId, accept: true });
  const notice = { thing1: { value: "a" }, thing2: { value: "b" } };
  expect(await call("subscription.send", { touser, template_id: priTmplId, data: notice })).toEqual(
    ok,
  );
  expect(await call("subscription.deleteTemplate", { priTmplId })).toEqual(ok);
});

test("mass sends, by ids that no number can hold", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const people = [box.person(FOLLOW), box.person(FOLLOW)].map(({ openid }) => openid);
  const text = { msgtype: "text", text: { content: "大家好" } } as const;
  expect(await call("mass.preview", { touser: people[0] as string, ...text })).toEqual(ok);
  const all = await call("mass.sendAll", { filter: { is_to_all: true }, ...text });
  expect(Number.isSafeInteger(Number(all.msg_id))).toBe(false);
  await call("mass.send", { touser: people, ...text, clientmsgid: "c1" });
  const msg_id = BigInt(all.msg_id ?? 0);
  expect(await call("mass.get", { msg_id })).toMatchObject({
    msg_id: all.msg_id,
    msg_status: "SEND_SUCCESS",
  });
  expect(await call("mass.delete", { msg_id })).toEqual(ok);
  expect(await call("mass.setSpeed", { speed: 2 })).toEqual(ok);
  expect((await call("mass.getSpeed", {})).speed).toBe(2);
});

test("media and material", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const media = { data: PNG, fileName: '图 "1"\r\n.png', contentType: "image/png" };
  const up = await call("media.upload", { type: "image", media });
  const image = await call("media.get", { media_id: "media_id" in up ? up.media_id : "" });
  expect("bytes" in image && image.bytes.equals(PNG)).toBe(true);
  expect(await call("media.upload", { type: "thumb", media: jpg })).toMatchObject({
    thumb_media_id: expect.any(String),
  });
  const { openid } = box.person(FOLLOW);
  const voice = String(
    box.act(box.platform.follower(box.appId, openid), { do: "voice" })[0]?.MediaId,
  );
  expect((await call("media.getSpeex", { media_id: voice })).contentType).toBe("audio/speex");
  expect((await call("media.uploadPicture", { media: jpg })).url).toContain("http");

  const video = { data: MP4, fileName: "a.mp4", contentType: "video/mp4" };
  const description = JSON.stringify({ title: "片", introduction: "说" });
  const added = await call("material.add", { type: "video", media: video, description });
  const got = await call("material.get", { media_id: added.media_id });
  expect(got).toMatchObject({ title: "片", description: "说" });
  const kept = await call("material.add", { type: "image", media });
  const bytes = await call("material.get", { media_id: kept.media_id });
  expect("bytes" in bytes && bytes.bytes.equals(PNG)).toBe(true);
  expect(await call("material.count")).toMatchObject({ image_count: 1, video_count: 1 });
  const list = await call("material.list", { type: "image", offset: 0, count: 20 });
  expect(list.item.map(({ media_id }) => media_id)).toEqual([kept.media_id]);
  expect(await call("material.delete", { media_id: kept.media_id })).toEqual(ok);
});

test("articles: drafts, publications, comments, figures", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { openid } = box.person(FOLLOW);
  const { media_id: thumb_media_id } = await call("material.add", { type: "image", media: jpg });
  const article = {
    title: "新品",
    content: "<p>上架了</p>",
    thumb_media_id,
    need_open_comment: 1,
  } as const;
  const { media_id } = await call("draft.add", { articles: [article, article] });
  const second = { ...article, title: "第二篇" };
  expect(await call("draft.update", { media_id, index: 1, articles: second })).toEqual(ok);
  const draft = await call("draft.get", { media_id });
  expect(draft.news_item.map(({ title, digest }) => [title, digest])).toEqual([
    ["新品", "上架了"],
    ["第二篇", "上架了"],
  ]);
  expect((await call("draft.count")).total_count).toBe(1);
  const drafts = await call("draft.list", { offset: 0, count: 20, no_content: 1 });
  expect(drafts.item[0]).toMatchObject({ media_id, content: { news_item: [{ content: "" }, {}] } });

  const { publish_id = "", msg_data_id = "" } = await call("publish.submit", { media_id });
  expect((await call("publish.get", { publish_id })).publish_status).toBe(1);
  await box.clock.advance(2_000);
  const {
    publish_status,
    article_id = "",
    article_detail,
  } = await call("publish.get", { publish_id });
  expect([publish_status, article_detail?.count]).toEqual([0, 2]);
  expect((await call("publish.article", { article_id })).news_item).toHaveLength(2);
  expect((await call("publish.list", { offset: 0, count: 1 })).item[0]?.article_id).toBe(
    article_id,
  );

  const place = { msg_data_id: BigInt(msg_data_id), index: 0 };
  comment(box.platform, box.appId, openid, { msgDataId: msg_data_id }, "什么时候有货？");
  const all = { ...place, begin: 0, count: 10, type: 0 } as const;
  const listed = await call("comment.list", all);
  expect(listed).toMatchObject({ total: 1, comment: [{ openid, content: "什么时候有货？" }] });
  const one = { ...place, user_comment_id: BigInt(listed.comment[0]?.user_comment_id ?? "0") };
  expect(await call("comment.elect", one)).toEqual(ok);
  expect(await call("comment.reply", { ...one, content: "明天" })).toEqual(ok);
  const elected = await call("comment.list", { ...all, type: 2 });
  expect(elected.comment[0]).toMatchObject({ comment_type: 1, reply: { content: "明天" } });
  expect(await call("comment.unelect", one)).toEqual(ok);
  expect(await call("comment.deleteReply", one)).toEqual(ok);
  expect(await call("comment.delete", one)).toEqual(ok);
  expect(await call("comment.close", place)).toEqual(ok);
  expect(await call("comment.open", place)).toEqual(ok);

  await fetch(article_detail?.item[0]?.article_url ?? "");
  const day = dayOf(box.clock.now());
  await box.clock.advance(DAY + 9 * HOUR);
  const span = { begin_date: day, end_date: day };
  expect((await call("statistics.followers", span)).list[0]).toMatchObject({ new_user: 1 });
  expect((await call("statistics.followerTotal", span)).list[0]).toMatchObject({
    cumulate_user: 1,
  });
  expect((await call("statistics.articleReads", span)).list).toMatchObject([
    { msgid: `${msg_data_id}_1`, title: "新品", detail: { read_user: 1 } },
  ]);
  expect((await call("statistics.articleShares", span)).list).toEqual([]);
  expect((await call("statistics.articles", span)).list[0]?.detail).toMatchObject({
    read_user: 1,
    send_page_count: 2,
  });
  expect((await call("statistics.articleTotal", span)).list).toHaveLength(2);

  expect(await call("publish.delete", { article_id })).toEqual(ok);
  expect((await call("publish.get", { publish_id })).publish_status).toBe(5);
  const other = await call("draft.add", { articles: [article] });
  expect(await call("draft.delete", { media_id: other.media_id })).toEqual(ok);
});

test("pages of the account's own: tickets, short keys; and followers that moved", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { ticket } = await call("ticket.get", { type: "jsapi" });
  expect((await call("ticket.get", { type: "jsapi" })).ticket).toBe(ticket);
  expect((await call("ticket.get", { type: "wx_card" })).ticket).not.toBe(ticket);
  const { short_key } = await call("shortKey.create", { long_data: "order=1", expire_seconds: 60 });
  expect(short_key).toMatch(/^[0-9A-Za-z]{15}$/);
  expect(await call("shortKey.get", { short_key })).toMatchObject({
    long_data: "order=1",
    expire_seconds: 60,
  });
  const old = box.platform.addAccount();
  const before = box.platform.addFollower(old.settings.appId).openid;
  box.platform.act(old.settings.appId, before, FOLLOW);
  moveFollowers(box.platform, old.settings.appId, box.appId);
  const { result_list } = await call("openid.change", {
    from_appid: old.settings.originalId,
    openid_list: [before, "oNobody"],
  });
  const [moved, unknown] = result_list;
  expect(box.account.followers.get(moved?.new_openid ?? "")?.following).toBe(true);
  expect(unknown).toMatchObject({ ori_openid: "oNobody", err_msg: "ori_openid error" });
});

test("menus, conditional ones included", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { openid } = box.person(FOLLOW);
  const button = [
    { type: "click", name: "今日", key: "V1" },
    { name: "更多", sub_button: [{ type: "view", name: "搜索", url: "https://e.org/" }] },
  ] as const;
  await expect(call("menu.get")).rejects.toMatchObject({ errcode: 46003 });
  expect(await call("menu.create", { button })).toEqual(ok);
  expect((await call("menu.get")).menu.button).toHaveLength(2);
  expect((await call("menu.current")).is_menu_open).toBe(1);
  const { menuid } = await call("menu.addConditional", {
    button: [{ type: "click", name: "星标", key: "V2" }],
    matchrule: { tag_id: "2" },
  });
  expect((await call("menu.get")).conditionalmenu?.[0]?.menuid).toBe(menuid);
  const match = await call("menu.tryMatch", { user_id: openid });
  expect("button" in match && match.button.length).toBe(2);
  expect(await call("menu.deleteConditional", { menuid })).toEqual(ok);
  expect(await call("menu.delete")).toEqual(ok);
});

test("followers, remarks, tags, the blacklist", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { openid } = box.person(FOLLOW);
  expect(await call("user.remark", { openid, remark: "老客户" })).toEqual(ok);
  expect(await call("user.info", { openid, lang: "zh_CN" })).toMatchObject({
    subscribe: 1,
    openid,
    remark: "老客户",
  });
  const stranger = box.person().openid;
  expect((await call("user.info", { openid: stranger })).subscribe).toBe(0);
  const infos = await call("user.infos", { user_list: [{ openid }, { openid: stranger }] });
  expect(infos.user_info_list.map((one) => one.subscribe)).toEqual([1, 0]);
  expect((await call("user.list")).data?.openid).toEqual([openid]);

  const { tag } = await call("tag.create", { tag: { name: "常客" } });
  expect(await call("tag.update", { tag: { id: tag.id, name: "贵客" } })).toEqual(ok);
  const openid_list = [openid];
  expect(await call("tag.assign", { openid_list, tagid: tag.id })).toEqual(ok);
  expect((await call("tag.of", { openid })).tagid_list).toEqual([tag.id]);
  expect((await call("tag.members", { tagid: tag.id })).data?.openid).toEqual([openid]);
  expect((await call("tag.list")).tags).toContainEqual(
    expect.objectContaining({ id: tag.id, name: "贵客", count: 1 }),
  );
  expect(await call("tag.remove", { openid_list, tagid: tag.id })).toEqual(ok);
  expect(await call("tag.delete", { tag: { id: tag.id } })).toEqual(ok);

  expect(await call("blacklist.add", { openid_list })).toEqual(ok);
  expect((await call("blacklist.list", { begin_openid: "" })).data?.openid).toEqual([openid]);
  expect(await call("blacklist.remove", { openid_list })).toEqual(ok);
  expect((await call("blacklist.list", { begin_openid: "" })).count).toBe(0);
});

test("QR codes and web authorisation", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  const { openid } = box.person(FOLLOW);
  const code = await call("qrCode.create", {
    action_name: "QR_STR_SCENE",
    expire_seconds: 600,
    action_info: { scene: { scene_str: "shop" } },
  });
  expect(code).toMatchObject({ expire_seconds: 600, ticket: expect.any(String) });

  const link = client.oauthLink({
    redirectUri: "https://e.org/back",
    scope: "snsapi_userinfo",
    state: "s1",
  });
  const page = link.replace("https://open.weixin.qq.com", box.simulator.url).replace("#", "&as=");
  const answer = await fetch(page.replace("wechat_redirect", openid), { redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "");
  expect(back.searchParams.get("state")).toBe("s1");
  const request = { code: back.searchParams.get("code") ?? "" };
  const token = await call("web.token", request);
  expect(token.openid).toBe(openid);
  await expect(call("web.token", request)).rejects.toMatchObject({
    errcode: 40163,
    errmsg: "code been used",
    rid: expect.stringMatching(/^[0-9a-f-]{26}$/),
  });
  const fresh = await call("web.refreshToken", {
    refresh_token: token.refresh_token ?? "",
  });
  const { access_token } = fresh;
  expect((await call("web.userInfo", { access_token, openid })).nickname).toContain("Follower");
  expect(await call("web.checkToken", { access_token, openid })).toEqual(ok);
});

test("tokens, quotas, rids, addresses", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const call = caller(client);
  expect((await call("token.stable", {})).expires_in).toBe(7_200);
  expect((await call("token.plain")).access_token).not.toBe("");
  const cgi_path = "/cgi-bin/message/custom/send";
  const refused = await call("custom.send", {
    touser: box.person(FOLLOW).openid,
    msgtype: "text",
    text: { content: "" },
  }).catch((error: { rid: string; errcode: number }) => error);
  expect(refused).toMatchObject({ errcode: 44004 });
  const { request } = await call("rid.get", { rid: (refused as { rid: string }).rid });
  expect(request.request_url).toContain(cgi_path);
  expect((await call("quota.get", { cgi_path })).quota.daily_limit).toBe(500_000);
  expect(await call("quota.clearOne", { cgi_path })).toEqual(ok);
  expect(await call("quota.clear")).toEqual(ok);
  expect(await call("quota.clearWithSecret")).toEqual(ok);
  expect((await call("ip.callback")).ip_list).toEqual(["127.0.0.1"]);
  expect((await call("ip.api")).ip_list).toEqual(["127.0.0.1"]);
  const check = await call("callback.check", { action: "all", check_operator: "DEFAULT" });
  expect([check.dns?.length, check.ping?.length]).toEqual([1, 1]);
});

test("a third-party platform: tickets, tokens, authorisations, options", async () => {
  await using box = await openBox({}, { components: [{ ticketsOn: false }] });
  const [component] = box.platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const { appId, appSecret } = component.settings;
  let access = "";
  const accessToken = { current: async () => access, refused: async () => {} };
  await using client = openClient(box, { appId, secret: appSecret, accessToken });
  const call = caller(client);
  expect(await call("component.startTickets")).toEqual(ok);
  const component_verify_ticket = component.tickets.at(-1)?.ticket ?? "";
  access = (await call("component.token", { component_verify_ticket })).component_access_token;
  const { pre_auth_code } = await call("component.preAuthCode");
  const code = authorise(box.platform, appId, box.appId, [1, 2], pre_auth_code);
  const { authorization_info } = await call("component.redeem", { authorization_code: code });
  const authorizer_appid = authorization_info.authorizer_appid;
  const authorizer_refresh_token = authorization_info.authorizer_refresh_token ?? "";
  const refresh = { authorizer_appid, authorizer_refresh_token };
  expect((await call("component.refresh", refresh)).expires_in).toBe(7_200);
  const { authorizer_info } = await call("component.info", { authorizer_appid });
  expect(authorizer_info.user_name).toBe(box.account.settings.originalId);
  expect((await call("component.list", { offset: 0, count: 500 })).total_count).toBe(1);
  const option_name = "voice_recognize";
  const change = { authorizer_appid, option_name, option_value: "1" } as const;
  expect(await call("component.setOption", change)).toEqual(ok);
  const { option_value } = await call("component.getOption", { authorizer_appid, option_name });
  expect(option_value).toBe("1");

  // A visitor of a page of the account's, whom the platform asks for.
  const { openid } = box.person(FOLLOW);
  const componentAppId = appId;
  const link = oauthLink(box.appId, { redirectUri: "https://e.org/back", componentAppId });
  const page = link.replace("https://open.weixin.qq.com", box.simulator.url).replace("#", "&as=");
  const answer = await fetch(page.replace("wechat_redirect", openid), { redirect: "manual" });
  const visitor = {
    appid: box.appId,
    code: new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "",
  };
  const { refresh_token = "", ...web } = await call("component.webToken", visitor);
  expect(web.openid).toBe(openid);
  await expect(call("component.webToken", visitor)).rejects.toMatchObject({ errcode: 40163 });
  const renewed = await call("component.webRefreshToken", { appid: box.appId, refresh_token });
  expect(renewed.openid).toBe(openid);
});

test("every row was called, and names a right that is explained", () => {
  expect([...Object.keys(ENDPOINTS)].filter((name) => !called.has(name))).toEqual([]);
  const rights = Object.values(ENDPOINTS).map((row) => ("right" in row ? row.right : undefined));
  const used = new Set(rights.filter((one) => one !== undefined));
  expect([...used].sort()).toEqual(Object.keys(RIGHTS).sort());
});

test("a custom-service message of every kind that the simulated WeChat takes", async () => {
  await using box = await openBox({ miniPrograms: ["wxminiminiminimini"] });
  await using client = openClient(box);
  const { openid } = box.person(FOLLOW, HELLO);
  const image = (await client.media.upload(PNG, { type: "image" })).mediaId;
  const thumb = (await client.media.upload(JPG, { type: "thumb" })).mediaId;
  const video = (await client.media.upload(MP4, { type: "video" })).mediaId;
  await client.send(openid, { type: "image", mediaId: image });
  await client.send(openid, { type: "video", mediaId: video, thumbMediaId: thumb, title: "T" });
  await client.send(openid, { type: "music", musicUrl: "https://e.org/", thumbMediaId: thumb });
  await client.send(openid, { type: "news", article: { title: "T", url: "https://e.org/" } });
  await client.send(openid, {
    type: "msgmenu",
    head: "满意吗",
    items: [
      { id: "1", content: "满意" },
      { id: "2", content: "不满意" },
    ],
  });
  await box.clock.advance(1_000);
  box.act(box.platform.follower(box.appId, openid), HELLO);
  await client.send(openid, {
    type: "miniprogrampage",
    title: "T",
    appId: "wxminiminiminimini",
    pagePath: "p",
    thumbMediaId: thumb,
  });
  await client.send(openid, { type: "text", content: "来自 AI" }, { ai: true });
  const shown = box.platform.timeline.of("message.shown").map(({ message }) => message.msgtype);
  expect(shown).toEqual(["image", "video", "music", "news", "msgmenu", "miniprogrampage", "text"]);
});
