import type { TurnContext } from "botbuilder";
import { WeChatError } from "../errors.ts";
import type { TalkRecord } from "../machines/dialogue/record.ts";
import type { Talk } from "../machines/dialogue/talk.ts";
import { TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";
import type { Speaker } from "./speaker.ts";
import type { Hearing } from "./understanding/understanding.ts";

/** One turn, as its parts see it. */
export interface Turn {
  readonly context: TurnContext;
  readonly scope: TurnScope;
  readonly talk: Talk;
  readonly speaker: Speaker;
  readonly before: TalkRecord;
  /** Calls that this turn has begun. */
  readonly begun: Set<string>;
  /** Whether it has saved on its way. */
  saved?: true;
}

/** What the turn may read and write. Throws `WeChatError` with the code `no-turn-scope`. */
export function scopeOf(context: TurnContext): TurnScope {
  const scope = context.turnState.get<TurnScope | undefined>(TURN_SCOPE);
  if (scope !== undefined) return scope;
  throw new WeChatError(
    "no-turn-scope",
    "Dialogues need an adapter that keeps a conversation's record: use WeChatAdapter, or testDialogue in tests.",
  );
}

/** What understanding depends on in this turn. */
export function promptContextOf({ scope, speaker }: Turn): Hearing {
  const { now, timeZone } = scope;
  return { now, timeZone, locale: speaker.locale, agents: async () => scope.agents?.() };
}
