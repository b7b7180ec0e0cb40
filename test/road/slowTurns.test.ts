import { expect, test, vi } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { ACCOUNT, SCALE, seconds, testRoad, textPush } from "../helpers/road.ts";
import { scaledTimes } from "../helpers/scaled.ts";

/** A bot that takes as many seconds as the text says, then answers. */
function slowBot() {
  const ran: string[] = [];
  return {
    ran,
    logic: async (context: import("botbuilder").TurnContext) => {
      const { text } = context.activity;
      ran.push(text);
      await seconds(Number.parseFloat(text) || 0);
      await context.sendActivity(`answer to ${text}`);
    },
  };
}

test("a turn of 7 s is answered on the second delivery, once, and the bot ran once", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  const seen = await road.says("7");
  expect(seen.text).toBe("answer to 7");
  expect(seen.tries).toHaveLength(2);
  expect(bot.ran).toEqual(["7"]);
});

test("a turn of 20 s says how to fetch the answer; the next message brings it under its question", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  const first = await road.says("20 seconds please");
  expect(first.tries).toHaveLength(3);
  expect(first.text).toContain("继续");
  await seconds(7);
  const next = await road.says("0");
  expect(next.text).toBe("关于“20 seconds please”：\nanswer to 20 seconds please\n\nanswer to 0");
  expect(bot.ran).toEqual(["20 seconds please", "0"]);
  expect((await road.says("0.1")).text).toBe("answer to 0.1");
});

test("a fetch word after an offer brings what is held, without a turn of the bot", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  await road.says("20");
  await seconds(7);
  expect((await road.says("继续")).text).toBe("关于“20”：\nanswer to 20");
  expect((await road.says("继续")).text).toBe("answer to 继续");
  expect(bot.ran).toEqual(["20", "继续"]);
});

test("a fetch word while the turn still runs waits for it", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  await road.says("18");
  expect((await road.says("more")).text).toBe("关于“18”：\nanswer to 18");
  expect(bot.ran).toEqual(["18"]);
});

test("deliveries of one push join: the same bytes, one run", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  const xml = textPush("1");
  const [a, b, c] = await Promise.all([road.deliver(xml), road.deliver(xml), road.deliver(xml)]);
  expect(a.text).toBe("answer to 1");
  expect(b).toEqual(a);
  expect(c).toEqual(a);
  expect(await road.deliver(xml)).toEqual(a);
  expect(bot.ran).toEqual(["1"]);
});

test("turns of one follower run one after the other, in order; others are not held up", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  const slow = road.says("3", "oSlow");
  await seconds(0.2);
  const second = road.says("0.1", "oSlow");
  const third = road.says("0.2", "oSlow");
  const other = await road.says("0", "oOther");
  expect(other.text).toBe("answer to 0");
  expect(bot.ran).toEqual(["3", "0"]);
  const texts = (await Promise.all([slow, second, third])).map(({ text }) => text);
  expect(texts).toEqual(["answer to 3", "answer to 0.1", "answer to 0.2"]);
  expect(bot.ran).toEqual(["3", "0", "0.1", "0.2"]);
});

test("an answer that nobody took in time stands before the next one", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  // WeChat gave up after one try, and the turn ended afterwards.
  const lost = await road.deliver(textPush("6"));
  expect(lost.text).toBeUndefined();
  await seconds(2);
  expect((await road.says("0")).text).toBe("关于“6”：\nanswer to 6\n\nanswer to 0");
});

test("an answer that nobody fetched at all is held and comes with the next contact", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  const xml = textPush("6");
  await road.deliver(xml);
  await seconds(17);
  // One that comes so late is told that something waits.
  expect((await road.deliver(xml)).text).toContain("继续");
  expect((await road.says("0")).text).toBe("关于“6”：\nanswer to 6\n\nanswer to 0");
});

test("twenty pushes of one follower wait in order; the next gets a polite notice", async () => {
  const ran: string[] = [];
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const store = new MemoryStore(scaledTimes(SCALE));
  const arrive = vi.spyOn(store, "arrive");
  const arrived = () => new Set(arrive.mock.calls.map(([{ push }]) => push.key)).size;
  const logic = async (context: import("botbuilder").TurnContext) => {
    ran.push(context.activity.text);
    await gate;
    await context.sendActivity(`answer to ${context.activity.text}`);
  };
  const road = await testRoad(logic, { store });
  const texts = Array.from({ length: 20 }, (_, i) => `message ${i}`);
  const said: Promise<unknown>[] = [];
  for (const text of texts) {
    said.push(road.says(text));
    await vi.waitFor(() => expect(arrived()).toBe(said.length), 10_000);
  }
  expect((await road.says("one too many")).text).toContain("依次处理");
  open();
  await Promise.all(said);
  await vi.waitFor(() => expect(ran).toEqual(texts), 10_000);
});

test("a word like more is the bot's own unless something was offered", async () => {
  const heard: string[] = [];
  const road = await testRoad(async (context) => {
    const { text, name } = context.activity;
    heard.push(text ?? name);
    // Nobody waits for an answer to a location report, so this is held, and nothing is said of it.
    await context.sendActivity(name === "LOCATION" ? "you moved" : "do you want more?");
  });
  await road.says("hi");
  await road.event("LOCATION", { Latitude: "1", Longitude: "2", Precision: "3" });
  expect((await road.says("more")).text).toBe("you moved\n\ndo you want more?");
  expect(heard).toEqual(["hi", "LOCATION", "more"]);
});

test("a second slow message that was told to ask is fetched by asking", async () => {
  const bot = slowBot();
  const road = await testRoad(bot.logic);
  const first = road.says("13");
  await seconds(0.3);
  const second = road.says("14");
  expect((await first).text).toBe("answer to 13");
  expect((await second).text).toContain("继续");
  await seconds(14);
  expect((await road.says("继续")).text).toBe("关于“14”：\nanswer to 14");
  expect(bot.ran).toEqual(["13", "14"]);
});

test("slowTurns ride: an account with the right leaves WeChat's tries open until the bot is done", async () => {
  const bot = slowBot();
  const sent: string[] = [];
  const road = await testRoad(bot.logic, {
    accounts: [{ ...ACCOUNT, customerService: true, slowTurns: "ride" }],
    courier: async (_account, _openid, reply) => {
      sent.push((reply as { content: string }).content);
      return "sent";
    },
  });
  expect((await road.says("7")).text).toBe("answer to 7");
  // On the last try nothing would confirm a passive reply.
  const late = await road.says("16");
  expect(late.tries.at(-1)).toEqual({ status: 200, body: "success" });
  await vi.waitFor(() => expect(sent).toEqual([expect.stringContaining("answer to 16")]), 5_000);
});

test("slowTurns release: an account that was not tried yet goes on by customer service at once", async () => {
  const bot = slowBot();
  const sent: string[] = [];
  const road = await testRoad(bot.logic, {
    accounts: [{ ...ACCOUNT, slowTurns: "release" }],
    courier: async (_account, _openid, reply) => {
      sent.push((reply as { content: string }).content);
      return "sent";
    },
  });
  expect((await road.says("12")).tries.at(-1)?.body).toBe("success");
  await vi.waitFor(() => expect(sent).toEqual([expect.stringContaining("answer to 12")]), 5_000);
});
