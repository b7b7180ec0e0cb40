import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import {
  type BotLogic,
  WeChatAdapter,
  type WeChatAdapterOptions,
} from "../../src/adapter/weChatAdapter.ts";
import { StoreUnavailable } from "../../src/errors.ts";
import { createPusher, type Outcome } from "../../src/simulator/pusher/pusher.ts";
import { inProcessTransport } from "../../src/simulator/pusher/pusherInProcess.ts";
import type { PushDocument } from "../../src/simulator/pusher/pushXml.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import type { Store } from "../../src/store/store.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { ACCOUNT, eventPush, textPush } from "../helpers/road.ts";

/** Processes on one file hear of each other within so many REAL milliseconds: see `sqlite/wakes.ts`. */
const WAKE_MS = 60;
/** While a step of time passes a server replies, in REAL milliseconds. */
const SERVER_MS = 4;

export interface TalkOptions {
  readonly account?: Partial<AccountSettings>;
  readonly adapter?: Partial<WeChatAdapterOptions>;
  /** Stands between a process and the file. */
  readonly storeOf?: (store: Store, index: number) => Store;
  /** What one of several processes has beside that. */
  readonly own?: (index: number) => Partial<WeChatAdapterOptions>;
  /** So many processes on one file take the deliveries in turn. Default 1. */
  readonly processes?: number;
  /** What each process has of a store that is somewhere else: then there is no file. They go by `clock`. */
  readonly stores?: readonly Store[];
  readonly clock?: ManualClock;
}

/** A store whose process can be killed: from then on nothing of it reaches the others. */
export function mortal(store: Store): { readonly store: Store; kill(): void } {
  let dead = false;
  const refuse = () => Promise.reject(new StoreUnavailable("The process is dead."));
  const proxy = new Proxy(store, {
    get(target, name: keyof Store) {
      const value = target[name];
      if (typeof value !== "function") return value;
      return (...args: never[]) =>
        dead && name !== "close"
          ? refuse()
          : (value as (...given: never[]) => unknown).apply(target, args);
    },
  });
  return {
    store: proxy,
    kill: () => {
      dead = true;
    },
  };
}

export interface TalkRig {
  readonly clock: ManualClock;
  readonly adapters: readonly WeChatAdapter[];
  /** What the account sent by customer service, in order. */
  readonly sent: string[];
  readonly log: string[];
  /** Delivers a push as WeChat does, created so many seconds ago; nobody lets time pass for it. */
  push(document: PushDocument, secondsAgo?: number): Promise<Outcome>;
  says(text: string): Promise<Outcome>;
  clicks(key: string): Promise<Outcome>;
  /** For bots: waits on the test's clock. */
  sleep(ms: number): Promise<void>;
  /** Lets so many milliseconds pass, a few at a time. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until something has ended; rejects after a minute of it. */
  until<T>(work: Promise<T>): Promise<T>;
}

/** A bot in one process or several on one store, on a clock that only the test moves. */
export function talkRig(logic: BotLogic, options: TalkOptions = {}): TalkRig {
  const { clock = new ManualClock(), stores, processes = stores?.length ?? 1 } = options;
  const folder = mkdtempSync(join(tmpdir(), "talk-"));
  const sent: string[] = [];
  const log: string[] = [];
  const write = (facts: object, message: string) =>
    void log.push(`${message} ${JSON.stringify(facts)}`);
  const adapters = Array.from({ length: processes }, (_, index) => {
    const path = join(folder, "talk.db");
    const opened = stores?.[index] ?? new SqliteStore({ path, clock, sync: atOnce });
    const store = options.storeOf?.(opened, index) ?? opened;
    return new WeChatAdapter({
      accounts: [{ ...ACCOUNT, customerService: true, ...options.account }],
      clock,
      store,
      log: { info: write, warn: write, error: write },
      courier: async (_account, _openid, reply) => {
        sent.push(reply.type === "text" ? reply.content : reply.type);
        return "sent";
      },
      ...options.adapter,
      ...options.own?.(index),
    });
  });
  onTestFinished(async () => {
    await Promise.all(adapters.map((adapter) => adapter.close()));
    rmSync(folder, { recursive: true, force: true });
  });
  let turn = 0;
  const transport = inProcessTransport((request, response) =>
    (adapters[turn++ % processes] as WeChatAdapter).process(request, response, logic),
  );
  const pusher = createPusher({ clock, transport });
  const address = { url: "http://bot.test/wechat", mode: "safe" as const, ...ACCOUNT };
  const push = (document: PushDocument, secondsAgo = 0) =>
    pusher.push(address, {
      ...document,
      CreateTime: Math.floor(clock.now() / 1_000) - secondsAgo,
    });

  async function pass(ms: number): Promise<void> {
    // Minutes go by in larger steps: a test must end.
    const each = ms > 45_000 ? 1_000 : 50;
    for (let left = ms; left > 0; left -= each) await step(Math.min(each, left));
  }

  /** Time passes, and whatever waits for the disk gets its turn. */
  async function step(ms: number, realMs = stores === undefined ? 1 : SERVER_MS): Promise<void> {
    await clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, realMs));
  }

  async function until<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    work.then(end, end);
    for (let i = 0; !ended; i++) {
      if (i > 1_200) throw new Error("It did not end within a minute.");
      await step(50, processes > 1 && i < 20 ? WAKE_MS : undefined);
    }
    return work;
  }
  return {
    clock,
    adapters,
    sent,
    log,
    push,
    says: (text) => push(textPush(text)),
    clicks: (key) => push(eventPush("CLICK", { EventKey: key })),
    sleep: (ms) => new Promise((resolve) => void clock.after(ms, resolve)),
    pass,
    until,
  };
}

/** The text that a push showed; empty where it showed none. */
export function shown({ seen }: Outcome): string {
  return seen.saw === "reply" && seen.message.type === "text" ? seen.message.text : "";
}

/** The disk's word takes no time here: the clock that the test moves would run on while a busy machine waits for it. */
async function atOnce(): Promise<void> {}
