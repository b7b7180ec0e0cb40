import { randomBytes } from "node:crypto";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { type RunningServer, startServer } from "../server.ts";
import { createPusher } from "../simulator/pusher/pusher.ts";
import { createDelivery } from "../simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../simulator/simulator.ts";
import type { AccountOptions } from "../simulator/world/account.ts";
import { freePort } from "../web/freePort.ts";

/** The rights that the simulated platform asks for. */
const SETS = [1, 2, 3, 7, 15];
const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/** One of each kind that an operator meets: what works differs, and the page after the scan says so. */
const ACCOUNTS: readonly AccountOptions[] = [
  { name: "竹里茶馆 Bamboo Tea", type: "service" },
  { name: "小城书店 Small Town Books", type: "service", verified: false },
  { name: "晨报 Morning Paper", type: "subscription" },
];

/** What runs, and where. */
export interface Rehearsal {
  /** The operator's page, and what logs in there. */
  readonly console: string;
  readonly token: string;
  readonly server: RunningServer;
  /** The accounts at the simulated WeChat that can be linked. */
  readonly accounts: readonly { readonly appId: string; readonly name: string }[];
  /** Lets each linked account's follower say something, so that there is traffic to look at. */
  talk(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * `rehearse`: a third-party platform with the operator's page, and WeChat in a box with three accounts to link. Nothing
 * outside of this machine is asked, and nothing is kept.
 */
export async function rehearse(bot: string): Promise<Rehearsal> {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const simulator = await startSimulator({ seed: "rehearse" });
  const { platform } = simulator;
  const keys = { token: "rehearsal", encodingAESKey: KEY };
  const component = platform.addComponent({
    sets: SETS,
    name: "彩排 Rehearsal",
    server: { ...keys, url: `${base}/wechat/component`, mode: "safe" },
    messageUrl: `${base}/wechat/$APPID$`,
  });
  const { appId, appSecret } = component.settings;
  const accounts = ACCOUNTS.map((options) => {
    const account = platform.addAccount(options).settings;
    const { openid } = platform.addFollower(account.appId);
    platform.act(account.appId, openid, { do: "follow" });
    return { appId: account.appId, name: account.name, openid };
  });
  const token = randomBytes(24).toString("base64url");
  const pageBase = simulator.url;
  const config: Config = {
    port,
    account: { appId: "", token: "" },
    accounts: [],
    component: { appId, appSecret, ...keys, publicUrl: base, pageBase },
    demo: false,
    store: "memory:",
    apiBase: simulator.url,
    publicUrl: base,
    console: { port: 0, token },
    wholeErrors: true,
  };
  const server = await startServer(config, bot);
  const pusher = createPusher({ clock: systemClock, transport: httpTransport });
  const delivery = createDelivery(platform, pusher);
  platform.pushTicket(appId);
  return {
    console: server.consoleAddress ?? "",
    token,
    server,
    accounts,
    async talk(text) {
      const linked = await server.adapter.linking.accounts.list();
      const open = accounts.filter((one) => linked.some(({ appId: known }) => known === one.appId));
      for (const one of open) await delivery.act(one.appId, one.openid, { do: "say", text });
    },
    async close() {
      delivery.close();
      await server.close();
      await simulator.close();
    },
  };
}
