import type { TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import { openAccount } from "../../src/adapter/accounts/account.ts";
import { type JobHandlers, later } from "../../src/index.ts";
import { ACCOUNT } from "../helpers/road.ts";
import { mortal, shown, type TalkOptions, type TalkRig, talkRig } from "./talkRig.ts";

const MINUTE = 60_000;

/** A bot that orders a report, and echoes everything else. */
async function bot(context: TurnContext): Promise<void> {
  const { text, type } = context.activity;
  if (type !== "message") return;
  if (!text.startsWith("报告")) return void (await context.sendActivity(`收到：${text}`));
  await later(context, "report", { about: text });
  await context.sendActivity("好的，几分钟后给您");
}

/** Jobs that take ten minutes, and what was run. */
function tenMinutes() {
  const ran: string[] = [];
  let rig: TalkRig | undefined;
  const jobs: JobHandlers = {
    report: async ({ about }, { attempt, key }) => {
      ran.push(`${about} ${attempt} ${key}`);
      await rig?.sleep(10 * MINUTE);
      return `结果：${about}`;
    },
  };
  const talk = (options: TalkOptions = {}) => {
    rig = talkRig(bot, { ...options, adapter: { jobs, ...options.adapter } });
    for (const adapter of rig.adapters) adapter.recover(bot);
    return rig;
  };
  return { ran, jobs, talk };
}

describe.each([1, 2])("with %i process(es)", (processes) => {
  test("a job of ten minutes is one run and one result, under its question", async () => {
    const { ran, talk } = tenMinutes();
    const rig = talk({ processes });
    expect(shown(await rig.until(rig.says("报告 五月")))).toBe("好的，几分钟后给您");
    await rig.pass(5 * MINUTE);
    // The talk goes on meanwhile.
    expect(shown(await rig.until(rig.says("在吗")))).toBe("收到：在吗");
    await rig.pass(7 * MINUTE);
    expect(ran).toHaveLength(1);
    expect(rig.sent).toEqual(["关于“报告 五月”：\n结果：报告 五月"]);
    await rig.pass(3 * MINUTE);
    expect(rig.sent).toHaveLength(1);
  });

  test("where nothing may be sent, the result comes with the next contact", async () => {
    const { ran, talk } = tenMinutes();
    const rig = talk({ processes, account: { customerService: false } });
    await rig.until(rig.says("报告 五月"));
    await rig.pass(12 * MINUTE);
    expect(rig.sent).toEqual([]);
    const next = shown(await rig.until(rig.says("在吗")));
    expect(next).toContain("关于“报告 五月”：\n结果：报告 五月");
    expect(next).toContain("收到：在吗");
    expect(ran).toHaveLength(1);
  });
});

test("a process that shuts down in between gives it to another, and that is no failed try", async () => {
  const { ran, talk } = tenMinutes();
  const rig = talk({ processes: 2 });
  await rig.until(rig.says("报告 五月"));
  await rig.pass(2 * MINUTE);
  expect(ran).toHaveLength(1);
  await rig.until(Promise.resolve(rig.adapters[0]?.close()));
  await rig.pass(14 * MINUTE);
  expect(rig.sent).toEqual(["关于“报告 五月”：\n结果：报告 五月"]);
  expect(new Set(ran.map((one) => one.split(" ").at(-1))).size).toBe(1);
  for (const one of ran) expect(one).toContain(" 1 ");
});

test("one whose process is killed is begun again by another, under the same key, and shown once", async () => {
  const { ran, talk } = tenMinutes();
  let kill = () => {};
  const rig = talk({
    processes: 2,
    storeOf: (store, index) => {
      if (index > 0) return store;
      const first = mortal(store);
      kill = first.kill;
      return first.store;
    },
  });
  await rig.until(rig.says("报告 五月"));
  await rig.pass(3 * MINUTE);
  const began = ran.length;
  kill();
  await rig.pass(15 * MINUTE);
  expect(began).toBe(1);
  expect(rig.sent).toEqual(["关于“报告 五月”：\n结果：报告 五月"]);
  expect(ran.length).toBeLessThanOrEqual(2);
  expect(new Set(ran.map((one) => one.split(" ").at(-1))).size).toBe(1);
});

test("one that throws is tried three times, then the follower is told", async () => {
  const attempts: number[] = [];
  const jobs: JobHandlers = {
    report: (_input, { attempt }) => {
      attempts.push(attempt);
      throw new Error("the printer is on fire");
    },
  };
  const rig = talkRig(bot, { adapter: { jobs } });
  await rig.until(rig.says("报告"));
  await rig.pass(5 * MINUTE);
  expect(attempts).toEqual([1, 2, 3]);
  expect(rig.sent).toEqual(["关于“报告”：\n抱歉，出了点问题，请稍后再试。"]);
});

test("what it says meanwhile is shown, and a result may be several messages or none", async () => {
  const jobs: JobHandlers = {
    report: async (_input, job) => {
      await job.say("一半了");
      return [
        { type: "message", text: "一" },
        { type: "message", text: "二" },
      ];
    },
    silent: () => undefined,
  };
  const rig = talkRig(
    async (context) => {
      await later(context, context.activity.text === "silent" ? "silent" : "report");
    },
    { adapter: { jobs } },
  );
  await rig.until(rig.says("报告"));
  await rig.until(rig.says("silent"));
  await rig.pass(10_000);
  expect(rig.sent).toEqual(["一半了", "关于“报告”：\n一", "二"]);
});

test("one key is one job; a turn that fails orders none", async () => {
  const ran: unknown[] = [];
  const jobs: JobHandlers = { report: (input) => void ran.push(input) };
  const rig = talkRig(
    async (context) => {
      const { text } = context.activity;
      const key = text === "own" ? undefined : "may";
      await later(context, "report", text, key === undefined ? {} : { key });
      if (text === "fails") throw new Error("no");
    },
    { adapter: { jobs } },
  );
  for (const text of ["fails", "one", "two", "own"]) await rig.until(rig.says(text));
  await rig.pass(10_000);
  expect(ran).toEqual(["one", "own"]);
});

test("a job that a later release does not know any more is reported in the end", async () => {
  const rig = talkRig(bot, {
    processes: 2,
    own: (index) => ({ jobs: index === 0 ? { report: () => new Promise(() => {}) } : {} }),
  });
  for (const adapter of rig.adapters) adapter.recover(bot);
  await rig.until(rig.says("报告 五月"));
  await rig.pass(50_000);
  await rig.until(Promise.resolve(rig.adapters[0]?.close()));
  await rig.pass(5 * MINUTE);
  expect(rig.sent).toEqual([]);
  expect(rig.log.join()).toContain("no process was found that knows a job");
  await rig.pass(10 * MINUTE);
  expect(rig.sent).toEqual(["关于“报告 五月”：\n抱歉，出了点问题，请稍后再试。"]);
});

const CIRCLE: unknown[] = [];
CIRCLE.push({ CIRCLE });
/** What JSON would change without a word, or cannot hold. */
const NOT_JSON = [
  ...[1n, Number.NaN, Number.POSITIVE_INFINITY, Symbol("s"), () => 1],
  ...[new Map([["a", 1]]), new Set([1]), new Date(0), /x/, Buffer.from("x"), new Error("x")],
  ...[[undefined], new Array(2), CIRCLE, new (class Order {})(), { toJSON: () => 1 }],
].flatMap((value) => [value, { deep: [value] }]);
const JSON_AS_IT_IS = [null, undefined, "x", 0, { a: [1, "2", { b: null }], c: undefined }];

test("it is said which part of an order is no JSON", async () => {
  const rig = talkRig(
    async (context) => {
      const input = { month: "May", when: [new Date(0)] };
      await later(context, "report", input).catch((error) => context.sendActivity(error.message));
    },
    { adapter: { jobs: { report: () => undefined } } },
  );
  expect(shown(await rig.until(rig.says("x")))).toContain("input.when[0] (Date)");
});

test("what cannot be ordered is refused in words", async () => {
  const failures: unknown[] = [];
  const attempt = (run: () => Promise<unknown>) =>
    run().catch((error) => failures.push(error.code));
  const rig = talkRig(
    async (context) => {
      await attempt(() => later(context, "nothing"));
      for (const input of NOT_JSON) await attempt(() => later(context, "report", input));
      for (const input of JSON_AS_IT_IS) await later(context, "report", input);
    },
    { adapter: { jobs: { report: () => undefined } } },
  );
  await rig.until(rig.says("x"));
  const bare = talkRig(async (context) => void (await attempt(() => later(context, "report"))));
  await bare.until(bare.says("x"));
  const refused = NOT_JSON.map(() => "not-json");
  expect(failures).toEqual(["unknown-job", ...refused, "no-jobs"]);
});

describe("a turn that takes minutes", () => {
  const slow = (rig: () => TalkRig, minutes: number) => async (context: TurnContext) => {
    await rig().sleep(minutes * MINUTE);
    await context.sendActivity("the whole report");
  };

  test("ends in an apology after two minutes, and not where the account allows ten", async () => {
    let rig: TalkRig;
    rig = talkRig(slow(() => rig, 9));
    void rig.says("报告");
    await rig.pass(10 * MINUTE);
    expect(rig.sent).toEqual(["抱歉，出了点问题，请稍后再试。"]);
    const long: TalkRig = talkRig(
      slow(() => long, 9),
      { account: { turnLimit: "10m", progress: false } },
    );
    void long.says("报告");
    await long.pass(10 * MINUTE);
    expect(long.sent).toEqual(["the whole report"]);
  });

  test("no other process takes it over while its own renews the lease", async () => {
    let runs = 0;
    const rig: TalkRig = talkRig(
      async (context) => {
        runs += 1;
        await rig.sleep(5 * MINUTE);
        await context.sendActivity("done");
      },
      { account: { turnLimit: "30m", progress: false }, processes: 2 },
    );
    void rig.says("报告");
    await rig.pass(6 * MINUTE);
    expect(runs).toBe(1);
    expect(rig.sent).toEqual(["done"]);
  });

  test("a limit that is none is refused in words", () => {
    for (const turnLimit of ["31m", "ten minutes", 0]) {
      expect(() => openAccount({ ...ACCOUNT, turnLimit })).toThrow("turnLimit");
    }
    expect(openAccount({ ...ACCOUNT, turnLimit: "30m" }).turnLimitMs).toBe(30 * MINUTE);
  });
});
