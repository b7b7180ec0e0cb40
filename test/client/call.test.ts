import { expect, test } from "vitest";
import type { WeChatApiError } from "../../src/client/apiError.ts";
import type { CallEvent } from "../../src/client/call.ts";
import {
  type Move,
  OK,
  OPENID,
  refusal,
  SEND_PATH,
  scriptedClient,
  settled,
  TOKEN_PATH,
} from "./scripted.ts";

const text = { type: "text", content: "hello" } as const;
const HTML: Move = { type: "text/html", body: "<html><h1>502</h1></html>" };
const COUNT = "/cgi-bin/material/get_materialcount";
const counted: Move = {
  body: '{"voice_count":1,"video_count":2,"image_count":3,"news_count":4}',
};

/** Sends a text; the script answers sends only. */
async function send(move: (count: number) => Move) {
  const rig = scriptedClient((call, count) => (call.path === SEND_PATH ? move(count) : undefined));
  const result = await settled(rig.clock, rig.client.send(OPENID, text));
  return { ...rig, result: result as WeChatApiError, sends: rig.weChat.of(SEND_PATH) };
}

/** Reads something; the script answers reads only. */
async function read(move: (count: number) => Move) {
  const rig = scriptedClient((call, count) => (call.path === COUNT ? move(count) : undefined));
  const result = await settled(rig.clock, rig.client.call("material.count"));
  return { ...rig, result: result as WeChatApiError, reads: rig.weChat.of(COUNT) };
}

test("a call carries the token and a raw body", async () => {
  const { result, sends } = await send(() => OK);
  expect(result).toBeUndefined();
  expect(sends).toHaveLength(1);
  expect(sends[0]?.query.get("access_token")).toBe("token-1");
  expect(sends[0]?.body).toBe(`{"touser":"${OPENID}","msgtype":"text","text":{"content":"hello"}}`);
});

test("an errcode inside a 200 is a refusal, with its rid apart", async () => {
  const { result, sends } = await send(() =>
    refusal(45015, "response out of time limit rid: 65f0a1b2-0a0b0c0d-01020304"),
  );
  expect(result).toMatchObject({
    code: "api-refused",
    outcome: "refused",
    errcode: 45015,
    errmsg: "response out of time limit",
    rid: "65f0a1b2-0a0b0c0d-01020304",
    endpoint: "custom.send",
  });
  expect(sends).toHaveLength(1);
});

test("an errcode as text/plain, as a string or in a wrapper is one too", async () => {
  for (const body of [
    '{"errcode":40003,"errmsg":"x"}',
    '{"errcode":"40003","errmsg":"x"}',
    '{"base_resp":{"ret":40003,"err_msg":"x"}}',
  ]) {
    const { result } = await send(() => ({ type: "text/plain", body }));
    expect(result).toMatchObject({ outcome: "refused", errcode: 40003 });
  }
});

test.each<[string, Move, string]>([
  ["HTML", HTML, "api-bad-reply"],
  ["cut-off JSON", { body: '{"errcode":0,"errmsg":"ok"' }, "api-bad-reply"],
  ["nothing", { body: "" }, "api-bad-reply"],
  ["an array", { body: "[]" }, "api-bad-reply"],
  ["an object without the verdict", { body: "{}" }, "api-bad-reply"],
  ["502", { status: 502, ...(HTML as object) } as Move, "api-status"],
  ["a redirect", { status: 302, body: "" }, "api-status"],
  ["a broken connection", "cut", "api-cut"],
  ["silence", "stall", "api-timeout"],
])("a send that is answered by %s is unknown and never repeated", async (_name, move, code) => {
  const { result, sends } = await send(() => move);
  expect(result).toMatchObject({ code, outcome: "unknown", errcode: undefined });
  expect(sends).toHaveLength(1);
});

test("a status of the 400s is a refusal", async () => {
  const { result } = await send(() => ({ status: 413, body: "too large" }));
  expect(result).toMatchObject({ code: "api-refused", outcome: "refused", status: 413 });
});

