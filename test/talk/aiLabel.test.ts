import { describe, expect, test } from "vitest";
import { streamReply } from "../../src/bots/streamReply.ts";
import { ManualClock, sleep, testWeChat } from "../../src/testing/index.ts";

/** As both SDKs write it. */
const LABEL = {
  type: "https://schema.org/Message",
  "@type": "Message",
  "@context": "https://schema.org",
  "@id": "",
  additionalType: ["AIGeneratedContent"],
};

type Label = "all" | "marked" | "none" | undefined;

/** A bot that says one thing by itself and one of a model's; what is seen, and what bears WeChat's own line. */
async function seen(aiLabel: Label, verified: boolean, locale = "zh-CN") {
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.type !== "message") return;
      await context.sendActivity("请稍等");
      await context.sendActivity({ type: "message", text: "模型的话", entities: [LABEL] });
    },
    { verified, locale, settings: { aiLabel } },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("问");
  await wechat.advance("1min");
  const lines = wechat.platform.timeline.events.flatMap((event) =>
    event.type === "message.shown" && event.message.aimsgcontext !== undefined
      ? [(event.message.text as { content: string }).content]
      : [],
  );
  return { sees: mei.sees(), lines };
}

describe("by customer service it is WeChat's own line", () => {
  test.each<[Label, string[]]>([
    [undefined, ["模型的话"]],
    ["marked", ["模型的话"]],
    ["none", []],
  ])("aiLabel %s", async (aiLabel, lines) => {
    const answer = await seen(aiLabel, true);
    expect(answer.sees).toEqual(["请稍等", "模型的话"]);
    expect(answer.lines).toEqual(lines);
  });

  test("all: what rides the answer says it in words", async () => {
    const answer = await seen("all", true);
    expect(answer.sees).toEqual(["请稍等\n\n（内容由 AI 生成）", "模型的话"]);
    expect(answer.lines).toEqual(["模型的话"]);
  });
});

describe("where an answer rides passively, a short line of words says it once", () => {
  test.each<[Label, string]>([
    [undefined, "请稍等\n\n模型的话\n\n（内容由 AI 生成）"],
    ["all", "请稍等\n\n模型的话\n\n（内容由 AI 生成）"],
    ["none", "请稍等\n\n模型的话"],
  ])("aiLabel %s", async (aiLabel, text) => {
    expect((await seen(aiLabel, false)).sees).toEqual([text]);
  });

  test("in the account's language", async () => {
    expect((await seen("all", false, "en")).sees).toEqual([
      "请稍等\n\n模型的话\n\n(Written by AI)",
    ]);
  });
});

test("a long answer of a model still fits, with its line", async () => {
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.type === "message") await context.sendActivity("字".repeat(1_500));
    },
    { verified: false, settings: { aiLabel: "all" } },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("问");
  const [first = ""] = mei.sees();
  expect(Buffer.byteLength(String(first))).toBeLessThanOrEqual(2_048);
  expect(first).toContain("（内容由 AI 生成）");
});

describe("streamReply", () => {
  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])("with ai: %s every message of the answer says so (verified: %s)", async (ai, verified) => {
    const clock = new ManualClock();
    async function* model() {
      for (let i = 1; i <= 24; i++) {
        await sleep(clock, 1_000);
        yield `这是模型所写的第${i}句话。`;
      }
    }
    const wechat = await testWeChat(
      async (context) => {
        if (context.activity.type === "message") await streamReply(context, model(), { clock, ai });
      },
      { clock, verified },
    );
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("问");
    await wechat.advance("1min");
    // The last words are held where nothing may be sent; 继续 fetches them.
    if (!verified) await mei.says("继续");
    const marks = wechat.platform.timeline.events.flatMap((event) => {
      if (event.type !== "message.shown") return [];
      const { text, aimsgcontext } = event.message;
      return [aimsgcontext !== undefined || JSON.stringify(text).includes("由 AI 生成")];
    });
    expect(marks.length).toBeGreaterThan(1);
    expect(new Set(marks)).toEqual(new Set([ai]));
  });
});
