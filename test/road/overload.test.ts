import fc from "fast-check";
import { expect, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { sleep } from "../../src/clock.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { BusyMachine, type Stall } from "../helpers/busyMachine.ts";
import { textOf } from "../helpers/manualRoad.ts";
import { ACCOUNT, textPush } from "../helpers/road.ts";

/** One message to a bot of `botMs` on a machine that stands still now and then. */
async function live(
  stalls: readonly Stall[],
  botMs: number,
  right: "no" | "refused",
  pauseMs: number,
) {
  const clock = new ManualClock();
  const machine = new BusyMachine(clock, stalls);
  const adapter = new WeChatAdapter({
    accounts: [{ ...ACCOUNT, ...(right === "no" && { customerService: false }) }],
    clock: machine.clock,
    store: new MemoryStore({ clock: machine.clock }),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ...(right === "refused" && { courier: async () => ({ held: 48001 }) }),
  });
  const transport = machine.transport((request, response) =>
    adapter.process(request, response, async (context) => {
      if (context.activity.text === "slow") await sleep(machine.clock, botMs);
      await context.sendActivity(`answer to ${context.activity.text}`);
    }),
  );
  const pusher = createPusher({ clock, transport, pauseMs });
  const says = async (text: string) => {
    let ended = false;
    const CreateTime = Math.floor(clock.now() / 1_000);
    const address = { url: "http://bot.test/wechat", mode: "safe" as const, ...ACCOUNT };
    const pushed = pusher.push(address, { ...textPush(text), CreateTime });
    void pushed.finally(() => {
      ended = true;
    });
    while (!ended) await clock.advance(100);
    return pushed;
  };
  const first = await says("slow");
  await clock.advance(60_000);
  const fetched = await says("继续");
  await adapter.close();
  return { first, fetched };
}

const stalls = fc
  .array(fc.tuple(fc.integer({ min: 50, max: 4_000 }), fc.integer({ min: 50, max: 6_000 })), {
    maxLength: 12,
  })
  .map((parts) => {
    let at = 0;
    return parts.map(([free, stood]): Stall => {
      const from = at + free;
      at = from + stood;
      return [from, at];
    });
  });

test("on a machine that does not get to its work nobody is answered with nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      stalls,
      fc.integer({ min: 0, max: 20_000 }),
      fc.constantFrom("no" as const, "refused" as const),
      fc.integer({ min: 0, max: 15_000 }),
      async (when, botMs, right, pauseMs) => {
        const { first, fetched } = await live(when, botMs, right, pauseMs);
        expect(first.seen.saw).not.toBe("nothing");
        if (first.seen.saw !== "reply" || textOf(first) === "answer to slow") return;
        expect(textOf(fetched)).toContain("answer to slow");
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);
