import { expect, test } from "vitest";
import {
  confirm,
  dialogue,
  dialogueBot,
  integer,
  need,
  service,
  text,
  texts,
} from "../../../src/index.ts";
import { checkLock, lockOf } from "../../../src/machines/dialogue/checks/lock.ts";
import { draw } from "../../../src/machines/draw.ts";
import { checkGolden, goldenRecords, paths, testWeChat } from "../../../src/testing/index.ts";
import { testOnOneRedis } from "../../talk/onOneRedis.ts";
import { shown, talkRig } from "../../talk/talkRig.ts";

/* After its end an order may still be changed: the summary is asked again, and a yes changes what was ordered. */

const words = texts("zh", {
  party: "几位？",
  name: "怎么称呼？",
  ok: "{party} 位，{name}。对吗？",
  done: "订好了，{ref}",
  off: "没有预订",
  late: "先放下了",
  failed: "联系不上",
});

interface Made {
  readonly party: number;
  readonly key: string;
  readonly before: unknown;
}

function house({ version = 1, reopens = true, fails = (): boolean => false } = {}) {
  const made: Made[] = [];
  const ended: unknown[] = [];
  const order = dialogue<void, string>()({
    id: "order",
    version,
    texts: words,
    asks: { party: integer("party", 1, 20), name: text("name"), ok: confirm("ok") },
    names: { party: ["人数"], name: ["名字"] },
    calls: {
      book: service(
        ({ party }: { party: number }, { key, before }) => {
          if (fails()) throw new Error("busy");
          made.push({ party, key, before });
          return { ref: (before as { ref: string } | undefined)?.ref ?? `R${made.length}` };
        },
        { samples: [{ ref: "R1" }], tries: 1 },
      ),
    },
    start: "party",
    steps: {
      party: { ask: "party", next: "name", giveUp: "off", after: { "2h": "late" } },
      name: { ask: "name", next: "ok", giveUp: "off", after: { "2h": "late" } },
      ok: {
        ask: "ok",
        next: [{ when: (a) => a.ok === true, label: "yes", to: "book" }, "off"],
        giveUp: "off",
        after: { "2h": "late" },
      },
      book: {
        call: "book",
        with: (a) => ({ party: need(a, "party").party }),
        done: "done",
        fail: "failed",
      },
      done: {
        end: "done",
        with: (a) => ({ ref: a.book?.ref }),
        output: (a) => a.book?.ref ?? "",
        ...(reopens && { reopens: "ok" as const }),
      },
      off: { end: "off" },
      late: { end: "late" },
      failed: { end: "failed" },
    },
  });
  const bot = dialogueBot({
    dialogues: [order],
    begin: order,
    onEnd: ({ output, cancelled }) => void ended.push(cancelled ? "as it was" : output),
  });
  return { order, bot, made, ended };
}

