import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { type RowLimits, WorldRows } from "./worldRows.ts";

/** Where the world of one bot is kept, and what is said of it. */
interface KeptWorldOptions {
  /** Of all worlds of a project. Made where it is not there. */
  readonly folder: string;
  /** Each bot, and each account, has a world of its own. */
  readonly bot: string;
  readonly appId: string;
  /** What was kept before is left behind. */
  readonly fresh?: boolean | undefined;
  /** Hears one line where a world cannot be gone on with, or not be kept. */
  readonly tell: (line: string) => void;
  /** How long the file may become. Default: 16 MB of rows, and 32 MB of files. */
  readonly limits?: RowLimits | undefined;
}

/** People, chats, time and kind of account, as they were when the server ended. */
interface KeptWorld {
  /** What happened so far; empty for a fresh world. */
  readonly past: readonly TimelineEvent[];
  /** How far its clock was ahead, in milliseconds. */
  readonly aheadMs: number;
  /** Where the bot's own store belongs: it is as old as the world. */
  readonly store: string;
  /** Something happened, or time was moved: it is written soon. */
  changed(): void;
  /** From now on this is written: the timeline, and how far the clock is ahead. */
  keep(events: readonly TimelineEvent[], aheadMs: () => number): void;
  /** Writes what is not written yet, and lets the world go. */
  close(): Promise<void>;
}

/** The first line of the file. */
interface Head {
  readonly world: 1;
  readonly aheadMs: number;
}

/** It is written this long after something happened; after a long writing later, so that it costs little. */
const SOON_MS = 1_000;
const REST_PER_WRITE = 20;

function folderOf({ folder, bot, appId }: KeptWorldOptions): string {
  const name = basename(bot).replace(/\W+/g, "-");
  const mark = createHash("sha256")
    .update(`${resolve(bot)}\n${appId}`)
    .digest("hex")
    .slice(0, 8);
  return join(folder, `${name}-${mark}`);
}

/**
 * Opens the world that is kept of a bot. Resolves to `undefined`, with a line, where another process has it: then
 * nothing is kept.
 */
export async function openWorld(options: KeptWorldOptions): Promise<KeptWorld | undefined> {
  const { fresh = false, tell } = options;
  const folder = folderOf(options);
  mkdirSync(folder, { recursive: true });
  // Whoever commits his project does not want it there: it holds what testers typed.
  writeFileSync(join(options.folder, ".gitignore"), "*\n");
  const lock = await lockIn(folder);
  if (lock === undefined) {
    tell(
      `The world in ${folder} is played by another process already: this one begins afresh and is not kept.`,
    );
    return undefined;
  }
  const file = join(folder, "world.jsonl");
  const store = join(folder, "bot.db");
  const before = fresh ? undefined : read(file, tell);
  // A bot that remembers people of another world would not know what it has with them.
  if (before === undefined)
    for (const end of ["", "-wal", "-shm"]) rmSync(store + end, { force: true });
  return { ...(before ?? { past: [], aheadMs: 0 }), store, ...writer(file, lock, options.limits) };
}

function read(file: string, tell: (line: string) => void) {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    const [head, ...events] = text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as unknown);
    const { world, aheadMs } = head as Partial<Head>;
    const past = events as TimelineEvent[];
    const isWhole = past.every(
      ({ seq, type }, index) => seq === index + 1 && typeof type === "string",
    );
    if (world === 1 && Number.isFinite(aheadMs) && isWhole && past[0]?.type === "account.created") {
      return { past, aheadMs: aheadMs as number };
    }
  } catch {}
  renameSync(file, `${file}.broken`);
  tell(
    `The kept world ${file} cannot be read: it is ${basename(file)}.broken now, and a fresh one begins.`,
  );
  return undefined;
}

function writer(
  file: string,
  lock: DatabaseSync,
  limits: RowLimits | undefined,
): Pick<KeptWorld, "changed" | "keep" | "close"> {
  let events: readonly TimelineEvent[] = [];
  let ahead = () => 0;
  const rows = new WorldRows(limits);
  /** So many events are in the rows: an event never changes. */
  let taken = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let isChanged = false;
  let tookMs = 0;
  let isClosed = false;

  async function write(): Promise<void> {
    isChanged = false;
    const startedAt = performance.now();
    for (const event of events.slice(taken)) rows.add(event);
    taken = events.length;
    const head: Head = { world: 1, aheadMs: ahead() };
    // Whole, in one step: whoever dies while writing leaves what was there before.
    await writeFile(`${file}.new`, `${[JSON.stringify(head), ...rows.lines].join("\n")}\n`, {
      mode: 0o600,
    });
    await rename(`${file}.new`, file);
    tookMs = performance.now() - startedAt;
  }
  function changed(): void {
    isChanged = true;
    if (timer !== undefined || isClosed) return;
    const restMs = Math.max(SOON_MS, tookMs * REST_PER_WRITE);
    timer = setTimeout(() => {
      // A full disk ends no conversation: it is tried again with the next change.
      writing = write().then(
        () => {
          timer = undefined;
          if (isChanged) changed();
        },
        () => {
          timer = undefined;
          isChanged = true;
        },
      );
    }, restMs);
    timer.unref();
  }
  return {
    changed,
    keep(timeline, aheadMs) {
      events = timeline;
      ahead = aheadMs;
      changed();
    },
    async close() {
      isClosed = true;
      await writing;
      clearTimeout(timer);
      if (isChanged) await write();
      lock.close();
    },
  };
}

/** Nobody else's as long as this process lives, however it ends. */
async function lockIn(folder: string): Promise<DatabaseSync | undefined> {
  const { DatabaseSync: Database } = await import("node:sqlite");
  const lock = new Database(join(folder, "lock.db"));
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch {
    lock.close();
    return undefined;
  }
}
