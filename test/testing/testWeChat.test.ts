import { ActivityHandler, type TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { ManualClock, sleep, testWeChat } from "../../src/testing/index.ts";

class Greeter extends ActivityHandler {
  constructor() {
    super();
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("Welcome!");
      await next();
    });
    this.onMessage(async (context, next) => {
      await context.sendActivity(`You said ${context.activity.text}`);
      await next();
    });
    this.onEvent(async (context, next) => {
      const { name, value } = context.activity;
      await context.sendActivity(`${name} ${value?.eventKey ?? ""}`);
      await next();
    });
  }
}

const STILL_WORKING = "还在处理您的消息。稍后回复任意内容（例如“继续”）即可收到结果。";

/** Waits as many seconds as the text says, on a clock that the test holds too. */
function sleeper(clock: ManualClock) {
  const runs: string[] = [];
  async function bot(context: TurnContext): Promise<void> {
    const { type, text } = context.activity;
    if (type !== "message") return;
    runs.push(text);
    await sleep(clock, Number(text) * 1_000);
    await context.sendActivity(`slept ${text}`);
  }
  return { bot, runs };
}

test("as in the README: a follower subscribes, talks, taps and scans", async () => {
  const wechat = await testWeChat(new Greeter());
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("hi");
  expect(mei.sees()).toEqual(["Welcome!", "You said hi"]);
  await mei.taps("MENU_1");
  await mei.scans("shop-7");
  expect(mei.sees()).toEqual(["CLICK MENU_1", "SCAN shop-7"]);
  expect(mei.sees()).toEqual([]);
  expect(mei.screen.length).toBe(4);
});

test("two followers see their own screens", async () => {
  const wechat = await testWeChat(new Greeter());
  const [mei, li] = [wechat.follower("Mei"), wechat.follower("Li")];
  await Promise.all([mei.subscribes(), li.subscribes("poster")]);
  await Promise.all([mei.says("a"), li.says("b"), mei.says("c")]);
  expect(mei.sees()).toEqual(["Welcome!", "You said a", "You said c"]);
  expect(li.sees()).toEqual(["Welcome!", "You said b"]);
});

test("a place, a picture, a voice, a link", async () => {
  const got: unknown[] = [];
  const wechat = await testWeChat(
    async ({ activity }) => {
      const { attachments, entities, text } = activity;
      got.push({ text, type: attachments?.[0]?.contentType ?? entities?.[0]?.type });
    },
    { account: { speechRecognition: true } },
  );
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.sendsLocation({ latitude: 31.2, longitude: 121.5, label: "外滩" });
  await mei.sendsImage();
  await mei.sendsVoice("你好");
  await mei.sendsLink({ title: "t", url: "https://x.test" });
  expect(got.slice(1)).toEqual([
    { text: "外滩", type: "GeoCoordinates" },
    { text: "", type: "image/jpeg" },
    { text: "你好", type: "audio/amr" },
    { text: "t\nhttps://x.test", type: "https://schema.org/WebPage" },
  ]);
});

test("what is not text is a small object", async () => {
  const wechat = await testWeChat(async (context) => {
    if (context.activity.type !== "message") return;
    await context.sendActivity({
      type: "message",
      attachments: [{ contentType: "image/jpeg", content: { mediaId: "m1" } }],
    });
  });
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("picture");
  expect(mei.sees()).toEqual([{ image: "m1" }]);
});

