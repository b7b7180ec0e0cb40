import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { writeDialogueTest } from "../../src/testing/index.ts";
import { CHATS, type Did, OTHERS, playChat } from "./chats.ts";
import { runWritten } from "./runWritten.ts";

const root = resolve(import.meta.dirname, "../..");
const bot = (sample: string) => join(root, "samples", sample);

/** Plays a chat before WeChat in a box, and gives what happened. */
async function record(sample: string, chat: readonly Did[], verified = true) {
  const { wechat, openid } = await playChat(bot(sample), chat, verified);
  return { events: wechat.platform.timeline.events, openid };
}

describe.each([
  ["booking", CHATS],
  ["booking", OTHERS],
  ["support", CHATS],
] as const)("a chat with samples/%s", (sample, chats) => {
  test.each([true, false])(
    "becomes a test of its dialogues that is green at once (verified: %s)",
    async (verified) => {
      const { events, openid } = await record(sample, chats[sample] ?? [], verified);
      const code = await writeDialogueTest(events, { bot: bot(sample) });
      expect(code).not.toContain(openid);
      expect(code).not.toContain("Li Lei");
      expect(code.match(/\.expect\("/g)?.length ?? 0).toBeGreaterThan(3);
      const { exit, told } = await runWritten(code);
      expect([exit, exit === 0 ? "" : `${code}\n${told}`]).toEqual([0, ""]);
    },
    60_000,
  );
});

test("it names message keys, and services that failed fail again", async () => {
  const { events } = await record("booking", OTHERS.booking ?? []);
  const code = await writeDialogueTest(events, { bot: bot("booking") });
  expect(code).toMatch(
    /\.service\("book"\)\.fails\(\)\n +\.user\("yes"\)\n +\.expect\("book\.failed", "ask\.again"\)/,
  );
  expect(code).toContain('.happens("subscribed")\n    .expect("welcome")');
}, 60_000);

test("what the dialogues alone do not say is refused, with the place", async () => {
  const { events } = await record("booking", ["你好", "2"]);
  const other = events.map((event) =>
    event.type === "message.shown" && JSON.stringify(event).includes("哪天")
      ? { ...event, message: { msgtype: "text", text: { content: "Something else." } } }
      : event,
  );
  await expect(writeDialogueTest(other, { bot: bot("booking") })).rejects.toThrow(
    /after user\("2"\) they say ask\.at, and the phone showed something else/,
  );
  await expect(writeDialogueTest(events, { bot: bot("echo") })).rejects.toThrow(
    "has no bot of dialogues",
  );
}, 60_000);
