import type { Activity } from "botbuilder";
import type { Client } from "../client/client.ts";
import type { Download } from "../client/endpoints/row.ts";
import { again, sleep } from "../clock.ts";
import { SettingsError } from "../errors.ts";
import { answerAtAll } from "../lastResort.ts";
import { errorFacts } from "../log.ts";
import type { Serving } from "../store/releases.ts";
import type { Follower } from "../store/store.ts";
import type { JobOrders } from "../store/turnScope.ts";
import {
  followerNamed,
  followerOf,
  type Reference,
  sameFollower,
  unknownAccount,
} from "./accounts/followers.ts";
import type { Linking } from "./accounts/linking/linking.ts";
import type { SignedIn, SignIns } from "./accounts/signIn/signIns.ts";
import { BotTurns, type RunActivity } from "./botTurns.ts";
import type { ChannelOptions } from "./channelOptions.ts";
import type { HttpRequest, HttpResponse } from "./exchange/exchange.ts";
import type { WebRequest } from "./exchange/webExchange.ts";
import type { JobHandlers } from "./jobs/job.ts";
import { Jobs } from "./jobs/jobs.ts";
import { SeatOrders } from "./jobs/seatOrders.ts";
import { type Joining, Joins, PROACTIVE, type RunInSeat } from "./joining.ts";
import { openRoad } from "./openRoad.ts";
import { Deliveries } from "./receive/deliveries.ts";
import { Entrance } from "./receive/entrance.ts";
import { openWebLogin } from "./receive/login/openWebLogin.ts";
import type { WebLogin, WebLoginOptions } from "./receive/login/webLoginOptions.ts";
import type { MediaFiles } from "./receive/mediaFiles.ts";
import type { Road } from "./road.ts";
import type { Clients } from "./send/clients.ts";
import { VERDICT, verdictOf } from "./send/dispatchEvents.ts";
import { BotStorage } from "./shell/botStorage.ts";
import { signedInActivity } from "./shell/userTokens.ts";
import { type Identity, identify } from "./translate/identity.ts";
import { type OwnEvent, ownEvent } from "./translate/ownEvents.ts";
import { type Streams, streamInfoOf } from "./translate/streams.ts";
import type { Translator } from "./translate/translator.ts";
import { type DispatchResult, whyUnshown } from "./translate/unshown.ts";
import { NO_REQUEST } from "./turn/asyncContext.ts";
import { forgetSoon } from "./turn/forgetting.ts";
import { Seat } from "./turn/guests.ts";
import type { Turn } from "./turn/turn.ts";
import type { Observed } from "./watch/observe.ts";
import { OwnRelease } from "./watch/ownRelease.ts";

/** What begins the key of a turn that shows a job's result. */
const JOB = "job";
/** The time that `close` gives to turns in flight, in milliseconds. */
const GRACE_MS = 5_000;
/** How long `close` waits at least for WeChat's verdict on messages in flight, in milliseconds. */
const LAST_VERDICTS_MS = 1_000;

/** What both shells share: the stations of the road, put together, and everything that needs no SDK. */
export class Channel {
  /** The store as Bot Framework's `Storage`. */
  readonly botStorage: BotStorage;
  readonly signIns: SignIns;
  readonly #road: Road;
  readonly #deliveries: Deliveries;
  readonly #clients: Clients;
  readonly #files: MediaFiles;
  readonly #translator: Translator;
  readonly #streams: Streams;
  readonly #options: ChannelOptions;
  readonly #entrance: Entrance;
  readonly #joins: Joins;
  readonly #jobs: Jobs;
  readonly #turns: BotTurns;
  #ownRelease: OwnRelease | undefined;
  #stopSweeping: (() => void) | undefined;
  /** The first bot that we know: what happens outside of a turn is told to it. */
  #run: RunActivity | undefined;

