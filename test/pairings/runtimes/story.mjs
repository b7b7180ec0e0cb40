// What every runtime must do, with the package as npm gets it. Prints `all is well`, or throws.
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, WeChatAdapter } from "botbuilder-adapter-wechat";
import { testWeChat } from "botbuilder-adapter-wechat/testing";

const account = {
  appId: "wx0123456789abcdef",
  token: "runtimetoken",
  encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  originalId: "gh_0123456789ab",
};
const key = Buffer.from(`${account.encodingAESKey}=`, "base64");
const iv = key.subarray(0, 16);
const sha1 = (...parts) => createHash("sha1").update(parts.sort().join("")).digest("hex");
let count = Math.floor(Math.random() * 1_000_000);

/** A signed and encrypted push of a text, as WeChat sends it, each of another follower. */
function pushOf(text) {
  const openid = `oMei${++count}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const xml = `<xml><ToUserName>${account.originalId}</ToUserName><FromUserName>${openid}</FromUserName><CreateTime>${timestamp}</CreateTime><MsgType>text</MsgType><Content>${text}</Content><MsgId>2390000000${1_000_000 + count}</MsgId></xml>`;
  const body = Buffer.from(xml);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  const open = Buffer.concat([randomBytes(16), size, body, Buffer.from(account.appId)]);
  const missing = 32 - (open.length % 32);
  const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  const padded = Buffer.concat([open, Buffer.alloc(missing, missing)]);
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
  const query = new URLSearchParams({
    ...{ timestamp, nonce: "n", encrypt_type: "aes", openid },
    signature: sha1(account.token, timestamp, "n"),
    msg_signature: sha1(account.token, timestamp, "n", sealed),
  });
  return {
    query: String(query),
    body: `<xml><ToUserName>${account.originalId}</ToUserName><Encrypt>${sealed}</Encrypt></xml>`,
  };
}

/** The text of an answer. */
function textIn(answer) {
  const sealed = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(answer)?.[1];
  if (sealed === undefined) return answer;
  const decipher = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  const open = Buffer.concat([decipher.update(sealed, "base64"), decipher.final()]).toString();
  return /<Content><!\[CDATA\[([\s\S]*?)\]\]>/.exec(open)?.[1];
}

/** Delivers a push as WeChat does: three tries, each cut after five seconds. */
async function push(url, text) {
  const { query, body } = pushOf(text);
  for (let tries = 1; tries <= 3; tries++) {
    const signal = AbortSignal.timeout(5_000);
    const answered = await fetch(`${url}?${query}`, {
      method: "POST",
      body,
      signal,
      headers: { "content-type": "text/xml" },
    })
      .then((response) => response.text())
      .catch(() => undefined);
    if (answered !== undefined) return { text: textIn(answered), tries };
  }
  return { text: undefined, tries: 3 };
}

async function bot(context) {
  const { text, type } = context.activity;
  if (type !== "message") return;
  if (text === "slow") await new Promise((resolve) => setTimeout(resolve, 7_000));
  await context.sendActivity(`heard **${text}**`);
}

/** A server for `adapter.fetch`: the runtime's own where it has one, else a bridge from Node's. */
async function webServer(fetch) {
  if (globalThis.Bun) {
    const server = Bun.serve({ port: 0, fetch });
    return { url: `http://127.0.0.1:${server.port}/wechat`, close: () => server.stop(true) };
  }
  if (globalThis.Deno) {
    const server = Deno.serve({ port: 0, onListen() {} }, fetch);
    return {
      url: `http://127.0.0.1:${server.addr.port}/wechat`,
      close: () => void server.shutdown(),
    };
  }
  const server = createServer(async (req, res) => {
    const gone = new AbortController();
    res.on("close", () => gone.abort());
    const request = new Request(`http://bot.test${req.url}`, {
      method: req.method,
      headers: req.headers,
      body: req,
      duplex: "half",
      signal: gone.signal,
    });
    const response = await fetch(request);
    res.writeHead(response.status, Object.fromEntries(response.headers));
    res.end(await response.text());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/wechat`,
    close: () => server.closeAllConnections(),
  };
}

const folder = mkdtempSync(join(tmpdir(), "wechat-runtime-"));
const log = { info() {}, warn() {}, error: console.error };
for (const address of ["memory:", `sqlite:${join(folder, "wechat.db")}`, process.env.REDIS]) {
  const store = await openStore(address, { log, acceptUnsafeServer: true });
  const adapter = new WeChatAdapter({ accounts: [account], store, log, logic: bot });
  const server = createServer((req, res) => adapter.process(req, res, bot));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const node = `http://127.0.0.1:${server.address().port}/wechat`;
  const web = await webServer((request) => adapter.fetch(request));
  const what = address.split(":")[0];
  assert.deepEqual(await push(node, "你好"), { text: "heard 你好", tries: 1 }, what);
  assert.deepEqual(await push(web.url, "你好"), { text: "heard 你好", tries: 1 }, what);
  const slow = await Promise.all([push(node, "slow"), push(web.url, "slow")]);
  const second = { text: "heard slow", tries: 2 };
  assert.deepEqual(slow, [second, second], what);
  const { query, body } = pushOf("forged");
  for (const url of [node, web.url]) {
    const forged = await fetch(`${url}?${query.replace("msg_signature=", "msg_signature=0")}`, {
      method: "POST",
      body,
    });
    assert.equal(forged.status, 403, what);
    await forged.text();
  }
  await adapter.close();
  web.close();
  server.closeAllConnections();
  server.close();
}

const wechat = await testWeChat(bot);
const mei = wechat.follower("Mei");
await mei.subscribes();
await mei.says("there");
assert.deepEqual(mei.sees(), ["heard there"]);
await wechat.close();
rmSync(folder, { recursive: true, force: true });
console.log("all is well");
process.exit(0);
