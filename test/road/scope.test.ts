import type { TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { ACCOUNT, seconds, testRoad } from "../helpers/road.ts";

function scopeOf(context: TurnContext): TurnScope {
  return context.turnState.get<TurnScope>(TURN_SCOPE);
}

/** Waits until something holds; a busy machine may take its time. */
async function until(holds: () => unknown): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await seconds(0.1);
  expect(holds()).toBeTruthy();
}

interface Counter {
  n: number;
}

function count(scope: TurnScope): number {
  const n = ((scope.read("counter") as Counter | undefined)?.n ?? 0) + 1;
  scope.write("counter", { n });
  return n;
}

test("every turn has its scope: who, when, where, and the slices that the last turn left", async () => {
  const seen: TurnScope[] = [];
  const road = await testRoad(async (context) => {
    const scope = scopeOf(context);
    seen.push(scope);
    await context.sendActivity(`${count(scope)} ${JSON.stringify(scope.read("other"))}`);
    scope.write("other", { list: [1] });
    if (context.activity.text === "clear") scope.write("counter", undefined);
  });
  expect((await road.says("a")).text).toBe("1 undefined");
  expect((await road.says("b")).text).toBe('2 {"list":[1]}');
  expect((await road.says("b", "oHan")).text).toBe("1 undefined");
  await road.says("clear");
  expect((await road.says("c")).text).toBe('1 {"list":[1]}');
  const [first, second] = seen;
  expect(first).toMatchObject({
    follower: { appId: "wx0123456789abcdef", openid: "oMei" },
    attempts: 1,
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  });
  expect(first?.key).not.toBe(second?.key);
  expect(second?.now).toBeGreaterThanOrEqual(first?.now ?? Number.POSITIVE_INFINITY);
});

test("what is read and written are copies: only what was written counts", async () => {
  const road = await testRoad(async (context) => {
    const scope = scopeOf(context);
    const before = (scope.read("a") as Counter | undefined) ?? { n: 0 };
    before.n += 100;
    const value = { n: 1 };
    scope.write("a", value);
    value.n += 10;
    await context.sendActivity(String((scope.read("a") as Counter).n));
  });
  expect((await road.says("x")).text).toBe("1");
  expect((await road.says("x")).text).toBe("1");
});

test("a turn that throws leaves slices and timers as they were; onTurnError begins from there", async () => {
  const seen: unknown[] = [];
  const road = await testRoad(async (context) => {
    const scope = scopeOf(context);
    seen.push(scope.read("counter"));
    if (context.activity.name === "timer") seen.push("timer");
    count(scope);
    if (context.activity.text !== "throw") return;
    scope.setTimer("t", 0, "");
    throw new Error("boom");
  });
  await road.says("fine");
  await road.says("throw");
  await road.says("fine");
  road.adapter.onTurnError = async (context) => {
    const scope = scopeOf(context);
    seen.push(scope.read("counter"));
    scope.write("counter", { n: 50 });
    await context.sendActivity("sorry");
  };
  await road.says("throw");
  await road.says("fine");
  expect(seen).toEqual([undefined, { n: 1 }, { n: 1 }, { n: 2 }, { n: 2 }, { n: 50 }]);
});

test("a run that begins again after a crash sees what save() committed, and nothing else", async () => {
  const store = new MemoryStore({ leaseMs: 200, slotMs: 1_480, rescueMs: 1_600 });
  const seen: unknown[] = [];
  const road = await testRoad(
    async (context) => {
      const scope = scopeOf(context);
      seen.push([scope.attempts, scope.read("step"), scope.read("loose")]);
      if (scope.attempts > 1) return void (await context.sendActivity("done"));
      scope.write("step", "under way");
      await scope.save();
      scope.write("loose", "never committed");
      // As if the process died here: its lease goes to whoever comes.
      store.renew = async (leases) => leases.map(() => "lost");
      await seconds(12);
    },
    { store },
  );
  expect((await road.says("go")).text).toBe("done");
  expect(seen).toEqual([
    [1, undefined, undefined],
    [2, "under way", undefined],
  ]);
});

test("save() in the middle shows nothing and takes no slot", async () => {
  const road = await testRoad(async (context) => {
    await context.sendActivity("one");
    scopeOf(context).write("a", 1);
    await scopeOf(context).save();
    await context.sendActivity("two");
  });
  expect((await road.says("go")).text).toBe("one\n\ntwo");
});

test("a turn that another process has taken over cannot save or write any more", async () => {
  const store = new MemoryStore({ leaseMs: 200, slotMs: 1_480, rescueMs: 1_600 });
  const failures: unknown[] = [];
  const road = await testRoad(
    async (context) => {
      const scope = scopeOf(context);
      if (scope.attempts > 1) return;
      // It hears nothing, and does not renew.
      store.renew = async (leases) => leases.map(() => "mine");
      const follower = { appId: ACCOUNT.appId, openid: "oMei" };
      for (let taken = false; !taken; await seconds(0.02)) {
        taken = (await store.wake(follower, "another process")).work !== undefined;
      }
      await scope.save().catch((error) => failures.push(error.code));
      await Promise.resolve()
        .then(() => scope.write("a", 1))
        .catch((error) => failures.push(error.code));
    },
    { store },
  );
  await road.says("go");
  await until(() => failures.length === 2);
  expect(failures).toEqual(["turn-over", "turn-over"]);
});

