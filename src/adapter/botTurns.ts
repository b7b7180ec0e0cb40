import type { Activity } from "botbuilder";
import type { Download } from "../client/endpoints/row.ts";
import type { Push } from "../protocol/push.ts";
import { consentOf } from "../store/consents.ts";
import type { Follower } from "../store/store.ts";
import type { ChannelOptions } from "./channelOptions.ts";
import { jobOf } from "./jobs/job.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { MediaFiles } from "./receive/mediaFiles.ts";
import { wordsOf } from "./receive/transcribing.ts";
import type { Road } from "./road.ts";
import { type Answered, askAgain, consentIn, takeConsent } from "./translate/choices/consent.ts";
import { gathered } from "./translate/gathered.ts";
import { genericIdentity, type Identity } from "./translate/identity.ts";
import { ownEvent, timerActivity } from "./translate/ownEvents.ts";
import { toActivity } from "./translate/toActivity.ts";
import type { Translator } from "./translate/translator.ts";
import { forgetsNow } from "./turn/forgetting.ts";
import { asWritten } from "./turn/gathered.ts";
import { Seat } from "./turn/guests.ts";
import type { Timer } from "./turn/timers.ts";
import type { Turn } from "./turn/turn.ts";

/** Runs the bot with an activity of a turn. Rejects with what the bot threw. */
export type RunActivity = (seat: Seat, activity: Partial<Activity>) => Promise<void>;

/** What a bot gets of a push; undefined where it has nothing to do. */
type Heard = Partial<Activity> | undefined;

/** What {@link BotTurns} works with. */
interface Parts {
  readonly road: Pick<Road, "log" | "store">;
  readonly options: ChannelOptions;
  readonly jobs: Jobs;
  readonly files: MediaFiles;
  readonly translator: Translator;
  readonly identityOf: (follower: Follower) => Promise<Identity>;
  /** The bytes of a file that a follower of the account sent. */
  readonly download: (appId: string, mediaId: string) => Promise<Download>;
}

/**
 * What a turn is for the bot: the activity of its push, or a timer of the bot's own; nothing, where only the adapter
 * has something to do. Each method rejects with what the bot threw.
 */
export class BotTurns {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Runs the bot for the turn's push or timer. */
  run(turn: Turn, run: RunActivity): Promise<void> {
    if (turn.timer !== undefined) return this.#runTimer(turn, turn.timer, run);
    return turn.push === undefined ? Promise.resolve() : this.#runPush(turn, turn.push, run);
  }

  // Nothing here waits in an ordinary turn, and rare cases stand in functions of their own: an `async` function keeps
  // room for all its variables while the bot works.

  #runPush(turn: Turn, push: Push, run: RunActivity): Promise<void> {
    try {
      const seen = this.#seen(turn, push);
      return seen instanceof Promise
        ? seen.then((activity) => this.#tell(turn, activity, run))
        : this.#tell(turn, seen, run);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The activity of a push as the bot gets it. */
  #seen(turn: Turn, push: Push): Heard | Promise<Heard> {
    const { translator } = this.#parts;
    const who = this.#who(turn);
    const isUsual = turn.earlier === undefined && turn.account.transcribe === undefined;
    if (who instanceof Promise || !isUsual) return this.#seenLater(turn, push, who);
    return translator.hear(turn, this.#reader(turn, who)(push));
  }

  async #seenLater(turn: Turn, push: Push, who: Identity | Promise<Identity>): Promise<Heard> {
    const read = this.#reader(turn, await who);
    return this.#parts.translator.hear(turn, await this.#heard(turn, push, read));
  }

  #tell(turn: Turn, activity: Heard, run: RunActivity): Promise<void> {
    if (activity === undefined) return Promise.resolve();
    const consented = consentIn(turn.scope, activity);
    if (consented !== undefined) return this.#consented(turn, run, consented);
    const ask = askAgain(turn.scope, activity);
    const running = run(new Seat(turn), activity);
    if (ask === undefined) return running;
    return running.then(() => ask((question) => this.#parts.translator.say(turn, question)));
  }

  async #runTimer(turn: Turn, timer: Timer, run: RunActivity): Promise<void> {
    const { jobs, road } = this.#parts;
    const who = await this.#who(turn);
    const forgets = forgetsNow(timer, turn.left);
    if (forgets === true) await road.store.forget(turn.lease.follower);
    if (forgets !== undefined) return;
    const job = jobOf(timer.id);
    if (job !== undefined) return jobs.due(turn, job);
    const ended = consentOf(timer.id);
    if (ended !== undefined)
      return this.#consented(turn, run, takeConsent(turn.scope, ended, "expired"));
    return run(new Seat(turn), timerActivity(timer, turn, turn.account, who));
  }

  #who(turn: Turn): Identity | Promise<Identity> {
    const { follower } = turn.lease;
    const { identityOf, options } = this.#parts;
    return options.identity ? identityOf(follower) : genericIdentity(follower, turn.account);
  }

  #reader({ account }: Turn, who: Identity): (push: Push) => Partial<Activity> {
    const { files, options } = this.#parts;
    const linkTo = (mediaId: string) => files.linkTo(account, mediaId);
    return (push) => toActivity(push, account, who, options, linkTo);
  }

  /** The activity of several messages in a row, of a voice that the account's `transcribe` hears, or of both. */
  async #heard(
    turn: Turn,
    push: Push,
    read: (push: Push) => Partial<Activity>,
  ): Promise<Partial<Activity>> {
    const { earlier } = turn;
    const pushes = earlier === undefined ? [push] : asWritten([...earlier, push]);
    const heard = await Promise.all(pushes.map((one) => this.#transcribed(turn, one)));
    if (earlier === undefined) return read(heard[0] ?? push);
    return gathered(heard.map(read), pushes.indexOf(push));
  }

  /** The same push; a voice without words gets the words that the account's `transcribe` hears. */
  async #transcribed(turn: Turn, push: Push): Promise<Push> {
    const { appId, transcribe } = turn.account;
    if (transcribe === undefined) return push;
    const { download, road } = this.#parts;
    const words = await wordsOf(push, turn, transcribe, {
      log: road.log,
      download: (mediaId) => download(appId, mediaId),
    });
    if (words === undefined) return push;
    return Object.assign({ ...push }, { recognition: words, transcribed: true });
  }

  /** Tells the bot, once, how a question of `consent` ended. The job that the follower agreed to is ordered. */
  async #consented(turn: Turn, run: RunActivity, answered?: Answered | "spent"): Promise<void> {
    if (answered === undefined || answered === "spent") return;
    const { consent, event } = answered;
    const { title, job, input } = consent;
    if (job !== undefined && event.answer === "yes") {
      await this.#parts.jobs.order(turn, job, input, {}, title);
    }
    const who = await this.#parts.identityOf(turn.lease.follower);
    const told = { name: "consent", value: event };
    await run(new Seat(turn), ownEvent(told, turn.scope.now, turn, turn.account, who));
  }
}
