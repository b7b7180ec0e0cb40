import type { IncomingMessage } from "node:http";

/**
 * Names by which a browser on this machine (or at the other end of a forwarded port) reaches us. Any other
 * name may be a foreign page's that was made to point here: DNS rebinding.
 */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** On everything that a page's server sends. No script, style or frame but our own; no string becomes a script. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    // News cards show pictures from anywhere, as WeChat does.
    "img-src 'self' data: blob: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** Why a request is refused. */
interface Refused {
  readonly status: 403 | 415;
  readonly code: "wrong-host" | "wrong-origin" | "not-json";
  readonly message: string;
}

/**
 * Whether a request comes from our own page. A page of somebody else, open in the same browser, can send
 * us requests too: it cannot choose the Host header, cannot hide its Origin, and cannot send JSON without
 * asking first. `names`: further hosts (with their ports, where they have one) by which browsers reach us, over
 * http or https.
 */
export function refusalOf(
  { headers, method = "GET" }: IncomingMessage,
  names: readonly string[] = [],
): Refused | undefined {
  const { host = "", origin } = headers;
  const isNamed = names.includes(host.toLowerCase());
  if (!OWN_HOST.test(host) && !isNamed) {
    const message =
      names.length === 0
        ? "Open this page by 127.0.0.1 or localhost: no other name is answered."
        : `Open this page by ${names.join(" or ")}: no other name is answered.`;
    return { status: 403, code: "wrong-host", message };
  }
  const reads = method === "GET" || method === "HEAD";
  const site = headers["sec-fetch-site"] ?? "same-origin";
  // Following a link from elsewhere to the page itself is no harm: it cannot be read, nor framed.
  const visits = reads && headers["sec-fetch-mode"] === "navigate";
  const foreign = site !== "same-origin" && site !== "none" && !visits;
  const own = origin === `http://${host}` || (isNamed && origin === `https://${host}`);
  const ours = own || (reads && origin === undefined);
  if (foreign || !ours) {
    const message = "Only the page itself may ask this.";
    return { status: 403, code: "wrong-origin", message };
  }
  if (!reads && !/^application\/json\b/.test(headers["content-type"] ?? "")) {
    return { status: 415, code: "not-json", message: "Send application/json." };
  }
  return undefined;
}
