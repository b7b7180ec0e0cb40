import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createClient, defineScript } from "redis";
import { StoreUnavailable } from "../../src/errors.ts";
import type { StateChange, StateItem, StateWritten } from "../../src/store/botState.ts";
import {
  type Arrival,
  type Arrived,
  type Entered,
  type Entry,
  type Fate,
  type Follower,
  type Lease,
  MAX_ATTEMPTS,
  type PushRef,
  type Released,
  type SendRequest,
  type SendTurn,
  STORE_SETTINGS,
  type Step,
  type Stepped,
  type Store,
  type StoreSettings,
  type Woken,
} from "../../src/store/store.ts";
import { timerKey } from "../../src/store/timerKey.ts";
import { MemoryTokens } from "../../src/store/tokens.ts";
import { itemsOut, readArrived, readStepped, readWork } from "./redisProofForms.ts";

export interface RedisProofOptions extends Partial<StoreSettings> {
  readonly url: string;
  /** Begins every key. */
  readonly prefix?: string;
  /** Fixed for ever once there is data: a follower's keys stand in one of these. */
  readonly buckets?: number;
  /** A call that took longer counts as failed, in milliseconds. */
  readonly deadlineMs?: number;
}

const rules = readFileSync(new URL("redisProof.lua", import.meta.url), "utf8");
const verbs = readFileSync(new URL("redisProofVerbs.lua", import.meta.url), "utf8");

const VERBS = [
  "arrive",
  "step",
  "release",
  "untake",
  "renew",
  "handBack",
  "enter",
  "sendNext",
  "fateOf",
  "wake",
  "export",
  "forget",
  "readState",
  "writeState",
] as const;

type Verb = (typeof VERBS)[number];
/** Errors by which a Redis server says that it cannot write now. */
const AWAY =
  /^(?:READONLY|LOADING|MISCONF|OOM|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|BUSY|NOAUTH)\b/;

/**
 * The store contract on Redis, to prove that it can be kept there: every verb one script, every key of a
 * follower and the index of due work in one cluster slot. A proof, not the product's driver.
 */
export class RedisProof implements Store {
  readonly tokens = new MemoryTokens();
  readonly #client: ReturnType<typeof connection>;
  readonly #subscriber: ReturnType<typeof connection>;
  readonly #prefix: string;
  readonly #buckets: number;
  readonly #deadlineMs: number;

  private constructor({ url, prefix, buckets, deadlineMs, ...settings }: RedisProofOptions) {
    this.#client = connection(url, { ...STORE_SETTINGS, ...settings });
    this.#subscriber = connection(url, { ...STORE_SETTINGS, ...settings });
    this.#prefix = prefix ?? "wx";
    this.#buckets = buckets ?? 256;
    this.#deadlineMs = deadlineMs ?? 1_500;
  }

