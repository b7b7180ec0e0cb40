/**
 * Every endpoint of WeChat's service-account documentation and how it is called here, made of one file of data
 * (`wechatIndex.json`) and of the client's own table.
 */
import { readFileSync } from "node:fs";
import { ENDPOINTS } from "../src/client/endpoints.ts";

/** A page of WeChat's index. */
export interface IndexedPage {
  readonly section: string;
  readonly page: string;
  readonly zh: string;
  readonly en: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  /** What to know before calling it. */
  readonly note?: string;
}

export interface WeChatIndex {
  readonly source: string;
  /** The day on which the index was read. */
  readonly asOf: string;
  readonly endpoints: readonly IndexedPage[];
}

const BASE = "https://developers.weixin.qq.com/doc/service/api/";
const rows: readonly (readonly [string, { readonly method: string; readonly path: string }])[] =
  Object.entries(ENDPOINTS);

export const INDEX: WeChatIndex = JSON.parse(
  readFileSync(new URL("wechatIndex.json", import.meta.url), "utf8"),
);

/** The names by which `client.call` has an endpoint; none: it goes by `client.request`. */
export function namesOf({ method, path }: Pick<IndexedPage, "method" | "path">): readonly string[] {
  return rows.filter(([, row]) => row.path === path && row.method === method).map(([name]) => name);
}

/** The tables for `docs/api.md`. */
export function endpointTables(): string {
  const sections = [...new Set(INDEX.endpoints.map(({ section }) => section))];
  const typed = INDEX.endpoints.filter((one) => namesOf(one).length > 0).length;
  const all = INDEX.endpoints.length;
  const intro = `${all} pages of WeChat's index as of ${INDEX.asOf}: ${typed} have a name, ${all - typed} go by path. Each page is linked.`;
  return [intro, ...sections.map(sectionTable), beyond()].join("\n\n");
}

function sectionTable(section: string): string {
  const lines = INDEX.endpoints.filter((one) => one.section === section).map(line);
  return [
    `### ${section}`,
    "",
    "| endpoint | call it by | |",
    "| --- | --- | --- |",
    ...lines,
  ].join("\n");
}

function line(one: IndexedPage): string {
  const names = namesOf(one).map((name) => `\`${name}\``);
  const how = names.length > 0 ? names.join(", ") : `\`${one.method} ${one.path}\``;
  const note = one.note === undefined ? "" : `; ${one.note}`;
  return `| [${one.en}](${BASE}${one.page}.html) | ${how}${note} | ${one.zh} |`;
}

/** Names whose pages stand elsewhere: comments, third-party platforms. */
function beyond(): string {
  const paths = new Set(INDEX.endpoints.map(({ path }) => path));
  const others = rows.filter(([, { path }]) => !paths.has(path));
  const lines = others.map(([name, { method, path }]) => `| \`${name}\` | \`${method} ${path}\` |`);
  return ["### Beyond that index", "", "| name | endpoint |", "| --- | --- |", ...lines].join("\n");
}