test("without a connection nothing was sent, and the send is tried again", async () => {
  const twice = await send((count) => (count < 3 ? "unreachable" : OK));
  expect(twice.result).toBeUndefined();
  expect(twice.sends).toHaveLength(3);
  const never = await send(() => "unreachable");
  expect(never.result).toMatchObject({ code: "api-unreachable", outcome: "not-sent" });
  expect(never.sends).toHaveLength(4);
});

test("a deadline that passes before the connection is there: not sent, and never written later", async () => {
  const { result, clock } = await send(() => "never connects");
  expect(result).toMatchObject({ code: "api-timeout", outcome: "not-sent" });
  expect(clock.waiting).toBe(0);
});

test("the deadline is 5 s for all of it, and the caller's where he says so", async () => {
  const { clock, client } = scriptedClient(({ path }) =>
    path === SEND_PATH ? "stall" : undefined,
  );
  const start = clock.now();
  await settled(clock, client.send(OPENID, text));
  expect(clock.now() - start).toBe(5_000);
  await settled(
    clock,
    client.call("custom.typing", { touser: OPENID, command: "Typing" }, { deadlineMs: 700 }),
  );
  const before = clock.now();
  const { clock: other, client: slow } = scriptedClient(() => "stall");
  const begun = other.now();
  const error = await settled(other, slow.call("menu.get", {}, { deadlineMs: 700 }));
  expect(error).toMatchObject({ code: "api-no-token", outcome: "not-sent" });
  expect(other.now() - begun).toBe(700);
  expect(clock.now()).toBe(before);
});

test("-1 is a verdict: even a send is repeated, with growing pauses", async () => {
  const { result, sends } = await send((count) => (count < 4 ? refusal(-1) : OK));
  expect(result).toBeUndefined();
  const gaps = sends.slice(1).map(({ at }, index) => at - (sends[index]?.at ?? 0));
  // Between half of 200, 400, 800 ms and all of it; the dice say the middle.
  expect(gaps).toEqual([150, 300, 600]);
});

test("pauses are drawn between half and all of the step", async () => {
  for (const [random, gap] of [
    [0, 100],
    [1, 200],
  ] as const) {
    const { clock, client, weChat } = scriptedClient(
      ({ path }, count) => (path === SEND_PATH && count === 1 ? refusal(-1) : undefined),
      { random: () => random },
    );
    await settled(clock, client.send(OPENID, text));
    const [first, second] = weChat.of(SEND_PATH);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(gap);
  }
});

test("45011 waits longer, and gives up when the deadline leaves no room", async () => {
  const { result, sends, clock } = await send(() => refusal(45011));
  expect(result).toMatchObject({ outcome: "refused", errcode: 45011 });
  const gaps = sends.slice(1).map(({ at }, index) => at - (sends[index]?.at ?? 0));
  expect(gaps).toEqual([750, 1_500]);
  expect(clock.now() - (sends[0]?.at ?? 0)).toBeLessThan(5_000);
});

test("other refusals are not repeated", async () => {
  for (const errcode of [45009, 45047, 48001, 40003, 47001]) {
    expect((await send(() => refusal(errcode))).sends).toHaveLength(1);
  }
});

test("what may be repeated is: after 5xx, a cut and silence", async () => {
  for (const move of [{ status: 503, body: "" }, "cut"] as const) {
    const { result, reads } = await read((count) => (count === 1 ? move : counted));
    expect(result).toMatchObject({ image_count: 3 });
    expect(reads).toHaveLength(2);
  }
});

test("a template with a client_msg_id is repeated, without it is not", async () => {
  const path = "/cgi-bin/message/template/send";
  for (const client_msg_id of ["MSG_1", undefined]) {
    const { clock, client, weChat } = scriptedClient((call, count) => {
      if (call.path !== path) return undefined;
      return count === 1
        ? "cut"
        : { body: '{"errcode":0,"errmsg":"ok","msgid":2097683633284153344}' };
    });
    const message = { touser: OPENID, template_id: "t", data: {} };
    const result = await settled(
      clock,
      client.call("template.send", { ...message, ...(client_msg_id && { client_msg_id }) }),
    );
    expect(weChat.of(path)).toHaveLength(client_msg_id ? 2 : 1);
    if (client_msg_id) expect(result).toMatchObject({ msgid: "2097683633284153344" });
    else expect(result).toMatchObject({ outcome: "unknown" });
  }
});

