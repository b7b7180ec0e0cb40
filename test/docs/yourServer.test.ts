import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/your-server.md"), "utf8");
const account = wireAccount();
const folder = mkdtempSync(join(tmpdir(), "your-server-page-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The blocks of code of a page, each with the mark before it. */
function blocks(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/<!-- (bot|host: [^>]+?) -->\s+```js\n([\s\S]+?)```/g);
  return new Map([...found].map(([, mark, code]) => [mark as string, code as string]));
}

const programs = blocks(page);

test("the Chinese page has the same programs", () => {
  expect(programs.size).toBeGreaterThan(15);
  const chinese = readFileSync(join(root, "docs/your-server.zh-CN.md"), "utf8");
  expect([...blocks(chinese)]).toEqual([...programs]);
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

// Those that need nothing which is not here; `npm run test:hosts` runs all of them.
test.each(["node:http", "express", "express with a parser", "restify"])(
  "the program for %s answers a push",
  async (name) => {
    const source = JSON.stringify(pathToFileURL(join(root, "src/index.ts")).href);
    const bot = programs.get("bot")?.replace('"botbuilder-adapter-wechat"', source) ?? "";
    writeFileSync(join(folder, "bot.mjs"), bot);
    const file = join(folder, `${name.replaceAll(/\W/g, "-")}.mjs`);
    writeFileSync(file, programs.get(`host: ${name}`) ?? "");
    const port = await freePort();
    const env = {
      ...process.env,
      PORT: String(port),
      WECHAT_APP_ID: account.appId,
      WECHAT_TOKEN: account.token,
      WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
    };
    const child = spawn(process.execPath, [file], { cwd: folder, env });
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    const exited = new Promise((done) => child.once("close", done));
    try {
      const push = () =>
        post(`http://127.0.0.1:${port}/wechat`, wrap(account, textXml(account, "你好")));
      let answer = "";
      for (let tries = 0; answer === "" && tries < 200 && child.exitCode === null; tries++) {
        answer =
          (await push().then(
            ({ body }) => textOf(account, body),
            () => new Promise<string>((soon) => setTimeout(() => soon(""), 100)),
          )) ?? "";
      }
      expect(answer, said).toBe("You said: 你好");
    } finally {
      child.kill("SIGKILL");
      await exited;
    }
  },
  60_000,
);
