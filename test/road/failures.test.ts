import { expect, test } from "vitest";
import { StoreUnavailable } from "../../src/errors.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Arrival, Arrived, Lease, Step, Stepped } from "../../src/store/store.ts";
import { ACCOUNT, seconds, testRoad, textPush } from "../helpers/road.ts";

const APOLOGY = "抱歉，出了点问题，请稍后再试。";

test("a bot that throws apologises once, keeps what it said, and is not run again", async () => {
  let runs = 0;
  const road = await testRoad(async (context) => {
    runs += 1;
    await context.sendActivity("so far");
    throw new Error("boom");
  });
  const seen = await road.says("hi");
  expect(seen.text).toBe(`so far\n\n${APOLOGY}`);
  expect(seen.tries).toHaveLength(1);
  expect(runs).toBe(1);
  const log = road.log.lines.join();
  expect(log).toContain("failures.test.ts");
  expect(log).not.toContain("boom");
});

test("onTurnError speaks instead of the apology; if it says nothing, the apology goes out", async () => {
  const road = await testRoad(async (context) => {
    throw new Error(context.activity.text);
  });
  road.adapter.onTurnError = async (context, error) => {
    if (error.message === "speak") await context.sendActivity("my own words");
    if (error.message === "fail") throw new Error("the handler failed too");
  };
  expect((await road.says("speak")).text).toBe("my own words");
  expect((await road.says("be silent")).text).toBe(APOLOGY);
  expect((await road.says("fail")).text).toBe(APOLOGY);
});

test("a rejected promise, a thrown string and a synchronous throw all end in the apology", async () => {
  const road = await testRoad((context) => {
    if (context.activity.text === "reject") return Promise.reject(new Error("no"));
    if (context.activity.text === "string") return Promise.reject("just a string");
    throw new Error("not even a promise");
  });
  for (const text of ["reject", "string", "throw"])
    expect((await road.says(text)).text).toBe(APOLOGY);
});

test("a turn over its limit apologises and lets the next push run", async () => {
  const late: unknown[] = [];
  const road = await testRoad(
    async (context) => {
      if (context.activity.text !== "hang") return void (await context.sendActivity("fine"));
      await seconds(8);
      await context
        .sendActivity("too late")
        .catch((error) => late.push(error.code ?? error.message));
    },
    { pace: { turnLimitMs: 300, decideMs: 430, takesMs: 485, abandonMs: 600, sweepMs: 50 } },
  );
  expect((await road.says("hang")).text).toBe(APOLOGY);
  expect((await road.says("hi")).text).toBe("fine");
  await seconds(8);
  expect(late).toHaveLength(1);
});

class BrokenStore extends MemoryStore {
  broken = true;

  override arrive(arrival: Arrival): Promise<Arrived> {
    if (this.broken) return Promise.reject(new StoreUnavailable("The disk is full."));
    return super.arrive(arrival);
  }
}

test("a store that cannot take a push means 503, never success; when it heals, the retry is answered", async () => {
  const store = new BrokenStore();
  const road = await testRoad(async (context) => void (await context.sendActivity("ok")), {
    store,
  });
  const xml = textPush("hi");
  expect((await road.deliver(xml)).tries).toEqual([{ status: 503, body: "unavailable" }]);
  store.broken = false;
  expect((await road.deliver(xml)).text).toBe("ok");
});

class HangingStore extends MemoryStore {
  override arrive(): Promise<Arrived> {
    return new Promise(() => {});
  }
}

test("a store that never replies means 503 in time", async () => {
  const road = await testRoad(async () => {}, { store: new HangingStore() });
  const startedAt = Date.now();
  expect((await road.deliver(textPush("hi"))).tries[0]?.status).toBe(503);
  expect(Date.now() - startedAt).toBeLessThan(500);
});

class HiccupStore extends MemoryStore {
  failures = 2;

