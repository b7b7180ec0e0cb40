import { resolve, sep } from "node:path";
import type { ErrorFacts, Log } from "../log.ts";

/**
 * A log whose errors stand in the transcript, where whoever reads an apology in a test looks for its cause: what the bot
 * threw, whole, and the first place in its own code.
 */
export function errorNotes(note: (text: string) => void): Log {
  return {
    wholeErrors: true,
    info: () => {},
    warn: () => {},
    error: (facts, message) => note(failureInWords(facts, message)),
  };
}

/** What a log tells of an error, on one line: with the step of a dialogue, and the first place in the bot's own code. */
export function failureInWords(facts: object, message: string): string {
  const { error, stack, dialogue, step } = facts as Partial<ErrorFacts> & {
    readonly dialogue?: string;
    readonly step?: string | object;
  };
  const where = typeof step === "string" ? step : JSON.stringify(step);
  const at = dialogue !== undefined && ` in the step ${where} of ${dialogue}`;
  return [message, at, error && `: ${error}`, placeIn(stack)].filter(Boolean).join("");
}

/** Where this library is, from its sources or as a package. */
const OURS = `${resolve(import.meta.dirname, "..")}${sep}`;

/** The first line of a stack that is not a library's; else its first. */
function placeIn(stack = ""): string | undefined {
  const places = stack.split("\n").filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  const own = places.find(
    (line) => !/[\\/]node_modules[\\/]|\(node:|at node:/.test(line) && !line.includes(OURS),
  );
  const place = (own ?? places[0])?.trim();
  return place && ` (${place})`;
}
