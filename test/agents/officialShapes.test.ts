import type { Activity } from "@microsoft/agents-activity";
import {
  AgentApplication,
  type AgentApplicationOptions,
  AttachmentDownloader,
  CardFactory,
  MemoryStorage,
  MessageFactory,
  type TurnContext,
  TurnState,
} from "@microsoft/agents-hosting";
import {
  DialogSet,
  DialogTurnStatus,
  NumberPrompt,
  TextPrompt,
  WaterfallDialog,
} from "@microsoft/agents-hosting-dialogs";
import { expect, test } from "vitest";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { sleep } from "../../src/clock.ts";
import { chinesePrompts } from "../../src/index.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

// The shapes of Microsoft's samples for the Agents SDK, in words of our own: what their code does runs as it is.

type Options = Partial<AgentApplicationOptions<TurnState>>;

function application(options: Options = {}): AgentApplication<TurnState> {
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  return new AgentApplication<TurnState>({ adapter, storage: new MemoryStorage(), ...options });
}

/** What a follower sees, from following on, who says these things; accounts with and without customer service. */
async function talk(
  app: AgentApplication<TurnState>,
  says: readonly string[],
  verified: boolean,
  clock = new ManualClock(),
) {
  const wechat = await testWeChat(app, { verified, clock, locale: "en" });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  for (const text of says) {
    await mei.says(text);
    await wechat.advance("1min");
  }
  return mei.sees().map((sight) => (typeof sight === "string" ? sight : JSON.stringify(sight)));
}

const ACCOUNTS = [true, false];

test.each(ACCOUNTS)(
  "quickstart: a welcome, a command, an echo that counts, a downloader (verified: %s)",
  async (verified) => {
    const app = application({ fileDownloaders: [new AttachmentDownloader()] });
    app.onConversationUpdate("membersAdded", async (context) => {
      await context.sendActivity("Good to see you.");
    });
    app.onMessage("/state", async (context, state) => {
      await context.sendActivity(JSON.stringify(state.getValue("conversation.count") ?? 0));
    });
    app.onActivity("message", async (context, state) => {
      const count = (state.getValue<number>("conversation.count") ?? 0) + 1;
      state.setValue("conversation.count", count);
      await context.sendActivity(`[${count}] echo: ${context.activity.text}`);
    });
    app.onTurn("afterTurn", async () => true);
    expect(await talk(app, ["one", "two", "/state"], verified)).toEqual([
      "Good to see you.",
      "[1] echo: one",
      "[2] echo: two",
      "2",
    ]);
  },
);

const PICTURE = "https://pictures.example.org/a.png";
const CARDS: readonly [string, ReturnType<typeof CardFactory.heroCard>][] = [
  [
    "adaptive",
    CardFactory.adaptiveCard({
      type: "AdaptiveCard",
      version: "1.5",
      body: [
        { type: "TextBlock", text: "A card of **words**" },
        { type: "Image", url: PICTURE },
      ],
      actions: [{ type: "Action.OpenUrl", title: "Open", url: "https://example.org/" }],
    }),
  ],
  [
    "animation",
    CardFactory.animationCard("Moving", [{ url: "https://example.org/a.gif" }] as never),
  ],
  ["audio", CardFactory.audioCard("Sound", [{ url: "https://example.org/a.mp3" }] as never)],
  ["hero", CardFactory.heroCard("Hero", "Words", [PICTURE], ["Yes", "No"])],
  [
    "receipt",
    CardFactory.receiptCard({
      title: "Receipt",
      total: "¥ 10",
      tax: "¥ 1",
      items: [],
      facts: [{ key: "Order", value: "12" }],
    } as never),
  ],
  ["signin", CardFactory.signinCard("Sign in", "https://login.example.org/", "Please")],
  ["thumbnail", CardFactory.thumbnailCard("Thumbnail", "Words", [PICTURE], ["More"])],
  ["video", CardFactory.videoCard("Film", [{ url: "https://example.org/a.mp4" }] as never)],
];

