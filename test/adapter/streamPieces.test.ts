import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "../../src/adapter/translate/rendering/markup/markdown.ts";
import { openFence, safeEnd } from "../../src/adapter/translate/rendering/markup/pieces.ts";
import { streamReply } from "../../src/bots/streamReply.ts";
import { sleep } from "../../src/clock.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

/** What a follower sees of an answer in pieces, one every so many seconds. */
async function seen(pieces: readonly unknown[], everyMs: number) {
  const clock = new ManualClock(Date.UTC(2026, 8, 24));
  let failure: unknown;
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.type !== "message") return;
      const source = (async function* () {
        for (const piece of pieces) {
          yield piece as string;
          await sleep(clock, everyMs);
        }
      })();
      failure = await streamReply(context, source, { clock }).catch((error) => error);
    },
    { clock },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("写代码");
  const sights = mei.sees().map(String);
  await wechat.close();
  return { sights, failure };
}

test("a block of code that goes on in the next message keeps its signs and its indentation", async () => {
  const filler = "    # 这里是一段足够长的说明，为了让这一段值得成为一条单独的消息。\n";
  const { sights } = await seen(
    [
      "看：\n```python\nclass A:\n",
      filler,
      "    def __init__(self):\n",
      "        self.x = 2**3**2\n",
      filler.repeat(2),
      "A()\n```\n**完**。",
    ],
    6_000,
  );
  const all = sights.join("\n");
  expect(sights.length).toBeGreaterThan(1);
  for (const code of ["    def __init__(self):", "        self.x = 2**3**2"])
    expect(all).toContain(code);
  expect(all).not.toContain("```");
  expect(all.endsWith("A()\n完。")).toBe(true);
});

test("bold words and links are never cut in two", async () => {
  const long = "这是一句用来凑够长度的话，它会被先说出来。".repeat(3);
  const { sights } = await seen(
    [`${long}**注意。`, `不要**忘记。${long}`, `见[说明。书](https://e.org`, `/a)。${long}`],
    9_000,
  );
  const all = sights.join("");
  expect(all).not.toContain("**");
  expect(all).toContain("注意。不要忘记");
  expect(all).toContain('<a href="https://e.org/a">说明。书</a>');
});

test("pieces that are no text are passed over or refused in words, and never shown", async () => {
  const parts = [
    undefined,
    "你好",
    null,
    { type: "reasoning-delta", delta: "嗯" },
    { type: "text-delta", text: "，世界" },
    { type: "tool-call" },
  ];
  const fine = await seen(parts, 0);
  expect(fine.sights).toEqual(["你好，世界"]);
  for (const odd of [{ a: 1 }, 7, new Uint8Array([1])]) {
    const { sights, failure } = await seen(["先说的话。", odd], 0);
    expect(sights).toEqual(["先说的话。"]);
    expect(failure).toMatchObject({ code: "stream-piece" });
  }
});

test("what a model thinks is not streamed either", async () => {
  const thought = "想了很久，想了又想。".repeat(20);
  const { sights } = await seen(["<think>\n", thought, thought, "\n</think>\n", "好了。"], 5_000);
  expect(sights).toEqual(["好了。"]);
});

test("an answer cut where it may be says, piece by piece, what it says as a whole", () => {
  const line = fc.constantFrom(
    "**粗体。**后面",
    "普通一句。",
    "- 一项",
    "`a**b`。",
    "[页](https://e.org/x)。",
    "",
    "1. 甲",
  );
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 60 }),
      (lines, step) => {
        const text = lines.join("\n");
        let shown = 0;
        const pieces: string[] = [];
        for (let end = step; shown < text.length; end += step) {
          const to = end >= text.length ? text.length : safeEnd(text, shown, end);
          pieces.push(plainText(text.slice(shown, to)));
          shown = Math.max(shown, to);
        }
        const bare = (words: string) => words.replace(/[\s•-]/g, "");
        expect(bare(pieces.join(""))).toBe(bare(plainText(text)));
      },
    ),
    { numRuns: 400 },
  );
});

test.each([0, 40, 100])(
  "an answer in hundreds of parts shows the same, whether the channel keeps parts or is asked for each (%i ms)",
  async (everyMs) => {
    async function shown(listens: boolean) {
      const clock = new ManualClock(Date.UTC(2026, 8, 24));
      const ids = new Set<string>();
      let heard = 0;
      const wechat = await testWeChat(
        async (context) => {
          if (context.activity.type !== "message") return;
          if (listens)
            context.onSendActivities((_context, sent, next) => {
              heard += sent.length;
              return next();
            });
          let text = "";
          let streamId: string | undefined;
          for (let n = 0; n < 300; n++) {
            text += n % 10 === 9 ? "完了。" : "一个**词**，";
            const entity = { type: "streaminfo", streamType: "streaming", streamId };
            const sent = await context.sendActivity({ type: "typing", text, entities: [entity] });
            streamId ??= sent?.id;
            ids.add(String(sent?.id));
            if (everyMs > 0) await sleep(clock, everyMs);
          }
          const entities = [{ type: "streaminfo", streamType: "final", streamId }];
          await context.sendActivity({ type: "message", text, entities });
        },
        { clock },
      );
      const mei = wechat.follower("Mei");
      await mei.subscribes();
      mei.sees();
      await mei.says("写");
      const sights = mei.sees().map(String);
      await wechat.close();
      return { sights, ids: [...ids], heard };
    }
    const [kept, asked] = [await shown(false), await shown(true)];
    expect(asked.heard).toBe(301);
    expect(kept.sights).toEqual(asked.sights);
    expect(kept.ids).toEqual(["stream-1"]);
    const whole = `${"一个词，".repeat(9)}完了。`.repeat(30);
    expect(kept.sights.join("")).toBe(whole);
    if (everyMs > 0) expect(kept.sights.length).toBeGreaterThan(1);
  },
);

test("an open fence is found, and one of the other kind inside of it is code", () => {
  expect(openFence("a\n```js\nx")).toBe("```");
  expect(openFence("a\n````\n```\n")).toBe("````");
  expect(openFence("```\nx\n```\n")).toBe("");
});
