import type { Observed } from "../watch/observe.ts";

/** The key of a turn that tells the bot of a verdict begins with it, and so do the ids of what it says. */
export const VERDICT = "verdict";

/** What the bot gets as the value of an `event` named `dispatch`. */
export interface DispatchVerdict {
  /** The id that `sendActivity` gave. */
  readonly id: string;
  readonly fate: "sent" | "notified" | "held" | "refused" | "unknown" | "expired" | "dropped";
  /** WeChat's code, where it gave one. */
  readonly errcode?: number;
}

/**
 * What the bot hears of a fate; undefined where there is nothing to hear: a message that is tried again, or
 * one that was itself said about a verdict, which would go on for ever.
 */
export function verdictOf(event: Observed): DispatchVerdict | undefined {
  if (event.see !== "fate" || event.fate === "queued" || event.id.startsWith(`${VERDICT}|`)) {
    return undefined;
  }
  const { id, fate, errcode } = event;
  return {
    id,
    fate: (typeof fate === "object" ? "refused" : fate) as DispatchVerdict["fate"],
    ...(errcode !== undefined && { errcode }),
  };
}
