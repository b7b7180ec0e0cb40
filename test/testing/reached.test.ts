import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { runDraw } from "../../src/commands/draw.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { runWritten } from "./runWritten.ts";

const root = resolve(import.meta.dirname, "../..");
const BOOKING = join(root, "samples/booking");

const inWeChat = `import { test } from "node:test";
import { testWeChat } from "botbuilder-adapter-wechat/testing";
test("a chat", async () => {
  const wechat = await testWeChat(${JSON.stringify(BOOKING)});
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.says("你好");
  await mei.says("大厅");
  await wechat.close();
});
`;
const alone = `import { test } from "node:test";
import { testDialogue } from "botbuilder-adapter-wechat/testing";
test("a chat", async () => {
  await testDialogue(${JSON.stringify(BOOKING)}).user("你好").wait("2h").run();
});
`;

async function drawn(...args: readonly string[]): Promise<string> {
  let text = "";
  await runDraw([BOOKING, ...args], {
    write(part) {
      text += part;
    },
  });
  return text;
}

test("tests write down the ways that they take, and the drawing shows the others", async () => {
  const folder = tempFolder();
  const file = join(folder, "reached.txt");
  const env = { WECHAT_REACHED: file };
  for (const code of [inWeChat, alone]) {
    const { exit, told } = await runWritten(code, { env });
    expect([exit, exit === 0 ? "" : told]).toEqual([0, ""]);
  }
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines).toContain("booking/service|answer.service|0");
  expect(lines.filter((line) => line.startsWith("booking/service|xstate.after")).length).toBe(1);

  const text = await drawn("--reached", file);
  expect(text).toMatch(/%% \d+ of \d+ ways are taken by tests/);
  expect(text).toContain("%% no test: service: miss");
  expect(text).toContain("no test: at: after 2 h → lapsed");
  expect(text).not.toContain("no test: service: after 2 h → lapsed");
  expect(text).not.toContain("no test: service: service answered");

  const told = await drawn("--reached", file, "--svg", folder);
  expect(told).toContain("  no test: at: after 2 h → lapsed");
  const svg = readFileSync(join(folder, "booking.svg"), "utf8");
  const dashed = svg.match(/stroke-dasharray/g)?.length ?? 0;
  expect(dashed).toBeGreaterThan(5);
  expect(svg).toContain('<path d="');
  await drawn("--svg", folder);
  expect(readFileSync(join(folder, "booking.svg"), "utf8")).not.toContain("stroke-dasharray");
}, 60_000);

test("nothing is written where nobody asks, and a file that is not there is a sentence", async () => {
  const folder = tempFolder();
  expect((await runWritten(alone, { env: { WECHAT_REACHED: "" } })).exit).toBe(0);
  const file = join(folder, "reached.txt");
  expect(existsSync(file)).toBe(false);
  await expect(drawn("--reached", file)).rejects.toThrow(/cannot be read[\s\S]*WECHAT_REACHED=/);
}, 60_000);
