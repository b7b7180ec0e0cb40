/**
 * What the simulator's pusher finds out about this adapter and about npm's `wechat` and `co-wechat`.
 *
 *     node bench/differences.ts            prints the tables and writes them into docs/differences.md
 *     node bench/differences.ts --json     prints the findings as JSON and writes nothing
 *
 * Every finding is an experiment against a server in a process of its own, in safe and in plain mode. Where
 * WeChat takes five seconds this takes one: pusher, slow handler and our own times are scaled alike.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Mode, modes } from "./account.ts";
import { experiments, type Finding } from "./differences/experiments.ts";
import { Rig } from "./differences/rig.ts";
import { names } from "./differences/servers.ts";
import { installOnce } from "./install.ts";

const PAGE = join(import.meta.dirname, "..", "docs", "differences.md");
const START = "<!-- differences: written by `node bench/differences.ts` -->";
const END = "<!-- end of differences -->";

interface Row {
  readonly question: string;
  readonly findings: Readonly<Record<string, Finding>>;
}

/** All experiments in one mode: the servers side by side, one experiment of each after the other. */
async function examine(mode: Mode): Promise<readonly Row[]> {
  const asked = experiments.filter((one) => (one.mode ?? mode) === mode);
  const columns = await Promise.all(
    names.map(async (name) => {
      const rig = await Rig.start(name, mode);
      const findings: Finding[] = [];
      for (const experiment of asked) findings.push(await experiment.run(rig));
      await rig.stop();
      return findings;
    }),
  );
  return asked.map(({ question }, row) => ({
    question,
    findings: Object.fromEntries(names.map((name, i) => [name, columns[i]?.[row] as Finding])),
  }));
}

function tableOf(
  mode: Mode,
  rows: readonly Row[],
  versions: Readonly<Record<string, string>>,
): string {
  const title = mode === "safe" ? "Safe mode" : "Plain mode";
  const head = [title, ...names.map((name) => `${name} ${versions[name]}`)];
  const cells = rows.map(({ question, findings }) => [
    question,
    ...names.map((name) => {
      const { found, good } = findings[name] as Finding;
      return `${good ? "✓" : "✗"} ${found}`;
    }),
  ]);
  const widths = head.map((_, i) =>
    Math.max(...[head, ...cells].map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(head), line(rule), ...cells.map(line)].join("\n");
}

function versionOf(name: string): string {
  const folder = name === "this adapter" ? ".." : join("node_modules", name);
  const manifest = readFileSync(join(import.meta.dirname, folder, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function writePage(report: string): void {
  const page = readFileSync(PAGE, "utf8");
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${PAGE} has lost its marks.`);
  writeFileSync(PAGE, `${page.slice(0, start + START.length)}\n\n${report}\n\n${page.slice(end)}`);
}

async function main(json: boolean): Promise<void> {
  installOnce();
  const versions = Object.fromEntries(names.map((name) => [name, versionOf(name)]));
  const results = new Map<Mode, readonly Row[]>();
  for (const mode of modes) results.set(mode, await examine(mode));
  const date = new Date().toISOString().slice(0, 10);
  if (json) {
    const found = { date, node: process.version, versions, ...Object.fromEntries(results) };
    console.log(JSON.stringify(found, null, 2));
    return;
  }
  const tables = [...results].map(([mode, rows]) => tableOf(mode, rows, versions));
  const report = [`Found on ${date} with Node ${process.version}.`, ...tables].join("\n\n");
  console.log(report);
  writePage(report);
}

await main(process.argv.includes("--json"));
