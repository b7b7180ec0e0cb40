import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
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
import { type Clock, sleep, systemClock } from "../clock.ts";
import { NotSupported, SendError, SettingsError } from "../errors.ts";
import { errorFacts, type Log, stderrLog } from "../log.ts";
import { MemoryStore } from "../store/memory.ts";
import type { Fate, Follower, Store } from "../store/store.ts";
import { TURN_SCOPE } from "../store/turnScope.ts";
import { type Account, type AccountSettings, openAccounts } from "./account.ts";
import { Clients } from "./clients.ts";
import { Deliveries } from "./deliveries.ts";
import { Desk } from "./desk.ts";
import { type Courier, Dispatch, type DispatchFailure } from "./dispatch.ts";
import { receive } from "./endpoint.ts";
import { type HttpRequest, type HttpResponse, openExchange } from "./exchange.ts";
import { fromActivity } from "./fromActivity.ts";
import { genericIdentity, type Identity, type ResolveIdentity } from "./identity.ts";
import type { Observe } from "./observe.ts";
import { Refusals } from "./refusals.ts";
import { PACE, type Pace, type Road } from "./road.ts";
import { watchStalls } from "./stalls.ts";
import { timerActivity } from "./timer.ts";
import { type TranslationOptions, toActivity } from "./toActivity.ts";
import type { Turn } from "./turn.ts";
import { WeChatContext } from "./weChatContext.ts";

/** The bot: what Bot Framework calls the logic of a turn. */
export type BotLogic = (context: TurnContext) => Promise<void>;

/** How a {@link WeChatAdapter} is set up. Only `accounts` is required. */
export interface WeChatAdapterOptions extends TranslationOptions {
  readonly accounts: readonly AccountSettings[];
  /** What remembers pushes, answers and conversations. Default: a new `MemoryStore`. */
  readonly store?: Store;
  /** Who followers are to the bot. Default: a generic name and avatar. */
  readonly identity?: ResolveIdentity;
  /** Where warnings go. Default: JSON lines on standard error. */
  readonly log?: Log;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Where WeChat's API is. Default: WeChat's own; a simulated one for tests. */
  readonly apiBase?: string | undefined;
  /**
   * Sends customer-service messages in another way than by WeChat's API. Default: an account with its
   * `appSecret` sends by the API, one without lives on passive replies.
   */
  readonly courier?: Courier;
  /** Hears of every customer-service message that was not sent, with WeChat's code where it gave one. */
  readonly onDispatchFailed?: (failure: DispatchFailure) => void;
  /** Hears what happens on the road: routes, grants, fates. For pages and metrics; must not throw. */
  readonly observe?: Observe;
  /**
   * The bot, for work that another process left behind before this one had its first request. Default: the
   * logic of the first `process`.
   */
  readonly logic?: BotLogic;
  /** The road's times; the defaults are made for WeChat. */
  readonly pace?: Partial<Pace>;
}

type TurnErrorHandler = (context: TurnContext, error: Error) => Promise<void>;

/** The time that `close` gives to turns in flight, in milliseconds. */
const GRACE_MS = 5_000;
const TURN = Symbol("WeChat turn");
/** What an activity without a resource gets, as upstream does. */
const NO_RESOURCE: ResourceResponse = { id: "" };

/**
 * A Bot Framework adapter for WeChat Official Accounts: a thin shell over the stations beside it.
 *
 * `process` answers one delivery. The bot runs once per push, however often WeChat asks; one follower's
 * turns run in order; what cannot ride on the answer is held or sent later.
 */
export class WeChatAdapter extends BotAdapter {
  readonly #road: Road;
  readonly #deliveries: Deliveries;
  readonly #clients: Clients;
  readonly #options: WeChatAdapterOptions;
  readonly #stalls = watchStalls();
  readonly #inTurn = new AsyncLocalStorage<Turn>();
  #onTurnError: TurnErrorHandler | undefined;
  #stopSweeping: (() => void) | undefined;

  /** Throws `SettingsError` with one sentence per mistake in the accounts. */
  constructor(options: WeChatAdapterOptions) {
    super();
    this.#options = options;
    const accounts = openAccounts(options.accounts);
    const { store = new MemoryStore(), log = stderrLog, clock = systemClock } = options;
    const by = randomUUID();
    const { courier, onDispatchFailed: onFailure, apiBase, observe } = options;
    this.#clients = new Clients({ accounts, apiBase, clock, log });
    const courierOf = (account: Account) =>
      courier ?? (account.appSecret === undefined ? undefined : this.#clients.courier);
    this.#road = {
      accounts,
      store,
      log,
      clock,
      by,
      desk: new Desk(),
      dispatch: new Dispatch({ store, by, accounts, courierOf, clock, log, onFailure, observe }),
      refusals: new Refusals(log, clock),
      showTyping: (account, openid) =>
        this.#clients.find(account)?.typing.during(openid) ?? (() => {}),
      pace: { ...PACE, ...options.pace },
      observe,
    };
    this.#deliveries = new Deliveries(this.#road);
    if (options.logic !== undefined) this.#recover(options.logic);
  }