async function guest(one: ReturnType<typeof house>) {
  const wechat = await testWeChat(one.bot, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  const says = async (...lines: readonly string[]) => {
    for (const line of lines) await mei.says(line);
    return String(mei.sees().at(-1));
  };
  expect(await says("你好", "4", "王丽", "对")).toBe("订好了，R1");
  return { wechat, mei, says };
}

test("a changed number is asked for with the summary, and a yes changes what was ordered", async () => {
  const { ended, made, ...one } = house();
  const { says } = await guest({ ...one, made, ended });
  expect(await says("改成8个人")).toBe("8 位，王丽。对吗？\n1. 是\n2. 否");
  expect(made).toHaveLength(1);
  expect(await says("对")).toBe("订好了，R1");
  expect(made).toMatchObject([{ party: 4 }, { party: 8, before: { ref: "R1" } }]);
  expect(made[1]?.key).not.toBe(made[0]?.key);
  expect(made[0]?.before).toBeUndefined();
  // As often as he likes.
  expect(await says("不对，名字改成李雷")).toBe("8 位，李雷。对吗？\n1. 是\n2. 否");
  expect(await says("是")).toBe("订好了，R1");
  expect(made).toHaveLength(3);
  expect(ended).toEqual(["R1", "R1", "R1"]);
});

test("a name without a value is asked for, and a refused value is told", async () => {
  const { says } = await guest(house());
  expect(await says("人数错了")).toBe("几位？");
  expect(await says("6")).toBe("6 位，王丽。对吗？\n1. 是\n2. 否");
  expect(await says("否", "算了")).toContain("没有改动");
  expect(await says("人数改成30")).toContain("几位？");
  expect(await says("7")).toBe("7 位，王丽。对吗？\n1. 是\n2. 否");
});

test.each([
  ["cancelling", ["取消"]],
  ["a no, and then never mind", ["否", "算了"]],
  ["giving up", ["¿?", "¿?", "¿?", "¿?", "¿?", "¿?"]],
])("%s leaves the order as it was, and says so instead of the last word", async (_, lines) => {
  const one = house();
  const { says } = await guest(one);
  await says("改成8个人");
  expect(await says(...lines)).toBe("没有改动，之前办好的照旧。");
  expect(one.made).toHaveLength(1);
  expect(one.ended).toEqual(["R1", "as it was"]);
  // What stands is the first order, and that may be changed again.
  expect(await says("名字改成李雷")).toBe("4 位，李雷。对吗？\n1. 是\n2. 否");
});

test("two hours of silence leave the order as it was", async () => {
  const one = house();
  const { wechat, mei, says } = await guest(one);
  await says("改成8个人");
  await wechat.advance("3h");
  const seen = await says("在吗");
  expect(seen).toContain("没有改动");
  expect(seen).not.toContain("先放下了");
  expect(one.made).toHaveLength(1);
  expect(mei.sees()).toEqual([]);
});

test("starting over begins the change anew, never a second order", async () => {
  const one = house();
  const { says } = await guest(one);
  await says("改成8个人");
  expect(await says("重新开始")).toBe("4 位，王丽。对吗？\n1. 是\n2. 否");
  expect(await says("不是4位，是5位")).toBe("5 位，王丽。对吗？\n1. 是\n2. 否");
  await says("对");
  expect(one.made.at(-1)).toMatchObject({ party: 5, before: { ref: "R1" } });
});

test("a service that fails leaves the order as it was", async () => {
  let isDown = false;
  const one = house({ fails: () => isDown });
  const { says } = await guest(one);
  isDown = true;
  await says("改成8个人");
  expect(await says("对")).toBe("没有改动，之前办好的照旧。");
  isDown = false;
  await says("改成9个人", "对");
  expect(one.made).toMatchObject([{ party: 4 }, { party: 9, before: { ref: "R1" } }]);
});

test("a day later, after another dialogue, or where nothing is declared, nothing is changed", async () => {
  const late = await guest(house());
  await late.wechat.advance("25h");
  expect(await late.says("改成8个人")).toContain("怎么称呼？");
  const plain = await guest(house({ reopens: false }));
  expect(await plain.says("改成8个人")).toContain("我改不了");
  const other = house();
  const again = await guest(other);
  await again.says("再订一桌", "6", "李雷", "对");
  await again.says("改成8个人", "对");
  expect(other.made.map(({ before }) => before)).toEqual([undefined, undefined, { ref: "R2" }]);
});

test("a release that cannot go on with a change leaves the order as it was", async () => {
  const [old, next] = [house(), house({ version: 2 })];
  let serving = old.bot;
  const wechat = await testWeChat((context) => serving.run(context), { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const line of ["你好", "4", "王丽", "对", "改成8个人"]) await mei.says(line);
  mei.sees();
  serving = next.bot;
  await mei.says("对");
  expect(String(mei.sees()[0])).toContain("没有改动");
  expect([...old.made, ...next.made]).toHaveLength(1);
});

test("the drawing, the lock, the golden records and the paths know of it", async () => {
  const { order } = house();
  expect(draw(order.machine)).toContain("done --> ok : an answer is changed afterwards");
  const lock = lockOf([order]);
  expect(lock.order?.reopens).toEqual({ done: "ok" });
  expect(() => checkLock([house({ reopens: false }).order], lock)).toThrow(
    'What may be changed after "done" of "order" changed',
  );
  // A lock of before knows nothing of it, and says nothing.
  const { reopens: _, ...before } = lock.order ?? { version: 1, structure: "" };
  expect(() => checkLock([order], { order: before })).not.toThrow();
  const records = await goldenRecords(order);
  expect(records.filter((one) => one.includes('"k":{"d":"order"'))).toHaveLength(1);
  checkGolden(order, records);
  expect(() => checkGolden(house({ version: 2 }).order, records)).toThrow(/cannot go on/);
  for (const { run } of await paths(order)) await run();
});

test("only a question of the dialogue can be gone back to", () => {
  const make = () =>
    dialogue()({
      id: "order",
      version: 1,
      asks: { ok: confirm("ok") },
      start: "ok",
      steps: { ok: { ask: "ok", next: "done" }, done: { end: true, reopens: "done" } },
    });
  expect(make).toThrow('"done" reopens "done", which is no question of the dialogue');
});

/** The story in two processes that take the messages in turn, each with a bot of its own. */
async function inTwoProcesses(options: Parameters<typeof talkRig>[1]) {
  const one = house();
  const rig = talkRig((context) => one.bot.run(context), {
    account: { customerService: false },
    ...options,
  });
  const lines = ["你好", "4", "王丽", "对", "改成8个人", "对", "改成9个人", "取消"];
  const seen: string[] = [];
  for (const line of lines) seen.push(shown(await rig.until(rig.says(line))));
  expect(seen.slice(4)).toEqual([
    "8 位，王丽。对吗？\n1. 是\n2. 否",
    "订好了，R1",
    "9 位，王丽。对吗？\n1. 是\n2. 否",
    "没有改动，之前办好的照旧。",
  ]);
  expect(one.made).toMatchObject([{ party: 4 }, { party: 8, before: { ref: "R1" } }]);
}

test("two processes on one file change the order of a follower in turn", async () => {
  await inTwoProcesses({ processes: 2 });
});

testOnOneRedis("two processes on one Redis change the order of a follower in turn", inTwoProcesses);
