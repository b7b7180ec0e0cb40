import {
  type Activity,
  ActivityEx,
  BotAdapter,
  type ConversationReference,
  INVOKE_RESPONSE_KEY,
  type ResourceResponse,
  type TurnContext,
} from "botbuilder";
import type { Client } from "../client/client.ts";
import type { Download } from "../client/endpoints/row.ts";
import { NotSupported, SendError, SettingsError } from "../errors.ts";
import type { Follower } from "../store/store.ts";
import type { Said } from "../store/transcript.ts";
import { isAlone, LATER, TURN_SCOPE } from "../store/turnScope.ts";
import type { Linking } from "./accounts/linking/linking.ts";
import { Channel } from "./channel.ts";
import type { ChannelOptions } from "./channelOptions.ts";
import type { HttpRequest, HttpResponse } from "./exchange/exchange.ts";
import type { WebRequest } from "./exchange/webExchange.ts";
import type { JobHandlers } from "./jobs/job.ts";
import type { Joining } from "./joining.ts";
import type { WebLogin, WebLoginOptions } from "./receive/login/webLoginOptions.ts";
import type { BotStorage } from "./shell/botStorage.ts";
import { invokeReply } from "./shell/invokeReply.ts";
import { CONNECTOR } from "./shell/notOnWeChat.ts";
import { readTranscript } from "./shell/readTranscript.ts";
import { type ErrorHandler, orApologise, runBot } from "./shell/runBot.ts";
import { BotFrameworkTokens } from "./shell/userTokens.ts";
import { WeChatContext } from "./shell/weChatContext.ts";
import type { Identity } from "./translate/identity.ts";
import type { DispatchResult } from "./translate/unshown.ts";
import type { Seat } from "./turn/guests.ts";

/** The bot: what Bot Framework calls the logic of a turn. */
export type BotLogic = (context: TurnContext) => Promise<void>;

/** How a {@link WeChatAdapter} is set up. Only `accounts` or `component` is required. */
export interface WeChatAdapterOptions extends ChannelOptions {
  /**
   * The bot, for work that another process left behind before this process had its first request. Default: the logic
   * of the first `process`.
   */
  readonly logic?: BotLogic | undefined;
}

export type TurnErrorHandler = ErrorHandler<TurnContext>;

/**
 * The channel behind an adapter, for the other SDK's shell: a server has one adapter, whichever SDK its bot uses.
 *
 * @internal
 */
export let channelOf: (adapter: WeChatAdapter) => Channel;

const SEAT = Symbol("WeChat turn");
/** What an activity without a resource gets, as upstream does. */
const NO_RESOURCE: ResourceResponse = { id: "" };

/**
 * A Bot Framework adapter for WeChat Official Accounts: a thin shell over the stations beside it.
 *
 * `process` answers one delivery. The bot runs once per push, however often WeChat asks; one follower's
 * turns run in order; what cannot ride on the answer is held or sent later.
 */
export class WeChatAdapter extends BotAdapter {
  /** The store as Bot Framework's `Storage`: `new ConversationState(adapter.botStorage)`. */
  readonly botStorage: BotStorage;
  readonly #channel: Channel;
  readonly #logic: BotLogic | undefined;
  /**
   * The key under which Bot Framework looks for its token service in a turn. Our service there signs followers in by
   * WeChat's pages.
   */
  readonly UserTokenClientKey = Symbol("UserTokenClient");
  #onTurnError: TurnErrorHandler | undefined;

  static {
    channelOf = (adapter) => adapter.#channel;
  }

  /** Throws `SettingsError` with one sentence per mistake in the accounts. */
  constructor(options: WeChatAdapterOptions) {
    super();
    this.#channel = new Channel(options);
    this.botStorage = this.#channel.botStorage;
    this.#logic = options.logic;
    if (options.logic !== undefined) this.recover(options.logic);
  }

