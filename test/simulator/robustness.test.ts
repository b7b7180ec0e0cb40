import { expect, test } from "vitest";
import { ENDPOINTS } from "../../src/simulator/api/endpoints.ts";
import { FOLLOW, HELLO, openBox } from "./box.ts";

/** Whatever a client sends, it gets one of WeChat's answers and never our own accident. */
const NASTY: readonly unknown[] = [null, -1, "x", [null], {}];
const FIELDS = [
  "action_info",
  "action_name",
  "appid",
  "articles",
  "authorization_code",
  "authorizer_appid",
  "button",
  "cgi_path",
  "data",
  "filter",
  "kf_account",
  "kidList",
  "list",
  "matchrule",
  "media_id",
  "msg_id",
  "msgmenu",
  "news",
  "openid",
  "openid_list",
  "rid",
  "tag",
  "tagid",
  "template_id",
  "text",
  "user_list",
];

test("no answer is an accident of ours", async () => {
  await using box = await openBox();
  const token = await box.token();
  const { openid } = box.person(FOLLOW, HELLO);
  const bodies = NASTY.map((value) => Object.fromEntries(FIELDS.map((name) => [name, value])));
  const types = ["text", "news", "msgmenu", "images", "video"];
  const more = types.flatMap((msgtype) =>
    NASTY.map((value) => ({
      touser: openid,
      msgtype,
      [msgtype]: value,
      filter: { is_to_all: true },
    })),
  );
  const lists = NASTY.flatMap((value) => [
    { button: [value], matchrule: { tag_id: "2" } },
    { button: [{ name: "x", sub_button: value }] },
    { user_list: [value], tag: value },
    { touser: openid, msgtype: "msgmenu", msgmenu: { list: [value] } },
    { touser: openid, msgtype: "news", news: { articles: [value] } },
    { touser: [value, value], msgtype: "text", text: { content: "x" } },
  ]);
  const accidents: string[] = [];
  for (const { path, method, as } of ENDPOINTS) {
    if (as === "component") continue;
    const query = `access_token=${token}&openid=${openid}&type=image`;
    const ask = async (body?: object) => {
      const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const { json } = await box.http(`${path}?${query}`, init);
      if (json?.errcode === -1) accidents.push(`${path} ${JSON.stringify(body)}`);
    };
    if (method === "GET") await ask();
    else await Promise.all([...bodies, ...more, ...lists].map(ask));
  }
  expect(accidents).toEqual([]);
  const called = box.simulator.timeline.of("api.called");
  expect(called.length).toBeGreaterThan(2_000);
});

test("another host's name in the request is refused", async () => {
  await using box = await openBox();
  const { request } = await import("node:http");
  const { port } = new URL(box.simulator.url);
  const status = await new Promise((resolve, reject) => {
    const call = request({
      host: "127.0.0.1",
      port,
      path: "/cgi-bin/token",
      headers: { host: "evil.example" },
    });
    call.on("response", (response) => resolve(response.statusCode));
    call.on("error", reject);
    call.end();
  });
  expect(status).toBe(404);
});
