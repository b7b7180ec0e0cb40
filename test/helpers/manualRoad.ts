import { onTestFinished } from "vitest";
import {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "../../src/adapter/weChatAdapter.ts";
import { createPusher, type Outcome } from "../../src/simulator/pusher/pusher.ts";
import { inProcessTransport } from "../../src/simulator/pusher/pusherInProcess.ts";
import type { PushDocument } from "../../src/simulator/pusher/pushXml.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { ACCOUNT, textPush } from "./road.ts";

export interface ManualRoad {
  readonly adapter: WeChatAdapter;
  readonly clock: ManualClock;
  /** Delivers a push as WeChat does, and lets time pass until it has ended. */
  push(push: PushDocument): Promise<Outcome>;
  says(text: string, openid?: string): Promise<Outcome>;
  /** Lets time pass until something has ended, at most so many milliseconds; whether it has. */
  ends(work: Promise<unknown>, withinMs: number): Promise<boolean>;
}

export interface ManualRoadOptions extends Partial<WeChatAdapterOptions> {
  /** Between a failed delivery and the next, in milliseconds. Default 0. */
  readonly pauseMs?: number;
}

/** An adapter and the simulator's pusher in this process, on a clock that only the test moves. */
export function manualRoad(
  logic: BotLogic,
  { pauseMs = 0, ...options }: ManualRoadOptions = {},
  clock = new ManualClock(),
): ManualRoad {
  const adapter = new WeChatAdapter({
    accounts: [ACCOUNT],
    clock,
    store: new MemoryStore({ clock }),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ...options,
  });
  onTestFinished(() => adapter.close());
  const transport = inProcessTransport((request, response) =>
    adapter.process(request, response, logic),
  );
  const pusher = createPusher({ clock, transport, pauseMs });
  const address = { url: "http://bot.test/wechat", mode: "safe" as const, ...ACCOUNT };

  async function ends(work: Promise<unknown>, withinMs: number): Promise<boolean> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    void work.then(end, end);
    const until = clock.now() + withinMs;
    await clock.advance(0);
    while (!ended && clock.now() < until) await clock.advance(100);
    return ended;
  }

  async function push(document: PushDocument): Promise<Outcome> {
    const CreateTime = Math.floor(clock.now() / 1_000);
    const pushed = pusher.push(address, { ...document, CreateTime });
    await ends(pushed, 3_600_000);
    return pushed;
  }
  return { adapter, clock, push, says: (text, openid) => push(textPush(text, openid)), ends };
}

/** The text that a push showed; empty where it showed none. */
export function textOf({ seen }: Outcome): string {
  return seen.saw === "reply" && seen.message.type === "text" ? seen.message.text : "";
}
