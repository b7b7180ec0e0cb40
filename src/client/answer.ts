import { isUtf8 } from "node:buffer";
import type { Download, Row } from "./endpoints/row.ts";
import type { HttpReply } from "./exchange.ts";
import { parseJson } from "./json.ts";
import { contentTypeOf, formatOf } from "./media/fileFormat.ts";

/** What an answer of WeChat's API says. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly kind: "refused";
      readonly errcode?: number;
      readonly errmsg?: string;
      readonly rid?: string;
    }
  /** An HTTP status that says nothing about the call. */
  | { readonly ok: false; readonly kind: "status" }
  | { readonly ok: false; readonly kind: "bad"; readonly detail: string };

/** Reads an answer. Its types and headers do not help: errors come with status 200, and JSON as `text/plain`. */
export function readAnswer(row: Row<never, unknown>, reply: HttpReply): Answer {
  const { status, bytes } = reply;
  const json = looksLikeJson(bytes) ? tryJson(bytes) : undefined;
  const verdict = verdictOf(json);
  // The verdict is the same, whether it stands as text or in its wrapper.
  if (json !== undefined && verdict !== undefined)
    Object.assign(json, { errcode: verdict.errcode });
  if (verdict !== undefined && verdict.errcode !== 0) {
    return { ok: false, kind: "refused", ...verdict };
  }
  if (status >= 400 && status < 500) return { ok: false, kind: "refused" };
  if (status < 200 || status >= 300) return { ok: false, kind: "status" };
  if (json === undefined) {
    if (row.answer === "file" && isFile(reply)) return { ok: true, value: download(reply) };
    return { ok: false, kind: "bad", detail: `not JSON: ${described(reply)}` };
  }
  const checked = row.reply.safeParse(json);
  if (checked.success) return { ok: true, value: checked.data };
  const where = checked.error.issues.map(
    ({ path, code }) => `${path.join(".") || "reply"} ${code}`,
  );
  return { ok: false, kind: "bad", detail: `unexpected fields: ${where.slice(0, 3).join(", ")}` };
}

function looksLikeJson(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 64).toString("latin1").replace("\xef\xbb\xbf", "").trimStart();
  return start.startsWith("{");
}

function tryJson(bytes: Buffer): object | undefined {
  try {
    // Cut-off UTF-8, which WeChat lets through, becomes U+FFFD.
    return parseJson(bytes.toString("utf8")) as object;
  } catch {
    return undefined;
  }
}

/** `{"errcode":…}`, or the wrapper `{"base_resp":{"ret":…}}` of older endpoints. */
function verdictOf(json: object | undefined) {
  if (json === undefined) return undefined;
  const { errcode, errmsg, base_resp } = json as Record<string, unknown>;
  const wrapped = (base_resp ?? {}) as { readonly ret?: unknown; readonly err_msg?: unknown };
  const code = errcode ?? wrapped.ret;
  if (code === undefined || code === null || !Number.isInteger(Number(code))) return undefined;
  const words = errmsg ?? wrapped.err_msg;
  return { errcode: Number(code), ...(typeof words === "string" && splitRid(words)) };
}

const RID = /[,\s]*\brid:\s*([0-9A-Za-z-]+)\s*$/;

/** Since 2020 WeChat's messages end with ` rid: …`; those of web authorisation put a comma before it. */
function splitRid(words: string): { readonly errmsg: string; readonly rid?: string } {
  const found = RID.exec(words);
  if (found === null) return { errmsg: words };
  return { errmsg: words.slice(0, found.index), rid: found[1] ?? "" };
}

/**
 * Whether the bytes are a file. Only the bytes decide: pictures and voices sometimes come as `text/plain` and as
 * JSON, and a gateway's page under the type of a picture. field: w7corp/easywechat issue 290, foxinmy/weixin4j issue
 * 15
 */
function isFile({ headers, bytes }: HttpReply): boolean {
  if (bytes.length === 0 || isMarkup(bytes)) return false;
  const type = headers["content-type"] ?? "";
  if (formatOf(bytes) !== undefined || !/^text\/|json/i.test(type)) return true;
  // The format is unknown to us. Only what is not text counts as a file.
  return !isUtf8(bytes) || bytes.includes(0);
}

function isMarkup(bytes: Buffer): boolean {
  return bytes
    .subarray(0, 64)
    .toString("latin1")
    .replace("\xef\xbb\xbf", "")
    .trimStart()
    .startsWith("<");
}

const FILE_NAME = /filename="?([^";]+)"?/i;

function download({ headers, bytes }: HttpReply): Download {
  const name = FILE_NAME.exec(headers["content-disposition"] ?? "")?.[1];
  return {
    bytes,
    contentType: typeOf(headers["content-type"] ?? "", bytes),
    // A name from outside is never a path.
    fileName: name
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/[^\w.-]/g, "_")
      .replace(/^\.+/, "_"),
  };
}

/** The content type that WeChat names, unless it names none or an impossible one. */
function typeOf(said: string, bytes: Buffer): string {
  if (said !== "" && !/^text\/|json/i.test(said)) return said;
  return contentTypeOf(bytes);
}

function described({ headers, bytes }: HttpReply): string {
  const type = (headers["content-type"] ?? "no type").replace(/[^\w/.+-].*$/, "");
  return `${bytes.length} bytes of ${type}`;
}
