import { type ConversationReference, TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import type { Courier } from "../../src/adapter/send/courier.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { alone, TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad } from "../helpers/manualRoad.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** What one step records: its texts, and the slice that it keeps. */
interface Seen {
  readonly says: readonly string[];
  readonly keeps: unknown;
}

/** Runs logic in a turn that nobody waits for; the steps that it made, and what was sent. */
async function steps(logic: (context: TurnContext, scope: TurnScope) => Promise<void>) {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock });
  const record = store.step.bind(store);
  const seen: Seen[] = [];
  const sent: string[] = [];
  store.step = (lease, n, step) => {
    const kept = step.save?.record as { readonly s?: { readonly at?: unknown } } | undefined;
    const says = [...step.passive, ...step.chain].map(
      ({ message }) => (message as { reply: { content: string } }).reply.content,
    );
    seen.push({ says, keeps: kept?.s?.at });
    return record(lease, n, step);
  };
  const courier: Courier = async (_account, _openid, reply) => {
    if (reply.type === "text") sent.push(reply.content);
    return "sent";
  };
  let reference: Partial<ConversationReference> = {};
  const road = manualRoad(
    async (context) => {
      reference = TurnContext.getConversationReference(context.activity);
    },
    { accounts: [{ ...ACCOUNT, customerService: true }], store, courier },
    clock,
  );
  await road.says("hi");
  seen.length = 0;
  const turn = road.adapter.continueConversation(
    reference,
    alone(async (context: TurnContext) => {
      await logic(context, context.turnState.get<TurnScope>(TURN_SCOPE));
    }),
  );
  expect(await road.ends(turn, 30_000)).toBe(true);
  await road.clock.advance(1_000);
  return { seen, sent };
}

test("what waits for what is written is recorded in one step with it", async () => {
  const { seen, sent } = await steps(async (context, scope) => {
    scope.tellAtEnd?.();
    await context.sendActivity("one");
    await context.sendActivity("two");
    scope.write("at", "the end");
  });
  expect(seen).toEqual([{ says: ["one", "two"], keeps: "the end" }]);
  expect(sent).toEqual(["one", "two"]);
});

test("a save on the way records what was said until then with what was written until then", async () => {
  const { seen, sent } = await steps(async (context, scope) => {
    scope.tellAtEnd?.();
    await context.sendActivity("begun");
    scope.write("at", "work");
    await scope.save();
    await context.sendActivity("done");
    scope.write("at", "the end");
  });
  expect(seen).toEqual([
    { says: ["begun"], keeps: "work" },
    { says: ["done"], keeps: "the end" },
  ]);
  expect(sent).toEqual(["begun", "done"]);
});

test("what is said afterwards goes out as it is said, behind what waited", async () => {
  const { seen, sent } = await steps(async (context, scope) => {
    scope.tellAtEnd?.();
    await context.sendActivity("one");
    scope.tellAtEnd?.(false);
    await context.sendActivity("two");
    scope.write("at", "the end");
  });
  expect(seen).toEqual([
    { says: ["one", "two"], keeps: undefined },
    { says: [], keeps: "the end" },
  ]);
  expect(sent).toEqual(["one", "two"]);
});

test("without it each message goes out as it is said", async () => {
  const { seen } = await steps(async (context, scope) => {
    await context.sendActivity("one");
    scope.write("at", "the end");
  });
  expect(seen).toEqual([
    { says: ["one"], keeps: undefined },
    { says: [], keeps: "the end" },
  ]);
});
