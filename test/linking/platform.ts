import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TurnContext } from "botbuilder";
import { onTestFinished } from "vitest";
import type { ComponentSettings } from "../../src/adapter/accounts/linking/componentSettings.ts";
import type { DispatchFailure } from "../../src/adapter/send/dispatch.ts";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { authorise } from "../../src/simulator/actions/authorising.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
export const SETS = [1, 2, 3, 7, 15];

export const echo: BotLogic = async (context: TurnContext) => {
  if (context.activity.type === "message") await context.sendActivity(context.activity.text);
};

const textPush = (ToUserName: string, FromUserName: string) => ({
  ToUserName,
  FromUserName,
  CreateTime: Math.floor(Date.now() / 1_000),
  MsgType: "text",
  Content: "hello",
  MsgId: "1",
});

/** A third-party platform behind `http`, and a simulated WeChat with one account that may link. */
export async function openPlatform(
  logic: BotLogic = echo,
  account: AccountOptions = {},
  settings: Partial<ComponentSettings> = {},
) {
  const simulator = await startSimulator({ seed: "platform" });
  const server = createServer((req, res) => {
    if (req.url?.startsWith("/wechat/media/")) void adapter.serveMedia(req, res);
    else if (req.url?.startsWith("/wechat/signin/")) void adapter.serveSignIn(req, res);
    else void adapter.process(req, res, logic);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { token: "platformtoken", encodingAESKey: KEY };
  const { platform } = simulator;
  const component = platform.addComponent({
    sets: [...SETS, 4, 11],
    server: { ...keys, url: `${base}/wechat/component`, mode: "safe" },
    messageUrl: `${base}/wechat/$APPID$`,
  });
  const { appId, appSecret } = component.settings;
  const failures: DispatchFailure[] = [];
  const log: { readonly message: string; readonly facts: object }[] = [];
  const adapter: WeChatAdapter = new WeChatAdapter({
    accounts: [],
    component: { appId, appSecret, ...keys, publicUrl: base, ...settings },
    apiBase: simulator.url,
    onDispatchFailed: (failure) => void failures.push(failure),
    log: { info() {}, warn: (facts, message) => void log.push({ message, facts }), error() {} },
  });
  const linked = platform.addAccount(account).settings;
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
  const { openid } = platform.addFollower(linked.appId);
  platform.act(linked.appId, openid, { do: "follow" });
  onTestFinished(async () => {
    delivery.close();
    server.closeAllConnections();
    server.close();
    await adapter.close();
    await simulator.close();
  });
  /** Resolves when every notice that is on its way has been answered. */
  async function quiet(): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, 20));
    while (delivery.inFlight > 0);
  }
  return {
    adapter,
    platform,
    component,
    linked,
    quiet,
    failures,
    log,
    openid,
    /** Opens a page of ours in a browser without script. */
    async open(address: string, headers: Record<string, string> = {}) {
      const { pathname, search } = new URL(address);
      const request = {
        url: pathname + search,
        userAgent: headers["user-agent"] ?? "",
        acceptLanguage: headers["accept-language"] ?? "en",
      };
      return adapter.linking.page(request);
    },
    async agree(sets = SETS): Promise<string> {
      platform.pushTicket(appId);
      await quiet();
      const page = await adapter.linking.component.authorisationPage({ redirectUri: base });
      const code = new URL(page).searchParams.get("pre_auth_code") ?? "";
      return authorise(platform, appId, linked.appId, sets, code);
    },
    /** A text to an account's address under the component's keys, or under others. */
    pushAs: (name: string, other: { readonly token?: string } = {}) =>
      pusher.push(
        { ...keys, ...other, mode: "safe", url: `${base}/wechat/${name}`, appId },
        textPush(linked.originalId, openid),
      ),
    sendsVoice: () => delivery.act(linked.appId, openid, { do: "voice" }),
    says: (content: string) => delivery.act(linked.appId, openid, { do: "say", text: content }),
    screen: () =>
      platform.timeline.of("message.shown").map(({ via, message }) => ({ via, message })),
    reference: {
      conversation: { id: openid, isGroup: false, name: "", conversationType: "" },
      bot: { id: linked.originalId, name: "" },
    },
  };
}
