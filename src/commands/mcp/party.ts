import type { FollowerAction } from "../../simulator/actions/actions.ts";
import type { Step } from "../simulate/simulateScript.ts";

/** What a chat can become. */
export type RecordedForm = "test" | "script" | "dialogue";

/**
 * WeChat, and the people in it, as a tool plays them: in a world of its own, or in that of an open page. Everything
 * resolves to what the tool is told, and rejects with a sentence for it.
 */
export interface Party {
  /** Somebody acts; told is what he reads then, and what the bot logged meanwhile. */
  act(who: string, action: FollowerAction): Promise<string>;
  /** Taps a choice in his chat by its words, else an item of the menu. */
  tap(who: string, what: string): Promise<string>;
  wait(duration: string): Promise<string>;
  /** A line of a script, as `simulate` understands it. */
  step(step: Step, who: string): Promise<string>;
  /** Everything that happened, a line each. */
  see(): Promise<string>;
  record(form: RecordedForm, who: string): Promise<string>;
  draw(): Promise<string>;
  close(): Promise<void>;
}

/** What somebody has read, and what the bot wrote meanwhile. */
export function told(reads: readonly string[], notes: readonly string[]): string {
  const read = reads.join("\n---\n") || "(nothing is shown)";
  return [read, ...notes.map((note) => `(log) ${note}`)].join("\n");
}
