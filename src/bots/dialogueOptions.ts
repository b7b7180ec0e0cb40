import type { Activity, TurnContext } from "botbuilder";
import type { Clock } from "../clock.ts";
import type { Duration } from "../duration.ts";
import type { Log } from "../log.ts";
import type { Ended } from "../machines/dialogue/aftermath.ts";
import type { AnyDialogue, Lifecycle } from "../machines/dialogue/spec.ts";
import type { Move } from "../machines/dialogue/stack.ts";
import type { Texts } from "../machines/dialogue/texts.ts";
import type { Intent, Repair } from "./intents.ts";
import type { TakeMessage } from "./people/leaveMessage.ts";
import type { Tape } from "./watch/tape.ts";

/** What a bot sends under a message key: words, or an activity of Bot Framework. */
export type BotTexts = Texts<string, string | Partial<Activity>>;

/** An event outside of the dialogues, and the dialogue that begins if no running dialogue takes the event. */
export interface Trigger {
  readonly on: Lifecycle;
  /** The menu key or the scene that starts it. Default: any. */
  readonly key?: string | RegExp;
  readonly begins: AnyDialogue;
  /** The input of the dialogue that begins. Default: none. */
  readonly with?: (happening: {
    readonly key?: string | undefined;
    readonly value: unknown;
  }) => unknown;
}

/** How dialogues are run. Only `dialogues` is required. */
export interface DialogueOptions {
  /** Every dialogue that may begin; those that they use are found through them. */
  readonly dialogues: readonly AnyDialogue[];
  /** The dialogue that a message begins when no dialogue runs and no intent is recognised. Default: none. */
  readonly begin?: AnyDialogue | undefined;
  /** Texts, for dialogues that bring none of their own. */
  readonly texts?: Texts | undefined;
  /** The language to speak, as a BCP 47 tag. Default: the activity's, then the account's. */
  readonly locale?: (context: TurnContext) => string | undefined;
  /** What followers may want at any time, beside cancelling, help and the like. */
  readonly intents?: readonly Intent[] | undefined;
  /** Whether the usual intents (cancel, human, help, repeat, back, restart) are understood. Default true. */
  readonly usualIntents?: boolean | undefined;
  readonly triggers?: readonly Trigger[] | undefined;
  /** Your own repairs in place of the usual ones; `false` switches one off. */
  readonly repairs?: Partial<Readonly<Record<Repair, AnyDialogue | false>>> | undefined;
  /**
   * Whether a follower who has answered something already is asked, after the last miss of a question, whether to go
   * on. After as many misses again the question gives up. Default true.
   */
  readonly asksBeforeGivingUp?: boolean | undefined;
  /**
   * How long answers are kept of a dialogue that gave up or lapsed: whoever comes back to it is asked whether to go on
   * from there (`engine.draft`). A duration such as `"12h"`, or `false` for not at all. Default `"3d"`.
   */
  readonly keepDrafts?: Duration | false | undefined;
  /**
   * Takes the message that somebody leaves for people where "人工" finds that the account has none. The follower is
   * asked what it is about and for a number to call, unless he has said so already. Default: he hears
   * `engine.noHuman`.
   */
  readonly takeMessage?: TakeMessage | undefined;
  /** A secret of at least 32 characters that seals the tokens of `callback` services. */
  readonly callbackSecret?: string | undefined;
  /** Hears of every event that a dialogue took: for funnels and inspectors. */
  readonly onMove?: ((move: Move) => void) | undefined;
  /** Hears of every dialogue that ended. */
  readonly onEnd?: ((ended: Ended) => void) | undefined;
  /** Gets every turn in a form that can be played again, to make tests from production. It holds what people said. */
  readonly record?: ((tape: Tape) => void) | undefined;
  /**
   * Which release of the bot this is: a number that grows with each release, for example the time of its build. While
   * two releases serve the same followers, the older one leaves alone what only the newer one knows. Set it in all
   * releases or in none. Default: when the bot was made, because a newer release's processes start later.
   */
  readonly release?: number | undefined;
  /** The clock of waiting calls. Default: the machine's own. */
  readonly clock?: Clock | undefined;
  /** Default: warnings on standard error. */
  readonly log?: Log | undefined;
}
