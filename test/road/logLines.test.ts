import { expect, test } from "vitest";
import { type Log, stderrLogFor } from "../../src/log.ts";
import { testRoad } from "../helpers/road.ts";

const NOON = new Date(2026, 10, 30, 14, 3, 22);

function written(
  settings: Parameters<typeof stderrLogFor>[0],
  write: (log: Log) => void,
  isTTY = false,
) {
  const lines: string[] = [];
  const output = { isTTY, write: (text: string) => lines.push(text) };
  write(stderrLogFor(settings, output, () => NOON));
  return lines;
}
const all = (log: Log) => {
  log.info({}, "one");
  log.warn({}, "two");
  log.error({}, "three");
};

test.each([
  [undefined, 2],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
  ["silent", 0],
] as const)("from the level %s on %i of three lines are written", (logLevel, count) => {
  expect(written({ logLevel }, all)).toHaveLength(count);
});

test("a program reads JSON, a person at a terminal reads text; either can be chosen", () => {
  const say = (log: Log) => log.warn({ appId: "wx01", tries: 3, why: "a b" }, "a call failed");
  const json = '{"level":"warn","message":"a call failed","appId":"wx01","tries":3,"why":"a b"}\n';
  const text = '14:03:22 warn  a call failed  appId=wx01 tries=3 why="a b"\n';
  expect(written({}, say)).toEqual([json]);
  expect(written({}, say, true)).toEqual([text]);
  expect(written({ logFormat: "json" }, say, true)).toEqual([json]);
  expect(written({ logFormat: "text" }, say)).toEqual([text]);
});

test("at a terminal a stack stands in lines of its own, and nothing gives the terminal orders", () => {
  const stack = "Error: x\n    at run (bot.ts:1:2)\n    at more (bot.ts:3:4)";
  const [line = ""] = written({ logFormat: "text" }, (log) =>
    log.error({ error: "\u001b[2J\u202e", stack }, "the bot\u001b[31m threw\r"),
  );
  expect(line.split("\n").slice(1)).toEqual([
    "    Error: x",
    "    at run (bot.ts:1:2)",
    "    at more (bot.ts:3:4)",
    "",
  ]);
  expect(line.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("lines of a turn say which push they belong to, and no openid stands in them", async () => {
  const road = await testRoad(async ({ activity }) => {
    throw new Error(`no ${activity.text}`);
  });
  await road.says("one");
  await road.says("two");
  const pushes = road.log.lines
    .filter((line) => line.startsWith("the bot threw"))
    .map((line) => (JSON.parse(line.slice(line.indexOf("{"))) as { push?: string }).push);
  expect(pushes).toHaveLength(2);
  expect(new Set(pushes).size).toBe(2);
  for (const push of pushes) expect(push).toMatch(/^\d+$/);
});

test("so do lines about what the bot said, in a turn of an event too, whose key holds the openid", async () => {
  const road = await testRoad(async (context) => {
    const contentType = "application/vnd.nobody.knows";
    await context.sendActivity({ type: "message", attachments: [{ contentType, content: {} }] });
  });
  await road.event("CLICK", { EventKey: "MENU_1" });
  const [line = ""] = road.log.lines.filter((one) => one.includes("shown"));
  expect(line).toMatch(/"push":"[0-9a-f]{12}"/);
});
