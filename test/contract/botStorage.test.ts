import {
  AutoSaveStateMiddleware,
  ConversationState,
  MessageFactory,
  type Storage,
  type TurnContext,
  UserState,
} from "botbuilder";
import { Dialog, DialogSet, TextPrompt, WaterfallDialog } from "botbuilder-dialogs";
import { describe, expect, onTestFinished, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import { seconds, type TestRoad, testRoad } from "../helpers/road.ts";

const KEY = "wechat/conversations/oMei/";
const CONFLICT = { code: "state-conflict", message: expect.stringContaining("eTag conflict") };

/** What Bot Framework's own base tests ask of every storage. */
function storageRules(open: () => Promise<Storage>, key: (name: string) => string): void {
  test("unknown keys are absent, and nothing may be null", async () => {
    const storage = await open();
    expect(await storage.read([key("unknown")])).toEqual({});
    await expect(storage.read(null as never)).rejects.toThrow(ReferenceError);
    await expect(storage.write(null as never)).rejects.toThrow(ReferenceError);
    await storage.write([] as never);
    await storage.delete([key("unknown")]);
  });

  test("what is written comes back with an eTag; strange keys too", async () => {
    const storage = await open();
    const [a, b] = [key("a"), key(`!@#$%^&*()~/\\><,.?';"\`~`)];
    const item = { id: 1, none: null, list: [] };
    await storage.write({ [a]: item, [b]: { id: 2 } });
    expect(await storage.read([a, b, key("c")])).toEqual({
      [a]: { ...item, eTag: expect.stringMatching(/./) },
      [b]: { id: 2, eTag: expect.stringMatching(/./) },
    });
    expect(item).not.toHaveProperty("eTag");
  });

  test("a write goes through without an eTag, with `*` and with the right one, no other", async () => {
    const storage = await open();
    const a = key("a");
    await storage.write({ [a]: { n: 1 } });
    const first = (await storage.read([a]))[a];
    await storage.write({ [a]: { ...first, n: 2 } });
    const second = (await storage.read([a]))[a];
    expect(second).toMatchObject({ n: 2 });
    expect(second.eTag).not.toBe(first.eTag);
    await expect(storage.write({ [a]: { ...first, n: 3 } })).rejects.toMatchObject(CONFLICT);
    expect((await storage.read([a]))[a].n).toBe(2);
    await storage.write({ [a]: { n: 4 } });
    await storage.write({ [a]: { n: 5, eTag: "*" } });
    expect((await storage.read([a]))[a].n).toBe(5);
    await storage.delete([a]);
    await storage.write({ [a]: { ...first, n: 6 } });
    expect((await storage.read([a]))[a].n).toBe(6);
  });

  test("many at once, and removed again", async () => {
    const storage = await open();
    const keys = ["1", "2", "3"].map(key);
    await storage.write(Object.fromEntries(keys.map((name, n) => [name, { n }])));
    expect(Object.keys(await storage.read(keys))).toHaveLength(3);
    await storage.delete(keys);
    expect(await storage.read(keys)).toEqual({});
  });
}

describe("outside of turns", () => {
  const open = async () => (await testRoad(async () => {})).adapter.botStorage;
  storageRules(open, (name) => name);
});

describe("outside of turns, a follower's keys", () => {
  const open = async () => (await testRoad(async () => {})).adapter.botStorage;
  storageRules(open, (name) => `wechat/users/oMei/${name}`);
});

describe("inside a turn, the follower's own keys", () => {
  /** Every call happens inside one turn of that follower, which lasts as long as the test. */
  async function open(): Promise<Storage> {
    const jobs: (() => Promise<void>)[] = [];
    let idle = (): void => {};
    let ended = false;
    const { adapter } = await testRoad(async () => {});
    const reference = { bot: { id: "gh_0123456789ab" }, conversation: { id: "oMei" } };
    void adapter.continueConversation(reference as never, async () => {
      while (!ended) {
        const job = jobs.shift();
        if (job !== undefined) await job();
        else {
          await new Promise<void>((resolve) => {
            idle = resolve;
          });
        }
      }
    });
    onTestFinished(() => {
      ended = true;
      idle();
    });
    function inTurn<T>(run: () => Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        jobs.push(() => run().then(resolve, reject));
        idle();
      });
    }
    const { botStorage } = adapter;
    return {
      read: (keys) => inTurn(() => botStorage.read(keys)),
      write: (changes) => inTurn(() => botStorage.write(changes)),
      delete: (keys) => inTurn(() => botStorage.delete(keys)),
    };
  }
  storageRules(open, (name) => `wechat/conversations/oMei/${name}`);
});

