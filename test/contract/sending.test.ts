import { type Activity, ActivityTypes, MessageFactory, ShowTypingMiddleware } from "botbuilder";
import { describe, expect, test, vi } from "vitest";
import { seconds, testRoad } from "../helpers/road.ts";
import { SHELLS } from "./shells.ts";

describe.each(SHELLS)("$name", (shell) => {
  test("sendActivities gives one id per activity, in order; ids only where a message was made", async () => {
    let ids: (string | undefined)[] = [];
    const road = await shell.road(async (context) => {
      const responses = await context.sendActivities([
        { type: "typing" },
        MessageFactory.text("a"),
        { type: "delay", value: 1 },
        { type: "trace", name: "T" },
        MessageFactory.text("b"),
        { type: "endOfConversation" },
        { type: "event", name: "whatever" },
        { type: "messageReaction" },
      ]);
      ids = responses.map(({ id }) => id);
    });
    expect((await road.says("hi")).text).toBe("a\n\nb");
    expect(ids).toEqual([
      "",
      expect.stringContaining("#0"),
      "",
      "",
      expect.stringMatching(/#1$/),
      "",
      "",
      "",
    ]);
  });

  test("every id can be looked up", async () => {
    const fates: unknown[] = [];
    const road = await shell.road(async (context) => {
      const response = await context.sendActivity("hi");
      const reference = shell.referenceOf(context);
      fates.push(reference, response?.id);
    });
    await road.says("hi");
    const [reference, id] = fates as [object, string];
    expect(await road.adapter.dispatchOf(reference, id)).toBe("passive");
  });

  test("an outgoing activity has the reference of its turn, and its id afterwards", async () => {
    let sent: unknown;
    const road = await shell.road(async (context) => {
      context.onSendActivities(async (_context, activities, next) => {
        const responses = await next();
        sent = {
          ...activities[0],
          channelId: activities[0]?.channelId,
          ids: responses?.map(({ id }) => id),
        };
        return responses;
      });
      await context.sendActivity("hey");
    });
    await road.says("hi");
    expect(sent).toMatchObject({
      type: "message",
      text: "hey",
      channelId: "wechat",
      locale: "zh-CN",
      conversation: { id: "oMei" },
      recipient: { id: "oMei" },
      replyToId: expect.stringMatching(/^\d{17}$/),
      ids: [expect.stringContaining("#0")],
    });
  });

  test("wrong calls are refused as the SDK's own adapters do", async () => {
    const road = await shell.road(async () => {});
    const { adapter } = road;
    const context = shell.strayContext(road);
    await expect(adapter.sendActivities(undefined as never, [])).rejects.toThrow(TypeError);
    await expect(adapter.sendActivities(context, undefined as never)).rejects.toThrow(TypeError);
    await expect(adapter.sendActivities(context, [])).rejects.toThrow("the array was empty");
    await expect(
      adapter.sendActivities(context, [{ type: "message", text: "x" }]),
    ).rejects.toMatchObject({
      code: "no-turn",
    });
  });

  test("order holds even when the bot sends without waiting", async () => {
    const road = await shell.road(async (context) => {
      await Promise.all(["1", "2", "3", "4"].map((text) => context.sendActivity(text)));
    });
    expect((await road.says("hi")).text).toBe("1\n\n2\n\n3\n\n4");
  });

  test("a delay waits, and text after it is still one reply", async () => {
    const road = await shell.road(async (context) => {
      await context.sendActivities([
        MessageFactory.text("a"),
        { type: "delay", value: 60 },
        MessageFactory.text("b"),
      ]);
    });
    const startedAt = Date.now();
    expect((await road.says("hi")).text).toBe("a\n\nb");
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  test("a trace does not count as an answer, a message does", async () => {
    const responded: boolean[] = [];
    const road = await shell.road(async (context) => {
      await context.sendActivity({ type: "trace", name: "T" });
      responded.push(context.responded);
      await context.sendActivity("x");
      responded.push(context.responded);
    });
    await road.says("hi");
    expect(responded).toEqual([false, true]);
  });

  test("an invokeResponse goes to the turn state and is not shown", async () => {
    let kept: unknown;
    const road = await shell.road(async (context) => {
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200 } });
      kept = context.turnState.get(shell.invokeResponseKey);
    });
    expect((await road.says("hi")).tries.at(-1)?.body).toBe("success");
    expect(kept).toMatchObject({ value: { status: 200 } });
  });

  test("messages cannot be changed or deleted: a typed error says what to do", async () => {
    const codes: unknown[] = [];
    const road = await shell.road(async (context) => {
      await context
        .updateActivity({ type: "message", id: "1", text: "x" })
        .catch((error) => codes.push(error.code));
      await context.deleteActivity("1").catch((error) => codes.push(error.code));
    });
    await road.says("hi");
    expect(codes).toEqual(["not-supported", "not-supported"]);
  });

  test("a send that the bot did not await is delivered, and nothing is rejected unheard", async () => {
    const unheard = vi.fn();
    process.on("unhandledRejection", unheard);
    const road = await shell.road(async (context) => {
      void context.sendActivity("forgotten");
      void context.sendActivities([{ type: "delay", value: 20 }, MessageFactory.text("and late")]);
    });
    expect((await road.says("hi")).text).toBe("forgotten\n\nand late");
    await seconds(0.5);
    process.off("unhandledRejection", unheard);
    expect(unheard).not.toHaveBeenCalled();
  });

  test("sending after the turn fails loudly", async () => {
    let later: Promise<unknown> = Promise.resolve();
    const road = await shell.road(async (context) => {
      later = seconds(1).then(() => context.sendActivity("too late"));
      later.catch(() => {});
      await context.sendActivity("in time");
    });
    expect((await road.says("hi")).text).toBe("in time");
    await expect(later).rejects.toMatchObject({ code: "turn-over" });
  });

  test("after the turn the context can be read, and every way to send says that the turn is over", async () => {
    const kept: Parameters<Parameters<typeof shell.road>[0]>[0][] = [];
    const road = await shell.road(async (context) => {
      kept.push(context);
      await context.sendActivity("in time");
    });
    await road.says("hi");
    const [context] = kept;
    expect([context?.activity.text, context?.responded]).toEqual(["hi", true]);
    const over = {
      code: "turn-over",
      message: expect.stringContaining("continueConversationAsync"),
    };
    const late = [MessageFactory.text("late")];
    await expect(context?.sendActivity("late")).rejects.toMatchObject(over);
    await expect(context?.sendActivities(late)).rejects.toMatchObject(over);
    await expect(context?.adapter.sendActivities(context, late)).rejects.toMatchObject(over);
    expect((await road.says("again")).text).toBe("in time");
  });

  test("middleware that does not go on ends the turn with success", async () => {
    let ran = false;
    const road = await shell.road(async () => {
      ran = true;
    });
    road.adapter.use(async () => {});
    expect((await road.says("hi")).tries.at(-1)?.body).toBe("success");
    expect(ran).toBe(false);
  });

  test("state is not lost between quick messages of one follower", async () => {
    const state = shell.conversationState();
    const count = state.createProperty<number>("count");
    const road = await shell.road(async (context) => {
      const n = (await count.get(context, 0)) + 1;
      await seconds(0.1);
      await count.set(context, n);
      await state.saveChanges(context);
      await context.sendActivity(String(n));
    });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((i) => road.says(`message ${i}`)));
    expect(answers.map(({ text }) => text).sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("transcript middleware hears question and answer", async () => {
    const lines: Partial<Activity>[] = [];
    const road = await shell.road(async (context) => {
      await seconds(1);
      await context.sendActivities([{ type: "typing" }, MessageFactory.text("answer")]);
    });
    road.adapter.use(shell.transcript(lines));
    expect((await road.says("question")).text).toBe("answer");
    const texts = lines.filter(({ type }) => type === "message").map(({ text }) => text);
    expect(texts.sort()).toEqual(["answer", "question"]);
  });

  test("what a bot throws after it was heard is answered by its own handler of errors", async () => {
    const road = await shell.road(async () => {
      throw new Error("boom");
    });
    road.adapter.onTurnError = async (context, error) => {
      await context.sendActivity(`sorry: ${error.message}`);
    };
    expect((await road.says("hi")).text).toBe("sorry: boom");
    road.adapter.onTurnError = async () => {};
    expect((await road.says("hi")).text).toBe("抱歉，出了点问题，请稍后再试。");
  });

  test("an ActivityHandler greets whoever follows and says good-bye to nobody", async () => {
    const bot = shell.handler();
    const removed: unknown[] = [];
    bot.onMembersAdded(async (context) => {
      const added = context.activity.membersAdded ?? [];
      const others = added.filter(({ id }) => id !== context.activity.recipient.id);
      await context.sendActivity(`welcome, ${others.length}`);
    });
    bot.onMembersRemoved(async (context) => {
      removed.push(context.activity.membersRemoved);
    });
    const road = await shell.road((context) => bot.run(context));
    expect((await road.event("subscribe", { EventKey: "" })).text).toBe("welcome, 1");
    await road.event("unsubscribe", { EventKey: "" });
    expect(removed).toHaveLength(1);
  });
});

test("ShowTypingMiddleware, which calls the adapter by itself, does no harm", async () => {
  const road = await testRoad(async (context) => {
    await seconds(1);
    await context.sendActivity("answer");
  });
  road.adapter.use(new ShowTypingMiddleware(10, 20));
  expect((await road.says("question")).text).toBe("answer");
});
