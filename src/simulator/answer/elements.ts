import type { XmlElement, XmlValue } from "../../protocol/xml.ts";

/** Readers of the elements of an answer: what is absent or of another kind is empty. */

const NOTHING: XmlElement = Object.create(null) as XmlElement;

export function child(element: XmlElement, name: string): XmlElement {
  const value = element[name];
  return value !== undefined && isElement(value) ? value : NOTHING;
}

export function many(value: XmlValue | undefined): readonly XmlValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function isElement(value: XmlValue): value is XmlElement {
  return typeof value === "object" && !Array.isArray(value);
}

/** A string as it stands; empty when it is absent or not one string. */
export function raw(element: XmlElement, name: string): string {
  const value = element[name];
  return typeof value === "string" ? value : "";
}

export function word(element: XmlElement, name: string): string {
  return raw(element, name).trim();
}
