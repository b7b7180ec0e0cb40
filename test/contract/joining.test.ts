import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CloudSkillHandler,
  type ConversationReference,
  ConversationState,
  MemoryStorage,
  SkillConversationIdFactory,
  type TurnContext,
} from "botbuilder";
import { DialogSet, SkillDialog } from "botbuilder-dialogs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import type { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { seconds, type TestRoad, testRoad } from "../helpers/road.ts";
import { SHELLS, type Shell } from "./shells.ts";

/** A service of the bot's own, which does its work in a request that is no part of the turn. */
async function service(work: () => Promise<void>): Promise<() => Promise<void>> {
  const server = createServer((_request, response) => {
    const end = (status: number) => response.writeHead(status).end();
    work().then(
      () => end(200),
      () => end(500),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return async () => {
    const { ok } = await fetch(`http://127.0.0.1:${port}/`);
    expect(ok).toBe(true);
  };
}

/** As a skill host answers: with the claims of whoever called. */
function answer(
  shell: Shell,
  road: TestRoad,
  reference: Partial<ConversationReference>,
  logic: (context: TurnContext) => Promise<void>,
): Promise<void> {
  const claims = { aud: "the skill" };
  return shell.name === "Agents SDK"
    ? (road.adapter as unknown as WeChatAgentAdapter).continueConversation(
        claims,
        reference as never,
        logic as never,
      )
    : road.adapter.continueConversationAsync(claims, reference, "audience", logic);
}

describe.each(SHELLS)("$name", (shell) => {
  test("begun in a turn and not awaited, it goes on as a turn of its own", async () => {
    const later: Promise<void>[] = [];
    const road: TestRoad = await shell.road(async (context) => {
      if (context.activity.text !== "go") return;
      const report = async (inner: TurnContext) => {
        await seconds(2);
        await inner.sendActivity("report ready");
        await inner.sendActivity("and filed");
      };
      later.push(shell.continueConversation(road, shell.referenceOf(context), report));
      await context.sendActivity("working on it");
    });
    expect((await road.says("go")).text).toBe("working on it");
    await Promise.all(later);
    expect((await road.says("and?")).text).toBe("report ready\n\nand filed");
  });

  test("what it says while the turn still runs stands in the turn's answer", async () => {
    const later: Promise<void>[] = [];
    const road: TestRoad = await shell.road(async (context) => {
      if (context.activity.text !== "go") return;
      const report = async (inner: TurnContext) => {
        await inner.sendActivity("begun");
        await seconds(3);
        await inner.sendActivity("done");
      };
      later.push(shell.continueConversation(road, shell.referenceOf(context), report));
      await seconds(1);
      await context.sendActivity("working on it");
    });
    expect((await road.says("go")).text).toBe("begun\n\nworking on it");
    await Promise.all(later);
    expect((await road.says("and?")).text).toBe("done");
  });

  test("a turn may wait for a service that writes to its own follower", async () => {
    let reference: Partial<ConversationReference> = {};
    const road: TestRoad = await shell.road(async (context) => {
      reference = shell.referenceOf(context);
      if (context.activity.text !== "go") return;
      await context.sendActivity("before");
      await call();
      await context.sendActivity("after");
    });
    const call = await service(() =>
      shell.continueConversation(road, reference, async (inner) => {
        await inner.sendActivity("from the service");
      }),
    );
    await road.says("hello");
    expect((await road.says("go")).text).toBe("before\n\nfrom the service\n\nafter");
  });

  test("a skill's answer joins the turn that waits for it at once, and the slot's end too", async () => {
    let reference: Partial<ConversationReference> = {};
    let tookMs = 0;
    const road: TestRoad = await shell.road(async (context) => {
      reference = shell.referenceOf(context);
      if (context.activity.text !== "go") return;
      const began = Date.now();
      await call();
      tookMs = Date.now() - began;
      await context.sendActivity("after");
    });
    const call = await service(() =>
      answer(shell, road, reference, async (inner) => {
        await inner.sendActivity("from the skill");
      }),
    );
    await road.says("hello");
    expect((await road.says("go")).text).toBe("from the skill\n\nafter");
    expect(tookMs).toBeLessThan(5_000);
  });

  test("what a guest throws is its caller's, and its host goes on", async () => {
    let reference: Partial<ConversationReference> = {};
    const refused: unknown[] = [];
    const road: TestRoad = await shell.road(async (context) => {
      reference = shell.referenceOf(context);
      if (context.activity.text !== "go") return;
      await call();
      await context.sendActivity("after");
    });
    const call = await service(() =>
      answer(shell, road, reference, async () => {
        throw new Error("no skill");
      }).catch((error: Error) => void refused.push(error.message)),
    );
    await road.says("hello");
    expect((await road.says("go")).text).toBe("after");
    expect(refused).toEqual(["no skill"]);
  });
});

test("a SkillDialog of Bot Framework shows what its skill says, in the turn that asked for it", async () => {
  const state = new ConversationState(new MemoryStorage());
  const conversationIdFactory = new SkillConversationIdFactory(new MemoryStorage());
  const dialogs = new DialogSet(state.createProperty("dialogs"));
  let conversation = "";
  const skillClient = {
    // The skill answers over HTTP while its request is still open, as `postActivity` of a real one may.
    postActivity: async (
      _from: string,
      _to: string,
      _url: string,
      _service: string,
      id: string,
    ) => {
      conversation = id;
      await call();
      return { status: 200, body: {} };
    },
  };
  const skill = { id: "skill", appId: "skill-app", skillEndpoint: "http://skill.test/api" };
  const host = "http://host.test/api/skills";
  dialogs.add(
    new SkillDialog(
      {
        botId: "host-app",
        conversationIdFactory,
        conversationState: state,
        skill,
        skillClient: skillClient as never,
        skillHostEndpoint: host,
      },
      "ask",
    ),
  );
  const logic = async (context: TurnContext) => {
    const dialog = await dialogs.createContext(context);
    const { status } = await dialog.continueDialog();
    if (status === "empty" && context.activity.text === "go") {
      await dialog.beginDialog("ask", { activity: { type: "message", text: "go" } });
    }
    await state.saveChanges(context);
  };
  const road = await testRoad(logic);
  const auth = { getOriginatingAudience: () => "https://api.botframework.com" };
  const handler = new CloudSkillHandler(
    road.adapter as WeChatAdapter,
    logic,
    conversationIdFactory,
    auth as never,
  );
  const call = await service(async () => {
    const claims = { claims: [], isAuthenticated: true, getClaimValue: () => "skill-app" };
    const activity = { type: "message", text: "the skill's words", serviceUrl: host };
    await (handler as unknown as Sends).onSendToConversation(claims, conversation, activity);
  });
  expect((await road.says("go")).text).toBe("the skill's words");
});

/** What the SDK's handler keeps to its heirs. */
interface Sends {
  onSendToConversation(claims: object, conversationId: string, activity: object): Promise<unknown>;
}
