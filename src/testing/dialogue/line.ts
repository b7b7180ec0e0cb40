import {
  type Activity,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  TurnContext,
} from "botbuilder";
import type { Clock } from "../../clock.ts";
import { SendError } from "../../errors.ts";
import { type AgentsThere, TURN_SCOPE, type TurnScope } from "../../store/turnScope.ts";

/** What goes wrong with turns, on purpose. */
export type Trouble =
  /** Nothing. */
  | "none"
  /** Each turn runs in a new process. */
  | "restarts"
  /** Each turn loses its lease before it commits, and is run again elsewhere. */
  | "conflicts"
  /** Each message comes twice, and both are run at the same time; the first to commit wins. */
  | "twice"
  /** Each process dies when the turn is committed and nothing is sent yet. */
  | "crashBeforeSend"
  /** Each process dies as soon as a turn has saved on its way, before a service is called. */
  | "crashAfterSave";

export const TROUBLES: readonly Trouble[] = [
  "none",
  "restarts",
  "conflicts",
  "twice",
  "crashBeforeSend",
  "crashAfterSave",
];

type Logic = (context: TurnContext) => Promise<unknown>;

/** How a conversation is set up. */
interface LineOptions {
  readonly clock: Pick<Clock, "now">;
  /** The bot of a new process. */
  readonly open: () => Logic;
  readonly trouble: Trouble;
  readonly locale: string;
  readonly timeZone: string;
  /** Who of customer service is there. */
  readonly agents: AgentsThere | undefined;
}

interface Timer {
  readonly at: number;
  readonly data: string;
}

/** What is committed of a conversation; JSON, as in a store. */
interface Kept {
  readonly slices: Readonly<Record<string, string>>;
  readonly timers: Readonly<Record<string, Timer>>;
}

const FOLLOWER = { appId: "wx0000000000000000", openid: "follower" };

/**
 * One follower's conversation in memory, with the promises of a real one: turns in order, each committed once
 * or not at all, timers as turns of their own. There is no WeChat in it, which makes it fast; `testWeChat` has
 * WeChat.
 */
export class Line {
  /** What the follower has seen. */
  readonly shown: Partial<Activity>[] = [];
  readonly #options: LineOptions;
  #kept: Kept = { slices: {}, timers: {} };
  #logic: Logic;
  #count = 0;
  #queue: Promise<unknown> = Promise.resolve();
  /** Things that turns began and did not wait for. */
  readonly #background = new Set<Promise<unknown>>();

  constructor(options: LineOptions) {
    this.#options = options;
    this.#logic = options.open();
  }

  /** A slice of the record, as JSON. */
  slice(name: string): string | undefined {
    return this.#kept.slices[name];
  }

  /** Everything that is kept, to go back to. */
  get kept(): Kept {
    return this.#kept;
  }

  set kept(kept: Kept) {
    this.#kept = kept;
  }

  /** When the next timer falls due. */
  get nextAt(): number | undefined {
    const times = Object.values(this.#kept.timers).map(({ at }) => at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Runs the bot for an activity. */
  activity(activity: Partial<Activity>): Promise<void> {
    return this.#enter(activity, (context) => this.#logic(context));
  }

  /** Runs the timer that falls due first. */
  async ring(): Promise<void> {
    const [id, timer] =
      Object.entries(this.#kept.timers).sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
    if (id === undefined || timer === undefined) return;
    const { [id]: _, ...timers } = this.#kept.timers;
    this.#kept = { ...this.#kept, timers };
    await this.activity({ type: "event", name: "timer", value: { id, data: timer.data } });
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    await this.#queue;
    while (this.#background.size > 0) await Promise.allSettled(this.#background);
  }

  /** A turn that nobody's message began. */
  continue(reference: Partial<ConversationReference>, logic: Logic): Promise<void> {
    const running = this.#enter(
      { type: "event", name: "ContinueConversation", ...reference },
      logic,
    );
    this.#background.add(running);
    const over = () => this.#background.delete(running);
    running.then(over, over);
    return running;
  }

  #enter(activity: Partial<Activity>, logic: Logic): Promise<void> {
    const run = () => this.#turn(activity, logic);
    const turn = this.#queue.then(run, run);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #turn(activity: Partial<Activity>, logic: Logic): Promise<void> {
    const { trouble } = this.#options;
    const key = `turn|${++this.#count}`;
    const own = logic;
    // A new process has a new bot; what was begun in another one is gone.
    const again: Logic = (context) =>
      activity.name === "ContinueConversation" ? own(context) : this.#restart()(context);
    switch (trouble) {
      case "none":
        return this.#show(await this.#attempt(activity, own, key, 1));
      case "restarts":
        return this.#show(await this.#attempt(activity, again, key, 1));
      case "conflicts":
        await this.#attempt(activity, own, key, 1, { commit: false });
        return this.#show(await this.#attempt(activity, again, key, 2));
      case "twice": {
        const [, sent] = await Promise.all([
          this.#attempt(activity, own, key, 1, { commit: false }),
          this.#attempt(activity, own, key, 1),
        ]);
        return this.#show(sent);
      }
      case "crashBeforeSend": {
        const sent = await this.#attempt(activity, own, key, 1);
        this.#restart();
        return this.#show(sent);
      }
      case "crashAfterSave": {
        const died = Promise.withResolvers<"died">();
        const attempt = this.#attempt(activity, own, key, 1, {
          dieAtSave: () => died.resolve("died"),
        });
        const end = await Promise.race([attempt, died.promise]);
        return this.#show(end === "died" ? await this.#attempt(activity, again, key, 2) : end);
      }
    }
  }

