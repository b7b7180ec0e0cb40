/**
 * Plants faults into copies of the engine and of a dialogue, one at a time, and holds each against `suite.ts`:
 * `node test/bots/dialogue/faults.ts`. A fault that nothing notices is a hole in the tests.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FAULTS, type Fault, plant } from "./faultList.ts";

const root = join(import.meta.dirname, "../../..");
const COPIED = [
  ...["src/machines", "src/bots", "src/language", "src/store/turnScope.ts", "src/testing/dialogue"],
  ...[
    "src/testing/manualClock.ts",
    "src/testing/checkTimers.ts",
    "src/testing/reached.ts",
    "src/errors.ts",
    "src/clock.ts",
    "src/log.ts",
    "src/duration.ts",
    "src/realTimers.ts",
  ],
  ...["src/protocol/grants.ts", "src/protocol/openings.ts", "src/protocol/limits.ts"],
  ...["test/bots/dialogue/booking.ts", "test/bots/dialogue/suite.ts"],
];
async function main(): Promise<void> {
  const folder = mkdtempSync(join(root, ".faults-"));
  const missed: string[] = [];
  try {
    if (await isCaught(folder, "none", undefined))
      throw new Error("The suite fails without a fault.");
    for (const [index, fault] of FAULTS.entries()) {
      const caught = await isCaught(folder, `${index}`, fault);
      if (!caught) missed.push(fault[0]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    `${FAULTS.length - missed.length} of ${FAULTS.length} planted faults caught\n`,
  );
  for (const what of missed) process.stdout.write(`not caught: ${what}\n`);
  process.exit(missed.length === 0 ? 0 : 1);
}

async function isCaught(folder: string, name: string, fault: Fault | undefined): Promise<boolean> {
  const copy = join(folder, name);
  for (const path of COPIED) {
    mkdirSync(join(copy, path, ".."), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  if (fault !== undefined) plant(copy, fault);
  try {
    const { suite } = await import(pathToFileURL(join(copy, "test/bots/dialogue/suite.ts")).href);
    await suite();
    return false;
  } catch (error) {
    if (process.argv.includes("--why"))
      process.stdout.write(`${fault?.[0]}: ${String(error).split("\n")[0]}\n`);
    return true;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

await main();
