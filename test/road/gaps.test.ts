import fc from "fast-check";
import { expect, test } from "vitest";
import { PACE } from "../../src/adapter/road.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { sleep } from "../../src/clock.ts";
import { createPusher, type Outcome } from "../../src/simulator/pusher/pusher.ts";
import { inProcessTransport } from "../../src/simulator/pusher/pusherInProcess.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { ACCOUNT, textPush } from "../helpers/road.ts";

/** What one follower lived through with a slow bot. */
interface Lived {
  /** What his message showed him. */
  readonly first: Outcome["seen"];
  /** What came by customer service. */
  readonly later: readonly string[];
  /** What the word that fetches an answer brought, once the bot was done. */
  readonly fetched: Outcome["seen"];
}

/** One message to a bot that takes `botMs`, where WeChat waits `pauseMs` between two tries. */
async function live(pauseMs: number, botMs: number, customerService: boolean): Promise<Lived> {
  const clock = new ManualClock();
  const later: string[] = [];
  const adapter = new WeChatAdapter({
    accounts: [{ ...ACCOUNT, customerService }],
    clock,
    store: new MemoryStore({ clock }),
    pace: PACE,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ...(customerService && {
      courier: async (_account, _openid, reply) => {
        if (reply.type === "text") later.push(reply.content);
        return "sent";
      },
    }),
  });
  const transport = inProcessTransport((request, response) =>
    adapter.process(request, response, async (context) => {
      if (context.activity.text === "slow") await sleep(clock, botMs);
      await context.sendActivity(`answer to ${context.activity.text}`);
    }),
  );
  const pusher = createPusher({ clock, transport, pauseMs });
  const address = { url: "http://bot.test/wechat", mode: "safe" as const, ...ACCOUNT };
  const says = async (text: string): Promise<Outcome> => {
    let outcome: Outcome | undefined;
    const CreateTime = Math.floor(clock.now() / 1_000);
    void pusher.push(address, { ...textPush(text), CreateTime }).then((one) => {
      outcome = one;
    });
    while (outcome === undefined) await clock.advance(100);
    return outcome;
  };
  const first = await says("slow");
  // Until the bot is done, and everything that could still be said by itself has been.
  await clock.advance(botMs + 25_000);
  const fetched = await says("继续");
  await adapter.close();
  return { first: first.seen, later, fetched: fetched.seen };
}

function textOf(seen: Outcome["seen"]): string {
  return seen.saw === "reply" && seen.message.type === "text" ? seen.message.text : "";
}

const pauses = fc.integer({ min: 0, max: 3_000 });
const durations = fc.integer({ min: 0, max: 40_000 });

test("whatever the pause between WeChat's tries, a slow bot's follower sees the answer, or how to fetch it", async () => {
  await fc.assert(
    fc.asyncProperty(pauses, durations, async (pauseMs, botMs) => {
      const { first, fetched } = await live(pauseMs, botMs, false);
      expect(first.saw).toBe("reply");
      const seen = textOf(first);
      if (seen === "answer to slow") return;
      expect(seen).toContain("继续");
      expect(textOf(fetched)).toBe("关于“slow”：\nanswer to slow");
    }),
    { numRuns: 60 },
  );
});

test("with customer service the answer comes once, by itself, and never WeChat's notice of a fault", async () => {
  await fc.assert(
    fc.asyncProperty(pauses, durations, async (pauseMs, botMs) => {
      const { first, later } = await live(pauseMs, botMs, true);
      expect(first.saw).not.toBe("fault");
      const all = [textOf(first), ...later].filter((text) => text.includes("answer to slow"));
      expect(all).toHaveLength(1);
    }),
    { numRuns: 40 },
  );
});

test.each([
  [300, 14_900],
  [600, 15_200],
  [1_000, 16_500],
  [2_000, 18_000],
  [3_000, 30_000],
  [6_000, 30_000],
])(
  "tries %i ms after the last one's end, a bot of %i ms: something is shown",
  async (pause, bot) => {
    const { first, fetched } = await live(pause, bot, false);
    const seen = textOf(first);
    expect(seen).toMatch(/^answer to slow$|继续/);
    if (seen !== "answer to slow") expect(textOf(fetched)).toContain("answer to slow");
  },
);
