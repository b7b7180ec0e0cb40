import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Assistant } from "../../samples/assistant/assistant.ts";
import { type Model, modelAt, type Said, type ToolCall } from "../../samples/assistant/model.ts";
import { type StandIn, startStandIn } from "../../samples/assistant/standIn.ts";
import { sleep } from "../../src/clock.ts";
import type { BotLogic } from "../../src/index.ts";
import { ManualClock, type TestWeChatOptions, testWeChat } from "../../src/testing/index.ts";

/** Under what a model wrote, where it rides an answer. */
const BY_AI = "\n\n(Written by AI)";
const SENTENCE = `${"x".repeat(198)}.`;
const never = new AbortController().signal;

/** A bot over a model that writes these pieces, so many milliseconds apart. */
async function assistant(
  pieces: readonly (string | ToolCall)[],
  paceMs: number,
  verified: boolean,
  settings: TestWeChatOptions["settings"] = {},
) {
  const clock = new ManualClock();
  const talks: (readonly Said[])[] = [];
  const model: Model = async function* (talk) {
    talks.push(talk);
    for (const piece of pieces) {
      await sleep(clock, paceMs);
      if (piece === "!") throw new Error("stalled");
      yield piece;
    }
  };
  let bot: { run: BotLogic } | undefined;
  const wechat = await testWeChat((context) => bot?.run(context) ?? Promise.resolve(), {
    clock,
    verified,
    locale: "en",
    settings,
  });
  bot = new Assistant(model, wechat.adapter.botStorage);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.mustSee("Hello! Ask me anything. Say “reset” and I forget what we talked about.");
  return { wechat, mei, talks };
}

test("an answer that takes long is shown in few messages, at the ends of sentences", async () => {
  const { mei } = await assistant([`${SENTENCE} `, "And ", "more."], 3_000, true);
  await mei.says("Tell me");
  // By customer service the mark is WeChat's own.
  mei.mustSee(`${SENTENCE}${BY_AI}`, "And more.");
});

test.each([true, false])(
  "where messages are gathered, three in a row are one question (verified: %s)",
  async (verified) => {
    const gather = { quietMs: 1_500 };
    const { mei, talks } = await assistant(["Take a coat."], 10, verified, { gather });
    await mei.saysInARow("hello", "may I ask", "what shall I wear in Hangzhou tomorrow");
    expect(talks).toHaveLength(1);
    expect(talks[0]?.at(-1)?.content).toBe(
      "hello\nmay I ask\nwhat shall I wear in Hangzhou tomorrow",
    );
    expect(mei.sees().map(String)).toEqual([expect.stringMatching(/^Take a coat\./)]);
    await mei.saysInARow("by the way", "an umbrella?");
    expect(talks).toHaveLength(2);
  },
);

test("after “stop” the model is asked for no more, and the talk goes on from what was read", async () => {
  const pieces = Array.from({ length: 60 }, (_, i) => `Sentence ${i}, which says something. `);
  const { wechat, mei, talks } = await assistant(pieces, 400, true);
  const first = mei.says("Tell me");
  await wechat.advance("10s");
  await mei.says("stop");
  await first;
  const seen = mei.sees().join(" ");
  expect(seen).toContain("Sentence 1,");
  // The answer to “stop” is shown to its end, the one before it is not.
  expect(seen.match(/Sentence 0,/g)?.length).toBe(2);
  expect(seen.match(/Sentence 59,/g)?.length).toBe(1);
  const [, , answered] = talks[1] ?? [];
  expect(answered?.role).toBe("assistant");
  expect(answered?.content.endsWith("…")).toBe(true);
  expect(answered?.content).not.toContain("Sentence 59,");
});