test.each(ACCOUNTS)(
  "cards: each is shown or said, and asked for by name (verified: %s)",
  async (verified) => {
    const app = application();
    for (const [name, card] of CARDS) {
      app.onMessage(name, async (context) => {
        await context.sendActivity(MessageFactory.attachment(card));
      });
    }
    for (const [name] of CARDS) {
      const seen = await talk(app, [name], verified);
      expect(seen.join("\n"), name).toMatch(
        /card of words|Moving|Sound|Hero|Receipt|Sign in|Thumbnail|Film/,
      );
      expect(seen.join("\n"), name).not.toMatch(/undefined|\[object|\*\*/);
    }
  },
);

test.each(ACCOUNTS)(
  "multi-turn prompt: a waterfall in a route, its state in the turn's (verified: %s)",
  async (verified) => {
    const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
    adapter.use(chinesePrompts());
    const app = new AgentApplication<TurnState>({ adapter });
    app.onTurn("afterTurn", async () => true);
    app.onActivity("message", async (context, state) => {
      const own = {
        get: async () => state.getValue("conversation.dialogs") ?? {},
        set: async (_context: unknown, value: unknown) =>
          state.setValue("conversation.dialogs", value),
      };
      const kept = await own.get();
      const dialogs = new DialogSet({ get: async () => kept, set: own.set } as never);
      dialogs.add(new TextPrompt("name")).add(new NumberPrompt("age"));
      dialogs.add(
        new WaterfallDialog("profile", [
          (step) => step.prompt("name", "Your name?"),
          async (step) => {
            (step.values as { name?: string }).name = step.result;
            return step.prompt("age", "How old are you?");
          },
          async (step) => {
            const { name } = step.values as { name?: string };
            await step.context.sendActivity(`${name} is ${step.result}.`);
            return step.endDialog();
          },
        ]),
      );
      const dialog = await dialogs.createContext(context as never);
      const { status } = await dialog.continueDialog();
      if (status === DialogTurnStatus.empty) await dialog.beginDialog("profile");
      state.setValue("conversation.dialogs", kept);
    });
    expect(await talk(app, ["hi", "Mei", "thirty-three"], verified)).toEqual([
      "Your name?",
      "How old are you?",
      "Mei is 33.",
    ]);
  },
);

test.each(ACCOUNTS)(
  "streaming: a notice, pieces, a source, the mark of a model (verified: %s)",
  async (verified) => {
    const clock = new ManualClock();
    const app = application();
    app.onActivity("message", async ({ streamingResponse }) => {
      streamingResponse.setFeedbackLoop(false);
      streamingResponse.setGeneratedByAILabel(true);
      streamingResponse.queueInformativeUpdate("Writing a poem …");
      streamingResponse.setCitations([
        { title: "Book", content: "Poems", filepath: "", url: "https://example.org/book" },
      ]);
      for (const piece of ["Roses ", "are ", "red [doc1]. ", "Violets ", "are ", "blue."]) {
        await sleep(clock, 300);
        streamingResponse.queueTextChunk(piece);
      }
      await streamingResponse.endStream();
    });
    expect(await talk(app, ["poem"], verified, clock)).toEqual([
      'Roses are red [1]. Violets are blue.\n\nSources:\n[1] <a href="https://example.org/book">Book</a>\n\n(Written by AI)',
    ]);
  },
);

test.each(ACCOUNTS)(
  "attachments: a picture within the message, one by its address (verified: %s)",
  async (verified) => {
    const app = application();
    const inline =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    app.onActivity("message", async (context) => {
      const byAddress = context.activity.text === "2";
      const contentUrl = byAddress ? PICTURE : inline;
      await context.sendActivity({
        type: "message",
        text: "Here it is.",
        attachments: [{ name: "a.png", contentType: "image/png", contentUrl }],
      } as Activity);
    });
    const seen = await talk(app, ["1", "2"], verified);
    expect(seen.filter((one) => one.includes("Here it is.")).length).toBe(2);
    expect(seen.join("\n")).not.toMatch(/undefined|base64/);
  },
);

test.each(ACCOUNTS)(
  "long-running: the turn ends, the work goes on, the result comes (verified: %s)",
  async (verified) => {
    const clock = new ManualClock();
    const app = application({ longRunningMessages: true });
    app.onActivity("message", async (context) => {
      await context.sendActivity("This takes a while.");
      await sleep(clock, 45_000);
      await context.sendActivity("Done.");
    });
    const seen = await talk(app, ["work", "and?"], verified, clock);
    expect(seen.join("\n")).toMatch(/This takes a while\.[\s\S]*Done\./);
  },
);

test.each(ACCOUNTS)(
  "error handling: the agent's own words, and the next turn runs (verified: %s)",
  async (verified) => {
    const app = application();
    app.onError(async (context, error) => {
      await context.sendActivity(`Something went wrong: ${error.message}`);
    });
    app.onMessage("throw", async () => {
      throw new Error("planted");
    });
    app.onActivity("message", async (context) => {
      await context.sendActivity(`fine: ${context.activity.text}`);
    });
    expect(await talk(app, ["throw", "again"], verified)).toEqual([
      "Something went wrong: planted",
      "fine: again",
    ]);
  },
);

test.each(ACCOUNTS)(
  "transcripts: both sides of a talk in order (verified: %s)",
  async (verified) => {
    const lines: string[] = [];
    const transcriptLogger = {
      logActivity: ({ type, text, from }: Activity) => {
        if (type === "message") lines.push(`${from?.role}: ${text}`);
      },
    };
    const app = application({ transcriptLogger });
    app.onActivity("message", async (context) => {
      await context.sendActivity(`heard ${context.activity.text}`);
    });
    await talk(app, ["a", "b"], verified);
    expect(lines).toEqual(["user: a", "bot: heard a", "user: b", "bot: heard b"]);
  },
);

interface Talk {
  readonly named?: string;
}
class OwnState extends TurnState<Talk, { readonly visits?: number }> {}

test.each(ACCOUNTS)(
  "state: of the conversation, of the user, deleted on request (verified: %s)",
  async (verified) => {
    const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
    const app = new AgentApplication<OwnState>({
      adapter,
      storage: new MemoryStorage(),
      turnStateFactory: () => new OwnState(),
    });
    app.onMessage("/reset", async (context, state) => {
      state.deleteConversationState();
      await context.sendActivity("forgotten");
    });
    app.onActivity("message", async (context: TurnContext, state) => {
      const visits = (state.user.visits ?? 0) + 1;
      state.user = { visits };
      const { named } = state.conversation;
      if (named === undefined) state.conversation = { named: context.activity.text ?? "" };
      await context.sendActivity(`${named ?? "new"} ${visits}`);
    });
    app.onTurn("afterTurn", async () => true);
    expect(await talk(app as never, ["Mei", "b", "/reset", "Lin"], verified)).toEqual([
      "new 1",
      "Mei 2",
      "forgotten",
      "new 3",
    ]);
  },
);
