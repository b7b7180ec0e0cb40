import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { deskServer, httpDesk, signatureOf } from "../../samples/desk/httpDesk.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { post, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { playingWith } from "./playing.ts";

const SECRET = "a secret of both";

interface Heard {
  readonly call: string;
  readonly key: string;
  readonly text?: string;
  readonly address?: string;
  readonly conversation?: string;
  readonly reach?: { readonly left: number; readonly until?: number };
}

/** A desk that stands in: it keeps what it hears, knows keys again, and refuses or stalls on order. */
async function standIn() {
  const heard: Heard[] = [];
  const keys = new Set<string>();
  const desk = {
    heard,
    repeated: 0,
    refuses: 0,
    /** Called before a call is answered. */
    before: async (_call: Heard): Promise<void> => {},
  };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", async () => {
      const call = JSON.parse(text) as Heard;
      const signed = request.headers["x-signature"] === signatureOf(text, SECRET);
      if (!signed || desk.refuses > 0) {
        desk.refuses -= 1;
        response.writeHead(500).end();
        return;
      }
      const known = `${call.call} ${call.key}`;
      if (keys.has(known)) desk.repeated += 1;
      else heard.push(call);
      keys.add(known);
      await desk.before(call);
      response.end(JSON.stringify({ conversation: "c1" }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ...desk, desk, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function playing(options: { readonly verified?: boolean } = {}) {
  const stand = await standIn();
  const desk = httpDesk(stand.url, SECRET);
  const played = await playingWith(desk, (hub) => deskServer(hub, SECRET), options);
  const { wechat, mei, address: at } = played;
  async function agent(call: object, secret = SECRET) {
    const body = JSON.stringify(call);
    const headers = { "X-Signature": signatureOf(body, secret) };
    const response = await fetch(at, { method: "POST", body, headers });
    return { status: response.status, ...((await response.json()) as object) };
  }
  const address = () => stand.heard.find(({ call }) => call === "open")?.address ?? "";
  return { wechat, mei, agent, address, heard: stand.heard, desk: stand.desk };
}
const textsOf = (heard: readonly Heard[]) =>
  heard.map(({ call, text }) => [call, text].filter(Boolean).join(" "));

test("handed over and back over HTTP: in order, the bot silent meanwhile, the agent told what is left", async () => {
  const { mei, agent, address, heard } = await playing();
  await mei.says("人工");
  expect(mei.sees()).toEqual([expect.stringContaining("正在为您转接")]);
  await mei.says("我的包裹呢？");
  await mei.says("单号 42");
  expect(mei.sees()).toEqual([]);
  expect(textsOf(heard)).toEqual(["open", "message 我的包裹呢？", "message 单号 42"]);
  expect(heard[2]?.reach).toMatchObject({ left: 5, until: expect.any(Number) });
  const first = await agent({
    call: "reply",
    address: address(),
    id: "m1",
    text: "您好，我查一下。",
  });
  expect(first).toMatchObject({ status: 200, fate: "sent", left: 4, until: expect.any(Number) });
  const again = await agent({
    call: "reply",
    address: address(),
    id: "m1",
    text: "您好，我查一下。",
  });
  expect(again).toMatchObject({ status: 200, fate: "repeated", left: 4 });
  expect(mei.sees()).toEqual(["您好，我查一下。"]);
  await agent({ call: "close", address: address(), word: "机器人回来了。" });
  expect(mei.sees()).toEqual(["机器人回来了。"]);
  await mei.says("谢谢");
  expect(mei.sees()).toEqual([expect.stringContaining("机器人：谢谢")]);
  expect(heard).toHaveLength(3);
  expect(await agent({ call: "reply", address: address(), id: "m9", text: "late" })).toMatchObject({
    fate: "closed",
  });
});

test("返回 gives the conversation back to the bot, and the desk hears of it", async () => {
  const { mei, heard } = await playing();
  await mei.says("人工");
  await mei.says("返回");
  await mei.says("hello");
  expect(textsOf(heard)).toEqual(["open", "close"]);
  expect(mei.sees().at(-1)).toContain("机器人：hello");
});

test("on an account without customer service agents' words wait for the next contact, and they are told before", async () => {
  const { mei, agent, address } = await playing({ verified: false });
  await mei.says("human");
  mei.sees();
  const said = await agent({ call: "reply", address: address(), id: "m1", text: "Found it." });
  expect(said).toMatchObject({ fate: "held" });
  expect(mei.sees()).toEqual([]);
  await mei.says("still there?");
  expect(mei.sees()).toEqual([expect.stringContaining("Found it.")]);
});

test("a desk that is away gets everything later, in order, and the follower notices nothing", async () => {
  const { wechat, mei, heard, desk } = await playing();
  desk.refuses = 3;
  await mei.says("人工");
  await mei.says("one");
  await mei.says("two");
  expect(heard).toEqual([]);
  await wechat.advance("2m");
  expect(textsOf(heard)).toEqual(["open", "message one", "message two"]);
});

test("nobody without the secret speaks to followers", async () => {
  const { mei, agent, address } = await playing();
  await mei.says("人工");
  mei.sees();
  const forged = { call: "reply", address: address(), id: "x", text: "send money" };
  expect(await agent(forged, "guess")).toMatchObject({ status: 403 });
  expect(mei.sees()).toEqual([]);
});

test("killed in the middle of bringing a message, again and again: each is brought, in order, none is lost", async () => {
  const stand = await standIn();
  const account = wireAccount();
  const cwd = tempFolder();
  const env = {
    PORT: "0",
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
    WECHAT_STORE: `sqlite:${join(cwd, "wechat.db")}`,
    DESK_URL: stand.url,
    DESK_SECRET: SECRET,
    DESK_PORT: "0",
  };
  const bot = resolve(import.meta.dirname, "../../samples/desk");
  const start = async () => {
    const child = runBin(["start", bot], { cwd, env });
    await expect.poll(child.stdout, { timeout: 20_000 }).toMatch(/Listening on/);
    const url = /Listening on (\S+)/.exec(child.stdout())?.[1] ?? "";
    return { child, url };
  };
  const from = "oMei";
  let { child, url } = await start();
  const words = ["人工", "one", "two", "three", "four"];
  for (const [n, text] of words.entries()) {
    const push = wrap(account, textXml(account, text, { from }));
    // The desk has heard it, and the process dies before it can record that.
    stand.desk.before = async () => {
      if (n % 2 === 1) child.kill("SIGKILL");
      stand.desk.before = async () => {};
    };
    const answered = await post(url, push).then(
      () => true,
      () => false,
    );
    if (!answered) {
      await child.exited;
      ({ child, url } = await start());
      // As WeChat does; the sweep would do it as well.
      await post(url, push);
    }
  }
  await expect.poll(() => stand.heard.length, { timeout: 20_000 }).toBe(words.length);
  expect(textsOf(stand.heard)).toEqual([
    "open",
    "message one",
    "message two",
    "message three",
    "message four",
  ]);
  expect(stand.desk.repeated).toBeGreaterThan(0);
  child.kill("SIGKILL");
});
