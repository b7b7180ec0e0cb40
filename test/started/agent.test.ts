import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { post, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

await buildPages({ ifStale: true });

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
const CONSOLE_TOKEN = "a-token-that-is-long-enough-for-the-console";

/** An agent that is given the server's adapter, and counts. */
const AGENT = `import sdk from ${JSON.stringify(import.meta.resolve("@microsoft/agents-hosting"))};
  export default ({ agentAdapter: adapter }) => {
    const app = new sdk.AgentApplication({ adapter, storage: adapter.botStorage });
    app.onActivity("message", async (context, state) => {
      const n = (state.getValue("conversation.n") ?? 0) + 1;
      state.setValue("conversation.n", n);
      await context.sendActivity(n + ": " + context.activity.text);
    });
    app.onTurn("afterTurn", async () => true);
    return app;
  };`;

test("the server with everything on serves an agent: console, metrics, what runs before the bot", async () => {
  const account = wireAccount();
  const config = readConfig(
    {
      PORT: "0",
      WECHAT_APP_ID: account.appId,
      WECHAT_TOKEN: account.token,
      WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
      WECHAT_ORIGINAL_ID: account.originalId,
      WECHAT_CONSOLE_PORT: "0",
      WECHAT_CONSOLE_TOKEN: CONSOLE_TOKEN,
      WECHAT_METRICS_PORT: "0",
    },
    tempFolder(),
  );
  const bot = join(tempFolder({ "agent.mjs": AGENT }), "agent.mjs");
  const server = await startServer(config, bot, { log: QUIET, store: new MemoryStore() });
  onTestFinished(() => server.close());
  const before: string[] = [];
  server.use(async (context, next) => {
    before.push(context.activity.type);
    await next();
  });
  const says = async (text: string) => post(server.address, wrap(account, textXml(account, text)));
  expect((await says("hi")).status).toBe(200);
  expect((await says("again")).status).toBe(200);
  expect(before).toEqual(["message", "message"]);

  const metrics = await (await fetch(server.metricsAddress ?? "")).text();
  expect(metrics).toMatch(/wechat_quota_left_count\{[^}]*\} 2/);
  const page = server.consoleAddress ?? "";
  const login = await fetch(`${page}/api/login`, {
    method: "POST",
    headers: { origin: page, "content-type": "application/json" },
    body: JSON.stringify({ token: CONSOLE_TOKEN }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  const rows = await (await fetch(`${page}/api/accounts`, { headers: { cookie } })).json();
  expect(rows).toMatchObject([{ appId: account.appId, pushes: 2, replies: 2 }]);
});
