import { WeChatError } from "../../errors.ts";

/** Why a follower is told that the service is out of order, one word for programs. */
export type AnswerFault =
  // Nothing usable came back.
  | "late"
  | "unreachable"
  | "closed"
  | "status"
  | "redirect"
  // Something came back that the platform cannot read.
  | "not-xml"
  | "malformed"
  | "not-encrypted"
  | "bad-signature"
  | "bad-encryption"
  | "not-success"
  // It can be read, and is not a reply to this push.
  | "wrong-from"
  | "wrong-to"
  | "bad-create-time"
  | "unknown-type"
  | "empty-content"
  | "too-long"
  | "no-media"
  | "bad-news";

/** What the platform lets pass although it should not be there, one sentence. */
export type Remark = string;

/** Thrown by the readers of answers; `fault` is for programs, the message says why in half a sentence. */
export class Faulty extends WeChatError {
  readonly fault: AnswerFault;

  constructor(fault: AnswerFault, why: string) {
    super("faulty-answer", why);
    this.fault = fault;
  }
}

/** What the follower reads in the chat, as WeChat words it today. */
export const FAULT_NOTICE = "该公众号提供的服务出现故障，请稍后再试";

export function refuse(fault: AnswerFault, why: string): never {
  throw new Faulty(fault, why);
}
