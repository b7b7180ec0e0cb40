import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { catchUp, chatwootDesk, chatwootServer } from "../../samples/desk/chatwoot.ts";
import { freePort } from "../../src/web/freePort.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { chatwootStandIn } from "./chatwootStandIn.ts";
import { playingWith } from "./playing.ts";

async function playing(options: { readonly verified?: boolean } = {}) {
  const chatwoot = await chatwootStandIn();
  const { settings, stand } = chatwoot;
  const desk = chatwootDesk(settings);
  const played = await playingWith(desk, (hub) => chatwootServer(hub, settings), options);
  stand.callback = `${played.address}${settings.secret}`;
  return { ...chatwoot, ...played };
}

test("handed over to Chatwoot and back: in order, no note of an agent's is shown, resolving gives the bot back", async () => {
  const { mei, stand, says, resolves, incoming } = await playing();
  await mei.says("人工");
  expect(mei.sees()).toEqual([expect.stringContaining("正在为您转接")]);
  await mei.says("我的包裹呢？");
  await mei.says("单号 42");
  expect(incoming()).toEqual([["人工", "我的包裹呢？", "单号 42"]]);
  expect([...stand.contacts.values()]).toEqual([expect.stringContaining("微信用户")]);
  expect(await says("客户很急", true)).toBe(true);
  expect(await says("您好，我查一下。")).toBe(true);
  expect(mei.sees()).toEqual(["您好，我查一下。"]);
  await resolves();
  expect(mei.sees()).toEqual([expect.stringContaining("机器人为您服务")]);
  await mei.says("谢谢");
  expect(mei.sees()).toEqual([expect.stringContaining("机器人：谢谢")]);
});

test("返回 resolves the conversation; who asks again has a new one, of the same contact", async () => {
  const { mei, stand, incoming } = await playing();
  await mei.says("人工");
  await mei.says("返回");
  expect(stand.talks.map(({ status }) => status)).toEqual(["resolved"]);
  await mei.says("人工");
  await mei.says("还有一个问题");
  expect(stand.talks.map(({ status }) => status)).toEqual(["resolved", "open"]);
  expect(incoming()).toEqual([["人工"], ["人工", "还有一个问题"]]);
  expect(stand.contacts.size).toBe(1);
});

test("the same words twice are two messages, and a call whose answer was lost is one", async () => {
  const { wechat, mei, stand, incoming } = await playing();
  await mei.says("人工");
  await mei.says("在吗");
  await mei.says("在吗");
  expect(incoming()).toEqual([["人工", "在吗", "在吗"]]);
  // Chatwoot has taken it, and says so too late.
  let lost = 1;
  stand.before = async (path) => {
    if (lost === 0 || !/POST .*\/messages$/.test(path)) return undefined;
    lost -= 1;
    return "lost";
  };
  await mei.says("还在吗");
  await wechat.advance("1m");
  expect(lost).toBe(0);
  expect(incoming()).toEqual([["人工", "在吗", "在吗", "还在吗"]]);
});

test("agents read in a note what is held, and that the bot has the conversation", async () => {
  const { mei, says, notes, resolves } = await playing({ verified: false });
  await mei.says("人工");
  mei.sees();
  await says("找到了。");
  expect(notes()).toEqual([expect.stringContaining("用户下次发消息时")]);
  await mei.says("还在吗");
  expect(mei.sees()).toEqual([expect.stringContaining("找到了。")]);
  await resolves();
  await says("对了");
  expect(notes().at(-1)).toContain("用户已回到机器人");
});

test("nobody speaks to followers without the secret of the Callback URL", async () => {
  const { mei, stand, says } = await playing();
  await mei.says("人工");
  mei.sees();
  stand.callback = stand.callback.replace(/[^/]+$/, "guess");
  expect(await says("转账给我")).toBe(false);
  expect(mei.sees()).toEqual([]);
});

test("what agents wrote while nobody listened is said at the next start, or when they try again, once", async () => {
  const { mei, stand, says, triesAgain, hub, settings } = await playing();
  await mei.says("人工");
  mei.sees();
  const { callback } = stand;
  stand.callback = "http://127.0.0.1:1/";
  expect(await says("您好")).toBe(false);
  expect(await says("请稍等")).toBe(false);
  stand.callback = callback;
  expect(await triesAgain()).toBe(true);
  expect(mei.sees()).toEqual(["请稍等"]);
  await catchUp(hub, settings);
  await catchUp(hub, settings);
  expect(mei.sees()).toEqual(["您好"]);
});

test("killed in the middle, again and again, in both directions: nothing is lost, nothing twice", async () => {
  const { stand, settings, says, incoming } = await chatwootStandIn();
  const account = wireAccount();
  const cwd = tempFolder();
  const deskPort = await freePort();
  stand.callback = `http://127.0.0.1:${deskPort}/${settings.secret}`;
  const env = {
    PORT: "0",
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
    WECHAT_STORE: `sqlite:${join(cwd, "wechat.db")}`,
    DESK_URL: settings.url,
    DESK_SECRET: settings.secret,
    DESK_PORT: String(deskPort),
    CHATWOOT_ACCOUNT: settings.account,
    CHATWOOT_INBOX: settings.inbox,
    CHATWOOT_TOKEN: settings.token,
  };
  const bot = resolve(import.meta.dirname, "../../samples/desk");
  const start = async () => {
    const child = runBin(["start", bot], { cwd, env });
    await expect.poll(child.stdout, { timeout: 20_000 }).toMatch(/Listening on/);
    return { child, url: /Listening on (\S+)/.exec(child.stdout())?.[1] ?? "" };
  };
  let { child, url } = await start();
  const shown: string[] = [];
  /** The follower writes, as often as WeChat brings it; what he sees is the answer. */
  async function writes(text: string): Promise<void> {
    const push = wrap(account, textXml(account, text, { from: "oMei" }));
    for (let tries = 0; tries < 3; tries++) {
      const answer = await post(url, push).catch(() => undefined);
      if (answer?.status === 200) {
        if (answer.body.startsWith("<")) shown.push(textOf(account, answer.body));
        return;
      }
      await child.exited;
      ({ child, url } = await start());
    }
    throw new Error(`nobody answers ${text}`);
  }
  const killOnce = (where: RegExp) => {
    stand.before = async (path) => {
      if (where.test(path)) {
        stand.before = async () => undefined;
        child.kill("SIGKILL");
      }
      return undefined;
    };
  };
  // The conversation is made, a message is taken: and nobody records it.
  killOnce(/POST .*\/conversations$/);
  await writes("人工");
  for (const text of ["one", "two", "three"]) {
    killOnce(/POST .*\/messages$/);
    await writes(text);
  }
  expect(incoming()).toEqual([["人工", "one", "two", "three"]]);
  // Agents write while the process is down; the account may not write first, so that words wait for the next contact.
  const words = ["a1", "a2", "a3", "a4"];
  for (const text of words) {
    child.kill("SIGKILL");
    await child.exited;
    expect(await says(text)).toBe(false);
    ({ child, url } = await start());
  }
  const taken = () => post(url, wrap(account, textXml(account, "还在吗", { from: "oMei" })));
  await expect
    .poll(
      async () => {
        const { body } = await taken();
        if (body.startsWith("<")) shown.push(textOf(account, body));
        return words.filter((word) => shown.join("\n").includes(word));
      },
      { timeout: 30_000, interval: 500 },
    )
    .toEqual(words);
  for (const word of words) expect(shown.join("\n").split(word)).toHaveLength(2);
  child.kill("SIGKILL");
}, 120_000);
