import { Refused } from "../../errors.ts";
import type { Envelope } from "../../protocol/envelope.ts";
import { FRESHNESS_MS } from "../../protocol/limits.ts";
import { sameSignature, sign } from "../../protocol/signature.ts";
import { writeXml } from "../../protocol/xml.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";

/** The query of a delivery, each part in the one form that WeChat writes. */
interface Signed {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly msgSignature: string;
  readonly echostr: string;
}

/** What an authentic delivery holds, and how its answer must be sealed. */
export interface Authentic {
  readonly xml: string;
  readonly seal: Seal;
}

// The forms are checked before any hashing. Under a signature nothing separates the parts, so a signature
// would still verify after characters moved from one part into the next.
const PARAMETERS: ReadonlyMap<string, { field: keyof Signed; form: RegExp }> = new Map([
  ["signature", { field: "signature", form: /^[0-9a-f]{40}$/ }],
  ["timestamp", { field: "timestamp", form: /^\d{10}$/ }],
  ["nonce", { field: "nonce", form: /^[A-Za-z0-9]{1,32}$/ }],
  ["msg_signature", { field: "msgSignature", form: /^[0-9a-f]{40}$/ }],
  ["echostr", { field: "echostr", form: /^[\x21-\x7e]{1,256}$/ }],
]);

/**
 * Reads the query strictly: a repeated or misshapen parameter counts as absent. Throws {@link Refused} when a
 * parameter that every delivery has is absent. WeChat encodes nothing, so its queries are split at `&` and `=`; a query
 * that may be encoded is read by the standard's rules. A test compares the two ways.
 */
export function readQuery(url: string): Signed {
  const start = url.indexOf("?");
  const query = start < 0 ? "" : url.slice(start + 1);
  const read = new Parameters();
  if (/[%+]/.test(query)) {
    for (const [name, value] of new URLSearchParams(query)) read.note(name, value);
  } else {
    for (const pair of query.split("&")) {
      const equals = pair.indexOf("=");
      if (equals < 0) read.note(pair, "");
      else read.note(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
  const { signature, timestamp, nonce, msgSignature } = read;
  if (!timestamp || !nonce || (!signature && !msgSignature)) {
    throw new Refused("query", "The query is not one that WeChat writes.");
  }
  return {
    signature: signature ?? "",
    timestamp,
    nonce,
    msgSignature: msgSignature ?? "",
    echostr: read.echostr ?? "",
  };
}

/** The parameters of a query that anybody here looks at. A misshapen or repeated one is empty. */
class Parameters {
  signature: string | undefined;
  timestamp: string | undefined;
  nonce: string | undefined;
  msgSignature: string | undefined;
  echostr: string | undefined;

  note(name: string, value: string): void {
    const known = PARAMETERS.get(name);
    if (known === undefined) return;
    const { field, form } = known;
    this[field] = this[field] === undefined && form.test(value) ? value : "";
  }
}

/** Checks a plain signature: for the verification of an address, and for pushes in plain mode. */
export function checkSignature(account: Account, { signature, timestamp, nonce }: Signed): void {
  const valid = account.tokens.some((token) =>
    sameSignature(sign(token, timestamp, nonce), signature),
  );
  // THE LINE where an unsigned or forged plain request ends.
  if (!valid) throw new Refused("signature", "The signature does not match.");
}

/** Checks a body and returns what it holds. For an encrypted body only `msg_signature` decides. */
export function openBody(account: Account, query: Signed, body: string): Authentic {
  if (account.mode === "plain") return openPlain(account, query, body);
  const { msgSignature, timestamp, nonce } = query;
  let looked = 0;
  for (const [, ciphertext = ""] of body.matchAll(ENCRYPT)) {
    looked += 1;
    if (looked > MOST_LOOKS) break;
    for (const token of account.tokens) {
      if (!sameSignature(sign(token, timestamp, nonce, ciphertext), msgSignature)) continue;
      const [envelope, xml] = openWithAny(account.envelopes, ciphertext);
      return { xml, seal: sealWith(envelope, token, nonce) };
    }
  }
  // THE LINE where an unsigned, forged or downgraded request to an encrypted account ends.
  throw looked > 0
    ? new Refused("signature", "The signature of the encrypted body does not match.")
    : new Refused("not-encrypted", "The body is not encrypted, as this account's must be.");
}

function openPlain(account: Account, query: Signed, body: string): Authentic {
  checkSignature(account, query);
  if (!body.includes("<MsgType>") && body.search(ENCRYPT) >= 0) {
    throw new Refused(
      "no-key",
      "The body is encrypted: the console is in safe mode, set encodingAESKey and no plain mode.",
    );
  }
  return { xml: body, seal: (xml) => xml };
}

// The element is searched in the raw text, so that nothing unauthenticated reaches the XML parser. In
// compatible mode a follower may type such an element too; the signature tells which one is WeChat's.
const ENCRYPT = /<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]{1,65536})(?:\]\]>)?\s*<\/Encrypt>/g;

/** More elements than a follower can type into one message. Each element of a stranger's request costs a hash. */
const MOST_LOOKS = 256;

function openWithAny(envelopes: readonly Envelope[], ciphertext: string): [Envelope, string] {
  let refusal: unknown;
  for (const envelope of envelopes) {
    try {
      return [envelope, envelope.open(ciphertext)];
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

/**
 * Seals answers with the account's present keys. For a push that arrived at another process: its delivery is not
 * here.
 */
export function presentSeal(account: Account): Seal {
  const envelope = account.envelopes[0];
  return envelope === undefined ? (xml) => xml : sealWith(envelope, account.tokens[0], "0");
}

function sealWith(envelope: Envelope, token: string, nonce: string): Seal {
  return (xml, now) => {
    const encrypted = envelope.seal(xml);
    const timestamp = Math.floor(now / 1_000);
    return writeXml({
      Encrypt: encrypted,
      MsgSignature: sign(token, String(timestamp), nonce, encrypted),
      TimeStamp: timestamp,
      Nonce: nonce,
    });
  };
}

/** A delivery whose signature holds, but whose time is too far from ours to be trusted. */
export class Stale extends Refused {
  /** How far the delivery is ahead of our clock, in milliseconds. */
  readonly offMs: number;
  /** What tells the delivery from another one. */
  readonly delivery: string;

  constructor(offMs: number, delivery: string) {
    const minutes = Math.round(Math.abs(offMs) / 60_000);
    const direction = offMs > 0 ? "after" : "before";
    super("stale", `The delivery's time is ${minutes} minutes ${direction} ours.`);
    this.offMs = offMs;
    this.delivery = delivery;
  }
}

/** Throws {@link Stale} for a delivery whose time is too far from our clock. Call it once the signature holds. */
export function checkFreshness(
  { timestamp, nonce }: Signed,
  now: number,
  freshnessMs = FRESHNESS_MS,
): void {
  const offMs = Number(timestamp) * 1_000 - now;
  // The comparison is negated, so that `NaN` does not count as fresh.
  if (!(Math.abs(offMs) <= freshnessMs)) throw new Stale(offMs, `${timestamp} ${nonce}`);
}
