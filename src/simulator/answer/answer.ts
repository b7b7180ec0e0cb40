import { XMLValidator } from "fast-xml-parser";
import { createEnvelope } from "../../protocol/envelope.ts";
import { sign } from "../../protocol/signature.ts";
import { readXml, type XmlElement } from "../../protocol/xml.ts";
import { type AnswerFault, Faulty, type Remark } from "./answerFault.ts";
import { readPassive } from "./answerMessage.ts";
import type { Asked } from "./passiveMessage.ts";
import type { Understood } from "./understood.ts";

/** What came back over HTTP for one delivery, read whole. */
export interface HttpAnswer {
  readonly status: number;
  /** The bytes as UTF-8; what is not UTF-8 has become U+FFFD. */
  readonly body: string;
}

/** What the platform must know of a push to read its answer. */
interface Question {
  readonly token: string;
  /** Absent in plain mode. */
  readonly encodingAESKey?: string | undefined;
  /** The AppID behind encrypted messages: the account's, or its component's. */
  readonly appId: string;
  readonly mode: "plain" | "compatible" | "safe";
  readonly asked: Asked;
}

const SUCCESS = "success";
/** The platform takes the word in this form only; a blank line after it comes from many servers. */
const SUCCESS_WORD = /^success\s*$/;

/**
 * Reads an answer as WeChat does. Throws {@link Faulty} where the follower would be told that the
 * account's service is out of order.
 *
 * Sources: guide, Passive_user_reply_message and push/encryption; inbound.md 5.2 and 6.
 */
export function readAnswer({ status, body }: HttpAnswer, question: Question): Understood {
  if (status >= 300 && status < 400) throw faulty("redirect", `it is a redirect (${status})`);
  if (status !== 200) throw faulty("status", `its status is ${status}, not 200`);
  if (body === "" || SUCCESS_WORD.test(body)) return { as: "nothing", remarks: [] };
  const remarks: Remark[] = [];
  const xml = opened(body, question, remarks);
  // One SDK (Satori) seals even the word; the platform lets it pass.
  if (xml === SUCCESS) return { as: "nothing", remarks };
  return readPassive(documentOf(xml, remarks), question.asked, remarks);
}

/** An answer without its envelope, for people who look at it; `undefined` where it cannot be opened. */
export function openAnswer(body: string, question: Omit<Question, "asked">): string | undefined {
  try {
    return opened(body, question, []);
  } catch {
    return undefined;
  }
}

/** Reads the answer to a component's notice: only the word counts. */
export function readNoticeAnswer({ status, body }: HttpAnswer): void {
  if (status !== 200) throw faulty("status", `its status is ${status}, not 200`);
  if (!SUCCESS_WORD.test(body)) throw faulty("not-success", "a notice must be answered `success`");
}

/** The reply's text, taken out of its envelope where there is one. */
function opened(body: string, question: Omit<Question, "asked">, remarks: Remark[]): string {
  const { mode, encodingAESKey } = question;
  if (mode === "plain" || encodingAESKey === undefined) return body;
  const outer = documentOf(body, remarks);
  if (outer.Encrypt === undefined) {
    if (mode === "compatible") return body;
    throw faulty("not-encrypted", "it is not encrypted, and the account is in safe mode");
  }
  const part = (name: string) => leaf(outer, name);
  const [Encrypt, TimeStamp, Nonce] = [part("Encrypt"), part("TimeStamp"), part("Nonce")];
  if (sign(question.token, TimeStamp, Nonce, Encrypt) !== part("MsgSignature")) {
    throw faulty("bad-signature", "its MsgSignature does not match");
  }
  if (TimeStamp.length > 10) remarks.push("TimeStamp of the envelope is in milliseconds");
  try {
    return createEnvelope(encodingAESKey, question.appId).open(Encrypt);
  } catch {
    throw faulty("bad-encryption", "its Encrypt cannot be opened with the account's key and AppID");
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids exactly these.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

function documentOf(text: string, remarks: Remark[]): XmlElement {
  const start = text.trimStart();
  if (!start.startsWith("<")) {
    const json = start.startsWith("{") || start.startsWith("[");
    throw faulty("not-xml", json ? "it is JSON" : "it is plain text other than `success`");
  }
  // Reports contradict each other; some servers do it and live.
  if (start !== text) remarks.push("blanks stand before <xml>");
  if (FORBIDDEN.test(text)) {
    throw faulty("malformed", "it holds a control character, which XML forbids");
  }
  if (text.includes("\uFFFD")) remarks.push("it holds U+FFFD: perhaps it is not UTF-8");
  try {
    return readXml(text);
  } catch (error) {
    throw faulty(
      "malformed",
      `it is not well-formed XML: ${placeIn(text) ?? (error as Error).message}`,
    );
  }
}

const QUOTED_LENGTH = 20;

/** Where XML goes wrong, and what stands there; undefined where the reader alone does not like it. */
function placeIn(text: string): string | undefined {
  const checked = XMLValidator.validate(text);
  if (checked === true) return undefined;
  const { msg, line, col } = checked.err;
  const there = text
    .split("\n")
    [line - 1]?.slice(Math.max(0, col - 1 - QUOTED_LENGTH), col + QUOTED_LENGTH);
  const quoted = there === undefined || there === "" ? "" : `, near ${JSON.stringify(there)}`;
  return `${msg} (line ${line}, column ${col}${quoted})`;
}

function leaf(element: XmlElement, name: string): string {
  const value = element[name];
  if (typeof value === "string") return value.trim();
  throw faulty("malformed", `its envelope has not exactly one ${name}`);
}

function faulty(fault: AnswerFault, why: string): Faulty {
  return new Faulty(fault, why);
}
