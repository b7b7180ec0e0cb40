import { randomBytes } from "node:crypto";
import { type ConversationReference, TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import type { Courier } from "../../src/adapter/send/courier.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { readSeal } from "../../src/store/sealing/seal.ts";
import { sealedStore } from "../../src/store/sealing/sealed.ts";
import { TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad, textOf } from "../helpers/manualRoad.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** Releases of one bot on one store, each with a key of its own. */
function releases(customerService: boolean) {
  const clock = new ManualClock();
  const inner = new MemoryStore({ clock });
  const told = { ran: [] as string[], errors: [] as string[], sent: [] as string[], away: true };
  const courier: Courier = async (_account, _openid, reply) => {
    if (told.away) return "not-sent";
    if (reply.type === "text") told.sent.push(reply.content);
    return "sent";
  };
  const log = {
    info() {},
    warn() {},
    error: (_facts: object, message: string) => void told.errors.push(message),
  };
  let reference: Partial<ConversationReference> = {};
  function release() {
    const key = randomBytes(32).toString("base64");
    const road = manualRoad(
      async (context) => {
        const { type, text, name } = context.activity;
        told.ran.push(text ?? name ?? type);
        if (text === undefined) return;
        reference = TurnContext.getConversationReference(context.activity);
        const scope = context.turnState.get<TurnScope>(TURN_SCOPE);
        if (text === "remind me") scope.setTimer("t", scope.now + 60_000, "tea");
        await context.sendActivity(`echo ${text}`);
      },
      {
        accounts: [{ ...ACCOUNT, customerService }],
        store: sealedStore(inner, readSeal(key), log),
        courier,
        log,
      },
      clock,
    );
    const news = (text: string) =>
      road.adapter.continueConversation(reference, async (context) => {
        await context.sendActivity(text);
      });
    return { ...road, news };
  }
  return { told, release };
}

test("held messages and timers whose key is gone are shown to nobody, and the follower is answered", async () => {
  const { told, release } = releases(false);
  const old = release();
  await old.says("remind me");
  expect(await old.ends(old.news("held"), 10_000)).toBe(true);
  await old.adapter.close();
  told.ran.length = 0;

  const now = release();
  await now.says("other", "oOther");
  await now.clock.advance(120_000);
  expect(textOf(await now.says("1"))).toBe("echo 1");
  expect(textOf(await now.says("hi"))).toBe("echo hi");
  expect(told.ran).toEqual(["other", "1", "hi"]);
  expect(told.errors).toEqual([expect.stringContaining("begins anew")]);
});

test("what waits for customer service without its words is given up, and what is said next goes out", async () => {
  const { told, release } = releases(true);
  const old = release();
  await old.says("hi");
  expect(await old.ends(old.news("lost"), 10_000)).toBe(true);
  await old.adapter.close();

  told.away = false;
  const now = release();
  await now.says("other", "oOther");
  await now.clock.advance(60_000);
  expect(textOf(await now.says("hi again"))).toBe("echo hi again");
  expect(await now.ends(now.news("news"), 10_000)).toBe(true);
  await now.clock.advance(10_000);
  expect(told.sent).toEqual(["news"]);
  expect(told.errors).toEqual([expect.stringContaining("begins anew")]);
});
