import { randomBytes } from "node:crypto";
import { NO_TAG, ownerOf } from "./botState.ts";
import type { Store } from "./store.ts";

/*
 * Which releases of a bot serve now: each process notes its own in the store, so that whoever looks at one of them
 * hears of the others.
 */

/** A release that at least one process on the store serves. */
export interface Serving {
  readonly release: number;
  /** Since when some process has served it without a break, in milliseconds since the epoch by that process's clock. */
  readonly since: number;
  /** How many processes serve it. */
  readonly processes: number;
}

/** What a process says of itself. */
interface ReleaseNote {
  readonly release: number;
  /** The process's name in the store. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A process that said nothing for so long was killed, in milliseconds: it says something every quarter of that. */
export const GONE_AFTER_MS = 60_000;

const KEY = "wechat/releases";
/** Others may write at the same moment; a note that never comes through is made with the next look. */
const TRIES = 5;

type Releases = Readonly<Record<string, { readonly since: number; readonly seen: Seen }>>;
/** When each process was last heard of. */
type Seen = Readonly<Record<string, number>>;
type Place = Pick<Store, "readState" | "writeState">;

/** The releases that are served, the newest first. Rejects with `StoreUnavailable`. */
export async function servingReleases(store: Place, now: number): Promise<readonly Serving[]> {
  return listOf((await read(store, now)).releases);
}

/** One that said nothing for so long was most likely killed, and nothing should wait for it; milliseconds. */
const SILENT_AFTER_MS = GONE_AFTER_MS / 3;

/**
 * The names of the processes that serve this release or a later one, and were heard of lately. Rejects with
 * `StoreUnavailable`.
 */
export async function processesSince(
  store: Place,
  release: number,
  now: number,
): Promise<readonly string[]> {
  const { releases } = await read(store, now);
  const enough = Object.entries(releases).filter(([served]) => Number(served) >= release);
  return enough.flatMap(([, { seen }]) =>
    Object.keys(seen).filter((by) => (seen[by] ?? 0) > now - SILENT_AFTER_MS),
  );
}

/** Notes that a process serves its release. Resolves to all that are served, the newest first. Rejects as {@link servingReleases}. */
export function noteRelease(
  store: Place,
  { release, by, now }: ReleaseNote,
): Promise<readonly Serving[]> {
  return change(store, now, (releases) => {
    const { since = now, seen = {} } = releases[release] ?? {};
    return { ...releases, [release]: { since, seen: { ...seen, [by]: now } } };
  });
}

/** Notes that a process ends. Rejects as {@link servingReleases}. */
export async function leaveRelease(store: Place, { release, by, now }: ReleaseNote): Promise<void> {
  await change(store, now, (releases) => {
    const { since = now, seen: { [by]: _gone, ...seen } = {} } = releases[release] ?? {};
    return { ...releases, [release]: { since, seen } };
  });
}

/** Since when releases serve at once, in milliseconds since the epoch. */
export function togetherSince(serving: readonly Serving[]): number {
  return Math.max(...serving.map(({ since }) => since));
}

async function change(
  store: Place,
  now: number,
  how: (releases: Releases) => Releases,
): Promise<readonly Serving[]> {
  for (let tries = 1; ; tries += 1) {
    const { releases, eTag: ifTag } = await read(store, now);
    const changed = how(releases);
    const eTag = randomBytes(8).toString("hex");
    const write = { key: KEY, value: JSON.stringify(changed), eTag, ifTag };
    const written = await store.writeState(ownerOf(KEY), [write]);
    if ("ok" in written || tries === TRIES) return listOf(changed);
  }
}

/** What is noted, without the processes that are gone. */
async function read(store: Place, now: number) {
  const [item] = await store.readState(ownerOf(KEY), [KEY]);
  const noted = item === undefined ? {} : (JSON.parse(item.value) as Releases);
  const releases: Releases = Object.fromEntries(
    Object.entries(noted)
      .map(([release, { since, seen }]) => [release, { since, seen: living(seen, now) }] as const)
      .filter(([, { seen }]) => Object.keys(seen).length > 0),
  );
  return { releases, eTag: item?.eTag ?? NO_TAG };
}

function living(seen: Seen, now: number): Seen {
  return Object.fromEntries(Object.entries(seen).filter(([, at]) => at > now - GONE_AFTER_MS));
}

function listOf(releases: Releases): readonly Serving[] {
  return Object.entries(releases)
    .map(([release, { since, seen }]) => {
      return { release: Number(release), since, processes: Object.keys(seen).length };
    })
    .filter(({ processes }) => processes > 0)
    .sort((a, b) => b.release - a.release);
}
