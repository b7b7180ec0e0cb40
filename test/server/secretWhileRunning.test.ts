import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { openStore } from "../../src/store/open.ts";
import { listening, MOUNTS, type Mount } from "../helpers/servers.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import {
  freshOpenid,
  post,
  settingsOf,
  textOf,
  textXml,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";

const [OLD, NEW] = ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"];
/** How long the bot works on what begins with "slow": pushes are under way meanwhile. */
const SLOW_MS = 1_500;

/** WeChat's API: one secret is good at a time, and with it the tokens that were given for it. */
async function startApi() {
  let secret = OLD;
  let given = 0;
  const refused = { secrets: 0, tokens: 0 };
  const shown: string[] = [];
  const server = await listening(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { pathname, searchParams } = new URL(request.url ?? "", "http://wechat");
      const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as {
        readonly secret?: string;
        readonly text?: { readonly content: string };
      };
      const answer = () => {
        if (pathname === "/cgi-bin/stable_token") {
          if (body.secret === secret) {
            return { access_token: `${secret.slice(0, 4)}-${++given}`, expires_in: 7_200 };
          }
          refused.secrets += 1;
          return { errcode: 40125, errmsg: "invalid appsecret" };
        }
        if (searchParams.get("access_token")?.startsWith(secret.slice(0, 4)) !== true) {
          refused.tokens += 1;
          return { errcode: 40001, errmsg: "invalid credential, access_token is invalid" };
        }
        if (body.text !== undefined) shown.push(body.text.content);
        return { errcode: 0, errmsg: "ok" };
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer()));
    }),
  );
  onTestFinished(() => server.close());
  const reset = () => {
    secret = NEW;
  };
  return { url: server.url.replace(/\/wechat$/, ""), refused, shown, reset };
}

test("the AppSecret changes while pushes come: each is answered, and what follows an answer is sent once, by processes with the old and the new one", async () => {
  const account = wireAccount();
  const api = await startApi();
  const store = `sqlite:${tempFolder()}/wechat.db`;
  const processWith = async (appSecret: string) => {
    const opened = await openStore(store);
    const adapter = new WeChatAdapter({
      accounts: [{ ...settingsOf(account), appSecret, customerService: true }],
      ...{ store: opened, apiBase: api.url, log: { info() {}, warn() {}, error() {} } },
    });
    const mount = MOUNTS.http as Mount;
    const server = await mount(adapter, async (context) => {
      const { text = "" } = context.activity;
      if (text.startsWith("slow")) await sleep(SLOW_MS);
      await context.sendActivities([{ text: `echo: ${text}` }, { text: `more: ${text}` }]);
    });
    onTestFinished(async () => {
      await server.close();
      await adapter.close();
      await opened.close();
    });
    return server.url;
  };
  // In a deploy of the new secret: a process that has the old one, and one that has the new one.
  const [before, after] = [await processWith(OLD), await processWith(NEW)];
  const said: string[] = [];
  const says = async (url: string, text: string) => {
    said.push(text);
    const { status, body } = await post(
      url,
      wrap(account, textXml(account, text, { from: freshOpenid() })),
    );
    expect(status).toBe(200);
    expect(textOf(account, body)).toBe(`echo: ${text}`);
  };
  // The process with the old secret has a token before WeChat resets the secret.
  await says(before, "first");
  await expect.poll(() => api.shown, { timeout: 20_000 }).toEqual(["more: first"]);
  const flights = Array.from({ length: 16 }, (_, n) =>
    says(n % 2 === 0 ? before : after, `slow ${n}`),
  );
  await sleep(SLOW_MS / 2);
  api.reset();
  for (let n = 0; n < 16; n += 1) flights.push(says(n % 2 === 0 ? before : after, `quick ${n}`));
  await Promise.all(flights);
  const all = said.map((text) => `more: ${text}`).sort();
  await expect.poll(() => [...api.shown].sort(), { timeout: 45_000 }).toEqual(all);
  expect(api.refused.tokens).toBeGreaterThan(0);
}, 90_000);
