import { AgentApplication, MessageFactory, type TurnState } from "@microsoft/agents-hosting";
import { expect, test } from "vitest";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { type TestRoad, testRoad } from "../helpers/road.ts";

/** An agent written with the SDK's own application, which keeps its state in the adapter's store. */
async function agentRoad(): Promise<{ road: TestRoad; references: object[] }> {
  const references: object[] = [];
  let app: AgentApplication<TurnState> | undefined;
  function application(adapter: WeChatAgentAdapter): AgentApplication<TurnState> {
    const made = new AgentApplication<TurnState>({ adapter, storage: adapter.botStorage });
    made.onConversationUpdate("membersAdded", async (context) => {
      await context.sendActivity("welcome");
    });
    made.onMessage("colours", async (context) => {
      await context.sendActivity(MessageFactory.suggestedActions(["Red", "Green"], "Which?"));
    });
    made.onActivity("message", async (context, state) => {
      const n = (state.getValue<number>("conversation.n") ?? 0) + 1;
      state.setValue("conversation.n", n);
      references.push(context.activity.getConversationReference());
      await context.sendActivity(`${n}: ${context.activity.text}`);
    });
    // Without a handler after the turn the SDK saves no state.
    made.onTurn("afterTurn", async () => true);
    return made;
  }
  const road = await testRoad(
    (context) => {
      const adapter = context.adapter as unknown as WeChatAgentAdapter;
      app ??= application(adapter);
      return app.run(context as never) as unknown as Promise<void>;
    },
    {},
    (settings) => new WeChatAgentAdapter(settings as never) as unknown as WeChatAdapter,
  );
  return { road, references };
}

test("an AgentApplication greets, offers choices, understands them and remembers", async () => {
  const { road } = await agentRoad();
  expect((await road.event("subscribe", { EventKey: "" })).text).toBe("welcome");
  expect((await road.says("colours")).text).toBe("Which?\n1. Red\n2. Green");
  expect((await road.says("2")).text).toBe("1: Green");
  expect((await road.says("again")).text).toBe("2: again");
});

test("a reference that was kept by a Bot Framework bot still leads to its follower", async () => {
  const { road, references } = await agentRoad();
  await road.says("hi");
  const { agent, ...rest } = JSON.parse(JSON.stringify(references[0]));
  const adapter = road.adapter as unknown as WeChatAgentAdapter;
  await adapter.continueConversation("", { ...rest, bot: agent }, async (context) => {
    await context.sendActivity("from before the move");
  });
  expect((await road.says("hello")).text).toBe("from before the move\n\n2: hello");
});

test("a stray context and a file by itself are refused as on the other shell", async () => {
  const { road } = await agentRoad();
  const adapter = road.adapter as unknown as WeChatAgentAdapter;
  await expect(adapter.uploadAttachment()).rejects.toMatchObject({ code: "not-supported" });
  const info = await adapter.getAttachmentInfo(undefined as never, "MEDIA");
  expect(info).toMatchObject({ name: "MEDIA", views: [{ viewId: "original" }] });
});
