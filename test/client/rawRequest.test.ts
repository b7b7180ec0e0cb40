import { expect, test } from "vitest";
import { INDEX, namesOf } from "../../scripts/endpointTable.ts";
import type { WeChatApiError } from "../../src/client/apiError.ts";
import type { CallEvent } from "../../src/client/call.ts";
import type { Client } from "../../src/client/client.ts";
import type { EndpointName } from "../../src/client/endpoints.ts";
import { FOLLOW, openBox } from "../simulator/box.ts";
import { openClient, PNG } from "./rig.ts";
import { type Move, OPENID, refusal, SECRET, scriptedClient, settled } from "./scripted.ts";

const NEW = "/cgi-bin/something/new";

/** Makes one raw call; the script answers its path alone. */
async function raw(
  method: "GET" | "POST",
  request: Parameters<Client["request"]>[2],
  move: (count: number) => Move,
) {
  const events: CallEvent[] = [];
  const rig = scriptedClient((call, count) => (call.path === NEW ? move(count) : undefined), {
    observe: (event) => events.push(event),
  });
  const result = await settled(rig.clock, rig.client.request(method, NEW, request));
  return { ...rig, result: result as WeChatApiError, calls: rig.weChat.of(NEW), events };
}

test("an endpoint that we have never heard of: token, raw UTF-8, WeChat's answer", async () => {
  const body = { title: "你好", id: 2n ** 62n };
  const answer = { body: '{"errcode":0,"id":4611686018427387904,"list":[{"a":1}]}' };
  const { result, calls, events } = await raw("POST", { body, query: { type: 1 } }, () => answer);
  expect(result).toEqual({ errcode: 0, id: "4611686018427387904", list: [{ a: 1 }] });
  expect(calls[0]?.body).toBe('{"title":"你好","id":4611686018427387904}');
  expect(Object.fromEntries(calls[0]?.query ?? [])).toEqual({
    type: "1",
    access_token: "token-1",
  });
  expect(events.at(-1)).toMatchObject({ endpoint: NEW, outcome: "ok", tries: 1 });
});

test.each([40001, 40014, 42001])(
  "a token that is stale (%d) is renewed and tried once more",
  async (errcode) => {
    const { result, calls } = await raw("POST", {}, (count) =>
      count === 1 ? refusal(errcode) : { body: '{"errcode":0}' },
    );
    expect(result).toEqual({ errcode: 0 });
    expect(calls.map(({ query }) => query.get("access_token"))).toEqual(["token-1", "token-2"]);
    const twice = await raw("POST", {}, () => refusal(errcode));
    expect(twice.result).toMatchObject({ outcome: "refused", errcode });
    expect(twice.calls).toHaveLength(2);
  },
);

test("a refusal has WeChat's code and rid, and none of the request", async () => {
  const secret = "what the follower wrote";
  const { result, log } = await raw("POST", { body: { secret, to: OPENID } }, () =>
    refusal(47003, `argument invalid: ${secret} of ${OPENID} rid: 65f0a1b2-0a0b0c0d-01020304`),
  );
  expect(result).toMatchObject({
    code: "api-refused",
    errcode: 47003,
    rid: "65f0a1b2-0a0b0c0d-01020304",
    endpoint: NEW,
  });
  for (const text of [result.message, result.errmsg ?? "", ...log.lines]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(OPENID);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain("token-1");
  }
});

test("what was lost is unknown and not repeated, unless it reads or is said to be repeatable", async () => {
  for (const move of ["cut", { status: 502, body: "" }] as const) {
    const post = await raw("POST", {}, () => move);
    expect(post.result).toMatchObject({ outcome: "unknown" });
    expect(post.calls).toHaveLength(1);
    const said = await raw("POST", { repeatable: true }, () => move);
    expect(said.calls).toHaveLength(4);
    const get = await raw("GET", { query: { a: "b" } }, () => move);
    expect(get.calls).toHaveLength(4);
    expect(get.result.message).toContain("Nothing was changed");
  }
  const never = await raw("POST", {}, () => "unreachable");
  expect(never.result).toMatchObject({ outcome: "not-sent", code: "api-unreachable" });
  const late = await raw("POST", { deadlineMs: 700 }, () => "stall");
  expect(late.result).toMatchObject({ outcome: "unknown", code: "api-timeout" });
});

