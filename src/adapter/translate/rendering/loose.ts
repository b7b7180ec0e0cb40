import { stripForbidden } from "../../../protocol/xml.ts";

/** Content of cards comes from anywhere: what has another type than expected counts as absent. */
export interface Loose {
  readonly [name: string]: unknown;
}

const NOTHING: Loose = {};

/** An object; an empty one for everything else. */
export function object(value: unknown): Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Loose)
    : NOTHING;
}

/** The objects of a list; strings and other values in it are passed over. */
export function objects(value: unknown): readonly Loose[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** A string or a number as text that WeChat can carry; empty for everything else. */
export function text(value: unknown): string {
  if (typeof value === "string") return carried(value);
  return typeof value === "number" && Number.isFinite(value) ? String(value) : "";
}

/**
 * Without what XML cannot hold; half a surrogate pair would become the sign for something unreadable, which
 * nobody wants to see. iPhones show "\r\n" as two breaks.
 */
function carried(words: string): string {
  return stripForbidden(words).replaceAll("\uFFFD", "").replace(/\r\n?/g, "\n");
}

/** Whether there is nothing to be seen: blanks, and signs without a width. */
export function isBlank(words: string): boolean {
  return !/[^\s\p{Cf}\p{Mn}]/u.test(words);
}

/** The first of several names that holds any text. */
export function firstText(...values: readonly unknown[]): string {
  return values.map(text).find((one) => !isBlank(one)) ?? "";
}
