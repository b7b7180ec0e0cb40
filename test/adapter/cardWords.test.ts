import { CardFactory } from "botbuilder";
import { expect, test } from "vitest";
import { type Bot, testWeChat } from "../../src/testing/testWeChat.ts";
import { render } from "./render.ts";

const PICTURE = "https://e.org/p.png";
const adaptive = (body: readonly object[], more = {}) => ({
  contentType: "application/vnd.microsoft.card.adaptive",
  content: { type: "AdaptiveCard", body, ...more },
});
const say = (text: string) => ({ type: "TextBlock", text });
const image = (url: string) => ({ type: "Image", url });
const article = (shown: ReturnType<typeof render>) =>
  (shown.parts[0] as unknown as { reply: { articles: { title: string; description: string }[] } })
    .reply.articles[0];

async function seen(attachment: object, verified: boolean) {
  const bot: Bot = async (context) => {
    if (context.activity.type === "message") {
      await context.sendActivity("先说一句");
      await context.sendActivity({ type: "message", attachments: [attachment as never] });
    }
  };
  const wechat = await testWeChat(bot, { verified });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("go");
  const sights = mei.sees().map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  await wechat.close();
  return sights;
}

test("an article's title and description hold no markup; its links stand below, once", () => {
  const card = adaptive([
    say("看 [我们](https://e.org/us) 的"),
    say("又 **粗** [页](https://e.org/x)"),
    image(PICTURE),
    image("https://e.org/2.png"),
  ]);
  const shown = render({ attachments: [card as never] }, { locale: "zh-CN" });
  expect(article(shown)).toMatchObject({ title: "看 我们 的", description: "又 粗 页" });
  expect(shown.texts.at(-1)).toBe(
    ['https://e.org/us">我们', 'https://e.org/x">页', 'https://e.org/2.png">图片']
      .map((one) => `<a href="${one}</a>`)
      .join("\n"),
  );
});

test.each([true, false])(
  "long words of a card with a picture are said once (verified: %s)",
  async (verified) => {
    const long = `开头${"很长的说明，".repeat(60)}结尾 [页](https://e.org/x)`;
    const sights = await seen(adaptive([say("标题"), say(long), image(PICTURE)]), verified);
    const all = sights.join("\n");
    for (const once of verified ? ["结尾", "标题"] : ["结尾", "标题", "开头"]) {
      expect(all.split(once)).toHaveLength(2);
    }
    expect(all).not.toContain("undefined");
    for (const sight of sights) if (sight.startsWith("{")) expect(sight).not.toContain("<a");
  },
);

test.each([true, false])(
  "a title that is too long for an article is said whole (verified: %s)",
  async (verified) => {
    const title = `甲${"字".repeat(100)}乙`;
    const all = (await seen(CardFactory.heroCard(title, "说明", [PICTURE]), verified)).join("\n");
    expect(all.split("乙")).toHaveLength(2);
  },
);

test("a card that is said in words keeps its picture, and its links stand together", async () => {
  const buttons = ["甲", "乙", "丙"].map((title) => ({
    type: "openUrl",
    title,
    value: `https://e.org/${title}`,
  }));
  const [first = ""] = await seen(
    CardFactory.heroCard("标题", "看 [这里](https://e.org/h) **吧**", [PICTURE], buttons as never),
    false,
  );
  expect(first).toContain(`<a href="${PICTURE}">图片</a>`);
  expect(first).not.toContain("**");
  expect(first.slice(first.indexOf("【标题】"))).not.toContain("\n\n");
  expect(first.match(/<a /g)).toHaveLength(5);
});

test("a card with nothing but a picture shows it once; several without a name are counted", () => {
  expect(render({ attachments: [adaptive([image(PICTURE)]) as never] }).texts).toEqual([
    `[image ${PICTURE}] <a href="${PICTURE}">Picture</a>`,
  ]);
  const body = [say("T"), ...[0, 1, 2].map((n) => image(`https://e.org/${n}.png`))];
  expect(render({ attachments: [adaptive(body) as never] }).texts.at(-1)).toBe(
    '<a href="https://e.org/1.png">Picture 1</a>\n<a href="https://e.org/2.png">Picture 2</a>',
  );
});

test("what a card requires and WeChat has not is replaced by its fallback, or dropped", () => {
  const body = [
    { ...say("needs it"), requires: { acme: "1.0" }, fallback: say("instead") },
    { ...say("dropped"), requires: { acme: "1.0" }, fallback: "drop" },
    { ...say("fine"), requires: { adaptiveCards: "1.5" } },
    { type: "Acme.Chart", items: [say("chart")], fallback: say("a table") },
    { type: "Acme.Box", items: [say("in a box")] },
  ];
  const actions = [
    {
      type: "Action.Submit",
      title: "No",
      requires: { acme: "1" },
      fallback: { type: "Action.Submit", title: "Yes" },
    },
    { type: "Acme.Do", title: "Do", fallback: "drop" },
  ];
  const { texts, choices } = render({ attachments: [adaptive(body, { actions }) as never] });
  expect(texts).toEqual(["instead\nfine\na table\nin a box\n1. Yes"]);
  expect(choices.map(({ title }) => title)).toEqual(["Yes"]);
});

test("moments stand on the reader's clock", () => {
  const body = [
    say(
      "{{DATE(2026-09-24T18:30:00Z, SHORT)}} {{TIME(2026-09-24T18:30:00Z)}} {{TIME(2026-09-24T18:30:00)}}",
    ),
  ];
  expect(render({ attachments: [adaptive(body) as never] }).texts).toEqual([
    "Fri, Sep 25, 2026 2:30 AM 6:30 PM",
  ]);
});

test("a film stands below a card's words, and a page's words have no tags", () => {
  const film = { type: "Media", sources: [{ url: "https://e.org/v.mp4" }], altText: "film" };
  expect(render({ attachments: [adaptive([film, say("Look")]) as never] }).texts).toEqual([
    'Look\n<a href="https://e.org/v.mp4">film</a>',
  ]);
  const page = { contentType: "text/html", content: "<p>one &amp; two</p><br>three" };
  expect(render({ attachments: [page] }).texts).toEqual(["one & two\nthree"]);
});

test("the test kit refuses a picture that WeChat would refuse", async () => {
  const data = "data:image/png;base64,AAAA";
  const sights = await seen({ contentType: "image/png", contentUrl: data, name: "坏.png" }, true);
  expect(sights.at(-1)).toBe("（图片“坏.png”暂时无法显示）");
});
