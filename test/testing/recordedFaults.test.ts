import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Faults that no chat passes, or that nobody in a chat could see, and why. */
const UNSEEN: Readonly<Record<string, string>> = {
  "timers of steps that were left go on": "the machine is elsewhere by then and does not hear them",
  "calls of steps that were left go on": "the samples' services answer before anybody goes on",
  "a record of a later release is overwritten": "a chat has one release of the bot",
  "a lease never ends": "no process dies in a chat while a service hangs",
  "a timer outlives what it was for": "it rings, and nothing is due",
};

test("each planted fault turns a recorded test red where a chat passes it", {
  timeout: 900_000,
}, () => {
  const script = join(import.meta.dirname, "recordedFaults.ts");
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  const lines = stdout.split("\n").filter((line) => /^(?:red|green): /.test(line));
  const green = lines.flatMap((line) => /^green: ([^:]*):/.exec(line)?.[1] ?? []);
  process.stdout.write(
    `${lines.length - green.length} of ${lines.length} planted faults turn a recorded test red\n`,
  );
  expect([green.sort(), lines.length > 40 ? "" : stderr]).toEqual([Object.keys(UNSEEN).sort(), ""]);
});
