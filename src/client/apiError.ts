import { WeChatError } from "../errors.ts";

/**
 * What a failed call has done.
 *
 * - `refused`: WeChat said no; nothing happened.
 * - `not-sent`: the request never left this process; repeating it is safe.
 * - `unknown`: it left and no verdict came back. It is never repeated blindly: customer-service messages
 *   have no idempotency key, and a repeat is a second message on the follower's screen.
 */
export type Outcome = "refused" | "unknown" | "not-sent";

/**
 * Stable names of what went wrong.
 *
 * - `api-refused`: an `errcode`, or a status from 400 to 499.
 * - `api-no-token`: no access token could be had; `errcode` is that of the token call, if it got one.
 * - `api-breaker-open`: so many calls failed that none is made for a while.
 * - `api-unreachable`: no connection. `api-timeout`: the deadline passed. `api-cut`: the connection broke.
 * - `api-status`: a status that is no verdict (3xx, 5xx). `api-bad-reply`: not JSON, too long, or not of
 *   the documented shape.
 */
export type ApiErrorCode =
  | "api-refused"
  | "api-no-token"
  | "api-breaker-open"
  | "api-unreachable"
  | "api-timeout"
  | "api-cut"
  | "api-status"
  | "api-bad-reply";

export interface ApiFailure {
  readonly code: ApiErrorCode;
  readonly outcome: Outcome;
  /** The endpoint's name in our table. */
  readonly endpoint: string;
  readonly errcode?: number | undefined;
  /** WeChat's own words without the rid; secrets and openids are masked. */
  readonly errmsg?: string | undefined;
  /** WeChat's name of the call, kept there for seven days: `client.call("rid.get", { rid })`. */
  readonly rid?: string | undefined;
  /** The HTTP status, where there was one. */
  readonly status?: number | undefined;
  /** The call only asks, so it cannot have changed anything. */
  readonly reads?: boolean | undefined;
  /** Other helpful facts, without any content. */
  readonly detail?: string | undefined;
}

/** A call of WeChat's API failed. The error holds neither request nor response, so it may be logged whole. */
export class WeChatApiError extends WeChatError {
  readonly outcome: Outcome;
  readonly endpoint: string;
  readonly errcode: number | undefined;
  readonly errmsg: string | undefined;
  readonly rid: string | undefined;
  readonly status: number | undefined;

  constructor(failure: ApiFailure) {
    super(failure.code, sentence(failure));
    this.outcome = failure.outcome;
    this.endpoint = failure.endpoint;
    this.errcode = failure.errcode;
    this.errmsg = failure.errmsg;
    this.rid = failure.rid;
    this.status = failure.status;
  }
}

const REMEDIES: Readonly<Record<Outcome, string>> = {
  refused: "Nothing was done.",
  "not-sent": "Nothing was sent; it can be tried again.",
  unknown: "It may have taken effect; do not repeat it blindly.",
};

/** A call that only asks changes nothing, even without an answer. */
const ASKED = "Nothing was changed; it can be tried again.";

function sentence(failure: ApiFailure): string {
  const { code, endpoint, errcode, errmsg, rid, status, detail, outcome, reads } = failure;
  const facts = [
    errcode !== undefined && `errcode ${errcode}${errmsg ? ` "${errmsg}"` : ""}`,
    rid !== undefined && `rid ${rid}`,
    status !== undefined && status !== 200 && `HTTP ${status}`,
    detail,
  ].filter((part) => part);
  const because = facts.length > 0 ? ` (${facts.join(", ")})` : "";
  return `${endpoint} failed: ${WORDS[code]}${because}. ${reads === true && outcome === "unknown" ? ASKED : REMEDIES[outcome]}`;
}

const WORDS: Readonly<Record<ApiErrorCode, string>> = {
  "api-refused": "WeChat refused it",
  "api-no-token": "there is no access token",
  "api-breaker-open": "WeChat's API failed too often, calls pause for a while",
  "api-unreachable": "WeChat's API cannot be reached",
  "api-timeout": "the deadline passed",
  "api-cut": "the connection broke",
  "api-status": "something that is not WeChat's API answered",
  "api-bad-reply": "the answer is not what WeChat documents",
};
