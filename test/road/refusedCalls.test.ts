import { expect, onTestFinished, test, vi } from "vitest";
import { openConsoleWorld } from "../helpers/consoleWorld.ts";
import { town } from "../helpers/town.ts";

const TOKEN = "/cgi-bin/stable_token";
const SEND = "/cgi-bin/message/custom/send";

/** What the operator would have to do, and which of WeChat's answers says so. */
const REFUSALS = [
  { code: 40164, path: TOKEN, why: "the server's address is not listed" },
  { code: 40125, path: TOKEN, why: "the secret is wrong" },
  { code: 45009, path: TOKEN, why: "the day's tokens are used up" },
  { code: 45009, path: SEND, why: "the day's messages are used up" },
  { code: 61004, path: SEND, why: "the platform's address is not listed" },
] as const;

test.each(REFUSALS)(
  "$code of $path, $why: nobody waits, and nothing is lost or said twice",
  async ({ code, path }) => {
    const { adapter, follower, simulator } = await town(async (context) => {
      if (context.activity.type === "message") {
        await context.sendActivity(`echo ${context.activity.text}`);
      }
    });
    const mei = follower();
    await mei.does({ do: "follow" });
    await mei.says("hi");
    simulator.faults.order({ do: "errcode", errcode: code, path });
    const began = Date.now();
    await adapter.continueConversation(mei.reference, async (context) => {
      await context.sendActivity("news");
    });
    await mei.says("hello?");
    await mei.says("and now?");
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(mei.screen()).toEqual([
      "passive: echo hi",
      "passive: news\n\necho hello?",
      "passive: echo and now?",
    ]);
  },
);

test("once the cause is mended, what waited comes once", async () => {
  const { adapter, follower, simulator } = await town(async () => {});
  const mei = follower();
  await mei.does({ do: "follow" });
  await mei.says("hi");
  const fault = simulator.faults.order({ do: "errcode", errcode: 61004, path: SEND });
  await adapter.continueConversation(mei.reference, async (context) => {
    await context.sendActivity("news");
  });
  simulator.faults.clear(fault);
  await vi.waitFor(() => expect(mei.screen()).toEqual(["custom: news"]), { timeout: 10_000 });
});

test("an account that is linked: 61004 leaves its followers answered, and the console tells it while it lasts", async () => {
  const world = await openConsoleWorld();
  onTestFinished(() => world.close());
  const linked = await world.link();
  await world.says(linked, "hello");
  world.simulator.faults.order({ do: "errcode", errcode: 61004, path: SEND });
  await world.writes(linked, "news");
  const { get } = await world.enter();
  const failures = async () =>
    (await get(`/api/account?appId=${linked.appId}`)).body.lastFailures as {
      code: number;
      diagnosis: { en: { checks: unknown[] } };
    }[];
  await vi.waitFor(async () => expect((await failures())[0]).toMatchObject({ code: 61004 }));
  // Tried again and again, it is one entry, with what to do.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const all = await failures();
  expect(all.filter(({ code }) => code === 61004)).toHaveLength(1);
  expect(all[0]?.diagnosis.en.checks.length).toBeGreaterThan(1);
  await world.says(linked, "hello again");
});
