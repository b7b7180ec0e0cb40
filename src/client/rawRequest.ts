import { WeChatError } from "../errors.ts";
import type { Download, FormFile, Row } from "./endpoints/row.ts";
import type { CallOptions } from "./endpoints.ts";
import { rawWire, type WireRequest } from "./request.ts";

/** Calls of endpoints that have no row in the table: WeChat has more endpoints than the table, and adds new ones. */

/** What a raw call carries. `body` and `form` are only for a POST, and exclude each other. */
export interface RawRequest extends CallOptions {
  /** The query of the address. The access token is added, unless the query names a token of its own. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** An object goes as JSON in raw UTF-8, a bigint in it as a bare integer. A string goes as it is, as plain text. */
  readonly body?: object | string;
  /** A form: texts, and files with name and type. */
  readonly form?: Readonly<Record<string, FormFile | string | number | undefined>>;
  /** `false`: without our access token, for endpoints that take none. Default: with the token. */
  readonly token?: boolean;
  /** `file`: the answer may be bytes, up to 20 MiB. Default `json`: anything but JSON is a bad reply. */
  readonly answer?: "json" | "file";
  /** Whether the call may be made again when its outcome is unknown. Default: a GET may, a POST may not. */
  readonly repeatable?: boolean;
}

/** WeChat's JSON as it came, integers beyond 2^53 as strings. If it has an `errcode`, that is 0. */
export type RawReply = Readonly<Record<string, unknown>>;

/**
 * Makes one call of any endpoint of the account's API host: with our token, one repeat where the token is stale, and
 * deadline, breaker and redaction as in `call`. `path` begins with `/` and has no query. Rejects with a
 * `WeChatApiError`, or with a {@link WeChatError} (`bad-request`) for something that cannot be a request to this
 * host; then nothing was sent.
 */
export interface RequestRaw {
  (
    method: "GET" | "POST",
    path: string,
    request: RawRequest & { readonly answer: "file" },
  ): Promise<Download | RawReply>;
  <Reply extends object = RawReply>(
    method: "GET" | "POST",
    path: string,
    request?: RawRequest,
  ): Promise<Reply>;
}

/** A path of WeChat's form: no other host, no way up, nothing that needs escaping. */
const PATH = /^(?:\/[\w~-][\w.~-]*)+$/;

/** A call that can be made. */
interface RawCall {
  readonly row: Row<never, unknown>;
  readonly wire: WireRequest;
  readonly withToken: boolean;
}

/**
 * Turns a raw call into the form of the table's rows. Rejects with a {@link WeChatError} for something that is no
 * request.
 */
export async function rawCall(
  method: string,
  path: string,
  request: RawRequest,
  apiBase: URL,
): Promise<RawCall> {
  const { body, form, token = true, answer = "json" } = request;
  const query = request.query ?? {};
  if (method !== "GET" && method !== "POST") {
    throw mistake(`The method is ${JSON.stringify(method)}. WeChat's API knows GET and POST.`);
  }
  if (typeof path !== "string" || !PATH.test(path)) {
    throw mistake(
      "The path must begin with / and hold no host, query or escapes, like /cgi-bin/draft/add. What follows a ? goes into `query`.",
    );
  }
  if (body !== undefined && form !== undefined) {
    throw mistake("`body` and `form` exclude each other: a request has one of them.");
  }
  if (method === "GET" && (body ?? form) !== undefined) {
    throw mistake("A GET carries no `body` and no `form`. Put its fields into `query`.");
  }
  const problem = queryProblem(query) ?? bodyProblem(body) ?? formProblem(form ?? {});
  if (problem !== undefined) throw mistake(problem);
  // Loaded with the first call, as the table of endpoints is: it costs 25 ms and 5 MB.
  const { z } = await import("zod");
  const row: Row<never, unknown> = {
    method,
    path,
    request: {},
    reply: z.looseObject({}),
    auth: isOfComponents(path) ? "component" : "token",
    answer,
    repeatable: request.repeatable ?? method === "GET",
    reads: method === "GET",
  };
  const withToken = token && !("access_token" in query) && !("component_access_token" in query);
  return { row, wire: written({ method, path, query, body, form }, apiBase), withToken };
}

function written(...raw: Parameters<typeof rawWire>): WireRequest {
  try {
    return rawWire(...raw);
  } catch {
    // The body has a circle, or a `toJSON` that throws. The error's message may hold content.
    throw mistake("The `body` cannot be written as JSON.");
  }
}

function queryProblem(query: object): string | undefined {
  const odd = Object.entries(query).find(([, value]) => typeof value === "object");
  return odd && `\`query.${odd[0]}\` is no text, number or boolean.`;
}

/** No endpoint takes a list as its body, and a signed call has no place for one. */
function bodyProblem(body: unknown): string | undefined {
  if (body === undefined || typeof body === "string") return undefined;
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  return isObject ? undefined : "The `body` is neither an object nor a text.";
}

function formProblem(form: object): string | undefined {
  const odd = Object.entries(form).find(([, value]) => typeof value === "object" && !isFile(value));
  return (
    odd && `\`form.${odd[0]}\` is no text and no file: { data: bytes, fileName, contentType }.`
  );
}

function isFile(value: unknown): boolean {
  const { data, fileName, contentType } = (value ?? {}) as Partial<FormFile>;
  return (
    data instanceof Uint8Array && typeof fileName === "string" && typeof contentType === "string"
  );
}

/** Whether the endpoint is one of third-party platforms, which take the token under another name. */
function isOfComponents(path: string): boolean {
  return path.startsWith("/cgi-bin/component/") || path.startsWith("/sns/oauth2/component/");
}

function mistake(problem: string): WeChatError {
  return new WeChatError("bad-request", `${problem} Nothing was sent.`);
}
