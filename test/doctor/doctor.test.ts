import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AgentApplication } from "@microsoft/agents-hosting";
import { describe, expect, onTestFinished, test } from "vitest";
import { WeChatAdapter, type WeChatAdapterOptions } from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { doctor, examine } from "../../src/commands/doctor.ts";
import { columnsOf } from "../../src/commands/explain.ts";
import type { Config } from "../../src/config.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const PUBLIC = "https://bot.example.com";

type Options = Pick<WeChatAdapterOptions, "accounts" | "log">;

/** What is behind the name that the world can reach. */
interface Patient {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

function openBot(options: Options): Patient {
  const adapter = new WeChatAdapter(options);
  const answer: Patient["answer"] = (req, res) => adapter.process(req, res, async () => {});
  return { answer, close: () => adapter.close() };
}

function openAgent(options: Options): Patient {
  const adapter = new WeChatAgentAdapter(options);
  const app = new AgentApplication({ adapter });
  const answer: Patient["answer"] = (req, res) => adapter.process(req, res, app);
  return { answer, close: () => adapter.close() };
}

/** A simulated account, the adapter behind a name that the world can reach, and what `.env` says. */
async function patient(
  simulated: AccountOptions = {},
  set: Partial<Config["account"]> = {},
  open: (options: Options) => Patient = openBot,
) {
  const simulator = await startSimulator();
  const { appId, appSecret, originalId } = simulator.platform.addAccount(simulated).settings;
  const keys = { appId, token: "doctortoken", encodingAESKey: KEY };
  const log = { info() {}, warn() {}, error() {} };
  const adapter = open({ accounts: [{ ...keys, originalId }], log });
  const server = createServer((req, res) => void adapter.answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await adapter.close();
    server.closeAllConnections();
    server.close();
    await simulator.close().catch(() => {});
  });
  const { port } = server.address() as AddressInfo;
  const account = { ...keys, appSecret, ...set };
  const config: Config = {
    port: 3978,
    account,
    accounts: [account],
    component: undefined,
    demo: false,
    store: "memory:",
    apiBase: simulator.url,
    publicUrl: PUBLIC,
  };
  const fetch = (url: string, init?: RequestInit) =>
    globalThis.fetch(url.replace(PUBLIC, `http://127.0.0.1:${port}`), init);
  return { simulator, config, fetch, server };
}

/** The rows that are not good, by their names. */
async function complaints(config: Config, parts: Parameters<typeof examine>[1]) {
  const findings = await examine(config, parts);
  return Object.fromEntries(
    findings
      .filter(({ state }) => state !== "good")
      .map(({ check, state, found }) => [check.en, `${state}: ${found.en}`]),
  );
}

async function print(config: Config, parts: Parameters<typeof doctor>[2], columns?: number) {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const code = await doctor(config, { write, ...(columns && { columns }) }, parts);
  return { code, text };
}

test.each([
  ["a bot", openBot],
  ["an agent", openAgent],
])("a healthy account with %s: every row is good, and the exit code says so", async (_, open) => {
  const { config, fetch } = await patient({}, {}, open);
  expect(await complaints(config, { fetch })).toEqual({});
  const { code, text } = await print(config, { fetch, language: "en" });
  expect(code).toBe(0);
  expect(text).toContain("a verified service account");
  expect(text).toContain("https://bot.example.com/wechat");
});