  /** Resolves when both connections are there. */
  static async open(options: RedisProofOptions): Promise<RedisProof> {
    const store = new RedisProof(options);
    await Promise.all([store.#client.connect(), store.#subscriber.connect()]);
    return store;
  }

  async arrive({ follower, ...arrival }: Arrival): Promise<Arrived> {
    return readArrived(follower, await this.#run("arrive", follower, arrival));
  }

  async step({ follower, ...lease }: Lease, n: number, step: Step): Promise<Stepped> {
    const written = {
      ...step,
      passive: itemsOut(step.passive),
      chain: itemsOut(step.chain),
      hold: itemsOut(step.hold),
      ...(step.save && { save: { ...step.save, record: JSON.stringify(step.save.record) } }),
    };
    return readStepped(follower, await this.#run("step", follower, { lease, n, step: written }));
  }

  release({ follower, key }: PushRef, answer: string, takenBy?: string): Promise<Released> {
    return this.#run("release", follower, { key, answer, takenBy });
  }

  async untake({ follower, key }: PushRef, takenBy: string): Promise<void> {
    await this.#run("untake", follower, { key, takenBy });
  }

  async renew({ follower, ...lease }: Lease): Promise<"mine" | "mine, slot gone" | "lost"> {
    const { state } = await this.#run<{ state: "mine" }>("renew", follower, lease);
    return state;
  }

  async handBack({ follower, ...lease }: Lease): Promise<void> {
    await this.#run("handBack", follower, lease);
  }

  async enter({ follower, ...entry }: Entry): Promise<Entered> {
    return readWork(follower, await this.#run("enter", follower, entry));
  }

  async sendNext({ follower, ...request }: SendRequest): Promise<SendTurn> {
    const turn = await this.#run<SendTurn>("sendNext", follower, request);
    if (turn.item === undefined) return turn;
    return { ...turn, item: { ...turn.item, message: JSON.parse(turn.item.message as string) } };
  }

  async fateOf(follower: Follower, id: string): Promise<Fate | undefined> {
    return (await this.#run<{ fate?: Fate }>("fateOf", follower, { id })).fate;
  }

  async due(limit: number): Promise<readonly Follower[]> {
    const order = shuffled(this.#buckets);
    // Sent in one go: one round trip for all buckets.
    const found = await this.#within(
      Promise.all(order.map((n) => this.#client.due(this.#dueKey(n), String(limit)))),
    );
    return found
      .flat()
      .slice(0, limit)
      .map((member) => {
        const [appId, openid] = JSON.parse(member) as [string, string];
        return { appId, openid };
      });
  }

  async wake(follower: Follower, by: string): Promise<Woken> {
    const timerPrefix = timerKey(follower, "", 0).slice(0, -"|0".length);
    return readWork(follower, await this.#run("wake", follower, { by, timerPrefix }));
  }

  onWake(by: string, heard: (pushKey: string) => void): () => void {
    const channel = `${this.#channels()}${by}`;
    const listener = (pushKey: string) => heard(pushKey);
    // A wake that is lost because we listen too late is covered: deliveries look again by themselves.
    this.#subscriber.subscribe(channel, listener).catch(() => {});
    return () => void this.#subscriber.unsubscribe(channel, listener).catch(() => {});
  }

  async readState(owner: string, keys: readonly string[]): Promise<readonly StateItem[]> {
    const reply = await this.#run<{ items: StateItem[] }>("readState", nobody(owner), { keys });
    return Array.isArray(reply.items) ? reply.items : [];
  }

  writeState(owner: string, changes: readonly StateChange[]): Promise<StateWritten> {
    return this.#run("writeState", nobody(owner), { changes });
  }

  async forget(follower: Follower): Promise<void> {
    await this.#run("forget", follower, {});
  }

  async *export(follower: Follower): AsyncIterable<unknown> {
    const all = await this.#run<{ line?: unknown; state?: unknown }>("export", follower, {});
    if (all.line !== undefined || all.state !== undefined) yield all;
  }

  async probe(): Promise<void> {
    await this.#within(this.#client.set(`${this.#prefix}:probe`, "1", { PX: 1_000 }));
  }

  async close(): Promise<void> {
    this.#client.destroy();
    this.#subscriber.destroy();
  }

  async #run<T = unknown>(verb: Verb, { appId, openid }: Follower, args: object): Promise<T> {
    const n = createHash("sha1").update(openid).digest().readUInt32BE() % this.#buckets;
    const base = `${this.#prefix}:{b${n}}`;
    const keys = [`${base}:f:${appId}:${openid}`, this.#dueKey(n), `${base}:s:${openid}`];
    const pushes = `${base}:p:${appId}:${openid}:`;
    const member = JSON.stringify([appId, openid]);
    const given = [JSON.stringify(args), pushes, this.#channels(), member];
    return JSON.parse(await this.#within(this.#client[verb](keys, given))) as T;
  }

  #dueKey(bucket: number): string {
    return `${this.#prefix}:{b${bucket}}:due`;
  }

  #channels(): string {
    return `${this.#prefix}:w:`;
  }

  /** The client's own timeouts do not cover a command that was written: the clock here does. */
  async #within<T>(reply: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new StoreUnavailable("Redis did not reply in time.");
      timer = setTimeout(() => reject(error), this.#deadlineMs);
    });
    try {
      return await Promise.race([reply, late]);
    } catch (error) {
      // A reply that says anything else is a mistake of ours, and looks like one.
      const replied = error instanceof Error && error.constructor.name.endsWith("Error");
      const ours = replied && /^(?:ERR|WRONGTYPE|NOSCRIPT|CROSSSLOT)\b/.test(error.message);
      if (ours && !AWAY.test(error.message)) throw error;
      throw error instanceof StoreUnavailable
        ? error
        : new StoreUnavailable("Redis is not available.", { cause: error });
    } finally {
      clearTimeout(timer);
      reply.catch(() => {});
    }
  }
}

/** Bot state is found by its owner alone. */
function nobody(owner: string): Follower {
  return { appId: "", openid: owner };
}

const templates = new Map<string, ReturnType<typeof template>>();

/** Making a client with scripts costs milliseconds, copying one does not; tests open hundreds. */
function connection(url: string, settings: StoreSettings) {
  const name = JSON.stringify(settings);
  const known = templates.get(name) ?? template(settings);
  templates.set(name, known);
  const client = known.duplicate({ url });
  // Without a listener an error would end the process; the calls themselves reject.
  client.on("error", () => {});
  return client;
}

function template(settings: StoreSettings) {
  return createClient({
    disableOfflineQueue: true,
    commandsQueueMaxLength: 2_000,
    pingInterval: 500,
    maintNotifications: "disabled",
    socket: {
      connectTimeout: 1_000,
      socketTimeout: 1_500,
      // Never gives up: the default would close the client for good after a socket timeout.
      reconnectStrategy: (retries: number) =>
        Math.min(50 * 2 ** retries, 1_000) + Math.random() * 50,
    },
    scripts: scripts(settings),
  });
}

function scripts(settings: StoreSettings) {
  const prelude = `local SETTINGS = cjson.decode('${JSON.stringify(settings)}')
local MAX_ATTEMPTS = ${MAX_ATTEMPTS}
`;
  const verb = (name: Verb) =>
    defineScript({
      SCRIPT: `${prelude}${rules}${verbs}return run('${name}')`,
      NUMBER_OF_KEYS: 3,
      parseCommand(parser, keys: string[], args: string[]) {
        parser.pushKeys(keys);
        parser.push(...args);
      },
      transformReply: undefined as unknown as () => string,
    });
  const due = defineScript({
    SCRIPT: `local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], 0, now, 'LIMIT', 0, ARGV[1])`,
    NUMBER_OF_KEYS: 1,
    parseCommand(parser, key: string, limit: string) {
      parser.pushKey(key);
      parser.push(limit);
    },
    transformReply: undefined as unknown as () => string[],
  });
  const all = Object.fromEntries(VERBS.map((name) => [name, verb(name)]));
  return { ...(all as Record<Verb, ReturnType<typeof verb>>), due };
}

function shuffled(count: number): number[] {
  const start = Math.floor(Math.random() * count);
  return Array.from({ length: count }, (_, i) => (start + i) % count);
}
