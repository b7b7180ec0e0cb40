import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Activity } from "botbuilder";
import { describe, expect, test } from "vitest";
import { textOf } from "../../src/bots/modelText.ts";
import { type StreamSource, streamReply } from "../../src/bots/streamReply.ts";

/** A stream of these pieces; one that is an error is thrown. */
async function* streamOf(pieces: readonly unknown[]): AsyncGenerator<object> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield piece as object;
  }
}

/** What is shown of a source in the end, and what `streamReply` rejects with. */
async function replied(source: StreamSource, options = {}) {
  const shown: string[] = [];
  const context = {
    async sendActivity(activity: Partial<Activity>) {
      if (activity.type === "message") shown.push(activity.text ?? "");
      return { id: "1" };
    },
  };
  const failed = await streamReply(context, source, options).then(
    () => undefined,
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
  return { shown, failed };
}

const message = (type: string, content: unknown) => ({ content, getType: () => type });
const event = (data: object) => ({ type: "raw_model_stream_event", data });
const chunk = (content: unknown) => ({
  object: "chat.completion.chunk",
  choices: [{ delta: { content } }],
});

const SHAPES: readonly [name: string, pieces: readonly unknown[], wrapped?: boolean][] = [
  [
    "ai",
    [
      { type: "start" },
      { type: "reasoning-delta", id: "0", text: "hm" },
      { type: "text-delta", id: "1", text: "你好" },
      { type: "tool-call", toolName: "weather", input: "secret" },
      { type: "tool-result", output: { text: "secret" } },
      { type: "text-delta", id: "1", text: "，世界" },
      { type: "finish" },
    ],
    true,
  ],
  [
    "Mastra",
    [
      { type: "reasoning-delta", payload: { text: "hm" } },
      { type: "text-delta", payload: { text: "你好" } },
      { type: "tool-output", payload: { output: { text: "secret" } } },
      { type: "text-delta", payload: { text: "，世界" } },
    ],
    true,
  ],
  [
    "LangGraph",
    [
      [message("human", "hello"), { langgraph_node: "agent" }],
      [message("ai", "你好"), {}],
      [message("tool", "secret"), {}],
      [
        message("ai", [
          { type: "reasoning", reasoning: "hm" },
          { type: "text", text: "，世" },
        ]),
        {},
      ],
      ["messages", [message("ai", "界"), {}]],
      ["updates", { agent: { messages: [message("ai", "你好，世界")] } }],
    ],
  ],
  ["LangChain", [message("ai", "你好"), message("ai", ""), message("ai", "，世界")]],
  [
    "the OpenAI Agents SDK",
    [
      event({ type: "response_started" }),
      event({ type: "output_text_delta", delta: "你好" }),
      { type: "run_item_stream_event", name: "tool_called", item: { output: "secret" } },
      event({ type: "output_text_delta", delta: "，世界" }),
      event({ type: "response_done", response: { output: "你好，世界" } }),
    ],
  ],
  [
    "OpenAI's responses",
    [
      { type: "response.reasoning_text.delta", delta: "hm" },
      { type: "response.output_text.delta", delta: "你好，世界" },
      { type: "response.output_text.done", text: "你好，世界" },
    ],
  ],
  ["OpenAI's chat completions", [chunk(null), chunk("你好"), chunk(undefined), chunk("，世界")]],
  [
    "OpenAI's client at Azure, whose first piece has no name",
    [{ object: "", choices: [], prompt_filter_results: [] }, chunk("你好"), chunk("，世界")],
  ],
];

describe("what the libraries of models give is said as text, and nothing beside it", () => {
  test.each(SHAPES)("%s", async (_name, pieces, wrapped = false) => {
    const give = () => (wrapped ? { fullStream: streamOf(pieces) } : streamOf(pieces));
    let text = "";
    for await (const piece of textOf(give())) text += piece;
    expect(text).toBe("你好，世界");
    expect(await replied(give())).toEqual({ shown: ["你好，世界"], failed: undefined });
    // As a function gives it, at once or later.
    expect((await replied(async () => give())).shown).toEqual(["你好，世界"]);
  });
});

describe("an answer that fails half way is what came, and a rejection", () => {
  test.each([
    [
      "ai",
      [
        { type: "text-delta", text: "The number is" },
        { type: "error", error: new Error("529") },
      ],
    ],
    [
      "Mastra",
      [
        { type: "text-delta", payload: { text: "The number is" } },
        { type: "error", payload: { error: { message: "529" } } },
      ],
    ],
    [
      "a guard of Mastra's",
      [
        { type: "text-delta", payload: { text: "The number is" } },
        { type: "tripwire", payload: { reason: "529", retry: true } },
      ],
    ],
    ["a library that throws", ["The number is", new Error("529")]],
    [
      "OpenAI's responses",
      [
        { type: "response.output_text.delta", delta: "The number is" },
        { type: "response.failed", response: { error: { message: "529" } } },
      ],
    ],
    ["an error in words", ["The number is", { type: "error", error: "529" }]],
    ["one that was broken off", ["The number is", { type: "abort", reason: "529" }]],
  ])("%s", async (_name, pieces) => {
    expect(await replied(streamOf(pieces))).toEqual({ shown: ["The number is"], failed: "529" });
  });

  test.each([
    [{ type: "finish", finishReason: "error" }, "error"],
    [{ type: "finish", payload: { stepResult: { reason: "tripwire" } } }, "tripwire"],
  ])("one that says so only at its end: %j", async (end, reason) => {
    expect(await replied(streamOf(["The number is", end]))).toEqual({
      shown: ["The number is"],
      failed: `The model's answer ended with "${reason}".`,
    });
    const well = {
      type: "finish",
      finishReason: "stop",
      payload: { stepResult: { reason: "stop" } },
    };
    expect((await replied(streamOf(["The number is", well]))).failed).toBeUndefined();
  });

  test("a source that fails before it gives a stream rejects, too", async () => {
    const failing = () => Promise.reject(new Error("401"));
    expect(await replied(failing)).toEqual({ shown: [], failed: "401" });
  });
});

test("an answer without a character is a failure, where nothing else is said", async () => {
  expect(await replied(streamOf([]))).toEqual({ shown: [], failed: "stream-empty" });
  expect(await replied([null, undefined, ""])).toEqual({ shown: [], failed: "stream-empty" });
  expect(await replied([], { mayBeEmpty: true })).toEqual({ shown: [], failed: undefined });
});

test("what is no stream is refused in words", async () => {
  for (const source of [7, undefined, {}, [{ a: 1 }], { fullStream: 7 }]) {
    expect((await replied(source as never)).failed, String(source)).toBe("stream-piece");
  }
});

test("a long stream keeps none of its pieces until its end", async () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const tick = () => new Promise((resolve) => setImmediate(resolve));
  const given: WeakRef<object>[] = [];
  const alive = () => given.filter((piece) => piece.deref() !== undefined).length;
  let kept: number | undefined;
  const { shown, failed } = await replied(
    (async function* () {
      for (let i = 0; i < 10_000; i++) {
        const piece = { type: "text-delta", text: "字" };
        given.push(new WeakRef(piece));
        if (i % 100 === 0) await tick();
        yield piece;
      }
      await tick();
      gc();
      kept = alive();
    })(),
  );
  expect([shown[0]?.length, failed]).toEqual([10_000, undefined]);
  expect(kept).toBeLessThan(1_000);
});
