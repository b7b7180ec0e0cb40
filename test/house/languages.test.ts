import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { type Catalogue, languageFor } from "../../src/language/languageFor.ts";
import { PLATFORM_PATHS } from "../../src/language/platformPaths.ts";
import { simplified } from "../../src/language/traditional.ts";
import { ENGINE } from "../../src/language/words/engine.ts";
import { EXPLANATIONS } from "../../src/language/words/explanations.ts";
import { FINDINGS } from "../../src/language/words/findings.ts";
import { FORMS } from "../../src/language/words/forms.ts";
import { LINK_PAGES } from "../../src/language/words/linkPages.ts";
import { LOGIN_PAGES } from "../../src/language/words/loginPages.ts";
import { RENDERING } from "../../src/language/words/rendering.ts";
import { ROAD } from "../../src/language/words/road.ts";
import { SIGN_IN } from "../../src/language/words/signIn.ts";

const source = resolve(import.meta.dirname, "../../src");

/** What we say to people, by its file in `language/words`. */
const CATALOGUES: Readonly<Record<string, Catalogue<object>>> = {
  engine: ENGINE,
  explanations: EXPLANATIONS,
  findings: FINDINGS,
  forms: FORMS,
  linkPages: LINK_PAGES,
  loginPages: LOGIN_PAGES,
  rendering: RENDERING,
  road: ROAD,
  signIn: SIGN_IN,
};

/** Every text with its path; a text that is made of values is made of examples. */
function textsOf(part: unknown, path = ""): [path: string, text: string][] {
  if (typeof part === "string") return [[path, part]];
  if (typeof part === "function") return textsOf(part("image", "A"), `${path}()`);
  return Object.entries(part as object).flatMap(([key, one]) => textsOf(one, `${path}/${key}`));
}
const keysOf = (part: unknown) => textsOf(part).map(([path]) => path);

/** Characters of the simplified script that the traditional one does not have. */
const ONLY_SIMPLIFIED = new Set<string>();
/** These stand in both scripts, with meanings of their own. */
const IN_BOTH = "后里系台周面只云于布范制干升的";
for (let code = 0x4e00; code < 0xa000; code++) {
  const one = String.fromCharCode(code);
  const simple = simplified(one);
  if (simple !== one && !IN_BOTH.includes(simple)) ONLY_SIMPLIFIED.add(simple);
}
/** WeChat's pages are in simplified Chinese for everybody: what is to be pressed there is named as it stands there. */
const WECHATS = Object.values(PLATFORM_PATHS).map(({ zh }) => zh);
const withoutWeChats = (text: string) =>
  WECHATS.toSorted((a, b) => b.length - a.length).reduce(
    (left, path) => left.replaceAll(path, ""),
    text.replace(/（?\(?(?:微信认证|通知中心)\)?/g, ""),
  );
const wrongScript = (texts: [string, string][], isWrong: (character: string) => boolean) =>
  texts.flatMap(([path, text]) =>
    [...withoutWeChats(text)].filter(isWrong).map((one) => `${path}: ${one}`),
  );

test("every file of words is a catalogue", () => {
  const files = readdirSync(join(source, "language/words")).map((file) => file.split(".")[0]);
  expect(files.sort()).toEqual(Object.keys(CATALOGUES));
});

test.each(Object.entries(CATALOGUES))("%s says the same in every language", (_, catalogue) => {
  const { zh, "zh-Hant": traditional, en } = catalogue;
  expect(keysOf(en).length).toBeGreaterThan(5);
  expect(keysOf(zh).sort()).toEqual(keysOf(en).sort());
  expect(keysOf(traditional).sort()).toEqual(keysOf(en).sort());
  const places = (part: object) =>
    textsOf(part).map(([path, text]) => `${path}: ${(text.match(/\{\w+\}/g) ?? []).sort()}`);
  expect(places(zh).sort()).toEqual(places(en).sort());
  expect(places(traditional).sort()).toEqual(places(en).sort());
});

test.each(Object.entries(CATALOGUES))("%s is written in each language's script", (_, catalogue) => {
  const { zh, "zh-Hant": traditional, en } = catalogue;
  expect(wrongScript(textsOf(traditional), (one) => ONLY_SIMPLIFIED.has(one))).toEqual([]);
  expect(wrongScript(textsOf(zh), (one) => simplified(one) !== one)).toEqual([]);
  expect(wrongScript(textsOf(en), (one) => /\p{Script=Han}/u.test(one))).toEqual([]);
});

test("nobody but the picker compares language tags", () => {
  const tag = String.raw`(?:zh|en)\b`;
  const comparisons = [
    // locale.startsWith("zh"), locale === "zh-CN", /^zh/.test(locale), locale.split("-")
    new RegExp(String.raw`\.(?:startsWith|includes|slice|indexOf)\(["'\x60]${tag}`),
    new RegExp(String.raw`\/\^?[^/\s]*(?<![\w.])${tag}[^/\n]*\/[a-z]*\.(?:test|exec)\(`),
    /\/\^\(?(?:\?:)?(?:zh|en)/,
    /(?:locale|language|tag)\w*\.(?:split|slice|toLowerCase|match|replace(?:All)?)\(/i,
  ];
  const examples = [
    'return locale.toLowerCase().startsWith("zh") ? "zh" : "en";',
    "const is = /^\\s*zh\\b/i.test(request.acceptLanguage);",
    "if (/^(?:zh|en)\\b/i.test(spoken)) return;",
    'const same = locale.split(/[-_]/)[0] === "zh";',
  ];
  const compares = (line: string) => comparisons.some((one) => one.test(line));
  expect(examples.filter((line) => !compares(line))).toEqual([]);
  const found = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && file !== "language/languageFor.ts")
    .flatMap((file) =>
      readFileSync(join(source, file), "utf8")
        .split("\n")
        .filter((line) => !/^\s*(?:\*|\/)/.test(line) && compares(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
  expect(languageFor("zh_TW", ["zh", "zh-Hant"])).toBe("zh-Hant");
});