test("the breaker is shared with all other calls", async () => {
  const { client, clock } = scriptedClient(({ path }) =>
    path === NEW ? { status: 502, body: "" } : undefined,
  );
  let last: unknown;
  for (let n = 0; n < 3; n++) {
    last = await settled(clock, client.request("GET", NEW));
  }
  expect(last).toMatchObject({ code: "api-breaker-open", outcome: "not-sent" });
  const other = await settled(clock, client.call("ip.api"));
  expect(other).toMatchObject({ code: "api-breaker-open" });
});

test("a page of a gateway is no answer, and bytes are none where JSON is wanted", async () => {
  for (const move of [
    { type: "text/html", body: "<html></html>" },
    { body: "" },
    { type: "image/png", body: PNG },
  ]) {
    const { result } = await raw("POST", {}, () => move);
    expect(result).toMatchObject({ code: "api-bad-reply", outcome: "unknown" });
  }
  const { result } = await raw("GET", { answer: "file" }, () => ({
    type: "image/png",
    body: PNG,
  }));
  expect(result).toMatchObject({ contentType: "image/png", bytes: PNG });
  const html = await raw("GET", { answer: "file" }, () => ({
    type: "image/png",
    body: "<html></html>",
  }));
  expect(html.result).toMatchObject({ code: "api-bad-reply" });
});

test.each([
  "https://example.org/cgi-bin/x",
  "//example.org/cgi-bin/x",
  "/\\example.org/x",
  "cgi-bin/x",
  "",
  "/",
  "/cgi-bin/../x",
  "/cgi-bin/./x",
  "/.x",
  "/cgi-bin/x?type=image",
  "/cgi-bin/x#y",
  "/cgi-bin/%2e%2e/x",
  "/cgi-bin/x y",
  "/cgi-bin/x\r\nHost: example.org",
  "/@example.org",
  "/cgi-bin//x",
])("never another host or a path of one's own making: %j", async (path) => {
  const { client, weChat, clock } = scriptedClient(() => undefined);
  const error = await settled(clock, client.request("GET", path));
  expect(error).toMatchObject({ code: "bad-request" });
  expect((error as Error).message).toMatch(/query.*Nothing was sent\.$/s);
  expect(weChat.seen).toEqual([]);
});

test("a body on a GET, two bodies, and other methods are mistakes that are said", async () => {
  const { client, weChat, clock } = scriptedClient(() => undefined);
  const wrong = [
    () => client.request("GET", NEW, { body: {} }),
    () => client.request("POST", NEW, { body: {}, form: {} }),
    () => client.request("PUT" as "POST", NEW),
  ];
  for (const attempt of wrong) {
    expect(await settled(clock, attempt())).toMatchObject({ code: "bad-request" });
  }
  expect(weChat.seen).toEqual([]);
});

