import { expect, test } from "vitest";
import { comment, moveFollowers } from "../../src/simulator/actions/articles.ts";
import { dayOf } from "../../src/simulator/world/periods.ts";
import { DAY, FOLLOW, HOUR, openBox } from "./box.ts";

/** A box with a token, an uploaded picture, and short ways to call. */
async function openArticles(account: Parameters<typeof openBox>[0] = {}) {
  const box = await openBox(account);
  const token = await box.token();
  const form = new FormData();
  form.set("media", new Blob(["\xff\xd8\xff"]), "cover.jpg");
  const upload = async (path: string) => {
    const { json } = await box.http(`${path}&access_token=${token}`, {
      method: "POST",
      body: form,
    });
    return String(json.media_id);
  };
  const cover = await upload("/cgi-bin/material/add_material?type=image");
  const call = async (path: string, body: object) =>
    (await box.post(`/cgi-bin/${path}`, token, body)).json;
  const article = { title: "T", content: "<p>C</p>", thumb_media_id: cover };
  const add = async (change: object = {}) =>
    call("draft/add", { articles: [{ ...article, ...change }] });
  return {
    ...box,
    [Symbol.asyncDispose]: () => box[Symbol.asyncDispose](),
    access: token,
    cover,
    upload,
    call,
    article,
    add,
  };
}

test.each([
  ["no title", { title: "" }, 45003],
  ["a title of 33 characters", { title: "题".repeat(33) }, 45003],
  ["no content", { content: "" }, 44004],
  ["an author of 17 characters", { author: "人".repeat(17) }, 45110],
  ["a digest of 121 characters", { digest: "摘".repeat(121) }, 45004],
  ["a source that is no address", { content_source_url: "see there" }, 41039],
  ["an unknown kind", { article_type: "film" }, 47001],
  ["no cover", { thumb_media_id: "" }, 40007],
  ["pictures that are none", { article_type: "newspic", image_info: { image_list: [] } }, 40007],
])("a draft with %s is refused", async (_name, change, errcode) => {
  await using box = await openArticles();
  expect(await box.add(change)).toMatchObject({ errcode });
});

test("a cover must be permanent material", async () => {
  await using box = await openArticles();
  const temporary = await box.upload("/cgi-bin/media/upload?type=image");
  expect(await box.add({ thumb_media_id: temporary })).toMatchObject({ errcode: 40007 });
});

test("pictures with a text: no cover needed, and without a content", async () => {
  await using box = await openArticles();
  const image_info = { image_list: [{ image_media_id: box.cover }] };
  const draft = { article_type: "newspic", thumb_media_id: "", content: "", image_info };
  const { media_id } = await box.add(draft);
  expect(await box.call("draft/get", { media_id })).toMatchObject({
    news_item: [{ article_type: "newspic", image_info, title: "T" }],
  });
});

test("unknown drafts, places and counts", async () => {
  await using box = await openArticles();
  const { media_id } = await box.add();
  for (const path of ["get", "delete", "update"]) {
    expect(await box.call(`draft/${path}`, { media_id: "x" })).toMatchObject({ errcode: 40007 });
  }
  const wrong = { media_id, index: 1, articles: box.article };
  expect(await box.call("draft/update", wrong)).toMatchObject({ errcode: 40114 });
  for (const count of [0, 21]) {
    const page = { offset: 0, count };
    expect(await box.call("draft/batchget", page)).toMatchObject({ errcode: 40097 });
    expect(await box.call("freepublish/batchget", page)).toMatchObject({ errcode: 40097 });
  }
  expect(await box.call("freepublish/submit", { media_id: "x" })).toMatchObject({ errcode: 40007 });
  expect(await box.call("freepublish/get", { publish_id: "1" })).toMatchObject({ errcode: 53502 });
  expect(await box.call("freepublish/getarticle", { article_id: "x" })).toMatchObject({
    errcode: 53600,
  });
});

test("publishing takes a while, and its article is not there before", async () => {
  await using box = await openArticles();
  const { media_id } = await box.add();
  const { publish_id, msg_data_id } = await box.call("freepublish/submit", { media_id });
  const place = { msg_data_id, index: 0 };
  expect(await box.call("freepublish/get", { publish_id })).toEqual({
    publish_id,
    publish_status: 1,
    fail_idx: [],
  });
  expect(await box.call("comment/open", place)).toMatchObject({ errcode: 88001 });
  await box.clock.advance(2_000);
  expect(await box.call("comment/open", place)).toMatchObject({ errcode: 0 });
});

test("drafts are for all; publishing, comments and statistics for verified accounts", async () => {
  await using box = await openArticles({ type: "test" });
  box.platform.record("account.changed", {
    appId: box.appId,
    change: { type: "subscription", verification: -1 },
  });
  expect(await box.call("draft/batchget", { offset: 0, count: 1 })).toMatchObject({ item: [] });
  for (const path of ["freepublish/batchget", "comment/list", "../datacube/getbizsummary"]) {
    expect(await box.call(path, {})).toMatchObject({ errcode: 48001 });
  }
});

