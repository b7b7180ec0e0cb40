import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { SettingsError, WeChatError } from "../errors.ts";
import type { Log } from "../log.ts";
import { type Controls, type Phone, startPhone } from "../simulator/phone/phone.ts";
import type { Orders } from "../simulator/phone/wireOrders.ts";
import type { Platform } from "../simulator/platform.ts";
import { createBadLine } from "../simulator/pusher/badLine.ts";
import { createPusher } from "../simulator/pusher/pusher.ts";
import { createDelivery } from "../simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../simulator/pusher/pusherHttp.ts";
import { type Simulator, startSimulator } from "../simulator/simulator.ts";
import type { Account, AccountSettings } from "../simulator/world/account.ts";
import { kindOf } from "../simulator/world/kinds.ts";
import { placesOf } from "../simulator/world/templates.ts";
import { writeTest } from "../testing/recording/writeTest.ts";
import type { Writing } from "./bot/botMessages.ts";
import { BotProcess } from "./bot/botProcess.ts";
import { dialogueTestOf } from "./bot/dialogueTestOf.ts";
import type { Told } from "./bot/watchBot.ts";
import { watchFiles } from "./bot/watchFiles.ts";
import { addDemoAccount } from "./demoAccount.ts";
import { JumpingClock } from "./jumpingClock.ts";
import { moveTime } from "./moveTime.ts";
import { explain, phonePort } from "./phoneParts.ts";
import { readTimeline } from "./record.ts";
import { commandLog } from "./words/commandLog.ts";
import { inChinese } from "./words/inChinese.ts";
import { goOn } from "./world/goOn.ts";
import { openWorld } from "./world/keptWorld.ts";

interface StageOptions {
  readonly config: Config;
  /** A module or a folder. */
  readonly bot: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Starts the bot again whenever a file in one of these folders changes. */
  readonly watch?: readonly string[];
  /** A recorded timeline to begin with. */
  readonly replay?: string | undefined;
  /** Where people, chats, time and kind of account are kept over a restart. Default: nowhere. With `replay`: nowhere. */
  readonly world?: StageWorld | undefined;
  /** The kind of account that is played. Default: a verified service account, or the timeline's. */
  readonly kind?: Partial<AccountSettings> | undefined;
}

interface StageWorld {
  readonly folder: string;
  /** What was kept is left behind. */
  readonly fresh?: boolean | undefined;
  /** Hears one line where it cannot be gone on with, or not be kept. */
  readonly tell: (line: string) => void;
}

/** Everything that `npm start` runs where no real account is set. */
export interface Stage {
  /** The page's address. */
  readonly address: string;
  /** Where the bot listens. */
  readonly botUrl: string;
  readonly account: Account;
  close(): Promise<void>;
}

/**
 * Plays WeChat for a bot that has no account yet: the simulated platform, its API and the page run here, the
 * bot in a process of its own. Resolves to `undefined` when the bot could not be started.
 */
