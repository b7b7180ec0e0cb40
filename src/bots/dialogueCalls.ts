import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { SettingsError, TurnAborted, WeChatError } from "../errors.ts";
import { errorFacts, type Log } from "../log.ts";
import type { CallRecord } from "../machines/dialogue/record.ts";
import type { AnyService, CallFacts } from "../machines/dialogue/service.ts";
import type { Failure } from "../machines/dialogue/spec.ts";

/** The result of a call. */
export type Result = { readonly output: unknown } | { readonly error: Failure };

/** The idempotency key of the nth call of a conversation, begun in the turn with this key. */
export function callKey(turnKey: string, n: number): string {
  // The turn's key names the follower, and a service has no business with his openid.
  const hash = createHash("sha256").update(turnKey).digest("base64url").slice(0, 16);
  return `${hash}.${n}`;
}

/** An error as a dialogue may look at it. */
function failureOf(error: unknown): Failure {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown };
  return { message, ...(typeof code === "string" && { code }) };
}

/** A value as JSON. Throws `WeChatError` with the code `not-json` for a value that JSON cannot hold. */
export function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WeChatError(
      "not-json",
      `What a dialogue keeps is JSON, and this is not (${why}): give results, answers and outputs as strings, numbers, plain objects and lists.`,
      { cause },
    );
  }
}

/** A result as it will be stored. A result that cannot be stored is a failure, but the work is not done once more. */
export function resultOf(output: unknown, service: string, log: Log): Result {
  try {
    const text = asJson(output);
    return { output: text === undefined ? undefined : JSON.parse(text) };
  } catch (error) {
    log.error({ ...errorFacts(error, log), service }, "a service's result is no JSON");
    return { error: failureOf(error) };
  }
}

/** How a call is made. */
interface Making {
  /** When its turn began, in milliseconds since the epoch. */
  readonly now: number;
  readonly tries: number;
  /** Seals the token of a `callback` service. */
  readonly token: () => string;
  readonly log: Log;
  /** The turn's abort signal. */
  readonly signal: () => AbortSignal;
  /** What the service gave before the dialogue was reopened. */
  readonly before: unknown;
}

/** Reasons that do not abort a call: it outlives its turn, and has nothing to do with a streamed answer. */
const GOES_ON = ["turn-over", "stream-stopped"];

/** The facts of a call; its signal is made when the service asks for it. */
function factsOf(key: string, attempt: number, now: number, turn: () => AbortSignal): CallFacts {
  let signal: AbortSignal | undefined;
  return {
    key,
    attempt,
    now,
    get signal() {
      signal ??= callSignal(turn());
      return signal;
    },
  };
}

function callSignal(turn: AbortSignal): AbortSignal {
  const call = new AbortController();
  const hear = () => {
    const { reason } = turn;
    if (!(reason instanceof TurnAborted) || !GOES_ON.includes(reason.code)) call.abort(reason);
  };
  if (turn.aborted) hear();
  else turn.addEventListener("abort", hear, { once: true });
  return call.signal;
}

/** Calls a service as often as allowed. `begun` where somebody brings the result later. */
export async function makeCall(
  service: AnyService,
  { k: key, n, i: input, c: name }: CallRecord,
  { now, tries, token, log, signal, before }: Making,
): Promise<Result | "begun"> {
  for (let attempt = n + 1; ; attempt++) {
    const facts = factsOf(key, attempt, now, signal);
    if (before !== undefined) Object.assign(facts, { before });
    try {
      if (service.kind !== "callback") {
        return resultOf(await service.run(input, facts), name, log);
      }
      await service.run(input, Object.assign(facts, { token: token() }));
      return "begun";
    } catch (error) {
      log.warn(
        { ...errorFacts(error, log), service: name, attempt },
        "a dialogue's service failed",
      );
      if (attempt >= tries) return { error: failureOf(error) };
    }
  }
}

/** The bot and the conversation that the result of a `callback` service belongs to. */
interface Address {
  readonly bot: string;
  readonly conversation: string;
  readonly call: string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An address that the other side cannot read, make or change. */
export function sealToken(secret: string | undefined, address: Address): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), iv);
  const { bot, conversation, call } = address;
  const body = Buffer.concat([
    cipher.update(JSON.stringify([bot, conversation, call]), "utf8"),
    cipher.final(),
  ]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** Opens a token. Throws `WeChatError` with the code `token` for a text that is not a token of ours. */
export function openToken(secret: string | undefined, token: string): Address {
  const key = keyOf(secret);
  try {
    const bytes = Buffer.from(token, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = Buffer.concat([
      decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    const [bot, conversation, call] = JSON.parse(body.toString("utf8")) as [string, string, string];
    return { bot, conversation, call };
  } catch (cause) {
    throw new WeChatError(
      "token",
      "This is no token of ours: it was changed on its way, or `callbackSecret` is another one.",
      { cause },
    );
  }
}

function keyOf(secret: string | undefined): Buffer {
  if (secret !== undefined && secret.length >= 32)
    return createHash("sha256").update(secret).digest();
  throw new SettingsError([
    "A `callback` service needs the option `callbackSecret`: a secret of at least 32 characters.",
  ]);
}