  /** Throws `SettingsError` with one sentence per mistake in the accounts. */
  constructor(options: ChannelOptions) {
    this.#options = options;
    const turnHere = () => this.#joins?.seat?.turn;
    const parts = openRoad(options, (event) => this.#tellBot(event), turnHere);
    this.#road = parts.road;
    this.#clients = parts.clients;
    this.#files = parts.files;
    this.signIns = parts.signIns;
    this.signIns.onSignedIn = (signedIn) => this.#tellSignedIn(signedIn);
    this.#translator = parts.translator;
    this.#streams = parts.streams;
    this.#deliveries = new Deliveries(this.#road);
    this.#entrance = new Entrance(this.#road, this.#deliveries);
    this.#joins = new Joins(this.#road, this.#deliveries, this.#streams);
    this.#jobs = new Jobs({
      road: this.#road,
      handlers: options.jobs,
      enter: (follower, run) => this.#deliveries.enter(follower, run, JOB),
      say: (turn, activity) => this.#translator.say(turn, activity),
    });
    this.#turns = new BotTurns({
      road: this.#road,
      options,
      jobs: this.#jobs,
      files: this.#files,
      translator: this.#translator,
      identityOf: (follower) => this.identityOf(follower),
      download: (appId, mediaId) => this.downloadMedia(mediaId, appId),
    });
    this.botStorage = new BotStorage(this.#road.store, () => this.#joins.seat);
    if (options.release !== undefined) this.serves(options.release);
  }

  get road(): Pick<Road, "clock" | "log"> {
    return this.#road;
  }

  /** Notes in the store, from now on, that this process serves a release of the bot. */
  serves(release: number): void {
    this.#ownRelease = new OwnRelease(this.#road, release);
    void this.#ownRelease.note();
  }

  /** The releases that processes on the store serve, the newest first. Empty where this process serves none. */
  get serving(): readonly Serving[] {
    return this.#ownRelease?.serving ?? [];
  }

  /** See `WeChatAdapter.addJobs`. */
  addJobs(handlers: JobHandlers): void {
    this.#jobs.add(handlers);
  }

  get jobs(): JobHandlers {
    return this.#jobs.handlers;
  }

  /** Takes orders of jobs in a turn; undefined where the adapter has none. */
  laterIn(seat: Seat): JobOrders | undefined {
    return this.#jobs.some ? new SeatOrders(this.#jobs, seat) : undefined;
  }

  /** Answers one request of WeChat. Rejects only where it is given other objects than Node's. */
  process(request: HttpRequest, response: HttpResponse, run: RunActivity): Promise<void> {
    this.recover(run);
    return this.#entrance.process(request, response, (turn) => this.#turns.run(turn, run));
  }

  /** Answers one web request of WeChat. Rejects only where it is given something else. */
  fetch(request: WebRequest, run: RunActivity): Promise<Response> {
    this.recover(run);
    return this.#entrance.fetch(request, (turn) => this.#turns.run(turn, run));
  }

  /** Carries out one activity of a turn. Resolves to the id of its message, empty where it has none. */
  say(seat: Seat, activity: Partial<Activity>): Promise<string> {
    return seat.say((turn) => {
      if (activity.inputHint === "expectingInput") turn.scope.expectAnswer();
      const stopped = turn.silent && !seat.isGuest;
      return stopped ? this.#translator.stopped(turn) : this.#say(turn, activity);
    });
  }

  /**
   * The id of a part of a streamed answer for which nothing need be done but to keep it; undefined for everything
   * that must be said. A part is not worth a promise of its own: a long answer has hundreds.
   */
  note(seat: Seat, activity: Partial<Activity>): string | undefined {
    if (activity.type !== "typing" || seat.isGuest || seat.turn.over || seat.turn.silent)
      return undefined;
    const info = streamInfoOf(activity);
    return info && this.#streams.note(seat.turn, info, activity);
  }

  #say(turn: Turn, activity: Partial<Activity>): Promise<string> {
    switch (activity.type) {
      case "delay": {
        const ms = typeof activity.value === "number" ? activity.value : 1_000;
        return sleep(this.#road.clock, ms).then(() => "");
      }
      case "typing":
        if (turn.push?.about !== "account") {
          this.#road.dispatch.showTyping(turn.account, turn.lease.follower.openid);
        }
        return this.#stream(turn, activity) ?? Promise.resolve("");
      default:
        return this.#stream(turn, activity) ?? this.#translator.say(turn, activity);
    }
  }

  /** Says a part of a streamed answer; undefined for an activity that is not part of one. */
  #stream(turn: Turn, activity: Partial<Activity>): Promise<string> | undefined {
    if (activity.entities === undefined && activity.channelData === undefined) return undefined;
    const info = streamInfoOf(activity);
    if (info === undefined) return undefined;
    const streams = this.#streams;
    return info.streamType === "final"
      ? streams.finish(turn, info, activity)
      : streams.take(turn, info, activity);
  }

  /** As {@link Joins.enter}, by a conversation reference. */
  enter(reference: Reference, run: RunInSeat, how: Joining = "soon"): Promise<void> {
    return this.#joins.enter(this.followerOf(reference), run, how);
  }

  /** Runs something, and notes its turn, so that {@link enter} knows the turn. */
  within(seat: Seat, run: () => Promise<void>): Promise<void> {
    return this.#joins.within(seat, run);
  }

  /** The client of a turn's account, of a named one, or of the lone account. */
  client(of: string | Seat | undefined): Client {
    return this.#clients.get(typeof of === "object" ? of.turn.account.appId : of);
  }

  /** The bytes of a file that a follower sent. */
  downloadMedia(mediaId: string, of: string | Seat | undefined): Promise<Download> {
    return this.#files.download(() => this.client(of), mediaId);
  }

  /** Answers a request for a file that a follower sent. Never rejects. */
  serveMedia(request: HttpRequest, response: HttpResponse): Promise<void> {
    return this.#serve("media", response, () => this.#files.serve(request, response));
  }

  /** Answers a request for the page to which WeChat sends a follower who signs in. Never rejects. */
  serveSignIn(request: HttpRequest, response: HttpResponse): Promise<void> {
    return this.#serve("sign-in", response, () => this.signIns.serve(request, response));
  }

  #serve(name: string, response: HttpResponse, run: () => Promise<void>): Promise<void> {
    return answerAtAll({ name, log: this.#road.log }, response, run);
  }

  /** What tells who opens web pages of an account. Throws `SettingsError` with one sentence per mistake. */
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
    return identify(follower, account, this.#options.identity);
  }

  /** Removes everything that is kept of one follower. Within the follower's own turn: once that turn is surely over. */
  async forget(of: Follower | string): Promise<void> {
    const follower = followerNamed(this.#road.accounts, of);
    const turn = this.#joins?.seat?.turn;
    if (turn?.over === false && sameFollower(turn.lease.follower, follower)) {
      return forgetSoon(turn.scope.own, this.#road.clock.now());
    }
    await this.#road.store.forget(follower);
  }

  /** What was found out of an account's rights is found out again: they are others now. */
  relearn(appId: string): void {
    this.#road.dispatch.relearn(appId);
  }

  export(of: Follower | string): AsyncIterable<unknown> {
    return this.#road.store.export(followerNamed(this.#road.accounts, of));
  }

  ready(): Promise<void> {
    return this.#road.store.probe();
  }

  async close(): Promise<void> {
    this.#stopSweeping?.();
    this.#entrance.close();
    const { clock, dispatch } = this.#road;
    const endsAt = clock.now() + GRACE_MS;
    await this.#jobs.close();
    await this.#deliveries.close(GRACE_MS);
    await dispatch.close(Math.max(LAST_VERDICTS_MS, endsAt - clock.now()));
    await this.#clients.close();
    await this.#road.linking?.close();
    await this.#ownRelease?.leave();
    await this.#road.store.close();
  }

  followerOf(reference: Reference): Follower {
    return followerOf(this.#road.accounts, reference);
  }

  /** Looks after what other processes left behind, from the first bot on that we know. */
  recover(run: RunActivity): void {
    this.#run ??= run;
    if (this.#stopSweeping !== undefined || this.#entrance.closed) return;
    // The sweep does not run in the async context of the first request: all later runs would belong to that request.
    NO_REQUEST.runInAsyncScope(() => this.#lookAfter(run));
  }

  #lookAfter(run: RunActivity): void {
    const { clock, linking, log, pace } = this.#road;
    // Proactive turns may name accounts that no push has brought to this process yet.
    linking?.accounts.meetAll().catch((error) => {
      log.warn(errorFacts(error, log), "the linked accounts could not be read");
    });
    const runBot = (turn: Turn) => this.#turns.run(turn, run);
    this.#stopSweeping = again(
      clock,
      pace.sweepMs,
      async () => {
        await this.#ownRelease?.note();
        await this.#deliveries.sweep(runBot);
      },
      (error) => log.warn(errorFacts(error, log), "could not look after waiting work"),
    );
  }

  /**
   * Goes on with the bot where a follower has signed in. Where no bot is known yet, the follower's next message does
   * so.
   */
  #tellSignedIn(signedIn: SignedIn): void {
    this.#tell(signedInActivity(signedIn), signedIn.follower, this.#road.clock.now(), PROACTIVE);
  }

  /** Tells the bot of a verdict where the account wants it. */
  #tellBot(event: Observed): void {
    const account = this.#road.accounts.get(event.follower.appId);
    const value = account?.dispatchEvents === true ? verdictOf(event) : undefined;
    if (value) this.#tell({ name: "dispatch", value }, event.follower, event.at, VERDICT);
  }

  /** Tells the bot of something that is no push, in a turn of its own. */
  #tell(event: OwnEvent, follower: Follower, at: number, kind: string): void {
    const { accounts, log } = this.#road;
    const account = accounts.get(follower.appId);
    const run = this.#run;
    if (account === undefined || run === undefined) return;
    const tell = async (turn: Turn) => {
      const who = await this.identityOf(follower);
      await run(new Seat(turn), ownEvent(event, at, turn, account, who));
    };
    const failed = (error: unknown) =>
      log.warn({ ...errorFacts(error, log), event: event.name }, "the bot could not be told");
    const enter = () => this.#deliveries.enter(follower, tell, kind).catch(failed);
    void NO_REQUEST.runInAsyncScope(enter);
  }
}
