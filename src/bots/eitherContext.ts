import type { TurnContext } from "botbuilder";

/**
 * The context of a turn, of Bot Framework or of the Microsoft 365 Agents SDK: dialogues and prompts run in both. Told by
 * what both have, because the Agents SDK is not installed everywhere.
 */
export interface EitherContext {
  readonly adapter: object;
  readonly activity: object;
  readonly turnState: object;
}

/** The context in Bot Framework's words: what is asked of it here has the same names in both. */
export function contextOf(either: EitherContext): TurnContext {
  return either as unknown as TurnContext;
}
