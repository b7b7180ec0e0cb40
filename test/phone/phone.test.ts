import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { PassThrough } from "node:stream";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { simulate } from "../../src/commands/simulate/simulate.ts";
import { startPhone } from "../../src/simulator/phone/phone.ts";
import type { CallDetail, PushDetail } from "../../src/simulator/phone/wire.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { Account } from "../../src/simulator/world/account.ts";
import { readJsonLines } from "../../src/simulator/world/timeline.ts";
import { openPhoneRig, type PhoneRig } from "./rig.ts";

const GIF = Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1").toString("base64");
const SVG = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").toString(
  "base64",
);

/** A person who follows. */
async function follower({ order, delivery }: PhoneRig): Promise<string> {
  const { body } = await order("/api/people", { name: "Mei" });
  await order("/api/act", { openid: body.openid ?? "", action: { do: "follow" } });
  await expect.poll(() => delivery.inFlight).toBe(0);
  return body.openid ?? "";
}

beforeAll(() => buildPages({ ifStale: true }), 60_000);

describe("what the page asks for", () => {
  it.each([
    ["/api/act", { openid: "o" }, "An object is expected."],
    ["/api/act", { openid: "o", action: { do: "fly" } }, 'There is no action "fly".'],
    ["/api/act", { openid: "o", action: { do: "__proto__" } }, 'There is no action "__proto__".'],
    ["/api/act", { openid: "o", action: { do: "say" } }, "The action say needs text."],
    ["/api/act", { openid: "o", action: { do: "say", text: 7 } }, "The action say needs text."],
    [
      "/api/act",
      { openid: "o", action: { do: "location", latitude: 1 } },
      "The action location needs longitude.",
    ],
    ["/api/time", { ms: -1 }, "ms must be from 1 to 30 days, in milliseconds."],
    ["/api/time", { ms: 1e12 }, "ms must be from 1 to 30 days, in milliseconds."],
    ["/api/trouble", { slowMs: "7" }, "slowMs must be from 0 to 120,000."],
    [
      "/api/write",
      { openid: "o", way: "fax", text: "" },
      "way must be one of proactive, custom, template, mass.",
    ],
    ["/api/act", [], "An object is expected."],
  ])("%s %j is refused in words", async (path, body, message) => {
    const { post } = await openPhoneRig();
    expect(await post(path, body)).toEqual({ status: 400, body: { code: "wrong-order", message } });
  });

  it("cannot be what nobody can do on a phone", async () => {
    const { order } = await openPhoneRig();
    const { body } = await order("/api/people", { name: "Mei" });
    const said = await order("/api/act", {
      openid: body.openid ?? "",
      action: { do: "say", text: "hi" },
    });
    expect(said).toEqual({
      status: 409,
      body: { code: "simulator", message: "Mei cannot say: follow the account first." },
    });
    expect((await order("/api/act", { openid: "nobody", action: { do: "follow" } })).status).toBe(
      409,
    );
  });

  it("cannot be what only a bot of ours can do", async () => {
    const { order } = await openPhoneRig();
    const answers = await Promise.all([
      order("/api/bot", { do: "restart" }),
      order("/api/write", { openid: "o", way: "custom", text: "hi" }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [409, "not-ours"],
      [409, "not-ours"],
    ]);
  });

  it("blocks a person, who is heard no more", async () => {
    const rig = await openPhoneRig();
    const openid = await follower(rig);
    await rig.order("/api/person", { openid, blocked: true });
    const before = rig.simulator.timeline.of("push.begun").length;
    await rig.order("/api/act", { openid, action: { do: "say", text: "hello?" } });
    expect(rig.simulator.timeline.of("push.begun").length).toBe(before);
    expect(rig.account.followers.get(openid)?.blacklisted).toBe(true);
  });
});

describe("what happened can be looked at", () => {
  it("a push raw and opened, with its answer", async () => {
    const rig = await openPhoneRig();
    const openid = await follower(rig);
    await rig.order("/api/act", { openid, action: { do: "say", text: "<b>]]></b>" } });
    await expect.poll(() => rig.delivery.inFlight).toBe(0);
    const { pushId } = rig.simulator.timeline.of("push.begun").at(-1) ?? { pushId: "" };
    const push = (await (await rig.get(`/api/push/${pushId}`)).json()) as PushDetail;
    expect(push.opened).toContain("  <Content><![CDATA[<b>]]></b>]]></Content>");
    expect(push.tries).toHaveLength(1);
    expect(push.tries[0]?.url).toMatch(/signature=[0-9a-f]{40}/);
    expect(push.tries[0]?.answerOpened).toContain("<MsgType><![CDATA[text]]></MsgType>");
    expect((await rig.get("/api/push/none")).status).toBe(404);
  });

  it("a refused call with its diagnosis, and without the token", async () => {
    const rig = await openPhoneRig();
    const openid = await follower(rig);
    const { appId, appSecret } = rig.account.settings;
    const { url } = rig.simulator;
    const query = new URLSearchParams({
      grant_type: "client_credential",
      appid: appId,
      secret: appSecret,
    });
    const { access_token: token } = (await (
      await fetch(`${url}/cgi-bin/token?${query}`)
    ).json()) as {
      access_token: string;
    };
    await rig.order("/api/act", { openid, action: { do: "unfollow" } });
    await fetch(`${url}/cgi-bin/message/custom/send?access_token=${token}`, {
      method: "POST",
      body: JSON.stringify({ touser: openid, msgtype: "text", text: { content: "hi" } }),
    });
    const { rid } = rig.simulator.timeline.of("api.called").at(-1) ?? { rid: "" };
    const call = (await (await rig.get(`/api/call/${rid}`)).json()) as CallDetail;
    expect(call.diagnosis?.en).toMatchObject({ code: 45015 });
    expect(call.diagnosis?.zh.checks.length).toBeGreaterThan(2);
    expect(JSON.stringify(call)).not.toContain(token);
    expect(call.url).toContain("access_token=…");
  });
});

describe("files", () => {
  it("are taken by what they are, and given back so that they run nothing", async () => {
    const { order, get } = await openPhoneRig();
    const { body } = await order("/api/media", { type: "image", name: "a.gif", base64: GIF });
    const file = await get(`/api/media/${body.mediaId}`);
    expect(file.headers.get("content-type")).toBe("image/gif");
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    expect(file.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  });

  it.each([
    ["a drawing that can run something", "image", SVG],
    ["a page", "image", Buffer.from("<html>").toString("base64")],
    ["a picture called a video", "video", GIF],
    ["what is larger than WeChat takes", "image", Buffer.alloc(10_485_761).toString("base64")],
  ] as const)("are refused when they are %s", async (_what, type, base64) => {
    const { order } = await openPhoneRig();
    expect((await order("/api/media", { type, name: "x.png", base64 })).status).toBe(409);
  });
});

describe("trouble", () => {
  it("is made and taken back: API down, tokens over, answers lost", async () => {
    const lost = vi.fn();
    const controls = { moveTime: async () => {}, slow: vi.fn(), loseNext: lost };
    const rig = await openPhoneRig({ controls });
    const { url } = rig.simulator;
    await rig.order("/api/trouble", { apiDown: true });
    expect((await fetch(`${url}/cgi-bin/token`)).status).toBe(502);
    await rig.order("/api/trouble", { apiDown: false });
    expect((await fetch(`${url}/cgi-bin/token`)).status).toBe(200);
    await rig.order("/api/trouble", { slowMs: 7_000, lose: true });
    expect(controls.slow).toHaveBeenCalledWith(7_000);
    expect(lost).toHaveBeenCalledOnce();
    await rig.order("/api/trouble", { revokeToken: true });
    const retired = rig.account.tokens.filter(({ retiredAt }) => retiredAt !== undefined);
    expect(rig.account.tokens.length - retired.length).toBeLessThanOrEqual(2);
  });
});

it("the timeline that is exported replays to the same state", async () => {
  const rig = await openPhoneRig();
  const openid = await follower(rig);
  await rig.order("/api/act", { openid, action: { do: "voice", recognition: "bring coffee" } });
  await expect.poll(() => rig.delivery.inFlight).toBe(0);
  const exported = await rig.get("/api/timeline");
  expect(exported.headers.get("content-disposition")).toContain("timeline.jsonl");
  const replayed = await startSimulator({ replay: readJsonLines(await exported.text()) });
  onTestFinished(() => replayed.close());
  // All but what opens the server: somebody else is to see the file.
  const { appSecret, server } = rig.account.settings;
  const { settings: shared } = [...replayed.platform.world.accounts.values()][0] as Account;
  const veiled = rig.simulator.platform
    .snapshot()
    .replace(`"appSecret":"${appSecret}"`, `"appSecret":"${shared.appSecret}"`)
    .replace(`"token":"${server?.token}"`, `"token":"${shared.server?.token}"`);
  expect(replayed.platform.snapshot()).toBe(veiled);
  expect(shared.appSecret).not.toBe(appSecret);
  expect(shared.server?.token).not.toBe(server?.token);
});

it("simulate opens the same page for a server of anybody's", async () => {
  const stop = new AbortController();
  let printed = "";
  const ended = simulate(
    { url: "http://127.0.0.1:9/wx", token: "anybodystoken", phone: true },
    {
      input: new PassThrough(),
      output: { write: (text) => (printed += text) },
      environment: { PHONE_PORT: "0" },
      folder: tmpdir(),
      stop: stop.signal,
    },
  );
  await expect.poll(() => printed).toMatch(/^Open the phone: http:\S+$/m);
  const address = /^Open the phone: (.*)$/m.exec(printed)?.[1];
  const events = await fetch(`${address}/api/events`);
  const reader = (events.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!/data: .*\n/.test(text)) text += new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  expect(JSON.parse(/data: (.*)\n/.exec(text)?.[1] ?? "")).toMatchObject({
    bot: { state: "foreign", url: "http://127.0.0.1:9/wx" },
    can: { restart: false, write: false, time: true },
    machines: [],
    standings: {},
    people: [{ name: "Mei" }],
  });
  stop.abort();
  expect(await ended).toBe(0);
});

describe("the page does not start", () => {
  it("where it has not been built, and says what to do", async () => {
    const folder = mkdtempSync(`${tmpdir()}/wechat-unbuilt-`);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await expect(openPhoneRig({ folder })).rejects.toThrow(
      "The phone's page has not been built: run npm run pages.",
    );
  });

  it("in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(startPhone({} as never)).rejects.toThrow(/NODE_ENV=production/);
  });
});
