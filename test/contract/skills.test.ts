import {
  CloudSkillHandler,
  ConversationState,
  SkillConversationIdFactory,
  type TurnContext,
  UserState,
} from "botbuilder";
import { DialogManager } from "botbuilder-dialogs";
import {
  AdaptiveDialog,
  BeginSkill,
  LanguageGeneratorExtensions,
  OnUnknownIntent,
  SendActivity,
  SkillExtensions,
} from "botbuilder-dialogs-adaptive";
import { expect, test } from "vitest";
import type { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { SCALE, seconds, testRoad } from "../helpers/road.ts";
import { scaledTimes } from "../helpers/scaled.ts";

const HOST = "http://host.test/api/skills";

/** What the SDK's handler keeps to its heirs. */
interface Handles {
  onSendToConversation(claims: object, conversationId: string, activity: object): Promise<unknown>;
}

/** One process of an adaptive bot whose dialog asks a skill, and tells how that ended. */
async function process(store: MemoryStore, postActivity: (...args: never[]) => Promise<unknown>) {
  const dialog = new AdaptiveDialog("root").configure({
    autoEndDialog: false as never,
    triggers: [
      new OnUnknownIntent([
        new SendActivity("asking"),
        new BeginSkill().configure({
          botId: "host-app" as never,
          skillHostEndpoint: HOST as never,
          skillAppId: "skill-app" as never,
          skillEndpoint: "http://skill.test/api" as never,
          activityProcessed: false as never,
        }),
        new SendActivity("the skill is done"),
      ]),
    ],
  });
  const manager = new DialogManager(dialog);
  LanguageGeneratorExtensions.useLanguageGeneration(manager);
  const logic = async (context: TurnContext) => {
    await manager.onTurn(context);
  };
  const road = await testRoad(logic, { store });
  const { botStorage } = road.adapter;
  manager.conversationState = new ConversationState(botStorage);
  manager.userState = new UserState(botStorage);
  const ids = new SkillConversationIdFactory(botStorage);
  SkillExtensions.useSkillClient(manager, { postActivity } as never);
  SkillExtensions.useSkillConversationIdFactory(manager, ids);
  const auth = { getOriginatingAudience: () => "https://api.botframework.com" };
  const handler = new CloudSkillHandler(road.adapter as WeChatAdapter, logic, ids, auth as never);
  const claims = { claims: [], isAuthenticated: true, getClaimValue: () => "skill-app" };
  /** A request of the skill, which comes to this process. */
  const hears = (conversationId: string, activity: object) =>
    (handler as unknown as Handles).onSendToConversation(claims, conversationId, {
      serviceUrl: HOST,
      ...activity,
    });
  return { road, hears };
}

test.each([
  {
    to: "the process that asked",
    index: 0,
    shown: [
      "asking|the skill's words|the skill is done",
      "asking|the skill's words|the skill is done",
    ],
  },
  {
    to: "another process",
    index: 1,
    // Held before the turn's answer; what the end of the skill leads to is a turn of its own.
    shown: ["the skill's words|asking", "the skill is done|the skill's words|asking"],
  },
])(
  "BeginSkill: a skill that answers while its request is open, to $to",
  async ({ index, shown }) => {
    const store = new MemoryStore(scaledTimes(SCALE));
    const answered: number[] = [];
    // The skill says something and ends, and only then its request is answered.
    const postActivity = async (
      _from: string,
      _to: string,
      _url: string,
      _host: string,
      id: string,
    ) => {
      const began = Date.now();
      const to = processes[index];
      await to?.hears(id, { type: "message", text: "the skill's words" });
      await to?.hears(id, { type: "endOfConversation" });
      answered.push(Date.now() - began);
      return { status: 200, body: {} };
    };
    const processes = [await process(store, postActivity), await process(store, postActivity)];
    const { says } = (processes[0] as (typeof processes)[number]).road;
    const first = await says("go");
    await seconds(4);
    const next = await says("and then?");
    expect(answered[0]).toBeLessThan(5_000);
    expect([first.text, next.text]).toEqual(shown.map((all) => all.replaceAll("|", "\n\n")));
  },
);
