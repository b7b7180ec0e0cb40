import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bookingAt } from "../../samples/booking/booking.ts";
import { demoRestaurant } from "../../samples/booking/restaurant.ts";
import { words } from "../../samples/booking/texts.ts";
import { dialogueBot } from "../../src/bots/dialogueBot.ts";
import type { Tape } from "../../src/bots/watch/tape.ts";
import { ManualClock, replayTapes, testWeChat, writeTapeTest } from "../../src/testing/index.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { runWritten } from "./runWritten.ts";

const root = resolve(import.meta.dirname, "../..");
const BOT = join(root, "samples/booking");

/** The tapes of a booking in production, as the bot's own `record` gives them. */
async function tapesOf(said: readonly string[], gap = "1m") {
  const tapes: Tape[] = [];
  const booking = bookingAt(demoRestaurant());
  const bot = dialogueBot({
    dialogues: [booking],
    begin: booking,
    texts: words,
    takeMessage: () => {},
    log: { info() {}, warn() {}, error() {} },
    record: (tape) => void tapes.push(JSON.parse(JSON.stringify(tape))),
  });
  const clock = new ManualClock(Date.UTC(2027, 4, 3, 2));
  const wechat = await testWeChat(bot, { clock });
  const li = wechat.follower("Li Lei");
  await li.subscribes();
  for (const text of said) {
    await li.says(text);
    await wechat.advance(gap);
  }
  await wechat.close();
  return { tapes, openid: li.openid };
}

const BOOKED = ["你好", "2", "明天晚上七点", "4", "欧阳雪晴", "13800138000", "对"];

test("tapes of production become a test that is green, and red once a dialogue does otherwise", async () => {
  const { tapes, openid } = await tapesOf(BOOKED);
  const code = await writeTapeTest(tapes, { bot: BOT });
  for (const told of [openid, "欧阳雪晴", "13800138000", "8613800138000"]) {
    expect(code).not.toContain(told);
  }
  expect(code).toContain("// +2m: ask.party");
  expect(code).toContain('"now":17675784');
  expect(code).not.toContain("2027-");
  const { exit, told } = await runWritten(code);
  expect([exit, exit === 0 ? "" : told]).toEqual([0, ""]);
  const other = await runWritten(code.replaceAll('"ask.party"', '"ask.name"'));
  expect(other.exit).toBe(1);
  expect(other.told).toContain("ends otherwise now");
  // The same by the command, from a file of tapes.
  const folder = tempFolder();
  writeFileSync(join(folder, "tapes.jsonl"), tapes.map((tape) => JSON.stringify(tape)).join("\n"));
  const command = runBin(["record", "tapes.jsonl", "--bot", BOT], { cwd: folder });
  expect([await command.exited, command.stdout()]).toEqual([0, code]);
}, 60_000);

/** Characters that no name of a dialogue has, so that each is found wherever it stays. */
const secret = fc
  .array(fc.constantFrom(..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"), { minLength: 2, maxLength: 3 })
  .map((letters) => letters.join(""));
const telephone = fc.integer({ min: 3_000_000_000, max: 9_999_999_999 }).map((n) => `1${n}`);

test("no openid and no text of a person stays, whatever he says", async () => {
  await fc.assert(
    fc.asyncProperty(
      secret,
      telephone,
      fc.constantFrom("对", "不对", "取消"),
      async (name, phone, end) => {
        const said = ["你好", "1", "明天晚上七点", "4", `我叫${name}`, phone, end];
        const { tapes, openid } = await tapesOf(said);
        const raw = JSON.stringify(tapes);
        const code = await writeTapeTest(tapes, { bot: BOT });
        for (const told of [openid, name, phone, phone.slice(3)]) expect(code).not.toContain(told);
        // It was there before.
        expect(raw).toContain(openid);
      },
    ),
    { numRuns: 20 },
  );
}, 120_000);

test("any text in an answer is masked, and the same text always stands as the same", async () => {
  const { tapes } = await tapesOf(BOOKED);
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 3, unit: "grapheme" }).filter((text) => /[^\w. :+|,-]/.test(text)),
      async (text) => {
        const put = (json: string | undefined) =>
          json?.replaceAll('"欧阳雪晴"', () => JSON.stringify(text));
        const told = tapes.map((tape) => JSON.parse(put(JSON.stringify(tape)) ?? "") as Tape);
        const inRecords = told.map((tape) => ({
          ...tape,
          ...{ before: put(tape.before), after: put(tape.after) },
        })) as readonly Tape[];
        const code = await writeTapeTest(inRecords, { bot: BOT });
        expect(code).not.toContain(JSON.stringify(text).slice(1, -1));
        expect(code).not.toContain(JSON.stringify(JSON.stringify(text)).slice(2, -2));
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

test("a turn that threw is left out, and nobody's turns are said", async () => {
  const { tapes, openid } = await tapesOf(["你好", "2"]);
  const failed = { ...(tapes.at(-1) as Tape), failed: "欧阳雪晴 is unknown" };
  const code = await writeTapeTest([...tapes, failed], { bot: BOT, who: openid });
  expect(code).not.toContain("欧阳雪晴");
  await expect(writeTapeTest([], { bot: BOT })).rejects.toThrow("There is no turn");
  await expect(writeTapeTest(tapes, { bot: BOT, who: "nobody" })).rejects.toThrow(
    "There is no turn",
  );
  await replayTapes(BOT, []);
}, 60_000);
