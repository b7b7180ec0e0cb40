import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** What a run found of one pairing. */
export interface Row {
  readonly what: string;
  readonly version: string;
  /** Empty where it works; else what failed, in words. */
  readonly failed: string;
  /** What whoever uses it should know. */
  readonly remark: string;
}

const PAGE = resolve(import.meta.dirname, "../../docs/compatibility.md");

/**
 * Prints the rows; with `--write` puts them into their part of `docs/compatibility.md`. The process fails where a row
 * did. `name`: of the script that makes them, and of the part.
 */
export function report(name: string, rows: readonly Row[]): void {
  const cells = ({ what, version, failed, remark }: Row) =>
    `| ${what} | ${version} | ${failed === "" ? "yes" : `no: ${failed}`} | ${remark} |`;
  const head = ["| pairing | version | works | what differs |", "| --- | --- | --- | --- |"];
  const table = [...head, ...rows.map(cells)].join("\n");
  process.stdout.write(`${table}\n`);
  if (process.argv.includes("--write")) {
    const page = readFileSync(PAGE, "utf8");
    const begin = `<!-- ${name}: written by \`npm run test:${name} -- --write\` -->`;
    const end = `<!-- end of ${name} -->`;
    const [before, rest = ""] = page.split(begin);
    const after = rest.split(end)[1];
    if (after === undefined) throw new Error(`docs/compatibility.md has no part "${name}".`);
    writeFileSync(PAGE, `${before}${begin}\n\n${table}\n\n${end}${after}`);
  }
  if (rows.some(({ failed }) => failed !== "")) process.exitCode = 1;
}

/** Runs a pairing; what it throws is why it failed, in one line. */
export async function tried(run: () => Promise<void> | void): Promise<string> {
  try {
    await run();
    return "";
  } catch (error) {
    const { message = String(error) } = error as Error;
    return message
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(0, 3)
      .join(" ")
      .replaceAll("|", "\\|");
  }
}
