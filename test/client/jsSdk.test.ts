import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cardSignature, pageSignature } from "../../src/client/web/jsSdk.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { HOUR, openBox } from "../simulator/box.ts";
import { openClient } from "./rig.ts";

test("a page is signed as WeChat's own example is", () => {
  // Source: off:OA_Web_Apps/JS-SDK, appendix 1.
  const signature = pageSignature({
    ticket:
      "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
    nonceStr: "Wm3WZYTPz0wzccnW",
    timestamp: 1_414_587_457,
    url: "http://mp.weixin.qq.com?params=value",
  });
  expect(signature).toBe("0f9de62fce790f9a083d5c99e95740ceb90c27ed");
});

test("a card is signed over its sorted values, whatever their order", () => {
  const text = fc.string({ minLength: 1, maxLength: 20, unit: "binary" });
  fc.assert(
    fc.property(fc.array(text, { minLength: 4, maxLength: 6 }), fc.nat(), (values, turn) => {
      const turned = values.map((_, at) => values[(at + turn) % values.length] as string);
      expect(cardSignature(turned)).toBe(cardSignature(values));
    }),
  );
  // Capitals stand before small letters, digits before both.
  expect(cardSignature(["b", "B", "1", "a"])).toBe(hash("sha1", "1Bab"));
});

test("signs what the phone shows, without its fragment; one ticket for all processes, a new one in time", async () => {
  await using box = await openBox();
  const store = new MemoryStore({ clock: box.clock });
  await using one = openClient(box, { tokens: store.tokens });
  await using other = openClient(box, { tokens: store.tokens });
  const url = "https://shop.example/p?id=1&name=%E6%9F%BF%E5%AD%90";
  const { appId, timestamp, nonceStr, signature } = await one.jsSdk.sign(`${url}#top`);
  expect([appId, timestamp]).toEqual([box.appId, Math.floor(box.clock.now() / 1_000)]);
  const ticket = box.account.tickets.get("jsapi")?.ticket ?? "";
  expect(signature).toBe(pageSignature({ ticket, nonceStr, timestamp, url }));
  const asked = () =>
    box.platform.timeline.of("api.called").filter(({ path }) => path.endsWith("/getticket")).length;
  expect((await other.jsSdk.sign(url)).nonceStr).not.toBe(nonceStr);
  expect(asked()).toBe(1);
  await box.clock.advance(2 * HOUR);
  const later = await other.jsSdk.sign(url);
  const fresh = box.account.tickets.get("jsapi")?.ticket ?? "";
  expect(fresh).not.toBe(ticket);
  expect(later.signature).toBe(pageSignature({ ...later, ticket: fresh, url }));
});

test("a card's extension has what was signed", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const { timestamp, nonce_str, code, openid, signature } = await client.jsSdk.signCard({
    cardId: "pCard",
    code: "0123",
    openid: "oMei",
  });
  const ticket = box.account.tickets.get("wx_card")?.ticket ?? "";
  const values = [ticket, timestamp, "pCard", nonce_str, "0123", "oMei"];
  expect(signature).toBe(hash("sha1", values.sort().join("")));
  expect([code, openid]).toEqual(["0123", "oMei"]);
  const bare = await client.jsSdk.signCard({ cardId: "pCard" });
  expect(Object.keys(bare).sort()).toEqual(["nonce_str", "signature", "timestamp"]);
});

test.each([
  "",
  "shop.example/p",
  "//shop.example",
  "javascript:alert(1)",
  "https://",
  "https:// x",
])("what is no page is said, before anything is asked: %j", async (url) => {
  await using box = await openBox();
  await using client = openClient(box);
  await expect(client.jsSdk.sign(url)).rejects.toMatchObject({ code: "page-address" });
  expect(box.platform.timeline.of("api.called")).toEqual([]);
});