test("a timer runs as a turn of its own: an event with id and data, and everything to continue by", async () => {
  const activities: TurnContext["activity"][] = [];
  const keys = new Set<string>();
  const road = await testRoad(async (context) => {
    const scope = scopeOf(context);
    if (context.activity.type === "message") {
      scope.setTimer("cancelled", Date.now() + 1, "never");
      scope.setTimer("tea|time", Date.now() + 60_000, "late");
      scope.setTimer("tea|time", Date.now() + 100, '{"for":"oMei"}');
      scope.cancelTimer("cancelled");
      count(scope);
      await context.sendActivity("I will remind you");
      return;
    }
    activities.push(context.activity);
    keys.add(scope.key);
    await context.sendActivity(`tea is ready, ${count(scope)}`);
  });
  expect((await road.says("remind me")).text).toBe("I will remind you");
  await until(() => activities.length > 0);
  await seconds(2);
  expect(activities).toHaveLength(1);
  expect(activities[0]).toMatchObject({
    type: "event",
    name: "timer",
    value: { id: "tea|time", data: '{"for":"oMei"}' },
    channelId: "wechat",
    serviceUrl: expect.stringContaining("https"),
    conversation: { id: "oMei" },
    from: { id: "oMei", role: "user" },
    recipient: { id: "gh_0123456789ab", role: "bot" },
    locale: "zh-CN",
    localTimezone: "Asia/Shanghai",
  });
  // The account has no customer service: what the timer said waits for the next contact.
  expect((await road.says("hm?")).text).toBe("tea is ready, 2\n\nI will remind you");
});

test("a timer turn that throws tells nobody, and the timer is over", async () => {
  let runs = 0;
  const road = await testRoad(async (context) => {
    if (context.activity.type === "message") return scopeOf(context).setTimer("t", 0, "");
    runs += 1;
    throw new Error("boom");
  });
  await road.says("go");
  await until(() => runs > 0);
  await seconds(2);
  expect(runs).toBe(1);
  expect((await road.says("go")).seen.saw).toBe("nothing");
});

test("a timer that is due while a proactive turn holds the line is run by the bot, not by that logic", async () => {
  const ran: string[] = [];
  const road = await testRoad(async (context) => {
    ran.push(`bot ${context.activity.name ?? context.activity.text}`);
    if (context.activity.text === "go") scopeOf(context).setTimer("t", Date.now() + 300, "");
  });
  await road.says("go");
  const reference = { bot: { id: "gh_0123456789ab", name: "" }, conversation: { id: "oMei" } };
  await road.adapter.continueConversation(reference as never, async () => {
    await seconds(10);
    ran.push("proactive");
  });
  await until(() => ran.length >= 3);
  expect(ran).toEqual(["bot go", "proactive", "bot timer"]);
});

test("nested and proactive turns have a scope; the nested one is the outer one's", async () => {
  const road = await testRoad(async (context) => {
    if (context.activity.text !== "go") {
      return void (await context.sendActivity(String(scopeOf(context).read("where"))));
    }
    const { adapter } = context;
    const reference = { bot: context.activity.recipient, conversation: { id: "oMei" } };
    await adapter.continueConversationAsync("", reference as never, async (inner) => {
      expect(scopeOf(inner)).toBe(scopeOf(context));
      scopeOf(inner).write("where", "nested");
    });
  });
  await road.says("go");
  expect((await road.says("where?")).text).toBe("nested");
  const reference = { bot: { id: "gh_0123456789ab" }, conversation: { id: "oMei" } };
  await road.adapter.continueConversation(reference as never, async (context) => {
    scopeOf(context).write("where", "proactive");
  });
  expect((await road.says("where?")).text).toBe("proactive");
});

test("a record of a later version stays untouched, its slices unread", async () => {
  const store = new MemoryStore({ leaseMs: 400, slotMs: 1_480, rescueMs: 1_600 });
  const arrive = store.arrive.bind(store);
  const newer = { v: 2, s: { counter: { n: 7 } }, more: true };
  store.arrive = async (arrival) => {
    const arrived = await arrive(arrival);
    return arrived.work ? { ...arrived, work: { ...arrived.work, record: newer } } : arrived;
  };
  const road = await testRoad(
    async (context) => void (await context.sendActivity(String(count(scopeOf(context))))),
    { store },
  );
  expect((await road.says("a")).text).toBe("1");
  const all: unknown[] = [];
  for await (const part of store.export({ appId: "wx0123456789abcdef", openid: "oMei" })) {
    all.push((part as { record?: unknown }).record);
  }
  expect(all).toEqual([newer]);
});
