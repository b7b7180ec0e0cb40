import type { IncomingHttpHeaders } from "node:http";
import type { Platform } from "../platform.ts";
import type { Account } from "../world/account.ts";
import type { Component } from "../world/component.ts";
import { type Body, readBody } from "./json.ts";
import type { Right } from "./rights.ts";

/** An uploaded file. */
export interface Upload {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** How the answer to a signed call goes out. */
export type SealAnswer = (content: string) => {
  readonly content: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** One call of the API, read whole. */
export interface Request {
  readonly platform: Platform;
  readonly now: number;
  readonly method: string;
  readonly path: string;
  /** Path and query as they came. */
  readonly url: string;
  /** Where this simulator answers, for links to itself. */
  readonly base: string;
  readonly query: URLSearchParams;
  readonly bytes: Buffer;
  readonly clientIp: string;
  readonly referer: string;
  readonly headers: IncomingHttpHeaders;
  /** The fields of a form; without one there are none. */
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Upload>;
  /** The limits that this call counts against; the gate fills them in. */
  readonly counts: string[];
  /** Who called, as soon as that is known. */
  caller: string | undefined;
  /** How the answer goes out, for a call that was signed. */
  sealAnswer: SealAnswer | undefined;
}

/** A call that the gate has let through. */
export interface Call extends Request {
  /** Whose token it is. On a component's own endpoints there is none: see {@link AsComponent}. */
  readonly account: Account;
  /** The third-party platform that the token was given to. */
  readonly component: Component | undefined;
}

export interface AsComponent extends Request {
  readonly component: Component;
}

/** An answer that is not JSON. */
export class Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer | string;

  constructor(
    status: number,
    headers: Readonly<Record<string, string>>,
    content: Buffer | string = "",
  ) {
    this.status = status;
    this.headers = headers;
    this.content = content;
  }
}

interface Row {
  readonly path: string;
  /** `ANY` where the pages name both, or none. */
  readonly method: "GET" | "POST" | "ANY";
  /** Calls a day, for ordinary and for test accounts. Source: outbound 8.1 */
  readonly day?: readonly [number, number];
  readonly minute?: number;
  /** Errors come as `text/plain`. Source: outbound 8.4 */
  readonly plainErrors?: true;
}

/** One row of the table of endpoints. `as` says whose token opens it. */
export type Endpoint =
  | (Row & {
      readonly as: "account";
      readonly right: Right;
      /** Any of these sets lets a component in; none needed when empty. */
      readonly sets: readonly number[];
      readonly handle: (call: Call) => unknown;
    })
  | (Row & { readonly as: "component"; readonly handle: (call: AsComponent) => unknown })
  | (Row & { readonly as: "anybody"; readonly handle: (call: Request) => unknown });

/** The common answer of calls that give nothing back. */
export const OK = { errcode: 0, errmsg: "ok" } as const;

const bodies = new WeakMap<Request, Body>();

/** The request's JSON; 44002 and 47001 where there is none. */
export function bodyOf(call: Request): Body {
  const known = bodies.get(call);
  if (known !== undefined) return known;
  const body = readBody(call.bytes);
  bodies.set(call, body);
  return body;
}
