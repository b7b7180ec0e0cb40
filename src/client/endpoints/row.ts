import { z } from "zod";
import { opt, text } from "./lenient.ts";
import type { Right } from "./rights.ts";

export type { Right } from "./rights.ts";

/**
 * What a row of the table of endpoints says. The two kinds of row are written with `get` and `post`;
 * request and reply types are inferred from them:
 *
 *     "user.remark": post("/cgi-bin/user/info/updateremark", {
 *       request: of<{ openid: string; remark: string }>(),
 *       reply: done,
 *     }),
 */
export interface Row<Request, Reply> {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Only the compiler looks at it. */
  readonly request: Type<Request>;
  /** What a successful answer is checked with. */
  readonly reply: z.ZodType<Reply>;
  /** What the account must be allowed to do; absent: any account may. */
  readonly right?: Right;
  /** Calls a day (new account / test account) and other limits; the source is outbound.md 8.1 unless said. */
  readonly quota?: string;
  /**
   * `token` (default): `access_token` in the query; `component`: a third-party platform's own, as
   * `component_access_token`. `none`: the row brings what it needs itself.
   */
  readonly auth?: "token" | "component" | "none";
  /** Fields that go into the query; of a GET, all. */
  readonly query?: readonly (keyof Request & string)[];
  /** `json` (default), or a form whose `media` field is a file. */
  readonly body?: "json" | "form";
  /** `file`: the answer is bytes, or JSON where the reply says so. */
  readonly answer?: "json" | "file";
  /**
   * Whether a call whose outcome is unknown may be made again: reading, and setting something to what it
   * may be already. Default: a GET may, a POST may not.
   */
  readonly repeatable?: boolean | ((request: Request) => boolean);
  /** Whether the call only asks: where its answer is lost, nothing can have come of it. Default: a GET does. */
  readonly reads?: boolean;
  /** Looks at the request before it is sent. Throws for what WeChat would refuse for sure. */
  readonly check?: (request: Request) => void;
  /** What the client adds to the request from the account's settings. */
  readonly adds?: (credentials: Credentials) => Readonly<Record<string, string>>;
}

export interface Credentials {
  readonly appId: string;
  readonly secret: string;
}

/** Carries a type into a row; see {@link of}. */
export interface Type<T> {
  readonly type?: T;
}

export function of<T>(): Type<T> {
  return {};
}

/** For endpoints that ask for nothing. */
export type Nothing = { readonly [name: string]: never };
export const nothing: Type<Nothing> = {};

type Details<Request, Reply> = Omit<Row<Request, Reply>, "method" | "path">;

export function get<Request, Reply>(
  path: string,
  details: Details<Request, Reply>,
): Row<Request, Reply> {
  return { method: "GET", path, repeatable: true, reads: true, ...details };
}

export function post<Request, Reply>(
  path: string,
  details: Details<Request, Reply>,
): Row<Request, Reply> {
  return { method: "POST", path, ...details };
}

/** A reply object: what is named is checked, what WeChat adds later is let through at run time. */
export function shape<T extends z.ZodRawShape>(fields: T): z.ZodType<z.output<z.ZodObject<T>>> {
  return z.looseObject(fields) as unknown as z.ZodType<z.output<z.ZodObject<T>>>;
}

/** Nothing but success, which must be said: an empty object is no success. */
export const done = shape({ errcode: z.literal(0), errmsg: opt(text) });

/** An id, perhaps of 64 bits: always its decimal digits as a string. */
export const wideId = z.union([z.string(), z.number()]).transform(String);

/** An id in a request: WeChat wants a bare number. `BigInt(id)` makes one of a reply's string. */
export type WideId = number | bigint;

/** What a form's `media` field carries. */
export interface FormFile {
  readonly data: Uint8Array;
  /** Its extension tells WeChat the kind. */
  readonly fileName: string;
  readonly contentType: string;
}

/** Bytes that WeChat gave. */
export interface Download {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** As WeChat names it; letters, digits, `.`, `_` and `-` only. */
  readonly fileName: string | undefined;
}

/** For rows whose answer is bytes only. */
export const noJson = z.never();
