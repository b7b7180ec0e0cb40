import { expectTypeOf, test } from "vitest";
import type { Client } from "../../src/client/client.ts";
import type { Download } from "../../src/client/endpoints/row.ts";
import { ENDPOINTS, type ReplyOf, type RequestOf } from "../../src/client/endpoints.ts";

test("requests and replies are inferred from the table", () => {
  expectTypeOf<RequestOf<"user.remark">>().toEqualTypeOf<{ openid: string; remark: string }>();
  expectTypeOf<ReplyOf<"template.send">["msgid"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<ReplyOf<"token.stable">["expires_in"]>().toBeNumber();
  expectTypeOf<Extract<ReplyOf<"media.get">, Download>>().toEqualTypeOf<Download>();
  expectTypeOf<ReplyOf<"media.getSpeex">>().toEqualTypeOf<Download>();
});

test("what must not compile does not", () => {
  function never(client: Client): unknown {
    return [
      // @ts-expect-error no such endpoint
      client.call("user.nfo", { openid: "o" }),
      // @ts-expect-error a required field is missing
      client.call("user.remark", { openid: "o" }),
      // @ts-expect-error the request itself is missing
      client.call("user.info"),
      // @ts-expect-error a text has no mediaId
      client.send("o", { type: "text", mediaId: "m" }),
      client.call("user.info", { openid: "o" }).then(
        (user) =>
          // @ts-expect-error WeChat gives no nickname any more
          user.nickname,
      ),
      client.call("menu.get"),
      client.call("user.list"),
    ];
  }
  void never;
});

test("the rows that answer with a file are those that the reply type names", () => {
  const files = Object.entries(ENDPOINTS).filter(
    ([, row]) => "answer" in row && row.answer === "file",
  );
  expectTypeOf(files).toBeArray();
  if (files.map(([name]) => name).join() !== "media.get,media.getSpeex,material.get") {
    throw new Error(`ReplyOf in endpoints.ts must name ${files.map(([name]) => name).join()}`);
  }
});