  /**
   * Begins to look after what other processes left behind, timers that are due among it, before the first
   * request; for a bot that is made after the adapter and cannot be its option `logic`. Later calls do nothing.
   */
  recover(logic: BotLogic): void {
    this.#channel.recover((seat, activity) => this.#runLogic(seat, activity, logic));
  }

  /**
   * Answers one request of WeChat; mount it for GET and POST. Works with restify, Express and bare
   * `http`. Resolves when the answer is out. What fails is logged and answered; it rejects only where it is given
   * something else than Node's own request and response.
   */
  process(request: HttpRequest, response: HttpResponse, logic: BotLogic): Promise<void> {
    return this.#channel.process(request, response, (seat, activity) =>
      this.#runLogic(seat, activity, logic),
    );
  }

  /**
   * Answers one web `Request` of WeChat with a `Response`: for Next.js, Hono, Bun, Deno and other hosts of that kind. Mount
   * it for GET and POST. Default of `logic`: the option of that name. A delivery that is to get no answer, so that
   * WeChat asks again, is held until the request's `signal` is aborted, at most six seconds.
   */
  async fetch(request: WebRequest, logic: BotLogic | undefined = this.#logic): Promise<Response> {
    if (logic === undefined) {
      throw new SettingsError([
        "fetch has no bot: give `logic` to it, or to the adapter's options.",
      ]);
    }
    return this.#channel.fetch(request, (seat, activity) => this.#runLogic(seat, activity, logic));
  }

  /** The older name of {@link process}. */
  processActivity(request: HttpRequest, response: HttpResponse, logic: BotLogic): Promise<void> {
    return this.process(request, response, logic);
  }

  /**
   * Answers a request for a file that a follower sent: what `contentUrl` of voices and videos leads to.
   * Mount it for GET at `/wechat/media/:appId`, behind `publicUrl`. Never rejects.
   */
  async serveMedia(request: HttpRequest, response: HttpResponse): Promise<void> {
    return this.#channel.serveMedia(request, response);
  }

  /**
   * Tells who opens web pages of an account: `const who = await login.who(request, response)`. It leads the browser
   * to WeChat and back where needed, for linked accounts too. Throws `SettingsError` with one sentence per mistake.
   */
  webLogin(options: WebLoginOptions): WebLogin {
    return this.#channel.webLogin(options);
  }

  /**
   * Answers the request to which WeChat sends a follower who signs in. Mount it for GET at `/wechat/signin/:appId`,
   * behind `publicUrl`, where an account has `signIn`. Never rejects.
   */
  async serveSignIn(request: HttpRequest, response: HttpResponse): Promise<void> {
    return this.#channel.serveSignIn(request, response);
  }

  /**
   * The bytes of a file that a follower sent, by the `content.mediaId` of its attachment. WeChat keeps it for
   * three days. `of` as in {@link client}.
   */
  downloadMedia(mediaId: string, of?: string | TurnContext): Promise<Download> {
    return this.#channel.downloadMedia(mediaId, accountOf(of));
  }

  /**
   * Accounts that are linked by authorisation: who they are, what they may do, links to begin with. Throws
   * `SettingsError` where no `component` is set.
   */
  get linking(): Linking {
    return this.#channel.linking;
  }

  /**
   * Sends activities in order. Resolves with one id per activity; `dispatchOf` tells what became of it.
   * Rejects with `SendError` when a message can never be shown.
   */
  async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    if (!context) throw new TypeError("`context` is missing.");
    if (!activities) throw new TypeError("`activities` is missing.");
    if (activities.length === 0) {
      throw new Error("Expecting one or more activities, but the array was empty.");
    }
    const seat = context.turnState.get<Seat | undefined>(SEAT);
    if (seat === undefined) {
      throw new SendError("no-turn", "This context has no turn of the adapter.");
    }
    if (context instanceof WeChatContext) context.pending.check();
    const responses: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === "invokeResponse") {
        await this.#respond(context, seat, activity);
        responses.push(NO_RESOURCE);
      } else {
        responses.push({ id: await this.#channel.say(seat, activity) });
      }
    }
    return responses;
  }

  /** Answers an invoke: the answer stays in the turn, as in Bot Framework, and is also said if it shows something. */
  async #respond(context: TurnContext, seat: Seat, activity: Partial<Activity>): Promise<void> {
    context.turnState.set(INVOKE_RESPONSE_KEY, activity);
    const reply = invokeReply(activity);
    if (reply !== undefined) await this.#channel.say(seat, reply);
  }

  /** Rejects: an account can write only to people who follow it. */
  override async createConversationAsync(
    ..._: Parameters<BotAdapter["createConversationAsync"]>
  ): Promise<void> {
    throw new NotSupported(
      "begin a conversation",
      "Followers begin it; to one who did, write with continueConversationAsync.",
    );
  }

  /** Rejects: WeChat cannot change what was shown. */
  async updateActivity(): Promise<ResourceResponse> {
    throw new NotSupported("change a message that was sent", "Send a new one instead.");
  }

  /** Rejects: WeChat cannot take back what was shown. */
  async deleteActivity(): Promise<void> {
    throw new NotSupported("delete a message that was sent", "Send a correction instead.");
  }

  /**
   * Runs `logic` as a turn with a follower who did not just write. Normally it waits in the follower's queue for a
   * turn of its own. Inside the follower's own turn it joins that turn, which would otherwise wait for itself. A turn
   * that still runs after two seconds may be waiting for `logic`: in this process `logic` joins that turn; beside a
   * turn of another process its messages are sent or held. Logic that outlives the turn it joined, or reads state
   * beside a turn of another process, goes on in a turn of its own. `alone(logic)` always waits for a turn of its
   * own.
   */
  async continueConversation(
    reference: Partial<ConversationReference>,
    logic: BotLogic,
  ): Promise<void> {
    return this.#enter(reference, logic, isAlone(logic) ? "alone" : "soon");
  }

  #enter(reference: Partial<ConversationReference>, logic: BotLogic, how: Joining): Promise<void> {
    const run = (seat: Seat) => {
      return this.#runLogic(seat, continuation(reference, seat.turn.scope.locale), logic);
    };
    return this.#channel.enter(reference, run, how);
  }

  /**
   * {@link continueConversation} as `CloudAdapter` users call it; the app id or claims are ignored. With an audience
   * it brings a skill's answer, for which the follower's turn waits, so it joins that turn at once.
   */
  override async continueConversationAsync(
    _botAppIdOrClaims: unknown,
    reference: Partial<ConversationReference>,
    logicOrAudience: BotLogic | string,
    logic?: BotLogic,
  ): Promise<void> {
    const run = typeof logicOrAudience === "function" ? logicOrAudience : logic;
    if (run === undefined) throw new TypeError("`logic` is missing.");
    if (run === logicOrAudience) await this.continueConversation(reference, run);
    else await this.#enter(reference, run, "at once");
  }

  /**
   * The account's way to WeChat's API: `adapter.client().call("user.info", { openid })`. By AppID, by the
   * context of a turn, or the lone account's. Throws `SettingsError` for an account without its AppSecret.
   */
  client(of?: string | TurnContext): Client {
    return this.#channel.client(accountOf(of));
  }

  /** What became of a message, by the id that `sendActivity` gave, for 15 minutes after its push. */
  async dispatchOf(
    reference: Partial<ConversationReference>,
    id: string,
  ): Promise<DispatchResult | undefined> {
    return this.#channel.dispatchOf(reference, id);
  }

  /** Who a follower is: what the bot's own `identity` knows, else the generic name and avatar. */
  identityOf(follower: Follower): Promise<Identity> {
    return this.#channel.identityOf(follower);
  }

  /**
   * Adds jobs for `later`, by name, beside those of the option `jobs`: for a bot that is made after the adapter. Every
   * process on the store must have the same ones.
   */
  addJobs(handlers: JobHandlers): void {
    this.#channel.addJobs(handlers);
  }

  /**
   * Removes everything that is kept of one follower: record, slices, timers, held messages, bot state. By openid
   * where there is one account, else by `{ appId, openid }`. A turn that runs elsewhere writes nothing any more.
   * Within the follower's own turn the removal happens some 25 s later, when WeChat no longer asks for that turn's
   * answer.
   */
  forget(of: Follower | string): Promise<void> {
    return this.#channel.forget(of);
  }

  /** Everything that is kept of one follower, for a data request: plain data, in parts that differ by store. */
  export(of: Follower | string): AsyncIterable<unknown> {
    return this.#channel.export(of);
  }

  /**
   * What was said with a follower of an account that keeps `transcripts`, oldest first. `by`: who reads it; the log
   * records that (`audit: true`). Let nobody call this who may not read what people wrote. Rejects as {@link export}
   * does.
   */
  transcript(of: Follower | string, reader: { readonly by: string }): Promise<readonly Said[]> {
    return readTranscript(this.#channel, of, reader.by);
  }

  /** Resolves when the store takes writes; rejects with `StoreUnavailable` otherwise. */
  ready(): Promise<void> {
    return this.#channel.ready();
  }

  /** Lets turns in flight end for at most five seconds, gives the rest to other processes, closes the store. */
  close(): Promise<void> {
    return this.#channel.close();
  }

  /** Bot Framework's handler of errors in a turn. What it says replaces our apology. */
  override get onTurnError(): TurnErrorHandler {
    const handler = this.#onTurnError;
    if (handler === undefined) return undefined as unknown as TurnErrorHandler;
    return orApologise(handler, (context) => context.turnState.get<Seat>(SEAT).turn);
  }

  override set onTurnError(handler: TurnErrorHandler) {
    this.#onTurnError = handler;
  }

  #runLogic(seat: Seat, activity: Partial<Activity>, logic: BotLogic): Promise<void> {
    const context = new WeChatContext(this, activity);
    // A subclass that sends in its own way gets every part of a stream.
    if (this.sendActivities === WeChatAdapter.prototype.sendActivities) {
      context.keepParts(this.#channel, seat);
    }
    context.turnState.set(SEAT, seat);
    context.turnState.set(TURN_SCOPE, seat.turn.scope);
    const later = this.#channel.laterIn(seat);
    if (later !== undefined) context.turnState.set(LATER, later);
    context.turnState.set("botCallbackHandler", logic);
    context.turnState.set(this.ConnectorClientKey, CONNECTOR);
    context.turnState.set(this.UserTokenClientKey, new BotFrameworkTokens(this.#channel, seat));
    // Only a guest moves. A closure on every seat would keep its turn in memory until a full collection.
    if (seat.isGuest) seat.onMove = ({ scope }) => context.turnState.set(TURN_SCOPE, scope);
    return this.#channel.within(seat, () => this.runMiddleware(context, logic));
  }

  /** As the SDK's; see {@link runBot}. */
  protected override runMiddleware(context: TurnContext, next: BotLogic): Promise<void> {
    if (context.activity.locale) context.locale = context.activity.locale;
    return runBot(context, {
      seat: context.turnState.get<Seat | undefined>(SEAT),
      run: () => this.middleware.run(context, () => next(context)),
      onError: this.onTurnError,
      pending: context instanceof WeChatContext ? context.pending : undefined,
    });
  }
}

/** The account that is meant: by its name, or by the turn of a context. */
function accountOf(of: string | TurnContext | undefined): string | Seat | undefined {
  return typeof of === "object" ? of.turnState.get<Seat | undefined>(SEAT) : of;
}

/** A reference that somebody put together has no locale: then it is the account's. */
function continuation(
  reference: Partial<ConversationReference>,
  locale: string,
): Partial<Activity> {
  const activity = ActivityEx.getContinuationActivity(reference);
  return { ...activity, locale: activity.locale ?? reference.locale ?? locale };
}
