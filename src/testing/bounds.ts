import { inWords } from "../duration.ts";
import { WeChatError } from "../errors.ts";

/** So much may come of one thing that a follower does; no bot that ends says or does more. */
const MOST_MESSAGES = 2_000;
/** Pieces of a stream and signs of typing among them. */
const MOST_ACTIVITIES = 50_000;
const MOST_TURNS = 2_000;
/** By the kit's clock. The longest turn that an account may have is of thirty minutes. */
const LONGEST_MS = 2 * 3_600_000;

/** Notices a bot that would never come to an end: by what it does and by the story's clock, however fast the machine is. */
export class Bounds {
  #messages = 0;
  #activities = 0;
  #turns = 0;
  #begunAt = 0;

  /** Somebody does something: from here on it is counted. */
  begin(now: number): void {
    this.#messages = 0;
    this.#activities = 0;
    this.#turns = 0;
    this.#begunAt = now;
  }

  /** The bot sends activities of these types. Throws as {@link check} does, into the bot's own call. */
  sends(types: readonly (string | undefined)[]): void {
    this.#activities += types.length;
    this.#messages += types.filter((type) => type === "message").length;
    this.#checkCounts();
  }

  /** A turn begins. */
  turn(): void {
    this.#turns += 1;
  }

  /** Throws `WeChatError` of code `turn-endless` where it is too much. `runs`: whether a turn runs. */
  check(now: number, runs: boolean): void {
    this.#checkCounts();
    if (runs && now - this.#begunAt > LONGEST_MS) {
      throw endless(`its turn has run for more than ${inWords(LONGEST_MS)} by the kit's clock`);
    }
  }

  #checkCounts(): void {
    if (this.#messages > MOST_MESSAGES)
      throw endless(`it has sent more than ${MOST_MESSAGES} messages`);
    if (this.#activities > MOST_ACTIVITIES)
      throw endless(`it has sent more than ${MOST_ACTIVITIES} activities`);
    if (this.#turns > MOST_TURNS) throw endless(`more than ${MOST_TURNS} turns have begun`);
  }
}

function endless(what: string): WeChatError {
  return new WeChatError(
    "turn-endless",
    `The bot does not come to an end: after one thing that a follower did, ${what}. Look for a loop without a way out, a dialogue that leads back to itself, or a timer that sets itself anew at once.`,
  );
}
