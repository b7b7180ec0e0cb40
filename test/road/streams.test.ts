import { expect, test, vi } from "vitest";
import type { Courier } from "../../src/adapter/send/courier.ts";
import { streamReply } from "../../src/bots/streamReply.ts";
import { utf8Length, wholeSentences } from "../../src/protocol/text.ts";
import { ACCOUNT, SCALE, seconds, testRoad } from "../helpers/road.ts";

const VERIFIED = { ...ACCOUNT, customerService: true };

/** A model that says so many sentences, one every so many of WeChat's seconds. */
async function* sentences(count: number, everySeconds: number, length = 20) {
  for (let i = 1; i <= count; i++) {
    if (everySeconds > 0) await seconds(everySeconds);
    const end = `${i}。`;
    yield `${"字".repeat(length)}`;
    yield end;
  }
}

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** A road whose bot streams its answer; what customer service sent. */
async function streaming(
  pieces: () => AsyncIterable<string>,
  accounts: readonly (typeof ACCOUNT)[] = [VERIFIED],
) {
  const sent: string[] = [];
  const courier: Courier = async (_account, _openid, reply) => {
    sent.push((reply as { content: string }).content);
    return "sent";
  };
  const road = await testRoad(
    async (context) => {
      if (context.activity.text !== "stream") return void (await context.sendActivity("ok"));
      await streamReply(context, pieces(), { updateMs: 500 * SCALE });
    },
    { courier, accounts },
  );
  return { ...road, sent };
}

const same = (parts: readonly (string | undefined)[], text: string) =>
  expect(parts.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));

test("an answer that is done in time is one message", async () => {
  const road = await streaming(() => sentences(5, 0));
  const seen = await road.says("stream");
  same([seen.text], await whole(sentences(5, 0)));
  await seconds(1);
  expect(road.sent).toEqual([]);
});

test("when the slot is given away, whole sentences ride it; the rest comes in one", async () => {
  const road = await streaming(() => sentences(9, 1));
  const seen = await road.says("stream");
  expect(seen.text).toMatch(/。$/);
  const text = await whole(sentences(9, 0));
  await vi.waitFor(() => same([seen.text, ...road.sent], text), 5_000);
  // On a busy machine a sign of life may come in between.
  expect(road.sent.length).toBeLessThanOrEqual(2);
});

test("a long answer comes in full messages, each within WeChat's bytes, and no more than needed", async () => {
  const road = await streaming(() => sentences(60, 0.2, 40));
  const seen = await road.says("stream");
  const text = await whole(sentences(60, 0, 40));
  await vi.waitFor(() => same([seen.text, ...road.sent], text), 5_000);
  for (const one of road.sent) expect(utf8Length(one)).toBeLessThanOrEqual(2_048);
  expect(road.sent.length).toBeLessThanOrEqual(Math.ceil(utf8Length(text) / 1_792));
});

test("a very slow answer shows signs of life, and keeps a grant for its end", async () => {
  const road = await streaming(() => sentences(20, 1.5));
  const seen = await road.says("stream");
  const text = await whole(sentences(20, 0));
  await vi.waitFor(() => same([seen.text, ...road.sent], text), 15_000);
  expect(road.sent.length).toBeGreaterThan(2);
  expect(road.sent.length).toBeLessThanOrEqual(5);
}, 30_000);

test("an account that rides: what is there at the last delivery, the rest on asking", async () => {
  const road = await streaming(
    () => sentences(9, 2),
    [{ ...ACCOUNT, customerService: false } as never],
  );
  const seen = await road.says("stream");
  const text = await whole(sentences(9, 0));
  expect(seen.text).toContain("继续");
  await seconds(6);
  const rest = await road.says("继续");
  const shown = `${seen.text?.split("\n\n")[0]}${rest.text?.replace(/^关于.*\n/, "")}`;
  same([shown], text);
});

test("Bot Framework's own streaming activities work, and another final text is said whole", async () => {
  const road = await testRoad(async (context) => {
    const streaming = (text: string, streamId?: string) => ({
      type: "typing",
      text,
      entities: [{ type: "streaminfo", streamType: "streaming", streamSequence: 1, streamId }],
    });
    const first = await context.sendActivity(streaming("Let me"));
    await context.sendActivity(streaming("Let me see.", first?.id));
    expect(first?.id).not.toBe("");
    const entities = [{ type: "streaminfo", streamType: "final", streamId: first?.id }];
    await context.sendActivity({ type: "message", text: "It is 42.", entities });
    await context.sendActivity({ type: "typing" });
  });
  expect((await road.says("stream")).text).toBe("It is 42.");
});

test("a stream that the bot did not end is said all the same; a source that fails says what it had", async () => {
  const failures: string[] = [];
  const road = await testRoad(async (context) => {
    if (context.activity.text === "open") {
      const entities = [{ type: "streaminfo", streamType: "streaming", streamSequence: 1 }];
      await context.sendActivity({ type: "typing", text: "I was going to", entities });
      return;
    }
    async function* broken() {
      yield "So far. ";
      throw new Error("the model is down");
    }
    await streamReply(context, broken()).catch((error) => failures.push(error.message));
  });
  expect((await road.says("open")).text).toBe("I was going to");
  expect((await road.says("broken")).text).toBe("So far.");
  expect(failures).toEqual(["the model is down"]);
});

test("whole sentences, outside of links", () => {
  const of = (text: string) => text.slice(0, wholeSentences(text));
  expect(of("no end yet")).toBe("");
  expect(of("One. Two")).toBe("One.");
  expect(of("一。二。三")).toBe("一。二。");
  expect(of("line\nnext")).toBe("line\n");
  expect(of('See. <a href="https://x.y/a. b">la')).toBe("See.");
  expect(of('<a href="https://x.y/a. b">la. bel</a> and')).toBe("");
  // A closing mark may follow.
  expect(of("他说：“好。")).toBe("");
});
