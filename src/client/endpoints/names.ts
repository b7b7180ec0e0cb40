import { WeChatError } from "../../errors.ts";
import type { Row } from "./row.ts";

/** How many names are suggested for a mistyped one. */
const MOST_NAMES = 3;

type Rows = Readonly<Record<string, Pick<Row<never, unknown>, "method" | "path">>>;

/** The name of the row at a path, or the path itself where the table has none. */
export function nameOf(rows: Rows, method: string, path: string): string {
  const found = Object.entries(rows).find(([, row]) => row.path === path && row.method === method);
  return found?.[0] ?? path;
}

/** What to say to somebody who called a name that the table does not have. */
export function unknownName(rows: Rows, name: string): WeChatError {
  const asPath = Object.keys(rows).filter((one) => rows[one]?.path === name);
  const near = asPath.length > 0 ? asPath : nearest(Object.keys(rows), String(name));
  const meant = near.map((one) => `"${one}"`).join(" or ");
  return new WeChatError(
    "unknown-endpoint",
    `There is no endpoint ${JSON.stringify(String(name))}. Did you mean ${meant}? ` +
      `Any endpoint without a name of ours: client.request("POST", "/cgi-bin/…", { body }). Nothing was sent.`,
  );
}

/** The nearest names, the best first, without those that are much further away than the best. */
function nearest(names: readonly string[], wanted: string): readonly string[] {
  const byDistance = names
    .map((name) => ({ name, far: distance(name.toLowerCase(), wanted.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = byDistance[0]?.far ?? 0;
  return byDistance
    .slice(0, MOST_NAMES)
    .filter(({ far }) => far <= best + 2)
    .map(({ name }) => name);
}

/** How many letters must be added, removed or changed to turn one word into the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}
