import { Readable } from "node:stream";
import { Activity, type ConversationReference } from "@microsoft/agents-activity";
import {
  type AttachmentInfo,
  CloudAdapter,
  INVOKE_RESPONSE_KEY,
  type NextFunction,
  type Request,
  type ResourceResponse,
  type Storage,
  type TurnContext,
  type WebResponse,
} from "@microsoft/agents-hosting";
import type { Activity as PlainActivity } from "botbuilder";
import type { Reference } from "../adapter/accounts/followers.ts";
import type { Linking } from "../adapter/accounts/linking/linking.ts";
import { Channel } from "../adapter/channel.ts";
import type { ChannelOptions } from "../adapter/channelOptions.ts";
import type { HttpRequest, HttpResponse } from "../adapter/exchange/exchange.ts";
import type { WebRequest } from "../adapter/exchange/webExchange.ts";
import type { JobHandlers } from "../adapter/jobs/job.ts";
import type { WebLogin, WebLoginOptions } from "../adapter/receive/login/webLoginOptions.ts";
import { invokeReply } from "../adapter/shell/invokeReply.ts";
import { readTranscript } from "../adapter/shell/readTranscript.ts";
import { type ErrorHandler, orApologise, runBot } from "../adapter/shell/runBot.ts";
import { AgentTokens } from "../adapter/shell/userTokens.ts";
import type { Identity } from "../adapter/translate/identity.ts";
import type { DispatchResult } from "../adapter/translate/unshown.ts";
import type { Seat } from "../adapter/turn/guests.ts";
import type { Client } from "../client/client.ts";
import type { Download } from "../client/endpoints/row.ts";
import type { Clock } from "../clock.ts";
import { NotSupported, SendError, SettingsError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Follower } from "../store/store.ts";
import type { Said } from "../store/transcript.ts";
import { isAlone, LATER, TURN_SCOPE } from "../store/turnScope.ts";
import { type Agent, type AgentLogic, logicOf } from "./agent.ts";
import { microsoftSettings, WeChatConnections } from "./connections.ts";
import { checkContinuation, continuation, seatGuest } from "./continuation.ts";
import { withFilesForAgents } from "./files.ts";
import { WeChatAgentContext } from "./weChatAgentContext.ts";

/** How a {@link WeChatAgentAdapter} is set up. Only `accounts` is required. */
export interface WeChatAgentAdapterOptions extends ChannelOptions {
  /**
   * The agent, for work that another process left behind before this one had its first request. Default:
   * the agent of the first `process`.
   */
  readonly logic?: Agent | undefined;
}

export type TurnErrorHandler = ErrorHandler<TurnContext>;

const SEAT = Symbol("WeChat turn");
const NO_RESOURCE: ResourceResponse = { id: "" };

/**
 * WeChat Official Accounts for the Microsoft 365 Agents SDK: a second thin shell over the same stations as
 * `WeChatAdapter`, which says what its members do.
 *
 * It is a `CloudAdapter` because that is what an `AgentApplication` takes: `new AgentApplication({ adapter, storage:
 * adapter.botStorage })`. Nothing of it calls Microsoft.
 */
export class WeChatAgentAdapter extends CloudAdapter {
  /** The store as the SDK's `Storage`. */
  readonly botStorage: Storage;
  readonly #channel: Channel;
  readonly #agent: Agent | undefined;
  #onTurnError: TurnErrorHandler | undefined;

  /** Throws `SettingsError` with one sentence per mistake in the accounts. */
  constructor(options: WeChatAgentAdapterOptions) {
    super(microsoftSettings());
    this.connectionManager = new WeChatConnections(this.connectionManager);
    this.#channel = options instanceof Channel ? options : new Channel(options);
    this.botStorage = this.#channel.botStorage;
    this.#agent = options.logic;
    if (options.logic !== undefined) this.recover(options.logic);
  }

  /**
   * A shell over a channel that is there already: a server's, whichever SDK its bot turns out to be of.
   *
   * @internal
   */
  static over(channel: Channel): WeChatAgentAdapter {
    return new WeChatAgentAdapter(channel as unknown as WeChatAgentAdapterOptions);
  }

  /**
   * The agent's application has this adapter from now on, as after its first {@link process}.
   *
   * @internal
   */
  adopt(agent: Agent): void {
    logicOf(agent, this);
  }

  /** @internal */
  get jobs(): JobHandlers {
    return this.#channel.jobs;
  }

  /** As {@link process} has it, for work that other processes left behind. */
  recover(agent: Agent): void {
    const logic = logicOf(agent, this);
    this.#channel.recover((seat, activity) => this.#runLogic(seat, activity, logic));
  }

