import { resolve } from "node:path";
import type { Clock } from "../clock.ts";
import { SettingsError } from "../errors.ts";
import type { Log } from "../log.ts";
import { MemoryStore } from "./memory.ts";
import { clientUrl } from "./redis/address.ts";
import { readClusterUrl } from "./redis/cluster.ts";
import { RedisStore } from "./redis/redisStore.ts";
import { readSentinelUrl } from "./redis/sentinel.ts";
import type { Unsealed } from "./sealing/seal.ts";
import { openSealed } from "./sealing/sealed.ts";
import { SqliteStore } from "./sqlite/sqliteStore.ts";
import type { Store } from "./store.ts";
import type { StoreSettings } from "./storeSettings.ts";

/** What every driver can be opened with. */
export type OpenSettings = Partial<StoreSettings> & { readonly clock?: Clock };

/** How a store is opened. */
export type OpenOptions = OpenSettings & {
  /** Seals what is stored: 32 random bytes in base64; former keys behind it, separated by commas. */
  readonly key?: string | undefined;
  /**
   * With a key: what happens to texts that were never sealed, or that a version before 0.2 sealed. `take` (default)
   * reads them, as a store needs that got its key later; `refuse` rejects them, because somebody without the key may
   * have written them.
   */
  readonly unsealed?: Unsealed | undefined;
  /** With a key: hears whose data was sealed with a key that is gone. Default: JSON lines on standard error. */
  readonly log?: Log | undefined;
};

/** One kind of store, by the beginning of its address. */
interface Driver {
  /** The part of the address before the first colon. */
  readonly schemes: readonly string[];
  /** How its addresses look, for people. */
  readonly example: string;
  /** What is wrong with an address, as the end of a sentence that begins with its setting. */
  readonly problem: (address: string) => string | undefined;
  readonly open: (address: string, settings: OpenSettings) => Promise<Store>;
}

const DRIVERS: readonly Driver[] = [
  {
    schemes: ["memory"],
    example: "memory:",
    problem: (address) => (address === "memory:" ? undefined : "takes nothing after memory:"),
    open: async (_address, settings) => new MemoryStore(settings),
  },
  {
    schemes: ["sqlite"],
    example: "sqlite:./data/wechat.db",
    problem: (address) => {
      const path = pathOf(address);
      if (path === "") return "names no file: write sqlite:./data/wechat.db";
      return path.startsWith("//")
        ? "takes a path, not an address: write sqlite:./file.db"
        : undefined;
    },
    open: async (address, settings) => new SqliteStore({ ...settings, path: pathOf(address) }),
  },
  {
    schemes: ["redis", "rediss", "valkey", "valkeys"],
    example: "redis://host:6379",
    problem: (address) =>
      URL.canParse(address) && new URL(address).hostname !== ""
        ? undefined
        : "names no server: write redis://host:6379",
    open: openRedis,
  },
  {
    schemes: ["unix"],
    example: "unix:///run/redis.sock",
    problem: (address) =>
      /^unix:\/\/(?:[^@/]*@)?\/[^/]/.test(address)
        ? undefined
        : "names no socket: write unix:///run/redis.sock",
    open: openRedis,
  },
  {
    schemes: ["redis-sentinel", "rediss-sentinel", "valkey-sentinel", "valkeys-sentinel"],
    example: "redis-sentinel://host:26379,host:26379/mymaster",
    problem: (address) => {
      const { name, sentinels } = readSentinelUrl(clientUrl(address));
      return name !== "" && sentinels.length > 0
        ? undefined
        : "names no primary: write redis-sentinel://host:26379,host:26379/mymaster";
    },
    open: openRedis,
  },
  {
    schemes: ["redis+cluster", "rediss+cluster", "valkey+cluster", "valkeys+cluster"],
    example: "redis+cluster://host:7000,host:7001",
    problem: (address) =>
      readClusterUrl(clientUrl(address)).nodes.every(
        (node) => URL.canParse(node) && new URL(node).hostname,
      )
        ? undefined
        : "names no nodes: write redis+cluster://host:7000,host:7001",
    open: openRedis,
  },
];

/** The server's own clock decides there, because all processes must agree on the time. */
function openRedis(address: string, { clock: _, ...settings }: OpenSettings): Promise<Store> {
  const [place = "", query] = address.split("?", 2);
  const wishes = new URLSearchParams(query);
  const acceptUnsafeServer = wishes.has("accept-unsafe-server");
  // The address of a socket has no other place for the database.
  const database = wishes.get("db");
  const url = place.startsWith("unix:") && database !== null ? `${place}?db=${database}` : place;
  return RedisStore.open({ ...settings, url, acceptUnsafeServer });
}

/** What is wrong with a store's address, as the end of a sentence; undefined where nothing is. */
export function storeProblem(address: string): string | undefined {
  const driver = driverOf(address);
  if (driver !== undefined) return driver.problem(address);
  return `is unknown: use ${DRIVERS.map(({ example }) => example).join(" or ")}`;
}

/**
 * Opens the store of an address: `memory:`, `sqlite:PATH` … Throws `SettingsError` for an address that is
 * none, or names something that cannot be used.
 */
export async function openStore(address: string, options: OpenOptions = {}): Promise<Store> {
  return (await openBoth(address, options)).store;
}

/** As {@link openStore}; also gives the driver behind the sealing. */
export async function openBoth(
  address: string,
  { key, unsealed, log, ...settings }: OpenOptions,
): Promise<{ readonly store: Store; readonly driver: Store }> {
  const problem = storeProblem(address);
  const kind = driverOf(address);
  if (kind === undefined || problem !== undefined) {
    throw new SettingsError([`The store ${JSON.stringify(hidden(address))} ${problem}.`]);
  }
  const driver = await kind.open(address, settings);
  try {
    return { driver, store: await openSealed(driver, key, unsealed, log) };
  } catch (error) {
    await driver.close();
    throw error;
  }
}

/** The address of the same store, whatever folder the process runs in: a relative path is taken as from `folder`. */
export function storeIn(folder: string, address: string): string {
  return address.startsWith("sqlite:") ? `sqlite:${resolve(folder, pathOf(address))}` : address;
}

/** An address without the password in it. */
export function hidden(address: string): string {
  return address.replace(/(:\/\/[^/@]*:)[^/@]*@/, "$1…@");
}

function driverOf(address: string): Driver | undefined {
  const scheme = address.slice(0, Math.max(0, address.indexOf(":")));
  return DRIVERS.find(({ schemes }) => schemes.includes(scheme));
}

function pathOf(address: string): string {
  return address.slice("sqlite:".length);
}
