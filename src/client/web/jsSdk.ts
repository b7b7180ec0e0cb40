import { hash, randomBytes } from "node:crypto";
import { SendError } from "../../errors.ts";
import type { AccessToken } from "../call.ts";

/** What a web page hands to `wx.config`, beside the list of functions that it wants. */
export interface PageSignature {
  readonly appId: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** A card that a page adds (`wx.addCard`), or that people choose from (`wx.chooseCard`). */
export interface CardToSign {
  readonly cardId: string;
  /** Only for cards whose codes are the account's own. */
  readonly code?: string;
  /** Only this follower may take it. */
  readonly openid?: string;
}

/** What `wx.addCard` takes as `cardExt`, once it is written as JSON. */
export interface CardSignature {
  readonly timestamp: string;
  readonly nonce_str: string;
  readonly signature: string;
  readonly code?: string;
  readonly openid?: string;
}

/** Signatures for the account's web pages. Tickets are fetched, kept and shared like tokens. */
export interface JsSdk {
  /**
   * Signs a page. `url` is the address that the phone shows, with its query, without what follows a `#`. Its host
   * must be one of the account's JS safe domains. Rejects with a `WeChatApiError` where there is no ticket, and with
   * a {@link SendError} (`page-address`) for a text that is no web address.
   */
  sign(url: string): Promise<PageSignature>;
  signCard(card: CardToSign): Promise<CardSignature>;
}

interface JsSdkSettings {
  readonly appId: string;
  readonly tickets: { readonly jsapi: AccessToken; readonly wx_card: AccessToken };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A text that is not used twice. Default: 16 random characters. */
  readonly nonce?: () => string;
}

/** The helper of one account's client. */
export function createJsSdk(settings: JsSdkSettings): JsSdk {
  const { appId, tickets, now, nonce = randomNonce } = settings;
  const seconds = () => Math.floor(now() / 1_000);
  return {
    async sign(url) {
      const shown = pageAddress(url);
      const ticket = await tickets.jsapi.current();
      const [timestamp, nonceStr] = [seconds(), nonce()];
      const signature = pageSignature({ ticket, nonceStr, timestamp, url: shown });
      return { appId, timestamp, nonceStr, signature };
    },
    async signCard({ cardId, code, openid }) {
      const ticket = await tickets.wx_card.current();
      const [timestamp, nonce_str] = [String(seconds()), nonce()];
      const chosen = { ...(code && { code }), ...(openid && { openid }) };
      const signature = cardSignature([
        ticket,
        timestamp,
        cardId,
        nonce_str,
        ...Object.values(chosen),
      ]);
      return { ...chosen, timestamp, nonce_str, signature };
    },
  };
}

/** Source: off:OA_Web_Apps/JS-SDK, appendix 1: this order, lower-case names, nothing escaped. */
export function pageSignature(parts: {
  readonly ticket: string;
  readonly nonceStr: string;
  readonly timestamp: number;
  readonly url: string;
}): string {
  const { ticket, nonceStr, timestamp, url } = parts;
  return hash(
    "sha1",
    `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`,
  );
}

/** Source: off:OA_Web_Apps/JS-SDK, appendix 4: only the values, sorted as bytes and joined. */
export function cardSignature(values: readonly string[]): string {
  const bytes = values.map((value) => Buffer.from(value)).sort(Buffer.compare);
  return hash("sha1", Buffer.concat(bytes));
}

/** The address without its fragment, otherwise unchanged: WeChat signs what the phone shows. */
function pageAddress(url: string): string {
  const [shown = ""] = url.split("#");
  if (/^https?:\/\/[^/\s]/i.test(shown) && URL.canParse(shown)) return shown;
  throw new SendError(
    "page-address",
    "The address to sign is none of a web page. Give it whole, as the phone shows it: https://…",
  );
}

function randomNonce(): string {
  return randomBytes(12).toString("base64url");
}
