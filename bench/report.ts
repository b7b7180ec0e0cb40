import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { Mode } from "./account.ts";
import { FUNCTION_BOT, REFERENCE, TARGETS } from "./contenders.ts";
import type { Figures } from "./measure.ts";

export type Results = ReadonlyMap<Mode, readonly Figures[]>;

const PAGE = join(import.meta.dirname, "..", "docs", "performance.md");
const START = "<!-- bench: everything between these marks is written by `npm run bench` -->";
const END = "<!-- /bench -->";
const HALF_LOAD_P99_MS = 10;
const SATURATED = 0.85;

const RATIOS = ["", "requests/s", "processor", "memory"];
const ABSOLUTE = [
  ...["", "requests/s", "µs of processor", "p50 ms", "p99 ms"],
  ...["half load p50 ms", "half load p99 ms", "resident MB"],
];

/** The whole report as Markdown, which a terminal shows well enough. */
export function reportOf(results: Results, remarks: readonly string[]): string {
  const parts = [`Measured ${machine()}.`, ...remarks];
  for (const [mode, figures] of results) {
    const rows = figures.map((one) => ratioRow(one));
    parts.push(`### ${title(mode)}: as factors of ${REFERENCE}`, table([RATIOS, ...rows]));
  }
  parts.push("### Targets", verdictsOf(results).join("\n"), "### Absolute, as an illustration");
  for (const [mode, figures] of results) {
    parts.push(table([[title(mode), ...ABSOLUTE.slice(1)], ...figures.map(absoluteRow)]));
  }
  return parts.join("\n\n");
}

/** Puts the report between the marks of docs/performance.md. */
export function writePage(report: string): string {
  const page = readFileSync(PAGE, "utf8");
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${PAGE} has lost its marks.`);
  const before = page.slice(0, start + START.length);
  writeFileSync(PAGE, `${before}\n\n${report}\n\n${page.slice(end)}`);
  return PAGE;
}

/** Where the load's own core was so busy that a contender may be better than it looks. */
export function saturated(results: Results): string[] {
  return [...results].flatMap(([mode, figures]) =>
    figures
      .filter(({ loadBusy }) => loadBusy > SATURATED)
      .map(
        ({ name, loadBusy }) =>
          `The load's core was ${Math.round(loadBusy * 100)} % busy with ${name} (${mode}): that figure is a lower bound.`,
      ),
  );
}

function verdictsOf(results: Results): string[] {
  const lines: string[] = [];
  for (const [mode, figures] of results) {
    for (const { name, timesPerSecond, timesCpu } of figures) {
      const target = TARGETS[mode][name];
      if (target === undefined) continue;
      const found = `${timesPerSecond.toFixed(2)} × (by processor time ${timesCpu.toFixed(2)} ×)`;
      lines.push(
        verdict(
          timesPerSecond >= target,
          `${mode}, ${name}: ${found}, target ${target.toFixed(1)} ×`,
        ),
      );
    }
    const ours = figures.find(({ name }) => name === FUNCTION_BOT);
    if (ours === undefined) continue;
    const late = `p99 at half load ${ours.halfP99.toFixed(1)} ms, target under ${HALF_LOAD_P99_MS}`;
    lines.push(verdict(ours.halfP99 < HALF_LOAD_P99_MS, `${mode}, ${FUNCTION_BOT}: ${late}`));
    const size = `resident memory ${ours.timesResident.toFixed(2)} × ${REFERENCE}, target 1.0`;
    lines.push(verdict(ours.timesResident <= 1, `${mode}, ${FUNCTION_BOT}: ${size}`));
  }
  return lines;
}

function verdict(met: boolean, text: string): string {
  return `- ${met ? "met" : "MISSED"}: ${text}`;
}

function ratioRow(one: Figures): string[] {
  const factors = [one.timesPerSecond, one.timesCpu, one.timesResident];
  return [one.name, ...factors.map((factor) => `${factor.toFixed(2)} ×`)];
}

function absoluteRow(one: Figures): string[] {
  const times = [one.p50, one.p99, one.halfP50, one.halfP99].map((ms) => ms.toFixed(1));
  const resident = String(Math.round(one.resident / 1e6));
  return [
    one.name,
    Math.round(one.perSecond).toLocaleString("en"),
    one.cpu.toFixed(0),
    ...times,
    resident,
  ];
}

function title(mode: Mode): string {
  return mode === "safe" ? "Safe mode" : "Plain mode";
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function machine(): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `on ${date} with Node ${process.version} on ${cpus().length} × ${first?.model.trim()}, ${gigabytes} GB, ${process.platform}`;
}
