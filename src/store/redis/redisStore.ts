import { SettingsError, StoreUnavailable } from "../../errors.ts";
import { type Log, stderrLog } from "../../log.ts";
import type { StateChange, StateItem, StateWritten } from "../botState.ts";
import type { Renewed } from "../gather.ts";
import { reachOf } from "../line/reach.ts";
import type { KeptText, Rewritable } from "../rewrite.ts";
import type {
  Arrival,
  Arrived,
  Entered,
  Entry,
  Fate,
  Follower,
  Lease,
  PushRef,
  Released,
  Riding,
  SendRequest,
  SendTurn,
  Step,
  Stepped,
  Store,
  Woken,
} from "../store.ts";
import { STORE_SETTINGS, type StoreSettings } from "../storeSettings.ts";
import { timerKey } from "../timerKey.ts";
import { clientUrl, placeOf, wireFor } from "./address.ts";
import { Connection } from "./connection.ts";
import { checkFormat } from "./format.ts";
import { itemsOut, stepOut, textsOf } from "./forms.ts";
import { followerNamed, type Names, namesFor, slotIn } from "./names.ts";
import { Opening } from "./opening.ts";
import { together } from "./renewals.ts";
import {
  type Asked,
  itemIn,
  list,
  type Reply,
  readArrived,
  readPlain,
  readStepped,
  readWork,
} from "./replies.ts";
import { rewriteKey } from "./rewrite.ts";
import { SafetyWatch, unsafe } from "./safety.ts";
import { type Library, libraryOf, type ScriptName, scriptTexts, type VerbName } from "./scripts.ts";
import { RedisTokens } from "./tokens.ts";
import { loadRedis, type WireOptions } from "./wire.ts";

/** A Redis, and how to use it. */
export interface RedisStoreOptions extends Partial<StoreSettings> {
  /**
   * `redis://host:6379`, `rediss://…` (TLS), `unix:///path/redis.sock`; `redis+cluster://host:7000,host:7001` and
   * `rediss+cluster://…`; `redis-sentinel://host:26379,host:26379/mymaster` and `rediss-sentinel://…`. `valkey` may stand
   * for `redis`. User and password go in front, as in any URL.
   */
  readonly url: string;
  /** Begins every key, so that several deployments can share a server. Default: `wx`. */
  readonly prefix?: string | undefined;
  /** A call that took longer counts as failed, in milliseconds. Default: 1,500. */
  readonly deadlineMs?: number | undefined;
  /** How long to try to reach the server at start, in milliseconds. Default: 10,000. */
  readonly connectMs?: number | undefined;
  /**
   * Use a server that may lose what it was given: no append-only file, an evicting policy, a version that
   * was not tried. Default: false, such a server is refused.
   */
  readonly acceptUnsafeServer?: boolean | undefined;
  /** Hears of connections that are lost and found. Default: JSON lines on standard error. */
  readonly log?: Log | undefined;
  /** @internal How often a safe server is looked at anew, in milliseconds; for tests. Default: 30,000. */
  readonly lookEveryMs?: number | undefined;
  /** @internal The clock that decides, in milliseconds; for tests that move time. Default: the server's. */
  readonly now?: (() => number) | undefined;
}

/**
 * The store of many processes: a Redis with an append-only file, stand-alone or a Cluster. Every verb is one function
 * in Lua on the keys of one follower, so an ordinary turn costs two round trips.
 */
export class RedisStore implements Store, Rewritable {
  readonly tokens: RedisTokens;
  readonly #connection: Connection;
  readonly #library: Library;
  readonly #names: Names;
  readonly #now: (() => number) | undefined;
  readonly #safety: SafetyWatch;
  /** Whether a server that is not safe is used all the same. */
  readonly #accepts: boolean;
  readonly #rule: StoreSettings["grantRule"];
  /** How far ahead an urgent time can be, in milliseconds. */
  readonly #reach: number;

  private constructor(
    connection: Connection,
    options: RedisStoreOptions,
    accepted: readonly string[],
  ) {
    const { prefix, now, log = stderrLog, lookEveryMs } = options;
    this.#accepts = options.acceptUnsafeServer === true;
    this.#safety = new SafetyWatch(() => connection.info(), log, accepted, lookEveryMs);
    this.#now = now;
    this.#rule = settingsIn(options).grantRule;
    this.#reach = reachOf(settingsIn(options));
    this.#library = libraryFor(options);
    this.#connection = connection;
    this.#names = namesFor(prefix ?? "wx");
    this.tokens = new RedisTokens(
      (name, args) => this.#timed("tokens", [this.#names.token(name)], args) as Promise<string>,
    );
  }