/** A store that counts what is asked of it for bot state. */
function countingStore(): { store: MemoryStore; asked: string[] } {
  const store = new MemoryStore({ leaseMs: 200, slotMs: 1_480, rescueMs: 1_600 });
  const asked: string[] = [];
  const { readState, writeState } = store;
  store.readState = (owner, keys) => {
    asked.push(`read ${keys.length}`);
    return readState.call(store, owner, keys);
  };
  store.writeState = (owner, changes) => {
    asked.push(`write ${owner}`);
    return writeState.call(store, owner, changes);
  };
  return { store, asked };
}

/** A bot that counts in conversation and user state, as Bot Framework's samples do. */
async function countingBot(
  then: (context: TurnContext, road: TestRoad) => Promise<void> = async () => {},
) {
  const { store, asked } = countingStore();
  const road: TestRoad = await testRoad(async (context) => logic(context), { store });
  const conversation = new ConversationState(road.adapter.botStorage);
  const user = new UserState(road.adapter.botStorage);
  const said = conversation.createProperty<number>("said");
  const known = user.createProperty<number>("known");
  road.adapter.use(new AutoSaveStateMiddleware(conversation, user));
  async function logic(context: TurnContext): Promise<void> {
    const n = (await said.get(context, 0)) + 1;
    await said.set(context, n);
    await known.set(context, (await known.get(context, 0)) + 10);
    await context.sendActivity(`${n} ${await known.get(context)}`);
    await then(context, road);
  }
  return { road, asked };
}

test("conversation and user state: one read each in a turn, and no write of their own", async () => {
  const { road, asked } = await countingBot();
  expect((await road.says("a")).text).toBe("1 10");
  expect((await road.says("b")).text).toBe("2 20");
  expect((await road.says("b", "oHan")).text).toBe("1 10");
  expect(asked).toEqual(Array(6).fill("read 1"));
  const stored = await road.adapter.botStorage.read([KEY, "wechat/users/oMei/"]);
  expect(stored).toMatchObject({ [KEY]: { said: 2 }, "wechat/users/oMei/": { known: 20 } });
});

test("what a turn wrote is seen from outside only with its commit", async () => {
  let before: object | undefined;
  const { road } = await countingBot(async (_context, { store }) => {
    before = await store.readState("oMei", [KEY]);
  });
  await road.says("a");
  expect(before).toEqual([]);
  expect(await road.store.readState("oMei", [KEY])).toHaveLength(1);
});

test("a turn that throws keeps nothing; what onTurnError writes counts", async () => {
  const { road } = await countingBot(async (context, { adapter }) => {
    if (context.activity.text !== "throw") return;
    await adapter.botStorage.write({ [KEY]: { said: 99 } });
    throw new Error("boom");
  });
  await road.says("a");
  await road.says("throw");
  expect((await road.adapter.botStorage.read([KEY]))[KEY]).toMatchObject({ said: 1 });
  road.adapter.onTurnError = async (context) => {
    await road.adapter.botStorage.delete([KEY]);
    await context.sendActivity("from the start");
  };
  await road.says("throw");
  expect((await road.says("a")).text).toBe("1 20");
});

