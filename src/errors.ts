/**
 * Errors: one class per origin of failure. Every one has a stable `code` for programs and a message
 * for people that names the mistake and the remedy.
 */
export class WeChatError extends Error {
  /** Stable across releases; compare this, never the message. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/**
 * Whether a conversation was left alone because only a later release of the bot knows it: no fault, and told where it
 * was left. Who brought something to it brings that again.
 */
export function isLeftToNewer(error: unknown): boolean {
  return error instanceof WeChatError && error.code === "newer-record";
}

/** A setting is missing, malformed or contradicts another one. Thrown at start, never during a push. */
export class SettingsError extends WeChatError {
  /** One sentence per mistake, so that all can be mended in one go. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super("settings", problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * A request is not from WeChat, not for this account, or not intact. The sender always gets the same
 * refusal; `reason` is for our own log only, because telling an attacker which check failed helps him.
 */
export class Refused extends WeChatError {
  /** What failed, for the log: `signature`, `stale`, `envelope`, `xml` … */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super("refused", message);
    this.reason = reason;
  }
}

/** The store did not take or give something: WeChat gets a 503 and asks again. */
export class StoreUnavailable extends WeChatError {
  constructor(message: string, options?: ErrorOptions) {
    super("store-unavailable", message, options);
  }
}

/**
 * A write of bot state named an eTag, and somebody wrote under that key since it was read. Nothing was
 * written: read again and decide anew, or write with the eTag `*`.
 */
export class StateConflict extends WeChatError {
  constructor(key: string) {
    super("state-conflict", `Storage: error writing "${key}" due to eTag conflict.`);
  }
}

/** An outgoing activity cannot be sent at all. The bot's awaited call rejects with this. */
export class SendError extends WeChatError {}

/** WeChat refused a message for good, and no other way was left. `explain` says what its code means. */
export class SendRefused extends SendError {
  /** WeChat's own code. */
  readonly errcode: number;

  constructor(errcode: number) {
    super(
      "refused-by-wechat",
      `WeChat refused the message with ${errcode}: see explain ${errcode}.`,
    );
    this.errcode = errcode;
  }
}

/** Why a turn was aborted: a newer message, a timeout, another process, the end. */
export type AbortCode =
  | "turn-stopped"
  | "stream-stopped"
  | "turn-lost"
  | "turn-timeout"
  | "turn-over"
  | "unfollowed";

/**
 * The reason of a turn's aborted signal. Its name is `AbortError`, because that is how the libraries of models tell
 * an abort from a failure.
 */
export class TurnAborted extends WeChatError {
  declare readonly code: AbortCode;

  constructor(code: AbortCode, message: string) {
    super(code, message);
    this.name = "AbortError";
  }
}

/** Bot Framework asks for something that WeChat has no counterpart for. */
export class NotSupported extends WeChatError {
  constructor(what: string, remedy: string) {
    super("not-supported", `WeChat cannot ${what}. ${remedy}`);
  }
}
