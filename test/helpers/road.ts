import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { PACE } from "../../src/adapter/road.ts";
import {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "../../src/adapter/weChatAdapter.ts";
import { sign } from "../../src/protocol/signature.ts";
import { readXml, writeXml } from "../../src/protocol/xml.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { STORE_SETTINGS } from "../../src/store/store.ts";

/** Everything ten times as fast as WeChat, so that a turn of "7 s" takes 0.7 s. */
export const SCALE = 0.1;
const TOKEN = "roadtoken";
const DELIVERY_MS = 5_000 * SCALE;

export const PLAIN = { appId: "wx0123456789abcdef", token: TOKEN, originalId: "gh_0123456789ab" };

const pace = Object.fromEntries(
  Object.entries(PACE).map(([name, ms]) => [name, name === "holdMs" ? ms : ms * SCALE]),
) as unknown as typeof PACE;

const storeSettings = {
  leaseMs: STORE_SETTINGS.leaseMs * SCALE,
  rescueMs: STORE_SETTINGS.rescueMs * SCALE,
  slotMs: STORE_SETTINGS.slotMs * SCALE,
  sendLeaseMs: STORE_SETTINGS.sendLeaseMs * SCALE,
};

/** What one delivery came back with: the answer's text, `undefined` where it was cut or closed. */
export interface Tried {
  readonly status: number | undefined;
  readonly body: string | undefined;
}

/** What the follower saw of a push. */
export interface Seen {
  /** The visible text, `undefined` for `success` and for the fault notice. */
  readonly text: string | undefined;
  readonly reply: ReturnType<typeof readXml> | undefined;
  /** WeChat would show "this account is out of service". */
  readonly fault: boolean;
  readonly tries: readonly Tried[];
}

export interface TestRoad {
  readonly adapter: WeChatAdapter;
  readonly store: MemoryStore;
  readonly log: { readonly lines: string[] };
  /** Delivers a push as WeChat does: three tries, each cut after five (scaled) seconds. */
  push(xml: string, options?: { tries?: number }): Promise<Seen>;
  /** One delivery. */
  deliver(xml: string): Promise<Tried>;
  says(text: string, openid?: string): Promise<Seen>;
  event(name: string, fields?: Record<string, string>, openid?: string): Promise<Seen>;
}

/** An adapter behind bare `http`, and WeChat's side of it, in plain mode and ten times as fast. */
export async function testRoad(
  logic: BotLogic,
  options: Partial<WeChatAdapterOptions> = {},
): Promise<TestRoad> {
  const store = (options.store as MemoryStore | undefined) ?? new MemoryStore(storeSettings);
  const lines: string[] = [];
  const write = (facts: object, message: string) =>
    void lines.push(`${message} ${JSON.stringify(facts)}`);
  const log = { lines, info: write, warn: write, error: write };
  const adapter = new WeChatAdapter({ accounts: [PLAIN], store, log, pace, ...options });
  const server = createServer((req, res) => void adapter.process(req, res, logic));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await adapter.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;

  const deliver = (xml: string) => deliverTo(port, xml);
  async function push(xml: string, { tries = 3 } = {}): Promise<Seen> {
    const tried: Tried[] = [];
    while (tried.length < tries) {
      const startedAt = Date.now();
      const one = await deliver(xml);
      tried.push(one);
      if (one.status === 200) return seen(one.body ?? "", tried);
      const restMs = DELIVERY_MS - (Date.now() - startedAt);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    return { text: undefined, reply: undefined, fault: true, tries: tried };
  }
  return {
    adapter,
    store,
    log,
    deliver,
    push,
    says: (text, openid) => push(textPush(text, openid)),
    event: (name, fields, openid) => push(eventPush(name, fields, openid)),
  };
}

function seen(body: string, tries: readonly Tried[]): Seen {
  const reply = body.startsWith("<xml>") ? readXml(body) : undefined;
  const text = typeof reply?.Content === "string" ? reply.Content : undefined;
  const fault = reply === undefined && body !== "success" && body !== "";
  return { text, reply, fault, tries };
}

let count = 0;

/** A text push of a follower, new each time. */
export function textPush(text: string, openid = "oMei"): string {
  const MsgId = `2390000000${String(++count).padStart(7, "0")}`;
  return writeXml({ ...head(openid), MsgType: "text", Content: text, MsgId });
}

/** An event push of a follower. */
export function eventPush(
  name: string,
  fields: Record<string, string> = {},
  openid = "oMei",
): string {
  return writeXml({ ...head(openid), MsgType: "event", Event: name, ...fields });
}

function head(openid: string) {
  return {
    ToUserName: PLAIN.originalId,
    FromUserName: openid,
    // Rounded up: a second lost to rounding would be ten on this quick clock.
    CreateTime: Math.ceil(Date.now() / 1_000),
  };
}

function deliverTo(port: number, xml: string): Promise<Tried> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = String(1_000_000 + count++);
  const signature = sign(TOKEN, timestamp, nonce);
  const path = `/wechat?${new URLSearchParams({ signature, timestamp, nonce })}`;
  return new Promise((resolve) => {
    const call = request({ port, path, method: "POST", agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    const cut = setTimeout(() => call.destroy(), DELIVERY_MS);
    call.on("close", () => {
      clearTimeout(cut);
      resolve({ status: undefined, body: undefined });
    });
    call.on("error", () => {});
    call.end(xml);
  });
}

/** Waits in WeChat's seconds. */
export function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1_000 * SCALE));
}
