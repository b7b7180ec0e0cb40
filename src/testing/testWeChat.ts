import type { ActivityHandler } from "botbuilder";
import type { AccountSettings } from "../adapter/accounts/account.ts";
import {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "../adapter/weChatAdapter.ts";
import { type AnyBot, isClass, knownBot, type ServedBot, serve, serveOn } from "../anyBot.ts";
import { type Duration, milliseconds } from "../duration.ts";
import { SettingsError, WeChatError } from "../errors.ts";
import { loadBot } from "../loadBot.ts";
import { Services } from "../services.ts";
import type { FollowerAction } from "../simulator/actions/actions.ts";
import { createFaultBox } from "../simulator/faults/faultBox.ts";
import type { Faults } from "../simulator/faults/faults.ts";
import { type FollowerOptions, Platform } from "../simulator/platform.ts";
import { createPusher, type Outcome } from "../simulator/pusher/pusher.ts";
import { createDelivery, type Delivery } from "../simulator/pusher/pusherDelivery.ts";
import { inProcessTransport } from "../simulator/pusher/pusherInProcess.ts";
import type { Account, AccountOptions } from "../simulator/world/account.ts";
import { MemoryStore } from "../store/memory.ts";
import type { AgentsThere } from "../store/turnScope.ts";
import { checkTimers } from "./checkTimers.ts";
import { simulatedCourier, simulatedNotifier } from "./courier.ts";
import { errorNotes } from "./errorNotes.ts";
import { HouseClock, SWEEP_MS } from "./houseClock.ts";
import { inProcessApi } from "./inProcessApi.ts";
import { ManualClock } from "./manualClock.ts";
import { Passage } from "./passage.ts";
import { collectReached } from "./reached.ts";
import { type Sight, sightOf } from "./sight.ts";
import { TestFollower } from "./testFollower.ts";
import { transcriptOf } from "./transcript.ts";
import { simulatedDownload, simulatedUpload } from "./uploads.ts";

/** An agent of the Agents SDK, told by what it has: the SDK is not installed everywhere. */
export interface AgentOfSdk {
  run(context: never): Promise<unknown>;
}

/**
 * A bot: a Bot Framework handler, or the function that Bot Framework calls its logic; or an agent of the Microsoft 365
 * Agents SDK, an `AgentApplication` or an `ActivityHandler` of that SDK. The agent gets the kit's adapter, whatever it
 * was built with.
 */
export type Bot = Pick<ActivityHandler, "run"> | BotLogic | AgentOfSdk;

/** How the other party is set up. Nothing is required. */
export interface TestWeChatOptions {
  /** Whether the account may send customer-service messages, as verified accounts may. Default true. */
  readonly verified?: boolean | undefined;
  /**
   * Whether customer service has an agent, who is online and takes over at once. Default: as `verified`.
   */
  readonly agents?: boolean | undefined;
  /** Anything else about the account. */
  readonly account?: Omit<AccountOptions, "verified" | "verification" | "server"> | undefined;
  /** What the adapter is told of the account: `notify`, `moderate`, `slowTurns`, `windowEvents` … */
  readonly settings?:
    | Partial<Omit<AccountSettings, "appId" | "token" | "encodingAESKey">>
    | undefined;
  /** Default `safe`: everything is encrypted. */
  readonly mode?: "plain" | "compatible" | "safe" | undefined;
  /** The language of the account's followers. Default `zh-CN`. */
  readonly locale?: string | undefined;
  /** The clock that bot, adapter and platform share. Default: a new one. */
  readonly clock?: ManualClock | undefined;
  /** Options of the adapter, except those that the kit itself needs. */
  readonly adapter?: Partial<Omit<WeChatAdapterOptions, "accounts" | "clock">> | undefined;
  /**
   * How long, in REAL milliseconds, a turn may wait for something that is not on the clock (a file, a model) before time
   * goes on without it, and `says` no longer waits for it: for bots that hang on purpose. Default: it is waited for until
   * the turn has ended; where nothing happens in it for 4 s, `says` rejects with `WeChatError` of code `turn-hangs`. One that
   * never ends, by its messages, its turns or the kit's clock, is `turn-endless` whatever stands here.
   */
  readonly patienceMs?: number | undefined;
}

/** WeChat in a box around one bot: no network, no ports, and time moves only when it must. */
export interface TestWeChat {
  readonly adapter: WeChatAdapter;
  readonly platform: Platform;
  readonly account: Account;
  readonly clock: ManualClock;
  /** What is to go wrong with the adapter's calls of the API. */
  readonly faults: Faults;
  /** A new person, who does not follow yet. */
  follower(options?: FollowerOptions | string): TestFollower;
  /** Moves the time, for bot and platform alike: `"48h"`, `"7s"`, or milliseconds. */
  advance(duration: Duration): Promise<void>;
  /** Lets time pass until something of the test's own has ended, for example a proactive message. */
  until<T>(work: Promise<T>): Promise<T>;
  /** What happened so far, a line each. */
  transcript(): string;
  /** Ends everything. Needed only where many kits live in one process. */
  close(): Promise<void>;
}

const TOKEN = "testingtoken";
const AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const URL = "http://bot.test/wechat";
const IMPATIENT = "the bot waits for something that is not on the clock: time goes on without it";

/**
 * Puts a bot behind the adapter, and the adapter behind a simulated WeChat. A string names the bot as `start` does, a
 * module or a folder with an index; its module is evaluated afresh, and gets the kit's adapter, clock and log where its
 * default export is a function of them. Throws `SettingsError` for what is no bot.
 */
export async function testWeChat(
  bot: Bot | string,
  options: TestWeChatOptions = {},
): Promise<TestWeChat> {
  if (typeof bot === "string") {
    const parts = openParts(options);
    // On the clock itself: what the bot waits for is told apart from what the adapter does.
    const services = new Services(parts.adapter, parts.clock, parts.log);
    return kitOf(parts, await serve(await loadBot(bot, services, { afresh: true }), services));
  }
  const known = typeof bot === "function" && !isClass(bot) ? botOf(bot) : knownBot(bot);
  if (known === undefined) {
    const hint = isClass(bot) ? " This is a class: give one of it (`new …`)." : "";
    throw new SettingsError([
      `A bot is an ActivityHandler, an AgentApplication or a function.${hint}`,
    ]);
  }
  const parts = openParts(options);
  const { adapter, house } = parts;
  return kitOf(parts, await serve(known, new Services(adapter, house, parts.log)));
}

/** As {@link testWeChat}, at once, for a bot of Bot Framework. */
export function openTestWeChat(logic: BotLogic, options: TestWeChatOptions = {}): TestWeChat {
  const parts = openParts(options);
  return kitOf(parts, serveOn(parts.adapter, logic));
}

function botOf(logic: BotLogic): AnyBot {
  return { sdk: "Bot Framework", logic };
}

/** Everything but the bot. */
function openParts(options: TestWeChatOptions) {
  checkTimers();
  collectReached();
  const { mode = "safe", verified = true, clock = new ManualClock() } = options;
  const house = new HouseClock(clock);
  const platform = new Platform({ clock: house });
  const server = {
    url: URL,
    token: TOKEN,
    mode,
    ...(mode !== "plain" && { encodingAESKey: AES_KEY }),
  };
  const account = platform.addAccount({
    ...(verified ? {} : { type: "subscription" }),
    verified,
    server,
    ...options.account,
  });
  const { agents = verified } = options;
  if (agents) addAgent(platform, account);
  const faults = createFaultBox(platform);
  const api = inProcessApi(platform, faults, house);
  const ways = {
    courier: simulatedCourier(api),
    notifier: simulatedNotifier(api),
    upload: simulatedUpload(platform),
  };
  const store = new MemoryStore({ clock: house });
  const log = errorNotes((text) => platform.record("note", { text }));
  const adapter = createAdapter(options, house, account, {
    log,
    store,
    // Who is to find out by itself whether it may send has something to try it with.
    ...((verified || options.settings?.customerService === "auto") && ways),
    download: simulatedDownload(account),
    agents: async () => agentsOf(account),
  });
  const passage = new Passage(clock, house, options.patienceMs, () =>
    platform.record("note", { text: IMPATIENT }),
  );
  return { adapter, platform, account, clock, house, passage, faults, store, log };
}

function kitOf(parts: ReturnType<typeof openParts>, bot: ServedBot): TestWeChat {
  const { platform, house, passage } = parts;
  watchTurns(bot, passage);
  const transport = inProcessTransport(bot.process);
  const delivery = createDelivery(platform, createPusher({ clock: house, transport }));
  return new Kit({ ...parts, delivery });
}

function createAdapter(
  { mode = "safe", locale, adapter = {}, settings: told, agents }: TestWeChatOptions,
  house: HouseClock,
  { settings }: Account,
  ways: Pick<
    WeChatAdapterOptions,
    "log" | "store" | "courier" | "notifier" | "upload" | "download" | "agents"
  >,
): WeChatAdapter {
  const { appId, originalId, server } = settings;
  return new WeChatAdapter({
    ...ways,
    ...adapter,
    clock: house,
    accounts: [
      {
        appId,
        originalId,
        token: TOKEN,
        encodingAESKey: server?.encodingAESKey,
        mode,
        locale,
        customerService: ways.courier !== undefined || (agents === true && "auto"),
        ...told,
      },
    ],
    pace: { sweepMs: SWEEP_MS, ...adapter.pace },
  });
}

function addAgent(platform: Platform, { settings: { appId, weChatId } }: Account): void {
  const agent = {
    account: `kf1@${weChatId}`,
    id: 1_001,
    nickname: "Agent",
    online: true,
    weChatUser: "agent",
    headImage: false,
  };
  platform.record("agent.set", { appId, agent });
}

function agentsOf({ agents }: Account): AgentsThere {
  if (agents.size === 0) return "none";
  return [...agents.values()].some(({ online }) => online) ? "online" : "offline";
}

/** Tells the passage of time when the bot runs, and when the adapter waits for it. */
function watchTurns(bot: ServedBot, passage: Passage): void {
  bot.use((context, next) => {
    context.onSendActivities((_context, activities, send) => {
      passage.sends(activities.map(({ type }) => type));
      return activities.some(({ type }) => type === "delay") ? passage.delay(send) : send();
    });
    return passage.turn(context.activity.conversation.id, next);
  });
}

interface Parts {
  readonly adapter: WeChatAdapter;
  readonly platform: Platform;
  readonly account: Account;
  readonly clock: ManualClock;
  readonly house: HouseClock;
  readonly passage: Passage;
  readonly delivery: Delivery;
  readonly faults: Faults;
  /** What knows what is due; a store that the test brings is not asked. */
  readonly store: MemoryStore;
}

class Kit implements TestWeChat {
  readonly adapter: WeChatAdapter;
  readonly platform: Platform;
  readonly account: Account;
  readonly clock: ManualClock;
  readonly faults: Faults;
  readonly #parts: Parts;
  readonly #screens = new Map<string, Sight[]>();

  constructor(parts: Parts) {
    this.adapter = parts.adapter;
    this.platform = parts.platform;
    this.account = parts.account;
    this.clock = parts.clock;
    this.faults = parts.faults;
    this.#parts = parts;
    parts.platform.timeline.subscribe((event) => {
      if (event.type === "api.called" && event.path.endsWith("/send")) parts.passage.stir();
      if (event.type === "message.shown") this.#screens.get(event.openid)?.push(sightOf(event));
      if (event.type === "push.ended" && event.saw === "fault") {
        this.#screens.get(event.openid)?.push({ fault: event.fault });
      }
    });
  }

  follower(options: FollowerOptions | string = {}): TestFollower {
    const { appId } = this.account.settings;
    const made = typeof options === "string" ? { name: options } : options;
    const { openid, profile } = this.platform.addFollower(appId, made);
    const screen: Sight[] = [];
    this.#screens.set(openid, screen);
    const phone = {
      openid,
      name: profile.name,
      act: (action: FollowerAction) => this.#act(openid, [action], 0),
      actInARow: (actions: readonly FollowerAction[], gapMs: number) =>
        this.#act(openid, actions, gapMs),
      fail: (message: string) => this.#fail(message),
    };
    return new TestFollower(phone, screen);
  }

  async advance(duration: Duration): Promise<void> {
    const { clock } = this;
    const { store } = this.#parts;
    const end = clock.now() + milliseconds(duration);
    // What falls due on the way happens at its own moment, not when the adapter looks next.
    for (let at = store.dueAfter(clock.now()); at !== undefined && at < end; ) {
      await this.#moveTo(at);
      at = store.dueAfter(clock.now());
    }
    await this.#moveTo(end);
  }

  async #moveTo(at: number): Promise<void> {
    const { house, passage } = this.#parts;
    await this.clock.advance(Math.max(0, at - this.clock.now()));
    house.sweep();
    await passage.settle();
  }

  until<T>(work: Promise<T>): Promise<T> {
    this.#parts.house.stir();
    return this.#parts.passage.until(work);
  }

  transcript(): string {
    const people = this.account.followers;
    const nameOf = (openid: string) => people.get(openid)?.profile.name ?? openid;
    return transcriptOf(this.platform.timeline.events, nameOf);
  }

  async close(): Promise<void> {
    this.#parts.delivery.close();
    this.#parts.passage.giveUp();
    this.platform.close();
    await this.until(this.adapter.close());
  }

  async #act(
    openid: string,
    actions: readonly FollowerAction[],
    gapMs: number,
  ): Promise<readonly Outcome[]> {
    const { delivery, passage } = this.#parts;
    passage.begin();
    try {
      const begun: Promise<readonly Outcome[]>[] = [];
      for (const action of actions) {
        if (begun.length > 0) await this.advance(gapMs);
        begun.push(delivery.act(this.account.settings.appId, openid, action));
      }
      const outcomes = await passage.until(Promise.all(begun), () => !passage.runs(openid));
      await this.#calm();
      return outcomes.flat();
    } catch (error) {
      throw this.#fail((error as Error).message, error);
    }
  }

  /** What leaves after a turn has ended is shown too. */
  async #calm(): Promise<void> {
    const { events } = this.platform.timeline;
    for (let known = -1; known !== events.length; ) {
      known = events.length;
      this.#parts.passage.check();
      await this.#parts.passage.settle();
    }
  }

  #fail(message: string, cause?: unknown): WeChatError {
    const { code = "testing" } = (cause ?? {}) as { readonly code?: string };
    return new WeChatError(code, `${message}\n\nWhat happened:\n${this.transcript()}`, {
      cause,
    });
  }
}