  /**
   * Connects, and looks whether the server keeps what it is given. Throws {@link SettingsError} when it
   * does not, when it refuses us (a password, a certificate, a database that it does not have), or when the package
   * `redis` is missing; {@link StoreUnavailable} when it cannot be reached.
   */
  static async open(options: RedisStoreOptions): Promise<RedisStore> {
    const { connectMs = 10_000, deadlineMs = 1_500, log = stderrLog } = options;
    const url = clientUrl(options.url);
    const redis = await loadRedis();
    const opening = new Opening(placeOf(url), log);
    const wire: WireOptions = {
      url,
      log: opening.log,
      failed: (error) => opening.hear(error),
      scripts: textsFor(clockOf(options)),
    };
    const make = wireFor(url);
    const connection = opening.made(() => new Connection(() => make(redis, wire), deadlineMs));
    try {
      await opening.within(connectMs, connection.open());
      const accepted = await checkServers(connection, options);
      await connection.load(libraryFor(options));
      const { format } = namesFor(options.prefix ?? "wx");
      await checkFormat((key, args) => connection.command(key, args), format);
      opening.done();
      return new RedisStore(connection, options, accepted);
    } catch (error) {
      connection.close();
      // The user has no right to ask, or the server does not know the command.
      throw opening.verdict(error as Error);
    }
  }

