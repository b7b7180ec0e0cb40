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
