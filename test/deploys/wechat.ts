import { Agent, request } from "node:http";
import {
  freshMsgId,
  openAnswer,
  textXml,
  type WireAccount,
  type WirePush,
  wrap,
} from "../helpers/wechat.ts";

/** WeChat's own times. */
const CUT_MS = 5_000;
const TRIES = 3;

const agent = new Agent({ keepAlive: false });

/** What a follower sees as the answer to what he said. */
export interface Answered {
  /** Empty for `success`. */
  readonly text: string;
  /** How often WeChat had to ask. */
  readonly tries: number;
}

/**
 * One message on its way, as WeChat delivers it: up to three tries of five seconds, each to another port; one where nobody
 * listens is passed over. Undefined where the follower sees WeChat's own notice instead of an answer.
 */
export async function deliver(
  account: WireAccount,
  openid: string,
  text: string,
  ports: readonly number[],
  random: () => number,
): Promise<Answered | undefined> {
  const xml = textXml(account, text, { from: openid, msgId: freshMsgId() });
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const until = performance.now() + CUT_MS;
    const first = Math.floor(random() * ports.length);
    const order = ports.map((_, i) => ports[(first + i) % ports.length] ?? 0);
    const body = await balanced(order, account, wrap(account, xml));
    if (body !== undefined) {
      return { text: body === "success" ? "" : openAnswer(account, body), tries: attempt + 1 };
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())));
  }
  return undefined;
}

async function balanced(
  ports: readonly number[],
  account: WireAccount,
  push: WirePush,
): Promise<string | undefined> {
  for (const port of ports) {
    try {
      return await post(port, account, push);
    } catch (error) {
      if ((error as { code?: string }).code !== "ECONNREFUSED") return undefined;
    }
  }
  return undefined;
}

/** The body of a whole answer with the status 200; undefined for another one. */
function post(
  port: number,
  { appId }: WireAccount,
  { query, body }: WirePush,
): Promise<string | undefined> {
  const path = `/wechat/${appId}?${new URLSearchParams(query)}`;
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "text/xml", "Content-Length": Buffer.byteLength(body) };
    const to = { host: "127.0.0.1", port, path, method: "POST", agent, headers };
    const outgoing = request(to, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        clearTimeout(cut);
        const isWhole = response.complete && response.statusCode === 200;
        resolve(isWhole ? Buffer.concat(chunks).toString() : undefined);
      });
    });
    const cut = setTimeout(() => outgoing.destroy(new Error("cut by WeChat")), CUT_MS);
    outgoing.on("error", (error) => {
      clearTimeout(cut);
      reject(error);
    });
    outgoing.end(body);
  });
}
