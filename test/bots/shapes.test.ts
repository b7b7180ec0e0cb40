import { type Activity, type ActivityHandler, MemoryStorage, TestAdapter } from "botbuilder";
import { describe, expect, test } from "vitest";
import type { Outgoing } from "../../src/adapter/plan/outgoing.ts";
import { fromActivity } from "../../src/adapter/translate/fromActivity.ts";
import type { Gives, Numbered } from "../../src/store/openChoices.ts";
import type { Sight } from "../../src/testing/sight.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";
import { SHAPES } from "./shapes/index.ts";
import { type Move, PICTURE, type Shape } from "./shapes/shape.ts";

const LOCALE = "en-US";

/** What the bot says to each move on Bot Framework's own test adapter. */
async function onTestAdapter({ bot: create, script, outside }: Shape) {
  const bot = create(new MemoryStorage());
  const adapter = new TestAdapter((context) => bot.run(context) as Promise<void>, {
    locale: LOCALE,
  });
  const replies: Partial<Activity>[][] = [];
  for (const move of script) {
    if ("outside" in move) {
      const event = { type: "event", name: "ContinueConversation" };
      await adapter.processActivity(event, async (context) => outside?.(context));
    } else await adapter.processActivity(activityOf(move));
    replies.push(adapter.activeQueue.splice(0));
  }
  return replies;
}

function activityOf(move: Move): Partial<Activity> {
  if ("says" in move) return { type: "message", text: move.says };
  if ("sendsPicture" in move) return PICTURE;
  return { type: "conversationUpdate", membersAdded: [{ id: "user1", name: "" }] };
}

/** What the bot shows after each move in WeChat. */
async function inWeChat({ bot: create, script, outside, referenceOf }: Shape, verified: boolean) {
  const bot: ActivityHandler = create(new MemoryStorage());
  const wechat = await testWeChat(bot, { locale: LOCALE, verified });
  const mei = wechat.follower("Mei");
  const shown: (readonly Sight[])[] = [];
  if (!script.some((move) => "joins" in move)) await mei.subscribes();
  mei.sees();
  for (const move of script) {
    // A follow opens a minute with three messages, which would count against every other grant.
    await wechat.advance("61s");
    if ("joins" in move) await mei.subscribes();
    else if ("says" in move) await mei.says(move.says);
    else if ("sendsPicture" in move) await mei.sendsImage();
    else {
      const reference = referenceOf?.(bot) ?? {};
      await wechat.until(wechat.adapter.continueConversation(reference, async (c) => outside?.(c)));
    }
    shown.push(mei.sees());
  }
  await wechat.close();
  return shown;
}

/** The messages of one turn's replies, as rendering makes them. */
function rendered(replies: readonly Partial<Activity>[]): readonly Outgoing[] {
  let count = 0;
  const number = (title: string, gives: Gives): Numbered => {
    count += 1;
    return { number: count, id: String(count), title, gives };
  };
  return replies.flatMap((reply) => {
    const { parts } = fromActivity(reply, { locale: LOCALE, number });
    return parts.map((part) => ("upload" in part ? part.made("MEDIA", "THUMB") : part));
  });
}

/** What a message says, whichever route it took. */
function saidBy({ reply, custom }: Outgoing): string {
  if (custom?.type === "msgmenu") return menu(custom.head ?? "", custom.items);
  if (reply.type === "text") return reply.content;
  if (reply.type === "news")
    return reply.articles.map(({ title, url }) => `[${title} ${url}]`).join();
  return reply.type === "music" ? `[music ${reply.title}]` : `[${reply.type}]`;
}

function saidOnPhone(sight: Sight): string {
  if (typeof sight === "string") return sight;
  const [[kind, content] = ["", {}]] = Object.entries(sight);
  const has = content as { articles?: { title: string; url: string }[]; title?: string };
  switch (kind) {
    case "msgmenu": {
      const { head_content, list } = content as { head_content: string; list: never[] };
      return menu(head_content, list);
    }
    case "news":
      return (has.articles ?? []).map(({ title, url }) => `[${title} ${url}]`).join();
    case "music":
      return `[music ${has.title}]`;
    default:
      return `[${kind}]`;
  }
}

function menu(head: string, items: readonly { readonly content: string }[]): string {
  return [head, ...items.map(({ content }) => `(${content})`)].join("\n");
}

describe.each(SHAPES)("$name", (shape) => {
  test("shows on a verified account what it says on a TestAdapter, rendered", async () => {
    const [said, shown] = await Promise.all([onTestAdapter(shape), inWeChat(shape, true)]);
    expect(said.flat().length).toBeGreaterThan(2);
    const expected = said.map((replies) => rendered(replies).map(saidBy));
    expect(shown.map((sights) => sights.map(saidOnPhone))).toEqual(expected);
  });

  test("says all of it, in order, on an account that lives on passive replies", async () => {
    const [said, shown] = await Promise.all([onTestAdapter(shape), inWeChat(shape, false)]);
    const words = shown.flat().map(saidOnPhone).join("\n");
    let at = 0;
    for (const replies of said) {
      for (const { reply, words: own } of rendered(replies)) {
        // A lone article goes in its own form: then its title is all that is compared.
        const said = reply.type === "text" ? reply.content : (own ?? "");
        const text = reply.type === "news" ? (reply.articles[0]?.title ?? "") : said;
        for (const line of text.split("\n").filter(isPlain)) {
          const found = words.indexOf(line, at);
          expect(
            found,
            `"${line}" after ${JSON.stringify(words.slice(at, at + 80))}`,
          ).toBeGreaterThanOrEqual(0);
          at = found;
        }
      }
    }
  });
});

/** Links are not read out where the thing itself is shown. */
function isPlain(line: string): boolean {
  return line.trim() !== "" && !line.includes("<a ");
}
