import { randomInt } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { readAnswer, readNoticeAnswer } from "../answer/answer.ts";
import { type AnswerFault, Faulty } from "../answer/answerFault.ts";
import type { Asked, PassiveMessage } from "../answer/passiveMessage.ts";
import type { Handover, Understood } from "../answer/understood.ts";
import type { Exchange, Transport } from "./pusherHttp.ts";
import {
  type Address,
  deliveryRequest,
  freshStamp,
  type PushRequest,
  type Stamp,
  verificationRequest,
} from "./pusherRequest.ts";
import type { PushDocument } from "./pushXml.ts";

/** How pushes are delivered. */
export interface PusherOptions {
  /** Measures the five seconds. */
  readonly clock: Clock;
  readonly transport: Transport;
  /**
   * The time that deliveries are signed with, in milliseconds. Default: the clock's. A server that is not
   * on our clock wants its own, because it compares.
   */
  readonly signedAt?: () => number;
  /** Deliveries of one push. Default 3; sources disagree (1 + 3, up to about 6). */
  readonly tries?: number;
  /** After so many milliseconds a delivery is cut. Default 5,000. */
  readonly cutMs?: number;
  /** Between a failed delivery and the next, in milliseconds. Default 0. */
  readonly pauseMs?: number;
  /** Every try of a push carries the same timestamp and nonce. Default false; nobody recorded which. */
  readonly sameStamp?: boolean;
}

/** One delivery. */
export interface Try {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970, on the pusher's clock. */
  readonly startedAt: number;
  readonly tookMs: number;
  /** What went over the wire. */
  readonly request: PushRequest;
  readonly end: "answered" | "cut" | "failed";
  /** What came back, as it came. */
  readonly answer?: string;
  readonly status?: number;
  /** Why the delivery failed: nobody listens, or the connection was closed. */
  readonly fault?: "unreachable" | "closed";
  readonly why?: string;
}

/** What the follower saw. */
export type Seen =
  | { readonly saw: "reply"; readonly message: PassiveMessage }
  | {
      readonly saw: "nothing";
      readonly handover?: Handover;
      /** What went wrong unseen: nobody looks at the chat after such an event. */
      readonly unseen?: { readonly fault: AnswerFault; readonly why: string };
    }
  | { readonly saw: "fault"; readonly fault: AnswerFault; readonly why: string };

/** What became of a push. */
export interface Outcome {
  readonly seen: Seen;
  readonly tries: readonly Try[];
  /** What the platform let pass although it should not be there. */
  readonly remarks: readonly string[];
}

/** Delivers pushes as the platform does. */
export interface Pusher {
  /**
   * Delivers a message, an event or a component's notice until there is a final answer; `hear` is told of
   * every delivery when it has ended. Whatever the server does, it resolves.
   */
  push(address: Address, push: PushDocument, hear?: (one: Try) => void): Promise<Outcome>;
  /** Verifies an address as the console does when it is saved; resolves to why it failed, if it did. */
  verify(address: Address): Promise<string | undefined>;
}

const TRIES = 3;
const CUT_MS = 5_000;

