import { expect, test } from "vitest";
import type { Outgoing } from "../../src/adapter/plan/outgoing.ts";
import { choose, type Situation } from "../../src/adapter/plan/routes.ts";
import { wordsFor } from "../../src/language/words/road.ts";
import type { Item } from "../../src/store/store.ts";

const words = wordsFor("en");
const text = (content: string): Outgoing => ({ reply: { type: "text", content } });
const menu: Outgoing = {
  ...text("Pick\n1. A\n2. B"),
  custom: { type: "msgmenu", head: "Pick", items: [{ id: "1", content: "A" }] },
};
const card = (title: string): Outgoing => ({
  reply: { type: "news", articles: [{ title, description: "", picUrl: "p", url: "u" }] },
  words: `${title} in words`,
  card: true,
});
const picture: Outgoing = { reply: { type: "image", mediaId: "M" } };

function plan(messages: readonly Outgoing[], given: Partial<Situation> = {}, quota = 5) {
  const items: Item[] = messages.map((message, i) => ({
    id: `k#${i}`,
    message,
    expiresAt: 0,
  }));
  const situation = {
    pushKey: "k",
    facts: {
      slot: "free",
      chain: 0,
      held: [],
      untaken: [],
      quota,
    } as unknown as Situation["facts"],
    messages: items,
    customerService: false,
    proven: false,
    away: false,
    asked: true,
    notifies: false,
    articles: 1,
    left: false,
    stillWorking: false,
    ...given,
  };
  const { route, reply, passive, chain, hold } = choose(situation, words);
  return { route, reply, rides: passive.length, later: chain.length, held: hold.length };
}

const MAY = { customerService: true, proven: true };

test("a message menu goes by customer service, and everything behind it", () => {
  expect(plan([menu, text("x")], MAY)).toEqual({
    route: "better-later",
    reply: undefined,
    rides: 0,
    later: 2,
    held: 0,
  });
});

test.each<[string, Partial<Situation>, number]>([
  ["the account may not", {}, 5],
  ["nobody knows yet whether the account may", { customerService: true }, 5],
  ["the grants do not suffice", MAY, 0],
])("%s: its numbered text rides", (_when, given, quota) => {
  expect(plan([menu], given, quota).reply).toEqual(menu.reply);
});

test("cards share one reply where the push allows several articles", () => {
  const cards = ["a", "b", "c"].map(card);
  const reply = {
    type: "news",
    articles: cards.flatMap(({ reply }) => (reply.type === "news" ? reply.articles : [])),
  };
  expect(plan(cards, { articles: 8 })).toMatchObject({ reply, rides: 3, held: 0 });
  expect(plan(cards, { articles: 8, ...MAY })).toMatchObject({ reply, rides: 3, later: 0 });
});

test("after a message the first card rides and the others follow, or all are said in words", () => {
  const cards = ["a", "b", "c"].map(card);
  expect(plan(cards, MAY)).toMatchObject({ reply: cards[0]?.reply, rides: 1, later: 2 });
  const inWords = { type: "text", content: "a in words\n\nb in words\n\nc in words" };
  expect(plan(cards)).toMatchObject({ reply: inWords, rides: 3, held: 0 });
  expect(plan(cards, MAY, 0)).toMatchObject({ reply: inWords, rides: 3, held: 0 });
});

test("a lone card keeps its form; words pass a picture, which has none", () => {
  expect(plan([card("a")]).reply).toEqual(card("a").reply);
  expect(plan([picture, picture])).toMatchObject({ reply: picture.reply, rides: 1, held: 1 });
  const passed = { type: "text", content: `x\n\n${words.more}` };
  expect(plan([picture, text("x")])).toMatchObject({ reply: passed, rides: 1, held: 1 });
  const told = plan([card("a"), picture]);
  expect(told.reply).toEqual({ type: "text", content: `a in words\n\n${words.more}` });
});

test("more articles than the push allows are said in words: WeChat would drop them silently", () => {
  const articles = ["a", "b"].map((title) => ({ title, description: "", picUrl: "", url: "u" }));
  const held: Outgoing = { reply: { type: "news", articles } };
  expect(plan([held]).reply).toEqual({ type: "text", content: "a\nu\n\nb\nu" });
  expect(plan([held], { articles: 8 }).reply).toEqual(held.reply);
});