test("a refusal after a try that may have worked does not prove that nothing happened", async () => {
  const { result } = await read((count) => (count === 1 ? "cut" : refusal(45009)));
  expect(result).toMatchObject({ code: "api-refused", errcode: 45009, outcome: "unknown" });
});

test("an answer above the cap is not read to its end", async () => {
  const big = { body: `{"errcode":0,"x":"${"y".repeat(3 * 1_024 * 1_024)}"}` };
  const { result } = await send(() => big);
  expect(result).toMatchObject({ code: "api-bad-reply", outcome: "unknown" });
});

test("a page where a file is expected is no file, whatever its status says", async () => {
  for (const move of [HTML, { type: "application/json", body: "oops" }, { body: "" }]) {
    const rig = scriptedClient(({ path }) => (path === "/cgi-bin/media/get" ? move : undefined));
    const work = rig.client.call("media.get", { media_id: "m" });
    expect(await settled(rig.clock, work)).toMatchObject({ code: "api-bad-reply" });
  }
});

test("a file's part names it, its length and its type, and nobody writes headers through it", async () => {
  const { clock, client, weChat } = scriptedClient(({ path }) =>
    path === "/cgi-bin/media/uploadimg" ? { body: '{"url":"http://e.org/"}' } : undefined,
  );
  const media = {
    data: Buffer.from("bytes"),
    fileName: 'a"\r\nX: 1.jpg',
    contentType: "image/jpeg",
  };
  await settled(clock, client.call("media.uploadPicture", { media }));
  const [call] = weChat.of("/cgi-bin/media/uploadimg");
  const [, boundary] = /boundary=(.+)$/.exec(call?.headers["content-type"] ?? "") ?? [];
  expect(call?.body).toBe(
    `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="a___X: 1.jpg"; ` +
      `filelength=5\r\nContent-Type: image/jpeg\r\n\r\nbytes\r\n--${boundary}--\r\n`,
  );
});

test("fields of the wrong kind are named, without their values", async () => {
  const { result } = await read(() => ({ body: '{"voice_count":"canary-value"}' }));
  expect(result.message).toContain("voice_count");
  expect(result.message).not.toContain("canary-value");
  expect(result).toMatchObject({ code: "api-bad-reply" });
});

test("fields that WeChat adds are let through", async () => {
  const { result } = await read(() => ({
    body: `{"new_field":1,${String(counted.body).slice(1)}`,
  }));
  expect(result).toMatchObject({ new_field: 1, image_count: 3 });
});

test("no token: the send is not sent, and says why", async () => {
  const { clock, client, weChat } = scriptedClient(({ path }) =>
    path === TOKEN_PATH ? refusal(40164, "invalid ip 1.2.3.4, not in whitelist") : undefined,
  );
  const error = await settled(clock, client.send(OPENID, text));
  expect(error).toMatchObject({ code: "api-no-token", outcome: "not-sent", errcode: 40164 });
  expect(weChat.of(SEND_PATH)).toHaveLength(0);
});

test("every finished call is told once, for metrics", async () => {
  const events: CallEvent[] = [];
  const { clock, client } = scriptedClient(
    ({ path }, count) => (path === SEND_PATH && count === 1 ? refusal(-1) : undefined),
    { observe: (event) => events.push(event) },
  );
  await settled(clock, client.send(OPENID, text));
  expect(events).toEqual([
    expect.objectContaining({ endpoint: "token.stable", outcome: "ok", tries: 1 }),
    expect.objectContaining({ endpoint: "custom.send", outcome: "ok", tries: 2, ms: 150 }),
  ]);
});
