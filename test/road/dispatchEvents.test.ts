import { type ConversationReference, TurnContext } from "botbuilder";
import { expect, test, vi } from "vitest";
import type { DispatchFailure } from "../../src/adapter/send/dispatch.ts";
import type { Observed } from "../../src/adapter/watch/observe.ts";
import { ACCOUNT, testRoad } from "../helpers/road.ts";
import { town } from "../helpers/town.ts";

const CUSTOM = "/cgi-bin/message/custom/send";

async function listening(dispatchEvents: boolean) {
  const heard: unknown[] = [];
  const ids: (string | undefined)[] = [];
  const opened = await town(
    async (context) => {
      const { type, name, value, text } = context.activity;
      if (type === "event" && name === "dispatch") {
        heard.push(value);
        // What it says of a verdict makes no verdict of its own.
        if (heard.length === 1) await context.sendActivity("one of them arrived");
      }
      if (text !== "go") return;
      for (const part of ["1", "2", "3"]) ids.push((await context.sendActivity(part))?.id);
    },
    {},
    {},
    { customerService: true, dispatchEvents },
  );
  const mei = opened.follower();
  await mei.does({ do: "follow" });
  return { ...opened, mei, heard, ids };
}

test("the bot hears of every verdict, in turns of their own, where the account wants it", async () => {
  const { mei, heard, ids, simulator } = await listening(true);
  simulator.faults.order({ do: "errcode", errcode: 45002, path: CUSTOM, times: 1 });
  await mei.says("go");
  await vi.waitFor(() => expect(heard).toHaveLength(2), 5_000);
  expect(heard).toEqual([
    { id: ids[1], fate: "refused", errcode: 45002 },
    { id: ids[2], fate: "sent" },
  ]);
  await vi.waitFor(() => expect(mei.screen().at(-1)).toBe("custom: one of them arrived"), 5_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toHaveLength(2);
});

test("nobody hears anything who did not ask for it", async () => {
  const { mei, heard } = await listening(false);
  await mei.says("go");
  await vi.waitFor(() => expect(mei.screen()).toHaveLength(3), 5_000);
  expect(heard).toEqual([]);
});

test("a held message that nobody fetched in its time, or whose follower left, comes to an end that is told", async () => {
  const heard: unknown[] = [];
  const failed: DispatchFailure[] = [];
  const observed: Observed[] = [];
  let reference: Partial<ConversationReference> = {};
  const road = await testRoad(
    async (context) => {
      reference = TurnContext.getConversationReference(context.activity);
      if (context.activity.name === "dispatch") heard.push(context.activity.value);
    },
    {
      accounts: [{ ...ACCOUNT, customerService: false, dispatchEvents: true }],
      pace: { sweepMs: 50, holdMs: 300 },
      onDispatchFailed: (failure) => failed.push(failure),
      observe: (event) => observed.push(event),
    },
  );
  await road.says("hi");
  const ids: (string | undefined)[] = [];
  const say = (text: string) =>
    road.adapter.continueConversation(reference, async (context) => {
      ids.push((await context.sendActivity(text))?.id);
    });
  await say("news");
  await vi.waitFor(() => expect(heard).toEqual([{ id: ids[0], fate: "expired" }]), 5_000);
  await say("more news");
  await road.event("unsubscribe");
  await vi.waitFor(() => expect(failed).toHaveLength(2), 5_000);
  expect(failed.map(({ id, fate }) => ({ id, fate }))).toEqual([
    { id: ids[0], fate: "expired" },
    { id: ids[1], fate: "dropped" },
  ]);
  const fates = observed.flatMap((event) => (event.see === "fate" ? [event.fate] : []));
  expect(fates).toEqual(["expired", "dropped"]);
  expect(road.log.lines.filter((line) => line.includes("was not sent"))).toHaveLength(1);
});