  #restart(): Logic {
    this.#logic = this.#options.open();
    return this.#logic;
  }

  #show(sent: readonly Partial<Activity>[]): void {
    this.shown.push(...sent);
  }

  async #attempt(
    activity: Partial<Activity>,
    logic: Logic,
    key: string,
    attempts: number,
    how: { readonly commit?: false; readonly dieAtSave?: () => void } = {},
  ): Promise<readonly Partial<Activity>[]> {
    const { clock, locale, timeZone, agents } = this.#options;
    const facts = { key, attempts, now: clock.now(), locale, timeZone, there: agents };
    const scope = new LineScope(this.#kept, facts, (kept) => {
      this.#kept = kept;
      if (how.dieAtSave === undefined) return Promise.resolve();
      how.dieAtSave();
      // Nobody is there any more to hear of it.
      return new Promise(() => {});
    });
    const adapter = new LineAdapter(this);
    const context = new TurnContext(adapter, {
      channelId: "wechat",
      serviceUrl: "https://test",
      id: key,
      locale,
      from: { id: FOLLOWER.openid, name: "Follower", role: "user" },
      recipient: { id: "gh_test", name: "Bot", role: "bot" },
      conversation: { id: FOLLOWER.openid, isGroup: false },
      timestamp: new Date(clock.now()),
      ...activity,
    } as Activity);
    context.turnState.set(TURN_SCOPE, scope);
    await logic(context);
    scope.over = true;
    if (how.commit !== false) this.#kept = scope.staged;
    return adapter.sent;
  }
}

class LineScope implements TurnScope {
  readonly follower = FOLLOWER;
  readonly key: string;
  readonly attempts: number;
  readonly now: number;
  readonly timeZone: string;
  readonly locale: string;
  staged: Kept;
  over = false;
  /** Nobody writes while a turn runs here. */
  readonly signal = new AbortController().signal;
  readonly #saved: (kept: Kept) => Promise<void>;
  readonly #there: AgentsThere | undefined;

  constructor(
    kept: Kept,
    facts: Pick<TurnScope, "key" | "attempts" | "now" | "timeZone" | "locale"> & {
      readonly there: AgentsThere | undefined;
    },
    saved: (kept: Kept) => Promise<void>,
  ) {
    this.key = facts.key;
    this.attempts = facts.attempts;
    this.now = facts.now;
    this.timeZone = facts.timeZone;
    this.locale = facts.locale;
    this.#there = facts.there;
    this.staged = kept;
    this.#saved = saved;
  }

  async agents(): Promise<AgentsThere | undefined> {
    return this.#there;
  }

  read(slice: string): unknown {
    const text = this.staged.slices[slice];
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Nothing is gathered here: every message is an answer. */
  expectAnswer(): void {}

  write(slice: string, value: unknown): void {
    const { [slice]: _, ...others } = this.staged.slices;
    const slices = value === undefined ? others : { ...others, [slice]: JSON.stringify(value) };
    this.staged = { ...this.staged, slices };
  }

  setTimer(id: string, at: number, data: string): void {
    this.staged = { ...this.staged, timers: { ...this.staged.timers, [id]: { at, data } } };
  }

  cancelTimer(id: string): void {
    const { [id]: _, ...timers } = this.staged.timers;
    this.staged = { ...this.staged, timers };
  }

  async save(): Promise<void> {
    if (this.over) throw new SendError("turn-over", "The turn is over.");
    await this.#saved(this.staged);
  }
}

class LineAdapter extends BotAdapter {
  readonly sent: Partial<Activity>[] = [];
  readonly #line: Line;

  constructor(line: Line) {
    super();
    this.#line = line;
  }

  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    this.sent.push(...activities);
    return activities.map((_, index) => ({ id: `${this.sent.length + index}` }));
  }

  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}

  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: Logic,
  ): Promise<void> {
    await this.#line.continue({ ...(reference.locale && { locale: reference.locale }) }, logic);
  }

  override async continueConversationAsync(
    _botAppId: unknown,
    reference: Partial<ConversationReference>,
    logic: unknown,
  ): Promise<void> {
    await this.continueConversation(reference, logic as Logic);
  }
}
