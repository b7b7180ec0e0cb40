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
 * strings in CDATA with whatever the user typed, control characters and the end of CDATA included: WeChat does
 * not split it. field: silenceper/wechat issue 750
 */
export function writePush(document: PushDocument): string {
  let xml = "<xml>";
  for (const name in document) xml += element(name, document[name], "\n");
  return `${xml}</xml>`;
}

/** The same with a line for each element and its children further in, as people read it. */
export function layOutPush(document: PushDocument): string {
  return ["<xml>", ...linesOf(document, "  "), "</xml>"].join("\n");
}

function linesOf(document: PushDocument, indent: string): string[] {
  return Object.entries(document)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? (value as PushDocument[]) : [value]).flatMap((one) =>
        typeof one === "object"
          ? [
              `${indent}<${name}>`,
              ...linesOf(one as PushDocument, `${indent}  `),
              `${indent}</${name}>`,
            ]
          : element(name, one, "").replace(/^(?=<)/, indent),
      ),
    )
    .filter((line) => line !== "");
}

type Value = PushDocument[string];

function element(name: string, value: Value, behind: string): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) {
    return value.map((one: PushDocument | number) => element(name, one, behind)).join("");
  }
  return `<${name}>${content(name, value as Exclude<Value, readonly unknown[]>)}</${name}>${behind}`;
}

function content(name: string, value: Exclude<Value, readonly unknown[]>): string {
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
  return `<![CDATA[${text}]]>`;
}
