import { ACCOUNT, echo, type Mode } from "./account.ts";
import { between, cut, open, seal, sign } from "./wire.ts";

/** A push as bytes on the wire, made and signed before the clock runs. */
export interface SignedPush {
  readonly bytes: Buffer;
  /** What the answer must hold. */
  readonly content: string;
}

export const FOLLOWERS = 1_000;

const followers = Array.from(
  { length: FOLLOWERS },
  (_, i) => `oBench${String(i).padStart(6, "0")}AbCdEfGhIjKlMnOp`,
);
const SENTENCES = [
  "你好",
  "我的快递到哪里了?",
  "请问今天几点关门，周末营业吗？",
  "order 42, please",
];
let count = 0;

/** New pushes of random followers: no id, nonce or ciphertext comes twice in a run. */
export function makePushes(mode: Mode, howMany: number): SignedPush[] {
  return Array.from({ length: howMany }, () => makePush(mode));
}

function makePush(mode: Mode): SignedPush {
  const number = count++;
  const from = followers[Math.floor(Math.random() * FOLLOWERS)] as string;
  const text = `${SENTENCES[number % SENTENCES.length]} ${number}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = String(1_000_000_000 + number);
  // Seventeen digits, as WeChat's own: more than a JavaScript number can hold.
  const msgId = `23${String(Date.now()).slice(-7)}${String(number).padStart(8, "0")}`;
  const xml =
    `<xml><ToUserName><![CDATA[${ACCOUNT.originalId}]]></ToUserName>\n` +
    `<FromUserName><![CDATA[${from}]]></FromUserName>\n<CreateTime>${timestamp}</CreateTime>\n` +
    `<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[${text}]]></Content>\n` +
    `<MsgId>${msgId}</MsgId>\n</xml>`;
  const query = `signature=${sign(timestamp, nonce)}&timestamp=${timestamp}&nonce=${nonce}`;
  const content = echo(text);
  if (mode === "plain") return { bytes: request(`${query}&openid=${from}`, xml), content };
  const encrypted = seal(xml);
  const signature = sign(timestamp, nonce, encrypted);
  const body =
    `<xml>\n    <ToUserName><![CDATA[${ACCOUNT.originalId}]]></ToUserName>\n` +
    `    <Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>\n`;
  const safeQuery = `${query}&encrypt_type=aes&msg_signature=${signature}&openid=${from}`;
  return { bytes: request(safeQuery, body), content };
}

/** With the headers that WeChat sends. */
function request(query: string, body: string): Buffer {
  return Buffer.from(
    `POST /wechat?${query} HTTP/1.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n` +
      "Host: 127.0.0.1\r\nPragma: no-cache\r\nConnection: Keep-Alive\r\nContent-Type: text/xml\r\n" +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Throws when an answer is not the sealed or plain echo of its push. */
export function checkAnswer(mode: Mode, { content }: SignedPush, answer: string): void {
  const got = cut(mode === "safe" ? opened(answer) : answer, "Content");
  if (got !== content) {
    throw new Error(`Expected ${JSON.stringify(content)}, got ${JSON.stringify(got)}: ${answer}`);
  }
}

function opened(answer: string): string {
  const encrypted = cut(answer, "Encrypt");
  const timestamp = between(answer, "<TimeStamp>", "</TimeStamp>");
  const signature = sign(timestamp, cut(answer, "Nonce"), encrypted);
  if (signature !== cut(answer, "MsgSignature")) {
    throw new Error(`The answer's signature does not match: ${answer}`);
  }
  return open(encrypted);
}
