import {
  constants,
  createCipheriv,
  createDecipheriv,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import type { Account } from "../world/account.ts";
import type { Request, SealAnswer } from "./call.ts";
import { demand, Refusal } from "./refusal.ts";

/**
 * Signed and encrypted calls as WeChat's side asks for them, AES256_GCM with RSAwithSHA256.
 * Source: the guide on signed and encrypted server calls (api_signature).
 */

const CLOCKS_APART_MS = 5 * 60_000;
const TAG_BYTES = 16;
const IV_BYTES = 12;
const SALT_BYTES = 32;
const PADDING = constants.RSA_PKCS1_PSS_PADDING;

type Security = NonNullable<Account["settings"]["apiSecurity"]>;

/**
 * Opens a call of an account that wants its calls signed: afterwards the request has the fields as if nothing had been
 * encrypted. Gives how its answer goes out; undefined for calls that nobody signs, uploads and GETs.
 */
export function openSigned(request: Request, account: Account): SealAnswer | undefined {
  const { apiSecurity, appId } = account.settings;
  const { headers, method } = request;
  const isForm = headers["content-type"]?.startsWith("multipart/") === true;
  if (apiSecurity === undefined || method !== "POST" || isForm) return undefined;
  const [given, time, signature] = [
    "wechatmp-appid",
    "wechatmp-timestamp",
    "wechatmp-signature",
  ].map((name) => headers[name] as string | undefined);
  demand((given ?? time ?? signature) !== undefined, 40234);
  demand(given !== undefined, 40233);
  demand(time !== undefined, 40231);
  demand(signature !== undefined, 40232);
  demand(/^wx[0-9A-Za-z]+$/.test(given), 40236);
  demand(given === appId, 40237);
  demand(
    /^\d{10}$/.test(time) && Math.abs(request.now - Number(time) * 1_000) <= CLOCKS_APART_MS,
    40240,
  );
  const address = request.base + request.path;
  const signed = Buffer.from(`${address}\n${appId}\n${time}\n${request.bytes.toString("utf8")}`);
  const key = { key: apiSecurity.publicKey, padding: PADDING, saltLength: SALT_BYTES };
  demand(verify("sha256", signed, key, Buffer.from(signature, "base64")), 40234);
  const fields = opened(request.bytes, `${address}|${appId}|${time}`, apiSecurity);
  const { _n, _appid, _timestamp } = JSON.parse(fields) as Record<string, unknown>;
  demand(typeof _n === "string" && _n.length >= 16, 40235);
  demand(_appid === appId && _timestamp === Number(time), 40235);
  unpack(request, fields);
  return (content) => sealed(request, address, appId, apiSecurity, content);
}

function opened(bytes: Buffer, aad: string, { symmetric }: Security): string {
  try {
    const body = JSON.parse(bytes.toString("utf8")) as Record<string, string>;
    const [iv, data, tag] = ["iv", "data", "authtag"].map((name) =>
      Buffer.from(body[name] ?? "", "base64"),
    ) as [Buffer, Buffer, Buffer];
    demand(iv.length === IV_BYTES && tag.length === TAG_BYTES, 40235);
    const key = Buffer.from(symmetric.key, "base64");
    const cipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(`${aad}|${symmetric.sn}`)).setAuthTag(tag);
    return Buffer.concat([cipher.update(data), cipher.final()]).toString("utf8");
  } catch {
    throw new Refusal(40235);
  }
}

/** The fields of address and body came as one; each endpoint looks for its own where it always does. */
function unpack(request: Request, fields: string): void {
  const query = new URLSearchParams(request.query);
  for (const [name, value] of Object.entries(JSON.parse(fields) as Record<string, unknown>)) {
    if (typeof value === "string" && !name.startsWith("_")) query.set(name, value);
  }
  Object.assign(request, { bytes: Buffer.from(fields), query });
}

function sealed(
  { now }: Request,
  address: string,
  appId: string,
  { symmetric, platform, deprecated }: Security,
  content: string,
): ReturnType<SealAnswer> {
  const timestamp = Math.floor(now / 1_000);
  const own = JSON.stringify({
    _n: randomBytes(16).toString("base64"),
    _appid: appId,
    _timestamp: timestamp,
  });
  const text = `${own.slice(0, -1)},${content.slice(1)}`;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(symmetric.key, "base64"), iv, {
    authTagLength: TAG_BYTES,
  }).setAAD(Buffer.from(`${address}|${appId}|${timestamp}|${symmetric.sn}`));
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const body = JSON.stringify({
    iv: iv.toString("base64"),
    data: data.toString("base64"),
    authtag: cipher.getAuthTag().toString("base64"),
  });
  const signed = Buffer.from(`${address}\n${appId}\n${timestamp}\n${body}`);
  const signature = (privateKey: string) =>
    sign("sha256", signed, { key: privateKey, padding: PADDING, saltLength: SALT_BYTES }).toString(
      "base64",
    );
  return {
    content: body,
    headers: {
      "Wechatmp-Appid": appId,
      "Wechatmp-TimeStamp": String(timestamp),
      "Wechatmp-Serial": platform.sn,
      "Wechatmp-Signature": signature(platform.privateKey),
      ...(deprecated === undefined
        ? {}
        : {
            "Wechatmp-Serial-Deprecated": deprecated.sn,
            "Wechatmp-Signature-Deprecated": signature(deprecated.privateKey),
          }),
    },
  };
}
