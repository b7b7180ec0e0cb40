import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { PACE } from "../../src/adapter/road.ts";
import {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { createPusher, type Outcome } from "../../src/simulator/pusher/pusher.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import type { PushDocument } from "../../src/simulator/pusher/pushXml.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { scaled, scaledTimes } from "./scaled.ts";

/** Everything ten times as fast as WeChat, so that a turn of "7 s" takes 0.7 s. */
export const SCALE = 0.1;
const DELIVERY_MS = 5_000 * SCALE;

/** The one account of these tests, in safe mode. */
export const ACCOUNT = {
  appId: "wx0123456789abcdef",
  token: "roadtoken",
  encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  originalId: "gh_0123456789ab",
};

const pace = { ...scaled(PACE, SCALE), holdMs: PACE.holdMs };

/** What the follower saw of a push. */
export interface Seen {
  /** The visible text; undefined where nothing or something else was shown. */
  readonly text: string | undefined;
  readonly seen: Outcome["seen"];
  /** Every delivery with the bytes that came back; no bytes where it was cut. */
  readonly tries: readonly {
    readonly status: number | undefined;
    readonly body: string | undefined;
  }[];
}

export interface TestRoad {
  readonly adapter: WeChatAdapter;
  readonly store: MemoryStore;
  readonly log: { readonly lines: string[] };
  /** Delivers a push as WeChat does: three tries, each cut after five (scaled) seconds. */
  push(push: PushDocument): Promise<Seen>;
  /** One delivery, whatever comes back. */
  deliver(push: PushDocument): Promise<Seen>;
  says(text: string, openid?: string): Promise<Seen>;
  event(name: string, fields?: Record<string, string>, openid?: string): Promise<Seen>;
}

/** An adapter behind bare `http`, and the simulator's strict pusher as WeChat, ten times as fast. */
export async function testRoad(
  logic: BotLogic,
  options: Partial<WeChatAdapterOptions> = {},
  create = (settings: WeChatAdapterOptions) => new WeChatAdapter(settings),
): Promise<TestRoad> {
  const store = (options.store as MemoryStore | undefined) ?? new MemoryStore(scaledTimes(SCALE));
  const lines: string[] = [];
  const write = (facts: object, message: string) =>
    void lines.push(`${message} ${JSON.stringify(facts)}`);
  const log = { lines, info: write, warn: write, error: write };
  const adapter = create({ accounts: [ACCOUNT], store, log, pace, ...options });
  const server = createServer((req, res) => void adapter.process(req, res, logic));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await adapter.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const address = { url: `http://127.0.0.1:${port}/wechat`, mode: "safe" as const, ...ACCOUNT };

  async function push(document: PushDocument, tries = 3): Promise<Seen> {
    const settings = { clock: systemClock, transport: httpTransport, cutMs: DELIVERY_MS, tries };
    const outcome = await createPusher(settings).push(address, document);
    const { seen } = outcome;
    const text =
      seen.saw === "reply" && seen.message.type === "text" ? seen.message.text : undefined;
    const tried = outcome.tries.map(({ status, answer }) => ({ status, body: answer }));
    return { text, seen, tries: tried };
  }
  return {
    adapter,
    store,
    log,
    push: (document) => push(document),
    deliver: (document) => push(document, 1),
    says: (text, openid) => push(textPush(text, openid)),
    event: (name, fields, openid) => push(eventPush(name, fields, openid)),
  };
}

let count = 0;

/** A text push of a follower, new each time. */
export function textPush(text: string, openid = "oMei"): PushDocument {
  const MsgId = `2390000000${String(++count).padStart(7, "0")}`;
  return { ...head(openid), MsgType: "text", Content: text, MsgId };
}

/** An event push of a follower. */
export function eventPush(
  name: string,
  fields: Record<string, string> = {},
  openid = "oMei",
): PushDocument {
  return { ...head(openid), MsgType: "event", Event: name, ...fields };
}

function head(openid: string) {
  return {
    ToUserName: ACCOUNT.originalId,
    FromUserName: openid,
    // Rounded up: a second lost to rounding would be ten on this quick clock.
    CreateTime: Math.ceil(Date.now() / 1_000),
  };
}

/** Waits in WeChat's seconds. */
export function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1_000 * SCALE));
}
