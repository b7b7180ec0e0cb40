import type { Frame } from "./frame.ts";
import type { KnownBefore } from "./record.ts";

/** Answers that came before their questions, on the frame of the dialogue that nobody used. */

/** What is known of a question: its answer, of a moment the day, of a matter the words so far. */
export type Known = KnownBefore[string][string];

/** Keeps what was told for a question of the dialogue `of`. */
export function keepTold(base: Frame, of: string, ask: string, known: Known): void {
  base.told = { ...base.told, [of]: { ...base.told?.[of], [ask]: known } };
}

/** Its question is answered with it. */
export function forgetTold(base: Frame, of: string, ask: string): void {
  const { [of]: asks = {}, ...others } = base.told ?? {};
  const { [ask]: _, ...rest } = asks;
  const told = Object.keys(rest).length > 0 ? { ...others, [of]: rest } : others;
  base.told = Object.keys(told).length > 0 ? told : undefined;
}
