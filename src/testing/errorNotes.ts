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
    error: (facts, message) => {
      const { error, stack } = facts as Partial<ErrorFacts>;
      note([message, error && `: ${error}`, placeIn(stack)].filter(Boolean).join(""));
    },
  };
}

/** The first line of a stack that is not a library's; else its first. */
function placeIn(stack = ""): string | undefined {
  const places = stack.split("\n").filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  const own = places.find((line) => !/[\\/]node_modules[\\/]|\(node:|at node:/.test(line));
  const place = (own ?? places[0])?.trim();
  return place && ` (${place})`;
}
