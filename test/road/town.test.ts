import { expect, test, vi } from "vitest";
import { town } from "../helpers/town.ts";

const SEVEN = ["1", "2", "3", "4", "5", "6", "7"];

async function sendsSeven(context: import("botbuilder").TurnContext): Promise<void> {
  if (context.activity.text !== "go") return;
  for (const text of SEVEN) await context.sendActivity(text);
}

function words(screen: readonly string[]): string[] {
  return screen.flatMap((line) => line.replace(/^\w+: /, "").split(/\n+/));
}

test("a verified account: seven messages arrive in order, within the grant, over WeChat's API", async () => {
  const { follower } = await town(sendsSeven);
  const mei = follower();
  await mei.does({ do: "follow" });
  await mei.says("go");
  await vi.waitFor(() => expect(words(mei.screen())).toEqual(SEVEN), { timeout: 5_000 });
  expect(mei.screen()[0]).toMatch(/^passive: /);
  expect(mei.screen().filter((line) => line.startsWith("custom: "))).toHaveLength(5);
});

test("an unverified account: none of seven is lost, and 48001 is learnt once", async () => {
  const failures: unknown[] = [];
  const options = { onDispatchFailed: (failure: object) => failures.push(failure) };
  const { follower } = await town(sendsSeven, { type: "subscription", verified: false }, options);
  const mei = follower();
  await mei.does({ do: "follow" });
  await mei.says("go");
  await vi.waitFor(() => expect(failures).toMatchObject([{ errcode: 48001, fate: "held" }]));
  await mei.says("and?");
  expect(words(mei.screen())).toEqual(SEVEN);
  await mei.says("go");
  expect(words(mei.screen()).slice(7)).toEqual(SEVEN);
  expect(failures).toHaveLength(1);
});

test("whoever has left gets nothing, and nothing is sent to him", async () => {
  const { adapter, follower, appId, simulator } = await town(sendsSeven);
  const mei = follower();
  await mei.does({ do: "follow" });
  await mei.does({ do: "unfollow" });
  const reference = {
    conversation: { id: mei.openid, isGroup: false, name: "", conversationType: "" },
  };
  const failed = adapter.continueConversation(reference, async (context) => {
    await context.sendActivity("come back");
  });
  await expect(failed).rejects.toMatchObject({ code: "unfollowed" });
  expect(mei.screen()).toEqual([]);
  expect(simulator.platform.windowOf(appId, mei.openid)).toBe("closed");
});

test("a bot reaches WeChat's API as its account", async () => {
  const seen: unknown[] = [];
  const { follower, adapter } = await town(async (context) => {
    const client = (context.adapter as typeof adapter).client(context);
    const info = await client.call("user.info", { openid: context.activity.from.id });
    seen.push(info.subscribe);
    await context.sendActivity("seen");
  });
  const mei = follower();
  await mei.does({ do: "follow" });
  await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 5_000 });
  expect(() => adapter.client("wx0000000000000000")).toThrow(/no account/);
});
