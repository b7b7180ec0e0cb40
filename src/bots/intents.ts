import type { PromptContext, PromptInput } from "../language/reading.ts";
import { fold, withoutFillers } from "../language/tidy.ts";
import { BACK, CANCEL, HELP, HUMAN, REPEAT, RESTART, wantsHuman } from "../language/usualWords.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";

/** The repairs of a conversation: what people want beside what a dialogue asks them. */
export const REPAIRS = [
  "cancel",
  "handoff",
  "help",
  "repeat",
  "back",
  "correct",
  "restart",
  "clarify",
  "doubt",
  "draft",
  "error",
] as const;
export type Repair = (typeof REPAIRS)[number];

/** Something that a follower may want at any time. */
export interface Intent {
  /** What texts and drawings call it. */
  readonly name: string;
  /** A hard intent comes before the answer to a question, a soft one after it. Default false. */
  readonly hard?: boolean;
  /**
   * Whether the intent is only recognised in whole messages that mean nothing else. It then comes before the answer
   * to a question that takes any words. Default false.
   */
  readonly exact?: boolean;
  /**
   * Whether the intent counts only while a dialogue runs: elsewhere the bot's `begin` understands its words itself.
   * Default false.
   */
  readonly meanwhile?: boolean | undefined;
  /** Some messages that mean the intent. Followers choose by them where a message could mean several intents. */
  readonly words?: readonly string[];
  /** Whether a message means the intent. A returned object becomes the input of the dialogue that begins. */
  matches(
    input: PromptInput,
    context: PromptContext,
  ): boolean | object | undefined | Promise<boolean | object | undefined>;
  /** The dialogue that begins on top of the present one, or the repair that is made. */
  readonly begins: AnyDialogue | Repair;
}

/**
 * An intent by whole messages: `intent("hours", ["营业时间", "opening hours"], hoursDialogue)`. "Cancel"
 * cancels, "please don't cancel my order" does not.
 */
export function intent(
  name: string,
  words: Iterable<string>,
  begins: AnyDialogue | Repair,
  options: { readonly hard?: boolean } = {},
): Intent {
  const all = [...words];
  const known = new Set(all.map((one) => withoutFillers(fold(one))));
  return {
    name,
    ...options,
    exact: true,
    words: all,
    begins,
    matches(input) {
      const { folded, bare } = formsOf(input);
      return known.has(folded) || known.has(bare);
    },
  };
}

/** The forms of a message that intents compare. */
interface Forms {
  readonly folded: string;
  /** The words without the politeness around a wish. */
  readonly bare: string;
}

/** What a follower gave, with the forms of its words. The forms are made once, because every intent asks for them. */
export class Message implements PromptInput {
  readonly text: string;
  readonly tapped?: string;
  readonly attachments?: NonNullable<PromptInput["attachments"]>;
  readonly location?: NonNullable<PromptInput["location"]>;
  readonly unreadable?: true;
  #forms: Forms | undefined;

  constructor(input: PromptInput) {
    this.text = input.text;
    Object.assign(this, input);
  }

  get forms(): Forms {
    this.#forms ??= formsOfWords(this.text);
    return this.#forms;
  }
}

/** The forms of a message, or of words that came another way. */
export function formsOf(input: PromptInput): Forms {
  return input instanceof Message ? input.forms : formsOfWords(input.text);
}

function formsOfWords(text: string): Forms {
  const folded = fold(text);
  return { folded, bare: withoutFillers(folded) };
}

/** People ask for a person in many more words than a list has. */
function human(): Intent {
  const listed = intent("human", HUMAN, "handoff", { hard: true });
  return {
    ...listed,
    matches(input) {
      const { folded, bare } = formsOf(input);
      return wantsHuman(folded) || wantsHuman(bare.replace(/[!?.。]+$/, ""));
    },
  };
}

/** Why somebody does not go on; then he says that he does not. */
const REASON =
  /太|没(?:时间|空)|有事|临时|突然|不(?:想|方便|合适|去|来)|改主意|变卦|贵|远|too |can'?t|cannot|changed my mind|no time/i;
const WITH_REASON = /^([^,，。;!?]{2,20})[,，。;!]+ ?([^,，。;!?]+)$/;

/** "太贵了，不订了": people give a reason before they cancel. */
function cancels(): Intent {
  const listed = intent("cancel", CANCEL, "cancel", { hard: true });
  return {
    ...listed,
    matches(input, context) {
      const [, reason = "", rest = ""] = WITH_REASON.exec(formsOf(input).folded) ?? [];
      if (REASON.test(reason) && CANCEL.has(withoutFillers(rest))) return true;
      return listed.matches(input, context);
    },
  };
}

/** What the bot understands without being told. */
export const USUAL_INTENTS: readonly Intent[] = [
  cancels(),
  human(),
  intent("help", HELP, "help"),
  intent("repeat", REPEAT, "repeat"),
  intent("back", BACK, "back"),
  intent("restart", RESTART, "restart"),
];
