import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Language } from "./machineLanguage.ts";

const DOCS = join(import.meta.dirname, "..", "..", "..", "docs");
const PAGE = /\bdocs\/([a-z-]+)(?:\.zh-CN)?\.md\b/g;

/**
 * A sentence whose pages (`docs/data.md`) are where the reader finds them from `folder`: below `node_modules` in a
 * project, and in his language where a page has a sister.
 */
export function withPages(sentence: string, language: Language, folder = process.cwd()): string {
  return sentence.replace(PAGE, (_page, name: string) => {
    const sister = join(DOCS, `${name}.zh-CN.md`);
    const page = language === "zh" && existsSync(sister) ? sister : join(DOCS, `${name}.md`);
    const near = relative(folder, page);
    return near.startsWith("..") ? page : near;
  });
}
