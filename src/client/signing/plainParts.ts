import { parseJson, withoutFields } from "../json.ts";

/** Splits an address: the address with only the token, and the other fields of its query. */
export function splitQuery(url: URL): { readonly url: URL; readonly fields: object } {
  const bare = new URL(url.origin + url.pathname);
  const fields: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (/^(?:component_)?access_token$/.test(name)) bare.searchParams.set(name, value);
    else fields[name] = value;
  }
  return { url: bare, fields };
}

/** The fields of an answer that only its signature needs. */
const STAMP = ["_n", "_appid", "_timestamp"];

/** Whether the answer is WeChat's refusal of a call whose signature it did not check or not accept. */
export function isPlainRefusal(bytes: Buffer): boolean {
  try {
    const { errcode } = JSON.parse(bytes.toString("utf8")) as { errcode?: unknown };
    return typeof errcode === "number" && errcode !== 0;
  } catch {
    return false;
  }
}

/** The fields of an answer; none where it is no JSON object. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const fields = parseJson(text);
    return typeof fields === "object" && fields !== null ? { ...fields } : {};
  } catch {
    return {};
  }
}

/** An answer as it would be without signing. The text is a JSON object. */
export function withoutStamp(text: string): string {
  return withoutFields(text, STAMP);
}
