import type { TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import { signalOf, streamReply } from "../../src/index.ts";
import { eventPush } from "../helpers/road.ts";
import { shown, type TalkOptions, type TalkRig, talkRig } from "./talkRig.ts";

/** A model that says a sentence every 300 ms, sixty in all, and counts what was asked of it. */
function model() {
  const pulled: number[] = [];
  let left = 0;
  let rig: TalkRig | undefined;
  async function* answer(): AsyncGenerator<string> {
    try {
      for (let i = 0; i < 60; i++) {
        await rig?.sleep(300);
        pulled.push(i);
        yield `这是回答里的第${i}句话，说得不短也不长，正好够看一阵子。`;
      }
    } finally {
      left += 1;
    }
  }
  return {
    pulled,
    answer,
    left: () => left,
    runIn: (of: TalkRig) => {
      rig = of;
      return of;
    },
  };
}

/** Streams an answer to a long question, and echoes everything else. */
function assistant(source = model()) {
  const saved: string[] = [];
  const aborted: unknown[] = [];
  const logic = async (context: TurnContext) => {
    const text = context.activity.text ?? context.activity.value?.eventKey;
    if (!String(text).startsWith("讲")) return void (await context.sendActivity(`收到：${text}`));
    const signal = signalOf(context);
    signal?.addEventListener("abort", () => aborted.push(signal.reason.code));
    saved.push(await streamReply(context, source.answer()));
    await context.sendActivity("讲完了");
  };
  return { ...source, logic, saved, aborted };
}

function talk(bot: ReturnType<typeof assistant>, options: TalkOptions = {}): TalkRig {
  return bot.runIn(talkRig(bot.logic, options));
}

describe.each([1, 2])("with %i process(es)", (processes) => {
  test.each(["停", "停止", "stop", "请停一下。"])(
    "after “%s” no more is pulled, and its answer is seen at once",
    async (word) => {
      const bot = assistant();
      const rig = talk(bot, { processes });
      const question = rig.says("讲个故事");
      await rig.pass(12_000);
      const before = bot.pulled.length;
      const sentBefore = rig.sent.filter((text) => text.startsWith("这是"));
      expect(before).toBeGreaterThan(10);
      const stopped = await rig.until(rig.says(word));
      expect(bot.pulled.length - before).toBeLessThanOrEqual(1);
      expect(stopped.tries[0]?.tookMs).toBeLessThan(5_000);
      await rig.pass(30_000);
      await question;
      expect(bot.pulled.length - before).toBeLessThanOrEqual(1);
      // What was shown stays, nothing of the stream comes after it, and the answer to the word is there.
      expect(rig.sent.filter((text) => text.startsWith("这是"))).toEqual(sentBefore);
      expect([shown(stopped), ...rig.sent].join()).toContain(`收到：${word}`);
      expect(bot.left()).toBe(1);
      expect(bot.aborted[0]).toBe("stream-stopped");
      // The bot went on behind its stream: it knows how far the answer got.
      expect(bot.saved).toHaveLength(1);
      expect([shown(stopped), ...rig.sent].join()).toContain("讲完了");
    },
  );
});

test("a menu click ends a stream too", async () => {
  const bot = assistant();
  const rig = talk(bot);
  void rig.says("讲个故事");
  await rig.pass(8_000);
  const before = bot.pulled.length;
  const click = await rig.until(rig.clicks("MENU"));
  expect(bot.pulled.length - before).toBeLessThanOrEqual(1);
  expect([shown(click), ...rig.sent].join()).toContain("收到：MENU");
});

test("any other message waits for the stream where the account does not say otherwise", async () => {
  const bot = assistant();
  const rig = talk(bot);
  void rig.says("讲个故事");
  await rig.pass(8_000);
  void rig.says("还有呢");
  await rig.pass(40_000);
  expect(bot.pulled).toHaveLength(60);
  const all = rig.sent.join("\n");
  expect(all).toContain("讲完了");
  expect(all).toContain("收到：还有呢");
});

test("a bot that streams nothing is not stopped by 停", async () => {
  let rig: TalkRig;
  const logic = async (context: TurnContext) => {
    if (context.activity.text === "book") await rig.sleep(8_000);
    await context.sendActivity(`done: ${context.activity.text}`);
  };
  rig = talkRig(logic);
  void rig.says("book");
  await rig.pass(2_000);
  const stop = await rig.until(rig.says("停"));
  await rig.pass(5_000);
  const all = [shown(stop), ...rig.sent].join("\n");
  expect(all).toContain("done: book");
  expect(all).toContain("done: 停");
});

test("where the account says stop, a new message ends what the turn has to say", async () => {
  const bot = assistant();
  const rig = talk(bot, { account: { onNewer: "stop" } });
  void rig.says("讲个故事");
  await rig.pass(8_000);
  const before = bot.pulled.length;
  const next = await rig.until(rig.says("换个话题"));
  await rig.pass(20_000);
  expect(bot.pulled.length - before).toBeLessThanOrEqual(1);
  const all = [shown(next), ...rig.sent].join("\n");
  expect(all).toContain("收到：换个话题");
  expect(all).not.toContain("讲完了");
  expect(bot.aborted[0]).toBe("turn-stopped");
});

test("where it says merge, both messages are one turn, whose words ride the last", async () => {
  let rig: TalkRig;
  const heard: string[] = [];
  const logic = async (context: TurnContext) => {
    heard.push(context.activity.text);
    await context.sendActivity("让我想想");
    await rig.sleep(3_000);
    await context.sendActivity(`答：${context.activity.text}`);
  };
  rig = talkRig(logic, { account: { onNewer: "merge" } });
  const first = rig.says("明天");
  await rig.pass(1_000);
  const second = rig.says("上海天气");
  const [one, two] = await rig.until(Promise.all([first, second]));
  await rig.pass(20_000);
  expect(heard).toEqual(["明天", "明天\n上海天气"]);
  expect(shown(one)).toBe("");
  expect([shown(two), ...rig.sent]).toEqual(["让我想想", "答：明天\n上海天气"]);
});

test("what was stopped is not run again when its process dies, and a bot that hangs holds nothing up", async () => {
  const heard: string[] = [];
  const logic = async (context: TurnContext) => {
    heard.push(context.activity.text);
    if (context.activity.text === "hang") await new Promise(() => {});
    await context.sendActivity(`re: ${context.activity.text}`);
  };
  const rig = talkRig(logic, { account: { onNewer: "stop" } });
  void rig.says("hang");
  await rig.pass(1_000);
  const next = await rig.until(rig.says("hello"));
  expect(shown(next)).toBe("re: hello");
  expect(next.tries).toHaveLength(1);
  expect(heard).toEqual(["hang", "hello"]);
  expect(rig.log.join()).not.toContain("apolog");
});

test("a bot that throws when it is stopped is not apologised for", async () => {
  let rig: TalkRig;
  const errors: unknown[] = [];
  const logic = async (context: TurnContext) => {
    if (context.activity.text !== "go") return void (await context.sendActivity("ok"));
    const signal = signalOf(context) as AbortSignal;
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  rig = talkRig(logic);
  for (const adapter of rig.adapters)
    adapter.onTurnError = async (_context, error) => void errors.push(error);
  const first = rig.says("go");
  await rig.pass(1_000);
  const outcomes = await rig.until(Promise.all([first, rig.says("停")]));
  expect(outcomes.map(shown)).toEqual(["", "ok"]);
  expect(errors).toEqual([]);
  expect(rig.log).toEqual([]);
});

test("a stream of activities hears that nobody wants more of it", async () => {
  let rig: TalkRig;
  let failed: unknown;
  const logic = async (context: TurnContext) => {
    if (context.activity.text !== "go") return void (await context.sendActivity("ok"));
    for (let i = 0; i < 60; i++) {
      await rig.sleep(300);
      const entities = [{ type: "streaminfo", streamType: "streaming", streamSequence: i + 1 }];
      await context
        .sendActivity({ type: "typing", text: "字".repeat(i), entities })
        .catch((error) => {
          failed = error;
          throw error;
        });
    }
  };
  rig = talkRig(logic);
  void rig.says("go");
  await rig.pass(3_000);
  await rig.until(rig.says("停"));
  expect(failed).toMatchObject({ name: "AbortError", code: "stream-stopped" });
  // The Agents SDK knows by this word that the user stopped it.
  expect(String(failed)).toContain("ContentStreamNotAllowed");
});

test("the signal is aborted when the follower leaves, when the turn ends, and when its time is up", async () => {
  const codes: string[] = [];
  const logic = async (context: TurnContext) => {
    if (context.activity.type !== "message") return;
    const signal = signalOf(context) as AbortSignal;
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => {
        codes.push(signal.reason.code);
        resolve();
      }),
    );
    if (context.activity.text !== "short") await aborted;
  };
  const rig = talkRig(logic, { adapter: { pace: { turnLimitMs: 10_000 } } });
  void rig.says("leave");
  await rig.pass(1_000);
  await rig.until(rig.push(eventPush("unsubscribe")));
  await rig.pass(1_000);
  expect(codes).toEqual(["stream-stopped"]);
  await rig.until(rig.push(eventPush("subscribe")));
  await rig.until(rig.says("short"));
  expect(codes).toEqual(["stream-stopped", "turn-over"]);
  void rig.says("long");
  await rig.pass(12_000);
  expect(codes[2]).toBe("turn-timeout");
});

test("streamReply aborts its source however it is left", async () => {
  const signals: AbortSignal[] = [];
  const context = { sendActivity: async () => undefined };
  await streamReply(context, (signal) => {
    signals.push(signal);
    return ["a", "b"];
  });
  const bad = streamReply(context, (signal) => {
    signals.push(signal);
    return (async function* () {
      yield "a";
      throw new Error("the model failed");
    })();
  });
  await expect(bad).rejects.toThrow("the model failed");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});
