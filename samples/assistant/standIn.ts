import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Said } from "./model.ts";

/** A stand-in for a language model, on this machine: it knows nothing, at the pace of a model. */
export interface StandIn {
  readonly url: string;
  close(): Promise<void>;
}

const LETTERS_AT_ONCE = 12;

/** Starts it. `paceMs` is the time between two pieces of its answer; a real model takes about 60. */
export async function startStandIn(port = 0, paceMs = 60): Promise<StandIn> {
  const server = createServer((request, response) => {
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
      response.statusCode = 404;
      return void response.end();
    }
    let body = "";
    request.setEncoding("utf8").on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      void answer(body, response, paceMs).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  // What was started for a bot ends with it.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(body: string, response: ServerResponse, paceMs: number): Promise<void> {
  const { messages: talk = [] } = JSON.parse(body) as { messages?: Said[] };
  const question = talk.findLast(({ role }) => role === "user")?.content ?? "";
  if (/fail|出错/i.test(question)) {
    response.statusCode = 503;
    return void response.end();
  }
  // As long as a model that thinks: about 9 seconds at its usual pace.
  if (/slow|慢/i.test(question)) await wait(150 * paceMs);
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  if (/forget|忘/i.test(question)) {
    const call = {
      index: 0,
      id: "1",
      type: "function",
      function: { name: "forget", arguments: "{}" },
    };
    response.write(`data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [call] } }] })}\n\n`);
    return void response.end("data: [DONE]\n\n");
  }
  const words = answerTo(question, talk.filter(({ role }) => role === "user").length);
  for (let at = 0; at < words.length; at += LETTERS_AT_ONCE) {
    const content = words.slice(at, at + LETTERS_AT_ONCE);
    response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    if (/half|一半/i.test(question) && at > 60) return void response.destroy();
    await wait(paceMs);
  }
  response.end("data: [DONE]\n\n");
}

function answerTo(question: string, nth: number): string {
  const chinese = /\p{Script=Han}/u.test(question);
  const long = /long|长/i.test(question);
  const begin = chinese
    ? `这是第 ${nth} 个问题：“${question}”。我只是本机上的**替身**，什么都不懂，但说话的节奏像真的模型。`
    : `That is question ${nth}: “${question}”. I am only a **stand-in** on this machine: I know nothing, at a model's pace.`;
  if (!long) return begin;
  const paragraph = chinese
    ? "长回答会分成几段：写好一段就发一段。没有客服消息权限的账号，一次只能回一条，放不下的部分会先存着，回复“继续”就能看到。".repeat(
        3,
      )
    : "A long answer comes in pieces: each paragraph is sent when it is written. An account without customer-service messages has one reply; what does not fit is held, and “more” brings it. ".repeat(
        3,
      );
  return [begin, ...[1, 2, 3, 4, 5].map((n) => `${n}. ${paragraph.trim()}`)].join("\n\n");
}
