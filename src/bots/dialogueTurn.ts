import type { TurnContext } from "botbuilder";
import { milliseconds } from "../duration.ts";
import { WeChatError } from "../errors.ts";
import type { PromptInput } from "../language/reading.ts";
import { errorFacts, type Log } from "../log.ts";
import type { TalkRecord } from "../machines/dialogue/record.ts";
import type { Talk } from "../machines/dialogue/talk.ts";
import { TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";
import { callKey, sealToken } from "./dialogueCalls.ts";
import type { DialogueOptions } from "./dialogueOptions.ts";
import type { Incoming } from "./input.ts";
import type { Speaker } from "./speaker.ts";
import type { Hearing } from "./understanding/understanding.ts";

/** One turn, as the parts of the runner see it. */
export interface Turn {
  readonly context: TurnContext;
  readonly scope: TurnScope;
  readonly talk: Talk;
  readonly speaker: Speaker;
  readonly before: TalkRecord;
  /** Calls that this turn has begun. */
  readonly begun: Set<string>;
  /** Whether the turn has saved before its end. */
  saved?: true;
}

/** After these events, the follower's next contact is `enteredAgain`. */
const LEAVES: readonly string[] = ["unsubscribed", "windowExpired"];
const KEEP_DRAFTS = "3d";

/** What follows for the conversation from what has just happened. */
export function afterIncoming(
  { talk, scope }: Turn,
  incoming: Incoming,
  { keepDrafts = KEEP_DRAFTS }: DialogueOptions,
): void {
  const type = incoming.kind === "happening" ? incoming.type : "";
  if (LEAVES.includes(type)) talk.setAway(true);
  if (type === "unsubscribed") talk.forgetEnded();
  else if (talk.hasNewDraft && keepDrafts !== false) {
    talk.keepDraft(scope.now + milliseconds(keepDrafts));
  }
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

/** What understanding an answer depends on in this turn. */
export function promptContextOf(turn: Turn, { callbackSecret, log }: Adding): Hearing {
  const { scope, speaker } = turn;
  const { now, timeZone } = scope;
  return {
    now,
    timeZone,
    locale: speaker.locale,
    agents: async () => scope.agents?.(),
    add: (input) => add(turn, input, { callbackSecret, log }),
  };
}

interface Adding {
  readonly callbackSecret?: string | undefined;
  readonly log: Log;
}

/** Gives a message to the call that the present dialogue waits for, if the call's service takes more. */
async function add(
  { talk, scope, context }: Turn,
  { text, attachments = [] }: PromptInput,
  { callbackSecret, log }: Adding,
): Promise<boolean> {
  const call = talk.calls.find(
    ({ f, l, n }) => f === talk.frames.length - 1 && n > 0 && l === undefined,
  );
  const more = call && talk.frames[call.f]?.dialogue.calls[call.c]?.options.more;
  if (call === undefined || more === undefined) return false;
  const { recipient, conversation } = context.activity;
  const address = { bot: recipient.id, conversation: conversation.id, call: call.k };
  const token = sealToken(callbackSecret, address);
  try {
    await more(
      { text, attachments },
      { key: callKey(scope.key, 0), attempt: 1, now: scope.now, token },
    );
    return true;
  } catch (error) {
    log.warn({ ...errorFacts(error, log), service: call.c }, "an addition was not taken");
    return false;
  }
}
