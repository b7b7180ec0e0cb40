import { createRequire } from "node:module";
import type { Activity } from "@microsoft/agents-activity";
import {
  AdaptiveCardActionExecuteResponseType,
  AgentApplication,
  type AgentApplicationOptions,
  CardFactory,
  MessageFactory,
  StreamingResponse,
  type TurnContext,
  type TurnState,
} from "@microsoft/agents-hosting";
import { describe, expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

const { version } = createRequire(import.meta.url)("@microsoft/agents-hosting/package.json");

type Options = Partial<AgentApplicationOptions<TurnState>>;

function application(options: Options = {}): AgentApplication<TurnState> {
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  return new AgentApplication<TurnState>({ adapter, ...options });
}

/** What a follower sees who says these things. */
async function seen(app: AgentApplication<TurnState>, ...says: string[]): Promise<string> {
  const wechat = await testWeChat(app, { verified: false, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const text of says) await mei.says(text);
  return mei.sees().map(String).join("\n");
}

function card(action: object): Partial<Activity> {
  const content = { type: "AdaptiveCard", version: "1.5", body: [], actions: [action] };
  return MessageFactory.attachment(CardFactory.adaptiveCard(content));
}

/** What follows when a card's only button is tapped. */
function tapped(app: AgentApplication<TurnState>, action: object): Promise<string> {
  app.onMessage("card", async (context) => {
    await context.sendActivity(card(action) as Activity);
  });
  return seen(app, "card", "1");
}

const submit = (data: object) => {
  const app = application();
  app.adaptiveCards.actionSubmit("go", async (context) => {
    await context.sendActivity("submitted");
  });
  return tapped(app, { type: "Action.Submit", title: "Go", data });
};

/** A stream as the SDK makes it on a channel that it does not know; what it sends. */
async function bareStream(use: (stream: StreamingResponse) => void, fails = false) {
  const sent: Activity[] = [];
  const context = {
    activity: { channelId: "wechat" },
    sendActivity: async (activity: Activity) => {
      if (fails) throw new Error("cannot be sent");
      sent.push(activity);
    },
  } as unknown as TurnContext;
  const stream = new StreamingResponse(context);
  use(stream);
  const result = await stream.endStream();
  return { sent, result };
}

interface Row {
  readonly what: string;
  readonly whose: "Agents SDK";
  /** Since when, as far as we know. */
  readonly version: string;
  /** What this package does about it. */
  readonly here: string;
  /** Whether it is still so. */
  readonly stands: () => Promise<boolean>;
}

/** What differs between the shells and is not ours. Whoever finds a row mended takes it out, with what it says is done. */
const FAULTS: readonly Row[] = [
  {
    what: "actionSubmit takes data only in the form of an invoke's action",
    whose: "Agents SDK",
    version: "1.8.1",
    here: "docs: read activity.value in a handler of messages",
    stands: async () => !(await submit({ verb: "go" })).includes("submitted"),
  },
  {
    what: "state is not saved without a handler for afterTurn",
    whose: "Agents SDK",
    version: "1.8.1",
    here: "docs: register one",
    stands: async () => {
      const app = application();
      app.onActivity("message", async (context, state) => {
        const n = (state.getValue<number>("conversation.n") ?? 0) + 1;
        state.setValue("conversation.n", n);
        await context.sendActivity(String(n));
      });
      return (await seen(app, "a", "b")) === "1\n1";
    },
  },
  {
    what: "a stream on a channel without a place in its list shows nothing before its end",
    whose: "Agents SDK",
    version: "1.8.1",
    here: "src/agents/agentStream.ts tells the text on the way",
    stands: async () => {
      const { sent } = await bareStream((stream) => stream.queueTextChunk("one"));
      return sent.length === 1;
    },
  },
  {
    what: "sources of setCitations are dropped without the AI label",
    whose: "Agents SDK",
    version: "1.8.1",
    here: "src/agents/agentStream.ts adds them",
    stands: async () => {
      const { sent } = await bareStream((stream) => {
        stream.setCitations([{ title: "T", content: "C", filepath: "", url: null }]);
        stream.queueTextChunk("see [1]");
      });
      return !JSON.stringify(sent).includes("citation");
    },
  },
  {
    what: "a stream in which nothing was said says `end of stream response`",
    whose: "Agents SDK",
    version: "1.8.1",
    here: "src/adapter/translate/streams.ts drops it",
    stands: async () => {
      const { sent } = await bareStream(() => {});
      return sent[0]?.text === "end of stream response";
    },
  },
  {
    what: "endStream calls a send that failed a success",
    whose: "Agents SDK",
    version: "1.8.1",
    here: "src/agents/agentStream.ts rejects",
    stands: async () =>
      (await bareStream((one) => one.queueTextChunk("x"), true)).result === "success",
  },
];

describe("what is the Agents SDK's own doing", () => {
  test.each(FAULTS)("$what ($version)", async ({ what, here, stands }) => {
    const mended = `agents-hosting ${version} mends it: ${what}. Take out what we did: ${here}.`;
    expect(await stands(), mended).toBe(true);
  });
});

describe("what works as far as the SDK does", () => {
  test("actionSubmit with data in the form of an action", async () => {
    expect(await submit({ type: "any", verb: "go", data: {} })).toContain("submitted");
  });

  test.each([
    AdaptiveCardActionExecuteResponseType.REPLACE_FOR_INTERACTOR,
    AdaptiveCardActionExecuteResponseType.REPLACE_FOR_ALL,
    AdaptiveCardActionExecuteResponseType.NEW_MESSAGE_FOR_ALL,
  ])("actionExecute answers with a card (%s)", async (actionExecuteResponseType) => {
    const app = application({ adaptiveCardsOptions: { actionExecuteResponseType } });
    const body = [{ type: "TextBlock", text: "the new card" }];
    app.adaptiveCards.actionExecute("go", async () => ({
      type: "AdaptiveCard",
      version: "1.5",
      body,
    }));
    const shown = await tapped(app, { type: "Action.Execute", title: "Go", verb: "go" });
    expect(shown.match(/the new card/g)).toHaveLength(1);
  });
});
