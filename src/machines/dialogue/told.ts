import type { Frame } from "./frame.ts";
import type { KnownBefore } from "./record.ts";

/** Answers that came before their questions. They are kept on the frame of the dialogue that no other dialogue uses. */

/** What is known of a question: the answer; for a moment perhaps the day; for a matter perhaps the words so far. */
export type Known = KnownBefore[string][string];

/** Keeps what was told for a question of the dialogue `of`. */
export function keepTold(base: Frame, of: string, ask: string, known: Known): void {
  base.told = { ...base.told, [of]: { ...base.told?.[of], [ask]: known } };
}

/** Forgets what was told for a question, once it has answered that question. */
export function forgetTold(base: Frame, of: string, ask: string): void {
  const { [of]: asks = {}, ...others } = base.told ?? {};
  const { [ask]: _, ...rest } = asks;
  const told = Object.keys(rest).length > 0 ? { ...others, [of]: rest } : others;
  base.told = Object.keys(told).length > 0 ? told : undefined;
}
