import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { SettingsError, WeChatError } from "../errors.ts";
import type { Failure } from "../machines/dialogue/spec.ts";

/** What came of a call. */
export type Result = { readonly output: unknown } | { readonly error: Failure };

/** The idempotency key of the nth call of a conversation, begun in the turn with this key. */
export function callKey(turnKey: string, n: number): string {
  // The turn's key names the follower, and a service has no business with his openid.
  const hash = createHash("sha256").update(turnKey).digest("base64url").slice(0, 16);
  return `${hash}.${n}`;
}

/** An error as a dialogue may look at it. */
export function failureOf(error: unknown): Failure {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown };
  return { message, ...(typeof code === "string" && { code }) };
}

/** Where the result of a `callback` service belongs. */
export interface Address {
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

/** Throws `WeChatError` with the code `token` for what is not a token of ours. */
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
