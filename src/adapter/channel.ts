import { AsyncLocalStorage } from "node:async_hooks";
import type { Activity } from "botbuilder";
import type { Client } from "../client/client.ts";
import type { Download } from "../client/endpoints/row.ts";
import { again, type Clock, sleep } from "../clock.ts";
import { SettingsError } from "../errors.ts";
import { answerAtAll } from "../lastResort.ts";
import { errorFacts, type Log } from "../log.ts";
import type { Push } from "../protocol/push.ts";
import type { Follower } from "../store/store.ts";
import { followerNamed, followerOf, type Reference, sameFollower } from "./accounts/followers.ts";
import type { Linking } from "./accounts/linking/linking.ts";
import type { ChannelOptions } from "./channelOptions.ts";
import { type HttpRequest, type HttpResponse, openExchange } from "./exchange/exchange.ts";
import { openRoad } from "./openRoad.ts";
import { Deliveries } from "./receive/deliveries.ts";
import { receive } from "./receive/endpoint.ts";
import { openWebLogin } from "./receive/login/openWebLogin.ts";
import type { WebLogin, WebLoginOptions } from "./receive/login/webLoginOptions.ts";
import type { MediaFiles } from "./receive/mediaFiles.ts";
import { watchStalls } from "./receive/stalls.ts";
import type { Road } from "./road.ts";
import type { Clients } from "./send/clients.ts";
import { VERDICT, verdictOf } from "./send/dispatchEvents.ts";
import { BotStorage } from "./shell/botStorage.ts";
import { gathered } from "./translate/gathered.ts";
import { genericIdentity, type Identity } from "./translate/identity.ts";
import { ownEvent, timerActivity } from "./translate/ownEvents.ts";
import { type Streams, streamInfoOf } from "./translate/streams.ts";
import { toActivity } from "./translate/toActivity.ts";
import type { Translator } from "./translate/translator.ts";
import { type DispatchResult, whyUnshown } from "./translate/unshown.ts";
import { NO_REQUEST } from "./turn/asyncContext.ts";
import { forgetSoon, forgetsNow } from "./turn/forgetting.ts";
import { Guests, Seat } from "./turn/guests.ts";
import type { RunBot, Turn } from "./turn/turn.ts";
import type { Observed } from "./watch/observe.ts";
import { inTurnSpan } from "./watch/tracing.ts";

/** Runs the bot with an activity of a turn. Rejects with what it threw. */
type RunActivity = (seat: Seat, activity: Partial<Activity>) => Promise<void>;
/** How what comes from elsewhere joins a turn that runs: see {@link Channel.enter}. */
export type Joining = "at once" | "alone" | "soon";
/** Runs the bot in a turn of its own or another one's. */
type RunInSeat = (seat: Seat) => Promise<void>;

/** What begins the key of a turn that nobody pushed. */
const PROACTIVE = "proactive";
/** The time that `close` gives to turns in flight, in milliseconds. */
const GRACE_MS = 5_000;
/** At least so long `close` waits for WeChat's verdict on messages in flight, in milliseconds. */
const LAST_VERDICTS_MS = 1_000;

/** What both shells share: the stations of the road, put together, and everything that needs no SDK. */
export class Channel {
  /** The store as Bot Framework's `Storage`. */
  readonly botStorage: BotStorage;
  readonly #road: Road;
  readonly #deliveries: Deliveries;
  readonly #clients: Clients;
  readonly #files: MediaFiles;
  readonly #translator: Translator;
  readonly #streams: Streams;
  readonly #options: ChannelOptions;
  readonly #stalls = watchStalls();
  readonly #inTurn = new AsyncLocalStorage<Seat>();
  readonly #guests: Guests;
  #stopSweeping: (() => void) | undefined;
  /** The first bot we know: it hears of what happens outside of a turn. */
  #run: RunActivity | undefined;