test("comments: whoever may, one reply each, and what is gone is gone", async () => {
  await using box = await openArticles();
  const { media_id } = await box.add({ need_open_comment: 1, only_fans_can_comment: 1 });
  const { msg_data_id } = await box.call("freepublish/submit", { media_id });
  await box.clock.advance(2_000);
  const place = { msg_data_id, index: 0 };
  const write = (openid: string) =>
    comment(box.platform, box.appId, openid, { msgDataId: String(msg_data_id) }, "好");
  expect(() => write(box.person().openid)).toThrow("cannot comment");
  write(box.person(FOLLOW).openid);
  for (const count of [0, 50]) {
    const list = { ...place, begin: 0, count, type: 0 };
    expect(await box.call("comment/list", list)).toMatchObject({ errcode: 88010 });
  }
  const { text } = await box.post("/cgi-bin/comment/list", box.access, {
    ...place,
    ...{ begin: 0, count: 1, type: 0 },
  });
  // An id of 64 bits stands bare; a number of JavaScript would lose its end.
  const id = /"user_comment_id":(\d+)/.exec(text)?.[1] ?? "";
  const one = (more = "") =>
    `{"msg_data_id":${msg_data_id},"index":0,"user_comment_id":${id}${more}}`;
  const say = async (path: string, body: string) =>
    (await box.post(`/cgi-bin/comment/${path}`, box.access, body)).json;
  expect(await say("reply/add", one(',"content":""'))).toMatchObject({ errcode: 88007 });
  expect(await say("reply/delete", one())).toMatchObject({ errcode: 88009 });
  expect(await say("reply/add", one(',"content":"谢谢"'))).toMatchObject({ errcode: 0 });
  expect(await say("reply/add", one(',"content":"谢谢"'))).toMatchObject({ errcode: 88005 });
  expect(await say("delete", one())).toMatchObject({ errcode: 0 });
  expect(await say("markelect", one())).toMatchObject({ errcode: 88008 });
  expect(await box.call("comment/close", place)).toMatchObject({ errcode: 0 });
  expect(() => write(box.person(FOLLOW).openid)).toThrow("cannot comment");
  box.platform.record("account.changed", { appId: box.appId, change: { withoutComments: true } });
  expect(await box.call("comment/open", place)).toMatchObject({ errcode: 88000 });
});

test("figures: written dates, bounded spans, ready at eight", async () => {
  await using box = await openArticles();
  const figures = async (path: string, begin_date: string, end_date = begin_date) =>
    (await box.post(`/datacube/${path}`, box.access, { begin_date, end_date })).json;
  const today = dayOf(box.clock.now());
  expect(await figures("getusersummary", "today")).toMatchObject({ errcode: 61500 });
  expect(await figures("getusersummary", today)).toMatchObject({ errcode: 61501 });
  // To seven in the morning of the next day, in China.
  const midnight = Date.parse(`${today}T00:00:00+08:00`) + DAY;
  await box.clock.advance(midnight + 7 * HOUR - box.clock.now());
  const token = await box.token();
  const later = async (path: string, begin_date: string, end_date = begin_date) =>
    (await box.post(`/datacube/${path}`, token, { begin_date, end_date })).json;
  expect(await later("getusersummary", today)).toMatchObject({ errcode: 61503 });
  await box.clock.advance(HOUR);
  expect(await later("getusersummary", today)).toMatchObject({ list: [{ ref_date: today }] });
  const before = dayOf(box.clock.now() - 9 * DAY);
  expect(await later("getusersummary", before, today)).toMatchObject({ errcode: 61501 });
  expect(await later("getarticleread", before, today)).toMatchObject({ errcode: 61501 });
  expect((await later("getbizsummary", before, today)).list).toHaveLength(9);
});

test("short keys and tickets end", async () => {
  await using box = await openArticles();
  const shorten = (body: object) => box.call("shorten/gen", body);
  expect(await shorten({})).toMatchObject({ errcode: 47003 });
  expect(await shorten({ long_data: "x".repeat(4_097) })).toMatchObject({ errcode: 9410010 });
  expect(await shorten({ long_data: "x", expire_seconds: 2_592_001 })).toMatchObject({
    errcode: 9410011,
  });
  const { short_key } = await shorten({ long_data: "x", expire_seconds: 60 });
  await box.clock.advance(59_000);
  expect(await box.call("shorten/fetch", { short_key })).toMatchObject({ expire_seconds: 1 });
  await box.clock.advance(1_000);
  expect(await box.call("shorten/fetch", { short_key })).toMatchObject({ errcode: 9410012 });
  const ticket = async (type: string) =>
    (await box.get("/cgi-bin/ticket/getticket", { access_token: box.access, type })).json;
  expect(await ticket("cookie")).toMatchObject({ errcode: 40097 });
  const first = await ticket("jsapi");
  expect(await ticket("jsapi")).toEqual(first);
});

test("openids of an account that moved, for fifteen days", async () => {
  await using box = await openArticles();
  const old = box.platform.addAccount();
  const { openid } = box.platform.addFollower(old.settings.appId);
  box.platform.act(old.settings.appId, openid, FOLLOW);
  const change = async (openid_list: readonly string[]) => {
    const token = await box.token();
    const body = { from_appid: old.settings.appId, openid_list };
    return (await box.post("/cgi-bin/changeopenid", token, body)).json;
  };
  expect(await change([openid])).toMatchObject({ errcode: 63178 });
  moveFollowers(box.platform, old.settings.appId, box.appId);
  expect(old.followers.get(openid)?.following).toBe(false);
  expect(await change([openid])).toMatchObject({ result_list: [{ err_msg: "ok" }] });
  expect(await change([])).toMatchObject({ errcode: 40032 });
  await box.clock.advance(15 * DAY);
  expect(await change([openid])).toMatchObject({ errcode: 63178 });
});
