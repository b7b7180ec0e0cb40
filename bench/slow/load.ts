import { connect } from "node:net";
import { ACCOUNT, echo } from "../account.ts";
import { bodyOf } from "../connection.ts";
import { cut, sign } from "../wire.ts";
import { STREAM } from "./texts.ts";

/** What a follower saw in the end. */
export type Seen = "the answer" | "a notice" | "nothing" | "the fault notice";

/** What became of one message. */
export interface Outcome {
  readonly seen: Seen;
  /** How long after the bot was done the answer was here, in milliseconds; NaN where it is none. */
  readonly lateMs: number;
}

/** WeChat's tries, and when each is cut, in milliseconds. */
const TRIES = 3;
const CUT_MS = 5_000;
let count = 0;

/** One message as WeChat brings it: a connection for each try, cut after five seconds, and the next at once. */
export async function message(port: number, text: string, turnMs: number): Promise<Outcome> {
  const number = count++;
  const said = `${text} ${number}`;
  const began = performance.now();
  const createTime = Math.floor(Date.now() / 1_000);
  for (let i = 0; i < TRIES; i++) {
    const body = await deliver(port, request(said, number, createTime, i));
    if (body === undefined) continue;
    const content = cut(body, "Content");
    if (content !== echo(said)) {
      // A streamed answer begins with what is there, or with nothing: its messages come by customer service.
      if (text === STREAM) return { seen: "the answer", lateMs: Number.NaN };
      return { seen: content === "" ? "nothing" : "a notice", lateMs: Number.NaN };
    }
    return { seen: "the answer", lateMs: performance.now() - began - turnMs };
  }
  return { seen: "the fault notice", lateMs: Number.NaN };
}

/** Resolves to the body of an answer with status 200, or to undefined where the try was cut, closed or refused. */
function deliver(port: number, bytes: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let received = "";
    const end = (body?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(body);
    };
    const timer = setTimeout(end, CUT_MS);
    socket.setNoDelay(true);
    socket.write(bytes);
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString();
      if (!received.includes("</xml>") && !received.endsWith("success")) return;
      end(received.startsWith("HTTP/1.1 200 ") ? bodyOf(Buffer.from(received)) : undefined);
    });
    socket.on("error", () => end());
    socket.on("close", () => end());
  });
}

function request(said: string, number: number, createTime: number, attempt: number): Buffer {
  const from = `oSlow${String(number).padStart(7, "0")}AbCdEfGhIjKlMnOp`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = `${1_000_000_000 + number}${attempt}`;
  const msgId = `24${String(createTime).slice(-7)}${String(number).padStart(8, "0")}`;
  const xml =
    `<xml><ToUserName><![CDATA[${ACCOUNT.originalId}]]></ToUserName>\n` +
    `<FromUserName><![CDATA[${from}]]></FromUserName>\n<CreateTime>${createTime}</CreateTime>\n` +
    `<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[${said}]]></Content>\n` +
    `<MsgId>${msgId}</MsgId>\n</xml>`;
  const query = `signature=${sign(timestamp, nonce)}&timestamp=${timestamp}&nonce=${nonce}`;
  return Buffer.from(
    `POST /wechat?${query}&openid=${from} HTTP/1.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n` +
      "Host: 127.0.0.1\r\nPragma: no-cache\r\nConnection: Keep-Alive\r\nContent-Type: text/xml\r\n" +
      `Content-Length: ${Buffer.byteLength(xml)}\r\n\r\n${xml}`,
  );
}

/** So many messages, so many a second. Resolves, when the last one has been sent, to what becomes of each. */
export async function messages(
  port: number,
  text: string,
  howMany: number,
  perSecond: number,
  turnMs: number,
): Promise<Promise<Outcome>[]> {
  const outcomes: Promise<Outcome>[] = [];
  const began = performance.now();
  while (outcomes.length < howMany) {
    const due = Math.min(howMany, ((performance.now() - began) / 1_000) * perSecond);
    while (outcomes.length < due) outcomes.push(message(port, text, turnMs));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return outcomes;
}