export function createPusher(options: PusherOptions): Pusher {
  const { clock, transport, tries: most = TRIES, cutMs = CUT_MS, pauseMs = 0 } = options;
  const signedAt = options.signedAt ?? (() => clock.now());

  async function push(
    address: Address,
    document: PushDocument,
    hear: (one: Try) => void = () => {},
  ): Promise<Outcome> {
    const tries: Try[] = [];
    const first = freshStamp(signedAt());
    for (;;) {
      const number = tries.length + 1;
      const stamp = number === 1 || options.sameStamp ? first : freshStamp(signedAt());
      const one = await deliver(deliveryRequest(address, document, stamp), number);
      tries.push(one);
      hear(one);
      const last = tries.length >= most;
      if (last || (one.end === "answered" && one.status === 200)) {
        return { ...judge(address, document, one, cutMs), tries };
      }
      if (pauseMs > 0) await new Promise<void>((resolve) => void clock.after(pauseMs, resolve));
    }
  }

  async function deliver(request: PushRequest, number: number): Promise<Try> {
    const startedAt = clock.now();
    const end = await answerWithin(transport(request));
    const head = { number, startedAt, tookMs: clock.now() - startedAt, request };
    if (end === "cut") return { ...head, end };
    if (end instanceof Error) return { ...head, end: "failed", ...failureOf(end) };
    return { ...head, end: "answered", answer: end.body, status: end.status };
  }

  function answerWithin({
    answer,
    cut,
  }: Exchange): Promise<Awaited<Exchange["answer"]> | Error | "cut"> {
    return new Promise((resolve) => {
      const cancel = clock.after(cutMs, () => {
        resolve("cut");
        cut();
      });
      answer.then(resolve, resolve).finally(cancel);
    });
  }

  async function verify(address: Address): Promise<string | undefined> {
    const echostr = String(randomInt(2 ** 47));
    const stamp: Stamp = freshStamp(signedAt());
    const { end, status, answer, why } = await deliver(
      verificationRequest(address, echostr, stamp),
      1,
    );
    if (end === "cut") return `no answer within ${cutMs} ms`;
    if (end === "failed") return why;
    if (status !== 200) return `the status is ${status}, not 200`;
    return answer === echostr ? undefined : "the answer is not the echostr alone";
  }

  return { push, verify };
}

/** What the follower sees after the last delivery. */
function judge(
  address: Address,
  push: PushDocument,
  { end, status = 0, answer: body = "", fault: failure = "closed", why = "" }: Try,
  cutMs: number,
): Pick<Outcome, "seen" | "remarks"> {
  const notice = push.InfoType !== undefined;
  const asked = askedBy(push);
  try {
    if (end === "cut") throw new Faulty("late", `no answer within ${cutMs} ms`);
    if (end === "failed") throw new Faulty(failure, why);
    if (notice) {
      readNoticeAnswer({ status, body });
      return { seen: { saw: "nothing" }, remarks: [] };
    }
    const understood = readAnswer({ status, body }, { ...address, asked });
    return { seen: seenOf(understood, asked), remarks: understood.remarks };
  } catch (error) {
    if (!(error instanceof Faulty)) throw error;
    const fault = { fault: error.fault, why: error.message };
    const unseen = notice || isUnknowing(asked.event);
    return {
      seen: unseen ? { saw: "nothing", unseen: fault } : { saw: "fault", ...fault },
      remarks: [],
    };
  }
}

function seenOf(understood: Understood, { event }: Asked): Seen {
  switch (understood.as) {
    case "reply":
      // Who has left, or does not look, reads nothing.
      return isGone(event) ? { saw: "nothing" } : { saw: "reply", message: understood.message };
    case "handover":
      return { saw: "nothing", handover: understood.to };
    default:
      return { saw: "nothing" };
  }
}

function askedBy({ ToUserName, FromUserName, MsgType, Event }: PushDocument): Asked {
  const event = MsgType === "event" ? { event: String(Event) } : {};
  return { account: String(ToUserName), openid: String(FromUserName), ...event };
}

/** After these there is nobody in the chat to read a reply. */
function isGone(event = ""): boolean {
  return /^unsubscribe$|jobfinish$/i.test(event);
}

/** Events that the follower did not knowingly cause: no page says that the notice is shown then. */
function isUnknowing(event = ""): boolean {
  return (
    isGone(event) || /^location$|^subscribe_msg_|^kf_|^user_(?:info|authorization)_/i.test(event)
  );
}

function failureOf(error: Error): { fault: "unreachable" | "closed"; why: string } {
  const { code } = error as { code?: string };
  if (code === "ECONNREFUSED" || code === "ENOTFOUND") {
    return { fault: "unreachable", why: `nobody listens there (${code})` };
  }
  const why = `the connection was closed without an answer (${code ?? error.message})`;
  return { fault: "closed", why };
}