test("an unverified account: seven seconds show one reply, on the second delivery, of one run", async () => {
  const clock = new ManualClock();
  const { bot, runs } = sleeper(clock);
  const wechat = await testWeChat(bot, { clock, verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const startedAt = clock.now();
  const [outcome] = await mei.does({ do: "say", text: "7" });
  expect(mei.sees()).toEqual(["slept 7"]);
  expect(runs).toEqual(["7"]);
  expect(outcome?.tries.map(({ end, tookMs }) => [end, tookMs])).toEqual([
    ["cut", 5_000],
    ["answered", 2_000],
  ]);
  expect(clock.now() - startedAt).toBe(7_000);
  await wechat.advance("1m");
  expect(mei.sees()).toEqual([]);
});

test("an unverified account: twenty seconds say so, and the next message brings the answer", async () => {
  const clock = new ManualClock();
  const { bot, runs } = sleeper(clock);
  const wechat = await testWeChat(bot, { clock, verified: false });
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("20");
  expect(mei.sees()).toEqual([STILL_WORKING]);
  await mei.says("0");
  expect(mei.sees()).toEqual(["关于“20”：\nslept 20\n\nslept 0"]);
  expect(runs).toEqual(["20", "0"]);
});

test("an activity of type delay lets time pass too", async () => {
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.type !== "message") return;
      await context.sendActivities([
        { type: "delay", value: 7_000 },
        { type: "message", text: "7" },
      ]);
    },
    { verified: false },
  );
  const mei = wechat.follower();
  await mei.subscribes();
  const startedAt = performance.now();
  const [outcome] = await mei.does({ do: "say", text: "go" });
  expect([mei.sees(), outcome?.tries.length]).toEqual([["7"], 2]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("the real world takes no time in the story", async () => {
  const wechat = await testWeChat(async (context) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    if (context.activity.type === "message") await context.sendActivity("read from disk");
  });
  const mei = wechat.follower();
  await mei.subscribes();
  const before = wechat.clock.now();
  await mei.says("hi");
  expect(mei.sees()).toEqual(["read from disk"]);
  expect(wechat.clock.now()).toBe(before);
});

test("a bot that hangs does not hang the test", async () => {
  const wechat = await testWeChat(
    ({ activity }) => (activity.type === "message" ? new Promise(() => {}) : Promise.resolve()),
    { verified: false, patienceMs: 50 },
  );
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("hello?");
  expect(mei.sees()[0]).toBe(STILL_WORKING);
});

/** Says a sentence each 300 real milliseconds, as a model that is slow. */
function talker(sentences: number) {
  return async (context: TurnContext) => {
    if (context.activity.type !== "message") return;
    for (let n = 1; n <= sentences; n++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await context.sendActivity(`sentence ${n}`);
    }
  };
}

test.each([true, false])(
  "says waits for a bot that talks for longer than two real seconds (verified: %s)",
  async (verified) => {
    const wechat = await testWeChat(talker(8), { verified });
    const mei = wechat.follower();
    await mei.subscribes();
    const before = wechat.clock.now();
    await mei.says("tell me");
    const heard = mei.sees().join("\n");
    expect(heard).toContain(verified ? "sentence 5" : "sentence 8");
    expect(wechat.clock.now()).toBe(before);
    await mei.says("more");
    expect(mei.sees().join("\n")).not.toContain(STILL_WORKING);
  },
);

test("a turn in which nothing happens any more is named, with what to do", async () => {
  const wechat = await testWeChat(({ activity }) =>
    activity.type === "message" ? new Promise(() => {}) : Promise.resolve(),
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await expect(mei.says("hello?")).rejects.toMatchObject({
    code: "turn-hangs",
    message: expect.stringMatching(/patienceMs[\s\S]*Mei: say hello\?/),
  });
  await wechat.close();
});

test("a reminder that the bot set long ago does not make time run", async () => {
  const clock = new ManualClock();
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.text === "remind") clock.after(24 * 3_600_000, () => {});
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    { clock },
  );
  const mei = wechat.follower();
  await mei.subscribes();
  const before = clock.now();
  await mei.says("hi");
  expect(clock.now()).toBe(before);
});

