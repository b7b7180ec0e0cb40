import { demand, Refusal } from "./refusal.ts";

/** A request's JSON object. Numbers beyond 2^53 are strings in here. */
export type Body = { readonly [name: string]: unknown };

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ESCAPE = /(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})/g;

/** Reads a request's body. WeChat does not decode `\uXXXX`: people then see the escape itself. Sources: outbound 8.4; 44002, 47001. */
export function readBody(bytes: Buffer): Body {
  demand(bytes.length > 0, 44002);
  let value: unknown;
  try {
    const text = utf8.decode(bytes).replace(ESCAPE, "$1\\\\u$2");
    value = JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
  } catch {
    throw new Refusal(47001);
  }
  demand(isObject(value), 47001);
  return value;
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const { source = "" } = context ?? {};
  return typeof value === "number" && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? source
    : value;
}

function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An id of 64 bits, which stands bare in the answer. */
export function int64(digits: string): bigint {
  return BigInt(digits);
}

/** Writes an answer; what {@link int64} made stands in it as a bare number, all digits kept. */
export function writeJson(value: unknown): string {
  const raw = JSON as unknown as { rawJSON(text: string): unknown };
  return JSON.stringify(value, (_name, one: unknown) =>
    typeof one === "bigint" ? raw.rawJSON(String(one)) : one,
  );
}

export function text(body: Body, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

/** A string or a number, as a string: WeChat takes ids either way. */
export function idText(body: Body, name: string): string {
  const value = body[name];
  return typeof value === "number" ? String(value) : text(body, name);
}

export function number(body: Body, name: string): number | undefined {
  const value = body[name];
  if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** A nested object; an empty one where there is none. */
export function object(body: Body, name: string): Body {
  const value = body[name];
  return isObject(value) ? value : {};
}

export function list(body: Body, name: string): readonly unknown[] {
  const value = body[name];
  return Array.isArray(value) ? value : [];
}

/** A list of objects; 47001 where one of them is something else. */
export function objects(body: Body, name: string): readonly Body[] {
  const values = list(body, name);
  demand(values.every(isObject), 47001);
  return values as readonly Body[];
}

/** A list of strings; 47001 where it is something else. */
export function texts(body: Body, name: string): readonly string[] {
  const values = body[name];
  const fine = Array.isArray(values) && values.every((one) => typeof one === "string");
  demand(fine, 47001);
  return values as readonly string[];
}

/** Bytes of UTF-8, in which WeChat counts. */
export function bytesOf(value: string): number {
  return Buffer.byteLength(value, "utf8");
}
