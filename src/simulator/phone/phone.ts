import { resolve } from "node:path";
import { SettingsError, WeChatError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { readFiles } from "../../web/files.ts";
import {
  Answer,
  type PageRequest,
  type PageServer,
  servePage,
  type TakeOver,
} from "../../web/pageServer.ts";
import type { Faults } from "../faults/faults.ts";
import type { Platform } from "../platform.ts";
import type { Delivery } from "../pusher/pusherDelivery.ts";
import type { Account } from "../world/account.ts";
import { ofKind } from "../world/kinds.ts";
import { againAs } from "./again.ts";
import { callDetail, type Explain, PushDetails } from "./details.ts";
import { PhoneFeed } from "./feed.ts";
import { readOrder } from "./orders.ts";
import { comesToRest } from "./rest.ts";
import { Troubles } from "./troubles.ts";
import { isShowable, uploaded } from "./uploads.ts";
import type { Abilities, BotView, PushDetail } from "./wire.ts";
import type { KeptView } from "./wireKept.ts";
import type { Orders } from "./wireOrders.ts";
import { download, type WrittenForm } from "./written.ts";

/** What can be done with the server under test beside pushing to it. */
export interface Controls {
  /** Moves the time of platform and, where it is on our clock, bot. */
  moveTime(ms: number): Promise<void>;
  /** The bot takes so much longer from now on. */
  slow(ms: number): void;
  /** The next answer of the bot gets lost on its way. */
  loseNext(): void;
  /** Starts the bot again. */
  restart?(): Promise<void>;
  /** The bot's side forgets what it keeps of a person. Absent: nothing is kept on a side of ours. */
  forget?(openid: string): Promise<void>;
  /** The account's rights are others now: what was learnt of them is tried again. */
  relearn?(): Promise<void>;
  /** Lets the account write first. Rejects with what went wrong. */
  write?(order: Orders["/api/write"]): Promise<void>;
  /** What the bot's side keeps of a person. Rejects where the bot does not run. */
  kept?(openid: string): Promise<KeptView | undefined>;
  /** Writes a value of that, as the bot would. Rejects with what went wrong. */
  writeState?(order: Orders["/api/state"]): Promise<void>;
  /** Whether the bot is at work, or will be in a moment. */
  busy?(): Promise<boolean>;
}

export interface PhoneOptions {
  readonly platform: Platform;
  readonly account: Account;
  readonly delivery: Delivery;
  readonly faults: Faults;
  readonly controls: Controls;
  readonly bot: BotView;
  readonly log: Log;
  /** Writes a test of what a person did and saw so far. Absent: the page does not offer it. */
  readonly writeTest?: (openid: string, form: WrittenForm) => string | Promise<string>;
  /** What codes mean. Absent: refusals are shown with their code alone. */
  readonly explain?: Explain;
  /** What the page is refused, in Chinese. Absent: it is English on a Chinese page, too. */
  readonly inChinese?: (sentence: string) => string;
  /** The first port that is tried. Default 3979; 0 takes a free one. */
  readonly port?: number;
  /** Where the built page is. Default: where `npm run pages` puts it. */
  readonly folder?: string;
}

/** The testers' page, running. */
export interface Phone {
  /** For example `http://127.0.0.1:3979`. */
  readonly address: string;
  /** What the bot tells about itself goes in here. */
  readonly feed: PhoneFeed;
  /** The bot started, crashed, came back. */
  botIs(bot: BotView): void;
  /** An answer got lost, as was ordered. */
  answerLost(): void;
  close(): Promise<void>;
}

export const PHONE_PORT = 3979;
/** The same way from the sources and from the package. */
const BUILT = resolve(import.meta.dirname, "../../../dist/phone");

/**
 * Serves the page in which testers chat as WeChat users, on this machine only. Throws
 * {@link SettingsError} where it has not been built, or where real people are served.
 */
export async function startPhone(options: PhoneOptions): Promise<Phone> {
  if (process.env.NODE_ENV === "production") {
    throw new SettingsError([
      "The phone does not start with NODE_ENV=production: whoever opens it plays WeChat.",
    ]);
  }
  const files = readFiles(options.folder ?? BUILT);
  if (files === undefined) {
    throw new SettingsError(["The phone's page has not been built: run npm run pages."]);
  }
  const page = new Page(options);
  const server = await servePage({
    name: "phone",
    port: options.port ?? PHONE_PORT,
    files,
    log: options.log,
    inChinese: options.inChinese,
    answer: (request) => page.answer(request),
  });
  return page.running(server);
}

class Page {
  readonly #options: PhoneOptions;
  readonly #feed: PhoneFeed;
  readonly #details: PushDetails;
  readonly #troubles: Troubles;
  #bot: BotView;
  /** Orders that move the time wait for each other, and everybody who acts waits for them. */
  #moving: Promise<void> = Promise.resolve();

  constructor(options: PhoneOptions) {
    this.#options = options;
    this.#bot = options.bot;
    const { platform, account, faults, controls } = options;
    this.#feed = new PhoneFeed(platform, account, () => ({
      bot: this.#bot,
      trouble: this.#troubles.view,
      can: this.#abilities,
    }));
    this.#troubles = new Troubles({
      ...{ platform, account, faults, controls },
      onChange: (trouble) => this.#feed.tell({ is: "trouble", trouble }),
    });
    this.#details = new PushDetails(platform, account);
  }

  running(server: PageServer): Phone {
    return {
      address: server.address,
      feed: this.#feed,
      botIs: (bot) => {
        this.#bot = bot;
        this.#feed.tell({ is: "bot", bot });
      },
      answerLost: () => this.#troubles.answerLost(),
      close: async () => {
        this.#troubles.close();
        this.#feed.close();
        this.#details.close();
        await server.close();
      },
    };
  }

  async answer(request: PageRequest): Promise<Answer | TakeOver | undefined> {
    const { method, path } = request;
    if (method === "POST") return this.#order(path, await request.json());
    const [, area, kind, id = ""] = path.split("/");
    if (area !== "api" || (method !== "GET" && method !== "HEAD")) return undefined;
    switch (kind) {
      case "events":
        return this.#feed.stream.open(request.header("last-event-id"));
      case "push":
        return found(this.#push(id));
      case "turn":
        return found(this.#feed.activitiesOf(request.query.get("key") ?? ""));
      case "kept":
        return this.#kept(id);
      case "call":
        return found(callDetail(this.#options.platform, id, this.#options.explain));
      case "media":
        return this.#media(id);
      case "timeline":
        return this.#timeline();
      case "happened":
        return this.#happened(request.query);
      case "rest":
        return Answer.json({ rest: await comesToRest(this.#options) });
      case "test":
      case "script":
      case "dialogue":
        return this.#test(id, kind);
      default:
        return undefined;
    }
  }

  async #kept(openid: string): Promise<Answer> {
    try {
      return found(await offered(this.#options.controls.kept)(openid));
    } catch (error) {
      return refusal(error);
    }
  }

  #push(id: string): PushDetail | undefined {
    const push = this.#details.find(id);
    const activities = this.#feed.activitiesOf(id);
    return push && { ...push, ...(activities && { activities }) };
  }

  async #order(path: string, body: unknown): Promise<Answer | undefined> {
    if (!Object.hasOwn(readOrder, path)) return undefined;
    try {
      const done = await this.#carryOut(path as keyof Orders, body);
      return Answer.json(done ?? {});
    } catch (error) {
      return refusal(error);
    }
  }

  async #carryOut(path: keyof Orders, body: unknown): Promise<object | undefined> {
    const { platform, account, controls } = this.#options;
    const { appId } = account.settings;
    switch (path) {
      case "/api/act": {
        const { openid, action } = readOrder[path](body);
        await this.#moving;
        await this.#act(openid, action);
        return undefined;
      }
      case "/api/people": {
        const { openid } = platform.addFollower(appId, readOrder[path](body));
        return { openid };
      }
      case "/api/person": {
        const { openid, blocked } = readOrder[path](body);
        platform.follower(appId, openid);
        platform.record("follower.changed", { appId, openid, change: { blacklisted: blocked } });
        return undefined;
      }
      case "/api/media": {
        const media = uploaded(readOrder[path](body), platform.clock.now(), platform.dice);
        if (typeof media === "string") throw new WeChatError("simulator", media);
        platform.record("media.stored", { appId, media });
        return { mediaId: media.mediaId };
      }
      case "/api/time":
        return void (await this.#moveTime(readOrder[path](body).ms));
      case "/api/trouble":
        return void this.#troubles.make(readOrder[path](body));
      case "/api/account": {
        const { kind, without } = readOrder[path](body);
        platform.record("account.changed", { appId, change: ofKind(kind, without) });
        return void (await controls.relearn?.());
      }
      case "/api/clear": {
        const { openid, anew } = readOrder[path](body);
        platform.follower(appId, openid);
        if (anew) await controls.forget?.(openid);
        return void platform.record("chat.cleared", { appId, openid, anew });
      }
      case "/api/resend": {
        const { id, xml } = readOrder[path](body);
        await this.#moving;
        const begun = this.#details.begun(id);
        if (begun === undefined) throw new WeChatError("simulator", "That is no longer kept.");
        return void (await this.#act(begun.openid, againAs(begun.push, xml)));
      }
      case "/api/bot":
        readOrder[path](body);
        return void (await offered(controls.restart)());
      case "/api/state":
        return void (await offered(controls.writeState)(readOrder[path](body)));
      case "/api/write": {
        const order = readOrder[path](body);
        await this.#moving;
        return void (await offered(controls.write)(order));
      }
    }
  }

  /** Resolves when the person has done it: what comes of it is seen, not waited for. */
  async #act(openid: string, action: Orders["/api/act"]["action"]): Promise<void> {
    const { delivery, account } = this.#options;
    const failed = delivery.act(account.settings.appId, openid, action).then(() => undefined);
    const started = new Promise<void>((resolve) => void setImmediate(resolve));
    failed.catch(() => {});
    await Promise.race([failed, started]);
  }

  async #moveTime(ms: number): Promise<void> {
    const { controls, platform } = this.#options;
    const moved = this.#moving.then(() => controls.moveTime(ms));
    this.#moving = moved.catch(() => {});
    await moved;
    platform.record("time.moved", { ms, realNow: Date.now() });
    this.#feed.everybodyChanged();
  }

  #media(id: string): Answer | undefined {
    const media = this.#options.account.media.get(id);
    if (media === undefined) return undefined;
    return new Answer(200, Buffer.from(media.content, "base64"), {
      "content-type": isShowable(media.contentType)
        ? media.contentType
        : "application/octet-stream",
      // Whatever it is, it runs nothing and sees nothing of ours.
      "content-security-policy": "default-src 'none'; sandbox",
      "content-disposition": isShowable(media.contentType) ? "inline" : "attachment",
      "cache-control": "private, max-age=3600",
    });
  }

  #timeline(): Answer {
    return new Answer(200, this.#options.platform.timeline.toShare(), {
      "content-type": "application/x-ndjson",
      "content-disposition": 'attachment; filename="timeline.jsonl"',
    });
  }

  /** Everything since then, for a program that has the rest: `after` an event, `line` a line of the log. */
  #happened(query: URLSearchParams): Answer {
    const { timeline } = this.#options.platform;
    const from = (name: string) => Number(query.get(name) ?? 0) || 0;
    const { run, machines } = this.#feed;
    const lines = this.#feed.linesAfter(from("line"));
    const head = JSON.stringify({ run, bot: this.#bot, machines, lines });
    const events = timeline.shared(from("after")).join(",");
    return new Answer(200, `${head.slice(0, -1)},"events":[${events}]}`, {
      "content-type": "application/json",
    });
  }

  async #test(openid: string, form: WrittenForm): Promise<Answer | undefined> {
    const { writeTest, account } = this.#options;
    if (writeTest === undefined || !account.followers.has(openid)) return undefined;
    let written: string;
    try {
      written = await writeTest(openid, form);
    } catch (error) {
      return refusal(error);
    }
    return download(written, form);
  }

  get #abilities(): Abilities {
    const { controls, writeTest } = this.#options;
    const { restart, write, kept } = controls;
    return {
      restart: restart !== undefined,
      write: write !== undefined,
      time: true,
      test: writeTest !== undefined,
      kept: kept !== undefined,
    };
  }
}

/** What this server can do; a clear refusal where it cannot. */
function offered<F>(control: F | undefined): F {
  if (control !== undefined) return control;
  throw new WeChatError("not-ours", "This server is not ours: the page can only push to it.");
}

/** What cannot be done, or not now, in words; any other error goes on. */
function refusal(error: unknown): Answer {
  if (!(error instanceof WeChatError)) throw error;
  return Answer.no(409, error.code, error.message);
}

function found(detail: object | undefined): Answer {
  return detail === undefined
    ? Answer.no(404, "not-kept", "That is no longer kept.")
    : Answer.json(detail);
}
