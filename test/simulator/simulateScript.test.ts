import { expect, test } from "vitest";
import { readStep } from "../../src/commands/simulate/simulateScript.ts";

test.each([
  ["follow", { do: "act", action: { do: "follow" } }],
  ["follow shop-7", { do: "act", action: { do: "follow", scene: "shop-7" } }],
  ["  say  你好 ,  you ", { do: "act", action: { do: "say", text: "你好 ,  you" } }],
  ["say a\\nb", { do: "act", action: { do: "say", text: "a\nb" } }],
  ["TAP MENU_1", { do: "act", action: { do: "tap", key: "MENU_1" } }],
  ["scan shop-7", { do: "act", action: { do: "scan", scene: "shop-7" } }],
  [
    "location 31.2 121.5",
    { do: "act", action: { do: "location", latitude: 31.2, longitude: 121.5 } },
  ],
  [
    "location 31.2, -121.5 The Bund",
    { do: "act", action: { do: "location", latitude: 31.2, longitude: -121.5, label: "The Bund" } },
  ],
  [
    "link https://x.test A page",
    { do: "act", action: { do: "link", url: "https://x.test", title: "A page" } },
  ],
  ["wait 48h", { do: "wait", ms: 172_800_000 }],
  ["as Li", { do: "as", name: "Li" }],
  ["expect hello", { do: "expect", expected: { is: "text", text: "hello" } }],
  ["expect nothing", { do: "expect", expected: { is: "nothing" } }],
  ["expect nothing new", { do: "expect", expected: { is: "text", text: "nothing new" } }],
  ["expect like /^hi/i", { do: "expect", expected: { is: "like", pattern: /^hi/i } }],
  ["expect fault", { do: "expect", expected: { is: "fault", code: "" } }],
  ["expect fault late", { do: "expect", expected: { is: "fault", code: "late" } }],
  ["expect [image]", { do: "expect", expected: { is: "kind", kind: "image" } }],
  ["fault slow 7s", { do: "fault", effect: { do: "delay", ms: 7_000 } }],
  [
    "fault errcode 45015 /cgi-bin/message/custom/send",
    {
      do: "fault",
      effect: { do: "errcode", errcode: 45_015 },
      path: "/cgi-bin/message/custom/send",
    },
  ],
  ["fault off", { do: "no-faults" }],
  ["fault lose", { do: "lose" }],
  ["quit", { do: "quit" }],
] as const)("%j", (line, step) => {
  expect(readStep(line)).toEqual(step);
});

test.each(["", "   ", "# a comment"])("%j is nothing", (line) => {
  expect(readStep(line)).toBeUndefined();
});

test.each([
  ["dance", "try help"],
  ["say", "needs a text"],
  ["wait", "needs a time"],
  ["wait soon", "is not a time"],
  ["location here", "two numbers"],
  ["expect", "needs what is to be seen"],
  ["expect like hi", "a regular expression"],
  ["expect like /(/", "cannot be read"],
  ["fault", "needs what goes wrong"],
  ["fault boredom", "is unknown"],
  ["fault errcode many", "needs a number"],
])("%j is refused with the remedy", (line, remedy) => {
  expect(() => readStep(line)).toThrow(remedy);
});
