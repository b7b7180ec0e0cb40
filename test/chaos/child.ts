import { createServer } from "node:http";
import type { TurnContext } from "botbuilder";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import { countingStore } from "./countingStore.ts";
import { apiCourier } from "./courier.ts";
import { openStore } from "./openStore.ts";
import type { ChildConfig } from "./plan.ts";

/*
 * One of several processes with the same bot and the same store. It is killed and stopped without
 * warning and started again; it ends by itself when its parent is gone.
 */
const config = JSON.parse(process.env.CHAOS_CHILD ?? "{}") as ChildConfig;

/** Says what each of the follower's messages orders: several of them may be one turn, and take no longer than one. */
async function bot(context: TurnContext): Promise<void> {
  const orders = context.activity.text.split("\n");
  for (const order of orders) await answer(context, order, orders.length);
}

/** Says `[token.0]`, `[token.1]` … with pauses, as a text orders: `token count milliseconds`. */
async function answer(context: TurnContext, order: string, share: number): Promise<void> {
  const [token, count = "1", ms = "0"] = order.split(" ");
  for (let i = 0; i < Number(count); i++) {
    await new Promise((resolve) => setTimeout(resolve, Number(ms) / Number(count) / share));
    await context.sendActivity(`[${token}.${i}]`);
  }
}

/** This machine's clock is wrong. */
const clock: Clock = { ...systemClock, now: () => systemClock.now() + config.skewMs };

/** What a process that runs for long must not gather. */
process.on("message", (ask) => {
  if (ask !== "figures") return;
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  process.send?.({ heapUsed, handles: process.getActiveResourcesInfo().length });
});

process.on("disconnect", () => process.exit());
const store = await openStore({ ...config.store, connectMs: 30_000 });
const adapter = new WeChatAdapter({
  accounts: config.accounts,
  store: config.counts === false ? store : countingStore(store),
  pace: config.pace,
  courier: apiCourier(config.api, config.apiMs),
  clock,
  logic: bot,
  log: {
    info: () => {},
    warn: (_facts, message) => void process.send?.({ log: message }),
    error: (facts, message) => void process.send?.({ log: message, facts }),
  },
});

createServer((request, response) => void adapter.process(request, response, bot)).listen(
  config.port,
  "127.0.0.1",
  () => process.send?.({ ready: true }),
);
