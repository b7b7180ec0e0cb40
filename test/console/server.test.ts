import { expect, onTestFinished, test } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { examine } from "../../src/commands/doctor.ts";
import { readConfig } from "../../src/config.ts";
import type { SettingsError } from "../../src/errors.ts";
import { startServer } from "../../src/server.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { post, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

await buildPages({ ifStale: true });

const account = wireAccount();
const TOKEN = "a-token-that-is-long-enough-for-the-console";
const SET = {
  PORT: "0",
  WECHAT_APP_ID: account.appId,
  WECHAT_TOKEN: account.token,
  WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
  WECHAT_APP_SECRET: "a-secret-that-nobody-may-see",
  WECHAT_CONSOLE_PORT: "0",
  WECHAT_CONSOLE_TOKEN: TOKEN,
};
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

function problems(environment: Record<string, string>): readonly string[] {
  try {
    readConfig({ ...SET, ...environment }, tempFolder());
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
}

test("the settings: what is wrong is said by its name, and without a port there is no page", () => {
  expect(readConfig({ ...SET, WECHAT_CONSOLE_PORT: "" }, tempFolder()).console).toBeUndefined();
  expect(problems({ WECHAT_CONSOLE_TOKEN: "" })[0]).toContain("WECHAT_CONSOLE_TOKEN is missing");
  expect(problems({ WECHAT_CONSOLE_TOKEN: "short" })[0]).toContain(
    "WECHAT_CONSOLE_TOKEN has 5 characters",
  );
  expect(problems({ WECHAT_CONSOLE_HOST: "0.0.0.0" })[0]).toContain(
    "WECHAT_CONSOLE_URL is missing",
  );
  expect(problems({ WECHAT_CONSOLE_PORT: "70000" })[0]).toContain("WECHAT_CONSOLE_PORT must be");
  expect(problems({ WECHAT_CONSOLE_TOKEN: "", WECHAT_CONSOLE_USER_HEADER: "X-User" })).toEqual([]);
});

test("a server with an account of its own shows it, counts its pushes, and tells no secret", async () => {
  const config = readConfig(SET, tempFolder());
  const server = await startServer(config, "samples/echo", {
    log: QUIET,
    store: new MemoryStore(),
  });
  onTestFinished(() => server.close());
  const page = server.consoleAddress ?? "";
  const login = await fetch(`${page}/api/login`, {
    method: "POST",
    headers: { origin: page, "content-type": "application/json" },
    body: JSON.stringify({ token: TOKEN }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  await post(server.address, wrap(account, textXml(account, "hi")));
  const rows = await fetch(`${page}/api/accounts`, { headers: { cookie } });
  const told = await rows.text();
  expect(JSON.parse(told)).toMatchObject([
    { appId: account.appId, how: "own", state: "own", pushes: 1, replies: 1 },
  ]);
  const detail = await fetch(`${page}/api/account?appId=${account.appId}`, { headers: { cookie } });
  for (const secret of [account.token, account.encodingAESKey, SET.WECHAT_APP_SECRET]) {
    expect(told + (await detail.clone().text())).not.toContain(secret);
  }
  // The public listener knows nothing of the page.
  const { origin } = new URL(server.address);
  expect((await fetch(`${origin}/api/session`)).status).toBe(404);
});

test("the checks of doctor are run for an account of its own, from the page, without a secret in the answer", async () => {
  const config = readConfig({ ...SET, WECHAT_API_BASE: "http://127.0.0.1:1" }, tempFolder());
  const server = await startServer(config, "samples/echo", {
    log: QUIET,
    store: new MemoryStore(),
    examine: () => examine({ ...config, store: "memory:" }),
  });
  onTestFinished(() => server.close());
  const page = server.consoleAddress ?? "";
  const json = { origin: page, "content-type": "application/json" };
  const login = await fetch(`${page}/api/login`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ token: TOKEN }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  const session = await (await fetch(`${page}/api/session`, { headers: { cookie } })).json();
  expect(session).toMatchObject({ examines: true });
  const ask = (appId: string) =>
    fetch(`${page}/api/examine`, {
      method: "POST",
      headers: { ...json, cookie, "x-csrf": session.csrf },
      body: JSON.stringify({ appId }),
    });
  const told = await (await ask(account.appId)).text();
  const { checks } = JSON.parse(told);
  const stateOf = (name: string) =>
    checks.find(({ check }: { check: { en: string } }) => check.en === name);
  expect(stateOf("settings")).toMatchObject({ state: "good", found: { zh: expect.any(String) } });
  expect(stateOf("access token")).toMatchObject({ state: "bad", todo: { en: expect.any(Array) } });
  const detail = await fetch(`${page}/api/account?appId=${account.appId}`, { headers: { cookie } });
  const own = await detail.text();
  expect(JSON.parse(own)).toMatchObject({ own: { mode: "safe", secret: true, signed: false } });
  for (const secret of [account.token, account.encodingAESKey, SET.WECHAT_APP_SECRET])
    expect(told + own).not.toContain(secret);
  expect((await ask("wx0000000000000000")).status).toBe(404);
});

test("a taken port is said, and nothing keeps running", async () => {
  const first = await startServer(readConfig(SET, tempFolder()), "samples/echo", { log: QUIET });
  onTestFinished(() => first.close());
  const { port } = new URL(first.consoleAddress ?? "");
  const config = readConfig({ ...SET, WECHAT_CONSOLE_PORT: port }, tempFolder());
  const second = startServer(config, "samples/echo", { log: QUIET });
  await expect(second).rejects.toThrow(`port ${port} is taken`);
});
