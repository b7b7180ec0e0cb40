import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Activity } from "@microsoft/agents-activity";
import {
  ActivityHandler,
  ConversationState,
  createAgentResponseHandler,
  MemoryStorage,
  TurnContext,
} from "@microsoft/agents-hosting";
import { expect, onTestFinished, test } from "vitest";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { SCALE, type TestRoad, testRoad } from "../helpers/road.ts";
import { scaledTimes } from "../helpers/scaled.ts";

/** What the SDK's handler of delegated answers asks of its adapter: here everybody may come in. */
class HostAdapter extends WeChatAgentAdapter {
  override getClientId(): string {
    return "";
  }

  override async authorizeRequest(request: { user?: object }, _response: object, next: () => void) {
    request.user = { name: "anonymous" };
    next();
  }
}

test.each([
  ["the process that asked", 0, "the agent's words\n\nafter"],
  ["another process", 1, "the agent's words\n\nafter"],
])(
  "an agent that was asked answers while its request is open, to %s",
  async (_to, index, shown) => {
    const store = new MemoryStore(scaledTimes(SCALE));
    const state = new ConversationState(new MemoryStorage());
    const statuses: number[] = [];
    /** The agent: it answers by a request of its own, and only then ours is answered. */
    const ask = async (conversation: string) => {
      const { answers } = processes[index] as (typeof processes)[number];
      const url = `${answers}/api/agentresponse/v3/conversations/${conversation}/activities/1`;
      const activity = {
        type: "message",
        text: "the agent's words",
        channelId: "wechat",
        from: { id: "agent" },
      };
      const response = await fetch(url, { method: "POST", body: JSON.stringify(activity) });
      statuses.push(response.status);
    };
    const logic = async (context: TurnContext) => {
      if (context.activity.text !== "go") return;
      // As `AgentClient.postActivity` keeps it, under a conversation of its own.
      const key = { channelId: "wechat", conversationId: "delegated" };
      const copy = Activity.fromObject({ ...context.activity, conversation: { id: "delegated" } });
      const delegated = new TurnContext(context.adapter, copy);
      await state.createProperty("delegated").set(
        delegated,
        {
          conversationReference: context.activity.getConversationReference(),
          nameRequested: false,
          expectedAgentClientId: "agent",
        },
        key,
      );
      await state.saveChanges(delegated, false, key);
      await ask("delegated");
      await context.sendActivity("after");
    };
    const open = async (): Promise<{ road: TestRoad; answers: string }> => {
      const road = await testRoad(
        logic as never,
        { store },
        (settings) => new HostAdapter(settings as never) as unknown as WeChatAdapter,
      );
      const handle = createAgentResponseHandler(
        road.adapter as never,
        new ActivityHandler(),
        state,
      );
      const server = createServer(async (request, response) => {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part);
        const status = (code: number) => ({
          send: (body: unknown) => void response.writeHead(code).end(JSON.stringify(body)),
        });
        const body = JSON.parse(Buffer.concat(parts).toString());
        const params = { conversationId: "delegated", activityId: "1" };
        await handle(
          Object.assign(request, { body }) as never,
          Object.assign(response, { status }) as never,
          params,
        );
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      return { road, answers: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    };
    const processes = [await open(), await open()];
    const began = Date.now();
    expect((await processes[0]?.road.says("go"))?.text).toBe(shown);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(statuses).toEqual([200]);
  },
);
