/**
 * The SDKs of models with their own mock models: what their streams become on WeChat.
 *
 *     npm run test:models [-- --write]
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { TurnContext } from "botbuilder";
import { type StreamSource, streamReply } from "../../../src/bots/streamReply.ts";
import { testWeChat } from "../../../src/testing/testWeChat.ts";
import { installedProject, versionIn } from "../project.ts";
import { type Row, report, tried } from "../report.ts";

const folder = installedProject("models");
const require = createRequire(pathToFileURL(join(folder, "run.js")));
// biome-ignore lint/suspicious/noExplicitAny: packages that are not installed where this is compiled.
const load = (name: string): Promise<any> => import(pathToFileURL(require.resolve(name)).href);

/** How a model behaves: it answers, fails half way, or at once. */
type Fate = "answers" | "half way" | "at once";
const FATES: readonly Fate[] = ["answers", "half way", "at once"];

/** What a follower sees of a bot whose answer is streamed from this source. */
async function seen(source: StreamSource): Promise<readonly string[]> {
  const bot = async (context: TurnContext) => {
    if (context.activity.type === "message") await streamReply(context, source);
  };
  // A library that is loaded for the first time, on a machine that is busy, is no slow model.
  const wechat = await testWeChat(bot, { patienceMs: 60_000 });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("how many?");
  const sights = mei.sees().map(String);
  await wechat.close();
  return sights;
}

const APOLOGY = /抱歉|出错/;

/** Every fate of the model, in the same three ways for each library. */
async function check(streamFor: (fate: Fate) => StreamSource): Promise<void> {
  for (const fate of FATES) {
    const sights = await seen(streamFor(fate));
    const shown = sights.join("\n");
    assert.doesNotMatch(shown, /secret|\[object|undefined|null/, `${fate}: ${shown}`);
    if (fate === "answers") assert.equal(shown, "The number is 42");
    else assert.match(shown, APOLOGY, `${fate}: no apology: ${shown}`);
    if (fate === "half way") assert.match(shown, /^The number is/, `half way: ${shown}`);
  }
}

/** A model of the AI SDK, which Mastra takes as well. */
async function aiModel(fate: Fate): Promise<unknown> {
  const [{ simulateReadableStream }, { MockLanguageModelV4 }] = [
    await load("ai"),
    await load("ai/test"),
  ];
  const text = (delta: string) => ({ type: "text-delta", id: "1", delta });
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  };
  const end = [
    text(" 42"),
    { type: "text-end", id: "1" },
    { type: "finish", finishReason: { unified: "stop", raw: "stop" }, usage },
  ];
  const chunks = [
    { type: "stream-start", warnings: [] },
    { type: "reasoning-start", id: "0" },
    { type: "reasoning-delta", id: "0", delta: "secret" },
    { type: "reasoning-end", id: "0" },
    { type: "text-start", id: "1" },
    text("The number"),
    text(" is"),
    ...(fate === "half way" ? [{ type: "error", error: new Error("529 overloaded") }] : end),
  ];
  return new MockLanguageModelV4({
    async doStream() {
      if (fate === "at once") throw new Error("401 unauthorised");
      return { stream: simulateReadableStream({ chunks }) };
    },
  });
}

async function ai(): Promise<void> {
  const { streamText } = await load("ai");
  const quiet = { maxRetries: 0, onError() {} };
  await check(
    (fate) => async (abortSignal) =>
      streamText({ model: await aiModel(fate), prompt: "how many?", abortSignal, ...quiet }),
  );
}

async function mastra(): Promise<void> {
  const { Agent } = await load("@mastra/core/agent");
  const agent = async (fate: Fate, more: object = {}) => {
    const model = await aiModel(fate);
    return new Agent({ id: "a", name: "a", instructions: "Count.", model, maxRetries: 0, ...more });
  };
  await check((fate) => async (abortSignal) => {
    return (await agent(fate)).stream("how many?", { abortSignal });
  });
  const guard = {
    id: "guard",
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    async processOutputStream({ part, abort }: any) {
      if (part.type === "text-delta" && part.payload.text.includes("42")) abort("guarded");
      return part;
    },
  };
  const guarded = await agent("answers", { outputProcessors: [guard] });
  const shown = (await seen((abortSignal) => guarded.stream("how many?", { abortSignal }))).join(
    "\n",
  );
  assert.match(shown, APOLOGY, `stopped by a guard: ${shown}`);
  assert.match(shown, /^The number is\n/, `stopped by a guard: ${shown}`);
}

