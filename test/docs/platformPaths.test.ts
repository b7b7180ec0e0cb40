import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { chinesePath, englishPath, PLATFORM_PATHS } from "../../src/language/platformPaths.ts";
import { FINDINGS } from "../../src/language/words/findings.ts";
import { everyDiagnosis, LANGUAGES, textsOf } from "../diagnosis/codes.ts";

const root = resolve(import.meta.dirname, "../..");
const PLACES = Object.values(PLATFORM_PATHS).map(({ zh }) => zh);

/** `一 > 二 > 三`, over the end of a line as well: a way through WeChat's pages. */
const STEP = String.raw`[\p{Script=Han}A-Z/]+(?: [\p{Script=Han}]+)?`;
const CHAIN = new RegExp(String.raw`${STEP}(?: [>→]\s+${STEP})+`, "gu");

function pathsIn(text: string): string[] {
  const found = text.match(CHAIN) ?? [];
  return found.map((path) => path.replace(/\s*[>→]\s+/g, " > "));
}

/** What stood on pages that WeChat has moved or renamed. */
const GONE =
  /设置与开发 ?[>→-]+ ?基本配置|设置 ?→ ?微信认证|Basic configuration|订阅号(?![）)])|帐号/;

function filesIn(folder: string, kinds: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => kinds.test(file))
    .map((file) => join(folder, file));
}

const TEXTS: readonly (readonly [string, string])[] = [
  ...LANGUAGES.flatMap((language) =>
    everyDiagnosis(language).map(
      (diagnosis) => [`explain ${diagnosis.code}`, textsOf(diagnosis).join("\n")] as const,
    ),
  ),
  ["findings", JSON.stringify(FINDINGS)],
  ...[
    "README.md",
    "README.zh-CN.md",
    ...filesIn("docs", /\.md$/),
    ...filesIn("samples", /\.md$/),
    ...filesIn("src", /\.tsx?$/).filter(
      // The page of WeChat's own that we play, and the table of places itself.
      (file) => !/simulator|platformPaths\.ts$/.test(file),
    ),
  ].map((file) => [file, readFileSync(join(root, file), "utf8")] as const),
];

test("every way through WeChat's pages is one of the table", () => {
  const wrong = TEXTS.flatMap(([where, text]) =>
    pathsIn(text)
      .filter((path) => !PLACES.includes(path))
      .map((path) => `${where}: ${path}`),
  );
  expect(wrong).toEqual([]);
});

test("no text names a page that is gone", () => {
  const wrong = TEXTS.flatMap(([where, text]) => {
    const [found] = GONE.exec(text) ?? [];
    return found === undefined ? [] : [`${where}: ${found}`];
  });
  expect(wrong).toEqual([]);
});

test("the table's places are found by the search above, and have a page of WeChat's as their source", () => {
  for (const [name, { zh, source }] of Object.entries(PLATFORM_PATHS)) {
    expect(pathsIn(`look here: ${zh}。`)).toEqual([zh]);
    expect(source).toMatch(/^https:\/\/developers\.weixin\.qq\.com\/doc\//);
    expect(englishPath(name as "account")).toContain(`(${zh})`);
    expect(chinesePath(name as "account")).toBe(zh);
  }
  expect(pathsIn("设置与开发 > 基本配置")).not.toEqual([]);
});

test("what newcomers ask about leads to today's pages", () => {
  const advice = (code: number) =>
    everyDiagnosis("zh")
      .filter((one) => one.code === code)
      .flatMap(textsOf)
      .join("\n");
  expect(advice(40164)).toContain(chinesePath("whitelist"));
  expect(advice(40243)).toContain(chinesePath("secret"));
  expect(advice(48001)).toContain(chinesePath("rights"));
  expect(advice(200302)).toContain(chinesePath("pushes"));
  const guide = readFileSync(join(root, "docs/going-live.md"), "utf8").replace(/\s+/g, " ");
  for (const place of ["appId", "secret", "pushes", "speech", "webDomains", "diagnosis"] as const)
    expect(guide).toContain(chinesePath(place));
});
