import { beforeAll, expect, it, vi } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { isWanted } from "../../src/simulator/phone/page/inspector/trafficText.ts";
import { EVERYONE, Model } from "../../src/simulator/phone/page/model.ts";
import { inCall, inPush } from "../../src/simulator/phone/searchable.ts";
import { openStage } from "./openStage.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

it("the traffic is searched by what the bot said, ids, codes and keys, and short numbers match no id", async () => {
  const stage = await openStage("samples/echo");
  const [{ openid = "" } = {}, { openid: other = "" } = {}] = (await stage.state()).people;
  const act = (action: object) => stage.post("/api/act", { openid, action });
  await act({ do: "follow" });
  await act({ do: "say", text: `${"long ".repeat(40)}needle` });
  await act({ do: "tap", key: "MENU_1" });
  await act({ do: "scan", scene: "poster-17" });
  await stage.settled(openid);
  await stage.post("/api/write", { way: "custom", openid, text: "by customer service" });
  await stage.post("/api/time", { ms: 49 * 3_600_000 });
  await stage.post("/api/write", { way: "custom", openid, text: "too late" });

  // What is drawn when is the browser's affair.
  vi.stubGlobal("document", { hidden: true });
  const model = new Model();
  model.hello(await stage.state());
  const rows = model.traffic(EVERYONE);
  const found = (...words: string[]) =>
    rows
      .filter((row) => isWanted(row, "all", words, ""))
      .map((row) => (row.kind === "push" ? row.what : row.kind === "call" ? "call" : row.id));
  // In the reply alone, in the message beyond its first words, and in a call.
  expect(found("菜单")).toEqual(["CLICK"]);
  expect(found("needle")).toEqual(["text"]);
  expect(found("customer", "service")).toEqual(["call"]);
  expect(found("menu_1")).toEqual(["CLICK"]);
  expect(found("poster-17")).toEqual(["SCAN"]);
  expect(found("45015")).toEqual(["call"]);
  // WeChat's words for the code.
  expect(found("response out of time limit")).toEqual(["call"]);
  const text = rows.find((row) => row.kind === "push" && row.what === "text");
  const [msgId = ""] = /\d{15,}/.exec(JSON.stringify(text)) ?? [];
  expect(found(msgId)).toEqual(["text"]);
  expect(found(msgId.slice(-6))).toEqual(["text"]);
  expect(found(openid.toLowerCase()).length).toBe(
    rows.filter((row) => row.openid === openid).length,
  );
  expect(found(openid.toLowerCase()).length).toBeGreaterThan(5);
  expect(found(other.toLowerCase())).toEqual([]);
  for (const digit of "0123456789") {
    const short = found(digit).length;
    expect(short, digit).toBeLessThan(rows.length);
  }
}, 90_000);

it("reads pushes and calls of any shape", () => {
  const push = { ToUserName: "gh_1", FromUserName: "o1", CreateTime: 1, MsgType: "event" };
  expect(
    inPush({
      ...{ ...push, Event: "scancode_waitmsg", EventKey: "KEY" },
      ScanCodeInfo: { ScanType: "qrcode", ScanResult: "https://a.example/1" },
    }),
  ).toEqual({ words: "KEY qrcode https://a.example/1" });
  expect(inPush({ ...push, MsgType: "image", MsgId: "24", MediaId: "m", PicUrl: "u" })).toEqual({
    ids: "24 m u",
  });
  expect(inPush(push)).toEqual({});
  // What is shown is not sent twice.
  expect(inPush({ ...push, Content: "hello" }, "hello")).toEqual({});
  expect(inPush({ ...push, Content: "hello" }, "hel…")).toEqual({ words: "hello" });
  const sent = { touser: "o1", msgtype: "text", text: { content: "hi" } };
  expect(
    inCall(JSON.stringify(sent), '{"errcode":0,"errmsg":"ok","msgid":9007199254740993}'),
  ).toEqual({
    words: "hi",
    ids: "o1 9007199254740993",
  });
  const many = { touser: ["o1", "o2"], msgtype: "text", text: { content: "all" } };
  expect(inCall(JSON.stringify(many), '{"errcode":48001,"errmsg":"api unauthorized"}')).toEqual({
    words: "all api unauthorized",
    ids: "o1 o2",
  });
  expect(inCall("--boundary\r\nbytes", "no JSON")).toEqual({});
  expect(inPush({ ...push, Content: "x".repeat(5_000) }).words?.length).toBe(1_000);
});