test("two days pass at once, and the quick reply window with them", async () => {
  const wechat = await testWeChat(new Greeter());
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("hi");
  const { appId } = wechat.account.settings;
  expect(wechat.platform.windowOf(appId, mei.openid)).toBe("open");
  const [before, startedAt] = [wechat.clock.now(), performance.now()];
  await wechat.advance("48h");
  expect(wechat.clock.now() - before).toBe(48 * 3_600_000);
  expect(wechat.platform.windowOf(appId, mei.openid)).toBe("closed");
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test("the bot throws: the apology is shown", async () => {
  const wechat = await testWeChat(async ({ activity }) => {
    if (activity.type === "message") throw new Error("oops");
  });
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("hi");
  expect(mei.sees()).toEqual(["抱歉，出了点问题，请稍后再试。"]);
});

test.each(["plain", "compatible", "safe"] as const)("%s mode", async (mode) => {
  const wechat = await testWeChat(new Greeter(), { mode });
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("<hi> & ]]> 你好 👨‍👩‍👧");
  expect(mei.sees()).toEqual(["Welcome!", "You said <hi> & ]]> 你好 👨‍👩‍👧"]);
});

test("who left sees nothing", async () => {
  const wechat = await testWeChat(new Greeter());
  const mei = wechat.follower();
  await mei.subscribes();
  mei.sees();
  await mei.unfollows();
  expect(mei.sees()).toEqual([]);
  await expect(mei.says("still there?")).rejects.toThrow("follow the account first");
});

test("failures show what happened", async () => {
  const wechat = await testWeChat(new Greeter());
  const mei = wechat.follower("Mei");
  await expect(mei.says("hi")).rejects.toThrow("What happened:");
  await mei.subscribes();
  mei.mustSee("Welcome!");
  await mei.says("hi");
  expect(() => mei.mustSee("You said ho")).toThrow(
    /Mei sees "You said hi"; expected "You said ho"[\s\S]*Mei: say hi/,
  );
  expect(wechat.transcript()).toBe(
    [
      "+0:00:00.000  Mei: follow",
      '+0:00:00.000    Mei sees "Welcome!"  (reply)',
      "+0:00:00.000  Mei: say hi",
      '+0:00:00.000    Mei sees "You said hi"  (reply)',
    ].join("\n"),
  );
});

test("the transcript shows what the bot threw, and where", async () => {
  const wechat = await testWeChat(async ({ activity }) => {
    if (activity.type === "message") throw new TypeError("no such table");
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("hi");
  expect(mei.sees()).toEqual(["抱歉，出了点问题，请稍后再试。"]);
  expect(wechat.transcript()).toMatch(
    /the bot threw: TypeError: no such table \(at .*testWeChat\.test\.ts:\d+:\d+\)/,
  );
});

test("the transcript shows tries and their times", async () => {
  const clock = new ManualClock();
  const wechat = await testWeChat(sleeper(clock).bot, { clock, verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("7");
  expect(wechat.transcript()).toContain("+0:00:05.000    try 1: no answer, cut after 5 s");
  expect(wechat.transcript()).toContain("+0:00:07.000    try 2: answered after 2 s");
});

test("a proactive message waits for the next contact where nothing else is allowed", async () => {
  let reference: Parameters<typeof wechat.adapter.continueConversation>[0] = {};
  const wechat = await testWeChat(
    async (context) => {
      const { TurnContext } = await import("botbuilder");
      reference = TurnContext.getConversationReference(context.activity);
      if (context.activity.type === "message") await context.sendActivity("yes");
    },
    { verified: false },
  );
  const mei = wechat.follower();
  await mei.subscribes();
  await wechat.until(
    wechat.adapter.continueConversation(reference, async (context) => {
      await context.sendActivity("Your parcel is here.");
    }),
  );
  expect(mei.sees()).toEqual([]);
  await mei.says("anything new?");
  expect(mei.sees()).toEqual(["Your parcel is here.\n\nyes"]);
});

test("a turn takes milliseconds", async () => {
  const wechat = await testWeChat(new Greeter());
  const mei = wechat.follower();
  await mei.subscribes();
  const startedAt = performance.now();
  for (let i = 0; i < 100; i++) await mei.says(`turn ${i}`);
  expect((performance.now() - startedAt) / 100).toBeLessThan(20);
});

const countTo =
  (count: number) =>
  async (context: TurnContext): Promise<void> => {
    if (context.activity.type !== "message") return;
    for (let i = 1; i <= count; i++) await context.sendActivity(`${i}`);
  };

test("a verified account: the first message rides, the rest follows by customer service", async () => {
  const wechat = await testWeChat(countTo(3));
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("count");
  expect(mei.sees()).toEqual(["1", "2", "3"]);
  expect(wechat.transcript()).toContain('Mei sees "1"  (reply)');
  expect(wechat.transcript()).toContain('Mei sees "3"  (customer service)');
});

test("an unverified account: texts are joined", async () => {
  const wechat = await testWeChat(countTo(3), { verified: false });
  const mei = wechat.follower();
  await mei.subscribes();
  await mei.says("count");
  expect(mei.sees()).toEqual(["1\n\n2\n\n3"]);
});

test("a verified account: a slow answer comes by customer service, after `success`", async () => {
  const clock = new ManualClock();
  const wechat = await testWeChat(sleeper(clock).bot, { clock });
  const mei = wechat.follower();
  await mei.subscribes();
  const [outcome] = await mei.does({ do: "say", text: "20" });
  expect(outcome).toMatchObject({ seen: { saw: "nothing" }, tries: [{ tookMs: 4_300 }] });
  expect(mei.sees()).toEqual(["slept 20"]);
  expect(wechat.transcript()).toContain("+0:00:20.000");
});

test("nothing is sent outside the window: it waits for the next contact", async () => {
  const { TurnContext } = await import("botbuilder");
  let reference: Parameters<typeof wechat.adapter.continueConversation>[0] = {};
  const wechat = await testWeChat(async (context) => {
    reference = TurnContext.getConversationReference(context.activity);
    if (context.activity.type === "message") await context.sendActivity("yes");
  });
  const mei = wechat.follower();
  await mei.subscribes();
  const notify = (text: string) =>
    wechat.until(
      wechat.adapter.continueConversation(reference, async (context) => {
        await context.sendActivity(text);
      }),
    );
  await mei.says("hi");
  await notify("soon");
  expect(mei.sees()).toEqual(["yes", "soon"]);
  await wechat.advance("48h");
  await notify("late");
  expect(mei.sees()).toEqual([]);
  await mei.says("hi again");
  expect(mei.sees()).toEqual(["late", "yes"]);
});

test("faults on order reach the adapter", async () => {
  const wechat = await testWeChat(countTo(2));
  const mei = wechat.follower();
  await mei.subscribes();
  wechat.faults.order({ do: "errcode", errcode: 45_015, times: 1 });
  await mei.says("count");
  expect(mei.sees()[0]).toBe("1");
  expect(wechat.transcript()).toContain("45015");
});

test.each([
  ["a class in place of a bot of it", class Shop extends ActivityHandler {}, "(`new …`)"],
  ["a number", 5, "A bot is an ActivityHandler"],
  ["an object", {}, "A bot is an ActivityHandler"],
])("refuses %s", async (_what, bot, sentence) => {
  await expect(testWeChat(bot as never)).rejects.toThrow(sentence);
});