  /**
   * Answers one request of WeChat; mount it for GET and POST. Works with restify, Express and bare
   * `http`. Resolves when the answer is out. Never rejects because of what the bot or the sender did.
   */
  async process(request: HttpRequest, response: HttpResponse, logic: BotLogic): Promise<void> {
    this.#recover(logic);
    const { clock } = this.#road;
    const exchange = openExchange(request, response, clock, this.#stalls.stalledMs());
    await receive(this.#road, this.#deliveries, exchange, (turn) => this.#runPush(turn, logic));
  }

  /** The older name of {@link process}. */
  processActivity(request: HttpRequest, response: HttpResponse, logic: BotLogic): Promise<void> {
    return this.process(request, response, logic);
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
    const turn = context.turnState.get<Turn | undefined>(TURN);
    if (turn === undefined)
      throw new SendError("no-turn", "This context has no turn of the adapter.");
    const responses: ResourceResponse[] = [];
    for (const activity of activities) responses.push(await this.#send(context, turn, activity));
    return responses;
  }

  async #send(
    context: TurnContext,
    turn: Turn,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    switch (activity.type) {
      case "delay": {
        const ms = typeof activity.value === "number" ? activity.value : 1_000;
        await sleep(this.#road.clock, ms);
        return NO_RESOURCE;
      }
      case "typing":
        if (turn.push?.about !== "account") {
          this.#clients.find(turn.account)?.typing.show(turn.lease.follower.openid);
        }
        return NO_RESOURCE;
      case "invokeResponse":
        context.turnState.set(INVOKE_RESPONSE_KEY, activity);
        return NO_RESOURCE;
      default: {
        const messages = fromActivity(activity, turn.push).map((reply) => ({ reply }));
        if (messages.length === 0) return NO_RESOURCE;
        const [id = ""] = await turn.send(messages, wantsTruth(turn, activity));
        return { id };
      }
    }
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
   * Runs `logic` as a turn with a follower who did not just write. It waits its turn in the follower's
   * queue; inside that follower's own turn it runs nested, because it would wait for itself.
   */
  async continueConversation(
    reference: Partial<ConversationReference>,
    logic: BotLogic,
  ): Promise<void> {
    const follower = this.#followerOf(reference);
    const outer = this.#inTurn.getStore();
    if (outer?.over === false && sameFollower(outer.lease.follower, follower)) {
      return this.#runLogic(outer, continuation(reference), logic);
    }
    return this.#deliveries.enter(follower, (turn) =>
      this.#runLogic(turn, continuation(reference), logic),
    );
  }

  /** {@link continueConversation} as `CloudAdapter` users call it; the app id or claims and the audience are ignored. */
  override async continueConversationAsync(
    _botAppIdOrClaims: unknown,
    reference: Partial<ConversationReference>,
    logicOrAudience: BotLogic | string,
    logic?: BotLogic,
  ): Promise<void> {
    const run = typeof logicOrAudience === "function" ? logicOrAudience : logic;
    if (run === undefined) throw new TypeError("`logic` is missing.");
    await this.continueConversation(reference, run);
  }

  /**
   * The account's way to WeChat's API: `adapter.client().call("user.info", { openid })`. By AppID, by the
   * context of a turn, or the lone account's. Throws `SettingsError` for an account without its AppSecret.
   */
  client(of?: string | TurnContext): Client {
    const turn = typeof of === "object" ? of.turnState.get<Turn | undefined>(TURN) : undefined;
    return this.#clients.get(typeof of === "string" ? of : turn?.account.appId);
  }

  /** What became of a message, by the id that `sendActivity` gave, for 15 minutes after its push. */
  dispatchOf(reference: Partial<ConversationReference>, id: string): Promise<Fate | undefined> {
    return this.#road.store.fateOf(this.#followerOf(reference), id);
  }

  /** Who a follower is: what the bot's own `identity` knows, else the generic name and avatar. */
  async identityOf(follower: Follower): Promise<Identity> {
    const account = this.#road.accounts.get(follower.appId) as Account;
    const generic = genericIdentity(follower, account);
    const own = await this.#options.identity?.(follower, generic);
    return own === undefined
      ? generic
      : { name: own.name ?? generic.name, avatar: own.avatar ?? generic.avatar };
  }

  /** Resolves when the store takes writes; rejects with `StoreUnavailable` otherwise. */
  ready(): Promise<void> {
    return this.#road.store.probe();
  }

  /** Lets turns in flight end for at most five seconds, gives the rest to other processes, closes the store. */
  async close(): Promise<void> {
    this.#stopSweeping?.();
    this.#stalls.stop();
    await this.#deliveries.close(GRACE_MS);
    await this.#clients.close();
    await this.#road.store.close();
  }

  /** Bot Framework's handler of errors in a turn. What it says replaces our apology. */
  override get onTurnError(): TurnErrorHandler {
    const handler = this.#onTurnError;
    if (handler === undefined) return undefined as unknown as TurnErrorHandler;
    return async function handleTurnError(context, error) {
      const turn = context.turnState.get<Turn>(TURN);
      const before = turn.spoke;
      await handler(context, error);
      // It said nothing: the turn apologises.
      if (turn.spoke === before) throw error;
    };
  }

  override set onTurnError(handler: TurnErrorHandler) {
    this.#onTurnError = handler;
  }

  async #runPush(turn: Turn, logic: BotLogic): Promise<void> {
    const { account, push, timer } = turn;
    const follower = turn.lease.follower;
    const { identity } = this.#options;
    const who = identity ? await this.identityOf(follower) : genericIdentity(follower, account);
    const activity = timer
      ? timerActivity(timer, turn, account, who)
      : push && toActivity(push, account, who, this.#options);
    if (activity !== undefined) await this.#runLogic(turn, activity, logic);
  }

  async #runLogic(turn: Turn, activity: Partial<Activity>, logic: BotLogic): Promise<void> {
    const context = new WeChatContext(this, activity);
    context.turnState.set(TURN, turn);
    context.turnState.set(TURN_SCOPE, turn.scope);
    context.turnState.set("botCallbackHandler", logic);
    await this.#inTurn.run(turn, () => this.runMiddleware(context, logic));
  }

  /** As the SDK's, in native `async` (see `weChatContext.ts`), and waiting for sends nobody awaited. */
  protected override async runMiddleware(context: TurnContext, next: BotLogic): Promise<void> {
    if (context.activity.locale) context.locale = context.activity.locale;
    const { proxy, revoke } = Proxy.revocable(context, {});
    try {
      await this.middleware.run(proxy, () => next(proxy));
    } catch (error) {
      context.turnState.get<Turn | undefined>(TURN)?.scope.fail();
      const handler = this.onTurnError;
      if (handler === undefined) throw error;
      await handler(proxy, error as Error);
    } finally {
      if (context instanceof WeChatContext) await context.sendsSettled();
      revoke();
    }
  }

  #followerOf({ conversation, bot }: Partial<ConversationReference>): Follower {
    const accounts = [...this.#road.accounts.values()];
    const named = accounts.find(({ originalId }) => originalId === bot?.id);
    const account = named ?? (accounts.length === 1 ? accounts[0] : undefined);
    if (account === undefined || conversation?.id === undefined) {
      throw new SettingsError([
        "The conversation reference names none of our followers: take it from TurnContext.getConversationReference.",
      ]);
    }
    return { appId: account.appId, openid: conversation.id };
  }

  /** From the first logic we know on, looks after what other processes left behind. */
  #recover(logic: BotLogic): void {
    if (this.#stopSweeping !== undefined) return;
    const { clock, log, pace } = this.#road;
    const run = (turn: Turn) => this.#runPush(turn, logic);
    const sweep = async () => {
      await this.#deliveries.sweep(run).catch((error) => {
        log.warn(errorFacts(error), "could not look after waiting work");
      });
      if (!stopped) cancel = clock.after(pace.sweepMs, sweep);
    };
    let stopped = false;
    let cancel = clock.after(pace.sweepMs, sweep);
    this.#stopSweeping = () => {
      stopped = true;
      cancel();
    };
  }
}

/** Whether a send must not resolve before its fate is known: the activity or the account says so. */
function wantsTruth({ account }: Turn, { channelData }: Partial<Activity>): boolean {
  return channelData?.awaitDispatch ?? account.awaitDispatch;
}

function continuation(reference: Partial<ConversationReference>): Partial<Activity> {
  const activity = ActivityEx.getContinuationActivity(reference);
  return { ...activity, locale: activity.locale ?? reference.locale ?? "zh-CN" };
}

function sameFollower(a: Follower, b: Follower): boolean {
  return a.appId === b.appId && a.openid === b.openid;
}
