import {
  encrypt,
  encryptRaw,
  envelope,
  sha1,
  textXml,
  verification,
  type WireAccount,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";
import { requestBytes } from "./raw.ts";

/** One way to be refused, and what our own log must call it. */
export interface Cause {
  readonly name: string;
  readonly reason: string;
  /** Whether the parser may see it: only what had a valid signature. */
  readonly parsed?: true;
  readonly bytes: () => Buffer;
}

const token = "sharedtoken";
export const safe = wireAccount({ token });
/** Same token and key, so that nothing but the AppID tells the two apart. */
export const twin = wireAccount({ token, encodingAESKey: safe.encodingAESKey });
export const compatible = wireAccount({ mode: "compatible" });
export const plain = wireAccount({ mode: "plain" });
export const ACCOUNTS = [safe, twin, compatible, plain];

const now = () => Math.floor(Date.now() / 1_000);

export function target(
  { appId }: Pick<WireAccount, "appId">,
  query: Record<string, string> | string,
) {
  return `/wechat/${appId}?${typeof query === "string" ? query : new URLSearchParams(query)}`;
}

function posted(
  account: WireAccount,
  query: Record<string, string> | string,
  body: string,
): Buffer {
  return requestBytes("POST", target(account, query), body);
}

type Changed = { query?: Record<string, string>; body?: string };

/** A genuine delivery with something changed. */
function changed(account: WireAccount, change: (genuine: ReturnType<typeof wrap>) => Changed) {
  return () => {
    const genuine = wrap(account, textXml(account, "hi"));
    const { query = genuine.query, body = genuine.body } = change(genuine);
    return posted(account, query, body);
  };
}

/** A signed and encrypted delivery of any document. */
function holding(xml: (account: WireAccount) => string, account = safe) {
  return () => {
    const { query, body } = wrap(account, xml(account));
    return posted(account, query, body);
  };
}

/** A signed delivery of a ciphertext that no honest sender makes. */
function sealed(make: () => string) {
  return () => {
    const stamp = { timestamp: String(now()), nonce: "12345" };
    const { query, body } = envelope(safe, make(), stamp);
    return posted(safe, query, body);
  };
}

const key = () => Buffer.from(safe.encodingAESKey, "base64");
const padded = (bytes: Buffer, pad = 32 - (bytes.length % 32)) =>
  Buffer.concat([bytes, Buffer.alloc(pad, pad)]);
const claims = (length: number, rest: string) => {
  const head = Buffer.alloc(20, 7);
  head.writeUInt32BE(length, 16);
  return encryptRaw(key(), padded(Buffer.concat([head, Buffer.from(rest)])));
};

const repeated = (name: string) => () => {
  const { query, body } = wrap(safe, textXml(safe, "hi"));
  return posted(safe, `${new URLSearchParams(query)}&${name}=${query[name]}`, body);
};

const got = (account: WireAccount, query: Record<string, string>) => () =>
  requestBytes("GET", target(account, query));

/** All of them look alike from outside. */
export const CAUSES: readonly Cause[] = [
  { name: "no query", reason: "query", bytes: () => posted(safe, "", "<xml></xml>") },
  {
    name: "no signature",
    reason: "query",
    bytes: changed(safe, ({ query: { timestamp = "", nonce = "" } }) => ({
      query: { timestamp, nonce },
    })),
  },
  ...["timestamp", "nonce"].map(
    (name): Cause => ({ name: `repeated ${name}`, reason: "query", bytes: repeated(name) }),
  ),
  { name: "repeated msg_signature", reason: "signature", bytes: repeated("msg_signature") },
  {
    name: "another's token",
    reason: "signature",
    bytes: changed(safe, ({ body, query }) => {
      const wrong = sha1("anothertoken", query.timestamp ?? "", query.nonce ?? "", body);
      return { query: { ...query, msg_signature: wrong } };
    }),
  },
  {
    name: "the plain signature as msg_signature",
    reason: "signature",
    bytes: changed(safe, ({ query }) => ({
      query: { ...query, msg_signature: query.signature ?? "" },
    })),
  },
  {
    name: "a plain body to a safe account",
    reason: "not-encrypted",
    bytes: changed(safe, () => ({ body: textXml(safe, "hi") })),
  },
  {
    name: "a plain body to a compatible account",
    reason: "not-encrypted",
    bytes: changed(compatible, () => ({ body: textXml(compatible, "hi") })),
  },
  {
    name: "a plain delivery to a safe account",
    reason: "not-encrypted",
    bytes: () => {
      const { query, body } = wrap({ ...safe, mode: "plain" }, textXml(safe, "hi"));
      return posted(safe, query, body);
    },
  },
  { name: "no body", reason: "not-encrypted", bytes: changed(safe, () => ({ body: "" })) },
  {
    name: "a body of NUL",
    reason: "not-encrypted",
    bytes: changed(safe, () => ({ body: "\0".repeat(9) })),
  },
  {
    name: "eleven minutes old",
    reason: "stale",
    bytes: () => {
      const { query, body } = wrap(safe, textXml(safe, "hi"), { timestamp: now() - 660 });
      return posted(safe, query, body);
    },
  },
  {
    name: "eleven minutes ahead",
    reason: "stale",
    bytes: () => {
      const { query, body } = wrap(safe, textXml(safe, "hi"), { timestamp: now() + 660 });
      return posted(safe, query, body);
    },
  },
  {
    name: "no account of ours",
    reason: "account",
    bytes: () => {
      const { query, body } = wrap(safe, textXml(safe, "hi"));
      return posted({ ...safe, appId: "wxffffffffffffffff" }, query, body);
    },
  },
  {
    name: "a push for the twin",
    reason: "envelope",
    bytes: () => {
      const { query, body } = wrap(twin, textXml(twin, "hi"));
      return posted(safe, query, body);
    },
  },
  {
    name: "the twin's ToUserName",
    reason: "recipient",
    parsed: true,
    bytes: holding(() => textXml(twin, "hi")),
  },
  {
    name: "half a block",
    reason: "envelope",
    bytes: sealed(() => encryptRaw(key(), Buffer.alloc(48, 16))),
  },
  {
    name: "no padding",
    reason: "envelope",
    bytes: sealed(() => encryptRaw(key(), Buffer.alloc(64))),
  },
  {
    name: "padding only",
    reason: "envelope",
    bytes: sealed(() => encryptRaw(key(), Buffer.alloc(32, 32))),
  },
  { name: "no tail", reason: "envelope", bytes: sealed(() => claims(5, "<xml>")) },
  {
    name: "a tail too long",
    reason: "envelope",
    bytes: sealed(() => claims(5, `<xml>${safe.appId}x`)),
  },
  {
    name: "a huge length",
    reason: "envelope",
    bytes: sealed(() => claims(0xffff_ffff, safe.appId)),
  },
  {
    name: "another's key",
    reason: "envelope",
    bytes: sealed(() => encrypt({ ...wireAccount(), appId: safe.appId }, "<xml></xml>")),
  },
  { name: "no XML", reason: "xml", parsed: true, bytes: holding(() => "hello") },
  { name: "JSON", reason: "xml", parsed: true, bytes: holding(() => '{"MsgType":"text"}') },
  {
    name: "an unclosed element",
    reason: "xml",
    parsed: true,
    bytes: holding(() => "<xml><a></xml>"),
  },
  {
    name: "a document type",
    reason: "xml",
    parsed: true,
    bytes: holding((one) => `<!DOCTYPE xml>${textXml(one, "")}`),
  },
  {
    name: "two roots",
    reason: "xml",
    parsed: true,
    bytes: holding((one) => `${textXml(one, "")}<xml><A>1</A></xml>`),
  },
  {
    name: "nobody wrote it",
    reason: "push",
    parsed: true,
    bytes: holding(
      ({ originalId }) =>
        `<xml><ToUserName>${originalId}</ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>`,
    ),
  },
  {
    name: "MsgType twice",
    reason: "push",
    parsed: true,
    bytes: holding((one) => textXml(one, "").replace("</xml>", "<MsgType>event</MsgType></xml>")),
  },
  {
    name: "a forged plain delivery",
    reason: "signature",
    bytes: changed(plain, ({ query }) => ({ query: { ...query, nonce: "1" } })),
  },
  {
    name: "an encrypted delivery to a plain account",
    reason: "no-key",
    bytes: () => {
      const { query, body } = wrap({ ...plain, mode: "safe" }, textXml(plain, "hi"));
      return posted(plain, query, body);
    },
  },
  {
    name: "malformed plain XML",
    reason: "xml",
    parsed: true,
    bytes: changed(plain, () => ({ body: "<xml>" })),
  },
  {
    name: "a forged verification",
    reason: "signature",
    bytes: got(safe, { ...verification(safe, "1"), nonce: "2" }),
  },
  {
    name: "a stale verification",
    reason: "stale",
    bytes: got(safe, verification(safe, "1", { timestamp: now() - 660 })),
  },
  {
    name: "a verification without echostr",
    reason: "echostr",
    bytes: got(safe, verification(safe, "")),
  },
  {
    name: "a verification of nobody",
    reason: "account",
    bytes: got({ ...safe, appId: "nobody" }, verification(safe, "1")),
  },
];
