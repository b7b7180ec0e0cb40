import { ERRMSG } from "./errmsg.ts";

/** WeChat says no: a code and its text, to which the answer adds the `rid`. */
export class Refusal extends Error {
  readonly errcode: number;
  /** Stands in the answer besides the code, for example the `msg_id` of 45065. */
  readonly extra: { readonly [name: string]: unknown };

  constructor(errcode: number, errmsg?: string, extra: { readonly [name: string]: unknown } = {}) {
    super(errmsg ?? ERRMSG[errcode] ?? "unknown error");
    this.name = "Refusal";
    this.errcode = errcode;
    this.extra = extra;
  }
}

/** Throws the refusal unless the condition holds. */
export function demand(condition: boolean, errcode: number, errmsg?: string): asserts condition {
  if (!condition) throw new Refusal(errcode, errmsg);
}