  /** Throws `SettingsError` with one sentence per mistake in the accounts. */
  constructor(options: ChannelOptions) {
    this.#options = options;
    const parts = openRoad(options, (event) => this.#tellBot(event));
    this.#road = parts.road;
    this.#clients = parts.clients;
    this.#files = parts.files;
    this.#translator = parts.translator;
    this.#streams = parts.streams;
    this.#deliveries = new Deliveries(this.#road);
    this.#guests = new Guests(this.#road.clock);
    this.botStorage = new BotStorage(this.#road.store, () => this.#inTurn.getStore());
  }

  get clock(): Clock {
    return this.#road.clock;
  }

  get log(): Log {
    return this.#road.log;
  }

  /** Answers one request of WeChat. Never rejects. */
  process(request: HttpRequest, response: HttpResponse, run: RunActivity): Promise<void> {
    const { clock, log } = this.#road;
    return answerAtAll({ name: "process", log }, response, () => {
      this.recover(run);
      const exchange = openExchange(request, response, clock, this.#stalls.stalledMs());
      return receive(this.#road, this.#deliveries, exchange, (turn) => this.#runPush(turn, run));
    });
  }

  /** Carries out one activity of a turn. Resolves to the id of its message, empty where it has none. */
  say(seat: Seat, activity: Partial<Activity>): Promise<string> {
    return seat.say((turn) => {
      if (activity.inputHint === "expectingInput") turn.scope.expectAnswer();
      const stopped = turn.silent && !seat.isGuest;
      return stopped ? this.#translator.stopped(turn) : this.#say(turn, activity);
    });
  }

  #say(turn: Turn, activity: Partial<Activity>): Promise<string> {
    switch (activity.type) {
      case "delay": {
        const ms = typeof activity.value === "number" ? activity.value : 1_000;
        return sleep(this.#road.clock, ms).then(() => "");
      }
      case "typing":
        if (turn.push?.about !== "account") {
          this.#clients.find(turn.account)?.typing.show(turn.lease.follower.openid);
        }
        return this.#stream(turn, activity) ?? Promise.resolve("");
      default:
        return this.#stream(turn, activity) ?? this.#translator.say(turn, activity);
    }
  }

  /** A part of a streamed answer; undefined for an activity that is none. */
  #stream(turn: Turn, activity: Partial<Activity>): Promise<string> | undefined {
    if (activity.entities === undefined && activity.channelData === undefined) return undefined;
    const info = streamInfoOf(activity);
    if (info === undefined) return undefined;
    const streams = this.#streams;
    return info.streamType === "final"
      ? streams.finish(turn, info, activity)
      : streams.take(turn, info, activity.text ?? "");
  }

  /**
   * Runs something as a turn with a follower who did not just write. It waits its turn in the follower's
   * queue. Inside that follower's own turn it joins that, because it would wait for itself; so it does from
   * elsewhere in this process, `at once` where it is certain that the turn waits for it, else after a while, because
   * it may. Beside a turn of another process it is run aside, likewise. It goes on in a turn of its own where it
   * outlives the one that it joined. `alone`: it never joins from elsewhere, because it reads and writes slices.
   */
  async enter(reference: Reference, run: RunInSeat, how: Joining = "soon") {
    const follower = this.followerOf(reference);
    const outer = this.#inTurn.getStore()?.turn;
    const isOwn = outer?.over === false && sameFollower(outer.lease.follower, follower);
    const waitMs = how === "soon" ? this.#road.pace.joinMs : 0;
    const host = isOwn ? outer : how !== "alone" && (await this.#guests.host(follower, waitMs));
    const joined = host ? this.#join(host, run, how !== "alone") : undefined;
    if (joined !== undefined) return joined;
    const aside = how === "alone" ? undefined : { afterMs: waitMs, runBot: this.#aside(run, how) };
    await this.#deliveries.enter(follower, (turn) => run(new Seat(turn)), PROACTIVE, aside);
  }

  #join(host: Turn, run: RunInSeat, outlives: boolean): Promise<void> | undefined {
    const { follower } = host.lease;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const ownTurn = () => this.#ownTurn(follower, ended);
    const seat = this.#guests.join(host, outlives ? ownTurn : undefined);
    if (seat === undefined) return undefined;
    host.hosts = true;
    return run(seat).finally(() => {
      this.#guests.part(seat);
      end();
    });
  }

  /** A turn for a run that began in another one's, or aside; it lasts until the run has ended. */
  #ownTurn(follower: Follower, ended: Promise<void>): Promise<Turn> {
    return new Promise<Turn>((resolve, reject) => {
      const keep = (turn: Turn) => {
        resolve(turn);
        return ended;
      };
      this.#deliveries.enter(follower, keep).catch(reject);
    });
  }

  /**
   * Something that is run beside a turn of another process. What it says is sent or held; what it keeps waits for a
   * turn of its own. `at once`: the running turn waits for it, so that nobody must wait with it for that.
   */
  #aside(run: RunInSeat, how: Joining): RunBot {
    return (turn) => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      const seat = new Seat(turn, true, () => this.#ownTurn(turn.lease.follower, ended));
      const running = inTurnSpan(turn, () => run(seat).then(() => this.#streams.end(turn)));
      const over = running.finally(end);
      if (how === "soon") return over;
      const left = new Promise<void>((resolve) => {
        seat.onLeave = resolve;
      });
      return Promise.race([over, left.then(() => this.#goesOn(over))]);
    };
  }

  /** Nobody waits for this run any more. */
  #goesOn(running: Promise<void>): void {
    const { log } = this.#road;
    running.catch((error) =>
      log.error(errorFacts(error, log), "a run that went on by itself threw"),
    );
  }

  /** Runs something so that {@link enter} knows of the turn. */
  async within(seat: Seat, run: () => Promise<void>): Promise<void> {
    const { turn } = seat;
    if (seat.isGuest) return this.#inTurn.run(seat, run);
    const hosting = this.#guests.open(turn);
    try {
      await this.#inTurn.run(seat, () => inTurnSpan(turn, run).then(() => this.#streams.end(turn)));
    } finally {
      await this.#guests.close(hosting);
    }
  }

  /** The client of a turn's account, of a named one, or of the lone account. */
  client(of: string | Seat | undefined): Client {
    return this.#clients.get(typeof of === "object" ? of.turn.account.appId : of);
  }

  /** The bytes of a file that a follower sent. */
  downloadMedia(mediaId: string, of: string | Seat | undefined): Promise<Download> {
    return this.#files.download(this.client(of), mediaId);
  }

  /** Answers a request for a file that a follower sent. Never rejects. */
  serveMedia(request: HttpRequest, response: HttpResponse): Promise<void> {
    const { log } = this.#road;
    return answerAtAll({ name: "media", log }, response, () =>
      this.#files.serve(request, response),
    );
  }

  /** Who opens web pages of an account. Throws `SettingsError` with one sentence per mistake. */
  webLogin(options: WebLoginOptions): WebLogin {
    const { accounts, clock, linking, log } = this.#road;
    const { apiBase, component } = this.#options;
    const clientOf = async (appId: string) => {
      if (!accounts.has(appId)) await linking?.accounts.find(appId);
      return this.#clients.get(appId);
    };
    const componentSecret = component?.appSecret;
    return openWebLogin(options, { accounts, apiBase, clientOf, clock, componentSecret, log });
  }

  /** Accounts that are linked by authorisation. Throws `SettingsError` where no `component` is set. */
  get linking(): Linking {
    const { linking } = this.#road;
    if (linking !== undefined) return linking;
    throw new SettingsError(["Accounts are linked by a third-party platform: set `component`."]);
  }

  async dispatchOf(reference: Reference, id: string): Promise<DispatchResult | undefined> {
    const unshown = whyUnshown(id);
    return unshown !== undefined
      ? { unshown }
      : this.#road.store.fateOf(this.followerOf(reference), id);
  }

  /** Who a follower is: what the bot's own `identity` knows, else the generic name and avatar. */
  async identityOf(follower: Follower): Promise<Identity> {
    const account = this.#road.accounts.get(follower.appId);
    if (account === undefined) throw unknownAccount(follower.appId);
    const generic = genericIdentity(follower, account);
    const own = await this.#options.identity?.(follower, generic);
    return own === undefined
      ? generic
      : { name: own.name ?? generic.name, avatar: own.avatar ?? generic.avatar };
  }

  /** Removes all that is kept of one follower. Within his own turn: when that turn is surely over. */
  async forget(of: Follower | string): Promise<void> {
    const follower = followerNamed(this.#road.accounts, of);
    const turn = this.#inTurn.getStore()?.turn;
    if (turn?.over === false && sameFollower(turn.lease.follower, follower)) {
      return forgetSoon(turn.scope.own, this.#road.clock.now());
    }
    await this.#road.store.forget(follower);
  }

  export(of: Follower | string): AsyncIterable<unknown> {
    return this.#road.store.export(followerNamed(this.#road.accounts, of));
  }

  ready(): Promise<void> {
    return this.#road.store.probe();
  }

  async close(): Promise<void> {
    this.#stopSweeping?.();
    this.#stalls.stop();
    const { clock, dispatch } = this.#road;
    const endsAt = clock.now() + GRACE_MS;
    await this.#deliveries.close(GRACE_MS);
    await dispatch.close(Math.max(LAST_VERDICTS_MS, endsAt - clock.now()));
    await this.#clients.close();
    await this.#road.linking?.close();
    await this.#road.store.close();
  }

  followerOf(reference: Reference): Follower {
    return followerOf(this.#road.accounts, reference);
  }

  /** From the first bot we know on, looks after what other processes left behind. */
  recover(run: RunActivity): void {
    this.#run ??= run;
    if (this.#stopSweeping !== undefined) return;
    // Not as part of the request that happens to be the first: what hangs in its context would be every later one's.
    NO_REQUEST.runInAsyncScope(() => this.#lookAfter(run));
  }

  #lookAfter(run: RunActivity): void {
    const { clock, linking, log, pace } = this.#road;
    // Proactive turns name accounts that have not written to this process yet.
    linking?.accounts.meetAll().catch((error) => {
      log.warn(errorFacts(error, log), "the linked accounts could not be read");
    });
    const runBot = (turn: Turn) => this.#runPush(turn, run);
    this.#stopSweeping = again(
      clock,
      pace.sweepMs,
      () => this.#deliveries.sweep(runBot),
      (error) => log.warn(errorFacts(error, log), "could not look after waiting work"),
    );
  }

  async #runPush(turn: Turn, run: RunActivity): Promise<void> {
    const { account, push, timer } = turn;
    const follower = turn.lease.follower;
    const { identity } = this.#options;
    const who = identity ? await this.identityOf(follower) : genericIdentity(follower, account);
    if (timer !== undefined) {
      const forgets = forgetsNow(timer, turn.left);
      if (forgets === true) await this.#road.store.forget(follower);
      if (forgets !== undefined) return;
    }
    if (timer !== undefined) return run(new Seat(turn), timerActivity(timer, turn, account, who));
    if (push === undefined) return;
    const linkTo = (mediaId: string) => this.#files.linkTo(account, mediaId);
    const read = (one: Push) => toActivity(one, account, who, this.#options, linkTo);
    const { earlier } = turn;
    const seen = earlier === undefined ? read(push) : gathered([...earlier, push].map(read));
    const activity = await this.#translator.hear(turn, seen);
    if (activity !== undefined) await run(new Seat(turn), activity);
  }

  /** Tells the bot of a verdict, in a turn of its own, where the account wants it. */
  #tellBot(event: Observed): void {
    const { accounts, log } = this.#road;
    const account = accounts.get(event.follower.appId);
    const run = this.#run;
    if (account?.dispatchEvents !== true || run === undefined) return;
    const value = verdictOf(event);
    if (value === undefined) return;
    const tell = async (turn: Turn) => {
      const who = await this.identityOf(event.follower);
      await run(
        new Seat(turn),
        ownEvent({ name: "dispatch", value }, event.at, turn, account, who),
      );
    };
    const failed = (error: unknown) => {
      log.warn(errorFacts(error, log), "the bot could not be told of a verdict");
    };
    NO_REQUEST.runInAsyncScope(() => {
      this.#deliveries.enter(event.follower, tell, VERDICT).catch(failed);
    });
  }
}

function unknownAccount(appId: string): SettingsError {
  return new SettingsError([`There is no account ${appId}: set it, or link it.`]);
}
