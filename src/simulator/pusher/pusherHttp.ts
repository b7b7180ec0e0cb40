import http from "node:http";
import https from "node:https";
import type { HttpAnswer } from "../answer/answer.ts";
import type { PushRequest } from "./pusherRequest.ts";

/** Carries one request to a server. `cut` ends it from our side; the promise then rejects. */
export type Transport = (request: PushRequest) => Exchange;

export interface Exchange {
  /** Rejects with {@link Unanswered}, or with any other error of a connection. */
  readonly answer: Promise<HttpAnswer>;
  cut(): void;
}

/** The longest answer that is read, in bytes. */
const LONGEST_ANSWER = 1 << 20;

/** Over a real connection, one for every request, as the platform does it. */
export const httpTransport: Transport = (request) => {
  const { method, url, headers, body } = request;
  const { promise: answer, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const client = url.startsWith("https:") ? https : http;
  const outgoing = client.request(url, { method, headers, agent: false }, (incoming) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > LONGEST_ANSWER) outgoing.destroy(new Error("The answer is longer than 1 MiB."));
      chunks.push(chunk);
    });
    incoming.on("end", () => {
      resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
    });
    incoming.on("error", reject);
  });
  outgoing.on("error", reject);
  outgoing.end(body);
  return { answer, cut: () => void outgoing.destroy(new Error("Cut.")) };
};
