import { createCipheriv, createDecipheriv, createHash, randomBytes, randomInt } from "node:crypto";

/**
 * WeChat's side of the wire, written from the documents and sharing no code with `src`: a mistake that
 * both the adapter and its reader made could not be seen by a test that uses the same code twice.
 */
export interface WireAccount {
  readonly appId: string;
  readonly token: string;
  /** Needed for compatible and safe mode. */
  readonly encodingAESKey: string;
  readonly originalId: string;
  readonly mode: "plain" | "compatible" | "safe";
}

/** A delivery, before it is sent: everything may still be changed. */
export interface WirePush {
  readonly query: { readonly [name: string]: string };
  readonly body: string;
}

const KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A new account; what a test does not give is made up. */
export function wireAccount(given: Partial<WireAccount> = {}): WireAccount {
  return {
    appId: `wx${randomBytes(8).toString("hex")}`,
    token: `t${randomBytes(8).toString("hex")}`,
    encodingAESKey: Array.from({ length: 43 }, () => KEY_LETTERS[randomInt(62)]).join(""),
    originalId: `gh_${randomBytes(6).toString("hex")}`,
    mode: "safe",
    ...given,
  };
}

/** The account as the adapter wants to hear of it. */
export function settingsOf({ encodingAESKey, mode, ...rest }: WireAccount) {
  return mode === "plain" ? { ...rest, mode } : { ...rest, mode, encodingAESKey };
}

