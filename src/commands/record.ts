import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Tape } from "../bots/watch/tape.ts";
import { SettingsError } from "../errors.ts";
import { readJsonLines, type TimelineEvent } from "../simulator/world/timeline.ts";
import { writeTapeTest } from "../testing/recording/tapeTest.ts";
import { writeDialogueTest, writeTest } from "../testing/recording/writeTest.ts";

/**
 * Writes a test of a chat that the phone's page exported, to `output`. Throws `SettingsError` for what is no timeline, and
 * `WeChatError` of code `testing` where nobody chatted.
 */
export async function record(
  args: readonly string[],
  output: { write(text: string): unknown },
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      script: { type: "boolean" },
      dialogue: { type: "boolean" },
      bot: { type: "string" },
      who: { type: "string" },
    },
  });
  const [file = "record FILE"] = positionals;
  const { script, dialogue, bot, who } = values;
  if (script && dialogue) throw new SettingsError(["Give --script or --dialogue, not both."]);
  const tapes = readTapes(file);
  if (tapes !== undefined) {
    if (script || dialogue) {
      throw new SettingsError([
        "Tapes are played again as they are: leave --script and --dialogue.",
      ]);
    }
    output.write(await writeTapeTest(tapes, { bot, who }));
    return 0;
  }
  const events = readTimeline(file);
  const form = script ? "script" : "test";
  output.write(
    dialogue
      ? await writeDialogueTest(events, { bot, who })
      : writeTest(events, { form, bot, who, customerService: "auto" }),
  );
  return 0;
}

/** The tapes of a bot's `record`, one a line as JSON; undefined for anything else. */
function readTapes(file: string): readonly Tape[] | undefined {
  try {
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const tapes = lines.map((line) => JSON.parse(line) as Partial<Tape>);
    return tapes.length > 0 && tapes.every(({ v, done }) => v === 1 && Array.isArray(done))
      ? (tapes as readonly Tape[])
      : undefined;
  } catch {
    return undefined;
  }
}

/** A timeline as the phone's page exports it. `option`: what stands before its name in the refusal. Throws `SettingsError` for anything else. */
export function readTimeline(file: string, option = ""): readonly TimelineEvent[] {
  try {
    const events = readJsonLines(readFileSync(file, "utf8"));
    if (events[0]?.type === "account.created") return events;
  } catch {}
  throw new SettingsError([`${option}${file} is no timeline: export one from the phone's page.`]);
}
