import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { WeChatError } from "../../errors.ts";
import type { Timeline } from "../../simulator/world/timeline.ts";

const BIN = resolve(import.meta.dirname, "../../../bin/wechat.cjs");
const LONGEST_MS = 30_000;

interface Wanted {
  readonly who: string;
  readonly bot: string;
}

/**
 * The chat as `testDialogue` code, by `record` in a process of its own: the bot is loaded as it is now, and whatever its
 * module does is done there. Rejects with what that process says.
 */
export function dialogueTestOf(timeline: Timeline, { who, bot }: Wanted): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "wechat-record-"));
  const file = join(folder, "timeline.jsonl");
  writeFileSync(file, timeline.toShare());
  const args = [BIN, "record", file, "--dialogue", "--bot", bot, "--who", who];
  // What it refuses is put into the reader's language on the page, whichever the machine speaks.
  const env = { ...process.env, LC_ALL: "en_US.UTF-8" };
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { timeout: LONGEST_MS, env }, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true });
      if (error === null) done(stdout);
      else fail(new WeChatError("testing", stderr.trim() || error.message));
    });
  });
}
