import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { readStep } from "../../src/commands/simulate/simulateScript.ts";
import { testWeChat, writeTest } from "../../src/testing/index.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { openStage } from "../phone/openStage.ts";
import { CHATS } from "./chats.ts";
import { runWritten } from "./runWritten.ts";

const root = resolve(import.meta.dirname, "../..");

/** Plays a chat with a sample, as a tester on the page does. */
async function record(sample: string, verified: boolean) {
  const wechat = await testWeChat(join(root, "samples", sample), { verified });
  const li = wechat.follower("Li Lei");
  await li.subscribes();
  for (const one of CHATS[sample] ?? []) {
    if (typeof one === "string") await li.says(one);
    else if ("do" in one) await li.does(one);
    else await wechat.advance(one.wait);
  }
  return { events: wechat.platform.timeline.events, openid: li.openid };
}

describe.each(Object.keys(CHATS))("a chat with samples/%s", (sample) => {
  test.each([true, false])(
    "becomes a test that is green at once (verified: %s)",
    async (verified) => {
      const { events, openid } = await record(sample, verified);
      const code = writeTest(events, { bot: join(root, "samples", sample) });
      expect(code).not.toContain(openid);
      expect(code).not.toContain("Li Lei");
      expect(code.match(/mustRead/g)?.length ?? 0).toBeGreaterThan(2);
      const { exit, told } = await runWritten(code);
      expect([exit, exit === 0 ? "" : `${code}\n${told}`]).toEqual([0, ""]);
    },
    60_000,
  );
});

test("a chat on the page is had there as a test that is green", async () => {
  await buildPages({ ifStale: true });
  const bot = join(root, "samples/booking");
  const stage = await openStage(bot);
  const { openid = "" } = (await stage.post("/api/people", { name: "Li Lei" })).body;
  for (const action of [
    { do: "follow" },
    ...["你好", "2", "明天晚上七点"].map((text) => ({ do: "say", text })),
  ]) {
    await stage.post("/api/act", { openid, action });
    await stage.settled(openid);
  }
  await stage.post("/api/time", { ms: 48 * 3_600_000 });
  const code = await (await fetch(`${stage.page}/api/test/${openid}`)).text();
  expect(code).toContain('await wechat.advance("2h")');
  const { exit, told } = await runWritten(code);
  expect([exit, exit === 0 ? "" : `${code}\n${told}`]).toEqual([0, ""]);
  const script = await (await fetch(`${stage.page}/api/script/${openid}`)).text();
  expect(script).toContain("say 明天晚上七点\nexpect ");
  const dialogue = await (await fetch(`${stage.page}/api/dialogue/${openid}`)).text();
  expect(dialogue).toContain('.user("2")\n    .expect("ask.at")');
  expect(dialogue).toContain('.wait("2h")\n    .expect("book.lapsed")');
  expect(dialogue).not.toContain(openid);
  // The same by the command, from the exported timeline.
  const folder = tempFolder({
    "t.jsonl": await (await fetch(`${stage.page}/api/timeline`)).text(),
  });
  const command = runBin(["record", "t.jsonl", "--bot", bot, "--who", "Li Lei"], { cwd: folder });
  expect([await command.exited, command.stdout()]).toEqual([0, code]);
}, 90_000);

test("a written test notices when the bot says something else", async () => {
  const { events } = await record("booking", true);
  const code = writeTest(events, { bot: join(root, "samples/booking") });
  const other = code.replace("13800138000", "13900139000");
  expect(other).not.toBe(code);
  const { exit, told } = await runWritten(other);
  expect(exit).toBe(1);
  expect(told).toMatch(/Mei reads[\s\S]*139 ?0013 ?9000[\s\S]*expected/);
}, 60_000);

test("a chat becomes a script, which reads its own lines", async () => {
  const { events, openid } = await record("booking", false);
  const script = writeTest(events, { form: "script" });
  expect(script).not.toContain(openid);
  const lines = script.split("\n");
  expect(lines).toContain("wait 3h");
  expect(lines).toContain("say 明天晚上七点");
  expect(lines.filter((line) => line.startsWith("expect ")).length).toBeGreaterThan(6);
  // Each line is one that `simulate` can do.
  expect(() => lines.map(readStep)).not.toThrow();
});

test("nobody's chat, and nobody of that name, are said", () => {
  expect(() => writeTest([])).toThrow("nobody did anything");
  expect(() => writeTest([], { who: "Li" })).toThrow('nobody called "Li" did anything');
});