test("a run that begins again after a crash counts once; the lost one can write no more", async () => {
  let late: unknown;
  const { road } = await countingBot(async (_context, { adapter, store }) => {
    if (late !== undefined) return;
    late = "waiting";
    store.renew = async (leases) => leases.map(() => "lost");
    await adapter.botStorage.write({ [KEY]: { said: 50 } });
    await seconds(8);
    late = await adapter.botStorage.write({ [KEY]: { said: 60 } }).catch((error) => error.code);
  });
  expect((await road.says("a")).text).toBe("1 10");
  for (let i = 0; i < 300 && late === "waiting"; i++) await seconds(0.2);
  expect(late).toBe("turn-over");
  expect((await road.says("b")).text).toBe("2 20");
});

test("an eTag conflict is an error at the write, also inside a turn, and names no whole openid", async () => {
  const openid = "oTHVgw1234567890abcdefMei";
  const key = `wechat/conversations/${openid}/`;
  const failures: Error[] = [];
  const road = await testRoad(async () => {
    const { botStorage } = road.adapter;
    const { [key]: item } = await botStorage.read([key]);
    // Somebody outside of any turn writes in between.
    await road.store.writeState(openid, [{ key, value: '{"n":2}', eTag: "outside" }]);
    await botStorage.write({ [key]: { ...item, n: 3 } }).catch((error) => failures.push(error));
    await botStorage.write({ [key]: { n: 4 } });
  });
  await road.adapter.botStorage.write({ [key]: { n: 1 } });
  await road.says("go", openid);
  expect(failures).toMatchObject([CONFLICT]);
  expect(failures[0]?.message).not.toContain(openid);
  expect((await road.adapter.botStorage.read([key]))[key]).toMatchObject({ n: 4 });
});

test("keys of nobody and of other followers go through at once", async () => {
  const { store, asked } = countingStore();
  const road = await testRoad(
    async () => {
      await road.adapter.botStorage.write({ global: { n: 1 }, "wechat/users/oHan/": { n: 2 } });
      expect(await store.readState("=global", ["global"])).toHaveLength(1);
      throw new Error("boom");
    },
    { store },
  );
  await road.says("go");
  expect(asked.slice(0, 2)).toEqual(["write =global", "write oHan"]);
  expect(Object.keys(await road.adapter.botStorage.read(["global"]))).toEqual(["global"]);
});

test("botbuilder-dialogs: a waterfall with a prompt goes its way over many turns", async () => {
  const road = await testRoad(async (context) => logic(context));
  const state = new ConversationState(road.adapter.botStorage);
  const dialogs = new DialogSet(state.createProperty("dialogState"));
  const prompt = new TextPrompt("name", async ({ recognized, attemptCount, context }) => {
    const long = (recognized.value?.length ?? 0) > 3;
    if (!long) await context.sendActivity(`longer than 3, please: ${attemptCount}`);
    return long;
  });
  dialogs.add(prompt).add(
    new WaterfallDialog("talk", [
      async (step) => {
        await step.context.sendActivity("step 1");
        return Dialog.EndOfTurn;
      },
      (step) => step.prompt("name", { prompt: MessageFactory.text("your name?") }),
      async (step) => {
        await step.context.sendActivity(`hello ${step.result}`);
        return step.endDialog();
      },
    ]),
  );
  async function logic(context: TurnContext): Promise<void> {
    const dialog = await dialogs.createContext(context);
    await dialog.continueDialog();
    if (!context.responded) await dialog.beginDialog("talk");
    await state.saveChanges(context);
  }
  const said: unknown[] = [];
  for (const text of ["hi", "hi", "Li", "Xu", "Meimei"]) said.push((await road.says(text)).text);
  expect(said).toEqual([
    "step 1",
    "your name?",
    "longer than 3, please: 1",
    "longer than 3, please: 2",
    "hello Meimei",
  ]);
});