test("what cannot be written is a mistake that is said, whatever a program without types hands over", async () => {
  const { client, weChat, clock } = scriptedClient(() => undefined);
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  const wrong = [
    { body: circle },
    { body: null },
    { body: 5 },
    { body: () => 1 },
    { body: [1, 2] },
    { query: { a: {} } },
    { form: { media: { data: "text", fileName: "a.png", contentType: "image/png" } } },
    { form: { media: { data: PNG } } },
    { form: { media: null } },
  ] as unknown as Parameters<Client["request"]>[2][];
  for (const request of wrong) {
    const error = await settled(clock, client.request("POST", NEW, request));
    expect(error).toMatchObject({ code: "bad-request" });
    expect((error as Error).message).toMatch(/`(?:body|query|form).*Nothing was sent\.$/s);
  }
  const path = { toString: () => NEW } as unknown as string;
  expect(await settled(clock, client.request("GET", path))).toMatchObject({ code: "bad-request" });
  expect(weChat.seen).toEqual([]);
});

test("a deadline that is over before it begins sends nothing, and is no fault of WeChat's", async () => {
  const { client, weChat, clock } = scriptedClient(({ path }) =>
    path === NEW ? { body: "{}" } : undefined,
  );
  await settled(clock, client.request("GET", NEW));
  for (let n = 0; n < 20; n++) {
    const deadlineMs = [0, -1, Number.NaN][n % 3];
    expect(await settled(clock, client.request("GET", NEW, { deadlineMs }))).toMatchObject({
      code: "api-timeout",
      outcome: "not-sent",
    });
  }
  const without = await settled(
    clock,
    client.request("GET", NEW, { deadlineMs: Number.POSITIVE_INFINITY }),
  );
  expect(without).toEqual({});
  expect(weChat.of(NEW)).toHaveLength(2);
});

test("without our token where it is not wanted, or where the query has one", async () => {
  for (const request of [
    { token: false },
    { query: { access_token: "of-a-web-page", openid: "o" } },
    { query: { component_access_token: "of-a-platform" } },
  ]) {
    const { calls, weChat } = await raw("GET", request, () => ({ body: "{}" }));
    expect(weChat.of("/cgi-bin/stable_token")).toEqual([]);
    expect(calls[0]?.query.get("access_token")).toBe(request.query?.access_token ?? null);
  }
});

test("uploads and downloads against the simulated WeChat, and what is deleted is forgotten", async () => {
  await using box = await openBox();
  await using client = openClient(box);
  const media = { data: PNG, fileName: "图.png", contentType: "image/png" };
  const up = await client.request<{ media_id: string }>("POST", "/cgi-bin/media/upload", {
    query: { type: "image" },
    form: { media },
  });
  const query = { media_id: up.media_id };
  const file = await client.request("GET", "/cgi-bin/media/get", { query, answer: "file" });
  expect(file).toMatchObject({ bytes: PNG, contentType: "image/png" });
  await expect(
    client.request("GET", "/cgi-bin/media/get", { query: { media_id: "x" }, answer: "file" }),
  ).rejects.toMatchObject({ errcode: 40007, endpoint: "media.get" });

  const kept = await client.media.upload(PNG, { type: "image", permanent: true });
  await client.request("POST", "/cgi-bin/material/del_material", {
    body: { media_id: kept.mediaId },
  });
  const again = await client.media.upload(PNG, { type: "image", permanent: true });
  expect(again.mediaId).not.toBe(kept.mediaId);
  const { openid } = box.person(FOLLOW);
  const info = await client.request("GET", "/cgi-bin/user/info", { query: { openid } });
  expect(info).toMatchObject({ subscribe: 1, openid });
});

test.each([
  ["mass.sendal", '"mass.sendAll"'],
  ["Custom.Send", '"custom.send"'],
  ["/cgi-bin/message/mass/sendall", '"mass.sendAll"'],
  ["toString", "Did you mean"],
  ["__proto__", "Did you mean"],
])("an unknown name is a sentence with the nearest ones: %s", async (name, meant) => {
  const { client, weChat, clock } = scriptedClient(() => undefined);
  const call = client.call as (name: EndpointName) => Promise<unknown>;
  const error = (await settled(clock, call(name as EndpointName))) as Error;
  expect(error).toMatchObject({ code: "unknown-endpoint" });
  expect(error.message).toContain(meant);
  expect(error.message).toContain("client.request(");
  expect(weChat.seen).toEqual([]);
});

test.each(INDEX.endpoints.map((one) => [one.path, one] as const))(
  "%s of WeChat's index can be called",
  async (path, { method }) => {
    const { client, weChat, clock } = scriptedClient((call) =>
      call.path === path && path !== "/cgi-bin/stable_token"
        ? { body: '{"errcode":0,"list":[]}' }
        : undefined,
    );
    const reply = await settled(
      clock,
      client.request(method, path, method === "POST" ? { body: { a: "你好" } } : {}),
    );
    expect(reply).not.toBeInstanceOf(Error);
    const call = weChat.of(path).at(-1);
    expect([call?.method, call?.query.get("access_token")]).toEqual([method, "token-1"]);
  },
);

test("the index holds every page once, and knows our names", () => {
  const pages = INDEX.endpoints.map(({ page }) => page);
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages.length).toBeGreaterThan(130);
  expect(INDEX.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  const find = (path: string) =>
    INDEX.endpoints.filter((one) => one.path === path).flatMap(namesOf);
  expect(find("/cgi-bin/draft/add")).toEqual(["draft.add"]);
  expect(find("/cv/ocr/menu")).toEqual([]);
});

test("plain text goes as it is, for the endpoint that translates it", async () => {
  const { calls } = await raw(
    "POST",
    { body: "你好, 世界", query: { lfrom: "zh_CN", lto: "en_US" } },
    () => ({
      body: '{"errcode":0,"to_content":"hello"}',
    }),
  );
  expect(calls[0]?.body).toBe("你好, 世界");
  expect(calls[0]?.headers["content-type"]).toBe("text/plain; charset=utf-8");
});