// biome-ignore lint/suspicious/noExplicitAny: see above.
async function chatModel(fate: Fate): Promise<any> {
  const { BaseChatModel } = await load("@langchain/core/language_models/chat_models");
  const { AIMessage, AIMessageChunk } = await load("@langchain/core/messages");
  const { ChatGenerationChunk } = await load("@langchain/core/outputs");
  const piece = (content: unknown, text = "") =>
    new ChatGenerationChunk({ message: new AIMessageChunk({ content }), text });
  const said = (text: string) => piece(text, text);
  const pieces = [
    piece([{ type: "reasoning", reasoning: "secret" }]),
    said("The number"),
    said(" is"),
  ];
  class Counter extends BaseChatModel {
    _llmType() {
      return "counter";
    }
    async _generate() {
      return { generations: [{ message: new AIMessage("The number is 42"), text: "" }] };
    }
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    async *_streamResponseChunks(_messages: unknown, _options: unknown, manager?: any) {
      if (fate === "at once") throw new Error("401 unauthorised");
      for (const chunk of fate === "answers" ? [...pieces, said(" 42")] : pieces) {
        yield chunk;
        // As every model does, so that a graph hears of it.
        await manager?.handleLLMNewToken(chunk.text, ...Array(4).fill(undefined), { chunk });
      }
      // As a network takes: a web stream that fails drops what was not read yet.
      await setTimeout(20);
      if (fate === "half way") throw new Error("529 overloaded");
    }
  }
  return Reflect.construct(Counter, [{ maxRetries: 0 }]);
}

async function langGraph(): Promise<void> {
  const { MessagesAnnotation, StateGraph } = await load("@langchain/langgraph");
  for (const streamMode of ["messages", ["messages", "updates"]]) {
    await check((fate) => async (signal) => {
      const model = await chatModel(fate);
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("agent", async ({ messages }: { messages: unknown }) => ({
          messages: [await model.invoke(messages)],
        }))
        .addEdge("__start__", "agent")
        .compile();
      const messages = [{ role: "user", content: "how many?" }];
      return graph.stream({ messages }, { streamMode, signal });
    });
  }
}

async function langChain(): Promise<void> {
  await check((fate) => async (signal) => (await chatModel(fate)).stream("how many?", { signal }));
}

async function openAiAgents(): Promise<void> {
  const { Agent, run, setTracingDisabled } = await load("@openai/agents");
  setTracingDisabled(true);
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  const content = [{ type: "output_text", text: "The number is 42" }];
  const output = [{ type: "message", role: "assistant", status: "completed", id: "m", content }];
  const delta = (text: string) => ({ type: "output_text_delta", delta: text });
  const model = (fate: Fate) => ({
    async getResponse() {
      throw new Error("It is asked for a stream.");
    },
    async *getStreamedResponse() {
      if (fate === "at once") throw new Error("401 unauthorised");
      yield { type: "response_started" };
      yield delta("The number");
      yield delta(" is");
      if (fate === "half way") throw new Error("529 overloaded");
      yield delta(" 42");
      yield { type: "response_done", response: { id: "r", usage, output } };
    },
  });
  const answer = (fate: Fate, signal: AbortSignal) =>
    run(new Agent({ name: "a", instructions: "Count.", model: model(fate) }), "how many?", {
      stream: true,
      signal,
    });
  await check((fate) => (signal) => answer(fate, signal));
  await check((fate) => async (signal) => (await answer(fate, signal)).toTextStream());
}

const LIBRARIES: readonly [name: string, remark: string, run: () => Promise<void>][] = [
  ["ai", "give the result of `streamText`, not its `textStream`", ai],
  ["@mastra/core", "give the result of `agent.stream`, not its `textStream`", mastra],
  ["@langchain/langgraph", '`streamMode: "messages"`, also among several modes', langGraph],
  ["@langchain/core", "`model.stream`", langChain],
  [
    "@openai/agents",
    "the result of `run(…, { stream: true })`, or its `toTextStream()`",
    openAiAgents,
  ],
];

// Libraries report on the console what they also throw.
const { error, warn } = console;
Object.assign(console, { error() {}, warn() {} });
const rows: Row[] = [];
for (const [what, remark, run] of LIBRARIES) {
  rows.push({
    what: `\`${what}\``,
    version: versionIn(folder, what),
    failed: await tried(run),
    remark,
  });
}
Object.assign(console, { error, warn });
report("models", rows);
process.exit();
