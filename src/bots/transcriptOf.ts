import { readTranscript, type Said, TRANSCRIPT } from "../store/transcript.ts";
import { type HasTurnState, TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";

/**
 * What was said to this follower and by him before this turn, the last `most` of it, oldest first: the memory of a
 * language model, for example. Empty where the account keeps no `transcripts`, and outside of a turn.
 */
export function transcriptOf(
  context: HasTurnState,
  most: number = Number.POSITIVE_INFINITY,
): readonly Said[] {
  const scope = context.turnState.get(TURN_SCOPE) as TurnScope | undefined;
  const known = readTranscript(scope?.read(TRANSCRIPT));
  return most >= known.length ? known : known.slice(known.length - Math.max(0, most));
}
