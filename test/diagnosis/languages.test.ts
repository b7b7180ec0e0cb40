import { expect, test } from "vitest";
import { diagnose, diagnosisLanguage } from "../../src/client/diagnosis.ts";
import { PLATFORM_PATHS } from "../../src/language/platformPaths.ts";
import { everyDiagnosis, textsOf } from "./codes.ts";

/** Foreign words that are the products' own in Chinese. Names of fields stand in backticks. */
const PRODUCT_WORDS = new Set(
  "API AppID AppSecret ID IP URL JSON XML UTF KB MB PNG JPEG JPG GIF AMR MP GET POST WECHAT ASCII ICP Token BOM RSA PSS".split(
    " ",
  ),
);
/** Labels of WeChat's consoles, which are Chinese for everybody. */
const CONSOLE_LABELS = new Set([
  "接口权限",
  "微信认证",
  "通知中心",
  "黑名单",
  "接收消息",
  "服务通知",
  "IP白名单",
  "草稿箱",
  "开发资料",
  "白名单IP地址列表",
]);
const ADDRESS = /\b(?:mp|open)\.weixin\.qq\.com\b/g;

/** Ways through WeChat's pages have a test of their own: test/docs/platformPaths.test.ts. */
function withoutPaths(text: string): string {
  return Object.values(PLATFORM_PATHS)
    .map(({ zh }) => zh)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, path) => left.replaceAll(path, ""), text);
}

/** Words of Latin letters outside backticks and addresses. */
function latinIn(text: string): string[] {
  const bare = withoutPaths(text)
    .replace(/`[^`]*`/g, "")
    .replace(ADDRESS, "");
  return bare.match(/[A-Za-z]{2,}/g) ?? [];
}

test("Chinese texts have no English but product words", () => {
  const wrong = everyDiagnosis("zh").flatMap((diagnosis) =>
    textsOf(diagnosis)
      .filter((text) => latinIn(text).some((word) => !PRODUCT_WORDS.has(word)))
      .map((text) => `${diagnosis.code}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test("Chinese texts are Chinese", () => {
  const wrong = everyDiagnosis("zh")
    .flatMap(textsOf)
    .filter((text) => (text.match(/\p{Script=Han}/gu) ?? []).length < 2);
  expect(wrong).toEqual([]);
});

test("English texts have no Chinese but labels of the console", () => {
  const wrong = everyDiagnosis("en").flatMap((diagnosis) =>
    textsOf(diagnosis)
      .filter((text) => {
        const bare = withoutPaths(text).replace(/\(([^()]*)\)/g, (whole, inner: string) => {
          const label = inner.replace(/^.*, (?=\p{Script=Han})/u, "");
          return CONSOLE_LABELS.has(label) ? "" : whole;
        });
        return /[\p{Script=Han}，。：；、（）“”]/u.test(bare);
      })
      .map((text) => `${diagnosis.code}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test("the test can tell: a foreign word is found", () => {
  expect(latinIn("请检查 token 与 `access_token`，见 mp.weixin.qq.com。")).toEqual(["token"]);
});

test.each([
  ["zh", "zh"],
  ["zh-CN", "zh"],
  ["zh_CN", "zh"],
  ["ZH-Hant-TW", "zh"],
  ["en", "en"],
  ["en-US", "en"],
  ["zho-x", "en"],
  ["fr", "en"],
  ["", "en"],
])("the language of %j is %s", (tag, language) => {
  expect(diagnosisLanguage(tag)).toBe(language);
  expect(diagnose(45015, { language: tag }).language).toBe(language);
});