  async arrive({ follower, ...arrival }: Arrival): Promise<Arrived> {
    const { body, ...push } = arrival.push;
    const reply = await this.#run("arrive", follower, { ...arrival, push }, [body]);
    return readArrived(reply, { ...this.#asked(follower, arrival.by), push: arrival.push });
  }

  async step({ follower, ...lease }: Lease, n: number, step: Step): Promise<Stepped> {
    const args = { lease, n, step: stepOut(step) };
    const reply = await this.#run("step", follower, args, textsOf(step));
    return readStepped(reply, this.#asked(follower, lease.by));
  }

  async release({ follower, key }: PushRef, answer: string, takenBy?: string): Promise<Released> {
    return readPlain(await this.#run("release", follower, { key, answer, takenBy }));
  }

  async untake({ follower, key }: PushRef, takenBy: string, riding?: Riding): Promise<void> {
    const back = riding && { ...riding, items: itemsOut(riding.items) };
    await this.#run("untake", follower, { key, takenBy, riding: back });
  }

  async renew(leases: readonly Lease[]): Promise<readonly (Renewed | undefined)[]> {
    const renewed: (Renewed | undefined)[] = leases.map(() => undefined);
    const names = this.#names;
    const slotOf = this.#connection.isCluster ? slotIn(names) : () => "";
    const calls = together(leases, slotOf).map(async (places) => {
      const some = places.map((place) => leases[place] as Lease);
      const keys = some.flatMap(({ follower }) => names.of(follower));
      const asked = some.map(({ follower, ...lease }) => ({
        ...lease,
        member: names.member(follower),
      }));
      const states = (await this.#fcall("renew", keys, [
        JSON.stringify(asked),
        names.channels,
      ])) as Renewed[];
      places.forEach((place, i) => {
        renewed[place] = states[i];
      });
    });
    // On a Cluster one server may be away while the others are there.
    const ended = await Promise.allSettled(calls);
    const [failed] = ended.filter(({ status }) => status === "rejected");
    if (failed?.status === "rejected" && renewed.every((one) => one === undefined)) {
      throw failed.reason;
    }
    return renewed;
  }

  async handBack({ follower, ...lease }: Lease, to?: readonly string[]): Promise<void> {
    await this.#run("handBack", follower, { ...lease, to });
  }

  async enter({ follower, ...entry }: Entry): Promise<Entered> {
    const reply = await this.#run("enter", follower, entry);
    return readWork(reply, this.#asked(follower, entry.by));
  }

  async sendNext({ follower, ...request }: SendRequest): Promise<SendTurn> {
    const turn = readPlain<SendTurn>(await this.#run("sendNext", follower, request));
    return turn.item === undefined ? turn : { ...turn, item: itemIn(turn.item) };
  }

  async fateOf(follower: Follower, id: string): Promise<Fate | undefined> {
    return readPlain<{ fate?: Fate }>(await this.#run("fateOf", follower, { id })).fate;
  }

  async due(limit: number, later = limit): Promise<readonly Follower[]> {
    const { urgent, due } = this.#names;
    // Every process calls this verb twice a second.
    void this.#safety.look();
    // A random start, so that several processes do not all look after the same followers first.
    const start = Math.floor(Math.random() * due.length);
    const turned = (all: readonly string[]) => [...all.slice(start), ...all.slice(0, start)];
    const ask = (keys: readonly string[], most: number) =>
      this.#timed("due", keys, [limit, most, this.#reach].map(String)) as Promise<string[]>;
    if (!this.#connection.isCluster) {
      return (await ask([...turned(urgent), ...turned(due)], later)).map(followerNamed);
    }
    // Sent in one go: one round trip for all.
    const each = turned(urgent).map((index, i) => ask([index, turned(due)[i] as string], 0));
    const first = (await Promise.all(each)).flat().slice(0, limit);
    const most = Math.min(later, limit - first.length);
    if (most <= 0) return first.map(followerNamed);
    const rest = turned(urgent).map((index, i) => ask([index, turned(due)[i] as string], most));
    const found = new Set([...first, ...(await Promise.all(rest)).flat()]);
    return [...found].slice(0, first.length + most).map(followerNamed);
  }

  async wake(follower: Follower, by: string, runs?: boolean): Promise<Woken> {
    const timerPrefix = timerKey(follower, "", 0).slice(0, -"|0".length);
    const reply = await this.#run("wake", follower, { by, timerPrefix, runs });
    return readWork(reply, this.#asked(follower, by));
  }

  onWake(by: string, heard: (pushKey: string) => void): () => void {
    let listening = true;
    // A message that is on its way when somebody stops listening must not reach that listener.
    const hear = (pushKey: string) => listening && heard(pushKey);
    const stop = this.#connection.subscribe(`${this.#names.channels}${by}`, hear);
    return () => {
      listening = false;
      stop();
    };
  }

  async readState(owner: string, keys: readonly string[]): Promise<readonly StateItem[]> {
    const reply = await this.#script("readState", [this.#names.state(owner)], keys);
    return list(JSON.parse(reply as string) as StateItem[]);
  }

  async writeState(owner: string, changes: readonly StateChange[]): Promise<StateWritten> {
    const args = [JSON.stringify(changes)];
    const key = await this.#script("writeState", [this.#names.state(owner)], args);
    return key === null ? { ok: true } : { conflict: String(key) };
  }

  async forget(follower: Follower): Promise<void> {
    await this.#run("forget", follower, {});
  }

  async *export(follower: Follower): AsyncIterable<unknown> {
    const reply = await this.#run("export", follower, {});
    const all = readPlain<{ line?: unknown; state?: unknown }>(reply);
    if (all.line !== undefined || all.state !== undefined) yield all;
  }

  /** See {@link Rewritable}. */
  async rewrite(
    from: string | undefined,
    change: (kept: KeptText) => string,
  ): Promise<string | undefined> {
    const { prefix } = this.#names;
    const { keys, next } = await this.#connection.scan(from, `${globbed(prefix)}:{b*`);
    const texts = (key: string, changes: readonly string[]) =>
      this.#script("texts", [key], changes) as Promise<string[]>;
    await Promise.all(keys.map((key) => rewriteKey(prefix, key, texts, change)));
    return next;
  }

  async probe(): Promise<void> {
    const { probe } = this.#names;
    await this.#connection.command(probe, ["SET", probe, "1", "PX", "1000"]);
    const [problem] = await this.#safety.look();
    if (problem !== undefined && !this.#accepts) throw new StoreUnavailable(problem);
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  /** `texts`: long texts of the verb's, which need not be put into JSON. */
  #run(
    verb: VerbName,
    follower: Follower,
    args: object,
    texts: readonly string[] = [],
  ): Promise<Reply> {
    const names = this.#names;
    const given = [JSON.stringify(args), names.channels, names.member(follower), ...texts];
    return this.#fcall(verb, names.of(follower), given) as Promise<Reply>;
  }

  #asked(follower: Follower, by: string): Asked {
    return { follower, by, rule: this.#rule };
  }

  #fcall(
    verb: VerbName | "renew",
    keys: readonly string[],
    args: readonly string[],
  ): Promise<unknown> {
    return this.#connection.fcall(this.#library, verb, keys, this.#withTime(args));
  }

  /** Runs a script that needs the time. */
  #timed(name: ScriptName, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#script(name, keys, this.#withTime(args));
  }

  #withTime(args: readonly string[]): readonly string[] {
    return this.#now ? [...args, String(this.#now())] : args;
  }

  #script(name: ScriptName, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.#connection.script(name, keys, args);
  }
}

/** The pattern that matches exactly this name. */
function globbed(name: string): string {
  return name.replace(/[[\]*?^\\-]/g, "\\$&");
}

/** Throws for servers that are not safe; where they are accepted, resolves to what is wrong with them. */
async function checkServers(
  connection: Connection,
  options: RedisStoreOptions,
): Promise<readonly string[]> {
  const { acceptUnsafeServer, log = stderrLog } = options;
  const problems = unsafe(await connection.info());
  if (problems.length > 0 && acceptUnsafeServer !== true) throw new SettingsError(problems);
  for (const problem of problems) log.warn({ setting: "acceptUnsafeServer" }, problem);
  return problems;
}

function settingsIn(options: RedisStoreOptions): StoreSettings {
  const names = Object.keys(STORE_SETTINGS) as (keyof StoreSettings)[];
  const given = names.map((name) => [name, options[name] ?? STORE_SETTINGS[name]]);
  return Object.fromEntries(given) as StoreSettings;
}

function clockOf({ now }: RedisStoreOptions): "server" | "caller" {
  return now ? "caller" : "server";
}

const libraries = new Map<string, Library>();

/** Made once per settings. */
function libraryFor(options: RedisStoreOptions): Library {
  const settings = settingsIn(options);
  const name = `${clockOf(options)} ${JSON.stringify(settings)}`;
  const library = libraries.get(name) ?? libraryOf(settings, clockOf(options));
  libraries.set(name, library);
  return library;
}

const texts = new Map<string, Record<ScriptName, string>>();

/** Read once. */
function textsFor(clock: "server" | "caller"): Record<ScriptName, string> {
  const known = texts.get(clock) ?? scriptTexts(clock);
  texts.set(clock, known);
  return known;
}