  override step(lease: Lease, n: number, step: Step): Promise<Stepped> {
    if (this.failures-- > 0) return Promise.reject(new StoreUnavailable("A hiccup."));
    return super.step(lease, n, step);
  }
}

test("a step that fails for a moment is repeated, and the answer is given once", async () => {
  let runs = 0;
  const store = new HiccupStore();
  const road = await testRoad(
    async (context) => {
      runs += 1;
      await context.sendActivity("done");
    },
    { store },
  );
  expect((await road.says("hi")).text).toBe("done");
  expect(runs).toBe(1);
});

test("closing hands a running turn back, for another process to run", async () => {
  const store = new MemoryStore({ leaseMs: 400 });
  let runs = 0;
  const bot = async (context: import("botbuilder").TurnContext) => {
    runs += 1;
    await seconds(runs === 1 ? 70 : 0);
    await context.sendActivity(`run ${runs}`);
  };
  const dying = await testRoad(bot, { store });
  const xml = textPush("hi");
  const lost = dying.deliver(xml);
  await seconds(1);
  // The grace period is five seconds, which a bot of seven does not meet.
  const closing = dying.adapter.close();
  await lost;
  await closing;
  const other = await testRoad(bot, { store });
  expect((await other.deliver(xml)).text).toBe("run 2");
});

/** Takes no steps between its first and a moment later, and lets a runner be silent for half a second. */
class AwayInTheMiddle extends MemoryStore {
  #steps = 0;
  #backAt = Number.POSITIVE_INFINITY;

  constructor() {
    super({ leaseMs: 400, rescueMs: 1_600, slotMs: 1_480, sendLeaseMs: 800 });
  }

  override step(lease: Lease, n: number, step: Step): Promise<Stepped> {
    if (this.#steps++ === 1) this.#backAt = Date.now() + 500;
    const away = this.#steps > 1 && Date.now() < this.#backAt;
    return away ? Promise.reject(new StoreUnavailable("Away.")) : super.step(lease, n, step);
  }
}

test("a turn whose message could not be recorded is not ended without it, but run again", async () => {
  const attempts: string[] = [];
  const sent: string[] = [];
  const road = await testRoad(
    async (context) => {
      attempts.push("begun");
      for (const text of ["one", "two"]) {
        // A bot that hides the failure must not lose the message either.
        await context.sendActivity(text).catch((error) => attempts.push(error.code));
      }
    },
    {
      store: new AwayInTheMiddle(),
      accounts: [{ ...ACCOUNT, customerService: true, awaitDispatch: true }],
      courier: async (_account, _openid, reply) => {
        if (reply.type === "text") sent.push(reply.content);
        return "sent";
      },
    },
  );
  expect((await road.says("go")).text).toBe("one");
  await expect.poll(() => sent.join()).toContain("two");
  expect(attempts).toEqual(["begun", "store-unavailable", "begun"]);
  expect(sent).toHaveLength(1);
});

test("a bot that waits for a verdict hears it, though the store cannot be asked meanwhile", async () => {
  class Mute extends MemoryStore {
    asked = 0;
    override fateOf(): Promise<undefined> {
      this.asked += 1;
      return Promise.reject(new StoreUnavailable("Away."));
    }
  }
  const store = new Mute({ leaseMs: 400, rescueMs: 1_600, slotMs: 1_480, sendLeaseMs: 8_000 });
  const ends: string[] = [];
  const road = await testRoad(
    async (context) => {
      await context.sendActivities([
        { type: "message", text: "one" },
        { type: "message", text: "two" },
      ]);
      ends.push("heard");
    },
    {
      store,
      accounts: [{ ...ACCOUNT, customerService: true, awaitDispatch: true }],
      // Slower than the bot looks for its verdict.
      courier: () => new Promise((resolve) => setTimeout(() => resolve("sent"), 1_200)),
    },
  );
  expect((await road.says("go")).text).toBe("one");
  await expect.poll(() => ends, { timeout: 5_000 }).toEqual(["heard"]);
  expect(store.asked).toBeGreaterThan(0);
});
