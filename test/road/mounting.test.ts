import type { TurnContext } from "botbuilder";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { readConfig } from "../../src/config.ts";
import { SettingsError } from "../../src/errors.ts";
import { startServer } from "../../src/server.ts";
import { testRoad } from "../helpers/road.ts";
import { expressBehind, MOUNTS, type Mount } from "../helpers/servers.ts";
import { post, settingsOf, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

const quiet = { info() {}, warn() {}, error() {} };

async function mounted(mount: Mount, accounts = [wireAccount()]) {
  const adapter = new WeChatAdapter({ accounts: accounts.map(settingsOf), log: quiet });
  const server = await mount(adapter, async (context) => {
    await context.sendActivity(`echo: ${context.activity.text}`);
  });
  onTestFinished(async () => {
    await server.close();
    await adapter.close();
  });
  return { accounts, url: server.url };
}

describe("a path that ends with a slash", () => {
  it.each(["", "/", "//"])("names the account as well: %j", async (end) => {
    const { accounts, url } = await mounted(MOUNTS.http as Mount, [wireAccount(), wireAccount()]);
    for (const account of accounts) {
      const xml = textXml(account, "hi");
      const answer = await post(`${url}/${account.appId}${end}`, wrap(account, xml));
      expect(textOf(account, answer.body)).toBe("echo: hi");
    }
  });

  it("leads to the server that `npm start` runs", async () => {
    const account = wireAccount();
    const environment = {
      PORT: "0",
      WECHAT_APP_ID: account.appId,
      WECHAT_TOKEN: account.token,
      WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
    };
    const config = readConfig(environment, "/nowhere");
    const server = await startServer(config, "samples/echo", { log: quiet });
    onTestFinished(() => server.close());
    const answer = await post(`${server.address}/`, wrap(account, textXml(account, "hi")));
    expect(textOf(account, answer.body)).toContain("hi");
  });
});

describe("a body that the host has read", () => {
  /** What such hosts do: they read the request, parse it as they can, and keep the bytes. */
  const reading = (keep: (bytes: Buffer) => object) =>
    expressBehind((req, _res, next) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk) => chunks.push(chunk));
      req.on("end", () => {
        Object.assign(req, keep(Buffer.concat(chunks)));
        next();
      });
    });

  it.each([
    ["parsed, with its bytes beside it", (rawBody: Buffer) => ({ body: { xml: {} }, rawBody })],
    ["not parsed, with its bytes", (rawBody: Buffer) => ({ rawBody })],
    ["empty, with its text beside it", (bytes: Buffer) => ({ body: "", rawBody: `${bytes}` })],
    ["an empty object, with its bytes", (rawBody: Buffer) => ({ body: {}, rawBody })],
    ["as an array of bytes", (bytes: Buffer) => ({ body: new Uint8Array(bytes) })],
    ["as text, beside something else", (bytes: Buffer) => ({ body: `${bytes}`, rawBody: {} })],
  ])("is taken where it is %s", async (_name, keep) => {
    const { accounts, url } = await mounted(reading(keep));
    const [account] = accounts as [ReturnType<typeof wireAccount>];
    const answer = await post(url, wrap(account, textXml(account, "]]> 你好")));
    expect(textOf(account, answer.body)).toContain("你好");
  });

  it("is read as text where the host has asked for text", async () => {
    const { accounts, url } = await mounted(
      expressBehind((req, _res, next) => {
        req.setEncoding("utf8");
        next();
      }),
    );
    const [account] = accounts as [ReturnType<typeof wireAccount>];
    const answer = await post(url, wrap(account, textXml(account, "你好 😀")));
    expect(textOf(account, answer.body)).toContain("你好 😀");
  });

  it("is refused where nothing of it is left, and bounded where it is", async () => {
    const { accounts, url } = await mounted(reading(() => ({ body: { xml: {} } })));
    const [account] = accounts as [ReturnType<typeof wireAccount>];
    const push = wrap(account, textXml(account, "hi"));
    expect((await post(url, push)).status).toBe(400);
    const huge = await mounted(reading(() => ({ rawBody: Buffer.alloc(70_000, "a") })));
    expect((await post(huge.url, push)).status).toBe(413);
  });
});

test("accounts that are no list are named as the mistake, and may be left out beside a component", async () => {
  for (const options of [{}, { accounts: { appId: "wx" } }, { accounts: [undefined] }]) {
    expect(() => new WeChatAdapter(options as never)).toThrow(SettingsError);
  }
  const adapter = new WeChatAdapter({
    component: {
      appId: "wxc0c0c0c0c0c0c0c0",
      appSecret: "0".repeat(32),
      token: "token",
      encodingAESKey: "a".repeat(43),
      publicUrl: "https://bot.example.com",
    },
    log: quiet,
  });
  await adapter.close();
});

describe("a bot that asks for its replies in one answer", () => {
  const logic = async (context: TurnContext) => {
    context.activity.deliveryMode = "expectReplies";
    context.onSendActivities(async (_context, _activities, next) => next());
    await context.sendActivity("one");
    await context.sendActivities([{ type: "message", text: "two" }]);
  };

  it("is heard on both shells", async () => {
    expect((await (await testRoad(logic)).says("hi")).text).toBe("one\n\ntwo");
    const agents = await testRoad(
      logic,
      {},
      (settings) => new WeChatAgentAdapter(settings as never) as unknown as WeChatAdapter,
    );
    expect((await agents.says("hi")).text).toBe("one\n\ntwo");
  });
});