  /**
   * Answers one request of WeChat; mount it for GET and POST, with Express, restify or bare `http`. An
   * `AgentApplication` that was built without `adapter` gets this one when it is given itself rather than as a
   * function.
   */
  override async process(
    request: HttpRequest | Request,
    response: HttpResponse | WebResponse,
    agent: Agent,
  ): Promise<void> {
    const logic = logicOf(agent, this);
    const exchange = [request as HttpRequest, response as HttpResponse] as const;
    await this.#channel.process(...exchange, (seat, activity) =>
      this.#runLogic(seat, activity, logic),
    );
  }

  /**
   * Answers one web `Request` of WeChat with a `Response`; see `WeChatAdapter.fetch`. Default of `agent`: the option
   * `logic`.
   */
  async fetch(request: WebRequest, agent: Agent | undefined = this.#agent): Promise<Response> {
    if (agent === undefined) {
      throw new SettingsError([
        "fetch has no agent: give it one, or `logic` to the adapter's options.",
      ]);
    }
    const logic = logicOf(agent, this);
    return this.#channel.fetch(request, (seat, activity) => this.#runLogic(seat, activity, logic));
  }

  /** Lets every request through: {@link process} checks WeChat's signature, and nobody else signs here. */
  override async authorizeRequest(
    _request: Request,
    _response: WebResponse,
    next: NextFunction,
  ): Promise<void> {
    next();
  }

  /** @internal */
  get clock(): Clock {
    return this.#channel.road.clock;
  }

  /** @internal */
  get log(): Log {
    return this.#channel.road.log;
  }

  async serveMedia(request: HttpRequest, response: HttpResponse): Promise<void> {
    await this.#channel.serveMedia(request, response);
  }

  /** Who opens web pages of an account; see `WeChatAdapter.webLogin`. */
  webLogin(options: WebLoginOptions): WebLogin {
    return this.#channel.webLogin(options);
  }

  async serveSignIn(request: HttpRequest, response: HttpResponse): Promise<void> {
    return this.#channel.serveSignIn(request, response);
  }

  downloadMedia(mediaId: string, of?: string | TurnContext): Promise<Download> {
    return this.#channel.downloadMedia(mediaId, accountOf(of));
  }

  override async sendActivities(
    context: TurnContext,
    activities: Activity[],
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
    if (context instanceof WeChatAgentContext) context.pending.check();
    const responses: ResourceResponse[] = [];
    for (const activity of activities) {
      responses.push(await this.#send(context, seat, activity as unknown as PlainActivity));
    }
    return responses;
  }

  async #send(
    context: TurnContext,
    seat: Seat,
    activity: Partial<PlainActivity>,
  ): Promise<ResourceResponse> {
    if (activity.type !== "invokeResponse") {
      return { id: await this.#channel.say(seat, activity) };
    }
    context.turnState.set(INVOKE_RESPONSE_KEY, activity);
    const reply = invokeReply(activity);
    if (reply !== undefined) await this.#channel.say(seat, reply);
    return NO_RESOURCE;
  }

  /** Rejects: nobody can be written to who did not follow the account. */
  override async createConversationAsync(): Promise<void> {
    throw new NotSupported(
      "begin a conversation",
      "Followers begin it; to one who did, write with continueConversation.",
    );
  }

  /**
   * Rejects, but for a card that is to take the place of the one whose action is answered (`REPLACE_FOR_ALL`): it is
   * shown as that answer.
   */
  override async updateActivity(
    context?: TurnContext,
    activity?: Activity,
  ): Promise<ResourceResponse> {
    const { type, name, replyToId } = context?.activity ?? {};
    const isAnswer = type === "invoke" && name === "adaptiveCard/action";
    if (isAnswer && activity?.id === replyToId) return NO_RESOURCE;
    throw new NotSupported("change a message that was sent", "Send a new one instead.");
  }

  override async deleteActivity(): Promise<void> {
    throw new NotSupported("delete a message that was sent", "Send a correction instead.");
  }

  /**
   * A reference that a Bot Framework bot kept is understood too. The app id is ignored; with an identity it brings
   * another agent's answer, for which the follower's turn may wait: it joins that at once. Throws `SettingsError`
   * where the app id was left out, as the SDK's own examples of `sendProactiveActivity` do.
   */
  override async continueConversation(
    botAppIdOrIdentity: unknown,
    reference: Partial<ConversationReference> & Reference,
    logic: AgentLogic,
  ): Promise<void> {
    checkContinuation(botAppIdOrIdentity, logic);
    const run = (seat: Seat) => {
      return this.#runLogic(seat, continuation(reference, seat.turn.scope.locale), logic);
    };
    const answers = typeof botAppIdOrIdentity === "object" && botAppIdOrIdentity !== null;
    const how = isAlone(logic) ? "alone" : answers ? "at once" : "soon";
    return this.#channel.enter(reference, run, how);
  }

  /** {@link continueConversation} as the Bot Framework shell calls it, for what runs on both: dialogues. */
  continueConversationAsync(
    botAppIdOrIdentity: unknown,
    reference: Partial<ConversationReference> & Reference,
    logic: AgentLogic,
  ): Promise<void> {
    return this.continueConversation(botAppIdOrIdentity, reference, logic);
  }

  client(of?: string | TurnContext): Client {
    return this.#channel.client(accountOf(of));
  }

  async dispatchOf(reference: Reference, id: string): Promise<DispatchResult | undefined> {
    return this.#channel.dispatchOf(reference, id);
  }

  identityOf(follower: Follower): Promise<Identity> {
    return this.#channel.identityOf(follower);
  }

  /** Accounts that are linked by authorisation. Throws `SettingsError` where no `component` is set. */
  get linking(): Linking {
    return this.#channel.linking;
  }

  forget(of: Follower | string): Promise<void> {
    return this.#channel.forget(of);
  }

  export(of: Follower | string): AsyncIterable<unknown> {
    return this.#channel.export(of);
  }

  /**
   * What was said with a follower of an account that keeps `transcripts`, oldest first. `by` is who reads it: the log says
   * so (`audit: true`), and grant this to nobody who may not read what people wrote. Rejects as {@link export} does.
   */
  transcript(of: Follower | string, reader: { readonly by: string }): Promise<readonly Said[]> {
    return readTranscript(this.#channel, of, reader.by);
  }

  /** As `WeChatAdapter.addJobs`. */
  addJobs(handlers: JobHandlers): void {
    this.#channel.addJobs(handlers);
  }

  ready(): Promise<void> {
    return this.#channel.ready();
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  /** Rejects: give the file's address or data in an attachment, it is uploaded when it is sent. */
  override async uploadAttachment(): Promise<ResourceResponse> {
    throw new NotSupported("take a file by itself", "Send it as an attachment of a message.");
  }

  /** A follower's file by its media id. */
  override async getAttachmentInfo(
    _context: TurnContext,
    attachmentId: string,
  ): Promise<AttachmentInfo> {
    return {
      name: attachmentId,
      type: "application/octet-stream",
      views: [{ viewId: "original", size: 0 }],
    };
  }

  override async getAttachment(
    context: TurnContext,
    attachmentId: string,
  ): Promise<NodeJS.ReadableStream> {
    const { bytes } = await this.downloadMedia(attachmentId, context);
    return Readable.from([bytes]);
  }

  /** Unlike the SDK's own, the default tells no user to fix source code: the turn apologises. */
  override get onTurnError(): TurnErrorHandler {
    const handler = this.#onTurnError;
    if (handler === undefined) return undefined as unknown as TurnErrorHandler;
    return orApologise(handler, (context) => context.turnState.get<Seat>(SEAT).turn);
  }

  override set onTurnError(handler: TurnErrorHandler) {
    // The SDK's constructor sets its own handler, before this class's fields are there.
    if (#onTurnError in this) this.#onTurnError = handler;
  }

  async #runLogic(seat: Seat, activity: object, logic: AgentLogic): Promise<void> {
    const { appId } = seat.turn.account;
    const seen = Activity.fromObject(withFilesForAgents(activity));
    const context = new WeChatAgentContext(this, seen, appId, this.clock);
    context.turnState.set(SEAT, seat);
    context.turnState.set(TURN_SCOPE, seat.turn.scope);
    context.turnState.set(this.UserTokenClientKey, new AgentTokens(this.#channel, seat));
    const later = this.#channel.laterIn(seat);
    if (later !== undefined) context.turnState.set(LATER, later);
    if (seat.isGuest) seatGuest(seat, context);
    await this.#channel.within(seat, () => this.runMiddleware(context, logic));
  }

  /** As the SDK's; see {@link runBot}. */
  protected override async runMiddleware(context: TurnContext, next: AgentLogic): Promise<void> {
    if (context.activity.locale) context.locale = context.activity.locale;
    await runBot(context, {
      seat: context.turnState.get<Seat | undefined>(SEAT),
      run: () => this.middleware.run(context, () => next(context)),
      onError: this.onTurnError,
      pending: context instanceof WeChatAgentContext ? context.pending : undefined,
    });
  }
}

function accountOf(of: string | TurnContext | undefined): string | Seat | undefined {
  return typeof of === "object" ? of.turnState.get<Seat | undefined>(SEAT) : of;
}
