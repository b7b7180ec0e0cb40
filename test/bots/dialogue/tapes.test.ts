import { expect, test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { dialogueBot } from "../../../src/bots/dialogueBot.ts";
import { replay } from "../../../src/bots/watch/replay.ts";
import { DOES, type Tape } from "../../../src/bots/watch/tape.ts";
import type { AnyDialogue } from "../../../src/machines/dialogue/spec.ts";
import { Talk } from "../../../src/machines/dialogue/talk.ts";
import { testWeChat } from "../../../src/testing/index.ts";
import { bookingWith, party } from "./booking.ts";

const KEYS = { render: (key: string) => key };
const SILENT = { info() {}, warn() {}, error() {} };
const booking = bookingWith(async () => ({ ref: "R1" }));

async function tapesOf(main: AnyDialogue, said: readonly string[]): Promise<readonly Tape[]> {
  const tapes: Tape[] = [];
  const record = (tape: Tape) => void tapes.push(JSON.parse(JSON.stringify(tape)));
  const bot = dialogueBot({ dialogues: [main], begin: main, texts: KEYS, log: SILENT, record });
  const wechat = await testWeChat(bot);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const text of said) await mei.says(text);
  return tapes;
}

test("every turn of a bot is played again with its own dialogues alone, repairs included", async () => {
  const said = ["你好", "帮助", "取消", "不", "堂食", "返回", "人工", "堂食", "重新开始", "是"];
  const tapes = await tapesOf(booking, said);
  expect(tapes.length).toBeGreaterThanOrEqual(said.length);
  for (const tape of tapes) replay(tape, [booking]);
});

test("a tape of a dialogue that is not named says so", async () => {
  const [, begun] = await tapesOf(booking, ["你好"]);
  const play = () => replay(begun as Tape, []);
  expect(play).toThrow(/begins "booking", which is not among the dialogues/);
});

test("a turn that throws leaves a tape, which throws again, or says that it no longer does", async () => {
  const fragile = (breaks: boolean) =>
    dialogue<void, string>()({
      id: "fragile",
      version: 1,
      asks: { party },
      start: "party",
      steps: {
        party: { ask: "party", next: "done" },
        done: {
          end: "booked",
          output: () => {
            if (breaks) throw new Error("no table of four");
            return "R1";
          },
        },
      },
    });
  const tapes = await tapesOf(fragile(true), ["你好", "4"]);
  const failed = tapes.find((tape) => tape.failed !== undefined);
  expect(failed?.failed).toContain("no table of four");
  replay(failed as Tape, [fragile(true)]);
  expect(() => replay(failed as Tape, [fragile(false)])).toThrow(/failed, and does not fail now/);
});

test("whatever changes a talk is on the tape", () => {
  const reads = ["takeSaid", "takeEnded", "toRecord", "toldOf", "useless"];
  const methods = Object.entries(Object.getOwnPropertyDescriptors(Talk.prototype))
    .filter(([name, { value }]) => name !== "constructor" && typeof value === "function")
    .map(([name]) => name);
  expect(methods.filter((name) => !DOES.has(name) && !reads.includes(name))).toEqual([]);
});