export function sha1(...parts: readonly string[]): string {
  const sorted = [...parts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return createHash("sha1").update(sorted.join(""), "utf8").digest("hex");
}

export function encrypt({ encodingAESKey, appId }: WireAccount, message: string | Buffer): string {
  const key = Buffer.from(encodingAESKey, "base64");
  const text = Buffer.from(message);
  const size = Buffer.from([
    text.length >>> 24,
    text.length >>> 16,
    text.length >>> 8,
    text.length,
  ]);
  const random = Buffer.from(randomBytes(8).toString("hex"));
  const open = Buffer.concat([random, size, text, Buffer.from(appId)]);
  const missing = 32 - (open.length % 32);
  return encryptRaw(key, Buffer.concat([open, Buffer.alloc(missing, missing)]));
}

/** Encrypts exactly these bytes, well formed or not. */
export function encryptRaw(key: Buffer, bytes: Buffer): string {
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return cipher.update(bytes, undefined, "base64") + cipher.final("base64");
}

export function decrypt({ encodingAESKey, appId }: WireAccount, sealed: string): string {
  const key = Buffer.from(encodingAESKey, "base64");
  const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const open = Buffer.concat([decipher.update(Buffer.from(sealed, "base64")), decipher.final()]);
  const end = open.length - Number(open.at(-1));
  const textEnd = 20 + open.readInt32BE(16);
  const tail = open.subarray(textEnd, end).toString();
  if (tail !== appId) throw new Error(`the answer is sealed for ${JSON.stringify(tail)}`);
  return open.subarray(20, textEnd).toString();
}

/** Like WeChat's own: seventeen digits, more than a JavaScript number holds. */
export function freshMsgId(): string {
  return `2${String(randomInt(1e8)).padStart(8, "0")}${String(randomInt(1e8)).padStart(8, "0")}`;
}

export function freshOpenid(): string {
  return `o${randomBytes(20).toString("base64url").slice(0, 27)}`;
}

/** What a follower does; everything has a default. */
export interface Said {
  readonly from?: string;
  readonly to?: string;
  readonly msgId?: string;
  /** Seconds. */
  readonly createTime?: number;
}

export function textXml({ originalId }: WireAccount, content: string, said: Said = {}): string {
  const msgId = said.msgId ?? freshMsgId();
  return pushXml(
    originalId,
    said,
    "text",
    `<Content><![CDATA[${content}]]></Content><MsgId>${msgId}</MsgId>`,
  );
}

export function eventXml(
  { originalId }: WireAccount,
  event: string,
  eventKey = "",
  said: Said = {},
): string {
  const own = `<Event><![CDATA[${event}]]></Event><EventKey><![CDATA[${eventKey}]]></EventKey>`;
  return pushXml(originalId, said, "event", own);
}

function pushXml(originalId: string, said: Said, msgType: string, own: string): string {
  const to = said.to ?? originalId;
  const from = said.from ?? freshOpenid();
  const createTime = said.createTime ?? Math.floor(Date.now() / 1_000);
  return (
    `<xml><ToUserName><![CDATA[${to}]]></ToUserName>\n<FromUserName><![CDATA[${from}]]></FromUserName>\n` +
    `<CreateTime>${createTime}</CreateTime>\n<MsgType><![CDATA[${msgType}]]></MsgType>\n${own}\n</xml>`
  );
}

/** When and with which nonce a delivery is signed. */
export interface Stamp {
  /** Seconds. */
  readonly timestamp?: number;
  readonly nonce?: string;
}

/** Signs and, where the account wants it, encrypts a push, as WeChat would at this moment. */
export function wrap(account: WireAccount, xml: string, stamp: Stamp = {}): WirePush {
  const timestamp = String(stamp.timestamp ?? Math.floor(Date.now() / 1_000));
  const nonce = stamp.nonce ?? String(randomInt(1e8, 1e9));
  const openid = /<FromUserName><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? freshOpenid();
  const plain = { signature: sha1(account.token, timestamp, nonce), timestamp, nonce, openid };
  if (account.mode === "plain") return { query: plain, body: xml };
  const sealed = encrypt(account, xml);
  const inner = account.mode === "compatible" ? xml.slice("<xml>".length, -"</xml>".length) : "";
  return envelope(account, sealed, plain, inner);
}

/** A signed delivery of this ciphertext, whatever it holds. */
export function envelope(
  account: WireAccount,
  sealed: string,
  plain: { readonly timestamp: string; readonly nonce: string; readonly [name: string]: string },
  clear = `<ToUserName><![CDATA[${account.originalId}]]></ToUserName>`,
): WirePush {
  const msg_signature = sha1(account.token, plain.timestamp, plain.nonce, sealed);
  return {
    query: { ...plain, encrypt_type: "aes", msg_signature },
    body: `<xml>${clear || `<ToUserName><![CDATA[${account.originalId}]]></ToUserName>`}\n<Encrypt><![CDATA[${sealed}]]></Encrypt>\n</xml>`,
  };
}

/** The query of an address verification. */
export function verification({ token }: WireAccount, echostr: string, stamp: Stamp = {}) {
  const timestamp = String(stamp.timestamp ?? Math.floor(Date.now() / 1_000));
  const nonce = stamp.nonce ?? String(randomInt(1e8, 1e9));
  return { signature: sha1(token, timestamp, nonce), echostr, timestamp, nonce };
}

/** Opens an answer as WeChat would: throws where WeChat would show its error notice. */
export function openAnswer(account: WireAccount, answer: string): string {
  if (answer === "success" || answer === "" || account.mode === "plain") return answer;
  const read = (name: string) =>
    new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(answer)?.[1] ?? "";
  const sealed = read("Encrypt");
  const signature = sha1(account.token, read("TimeStamp"), read("Nonce"), sealed);
  if (signature !== read("MsgSignature")) throw new Error("the answer's MsgSignature is wrong");
  return decrypt(account, sealed);
}

/** The text of an answer that is a passive text reply. */
export function textOf(account: WireAccount, answer: string): string {
  const open = openAnswer(account, answer);
  const text = /<Content><!\[CDATA\[([\s\S]*)\]\]><\/Content>/.exec(open)?.[1];
  if (text === undefined) throw new Error(`no text in ${open}`);
  return text;
}

/** What came back over HTTP. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

/** Sends a delivery. */
export async function post(url: string, { query, body }: WirePush): Promise<WireAnswer> {
  const response = await fetch(`${url}?${new URLSearchParams(query)}`, {
    method: "POST",
    body,
    headers: { "Content-Type": "text/xml", "User-Agent": "Mozilla/4.0", Pragma: "no-cache" },
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}
