import type { KeptText } from "../rewrite.ts";
import type { Database } from "./database.ts";

/** How many rows one transaction goes through: other writers wait for its end. */
const ROWS = 50;

type Row = Readonly<Record<string, string | number>>;

/** One table with texts: how to read the rows behind a place, what a row keeps, and how a row is written back. */
interface Table {
  readonly name: string;
  /** Its parameters are a place: the columns of the last row that was read. */
  readonly read: string;
  readonly first: readonly (string | number)[];
  readonly place: (row: Row) => readonly (string | number)[];
  readonly kept: (row: Row) => KeptText;
  readonly write: string;
}

const followerIn = ({ appId, openid }: Row) => ({
  appId: String(appId),
  openid: String(openid),
});

const TABLES: readonly Table[] = [
  {
    name: "lines",
    read: `SELECT id, line AS text, app_id AS appId, openid FROM lines WHERE id > ? ORDER BY id LIMIT ${ROWS}`,
    first: [0],
    place: ({ id = 0 }) => [id],
    kept: (row) => ({ kind: "line", follower: followerIn(row), text: String(row.text) }),
    write: "UPDATE lines SET line = ? WHERE id = ?",
  },
  {
    name: "done",
    read: `SELECT line_id AS id, key, push AS text, app_id AS appId, openid FROM done
      JOIN lines ON lines.id = line_id WHERE (line_id, key) > (?, ?) ORDER BY line_id, key LIMIT ${ROWS}`,
    first: [0, ""],
    place: ({ id = 0, key = "" }) => [id, key],
    kept: (row) => ({
      ...{ kind: "push", follower: followerIn(row) },
      ...{ key: String(row.key), text: String(row.text) },
    }),
    write: "UPDATE done SET push = ? WHERE line_id = ? AND key = ?",
  },
  {
    name: "state",
    read: `SELECT owner, key, value AS text FROM state WHERE (owner, key) > (?, ?) ORDER BY owner, key LIMIT ${ROWS}`,
    first: ["", ""],
    place: ({ owner = "", key = "" }) => [owner, key],
    kept: ({ owner, key, text }) => ({
      ...{ kind: "state", owner: String(owner) },
      ...{ key: String(key), text: String(text) },
    }),
    write: "UPDATE state SET value = ? WHERE owner = ? AND key = ?",
  },
  {
    name: "tokens",
    read: `SELECT name, value AS text FROM tokens WHERE name > ? AND value IS NOT NULL ORDER BY name LIMIT ${ROWS}`,
    first: [""],
    place: ({ name = "" }) => [name],
    kept: ({ name, text }) => ({ kind: "token", name: String(name), text: String(text) }),
    write: "UPDATE tokens SET value = ? WHERE name = ?",
  },
];

/** See `Rewritable`: one transaction for so many rows of a table. A place is the table's name and its last row, as JSON. */
export function rewriteRows(
  db: Database,
  from: string | undefined,
  change: (kept: KeptText) => string,
): Promise<string | undefined> {
  const [name, ...place] = from === undefined ? [] : (JSON.parse(from) as (string | number)[]);
  const index = Math.max(
    0,
    TABLES.findIndex((one) => one.name === name),
  );
  const table = TABLES[index] as Table;
  return db.change(() => {
    const rows = db
      .sql(table.read)
      .all(...(from === undefined ? table.first : place)) as unknown as Row[];
    // All texts are made before the first is written: an error that `change` throws must leave nothing behind.
    const texts = rows.map((row) => change(table.kept(row)));
    for (const [i, row] of rows.entries()) {
      if (texts[i] !== row.text) db.sql(table.write).run(texts[i] ?? "", ...table.place(row));
    }
    const last = rows.length === ROWS ? rows.at(-1) : undefined;
    if (last !== undefined) return JSON.stringify([table.name, ...table.place(last)]);
    const next = TABLES[index + 1];
    return next && JSON.stringify([next.name, ...next.first]);
  });
}
