/**
 * The programs of docs/your-server.md, each in a process of its own, called as WeChat calls.
 *
 *     npm run test:hosts [-- --write]      all of them; with --write into docs/compatibility.md
 *     npm run test:hosts -- koa            those with this in their names
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:http2";
import { createConnection, createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { systemClock } from "../../../src/clock.ts";
import { createPusher } from "../../../src/simulator/pusher/pusher.ts";
import { httpTransport } from "../../../src/simulator/pusher/pusherHttp.ts";
import { textPush } from "../../helpers/road.ts";
import { sha1, textOf, textXml, wireAccount, wrap } from "../../helpers/wechat.ts";
import { addPackage, installedProject, versionIn } from "../project.ts";
import { type Row, report, tried } from "../report.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../../docs/your-server.md"), "utf8");
const account = wireAccount();
const folder = installedProject("hosts");

/** A program of the page. */
export function program(name: string): string {
  const code = page.split(`<!-- host: ${name} -->`)[1]?.match(/^\s+```js\n([\s\S]+?)```/)?.[1];
  if (code === undefined) throw new Error(`docs/your-server.md has no program "${name}".`);
  return code;
}

/** The page's own bot, and one that takes seven seconds where it is asked to. */
function botFile(): string {
  const code = page.split("<!-- bot -->")[1]?.match(/^\s+```js\n([\s\S]+?)```/)?.[1] ?? "";
  const slow =
    'if (context.activity.text === "slow") await new Promise((r) => setTimeout(r, 7_000));';
  return code.replace("  await context.sendActivity", `  ${slow}\n  await context.sendActivity`);
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

const environment = {
  WECHAT_APP_ID: account.appId,
  WECHAT_TOKEN: account.token,
  WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
};

/** Runs a program while something is done with its address. */
async function running(name: string, code: string, use: (url: string) => Promise<void>) {
  const file = join(folder, `${name.replaceAll(/\W+/g, "-")}.mjs`);
  writeFileSync(file, code);
  const port = await freePort();
  const env = { ...process.env, ...environment, PORT: String(port) };
  const child = spawn(process.execPath, [file], { cwd: folder, env });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const exited = new Promise<void>((done) => child.once("close", () => done()));
  try {
    const url = `http://127.0.0.1:${port}/wechat`;
    await listening(port, () => child.exitCode);
    await use(url);
  } catch (error) {
    throw new Error(`${(error as Error).message} ${said.slice(0, 300)}`);
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}

async function listening(port: number, exitCode: () => number | null): Promise<void> {
  for (let tries = 0; tries < 600 && exitCode() === null; tries++) {
    const there = await new Promise<boolean>((done) => {
      const socket = createConnection(port, "127.0.0.1");
      socket.on("connect", () => done(true)).on("error", () => done(false));
      socket.on("connect", () => socket.destroy());
    });
    if (there) return;
    await sleep(100);
  }
  throw new Error("It does not listen.");
}

/** What WeChat does: a push, a slow bot with three tries of five seconds, the verification; and a stranger's push. */
async function asWeChat(url: string): Promise<void> {
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const address = { url, ...account };
  const says = async (text: string) => {
    const push = { ...textPush(text), ToUserName: account.originalId };
    const { seen, tries } = await pusher.push(address, push);
    const shown =
      seen.saw === "reply" && seen.message.type === "text" ? seen.message.text : seen.saw;
    return { shown, tries: tries.length };
  };
  assert.deepEqual(await says("你好"), { shown: "You said: 你好", tries: 1 });
  assert.deepEqual(await says("slow"), { shown: "You said: slow", tries: 2 });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = sha1(account.token, timestamp, "n");
  const query = new URLSearchParams({ signature, timestamp, nonce: "n", echostr: "4711" });
  assert.equal(await (await fetch(`${url}?${query}`)).text(), "4711");
  const { query: signed, body } = wrap(account, textXml(account, "forged"));
  const headers = { "content-type": "text/xml" };
  const forged = new URLSearchParams({ ...signed, msg_signature: "0".repeat(40) });
  assert.equal((await fetch(`${url}?${forged}`, { method: "POST", body, headers })).status, 403);
}

/** One push in HTTP/2, which fetch does not speak in the clear. */
async function overHttp2(url: string): Promise<void> {
  const { origin } = new URL(url);
  const session = connect(origin);
  const { query, body } = wrap(account, textXml(account, "你好"));
  const stream = session.request({
    ":method": "POST",
    ":path": `/wechat?${new URLSearchParams({ ...query })}`,
  });
  stream.end(body);
  let answer = "";
  for await (const chunk of stream.setEncoding("utf8")) answer += chunk;
  session.destroy();
  assert.equal(textOf(account, answer), "You said: 你好");
}

/** Functions have no server: their handler is called with what the platform would give it. */
async function asFunction(name: string, code: string, call: (module: object) => Promise<string>) {
  const file = join(folder, `${name.replaceAll(/\W+/g, "-")}.mjs`);
  writeFileSync(file, code);
  Object.assign(process.env, environment);
  assert.equal(
    textOf(account, await call(await import(pathToFileURL(file).href))),
    "You said: 你好",
  );
}

const pushed = () => wrap(account, textXml(account, "你好"));

async function lambda(): Promise<void> {
  await asFunction("serverless-http", program("serverless-http"), async (module) => {
    const { query, body } = pushed();
    const rawQueryString = String(new URLSearchParams({ ...query }));
    const { handler } = module as {
      handler(event: object, context: object): Promise<{ body: string }>;
    };
    const http = { method: "POST", path: "/wechat", sourceIp: "127.0.0.1" };
    const headers = { "content-type": "text/xml" };
    const event = {
      version: "2.0",
      rawPath: "/wechat",
      rawQueryString,
      headers,
      requestContext: { http },
      body,
    };
    return (await handler(event, {})).body;
  });
}

async function azure(): Promise<void> {
  // Outside of its host the library registers nothing: the handler is taken from what the program registers.
  const code = program("@azure/functions").replace(
    "app.http(",
    "export const registered = [];\nconst register = (...args) => registered.push(args);\nregister(",
  );
  await asFunction("@azure/functions", code, async (module) => {
    const { HttpRequest } = await import(
      pathToFileURL(join(folder, "node_modules/@azure/functions/dist/azure-functions.js")).href
    ).then((m) => m.default ?? m);
    const { query, body } = pushed();
    const url = `https://bot.example.com/wechat?${new URLSearchParams({ ...query })}`;
    const request = new HttpRequest({ method: "POST", url, body: { string: body } });
    const [[, { handler }]] = (
      module as { registered: [[string, { handler(request: object): Promise<Response> }]] }
    ).registered;
    return (await handler(request)).text();
  });
}

const overHttp = (name: string) => () => running(name, program(name), asWeChat);

const HOSTS: readonly [name: string, from: string, remark: string, run: () => Promise<void>][] = [
  ["node:http", "", "", overHttp("node:http")],
  ["express", "express", "", overHttp("express")],
  [
    "express 4",
    "express4",
    "",
    () =>
      running(
        "express4",
        program("express").replace('from "express"', 'from "express4"'),
        asWeChat,
      ),
  ],
  [
    "express with a parser",
    "express",
    "a parser that eats the body and keeps its bytes in `rawBody`",
    overHttp("express with a parser"),
  ],
  ["restify", "restify", "restify 11 does not start on Node 24 and later", overHttp("restify")],
  [
    "fastify",
    "fastify",
    "refuses XML with 415 unless a parser leaves it alone",
    overHttp("fastify"),
  ],
  ["koa", "koa", "", overHttp("koa")],
  ["polka", "polka", "", overHttp("polka")],
  ["NestJS on Express", "@nestjs/core", "", overHttp("@nestjs/platform-express")],
  [
    "NestJS on Fastify",
    "@nestjs/core",
    "as middleware, before Fastify looks at the type",
    overHttp("@nestjs/platform-fastify"),
  ],
  ["HTTP/2", "", "", () => running("node:http2", program("node:http2"), overHttp2)],
  [
    "serverless-http",
    "serverless-http",
    "its handler called with an event; no cloud was there",
    lambda,
  ],
  ["hono, on @hono/node-server", "hono", "`adapter.fetch`", overHttp("hono")],
  ["h3", "h3", "`adapter.fetch`", overHttp("h3")],
  [
    "Azure Functions",
    "@azure/functions",
    "`adapter.fetch`; its handler called with the library's request, without its host",
    azure,
  ],
];

addPackage(folder);
writeFileSync(join(folder, "bot.mjs"), botFile());
const rows: Row[] = [];
const wanted = process.argv.slice(2).find((one) => !one.startsWith("--")) ?? "";
for (const [what, from, remark, run] of HOSTS) {
  if (!what.includes(wanted)) continue;
  const version = from === "" ? `Node ${process.versions.node}` : versionIn(folder, from);
  rows.push({ what, version, failed: await tried(run), remark });
  process.stdout.write(".");
}
process.stdout.write("\n");
report("hosts", rows);
process.exit();
