import { expect, test } from "vitest";
import type { Courier, Verdict } from "../../src/adapter/send/courier.ts";
import type { Reply } from "../../src/protocol/reply.ts";
import { ACCOUNT, seconds, testRoad } from "../helpers/road.ts";

const VERIFIED = { ...ACCOUNT, customerService: true };

/** WeChat's customer-service side: takes messages in order, answers with the verdicts it was given. */
function courier(verdicts: Verdict[] = []) {
  const sent: string[] = [];
  let inFlight = 0;
  let most = 0;
  const carry: Courier = async (_account, openid, reply: Reply) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await seconds(0.05);
    inFlight -= 1;
    const verdict = verdicts.shift() ?? "sent";
    if (verdict === "sent") sent.push(`${openid}: ${(reply as { content: string }).content}`);
    return verdict;
  };
  return { sent, carry, most: () => most };
}

test("the first message rides, the rest follows in order once the answer has left", async () => {
  const wechat = courier();
  const road = await testRoad(
    async (context) => {
      for (const text of ["1", "2", "3"]) await context.sendActivity(text);
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  expect((await road.says("hi")).text).toBe("1");
  await seconds(1);
  expect(wechat.sent).toEqual(["oMei: 2", "oMei: 3"]);
  expect(wechat.most()).toBe(1);
});

test("more messages than the grant allows: texts join the first, none is lost, order is kept", async () => {
  const wechat = courier();
  const texts = ["1", "2", "3", "4", "5", "6", "7"];
  const road = await testRoad(
    async (context) => {
      for (const text of texts) await context.sendActivity(text);
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  const seen = await road.says("hi");
  await seconds(2);
  expect(seen.text).toBe("1\n\n2");
  expect(wechat.sent).toEqual(["3", "4", "5", "6", "7"].map((text) => `oMei: ${text}`));
});

test("a slow turn is released: success on the first delivery, the answer by customer service", async () => {
  const wechat = courier();
  let runs = 0;
  const road = await testRoad(
    async (context) => {
      runs += 1;
      await seconds(7);
      await context.sendActivity("at last");
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  const seen = await road.says("hi");
  expect(seen.tries).toEqual([{ status: 200, body: "success" }]);
  await seconds(4);
  expect(wechat.sent).toEqual(["oMei: at last"]);
  expect(runs).toBe(1);
});

test("a slow turn that has spoken lets its first message ride; the rest comes as it is said", async () => {
  const wechat = courier();
  const road = await testRoad(
    async (context) => {
      await context.sendActivity("thinking");
      await context.sendActivity("still thinking");
      await seconds(6);
      await context.sendActivity("done");
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  expect((await road.says("hi")).text).toBe("thinking");
  await seconds(1);
  expect(wechat.sent).toEqual(["oMei: still thinking"]);
  await seconds(2);
  expect(wechat.sent).toEqual(["oMei: still thinking", "oMei: done"]);
});

test("a refusal for the window keeps the rest, in order, for the next contact", async () => {
  const wechat = courier(["sent", { held: 45047 }]);
  const road = await testRoad(
    async (context) => {
      if (context.activity.text !== "go") return;
      for (const text of ["1", "2", "3", "4"]) await context.sendActivity(text);
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  expect((await road.says("go")).text).toBe("1");
  await seconds(1);
  expect(wechat.sent).toEqual(["oMei: 2"]);
  expect((await road.says("hello?")).text).toBe("3");
  await seconds(1);
  expect(wechat.sent).toEqual(["oMei: 2", "oMei: 4"]);
});

test("a send that perhaps arrived is never repeated; one that certainly did not is", async () => {
  const wechat = courier(["unknown", "not-sent"]);
  const road = await testRoad(
    async (context) => {
      for (const text of ["1", "2", "3"]) await context.sendActivity(text);
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  await road.says("hi");
  await expect.poll(() => wechat.sent).toEqual(["oMei: 3"]);
  await seconds(2);
  expect(wechat.sent).toEqual(["oMei: 3"]);
});

test("a proactive message goes out at once while a grant is open, and is held afterwards", async () => {
  const wechat = courier();
  let reference = {};
  const road = await testRoad(
    async (context) => {
      reference = {
        conversation: { id: context.activity.from.id },
        bot: context.activity.recipient,
      };
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  await road.says("hi");
  const fates: unknown[] = [];
  for (let i = 1; i <= 6; i++) {
    await road.adapter.continueConversation(reference, async (context) => {
      const response = await context.sendActivity(`news ${i}`);
      await seconds(0.5);
      fates.push(await road.adapter.dispatchOf(reference, response?.id ?? ""));
    });
  }
  expect(wechat.sent).toEqual([1, 2, 3, 4, 5].map((i) => `oMei: news ${i}`));
  expect(fates).toEqual(["sent", "sent", "sent", "sent", "sent", "held"]);
  expect((await road.says("hello")).text).toBe("news 6");
});

test("an account that says it has no right rides, although a courier is there", async () => {
  const wechat = courier();
  const road = await testRoad(
    async (context) => {
      await context.sendActivity("1");
      await context.sendActivity("2");
    },
    {
      courier: wechat.carry,
      accounts: [{ ...ACCOUNT, customerService: false }],
    },
  );
  expect((await road.says("hi")).text).toBe("1\n\n2");
});

test("an account that says nothing rides first, tries what overflows, and remembers the verdict", async () => {
  const wechat = courier();
  const bot = async (context: import("botbuilder").TurnContext) => {
    if (context.activity.text === "slow") await seconds(6);
    for (const text of ["1", "2"]) await context.sendActivity(text);
  };
  const road = await testRoad(bot, { courier: wechat.carry });
  const untried = await road.says("slow");
  expect(untried.tries).toHaveLength(2);
  await seconds(0.5);
  expect(wechat.sent).toEqual(["oMei: 2"]);
  // It worked, so a slow turn is released from now on.
  expect((await road.says("slow")).tries).toEqual([{ status: 200, body: "success" }]);
  await seconds(3);
  expect(wechat.sent).toEqual(["oMei: 2", "oMei: 1", "oMei: 2"]);
});

test("48001 is remembered: what overflows is held and offered from then on", async () => {
  const failures: unknown[] = [];
  const wechat = courier([{ held: 48001 }]);
  const road = await testRoad(
    async (context) => {
      if (context.activity.text !== "go") return;
      for (const part of ["a", "b"]) await context.sendActivity(part.repeat(1_500));
    },
    { courier: wechat.carry, onDispatchFailed: (failure) => failures.push(failure) },
  );
  expect((await road.says("go")).text).toBe("a".repeat(1_500));
  await seconds(1);
  expect(failures).toMatchObject([{ openid: "oMei", fate: "held", errcode: 48001 }]);
  expect((await road.says("and?")).text).toBe("b".repeat(1_500));
  expect((await road.says("go")).text).toContain("内容未完");
  expect(wechat.sent).toEqual([]);
});

test("awaitDispatch makes sends tell the truth from the first on", async () => {
  const wechat = courier(["sent", { refused: 45002 }]);
  const told: unknown[] = [];
  const road = await testRoad(
    async (context) => {
      for (const text of ["1", "2", "3", "4"]) {
        const sending = context.sendActivity({ text, channelData: { awaitDispatch: true } });
        await sending.then(
          () => told.push(text),
          (error) => told.push([error.code, error.errcode]),
        );
      }
    },
    { courier: wechat.carry, accounts: [VERIFIED] },
  );
  expect((await road.says("hi")).text).toBe("1");
  await seconds(2);
  expect(told).toEqual(["1", "2", ["refused-by-wechat", 45002], "4"]);
  expect(wechat.sent).toEqual(["oMei: 2", "oMei: 4"]);
});
