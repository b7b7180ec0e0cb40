import { expect, test } from "vitest";
import type { TimelineEvent } from "../../src/simulator/world/timeline.ts";
import { movesOf } from "../../src/testing/recording/moves.ts";
import { writeTest } from "../../src/testing/recording/writeTest.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 11, 1, 1);

/** A timeline of a few events, each with its time in milliseconds after the beginning. */
function timeline(...told: readonly (readonly [number, string, object])[]) {
  return told.map(
    ([ms, type, fact], seq) =>
      ({ seq: seq + 1, at: START + ms, type, appId: "wx1", ...fact }) as unknown as TimelineEvent,
  );
}
const says = (openid: string, text: string) => ({ openid, action: { do: "say", text } });
const shows = (openid: string, content: string, via = "custom") => ({
  ...{ openid, via, usesWindow: false },
  message: { msgtype: "text", text: { content } },
});
const sent = (errcode: number) => ({ path: "/cgi-bin/message/custom/send", errcode });
const account = (verification: -1 | 0) =>
  [0, "account.created", { settings: { type: "service", verification } }] as const;

test("who writes before all of an answer is there still reads it before he writes", () => {
  const events = timeline(
    [0, "follower.acted", says("o1", "one")],
    [10, "push.begun", { openid: "o1", pushId: "1" }],
    [20, "message.shown", shows("o1", "first", "passive")],
    [21, "push.ended", { openid: "o1", pushId: "1", saw: "reply" }],
    [30, "follower.acted", says("o1", "two")],
    [31, "push.begun", { openid: "o1", pushId: "2" }],
    [40, "message.shown", shows("o1", "the rest of the first")],
    [50, "message.shown", shows("o1", "second", "passive")],
    [51, "push.ended", { openid: "o1", pushId: "2", saw: "reply" }],
    [90, "message.shown", shows("o1", "the rest of the second")],
  );
  expect(movesOf(events, "o1").map((move) => ("sights" in move ? move.sights : move.do))).toEqual([
    "act",
    ["first", "the rest of the first"],
    "act",
    ["second", "the rest of the second"],
  ]);
});

test("what is said before a chat is handed to an agent belongs to the turn that hands it over", () => {
  const events = timeline(
    [0, "follower.acted", says("o1", "a human, please")],
    [1, "push.begun", { openid: "o1", pushId: "1" }],
    [2, "message.shown", shows("o1", "One moment.")],
    [3, "push.ended", { openid: "o1", pushId: "1", saw: "nothing", handover: "agents" }],
  );
  expect(movesOf(events, "o1").map((move) => move.do)).toEqual(["act", "see"]);
});

test.each([
  ["sent before", [[1, "api.called", sent(0)]], 0, 1, ""],
  ["refused an hour ago", [[1, "api.called", sent(48001)]], 0, HOUR, "customerService: false"],
  ["refused a day ago", [[1, "api.called", sent(48001)]], 0, 25 * HOUR, `customerService: "auto"`],
  ["refused to one that may", [[1, "api.called", sent(48001)]], -1, HOUR, ""],
  [
    "refused, and then another kind of account",
    [
      [1, "api.called", sent(48001)],
      [2, "account.changed", { change: { type: "service", verification: 0 } }],
    ],
    -1,
    HOUR,
    `customerService: "auto"`,
  ],
] as const)(
  "what others' chats taught of the right is in the test: %s",
  (_, before, verification, at, told) => {
    const events = timeline(
      account(verification),
      ...(before as readonly (readonly [number, string, object])[]),
      [at + 3, "follower.acted", says("o1", "hello")],
      [at + 4, "message.shown", shows("o1", "hi", "passive")],
    );
    const code = writeTest(events, { customerService: "auto" });
    expect(/customerService: [^ }]+/.exec(code)?.[0] ?? "").toBe(told);
  },
);

test("what a model wrote is expected in one, however it was cut", () => {
  const mark = "（内容由 AI 生成）";
  const events = timeline(
    account(0),
    [1, "follower.acted", says("o1", "a story")],
    [2, "message.shown", shows("o1", `Once.\n\n${mark}`, "passive")],
    [3, "message.shown", shows("o1", "Upon a time.")],
  );
  const code = writeTest(events);
  expect(code).toContain(`mei.mustReadInAll("Once.\\n\\n${mark}\\n\\nUpon a time.");`);
});
