import type { TurnContext } from "botbuilder";

/**
 * The context of a turn, of Bot Framework or of the Microsoft 365 Agents SDK: dialogues and prompts run in both. It
 * is described by what both contexts have, because the Agents SDK is not installed everywhere.
 */
export interface EitherContext {
  readonly adapter: object;
  readonly activity: object;
  readonly turnState: object;
}

/** The context with Bot Framework's type: everything that we use has the same names in both SDKs. */
export function contextOf(either: EitherContext): TurnContext {
  return either as unknown as TurnContext;
}
