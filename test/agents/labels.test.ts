import { type Activity, addAIToActivity } from "@microsoft/agents-activity";
import {
  AgentApplication,
  MessageFactory,
  type StreamingResponse,
  type TurnContext,
  type TurnState,
} from "@microsoft/agents-hosting";
import { describe, expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { sleep } from "../../src/clock.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

type Answer = (context: TurnContext) => Promise<unknown>;

/** What a follower sees of an answer, and how customer service sent it. */
async function shown(answer: Answer, verified = true) {
  const app = new AgentApplication<TurnState>({
    adapter: new WeChatAgentAdapter({ accounts: [ACCOUNT] }),
  });
  const invokes: unknown[] = [];
  app.onActivity("message", async (context) => {
    // The slot is taken: what comes after it goes by customer service, which has the marks.
    if (verified) await context.sendActivity("one moment");
    await answer(context);
  });
  app.onActivity("invoke", async ({ activity: { name, value } }) => {
    invokes.push({ name, value });
  });
  const wechat = await testWeChat(app, { verified, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("hi");
  await wechat.advance("1min");
  const marks = wechat.platform.timeline.events.flatMap((event) =>
    event.type === "message.shown" ? [event.message.aimsgcontext] : [],
  );
  return { mei, marks, texts: mei.sees().slice(verified ? 1 : 0), invokes };
}

const stream =
  (set: (stream: StreamingResponse) => void): Answer =>
  async ({ streamingResponse }) => {
    set(streamingResponse);
    streamingResponse.queueTextChunk("The answer.");
    await streamingResponse.endStream();
  };

const USAGE = {
  type: "https://schema.org/Message",
  "@type": "CreativeWork",
  name: "Confidential",
  description: "For staff",
} as const;

describe("labels of the SDK", () => {
  test.each<[string, Answer]>([
    [
      "addAIToActivity",
      async (context) => {
        const activity = MessageFactory.text("The answer.") as Activity;
        addAIToActivity(activity);
        await context.sendActivity(activity);
      },
    ],
    ["setGeneratedByAILabel of a stream", stream((one) => one.setGeneratedByAILabel(true))],
  ])("%s is WeChat's own mark", async (_name, answer) => {
    const { marks, texts } = await shown(answer);
    expect(texts).toEqual(["The answer."]);
    expect(marks.at(-1)).toEqual({ is_ai_msg: 1 });
  });

  test.each([
    ["by WeChat's own mark and the line of words", true],
    ["by the line of words", false],
  ])("a stream's label is seen on every message of it: %s", async (_name, verified) => {
    const clock = new ManualClock();
    const app = new AgentApplication<TurnState>({
      adapter: new WeChatAgentAdapter({ accounts: [ACCOUNT] }),
    });
    app.onActivity("message", async ({ streamingResponse }) => {
      streamingResponse.setGeneratedByAILabel(true);
      for (let i = 1; i <= 24; i++) {
        await sleep(clock, 1_000);
        streamingResponse.queueTextChunk(`This is sentence number ${i}. `);
      }
      await streamingResponse.endStream();
    });
    const wechat = await testWeChat(app, { clock, verified, locale: "en" });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("tell me");
    await wechat.advance("1min");
    if (!verified) await mei.says("more");
    const marks = wechat.platform.timeline.events.flatMap((event) => {
      if (event.type !== "message.shown") return [];
      const { text, aimsgcontext } = event.message;
      return [aimsgcontext !== undefined || JSON.stringify(text).includes("AI")];
    });
    expect(marks.length).toBeGreaterThan(1);
    expect(marks).not.toContain(false);
  });

  test("without a label there is no mark", async () => {
    const { marks } = await shown(stream(() => {}));
    expect(marks).toEqual([undefined, undefined]);
  });

  test("a sensitivity label is said under the text, with its description", async () => {
    const labelled = stream((one) => {
      one.setGeneratedByAILabel(true);
      one.setSensitivityLabel(USAGE);
    });
    const { texts } = await shown(labelled);
    expect(texts).toEqual(["The answer.\n\nSensitivity: Confidential (For staff)"]);
  });

  test("sources come with the AI label as well", async () => {
    const { texts } = await shown(async ({ streamingResponse }) => {
      streamingResponse.setGeneratedByAILabel(true);
      streamingResponse.setCitations([
        { title: "Guide", content: "x", filepath: "", url: "https://example.com/guide" } as never,
      ]);
      streamingResponse.queueTextChunk("So it is [1].");
      await streamingResponse.endStream();
    });
    expect(texts[0]).toContain('[1] <a href="https://example.com/guide">Guide</a>');
  });
});

describe("the feedback loop", () => {
  test.each([true, false])("is two choices (verified: %s)", async (verified) => {
    const { mei, invokes } = await shown(
      stream((one) => one.setFeedbackLoop(true)),
      verified,
    );
    await mei.says("👎 Not helpful");
    expect(mei.sees()).toEqual([]);
    expect(invokes).toEqual([
      {
        name: "message/submitAction",
        value: { actionName: "feedback", actionValue: { reaction: "dislike", feedback: "{}" } },
      },
    ]);
  });

  test("does not stand beside choices of the agent's own", async () => {
    const { texts } = await shown(async (context) => {
      const activity = MessageFactory.suggestedActions(["Red", "Green"], "Which?") as Activity;
      activity.channelData = { feedbackLoopEnabled: true };
      await context.sendActivity(activity);
    }, false);
    expect(texts).toEqual(["Which?\n1. Red\n2. Green"]);
  });
});
