import type { Observed } from "../watch/observe.ts";

/** Begins the key of a turn that tells the bot of a verdict, and so the ids of the messages of that turn. */
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
 * The verdict that the bot hears; undefined where there is none to hear: for a message that is tried again, and for a
 * message that was itself said about a verdict, which would go on for ever.
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
