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
import { SCALE, seconds, type TestRoad, testRoad } from "../helpers/road.ts";
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

/** A request of the agent that was asked, to one of the host's processes; resolves to the status of the answer. */
async function answer(to: string, activity: object): Promise<number> {
  const url = `${to}/api/agentresponse/v3/conversations/${DELEGATED}/activities/1`;
  const body = { channelId: "wechat", from: { id: "agent" }, ...activity };
  return (await fetch(url, { method: "POST", body: JSON.stringify(body) })).status;
}

const DELEGATED = "delegated";

/** Notes that an agent was asked, as `AgentClient.postActivity` does, under a conversation of its own. */
async function delegate(context: TurnContext, state: ConversationState): Promise<void> {
  const key = { channelId: "wechat", conversationId: DELEGATED };
  const copy = Activity.fromObject({ ...context.activity, conversation: { id: DELEGATED } });
  const delegated = new TurnContext(context.adapter, copy);
  await state.createProperty(DELEGATED).set(
    delegated,
    {
      conversationReference: context.activity.getConversationReference(),
      nameRequested: false,
      expectedAgentClientId: "agent",
    },
    key,
  );
  await state.saveChanges(delegated, false, key);
}

/** One process of the host: the road to its followers, and the address at which agents answer. */
async function openHost(
  store: MemoryStore,
  logic: (context: TurnContext, state: ConversationState) => Promise<void>,
  parts: {
    readonly stateOf: (road: TestRoad) => ConversationState;
    readonly hears?: (state: ConversationState) => ActivityHandler;
  },
): Promise<{ road: TestRoad; answers: string }> {
  const road: TestRoad = await testRoad(
    ((context: TurnContext) => logic(context, state)) as never,
    { store },
    (settings) => new HostAdapter(settings as never) as unknown as WeChatAdapter,
  );
  const state = parts.stateOf(road);
  const handler = parts.hears?.(state) ?? new ActivityHandler();
  const handle = createAgentResponseHandler(road.adapter as never, handler, state);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const status = (code: number) => ({
      send: (body: unknown) => void response.writeHead(code).end(JSON.stringify(body)),
    });
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const params = { conversationId: DELEGATED, activityId: "1" };
    await handle(
      Object.assign(request, { body }) as never,
      Object.assign(response, { status }) as never,
      params,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { road, answers: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const WORDS = { type: "message", text: "the agent's words" };
const END = { type: "endOfConversation", code: "completedSuccessfully" };

test.each([
  ["the process that asked", 0],
  ["another process", 1],
])("an agent that was asked answers while its request is open, to %s", async (_to, index) => {
  const store = new MemoryStore(scaledTimes(SCALE));
  const shared = new ConversationState(new MemoryStorage());
  const statuses: number[] = [];
  const logic = async (context: TurnContext, state: ConversationState) => {
    if (context.activity.text !== "go") return;
    await delegate(context, state);
    // The agent answers by a request of its own, and only then ours is answered.
    statuses.push(await answer(hosts[index]?.answers ?? "", WORDS));
    await context.sendActivity("after");
  };
  const open = () => openHost(store, logic, { stateOf: () => shared });
  const hosts = [await open(), await open()];
  const began = Date.now();
  expect((await hosts[0]?.road.says("go"))?.text).toBe("the agent's words\n\nafter");
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(statuses).toEqual([200]);
});

test("it ends what it was asked to another process, whose bot keeps state of the follower: nobody waits", async () => {
  const store = new MemoryStore(scaledTimes(SCALE));
  const statuses: number[] = [];
  const logic = async (context: TurnContext, state: ConversationState) => {
    const [asked, ended] = ["asked", "ended"].map((name) => state.createProperty<string>(name));
    if (context.activity.text === "go") {
      await delegate(context, state);
      statuses.push(await answer(hosts[1]?.answers ?? "", END));
      await asked?.set(context, "by this turn");
      await context.sendActivity("after");
    } else {
      await context.sendActivity(
        `asked ${await asked?.get(context)}, ended ${await ended?.get(context)}`,
      );
    }
    await state.saveChanges(context);
  };
  const hears = (state: ConversationState) =>
    new ActivityHandler().onEndOfConversation(async (context, next) => {
      const ended = state.createProperty<string>("ended");
      const before = await ended.get(context, "never");
      await ended.set(context, `${context.activity.code} after ${before}`);
      await state.saveChanges(context);
      // Within a run what it wrote is there.
      await state.load(context, true);
      await context.sendActivity(`the agent has ended: ${await ended.get(context)}`);
      await next();
    });
  const stateOf = ({ adapter }: TestRoad) => new ConversationState(adapter.botStorage as never);
  const open = () => openHost(store, logic, { stateOf, hears });
  const hosts = [await open(), await open()];
  const began = Date.now();
  expect((await hosts[0]?.road.says("go"))?.text).toBe(
    "the agent has ended: completedSuccessfully after never\n\nafter",
  );
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(statuses).toEqual([200]);
  // What the turn wrote and what the other run wrote are both kept.
  await seconds(1);
  expect((await hosts[0]?.road.says("and?"))?.text).toBe(
    "asked by this turn, ended completedSuccessfully after never",
  );
});
