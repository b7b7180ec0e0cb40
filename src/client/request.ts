import { randomBytes } from "node:crypto";
import type { Credentials, FormFile, Row } from "./endpoints/row.ts";
import { writeJson } from "./json.ts";

/** A request as it goes out, without its token. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Writes a row's request for one account. */
export function wireRequest(
  row: Row<never, unknown>,
  request: object,
  apiBase: URL,
  credentials: Credentials,
): WireRequest {
  const fields: Fields = { ...request, ...row.adds?.(credentials) };
  const inQuery = row.method === "GET" ? Object.keys(fields) : (row.query ?? []);
  const query = Object.fromEntries(inQuery.map((name) => [name, fields[name]]));
  const url = addressOf(row.path, query, apiBase);
  if (row.method === "GET") return { method: "GET", url, headers: {}, body: undefined };
  const rest = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !(inQuery as readonly string[]).includes(name)),
  );
  return { method: "POST", url, ...(row.body === "form" ? form(rest) : json(rest)) };
}

/** Writes a request that no row describes. */
export function rawWire(
  raw: {
    readonly method: "GET" | "POST";
    readonly path: string;
    readonly query: Fields;
    readonly body: object | string | undefined;
    readonly form: Fields | undefined;
  },
  apiBase: URL,
): WireRequest {
  const { method, path, query, body, form: fields } = raw;
  const url = addressOf(path, query, apiBase);
  if (method === "GET") return { method, url, headers: {}, body: undefined };
  if (typeof body === "string") return { method, url, ...plainText(body) };
  return { method, url, ...(fields === undefined ? json(body ?? {}) : form(fields)) };
}

function plainText(text: string) {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return { headers, body: Buffer.from(text.toWellFormed()) };
}

function addressOf(path: string, query: Fields, apiBase: URL): URL {
  // The base may have a path of its own, which `new URL` alone would drop.
  const url = new URL(apiBase.pathname.replace(/\/$/, "") + path, apiBase);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function json(fields: object) {
  return {
    headers: { "content-type": "application/json; charset=utf-8" },
    body: Buffer.from(writeJson(fields)),
  };
}

/** WeChat needs name, length and type in the file's part (else 40005 and 41005). */
function form(fields: Fields) {
  const boundary = `----wechat${randomBytes(16).toString("hex")}`;
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    parts.push(Buffer.from(`--${boundary}\r\n`), ...part(name, value), Buffer.from("\r\n"));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat(parts),
  };
}

function part(name: string, value: unknown): Buffer[] {
  if (!isFile(value)) {
    return [Buffer.from(`Content-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}`)];
  }
  const { data, fileName, contentType } = value;
  const head =
    `Content-Disposition: form-data; name="${name}"; filename="${headerSafe(fileName)}"; ` +
    `filelength=${data.length}\r\nContent-Type: ${headerSafe(contentType)}\r\n\r\n`;
  return [Buffer.from(head), Buffer.from(data.buffer, data.byteOffset, data.length)];
}

function isFile(value: unknown): value is FormFile {
  return typeof value === "object" && value !== null && "data" in value;
}

/** A name from outside must not write headers of its own. */
function headerSafe(text: string): string {
  return text.replace(/[\p{Cc}"\\]/gu, "_");
}

/**
 * Every longer string or number of a request, as it is and as JSON writes it. WeChat sometimes repeats one in its
 * refusal.
 */
export function textsOf(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value === "string") {
    if (value.length < SHORTEST_TEXT) return found;
    found.push(value);
    const inJson = JSON.stringify(value).slice(1, -1);
    if (inJson !== value) found.push(inJson);
  } else if (typeof value === "number" || typeof value === "bigint") {
    textsOf(String(value), found);
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const one of Object.values(value)) textsOf(one, found);
  }
  return found;
}

/** Shorter texts are field names and kinds, which an error message needs. */
const SHORTEST_TEXT = 8;
