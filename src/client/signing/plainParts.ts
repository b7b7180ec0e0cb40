import { parseJson, withoutFields } from "../json.ts";

/** The address with nothing but the token, and what else stood in it. */
export function splitQuery(url: URL): { readonly url: URL; readonly fields: object } {
  const bare = new URL(url.origin + url.pathname);
  const fields: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (/^(?:component_)?access_token$/.test(name)) bare.searchParams.set(name, value);
    else fields[name] = value;
  }
  return { url: bare, fields };
}

/** What the signature needs of an answer's fields, and no caller. */
const STAMP = ["_n", "_appid", "_timestamp"];

/** WeChat's refusal of a call whose signature it did not look at, or not take. */
export function isPlainRefusal(bytes: Buffer): boolean {
  try {
    const { errcode } = JSON.parse(bytes.toString("utf8")) as { errcode?: unknown };
    return typeof errcode === "number" && errcode !== 0;
  } catch {
    return false;
  }
}

/** What an answer says; nothing where it is no object of JSON. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const fields = parseJson(text);
    return typeof fields === "object" && fields !== null ? { ...fields } : {};
  } catch {
    return {};
  }
}

/** An answer as it would be unsigned. The text is an object of JSON. */
export function withoutStamp(text: string): string {
  return withoutFields(text, STAMP);
}