describe("what is wrong is found, with what to do", () => {
  test("the address is not on the whitelist: 40164 with the address that WeChat saw", async () => {
    const { config, fetch } = await patient({ ipWhitelist: ["1.2.3.4"] });
    const { code, text } = await print(config, { fetch, language: "en" });
    expect(code).toBe(1);
    expect(text).toMatch(/✗ IP whitelist\s+40164 invalid ip 127\.0\.0\.1/);
    expect(text).toMatch(/1\. .*127\.0\.0\.1/);
  });

  test("the AppSecret is wrong", async () => {
    const { config, fetch } = await patient({}, { appSecret: "0".repeat(32) });
    expect(await complaints(config, { fetch })).toEqual({
      "access token": expect.stringMatching(/^bad: (40001|40125) /),
    });
  });

  test("the account is not verified: rights are missing, the bot works all the same", async () => {
    const { config, fetch } = await patient({ type: "subscription", verified: false });
    const wrong = await complaints(config, { fetch });
    expect(wrong).toMatchObject({
      verification: "warning: not verified, by its rights",
      "right: customer service": "warning: not given (48001)",
      "right: template messages": "warning: not given (48001)",
    });
    const { code, text } = await print(config, { fetch, language: "en" });
    expect(code).toBe(0);
    // One cause, and what to do about it once.
    expect(text.match(/list of rights/g)).toHaveLength(1);
    expect(text).toContain("0 to mend (✗), 7 to know (!)");
  });

  test("a verified subscription account has customer service and no template messages", async () => {
    const { config, fetch } = await patient({ type: "subscription", verified: true });
    const wrong = await complaints(config, { fetch });
    expect(Object.keys(wrong).sort()).toEqual(["right: notifications", "right: template messages"]);
  });

  test("the token here is another one than on the server", async () => {
    const { config, fetch } = await patient({}, { token: "another" });
    expect(await complaints(config, { fetch })).toEqual({
      callback: expect.stringMatching(/^bad: HTTP 403/),
    });
  });

  test("something else answers there, echoes everything, or nobody does", async () => {
    const { config, fetch: real } = await patient();
    const instead = (answer: (url: URL) => Response | Promise<Response>) => ({
      fetch: (url: string, init?: RequestInit) =>
        url.startsWith(PUBLIC) ? Promise.resolve(answer(new URL(url))) : real(url, init),
    });
    const page = await complaints(
      config,
      instead(() => new Response("<html>nginx</html>")),
    );
    expect(page.callback).toContain("nginx");
    const echo = (url: URL) => new Response(url.searchParams.get("echostr"));
    expect((await complaints(config, instead(echo))).callback).toMatch(/^bad/);
    const refused = Object.assign(new Error("x"), { cause: { code: "ECONNREFUSED" } });
    const dead = instead(() => Promise.reject(refused));
    expect((await complaints(config, dead)).callback).toBe("bad: ECONNREFUSED");
  });

  test("an address that WeChat cannot reach, on a port it does not call, or without https", async () => {
    const { config } = await patient();
    const named = async (publicUrl: string | undefined) =>
      (await examine({ ...config, publicUrl }, { fetch: async () => new Response("") })).find(
        ({ check }) => check.en === "address",
      )?.state;
    expect(await named("http://localhost:3978")).toBe("bad");
    expect(await named("https://bot.example.com:8443")).toBe("warning");
    expect(await named("http://bot.example.com")).toBe("warning");
    expect(await named(undefined)).toBe("skipped");
  });

  test("the clock is off", async () => {
    const { config, fetch } = await patient();
    const late = { ...systemClock, now: () => Date.now() - 3 * 60_000 };
    expect(await complaints(config, { fetch, clock: late })).toMatchObject({
      clock: expect.stringMatching(/^warning: 1[78]\d s behind/),
    });
  });

  test("WeChat's API cannot be reached", async () => {
    const { config, fetch, simulator } = await patient();
    await simulator.close();
    const wrong = await complaints(config, { fetch });
    expect(wrong["access token"]).toMatch(/^bad: .*cannot be reached/);
  });

  test("no AppSecret, plain mode, a demo account", async () => {
    const { config, fetch } = await patient();
    const { appId, token } = config.account;
    const poor = await complaints({ ...config, account: { appId, token } }, { fetch });
    expect(poor).toMatchObject({
      settings: expect.stringMatching(/^warning: .*plain mode/),
      AppSecret: expect.stringMatching(/^warning: not set/),
    });
    expect(await complaints({ ...config, demo: true }, { fetch })).toMatchObject({
      settings: expect.stringMatching(/^bad: .*demo/),
    });
  });
});

test.each(["en", "zh"])(
  "no line of the table is wider than the terminal, in %s",
  async (language) => {
    const unverified = { type: "subscription", verified: false } as const;
    const { config, fetch } = await patient(unverified, { token: "another" });
    for (const columns of [60, 80, 100]) {
      const { text } = await print(config, { fetch, language }, columns);
      expect(text.split("\n").filter((line) => columnsOf(line) > columns)).toEqual([]);
      expect(text).toMatch(language === "zh" ? /权限/ : /right: menu/);
    }
  },
);

test("no secret is printed", async () => {
  const { config, fetch } = await patient({}, { appSecret: "f".repeat(32) });
  const { text } = await print(config, { fetch });
  for (const secret of ["f".repeat(32), KEY, "doctortoken"]) expect(text).not.toContain(secret);
});
