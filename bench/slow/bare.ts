import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { echo } from "../account.ts";
import { between, cut, sign } from "../wire.ts";
import { PIECE_MS, PIECES, piece, SLOW, STREAM } from "./texts.ts";

/** What is held for one message until its answer is there. */
interface Held {
  readonly open: Set<ServerResponse>;
  answer: string | undefined;
}

/** When a delivery must be answered at the latest, in milliseconds. */
const DECIDE_MS = 4_300;

/**
 * The floor under slow turns: signature and string cutting on bare `node:http`, which holds a message's deliveries
 * and answers whichever is open when its function ends. It remembers nothing, survives nothing and keeps no order.
 */
export function createHolder(turnMs: number): RequestListener {
  const held = new Map<string, Held>();
  return function handle(request, response) {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => take(held, turnMs, request, response, Buffer.concat(chunks)));
  };
}

function take(
  held: Map<string, Held>,
  turnMs: number,
  { url = "" }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  const signature = sign(between(url, "&timestamp=", "&"), between(url, "&nonce=", "&"));
  if (signature !== between(url, "?signature=", "&")) {
    response.writeHead(403).end();
    return;
  }
  const xml = body.toString();
  const text = cut(xml, "Content");
  if (!text.startsWith(SLOW) && !text.startsWith(STREAM)) {
    end(response, replyTo(xml, text));
    return;
  }
  const id = between(xml, "<MsgId>", "</MsgId>");
  let one = held.get(id);
  if (one?.answer !== undefined) {
    end(response, one.answer);
    return;
  }
  if (one === undefined) {
    one = { open: new Set(), answer: undefined };
    held.set(id, one);
    void run(one, turnMs, xml, text).then(() => setTimeout(() => held.delete(id), 15_000).unref());
  }
  const { open } = one;
  open.add(response);
  response.on("close", () => open.delete(response));
  if (text.startsWith(STREAM)) setTimeout(() => end(response, "success"), DECIDE_MS);
}

async function run(one: Held, turnMs: number, xml: string, text: string): Promise<void> {
  if (text.startsWith(STREAM)) {
    let all = "";
    for (let n = 0; n < PIECES; n++) {
      all += piece(n);
      await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
    }
    one.answer = all;
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, turnMs));
  one.answer = replyTo(xml, text);
  for (const response of one.open) end(response, one.answer);
}

function replyTo(xml: string, text: string): string {
  return (
    `<xml><ToUserName><![CDATA[${cut(xml, "FromUserName")}]]></ToUserName>` +
    `<FromUserName><![CDATA[${cut(xml, "ToUserName")}]]></FromUserName>` +
    `<CreateTime>${Math.floor(Date.now() / 1_000)}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
    `<Content><![CDATA[${echo(text)}]]></Content></xml>`
  );
}

function end(response: ServerResponse, body: string): void {
  response.setHeader("Content-Type", "text/xml");
  response.end(body);
}
