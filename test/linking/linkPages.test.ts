import { expect, test } from "vitest";
import {
  answerLinkPage,
  type LinkPagesParts,
} from "../../src/adapter/accounts/linking/linkPages.ts";
import { StoreUnavailable } from "../../src/errors.ts";

const SECRET = "a".repeat(22);

test.each(["start", "back"])(
  "a page (%s) is answered also while the store is away",
  async (way) => {
    const logged: object[] = [];
    const parts = {
      starts: {
        find: async () => {
          throw new StoreUnavailable("the store is away");
        },
      },
      log: { info() {}, warn() {}, error: (facts: object) => void logged.push(facts) },
      publicUrl: "https://bot.example",
    } as unknown as LinkPagesParts;
    const request = { url: `/wechat/component/${way}/${SECRET}`, userAgent: "" };
    const chinese = await answerLinkPage(parts, { ...request, acceptLanguage: "zh-CN" });
    const english = await answerLinkPage(parts, { ...request, acceptLanguage: "en" });
    expect([chinese?.status, english?.status]).toEqual([503, 503]);
    expect(chinese?.body).toContain("一分钟后");
    expect(english?.body).toContain("in a minute");
    expect(english?.body).not.toContain("store");
    expect(logged).toEqual([
      expect.objectContaining({ code: "store-unavailable" }),
      expect.objectContaining({ code: "store-unavailable" }),
    ]);
  },
);

test.each([
  ["zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
  ["zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["fr-FR, zh;q=0.5, en;q=0.7", "en"],
  ["fr;q=0.9, zh;q=0.5, en;q=0", "zh-CN"],
  ["en;q=0.1,zh-Hant;q=0.2", "zh-Hant"],
  ["de", "en"],
  ["", "en"],
  [";q=,,=;zh;q=x", "en"],
])("a browser that asks for %j reads %s", async (acceptLanguage, lang) => {
  const parts = { starts: { find: async () => undefined } } as unknown as LinkPagesParts;
  const url = `/wechat/component/start/${SECRET}`;
  const page = await answerLinkPage(parts, { url, userAgent: "", acceptLanguage });
  expect(page?.status).toBe(410);
  expect(page?.body).toContain(`<html lang="${lang}">`);
});
