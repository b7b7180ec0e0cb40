import type { XmlDocument } from "../../protocol/xml.ts";

/**
 * A push before it is written: `writeXml` of protocol takes it, but writes ids into CDATA; `writePush`
 * writes it as WeChat does.
 */
export type PushDocument = XmlDocument;

/** Numbers of 64 bits that WeChat writes bare. They are strings in here, or they would lose digits. */
const BARE = new Set(["MsgId", "MsgID", "MenuId", "bizmsgmenuid", "SessionID"]);

/**
 * Writes a push as recorded ones look: no declaration, a line break behind every top-level element,
 * strings in CDATA with whatever the user typed, control characters included.
 */
export function writePush(document: PushDocument): string {
  let xml = "<xml>";
  for (const name in document) xml += element(name, document[name], "\n");
  return `${xml}</xml>`;
}

type Value = PushDocument[string];

function element(name: string, value: Value, behind: string): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) {
    return value.map((one: PushDocument) => element(name, one, behind)).join("");
  }
  return `<${name}>${content(name, value as Exclude<Value, readonly PushDocument[]>)}</${name}>${behind}`;
}

function content(name: string, value: Exclude<Value, readonly PushDocument[]>): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return BARE.has(name) ? escaped(value) : cdata(value);
  let xml = "";
  if (value !== undefined) for (const child in value) xml += element(child, value[child], "");
  return xml;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}
