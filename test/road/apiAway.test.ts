import type { ConversationReference } from "botbuilder";
import { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import type { Courier } from "../../src/adapter/send/courier.ts";
import { sleep } from "../../src/clock.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad, textOf } from "../helpers/manualRoad.ts";
import { ACCOUNT } from "../helpers/road.ts";

const VERIFIED = { ...ACCOUNT, customerService: true };

/** WeChat's customer-service side, which can be away: then a try ends after `takesMs`, unsent. */
function courier(clock: ManualClock, takesMs = 0) {
  const api = { away: true, sent: [] as string[] };
  const carry: Courier = async (_account, _openid, reply) => {
    if (api.away) {
      await sleep(clock, takesMs);
      return "not-sent";
    }
    if (reply.type === "text") api.sent.push(reply.content);
    return "sent";
  };
  return { api, carry };
}

/** A follower who has written once, of an echo bot whose "slow" takes six seconds. */
async function met(takesMs = 0) {
  const clock = new ManualClock();
  const { api, carry } = courier(clock, takesMs);
  let reference: Partial<ConversationReference> = {};
  const road = manualRoad(
    async (context) => {
      reference = TurnContext.getConversationReference(context.activity);
      if (context.activity.text === "slow") await sleep(clock, 6_000);
      await context.sendActivity(`echo ${context.activity.text}`);
    },
    { accounts: [VERIFIED], courier: carry },
    clock,
  );
  expect(textOf(await road.says("hi"))).toBe("echo hi");
  const news = (text: string) =>
    road.adapter.continueConversation(reference, async (context) => {
      await context.sendActivity(text);
    });
  return { ...road, api, news };
}

test("a message that cannot be sent does not keep its follower from being answered at once", async () => {
  const road = await met();
  expect(await road.ends(road.news("news"), 1_000)).toBe(true);
  const before = road.clock.now();
  const seen = textOf(await road.says("hello?"));
  expect(road.clock.now() - before).toBeLessThan(200);
  expect(seen).toBe("news\n\necho hello?");
  expect(textOf(await road.says("and now?"))).toBe("echo and now?");
  road.api.away = false;
  await road.clock.advance(30_000);
  // All of it was shown already.
  expect(road.api.sent).toEqual([]);
});

test("a sender does not wait for an API that does not answer, nor does the follower", async () => {
  const road = await met(5_000);
  expect(await road.ends(road.news("news"), 6_000)).toBe(true);
  expect(textOf(await road.says("hello?"))).toBe("news\n\necho hello?");
});

test("while a retry hangs on a host that does not answer, the follower is answered at once", async () => {
  const road = await met(5_000);
  await road.ends(road.news("news"), 6_000);
  // The sweep has taken it up again.
  await road.clock.advance(4_500);
  for (const text of ["hello?", "and now?"]) {
    const before = road.clock.now();
    expect(textOf(await road.says(text))).toBe(`echo ${text}`);
    expect(road.clock.now() - before).toBeLessThan(200);
  }
  road.api.away = false;
  await road.clock.advance(30_000);
  expect(road.api.sent).toEqual(["news"]);
});

test("nor does another follower's first message keep him, once the API is known to be away", async () => {
  const road = await met(5_000);
  await road.ends(road.news("news"), 6_000);
  await road.clock.advance(12_000);
  // What was queued is shown; the next message is tried for the first time, and hangs.
  expect(textOf(await road.says("hello?"))).toMatch(/echo hello\?$/);
  await road.clock.advance(20_000);
  const more = road.news("more news");
  await road.clock.advance(1_000);
  const before = road.clock.now();
  expect(textOf(await road.says("and now?"))).toMatch(/echo and now\?$/);
  expect(road.clock.now() - before).toBeLessThan(200);
  road.api.away = false;
  await road.ends(more, 10_000);
  await road.clock.advance(30_000);
});

test("after a slow turn whose answer could not be sent, every later message is answered", async () => {
  const road = await met();
  await road.says("slow");
  await road.clock.advance(10_000);
  expect(textOf(await road.says("q1"))).toBe("关于“slow”：\necho slow\n\necho q1");
  expect(textOf(await road.says("q2"))).toBe("echo q2");
  // The next slow turn knows that the API is away, and rides.
  expect(textOf(await road.says("slow"))).toBe("echo slow");
});

test("what does not fit into the answer comes when the API is back, once and in order", async () => {
  const road = await met();
  const long = (name: string) => `${name} ${"long ".repeat(300)}`.trim();
  for (const name of ["one", "two", "three"]) {
    expect(await road.ends(road.news(long(name)), 1_000)).toBe(true);
  }
  const seen = textOf(await road.says("hello?"));
  expect(seen.startsWith(long("one"))).toBe(true);
  expect(seen).toContain("继续");
  road.api.away = false;
  await road.clock.advance(30_000);
  expect(road.api.sent.map((text) => text.split(" ", 2).join(" "))).toEqual([
    "two long",
    "three long",
    "echo hello?",
  ]);
  expect(textOf(await road.says("fine"))).toBe("echo fine");
});

test("what waits for the API can be fetched meanwhile, and does not come again", async () => {
  const road = await met();
  const long = (name: string) => `${name} ${"long ".repeat(300)}`.trim();
  for (const name of ["one", "two"]) await road.ends(road.news(long(name)), 1_000);
  await road.says("hello?");
  expect(textOf(await road.says("继续"))).toBe(`${long("two")}\n\necho hello?`);
  road.api.away = false;
  await road.clock.advance(30_000);
  expect(road.api.sent).toEqual([]);
});
