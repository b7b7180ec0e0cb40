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
  /** The fields that go into the query; for a GET all of them. */
  readonly query?: readonly (keyof Request & string)[];
  /** `json` (default), or a form whose `media` field is a file. */
  readonly body?: "json" | "form";
  /** `file`: the answer is bytes, or else JSON of the reply's shape. */
  readonly answer?: "json" | "file";
  /**
   * Whether a call may be made again if its outcome is unknown: a call that reads, or sets something to the same
   * value. Default: a GET may, a POST may not.
   */
  readonly repeatable?: boolean | ((request: Request) => boolean);
  /** Whether the call only asks, so that a lost answer means that nothing happened. Default: true for a GET. */
  readonly reads?: boolean;
  /** Checks the request before it is sent. Throws for a request that WeChat would certainly refuse. */
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

/** A reply object. The named fields are checked; fields that WeChat adds later pass at run time. */
export function shape<T extends z.ZodRawShape>(fields: T): z.ZodType<z.output<z.ZodObject<T>>> {
  return z.looseObject(fields) as unknown as z.ZodType<z.output<z.ZodObject<T>>>;
}

/** A reply that only says success. It must say so: an empty object is no success. */
export const done = shape({ errcode: z.literal(0), errmsg: opt(text) });

/** An id, perhaps of 64 bits: always a string of its decimal digits. */
export const wideId = z.union([z.string(), z.number()]).transform(String);

/** An id in a request: WeChat wants a bare number. `BigInt(id)` turns a reply's string into one. */
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
