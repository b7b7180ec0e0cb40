import { spawnSync } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { join, relative } from "node:path";
import { modes } from "./account.ts";
import { pinLoad } from "./child.ts";
import { BUILT, buildPackage, installOnce } from "./install.ts";
import { FULL, measure, QUICK } from "./measure.ts";
import { reportOf, saturated, writePage } from "./report.ts";

/**
 * `npm run bench`: measures the adapter against npm's wechat and co-wechat and writes
 * docs/performance.md; then what turns of dialogues, slow bots, Redis and followers at rest cost, ten minutes in all. `--
 * --quick` takes half a minute and writes nothing. `-- dialogue`, `-- slow`, `-- queues` and `-- rest` measure one of these
 * alone.
 */
async function run(): Promise<void> {
  const quick = process.argv.includes("--quick");
  installOnce();
  buildPackage();
  const [load = 0] = loadavg();
  const remarks: string[] = [];
  if (!pinLoad())
    remarks.push("There was no `taskset` or only one core: load and server shared it.");
  if (load > 0.5) {
    remarks.push(`The machine was not quiet (load average ${load.toFixed(1)} before the start).`);
  }
  const results = new Map<(typeof modes)[number], Awaited<ReturnType<typeof measure>>>();
  for (const mode of modes) {
    results.set(
      mode,
      await measure(mode, quick ? QUICK : FULL, (doing) => tell(`${mode}: ${doing}`)),
    );
  }
  tell("");
  const report = reportOf(results, [...remarks, ...saturated(results)]);
  console.log(report);
  if (!quick) console.log(`\nWritten to ${relative(process.cwd(), writePage(report))}.`);
}

/** One line that changes, or a line each where there is no terminal. */
function tell(progress: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${progress}`);
  else if (progress !== "") console.log(progress);
}

/** What has a program of its own, in the order of a whole run. */
const PARTS = ["dialogue.ts", "slow/main.ts", "queues/main.ts", "rest.ts"];

/** Runs a part in a process of its own, on all cores: this one has put itself on a core of its own. */
function runPart(file: string, cores: number): void {
  const script = [join(import.meta.dirname, file)];
  const env = { ...process.env, [BUILT]: "1" };
  const all = ["-c", `0-${cores - 1}`, process.execPath, ...script];
  const pinned = spawnSync("taskset", all, { env, stdio: "inherit" });
  const { status } =
    pinned.error === undefined
      ? pinned
      : spawnSync(process.execPath, script, { env, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

const part = process.argv[2] ?? "";
const named = PARTS.find((file) => file.replace(/(?:\/main)?\.ts$/, "") === part);
if (named !== undefined) await import(`./${named}`);
else {
  const cores = availableParallelism();
  await run();
  if (!process.argv.includes("--quick")) for (const file of PARTS) runPart(file, cores);
}
