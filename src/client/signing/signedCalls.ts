import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { SettingsError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { HttpReply } from "../exchange.ts";
import type { WireRequest } from "../request.ts";
import { openAlgorithms } from "./algorithms.ts";
import { type Algorithms, type ApiSecurity, securityProblems } from "./apiSecurity.ts";
import { fieldsOf, isPlainRefusal, splitQuery, withoutStamp } from "./plainParts.ts";

const IV_BYTES = 12;
const NONCE_BYTES = 16;
/** An answer whose time differs more is refused: somebody may have kept it. Source: the guide's own example. */
const OLDEST_MS = 5 * 60_000;

/** A request as it goes out, and how its answer is read. */
export interface SignedRequest {
  readonly wire: WireRequest;
  /** The answer as it would be without signing. Throws {@link UntrustedAnswer}. */
  open(reply: HttpReply): HttpReply;
}

/**
 * An answer that is not WeChat's, or is for another account, address or time: nothing in it counts. An answer names
 * no call, so whoever reads along can repeat it for five minutes to a call of the same account and address. TLS keeps
 * him out.
 */
export class UntrustedAnswer extends Error {}

/** Signs and encrypts the calls of one account. Source: the guide on signed and encrypted server calls. */
export class SignedCalls {
  readonly #appId: string;
  readonly #security: ApiSecurity;
  readonly #clock: Clock;
  readonly #log: Log;
  #algorithms: Promise<Algorithms> | undefined;
  #saidDeprecated = false;

  /** Throws {@link SettingsError} with one sentence per mistake. */
  constructor(appId: string, security: ApiSecurity, clock: Clock, log: Log) {
    const problems = securityProblems(security);
    if (problems.length > 0) throw new SettingsError(problems);
    this.#appId = appId;
    this.#security = security;
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether a call must be signed. WeChat has no signed uploads, and no signed GET calls. */
  covers({ method, headers }: WireRequest, path: string): boolean {
    const isJson = method === "POST" && headers["content-type"]?.startsWith("application/json");
    return isJson === true && this.#security.except?.includes(path) !== true;
  }

  /** Encrypts the fields of address and body, and signs the result. The token stays in the address. */
  async seal(wire: WireRequest): Promise<SignedRequest> {
    this.#algorithms ??= openAlgorithms(this.#security);
    const algorithms = await this.#algorithms;
    const timestamp = Math.floor(this.#clock.now() / 1_000);
    const address = `${wire.url.origin}${wire.url.pathname}`;
    const { url, fields } = splitQuery(wire.url);
    const text = Buffer.from(this.#plaintext(fields, wire.body, timestamp));
    const iv = randomBytes(IV_BYTES);
    const { data, tag } = algorithms.encrypt(text, iv, this.#aad(address, timestamp));
    const body = JSON.stringify({
      iv: iv.toString("base64"),
      data: data.toString("base64"),
      authtag: tag.toString("base64"),
    });
    const signature = algorithms.sign(this.#signed(address, timestamp, body));
    const headers = {
      ...wire.headers,
      "Wechatmp-Appid": this.#appId,
      "Wechatmp-TimeStamp": String(timestamp),
      "Wechatmp-Signature": signature.toString("base64"),
    };
    return {
      wire: { method: "POST", url, headers, body: Buffer.from(body) },
      open: (reply) => this.#open(algorithms, address, reply),
    };
  }

  /** The JSON is written by hand, because a bigint of the body must stay a bare number. */
  #plaintext(fields: object, body: Buffer | undefined, timestamp: number): string {
    const own = {
      _n: randomBytes(NONCE_BYTES).toString("base64").replace(/=+$/, ""),
      _appid: this.#appId,
      _timestamp: timestamp,
      ...fields,
    };
    const rest = body?.toString("utf8").slice(1, -1) ?? "";
    return `${JSON.stringify(own).slice(0, -1)}${rest === "" ? "" : `,${rest}`}}`;
  }

  #open(algorithms: Algorithms, address: string, reply: HttpReply): HttpReply {
    const { headers, bytes } = reply;
    if (headers["wechatmp-signature"] === undefined) {
      // A refusal that WeChat made before it checked the signature comes unsigned. It reveals nothing.
      if (isPlainRefusal(bytes) || reply.status >= 300) return reply;
      throw new UntrustedAnswer("not signed");
    }
    const timestamp = Number(headers["wechatmp-timestamp"]);
    if (headers["wechatmp-appid"] !== this.#appId) throw new UntrustedAnswer("another account's");
    if (!(Math.abs(this.#clock.now() - timestamp * 1_000) <= OLDEST_MS)) {
      throw new UntrustedAnswer("of another time");
    }
    const text = bytes.toString("utf8");
    this.#verify(algorithms, headers, this.#signed(address, timestamp, text));
    const fields = this.#decrypt(algorithms, text, this.#aad(address, timestamp));
    const { _appid: appId, _timestamp: at } = fieldsOf(fields);
    if (appId !== this.#appId || at !== timestamp) throw new UntrustedAnswer("of another call");
    return { ...reply, bytes: Buffer.from(withoutStamp(fields)) };
  }

  /** While its certificates change, WeChat signs with both. */
  #verify(algorithms: Algorithms, headers: HttpReply["headers"], signed: Buffer): void {
    const known = this.#security.platform.map(({ sn }) => sn);
    const [now = "", old = ""] = [
      headers["wechatmp-serial"],
      headers["wechatmp-serial-deprecated"],
    ];
    const isNow = known.includes(now);
    const sn = isNow ? now : old;
    if (!known.includes(sn)) {
      throw new UntrustedAnswer("by a certificate that apiSecurity.platform does not have");
    }
    const name = isNow ? "wechatmp-signature" : "wechatmp-signature-deprecated";
    const signature = Buffer.from(headers[name] ?? "", "base64");
    if (!algorithms.verify(signed, signature, sn)) throw new UntrustedAnswer("wrongly signed");
    if (isNow || this.#saidDeprecated) return;
    this.#saidDeprecated = true;
    this.#log.warn(
      { appId: this.#appId, sn },
      "WeChat's certificate ends soon: download the new one",
    );
  }

  #decrypt(algorithms: Algorithms, text: string, aad: Buffer): string {
    try {
      const { iv, data, authtag } = JSON.parse(text) as Record<string, string>;
      const parts = [data, iv, authtag].map((part = "") => Buffer.from(part, "base64"));
      const [bytes, vector, tag] = parts as [Buffer, Buffer, Buffer];
      return algorithms.decrypt(bytes, vector, aad, tag).toString("utf8");
    } catch {
      throw new UntrustedAnswer("cannot be opened with the symmetric key");
    }
  }

  #aad(address: string, timestamp: number): Buffer {
    return Buffer.from([address, this.#appId, timestamp, this.#security.symmetric.sn].join("|"));
  }

  #signed(address: string, timestamp: number, body: string): Buffer {
    return Buffer.from([address, this.#appId, timestamp, body].join("\n"));
  }
}
