import { AsyncLocalStorage } from "node:async_hooks";
import { inspect } from "node:util";
import type { Log } from "../../log.ts";
import type { LogLine } from "../../simulator/phone/wire.ts";
import type { Told } from "./watchBot.ts";

/** The server's log in the bot's process: lines go to the simulator's, which writes and shows them. */
interface BotLog extends Log {
  /** What is logged while this runs belongs to the turn of this push. */
  inTurn<T>(key: string, run: () => Promise<T>): Promise<T>;
}

/** Followers are made up here, so that errors are told with all of their text. */
export function botLog(tell: (told: Told) => void, now: () => number): BotLog {
  const turns = new AsyncLocalStorage<string>();
  const at = (level: "info" | "warn" | "error") => (facts: object, message: string) => {
    // The road's own lines stand outside of the bot's run, and name their push.
    const { push } = facts as { readonly push?: string };
    const key = turns.getStore() ?? push;
    const more = inWords(facts);
    const line: LogLine = { at: now(), level, text: message, ...(more !== "" && { more }) };
    tell({ tell: "log", level, line, facts, ...(key !== undefined && { key }) });
  };
  return {
    wholeErrors: true,
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    inTurn: (key, run) => turns.run(key, run),
  };
}

const LONGEST = 4_000;

/** Facts as lines: `name: value`, the stack last. */
function inWords(facts: object): string {
  const { stack, ...rest } = facts as { readonly stack?: string };
  const lines = Object.entries(rest).map(([name, value]) => {
    const text = typeof value === "string" ? value : inspect(value, { breakLength: 200 });
    return `${name}: ${text}`;
  });
  if (stack !== undefined) lines.push(stack);
  return lines.join("\n").slice(0, LONGEST);
}
