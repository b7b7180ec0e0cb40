import { loadavg } from "node:os";
import { relative } from "node:path";
import { modes } from "./account.ts";
import { pinLoad } from "./child.ts";
import { buildPackage, installOnce } from "./install.ts";
import { FULL, measure, QUICK } from "./measure.ts";
import { reportOf, saturated, writePage } from "./report.ts";

/**
 * `npm run bench`: measures the adapter against npm's wechat and co-wechat and writes
 * docs/performance.md. `-- --quick` takes half a minute and writes nothing. `-- slow` measures slow bots instead: see
 * slow/main.ts; `-- queues` Redis beside BullMQ: see queues/main.ts; `-- rest` followers at rest: see rest.ts.
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

const part = process.argv[2];
if (part === "slow") await import("./slow/main.ts");
else if (part === "queues") await import("./queues/main.ts");
else if (part === "rest") await import("./rest.ts");
else {
  await run();
  // What a turn of a dialogue costs, beside other engines of dialogues.
  await import("./dialogue.ts");
}
