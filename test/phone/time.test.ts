import { resolve } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { testWeChat } from "../../src/testing/index.ts";
import { openStage } from "./openStage.ts";
import bot from "./reminding.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PATIENCE = { timeout: 20_000 };

type Move = { readonly say: string } | { readonly jump: number };

/** Quarters of an hour around the two hours and the thirty: no sum of them is a moment at which something is due. */
const moves = fc.array(
  fc.oneof(
    fc.record({ say: fc.constantFrom("hello", "yes", "no") }),
    fc.record({ jump: fc.constantFrom(15, 45, 150, 47 * 60, 48 * 60).map((m) => m * MINUTE) }),
  ),
  { minLength: 1, maxLength: 6 },
);

/** The same moves in the test kit. */
async function inTheKit(story: readonly Move[]): Promise<readonly unknown[]> {
  const wechat = await testWeChat(bot);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const move of story) {
    if ("say" in move) await mei.says(move.say);
    else await wechat.advance(move.jump);
  }
  await wechat.close();
  return mei.screen;
}

describe("time on the page", () => {
  it("gives the same messages as the test kit, whatever the moves", async () => {
    const stage = await openStage(resolve(import.meta.dirname, "reminding.ts"));
    await fc.assert(
      fc.asyncProperty(moves, async (story) => {
        const { openid = "" } = (await stage.post("/api/people", {})).body;
        const act = async (action: FollowerAction) => {
          await stage.post("/api/act", { openid, action });
          await stage.settled(openid);
        };
        await act({ do: "follow" });
        for (const move of story) {
          if ("say" in move) await act({ do: "say", text: move.say });
          else await stage.post("/api/time", { ms: move.jump });
        }
        expect(await stage.seen(openid)).toEqual(await inTheKit(story));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 240_000);

  it(
    "says in two hours what is due in two hours, also in a move of two days",
    async () => {
      const stage = await openStage(resolve(import.meta.dirname, "reminding.ts"));
      const { openid = "" } = (await stage.post("/api/people", {})).body;
      for (const text of ["hello", "yes"]) {
        await stage.post("/api/act", {
          openid,
          action: text === "hello" ? { do: "follow" } : { do: "say", text },
        });
        await stage.settled(openid);
      }
      await stage.post("/api/act", { openid, action: { do: "say", text: "one" } });
      await stage.settled(openid);
      const before = await stage.shown(openid);
      await stage.post("/api/time", { ms: 48 * HOUR });
      const [lost, ...more] = (await stage.shown(openid)).slice(before.length);
      expect([lost?.text, more]).toEqual(["lost you", []]);
      expect(Math.abs((lost?.at ?? 0) - (before.at(-1)?.at ?? 0) - 2 * HOUR)).toBeLessThan(MINUTE);
    },
    PATIENCE.timeout * 3,
  );
});
