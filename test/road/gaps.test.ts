import fc from "fast-check";
import { expect, test } from "vitest";
import { sleep } from "../../src/clock.ts";
import type { Outcome } from "../../src/simulator/pusher/pusher.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad, textOf } from "../helpers/manualRoad.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** What one follower lived through with a slow bot. */
interface Lived {
  /** What his message showed him. */
  readonly first: Outcome;
  /** What came by customer service. */
  readonly later: readonly string[];
  /** What the word that fetches an answer brought, once the bot was done. */
  readonly fetched: Outcome;
}

/** Whether the account may write by customer service; `refused`: it says nothing of it, and WeChat refuses. */
type Right = "yes" | "no" | "refused";

/** One message to a bot that takes `botMs`, where WeChat waits `pauseMs` between two tries. */
async function live(pauseMs: number, botMs: number, right: Right): Promise<Lived> {
  const clock = new ManualClock();
  const later: string[] = [];
  const told = right === "refused" ? {} : { customerService: right === "yes" };
  const road = manualRoad(
    async (context) => {
      if (context.activity.text === "slow") await sleep(clock, botMs);
      await context.sendActivity(`answer to ${context.activity.text}`);
    },
    {
      pauseMs,
      accounts: [{ ...ACCOUNT, ...told }],
      courier: async (_account, _openid, reply) => {
        if (right === "refused") return { held: 48001 };
        if (reply.type === "text") later.push(reply.content);
        return "sent";
      },
    },
    clock,
  );
  const first = await road.says("slow");
  // Until the bot is done, and everything that could still be said by itself has been.
  await clock.advance(botMs + 25_000);
  return { first, later, fetched: await road.says("继续") };
}

const pauses = fc.integer({ min: 0, max: 3_000 });
const durations = fc.integer({ min: 0, max: 40_000 });

test("whatever the pause between WeChat's tries, a slow bot's follower sees the answer, or how to fetch it", async () => {
  await fc.assert(
    fc.asyncProperty(pauses, durations, async (pauseMs, botMs) => {
      const { first, fetched } = await live(pauseMs, botMs, "no");
      expect(first.seen.saw).toBe("reply");
      const seen = textOf(first);
      if (seen === "answer to slow") return;
      expect(seen).toContain("继续");
      expect(textOf(fetched)).toBe("关于“slow”：\nanswer to slow");
    }),
    { numRuns: 60 },
  );
});

test("the same where the account says nothing of customer service, and WeChat refuses it", async () => {
  await fc.assert(
    fc.asyncProperty(pauses, durations, async (pauseMs, botMs) => {
      const { first, fetched } = await live(pauseMs, botMs, "refused");
      const seen = textOf(first);
      if (seen === "answer to slow") return;
      expect(seen).toContain("继续");
      expect(textOf(fetched)).toContain("answer to slow");
    }),
    { numRuns: 40 },
  );
});

test("with customer service the answer comes once, by itself, and never WeChat's notice of a fault", async () => {
  await fc.assert(
    fc.asyncProperty(pauses, durations, async (pauseMs, botMs) => {
      const { first, later } = await live(pauseMs, botMs, "yes");
      expect(first.seen.saw).not.toBe("fault");
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
    const { first, fetched } = await live(pause, bot, "no");
    const seen = textOf(first);
    expect(seen).toMatch(/^answer to slow$|继续/);
    if (seen !== "answer to slow") expect(textOf(fetched)).toContain("answer to slow");
  },
);
