import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { sendPush } from "../../src/commands/push.ts";
import { type SimulateOptions, simulate } from "../../src/commands/simulate/simulate.ts";
import { readConfig } from "../../src/config.ts";

const ACCOUNT = {
  appId: "wx0123456789abcdef",
  token: "simulatetoken",
  encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
};
const SAID = { token: ACCOUNT.token, "aes-key": ACCOUNT.encodingAESKey, "app-id": ACCOUNT.appId };
const folder = mkdtempSync(join(tmpdir(), "simulate-"));

const echo: BotLogic = async (context) => {
  const { type, text, name, value, membersAdded } = context.activity;
  if (membersAdded) await context.sendActivity("Welcome!");
  if (type === "message") await context.sendActivity(`You said ${text}`);
  if (type === "event") await context.sendActivity(`${name} ${value?.eventKey ?? ""}`);
};

/** A real server with our adapter; resolves to its address. */
async function botServer(logic: BotLogic = echo): Promise<string> {
  const adapter = new WeChatAdapter({ accounts: [ACCOUNT] });
  const server = createServer((req, res) => void adapter.process(req, res, logic));
  return listen(server, () => adapter.close());
}

async function listen(server: ReturnType<typeof createServer>, close?: () => Promise<void>) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await close?.();
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat`;
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs lines against a server, as a script that is piped in. */
async function run(
  url: string,
  lines: readonly string[],
  options: SimulateOptions = {},
  environment: Record<string, string> = {},
): Promise<Ran> {
  let output = "";
  const write = (text: string) => {
    output += text;
  };
  const input = Readable.from([lines.join("\n")]);
  const terminal = { input, output: { write }, environment, folder, patienceMs: 400 };
  const code = await simulate({ url, ...SAID, ...options }, terminal);
  return { code, output };
}

test("a script whose expectations are met ends with 0", async () => {
  const { code, output } = await run(await botServer(), [
    "# a whole little story",
    "follow",
    "expect Welcome!",
    "say 你好",
    "expect You said 你好",
    "tap MENU_1",
    "expect CLICK MENU_1",
    "scan shop-7",
    "expect like /^SCAN shop/",
    "expect nothing",
    "as Li",
    "follow poster",
    "expect Welcome!",
  ]);
  expect(output).toContain('Mei sees "You said 你好"  (reply)');
  expect(output).toMatch(/try 1: answered after \d+ ms/);
  expect(output).toContain('Li sees "Welcome!"');
  expect(output).not.toContain("✗");
  expect(output).not.toContain("not verified");
  expect(code).toBe(0);
});

test("expectations that are not met end with 1 and say what was seen", async () => {
  const { code, output } = await run(await botServer(), [
    "follow",
    "expect Hello!",
    "say hi",
    "expect nothing",
    "expect something",
  ]);
  expect(output).toContain('✗ expected "Hello!", Mei sees "Welcome!"');
  expect(output).toContain('✗ expected nothing, Mei sees "You said hi"');
  expect(output).toContain('✗ expected "something", Mei sees nothing');
  expect(output).toContain("3 not as expected");
  expect(code).toBe(1);
});

test("an expectation is about the last action", async () => {
  const { code } = await run(await botServer(), ["follow", "say hi", "expect You said hi"]);
  expect(code).toBe(0);
});

test("what cannot be done on a phone fails the script", async () => {
  const { code, output } = await run(await botServer(), ["say hi", "follow"]);
  expect(output).toContain("follow the account first");
  expect(output).not.toContain("Welcome!");
  expect(code).toBe(1);
});

test("a script with mistakes is not begun", async () => {
  const url = await botServer();
  await expect(run(url, ["follow", "dance", "wait soon"])).rejects.toThrow(
    /line 2: "dance"[\s\S]*line 3: "soon" is not a time/,
  );
});

test("a script may be a file", async () => {
  const script = join(folder, "story.txt");
  writeFileSync(script, "follow\nexpect Welcome!\n");
  expect((await run(await botServer(), ["expect never"], { script })).code).toBe(0);
  await expect(run("http://localhost:1/", [], { script: "/nowhere" })).rejects.toThrow("/nowhere");
});

test("another implementation's faults are shown", async () => {
  const url = await listen(createServer((_request, response) => void response.end("hello")));
  const { output, code } = await run(
    url,
    ["follow", "expect fault not-xml", "say hi", "expect fault"],
    { mode: "plain" },
  );
  expect(output).toContain("The address is not verified: the answer is not the echostr alone.");
  expect(output).toContain(
    "Mei sees ✗ 该公众号提供的服务出现故障，请稍后再试 (not-xml): it is plain text",
  );
  expect(code).toBe(0);
});

test("`wait` moves CreateTime and leaves the query's time real", async () => {
  const times: [number, number][] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { searchParams } = new URL(request.url ?? "", "http://x");
      const createTime = /<CreateTime>(\d+)/.exec(body)?.[1];
      if (createTime !== undefined) {
        times.push([Number(createTime), Number(searchParams.get("timestamp"))]);
      }
      response.end("success");
    });
  });
  await run(await listen(server), ["follow", "wait 48h", "say hi"], { mode: "plain" });
  const [[before = 0] = [], [after = 0, signed = 0] = []] = times;
  expect(after - before).toBeGreaterThanOrEqual(48 * 3_600);
  expect(Math.abs(signed - Date.now() / 1_000)).toBeLessThan(5);
});

test("a lost answer is asked for again, and seen once", async () => {
  let runs = 0;
  const url = await botServer(async (context) => {
    runs += 1;
    await context.sendActivity("once");
  });
  const { code, output } = await run(url, [
    "follow",
    "expect once",
    "fault lose",
    "say hi",
    "expect once",
    "expect nothing",
  ]);
  expect(output).toContain("try 1: the connection was closed without an answer (ELOST)");
  expect(output).toContain("try 2: answered");
  expect([code, runs]).toEqual([0, 2]);
});

test("the simulated API stands at the printed address while the script runs", async () => {
  let base = "";
  let token: unknown;
  const url = await botServer(async (context) => {
    const query = `grant_type=client_credential&appid=${ACCOUNT.appId}&secret=thesecret`;
    const reply = await fetch(`${base}/cgi-bin/token?${query}`);
    token = await reply.json();
    await context.sendActivity("got it");
  });
  let output = "";
  const write = (text: string) => {
    output += text;
    base ||= /The API is at (\S+)/.exec(output)?.[1] ?? "";
  };
  const input = Readable.from([
    "follow\nexpect got it\nfault errcode 45009\nsay again\nexpect got it",
  ]);
  const options = { url, ...SAID, "app-secret": "thesecret" };
  const code = await simulate(options, { input, output: { write }, environment: {}, folder });
  expect(token).toMatchObject({ errcode: 45_009 });
  expect(output).toContain("the server calls /cgi-bin/token: refused");
  expect(code).toBe(0);
  await expect(fetch(`${base}/cgi-bin/token`)).rejects.toThrow();
});

test("a prompt takes lines one by one and survives mistakes", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  let text = "";
  output.on("data", (chunk) => {
    text += chunk;
  });
  const url = await botServer();
  const done = simulate({ url, ...SAID }, { input, output, environment: {}, folder });
  input.write("say hi\ndance\nfollow\nhelp\nas Li\n");
  input.write("quit\n");
  expect(await done).toBe(0);
  expect(text).toContain("follow the account first");
  expect(text).toContain('"dance" is nothing that one can do here');
  expect(text).toContain('Mei sees "Welcome!"');
  expect(text).toContain("expect nothing");
  expect(text).toContain("Li> ");
});

test.each([
  ["a foreign server", "https://example.com/wx", {}, {}, "only servers on this machine"],
  ["a foreign address", "http://10.0.0.1/wx", {}, {}, "only servers on this machine"],
  ["a look-alike", "http://localhost.example.com/wx", {}, {}, "only servers on this machine"],
  ["no address", "localhost:8080", {}, {}, "is not an address"],
  ["a wrong mode", "http://localhost/wx", { mode: "loud" }, {}, "--mode"],
  ["a wrong key", "http://localhost/wx", { "aes-key": "short" }, {}, "--aes-key"],
  ["a wrong port", "http://localhost/wx", { "api-port": "x" }, {}, "--api-port"],
  ["production", "http://localhost/wx", {}, { NODE_ENV: "production" }, "NODE_ENV=production"],
] as const)("%s is refused", async (_what, url, options, environment, remedy) => {
  await expect(run(url, [], options, environment)).rejects.toThrow(remedy);
});

test("without a token the configured account is taken, as `push` does", async () => {
  const environment = {
    WECHAT_APP_ID: ACCOUNT.appId,
    WECHAT_TOKEN: ACCOUNT.token,
    WECHAT_ENCODING_AES_KEY: ACCOUNT.encodingAESKey,
  };
  const said = { token: undefined, "aes-key": undefined, "app-id": undefined };
  const { code } = await run(await botServer(), ["follow", "expect Welcome!"], said, environment);
  expect(code).toBe(0);
});

test("the address is verified as WeChat does, and a second run is the same account to the server", async () => {
  const url = await botServer();
  for (const _ of [1, 2]) {
    const { code, output } = await run(url, ["follow", "expect Welcome!"]);
    expect(code, output).toBe(0);
    expect(output).toContain("The address is verified, as WeChat does");
  }
  const environment = {
    WECHAT_APP_ID: ACCOUNT.appId,
    WECHAT_TOKEN: ACCOUNT.token,
    WECHAT_ENCODING_AES_KEY: ACCOUNT.encodingAESKey,
  };
  let pushed = "";
  const write = (text: string) => {
    pushed += text;
  };
  const config = readConfig(environment, folder);
  expect(await sendPush(config, { url, text: "hi" }, { write }), pushed).toBe(0);
  const other = await run(`${url}?elsewhere`, ["follow"], { token: "anotherToken" });
  expect(other.output).toMatch(/The address is not verified: .*403/);
});

test("a notice that no line expects fails the script, and one that is expected does not", async () => {
  const server = createServer((_request, response) => void response.end('{"text":"hello"}'));
  const url = await listen(server);
  const unexpected = await run(url, ["follow", "say hi"]);
  expect(unexpected.code).toBe(1);
  expect(unexpected.output).toContain("which no line expects");
  const expected = await run(url, ["follow", "expect fault", "say hi", "expect fault"]);
  expect(expected.code).toBe(0);
});

test("what a server says beside its status is shown, and where its XML goes wrong", async () => {
  const failing = createServer((_request, response) => {
    response.writeHead(500).end("TypeError: the bot has no\nsuch table");
  });
  const failed = await run(await listen(failing), ["follow"]);
  expect(failed.output).toContain("status 500");
  expect(failed.output).toContain(": TypeError: the bot has no such table");
  const loose = createServer((_request, response) => {
    response.end("<xml><MsgType>text</MsgType><Content>Fish & chips</Content></xml>");
  });
  const { output } = await run(await listen(loose), ["follow"]);
  expect(output).toMatch(/not well-formed XML: .*line 1, column \d+, near ".*Fish & chips/);
});

test("it plays the kind of account that it is told", async () => {
  const url = await botServer();
  const unverified = await run(url, ["follow"], { account: "service-unverified" });
  expect(unverified.output).toContain("an unverified account");
  expect((await run(url, ["follow"], { account: "subscription" })).output).toContain(
    "a verified account",
  );
  await expect(run(url, [], { account: "shop" })).rejects.toThrow('--account "shop" is unknown');
  await expect(run(url, [], { account: "test", unverified: true })).rejects.toThrow("not both");
});
