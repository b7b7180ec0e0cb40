import type { Activity, ConversationReference, TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import { ACCOUNT, seconds, type TestRoad } from "../helpers/road.ts";
import { SHELLS, type Shell } from "./shells.ts";

/** A road whose follower has written once, with the reference the bot kept, through JSON. */
async function met(
  shell: Shell,
  logic: (context: TurnContext) => Promise<void> = async () => {},
): Promise<{ road: TestRoad; reference: Partial<ConversationReference> }> {
  let kept = "";
  const road = await shell.road(async (context) => {
    kept ||= JSON.stringify(shell.referenceOf(context));
    await logic(context);
  });
  await road.says("hello");
  return { road, reference: JSON.parse(kept) };
}

describe.each(SHELLS)("$name", (shell) => {
  test("a proactive message is held and comes with the next contact", async () => {
    const { road, reference } = await met(shell, async (context) => {
      if (context.activity.text === "again") await context.sendActivity("welcome back");
    });
    let id: string | undefined;
    await shell.continueConversation(road, reference, async (context) => {
      id = (await context.sendActivity("your parcel is here"))?.id;
    });
    expect(await road.adapter.dispatchOf(reference, id ?? "")).toBe("held");
    expect((await road.says("again")).text).toBe("your parcel is here\n\nwelcome back");
  });

  test("a proactive turn has a fresh activity, and middleware sees it without logging it", async () => {
    const { road, reference } = await met(shell);
    const lines: Partial<Activity>[] = [];
    road.adapter.use(shell.transcript(lines));
    let activity: TurnContext["activity"] | undefined;
    await shell.continueConversation(road, reference, async (context) => {
      activity = context.activity;
      await context.sendActivity("news");
    });
    expect(activity).toMatchObject({
      type: "event",
      name: "ContinueConversation",
      channelId: "wechat",
      conversation: { id: "oMei" },
    });
    expect(activity?.id).not.toBe(reference.activityId);
    expect(lines.filter(({ type }) => type === "message")).toHaveLength(1);
    expect(lines.some(({ text }) => text === "news")).toBe(true);
  });

  test("a reference without a locale, as one puts it together, speaks the account's language", async () => {
    let reference: Partial<ConversationReference> = {};
    const accounts = [{ ...ACCOUNT, locale: "en-US" }];
    const road = await shell.road(
      async (context) => {
        const { locale: _, ...rest } = shell.referenceOf(context);
        reference = rest;
      },
      { accounts },
    );
    await road.says("hello");
    let locale: string | undefined;
    await shell.continueConversation(road, reference, async (context) => {
      locale = context.activity.locale;
    });
    expect(locale).toBe("en-US");
  });

  test("a proactive turn waits for the follower's running turn", async () => {
    const order: string[] = [];
    const { road, reference } = await met(shell, async (context) => {
      if (context.activity.text !== "slow") return;
      order.push("turn begins");
      await seconds(2);
      order.push("turn ends");
      await context.sendActivity("done");
    });
    const slow = road.says("slow");
    await seconds(0.5);
    await shell.continueConversation(road, reference, async () => void order.push("proactive"));
    expect((await slow).text).toBe("done");
    expect(order).toEqual(["turn begins", "turn ends", "proactive"]);
  });

  test("inside the follower's own turn it runs nested, and its messages stand in order", async () => {
    const { road } = await met(shell, async (context) => {
      if (context.activity.text !== "go") return;
      const reference = shell.referenceOf(context);
      await context.sendActivity("before");
      await shell.continueConversation(road, reference, async (inner) => {
        await inner.sendActivity("inside");
      });
      await context.sendActivity("after");
    });
    expect((await road.says("go")).text).toBe("before\n\ninside\n\nafter");
  });

  test("started in a turn that is over by then, it is a turn of its own", async () => {
    const later: Promise<unknown>[] = [];
    const { road } = await met(shell, async (context) => {
      if (context.activity.text !== "go") return;
      const reference = shell.referenceOf(context);
      const remind = (inner: TurnContext) => inner.sendActivity("reminder").then(() => {});
      later.push(seconds(1).then(() => shell.continueConversation(road, reference, remind)));
      await context.sendActivity("I will remind you");
    });
    expect((await road.says("go")).text).toBe("I will remind you");
    await Promise.all(later);
    expect((await road.says("and?")).text).toBe("reminder");
  });

  test("what a proactive bot throws reaches the caller, or onTurnError where there is one", async () => {
    const { road, reference } = await met(shell);
    const boom = async () => {
      throw new Error("boom");
    };
    await expect(shell.continueConversation(road, reference, boom)).rejects.toThrow("boom");
    const heard: string[] = [];
    road.adapter.onTurnError = async (context, error) => {
      heard.push(error.message);
      await context.sendActivity("sorry");
    };
    await shell.continueConversation(road, reference, boom);
    expect(heard).toEqual(["boom"]);
  });

  test("a reference that names none of our followers is refused with a remedy", async () => {
    const { road } = await met(shell);
    await expect(shell.continueConversation(road, {}, async () => {})).rejects.toMatchObject({
      code: "settings",
      message: expect.stringContaining("getConversationReference"),
    });
  });

  test("a proactive turn whose place in the queue was given up enters anew", async () => {
    const { road, reference } = await met(shell);
    const { store } = road;
    const enter = store.enter.bind(store);
    let dropped = 0;
    store.enter = async (entry) =>
      dropped++ === 0 ? { place: 0, leaseLeft: 0, gone: true } : enter(entry);
    let ran = 0;
    await shell.continueConversation(road, reference, async () => void ran++);
    expect([dropped, ran]).toEqual([2, 1]);
  });
});

test("all overloads of continueConversationAsync run the logic; app id, claims and audience are ignored", async () => {
  const { road, reference } = await met(SHELLS[0] as Shell);
  const names: unknown[] = [];
  const logic = async (context: TurnContext) => void names.push(context.activity.name);
  await road.adapter.continueConversationAsync("any app id", reference, logic);
  await road.adapter.continueConversationAsync({ claims: [] }, reference, logic);
  await road.adapter.continueConversationAsync({ claims: [] }, reference, "audience", logic);
  expect(names).toEqual(Array(3).fill("ContinueConversation"));
  await expect(
    road.adapter.continueConversationAsync("app", reference, "audience"),
  ).rejects.toThrow(TypeError);
});

test("a conversation cannot be created with somebody unknown", async () => {
  const { road } = await met(SHELLS[0] as Shell);
  await expect(
    road.adapter.createConversationAsync("", "wechat", "", "", {} as never, async () => {}),
  ).rejects.toMatchObject({ code: "not-supported" });
});
