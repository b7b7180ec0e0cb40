import { expect, test } from "vitest";
import { ownerOf } from "../../src/store/botState.ts";

test("a key that one of the SDKs makes belongs to the follower in it, any other to itself", () => {
  const keys = {
    "wechat/conversations/oMei/": "oMei",
    "wechat/users/oMei/profile": "oMei",
    "wechat/conversations/oMei/users/oMei/": "oMei",
    "wechat/gh_0123456789ab/conversations/oMei": "oMei",
    "wechat/gh_0123456789ab/users/oMei": "oMei",
    "proactive/conversations/oMei": "oMei",
    global: "=global",
    "orders/users/oMei": "=orders/users/oMei",
    "wechat/settings": "=wechat/settings",
    oMei: "=oMei",
    "": "=",
  };
  for (const [key, owner] of Object.entries(keys)) expect(ownerOf(key), key).toBe(owner);
});
