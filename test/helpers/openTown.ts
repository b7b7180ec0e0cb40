import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "../../src/adapter/weChatAdapter.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

export interface TownOptions {
  /** What the account is on WeChat's side. */
  readonly simulated?: AccountOptions;
  /** What the adapter is told of the account, beside its keys. */
  readonly account?: Partial<AccountSettings>;
  readonly adapter?: Partial<WeChatAdapterOptions>;
  /** One for both parties. Default: the machine's. */
  readonly clock?: Clock;
  readonly seed?: string;
  /** Makes the adapter, or another that is used as one. */
  readonly create?: (settings: WeChatAdapterOptions) => WeChatAdapter;
}

export type Town = Awaited<ReturnType<typeof openTown>>;

/**
 * The whole town: a simulated WeChat with its API, and the adapter behind `http`, each reaching the other
 * over real connections.
 */
export async function openTown(logic: BotLogic, options: TownOptions = {}) {
  const { clock = systemClock, seed = "town" } = options;
  const { create = (settings) => new WeChatAdapter(settings) } = options;
  const simulator = await startSimulator({ clock, seed });
  const lines: string[] = [];
  const write = (facts: object, message: string) =>
    void lines.push(`${message} ${JSON.stringify(facts)}`);
  const log = { info: write, warn: write, error: write };
  const server = createServer((req, res) => void adapter.process(req, res, logic));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = {
    url: `http://127.0.0.1:${port}/wechat`,
    token: "towntoken",
    mode: "safe" as const,
    encodingAESKey: KEY,
  };
  const account = simulator.platform.addAccount({ server: address, ...options.simulated });
  const { appId, appSecret, originalId } = account.settings;
  const keys = { appId, appSecret, originalId, token: address.token, encodingAESKey: KEY };
  const adapter: WeChatAdapter = create({
    accounts: [{ ...keys, ...options.account }],
    apiBase: simulator.url,
    clock,
    log,
    ...options.adapter,
  });
  const pusher = createPusher({ clock, transport: httpTransport });
  const delivery = createDelivery(simulator.platform, pusher);

  function follower() {
    const { openid } = simulator.platform.addFollower(appId, {});
    return {
      openid,
      does: (action: FollowerAction) => delivery.act(appId, openid, action),
      says: (content: string) => delivery.act(appId, openid, { do: "say", text: content }),
      /** The texts on the person's screen, in order, each with the way it came. */
      screen: () =>
        simulator.platform.timeline.events.flatMap((event) => {
          if (event.type !== "message.shown" || event.openid !== openid) return [];
          const { text } = event.message as { text?: string | { content?: string } };
          return [`${event.via}: ${typeof text === "object" ? text.content : text}`];
        }),
      /** What a proactive turn needs. */
      reference: { conversation: { id: openid, isGroup: false, name: "", conversationType: "" } },
    };
  }

  async function close(): Promise<void> {
    delivery.close();
    await adapter.close();
    server.closeAllConnections();
    server.close();
    await simulator.close();
  }
  return { adapter, appId, simulator, delivery, follower, log: { lines }, close };
}