test("what the model wants and nobody can take back is done after a yes, once", async () => {
  const { mei, talks } = await assistant([{ tool: "forget" }], 10, false);
  await mei.says("Please forget me");
  expect(String(mei.sees()[0])).toContain("Shall I forget all that we talked about?");
  await mei.says("no");
  mei.mustSee("Good, I keep it in mind.");
  await mei.says("Forget me");
  mei.sees();
  await mei.says("1");
  mei.mustSee("Forgotten. What shall we talk about?");
  expect(talks).toHaveLength(2);
});

test("an account with one reply gets a slow answer on WeChat's next try", async () => {
  const { wechat, mei } = await assistant(["an", "swer"], 4_000, false);
  await mei.says("Tell me");
  mei.mustSee(`answer${BY_AI}`);
  expect(wechat.transcript()).toContain("try 2");
});

test("what does not fit into one reply is held, and asked for", async () => {
  const story = Array.from({ length: 16 }, (_, i) => `${i}${SENTENCE}\n\n`);
  const { mei } = await assistant(story, 100, false);
  await mei.says("Tell me a long story");
  const seen = [String(mei.sees()[0])];
  expect(seen[0]).toContain('reply "more"');
  for (let i = 0; i < 5; i++) {
    await mei.says("more");
    seen.push(...mei.sees().map(String));
    if (!seen.at(-1)?.includes('reply "more"')) break;
  }
  // Every paragraph once, and in order.
  const numbers = [...seen.join("\n").matchAll(/^(\d+?)x/gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual(story.map((_, i) => i));
});

test("the model is reminded of what was said, until it is told to forget", async () => {
  const { mei, talks } = await assistant(["Yes."], 10, true);
  for (const text of ["One?", "Two?", "reset", "Three?"]) await mei.says(text);
  const told = talks.map((talk) => talk.slice(1).map(({ content }) => content));
  expect(told).toEqual([["One?"], ["One?", "Yes.", "Two?"], ["Three?"]]);
});

test("a model that is not there, and one that breaks off", async () => {
  const { mei, talks } = await assistant(["!"], 10, true);
  await mei.says("Hello");
  const broken = await assistant(["Well, ", "!"], 10, true);
  await broken.mei.says("Hello");
  await mei.sendsImage();
  mei.sees().forEach((one, i) => {
    expect(one).toBe(
      [
        "I cannot think right now. Please try again in a minute.",
        "I can only read words, or hear them.",
      ][i],
    );
  });
  broken.mei.mustSee(`Well,${BY_AI}`, "I lost the thread there. Please ask again.");
  expect(talks).toHaveLength(1);
});

describe("the stand-in, over real connections", () => {
  let standIn: StandIn;
  let model: Model;
  beforeAll(async () => {
    standIn = await startStandIn(0, 0);
    model = modelAt({ url: standIn.url, model: "stand-in" });
  });
  afterAll(() => standIn.close());

  const ask = async (content: string) => {
    let all = "";
    for await (const more of model([{ role: "user", content }], never)) {
      all += typeof more === "string" ? more : `<${more.tool}>`;
    }
    return all;
  };

  test("answers in the language of the question, in pieces", async () => {
    expect(await ask("hi")).toMatch(/^That is question 1: “hi”/);
    expect(await ask("你好")).toMatch(/^这是第 1 个问题：“你好”/);
    expect((await ask("a long slow story")).length).toBeGreaterThan(2_048);
  });

  test("wants a tool, and stops when it is told to", async () => {
    expect(await ask("forget me")).toBe("<forget>");
    const stopped = new AbortController();
    stopped.abort();
    const aborted = model([{ role: "user", content: "hi" }], stopped.signal);
    await expect(aborted[Symbol.asyncIterator]().next()).rejects.toThrow();
  });

  test("refuses, breaks off, stalls: each an error", async () => {
    await expect(ask("fail")).rejects.toThrow("status 503");
    await expect(ask("half")).rejects.toThrow();
    const hasty = modelAt({ url: "http://127.0.0.1:9/v1", model: "none" });
    await expect(hasty([], never)[Symbol.asyncIterator]().next()).rejects.toThrow();
  });
});
