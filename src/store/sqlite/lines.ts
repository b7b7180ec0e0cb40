import { StoreUnavailable } from "../../errors.ts";
import { withinReach } from "../line/reach.ts";
import { type Line, laterAt, newLine, type PushState, urgentAt, type Verb } from "../line/state.ts";
import type { Ended, Follower } from "../store.ts";
import type { StoreSettings } from "../storeSettings.ts";
import type { Database } from "./database.ts";
import { putState } from "./state.ts";

/** What a line's verb runs with, beside the line. */
interface LineVerb {
  readonly follower: Follower;
  readonly now: number;
  readonly settings: StoreSettings;
  readonly wake: Verb["wake"];
}

/**
 * Runs a verb on a follower's line, and writes what it changed: one row for the line, and one for each done
 * push that it touched. To be called within a change of the database.
 */
export function changeLine<T>(
  db: Database,
  { follower, now, settings, wake }: LineVerb,
  run: (line: Line, verb: Verb) => T,
): T {
  const { appId, openid } = follower;
  const row = db.sql(READ).get(appId, openid) as { id: number; line: string } | undefined;
  const line = row === undefined ? newLine(now) : parsed(row.line);
  const pushes = new Pushes(db, line.pushes, row?.id, now);
  const finished = new Set<string>();
  const states: Parameters<Verb["writeState"]>[0][] = [];
  line.pushes = pushes.view;
  const ended: Ended[] = [];
  const verb: Verb = {
    follower,
    now,
    settings,
    wake,
    done: (key) => void finished.add(key),
    ended: (one) => void ended.push(one),
    writeState: (changes) => void states.push(changes),
  };
  withinReach(line, verb);
  const reply = run(line, verb);
  const result = ended.length > 0 ? { ...reply, ended } : reply;
  const { live, done } = pushes.sorted();
  // A late verb about a stranger leaves nothing behind.
  if (row === undefined && Object.keys(live).length + done.length === 0) return result;
  line.pushes = live;
  Object.assign(line, { v: LINE_VERSION } satisfies Versioned);
  const text = JSON.stringify(line);
  const times = [urgentAt(line), laterAt(line)].map((at) =>
    at === undefined ? null : Math.ceil(at),
  );
  const values = [text, ...times, now] as const;
  const id = row?.id ?? Number(db.sql(INSERT).run(appId, openid, ...values).lastInsertRowid);
  if (row !== undefined && row.line !== text) db.sql(UPDATE).run(...values, id);
  for (const { key, text: push } of done) {
    if (finished.has(key)) db.sql(INSERT_DONE).run(id, key, push, now + settings.rememberMs);
    else db.sql(UPDATE_DONE).run(push, id, key);
  }
  for (const changes of states) putState(db, openid, changes);
  return result;
}

/** Removes a line and its done pushes. */
export function removeLine(db: Database, { appId, openid }: Follower): void {
  const row = db.sql(READ).get(appId, openid) as { id: number } | undefined;
  if (row === undefined) return;
  db.sql("DELETE FROM done WHERE line_id = ?").run(row.id);
  db.sql("DELETE FROM lines WHERE id = ?").run(row.id);
}

/** A line to look at; undefined for a stranger. */
export function readLine(db: Database, { appId, openid }: Follower, now: number): Line | undefined {
  const row = db.sql(READ).get(appId, openid) as { id: number; line: string } | undefined;
  if (row === undefined) return undefined;
  const line = parsed(row.line);
  line.pushes = new Pushes(db, line.pushes, row.id, now).view;
  return line;
}

/** The version of what a line's text means. The file's own version is looked at only when the file is opened. */
const LINE_VERSION = 1;

interface Versioned {
  readonly v?: number;
}

/** Throws `StoreUnavailable` for a line that a later version wrote while this process ran: it is not ours to change. */
function parsed(text: string): Line {
  const line: Line & Versioned = JSON.parse(text);
  if ((line.v ?? LINE_VERSION) <= LINE_VERSION) return line;
  throw new StoreUnavailable(
    `A later version of this package has written into the store (line version ${line.v}): end this process, and start that version.`,
  );
}

const READ = "SELECT id, line FROM lines WHERE app_id = ? AND openid = ?";
const READ_DONE = "SELECT push FROM done WHERE line_id = ? AND key = ? AND until > ?";
const INSERT =
  "INSERT INTO lines (app_id, openid, line, due, later, heard) VALUES (?, ?, ?, ?, ?, ?)";
const UPDATE = "UPDATE lines SET line = ?, due = ?, later = ?, heard = ? WHERE id = ?";
const INSERT_DONE = "INSERT OR REPLACE INTO done (line_id, key, push, until) VALUES (?, ?, ?, ?)";
const UPDATE_DONE = "UPDATE done SET push = ? WHERE line_id = ? AND key = ?";

/** A line's pushes: the live ones stand in the line, a done one is read when a rule asks for it. */
class Pushes {
  /** The pushes as the rules of a line see them. */
  readonly view: Line["pushes"];
  readonly #known = new Map<string, PushState>();
  /** Done ones as they were read. */
  readonly #texts = new Map<string, string>();

  constructor(db: Database, live: Line["pushes"], lineId: number | undefined, now: number) {
    for (const [key, push] of Object.entries(live)) this.#known.set(key, push);
    const missing = new Set<string>();
    this.view = new Proxy(Object.create(null) as Line["pushes"], {
      get: (_target, key: string) => {
        const known = this.#known.get(key);
        if (known !== undefined || missing.has(key)) return known;
        const row = lineId === undefined ? undefined : db.sql(READ_DONE).get(lineId, key, now);
        if (row === undefined) {
          missing.add(key);
          return undefined;
        }
        const text = row.push as string;
        const push = JSON.parse(text) as PushState;
        this.#texts.set(key, text);
        this.#known.set(key, push);
        return push;
      },
      set: (_target, key: string, push: PushState) => {
        missing.delete(key);
        this.#known.set(key, push);
        return true;
      },
    });
  }

  /** The pushes that are not done, and the done ones that differ from what was read. */
  sorted(): { live: Line["pushes"]; done: { key: string; text: string }[] } {
    const live = Object.create(null) as Line["pushes"];
    const done: { key: string; text: string }[] = [];
    for (const [key, push] of this.#known) {
      if (push.push !== undefined) live[key] = push;
      else {
        const text = JSON.stringify(push);
        if (text !== this.#texts.get(key)) done.push({ key, text });
      }
    }
    return { live, done };
  }
}
