import type { TurnContext } from "botbuilder";
import { expect, test, vi } from "vitest";
import { streamReply } from "../../src/bots/streamReply.ts";
import { town } from "../helpers/town.ts";

/** A model that writes for nine seconds. */
async function* model() {
  for (let i = 1; i <= 30; i++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    yield `This is sentence number ${i}. `;
  }
}

async function talking(context: TurnContext): Promise<void> {
  if (context.activity.text === "tell me") await streamReply(context, model());
  if (context.activity.text !== "think") return;
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  await context.sendActivity("42");
}

/** What a process answers its first message with, and after how many milliseconds. */
async function firstWords(text: string, simulated: object, account: object) {
  const wechat = await town(talking, simulated, {}, { locale: "en", ...account });
  const mei = wechat.follower();
  await mei.does({ do: "follow" });
  const began = Date.now();
  const told = mei.says(text);
  await vi.waitFor(() => expect(mei.screen()).not.toEqual([]), 16_000);
  const took = Date.now() - began;
  await told;
  const { events } = wechat.simulator.platform.timeline;
  const typed = events.filter((event) => event.type === "typing.shown");
  const asked = events.filter(
    (event) => event.type === "api.called" && event.path.endsWith("/custom/typing"),
  );
  return { took, screen: mei.screen(), typed, asked };
}

test("nobody said whether the account may send later: its first long answer begins with its first delivery", async () => {
  const { took, screen, typed } = await firstWords("tell me", {}, {});
  // The second delivery comes after five seconds, and its answer not before nine.
  expect(took).toBeLessThan(6_500);
  expect(screen[0]).toMatch(/^passive: This is sentence number 1\./);
  expect(typed).not.toEqual([]);
}, 30_000);

test("an account without the right is asked for it once, and nothing changes", async () => {
  const simulated = { type: "subscription", verified: false };
  const { took, screen, asked } = await firstWords("tell me", simulated, {});
  expect(took).toBeGreaterThan(8_000);
  expect(screen[0]).toMatch(/^passive: This is sentence number 1\..* number 2\d\./s);
  expect(asked).toHaveLength(1);
}, 30_000);

test("a bot that thinks in silence is seen to type; where that can change nothing WeChat is not asked", async () => {
  const [open, rides, none] = await Promise.all([
    firstWords("think", {}, {}),
    firstWords("think", {}, { slowTurns: "ride" }),
    firstWords("think", {}, { customerService: false }),
  ]);
  expect(open.screen).toEqual(["custom: 42"]);
  expect(open.typed).not.toEqual([]);
  expect(rides.screen).toEqual(["passive: 42"]);
  expect([...rides.asked, ...none.asked]).toEqual([]);
}, 30_000);