export async function startStage(options: StageOptions): Promise<Stage | undefined> {
  const { config, environment } = options;
  if (config.production === true) {
    throw new SettingsError([
      "NODE_ENV=production needs a real account: set WECHAT_APP_ID and WECHAT_TOKEN. Without one, npm start plays WeChat, which is for tests.",
    ]);
  }
  const replayed =
    options.replay === undefined ? undefined : readTimeline(options.replay, "--replay ");
  const world =
    replayed === undefined && options.world !== undefined
      ? await openWorld({ ...options.world, bot: options.bot, appId: config.account.appId })
      : undefined;
  const past = replayed ?? world?.past ?? [];
  // A timeline that was moved on two days goes on from there.
  const toLast = (past.at(-1)?.at ?? 0) - Date.now();
  const clock = new JumpingClock(Math.max(0, world?.aheadMs ?? 0, toLast));
  const seed = randomBytes(8).toString("hex");
  const simulator = await startSimulator({ clock, seed, replay: past });
  const account = accountOf(simulator.platform, config);
  if (world !== undefined && past.length > 0) goOn(simulator.platform, account, config);
  beOfKind(simulator.platform, account, options.kind);
  world?.keep(simulator.platform.timeline.events, () => clock.aheadMs);
  simulator.platform.timeline.subscribe(() => world?.changed());
  let phone: Phone | undefined;
  const line = createBadLine(httpTransport, clock, () => phone?.answerLost());
  const delivery = createDelivery(
    simulator.platform,
    createPusher({ clock, transport: line.transport }),
  );
  const log = commandLog({ ...config, wholeErrors: true });
  const folder = world === undefined ? mkdtempSync(join(tmpdir(), "wechat-phone-")) : undefined;
  let slowMs = 0;
  /** Whether the bot was told of the people of an earlier run. */
  let isMet = false;
  const bot = new BotProcess({
    bot: options.bot,
    env: botEnvironment(
      environment,
      account,
      simulator,
      config,
      world?.store ?? join(folder ?? "", "wechat.db"),
    ),
    aheadMs: () => clock.aheadMs,
    onTold: (told) => {
      for (const one of told) pass(one, phone, log);
    },
    onOutput: (level, text) => {
      phone?.feed.log({ at: clock.now(), level, text: text.slice(0, LONGEST_OUTPUT) });
    },
    onChange: (view) => {
      phone?.botIs(view);
      if (view.state !== "running") return;
      pointTo(simulator.platform, account, view.url);
      // A new bot does not know yet that it is to be slow.
      if (slowMs > 0) void bot.order({ order: "slow", ms: slowMs }).catch(nothing);
      const openids = past.length > 0 && !isMet ? [...account.followers.keys()] : [];
      isMet = true;
      if (openids.length > 0) void bot.order({ order: "meet", openids }).catch(nothing);
    },
  });
  const controls: Controls = {
    moveTime: (ms) =>
      moveTime(ms, {
        clock,
        inFlight: () => delivery.inFlight,
        // A bot that is down finds the time where it is by then.
        jump: (by) => bot.order({ order: "jump", ms: by }).then(nothing, nothing),
        calm: () => bot.order({ order: "calm" }).then(({ at }) => at, nothing),
      }),
    slow: (ms) => {
      slowMs = ms;
      void bot.order({ order: "slow", ms }).catch(nothing);
    },
    loseNext: () => line.loseNext(),
    restart: () => bot.restart(),
    forget: (openid) => bot.order({ order: "forget", openid }).then(nothing),
    // A bot that is down learns when it comes back.
    relearn: () => bot.order({ order: "relearn" }).then(nothing, nothing),
    write: (order) => bot.order({ order: "write", ...writing(account, order) }).then(nothing),
    busy: async () => (await bot.order({ order: "busy" })).busy === true,
    kept: async (openid) => (await bot.order({ order: "kept", openid })).kept,
    writeState: (order) => bot.order({ order: "state", ...order }).then(nothing),
  };
  async function close(): Promise<void> {
    await stopWatching();
    await bot.stop();
    delivery.close();
    await phone?.close();
    await simulator.close();
    await world?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  let stopWatching = async (): Promise<void> => {};
  try {
    phone = await startPhone({
      ...{ platform: simulator.platform, account, delivery, controls, explain, inChinese },
      faults: simulator.faults,
      bot: { state: "starting", name: options.bot, url: "" },
      writeTest: (who, form) => {
        const { timeline } = simulator.platform;
        if (form === "dialogue") return dialogueTestOf(timeline, { who, bot: options.bot });
        return writeTest(timeline.events, { who, form, bot: options.bot, customerService: "auto" });
      },
      log,
      port: phonePort(environment),
    });
    const listens = await bot.start();
    // Who edits the bot mends it; everybody else wants to know at once.
    if (!listens && options.watch === undefined) {
      await close();
      return undefined;
    }
  } catch (error) {
    await close();
    throw error;
  }
  const { watch } = options;
  if (watch !== undefined) stopWatching = await watchFiles(watch, () => void bot.restart());
  return { address: phone.address, botUrl: bot.url, account, close };
}

function nothing(): undefined {}

/** Of one piece of the bot's output, in characters; the terminal has all of it. */
const LONGEST_OUTPUT = 8_000;

function pass(told: Told, phone: Phone | undefined, log: Log): void {
  switch (told.tell) {
    case "log":
      log[told.level](told.facts, told.line.text);
      phone?.feed.log(told.line, told.key);
      break;
    case "machines":
      if (phone !== undefined) phone.feed.machines = told.machines;
      break;
    case "standing":
      phone?.feed.standing(told.standing);
      break;
    case "ours":
      phone?.feed.ours(told.event);
      break;
    case "activity":
      phone?.feed.activity(told.key, told.way, told.json);
      break;
  }
}

/** The account of a replayed past, else the demo account. */
function accountOf(platform: Platform, config: Config): Account {
  const [known] = platform.world.accounts.values();
  return known ?? addDemoAccount(platform, config);
}

function botEnvironment(
  environment: StageOptions["environment"],
  { settings }: Account,
  simulator: Simulator,
  { port }: Config,
  store: string,
): Record<string, string | undefined> {
  const { server } = settings;
  return {
    ...environment,
    PORT: String(port),
    WECHAT_APP_ID: settings.appId,
    WECHAT_APP_SECRET: settings.appSecret,
    WECHAT_TOKEN: server?.token,
    WECHAT_ENCODING_AES_KEY: server?.encodingAESKey,
    WECHAT_ORIGINAL_ID: settings.originalId,
    WECHAT_MODE: server?.mode,
    WECHAT_API_BASE: simulator.url,
    // Remembers as long as the people it speaks with.
    WECHAT_STORE: `sqlite:${store}`,
  };
}

/** The account is of a kind from now on, if it is not already. */
function beOfKind(platform: Platform, { settings }: Account, kind: StageOptions["kind"]): void {
  if (kind === undefined) return;
  const wanted = { ...settings, ...kind };
  const isSame = kindOf(settings) === kindOf(wanted);
  const without = [settings.without ?? [], wanted.without ?? []].map((one) => one.join());
  if (isSame && without[0] === without[1]) return;
  platform.record("account.changed", { appId: settings.appId, change: kind });
}

/** The account's pushes go where the bot listens: with `PORT=0` only the bot knows. */
function pointTo(platform: Platform, { settings }: Account, url: string): void {
  const { appId, server } = settings;
  if (server === undefined || url === "" || server.url === url) return;
  platform.record("account.changed", { appId, change: { server: { ...server, url } } });
}

function writing(account: Account, order: Orders["/api/write"]): Writing {
  const { way, openid, text } = order;
  switch (way) {
    case "proactive":
    case "custom":
      return { way, openid, text };
    case "template": {
      const template = [...account.templates.values()].find(({ kind }) => kind === "template");
      if (template === undefined) {
        throw new WeChatError("simulator", "The account has no template.");
      }
      const places = placesOf(template.content).map((place) => [
        place,
        { value: sample(place, text) },
      ]);
      return { way, openid, templateId: template.templateId, data: Object.fromEntries(places) };
    }
    case "mass":
      return { way, openids: [openid, companionOf(account, openid)], text };
  }
}

function sample(place: string, text: string): string {
  if (place.startsWith("time")) return "18:30";
  return place.startsWith("phrase") ? "已完成" : text;
}

/** A mass message by openid goes to two at least; better to somebody whom it does not reach. */
function companionOf({ followers }: Account, openid: string): string {
  const others = [...followers.values()].filter((one) => one.openid !== openid);
  const companion = others.find(({ following }) => !following) ?? others[0];
  if (companion === undefined) {
    throw new WeChatError("simulator", "A mass message goes to two people at least: add one.");
  }
  return companion.openid;
}
