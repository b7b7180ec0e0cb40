import type { TurnContext } from "botbuilder";
import { expect, test, vi } from "vitest";
import { JPG } from "../client/rig.ts";
import { town } from "../helpers/town.ts";

const PATIENCE = { timeout: 5_000 };
const ARTICLE = { title: "上新", author: "小店", content: "<p>秋天的第一批<b>柿子</b>到了</p>" };

/** A bot that keeps the events that it hears, and the account's client. */
async function story() {
  const heard: { readonly name: string; readonly value: unknown }[] = [];
  const rig = await town(async (context: TurnContext) => {
    const { type, name = "", value } = context.activity;
    if (type === "event") heard.push({ name, value });
  });
  const client = rig.adapter.client(rig.appId);
  const cover = await client.media.upload(JPG, { type: "image", permanent: true });
  const { media_id } = await client.call("draft.add", {
    articles: [{ ...ARTICLE, thumb_media_id: cover.mediaId, need_open_comment: 1 }],
  });
  const of = (name: string) => heard.filter((one) => one.name === name).map(({ value }) => value);
  /** The card on somebody's screen. */
  const card = (openid: string) =>
    rig.simulator.platform.timeline
      .of("message.shown")
      .filter((shown) => shown.openid === openid && shown.message.msgtype === "news")
      .map(
        ({ message }) => (message.news as { articles: { url: string; title: string }[] }).articles,
      )
      .at(-1);
  const page = async (url = "") => (await fetch(url)).text();
  return { ...rig, client, media_id, of, card, page };
}

test("draft, preview, mass send: followers have the article, and the bot hears MASSSENDJOBFINISH", async () => {
  const { client, media_id, follower, of, card, page } = await story();
  const [mei, ben] = [follower(), follower()];
  for (const one of [mei, ben]) await one.does({ do: "follow" });
  const content = { msgtype: "mpnews", mpnews: { media_id } } as const;

  await client.call("mass.preview", { touser: mei.openid, ...content });
  expect(card(mei.openid)).toMatchObject([
    { title: "上新", description: "秋天的第一批 柿子 到了" },
  ]);
  expect(card(ben.openid)).toBeUndefined();
  expect(await page(card(mei.openid)?.[0]?.url)).toContain("预览 Preview");
  expect((await client.call("draft.count")).total_count).toBe(1);

  const sent = await client.call("mass.sendAll", { filter: { is_to_all: true }, ...content });
  await vi.waitFor(() => expect(of("MASSSENDJOBFINISH")).toHaveLength(1), PATIENCE);
  expect(of("MASSSENDJOBFINISH")[0]).toMatchObject({
    msgId: sent.msg_id,
    status: "send success",
    sentCount: 2,
    checkState: 1,
    articles: [{ articleIdx: 1, articleUrl: card(ben.openid)?.[0]?.url }],
  });
  const text = await page(card(ben.openid)?.[0]?.url);
  expect(text).toContain("秋天的第一批 柿子 到了");
  expect(text).not.toContain("<b>");
  // What was sent has left the box, and its comments are the account's to read.
  expect((await client.call("draft.count")).total_count).toBe(0);
});

test("draft, publish: nobody is told but the bot, by PUBLISHJOBFINISH, and everybody can read and comment", async () => {
  const { client, media_id, follower, of, card, page } = await story();
  const mei = follower();
  await mei.does({ do: "follow" });
  const job = await client.call("publish.submit", { media_id });
  await vi.waitFor(() => expect(of("PUBLISHJOBFINISH")).toHaveLength(1), PATIENCE);
  const { publication } = of("PUBLISHJOBFINISH")[0] as {
    publication: { articleId: string; articles: { articleUrl: string }[] };
  };
  expect(publication).toMatchObject({ publishId: job.publish_id, publishStatus: 0 });
  expect(card(mei.openid)).toBeUndefined();
  expect(await page(publication.articles[0]?.articleUrl)).toContain("小店");

  const msgDataId = job.msg_data_id ?? "";
  const url = publication.articles[0]?.articleUrl ?? "";
  // As the form of the page does it.
  expect(await page(url)).toContain(`<option value="${mei.openid}">`);
  const write = new URL(url);
  write.searchParams.set("as", mei.openid);
  write.searchParams.set("comment", "多少钱一斤？");
  expect(await page(write.href)).toContain("小店");
  write.searchParams.set("as", "nobody");
  expect(await page(write.href)).toContain("nobody");
  const place = { msg_data_id: BigInt(msgDataId), index: 0 };
  const { comment: all } = await client.call("comment.list", {
    ...place,
    ...{ begin: 0, count: 49, type: 0 },
  });
  const user_comment_id = BigInt(all[0]?.user_comment_id ?? 0);
  await client.call("comment.reply", { ...place, user_comment_id, content: "十块" });
  await client.call("comment.elect", { ...place, user_comment_id });
  expect(await page(publication.articles[0]?.articleUrl)).toContain("多少钱一斤？ — 十块");

  await mei.says("hello");
  await client.request("POST", "/cgi-bin/message/custom/send", {
    body: {
      ...{ touser: mei.openid, msgtype: "mpnewsarticle" },
      mpnewsarticle: { article_id: publication.articleId },
    },
  });
  expect(card(mei.openid)).toMatchObject([{ title: "上新" }]);
});

test("a publication that WeChat refuses is told with its articles, and the draft stays", async () => {
  const { client, media_id, of, simulator, appId } = await story();
  simulator.platform.record("account.changed", { appId, change: { publishing: 4 } });
  const { publish_id = "" } = await client.call("publish.submit", { media_id });
  await vi.waitFor(() => expect(of("PUBLISHJOBFINISH")).toHaveLength(1), PATIENCE);
  expect(of("PUBLISHJOBFINISH")[0]).toMatchObject({
    publication: { publishId: publish_id, publishStatus: 4, failIdx: [1] },
  });
  expect(await client.call("publish.get", { publish_id })).toMatchObject({
    publish_status: 4,
    fail_idx: [1],
  });
  expect((await client.call("draft.count")).total_count).toBe(1);
});
