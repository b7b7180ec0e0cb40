import { randomUUID } from "node:crypto";
import {
  type Activity,
  type BotAdapter,
  type ConversationReference,
  type Middleware,
  type MiddlewareHandler,
  TestAdapter,
  type TurnContext,
} from "botbuilder";
import { CHANNEL_ID, SERVICE_URL } from "../adapter/translate/toActivity.ts";
import type { BotLogic, WeChatAdapter } from "../adapter/weChatAdapter.ts";
import { actionOf } from "./activityToAction.ts";
import { readSight, type Sight } from "./sight.ts";
import type { TestFollower } from "./testFollower.ts";
import { openTestWeChat, type TestWeChat, type TestWeChatOptions } from "./testWeChat.ts";

export type TurnErrorHandler = BotAdapter["onTurnError"];

/**
 * Bot Framework's `TestAdapter` with WeChat behind it: every activity becomes a signed and encrypted push
 * and goes the real road; what the queue holds is what the phone shows. So a card comes back as the text
 * that it is in WeChat, and `typing` does not come back at all.
 *
 * The bot's `context.adapter` is the real adapter. Who writes follows already.
 */
export class WeChatTestAdapter extends TestAdapter {
  readonly #options: TestWeChatOptions;
  readonly #given: BotLogic | undefined;
  readonly #followers = new Map<string, TestFollower>();
  readonly #middleware: (Middleware | MiddlewareHandler)[] = [];
  #logic: BotLogic | undefined;
  #weChat: TestWeChat | undefined;
  #thrown: unknown[] = [];
  #locale: string | undefined;
  #turnError: TurnErrorHandler | undefined;

  constructor(
    logicOrConversation?: BotLogic | ConversationReference,
    template?: Partial<Activity>,
    sendTraceActivity = false,
    options: TestWeChatOptions = {},
  ) {
    super(logicOrConversation, template, sendTraceActivity);
    this.#given = typeof logicOrConversation === "function" ? logicOrConversation : undefined;
    this.#options = options;
    Object.assign(this.conversation, { channelId: CHANNEL_ID, serviceUrl: SERVICE_URL });
    if (options.locale !== undefined) this.locale = options.locale;
  }

  /**
   * The kit behind it: time, transcript, platform. Made at the first use; the account keeps the locale of then, and each
   * activity has that of the test's activity, else the adapter's own.
   */
  get weChat(): TestWeChat {
    this.#weChat ??= this.#open();
    return this.#weChat;
  }

  override use(...middleware: (Middleware | MiddlewareHandler)[]): this {
    this.#middleware.push(...middleware);
    this.#weChat?.adapter.use(...middleware);
    return this;
  }

  override get onTurnError(): TurnErrorHandler {
    return this.#turnError as TurnErrorHandler;
  }

  override set onTurnError(handler: TurnErrorHandler) {
    this.#turnError = handler;
    if (this.#weChat !== undefined) this.#weChat.adapter.onTurnError = handler;
  }

  /**
   * Lets the user do what gives the bot this activity. Rejects with what the bot threw, unless its middleware handled it
   * or `onTurnError` is set.
   */
  override async processActivity(
    activity: string | Partial<Activity>,
    callback?: (context: TurnContext) => Promise<unknown>,
  ): Promise<void> {
    const request = typeof activity === "string" ? { type: "message", text: activity } : activity;
    const { weChat } = this;
    this.#logic = (callback as BotLogic | undefined) ?? this.#given;
    this.#locale = request.locale ?? this.template.locale ?? this.locale;
    const from = request.from?.role === "bot" ? undefined : request.from;
    const follower = this.#follower(
      weChat,
      from?.id ?? this.conversation.user?.id ?? "user1",
      from?.name,
    );
    await follower.does(actionOf({ ...request, ...this.template }));
    this.#collect();
  }

  /** Runs `logic` as a proactive turn. The reference comes from an activity that the bot got. */
  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: BotLogic,
  ): Promise<void> {
    const { weChat } = this;
    await weChat.until(weChat.adapter.continueConversation(reference, logic));
    this.#collect();
  }

  #open(): TestWeChat {
    const logic: BotLogic = async (context) => void (await this.#logic?.(context));
    const locale = this.template.locale ?? this.locale;
    const weChat = openTestWeChat(logic, { locale, ...this.#options });
    this.#surround(weChat.adapter);
    this.#watchTraces(weChat.adapter);
    weChat.adapter.use(...this.#middleware);
    if (this.#turnError !== undefined) weChat.adapter.onTurnError = this.#turnError;
    return weChat;
  }

  /** Around all middleware of the bot: what comes out there nobody has handled. */
  #surround(adapter: WeChatAdapter): void {
    adapter.use(async ({ activity }, next) => {
      if (this.#locale !== undefined) activity.locale = this.#locale;
      try {
        await next();
      } catch (error) {
        if (this.#turnError === undefined) this.#thrown.push(error);
        throw error;
      }
    });
  }

  /** Traces are for developers and never travel; `enableTrace` puts them into the queue as upstream does. */
  #watchTraces(adapter: WeChatAdapter): void {
    adapter.use(async (context, next) => {
      context.onSendActivities((_context, activities, send) => {
        if (this.enableTrace) {
          this.activeQueue.push(...activities.filter(({ type }) => type === "trace"));
        }
        return send();
      });
      await next();
    });
  }

  #follower(weChat: TestWeChat, openid: string, name = openid): TestFollower {
    const { platform, account } = weChat;
    const { appId } = account.settings;
    const follower = this.#followers.get(openid) ?? weChat.follower({ openid, name });
    this.#followers.set(openid, follower);
    // Followed long ago: the bot is not told.
    if (!platform.follower(appId, openid).following) platform.act(appId, openid, { do: "follow" });
    return follower;
  }

  #collect(): void {
    for (const follower of this.#followers.values()) {
      for (const sight of follower.sees()) this.activeQueue.push(this.#activityOf(sight, follower));
    }
    const [thrown] = this.#thrown;
    this.#thrown = [];
    if (thrown !== undefined) throw thrown;
  }

  #activityOf(sight: Sight, { openid, name }: TestFollower): Partial<Activity> {
    const { bot, conversation } = this.conversation;
    return {
      channelId: CHANNEL_ID,
      serviceUrl: SERVICE_URL,
      id: randomUUID(),
      timestamp: new Date(this.weChat.clock.now()),
      locale: this.locale,
      from: { ...bot, role: "bot" },
      recipient: { id: openid, name, role: "user" },
      conversation,
      ...contentOf(sight),
    };
  }
}

function contentOf(sight: Sight): Partial<Activity> {
  if (typeof sight === "string") return { type: "message", text: sight };
  if ("fault" in sight) return { type: "event", name: "fault", value: sight.fault };
  const [[kind, content] = ["unknown", undefined]] = Object.entries(sight);
  const mediaId = typeof content === "string" ? content : undefined;
  const attachment = {
    contentType: CONTENT_TYPES[kind] ?? `application/vnd.wechat.${kind}`,
    content: mediaId === undefined ? content : { mediaId },
  };
  const text = kind === "msgmenu" ? readSight(sight).words : "";
  return { type: "message", text, attachments: [attachment], channelData: sight };
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  image: "image/jpeg",
  voice: "audio/amr",
  video: "video/mp4",
};
