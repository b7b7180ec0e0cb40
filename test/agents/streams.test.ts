import type { Activity } from "@microsoft/agents-activity";
import {
  AgentApplication,
  CardFactory,
  type StreamingResponse,
  type TurnContext,
  type TurnState,
} from "@microsoft/agents-hosting";
import type { TurnContext as BotContext } from "botbuilder";
import { expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { streamReply } from "../../src/bots/streamReply.ts";
import { type Clock, sleep } from "../../src/clock.ts";
import { type Bot, ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** A model that writes for 24 s: 60 sentences, a word at a time. */
async function* model(clock: Clock): AsyncGenerator<string> {
  for (let i = 1; i <= 60; i++) {
    await sleep(clock, 200);
    yield `This is sentence number ${i}`;
    await sleep(clock, 200);
    yield ". ";
  }
}

/** An agent whose messages are answered by `answer`. */
function agent(
  answer: (stream: StreamingResponse, context: TurnContext) => Promise<unknown>,
): AgentApplication<TurnState> {
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  const app = new AgentApplication<TurnState>({ adapter });
  app.onActivity("message", async (context) => {
    await answer(context.streamingResponse, context);
  });
  return app;
}

/** What a follower sees of the answer to one message, and after how many seconds. */
async function shown(bot: Bot, clock: ManualClock, verified: boolean) {
  const wechat = await testWeChat(bot, { clock, verified, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const began = clock.now();
  await mei.says("tell me");
  await wechat.advance("1min");
  const events = wechat.platform.timeline.events.filter(({ type }) => type === "message.shown");
  const at = events.map((event) => (event.at - began) / 1_000);

  const texts = mei
    .sees()
    .map((sight) => (typeof sight === "string" ? sight : JSON.stringify(sight)));
  return { at, texts };
}

async function ofStream(verified: boolean) {
  const clock = new ManualClock();
  const app = agent(async (stream) => {
    stream.queueInformativeUpdate("Thinking …");
    for await (const piece of model(clock)) stream.queueTextChunk(piece);
    await stream.endStream();
  });
  return shown(app, clock, verified);
}

function ofStreamReply(verified: boolean) {
  const clock = new ManualClock();
  const logic = async (context: BotContext) => {
    if (context.activity.type !== "message") return;
    await streamReply(context, model(clock), { clock });
  };
  return shown(logic, clock, verified);
}

test("context.streamingResponse shows the first words of 24 s of text within 4.5 s", async () => {
  const { at, texts } = await ofStream(true);
  expect(at[0]).toBeLessThanOrEqual(4.5);
  expect(at.length).toBeGreaterThan(2);
  const whole = Array.from({ length: 60 }, (_, i) => `This is sentence number ${i + 1}.`).join(" ");
  expect(texts.join(" ").replace(/\s+/g, " ")).toBe(whole);
});

test("on an account without customer service all that fits is shown by 14.5 s", async () => {
  const { at, texts } = await ofStream(false);
  expect(at[0]).toBeLessThanOrEqual(14.5);
  expect(texts[0]).toMatch(/^This is sentence number 1\. .*number 3\d\./s);
});

test.each([true, false])("it goes the way of streamReply (verified: %s)", async (verified) => {
  const [own, theirs] = [await ofStream(verified), await ofStreamReply(verified)];
  expect(own.at.length).toBe(theirs.at.length);
  // Half a second is what lies between two updates of either.
  for (const [i, at] of own.at.entries()) {
    expect(Math.abs(at - (theirs.at[i] ?? 0))).toBeLessThanOrEqual(0.6);
  }
});

/** What is seen of an answer that is there at once. */
async function seen(answer: (stream: StreamingResponse, context: TurnContext) => Promise<unknown>) {
  return (await shown(agent(answer), new ManualClock(), true)).texts;
}

test("a stream of notices alone shows nothing of the SDK's own words", async () => {
  expect(
    await seen(async (stream) => {
      stream.queueInformativeUpdate("Looking it up …");
      await stream.endStream();
    }),
  ).toEqual([]);
});

test("its attachments come with the end, its final message instead of the text", async () => {
  expect(
    await seen(async (stream) => {
      stream.queueTextChunk("Here it is. ");
      stream.addAttachment(CardFactory.heroCard("Title", "Words", [], ["Yes"]));
      await stream.endStream();
    }),
  ).toEqual([expect.stringMatching(/Here it is\..*Title.*Yes/s)]);
  expect(
    await seen(async (stream) => {
      stream.queueTextChunk("a draft");
      stream.setFinalMessage({ type: "message", text: "the final words" } as Activity);
      await stream.endStream();
    }),
  ).toEqual(["the final words"]);
});

test("a stream that is not ended is said as it is", async () => {
  expect(await seen(async (stream) => stream.queueTextChunk("half an answer"))).toEqual([
    "half an answer",
  ]);
});

test("two streams of a turn, one after the other", async () => {
  expect(
    await seen(async (stream) => {
      stream.queueTextChunk("one");
      await stream.endStream();
      await stream.reset();
      stream.queueTextChunk("two");
      await stream.endStream();
    }),
  ).toEqual(["one", "two"]);
});

test("sources are told without the AI label too, and only those that the text names", async () => {
  const sources = [
    { title: "Guide", content: "How to", filepath: "", url: "https://example.com/guide" },
    { title: "Unused", content: "Never", filepath: "", url: "https://example.com/unused" },
  ];
  const [text = ""] = await seen(async (stream) => {
    stream.setCitations(sources as never);
    stream.queueTextChunk("So it is [doc1].");
    await stream.endStream();
  });
  expect(text).toContain("So it is [1].");
  expect(text).toContain('Sources:\n[1] <a href="https://example.com/guide">Guide</a>');
  expect(text).not.toContain("Unused");
});

test("a newer message stops it: its next piece throws, and its answer is seen at once", async () => {
  const clock = new ManualClock();
  let pulled = 0;
  const app = agent(async (stream, context) => {
    if (context.activity.text !== "tell me") return context.sendActivity("stopped");
    for await (const piece of model(clock)) {
      pulled += 1;
      stream.queueTextChunk(piece);
    }
    return stream.endStream();
  });
  const wechat = await testWeChat(app, { clock, settings: { onNewer: "stop" } });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const told = mei.says("tell me");
  await wechat.advance("9s");
  const before = pulled;
  await mei.says("停");
  await told;
  await wechat.advance("1min");
  expect(pulled - before).toBeLessThanOrEqual(2);
  expect(mei.sees().at(-1)).toBe("stopped");
});

test("what cannot be sent rejects the end of the stream", async () => {
  let stray: StreamingResponse | undefined;
  await seen(async (stream) => {
    stray = stream;
  });
  stray?.queueTextChunk("too late");
  await expect(stray?.endStream()).rejects.toMatchObject({ code: "turn-over" });
});
