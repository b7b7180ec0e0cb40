import { randomBytes, randomInt } from "node:crypto";
import { createEnvelope } from "../../protocol/envelope.ts";
import { sign } from "../../protocol/signature.ts";
import type { PushAddress } from "../world/account.ts";
import { type PushDocument, writePush } from "./pushXml.ts";

/** Where an account (or a component) wants its pushes, and how they are secured. */
export interface Address extends PushAddress {
  /** The AppID behind encrypted messages: the account's, or its component's. */
  readonly appId: string;
}

/** One HTTP request as the platform sends it. */
export interface PushRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The part of a query that is made for every try: SECONDS as text, and digits. */
export interface Stamp {
  readonly timestamp: string;
  readonly nonce: string;
}

export function freshStamp(now: number): Stamp {
  return { timestamp: String(Math.floor(now / 1_000)), nonce: String(randomInt(1e8, 2 ** 32)) };
}

/**
 * One delivery of a push or of a notice to a component: signed, and encrypted as the address wants it.
 *
 * Source: inbound.md 1.3 to 1.5; headers and line breaks as they were recorded.
 */
export function deliveryRequest(address: Address, push: PushDocument, stamp: Stamp): PushRequest {
  const { token, encodingAESKey, mode } = address;
  const query: Record<string, string> = { signature: sign(token, stamp.timestamp, stamp.nonce) };
  Object.assign(query, stamp);
  // Notices to a component come without.
  if (typeof push.FromUserName === "string") query.openid = push.FromUserName;
  if (mode === "plain" || encodingAESKey === undefined) {
    return post(address.url, query, writePush(push));
  }
  const Encrypt = createEnvelope(encodingAESKey, address.appId).seal(writePush(push), salt());
  query.encrypt_type = "aes";
  query.msg_signature = sign(token, stamp.timestamp, stamp.nonce, Encrypt);
  const to = push.InfoType === undefined ? "ToUserName" : "AppId";
  const head = mode === "compatible" ? push : { [to]: push[to] };
  return post(address.url, query, writePush({ ...head, Encrypt }));
}

/** What the console sends when the address is saved: the answer must be `echostr` and nothing else. */
export function verificationRequest(
  { url, token }: Address,
  echostr: string,
  stamp: Stamp,
): PushRequest {
  const signature = sign(token, stamp.timestamp, stamp.nonce);
  const query = { signature, echostr, ...stamp };
  return { method: "GET", url: withQuery(url, query), headers: HEADERS, body: "" };
}

const HEADERS = { "User-Agent": "Mozilla/4.0", Accept: "*/*", Pragma: "no-cache" };

function post(url: string, query: Readonly<Record<string, string>>, body: string): PushRequest {
  const headers = {
    ...HEADERS,
    "Content-Type": "text/xml",
    "Content-Length": String(Buffer.byteLength(body)),
  };
  return { method: "POST", url: withQuery(url, query), headers, body };
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  return `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(query)}`;
}

/** Sixteen lower-case hexadecimal characters, as in every recording. */
function salt(): Buffer {
  return Buffer.from(randomBytes(8).toString("hex"), "latin1");
}
