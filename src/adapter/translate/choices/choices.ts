import { readExactly } from "../../../language/choices/choice.ts";
import { CHOICES, type Gives, type Numbered } from "../../../store/openChoices.ts";
import type { TurnScope } from "../../../store/turnScope.ts";

const VERSION = 1;
/** Our ids count on from here, far from ids that a bot gives to its own menus. */
const FIRST_ID = 1_000_000_000;
/** How many earlier choices can still be tapped: their menus stay in the chat for ever. */
const EARLIER = 40;
/** A larger value is dropped once its list has closed. In characters of JSON. */
const EARLIER_VALUE = 2_000;
/** How long a typed number or title counts as a choice; a tap always counts. */
const OPEN_MS = 24 * 3_600_000;

interface Remembered {
  readonly v: typeof VERSION;
  /** The last id that was given. */
  readonly n: number;
  /** When the open list was shown. */
  readonly at: number;
  readonly open: readonly Numbered[];
  readonly earlier: readonly Numbered[];
}

/**
 * The choices of one conversation in one turn: those that stand open from earlier turns, which an answer
 * may take, and those that this turn shows. They are written into the turn's scope and join its commit.
 */
export class Choices {
  readonly #scope: TurnScope;
  readonly #before: Remembered;
  readonly #shown: Numbered[] = [];
  /** Whether this turn has said anything: then the choices from before are closed. */
  #spoke = false;

  constructor(scope: TurnScope) {
    this.#scope = scope;
    this.#before = readRemembered(scope.read(CHOICES));
  }

  /**
   * The choice that a tap or a typed answer takes; undefined where it takes none. `numbered` is false where the list
   * was a menu, which shows no numbers: then "5" means 5年级 rather than the fifth choice, and otherwise goes to the
   * bot.
   */
  taken(answer: string, menuId?: string, numbered?: boolean): Numbered | undefined {
    const { open, earlier, at } = this.#before;
    if (open.length + earlier.length === 0) return undefined;
    if (menuId !== undefined) return [...open, ...earlier].find(({ id }) => id === menuId);
    if (this.#scope.now - at > OPEN_MS) return undefined;
    const title = plain(answer);
    const named = open.filter((one) => plain(one.title) === title);
    if (named.length > 0) return named.length === 1 ? named[0] : undefined;
    const index = readExactly(
      answer,
      open.map((one) => [one.title]),
      numbered,
    );
    return index === undefined ? undefined : open[index];
  }

  /** Shows a choice: gives it a number and an id. */
  readonly show = (title: string, gives: Gives): Numbered => {
    const number = this.#shown.length + 1;
    const id = String(this.#before.n + number);
    const one = { number, id, title, gives };
    this.#shown.push(one);
    return one;
  };

  /** Call it when something was said. From now on only the choices count that were shown with it. */
  said(): void {
    const { open, earlier } = this.#before;
    if (this.#shown.length === 0 && (this.#spoke || open.length === 0)) return;
    this.#spoke = true;
    const remembered: Remembered = {
      v: VERSION,
      n: this.#before.n + this.#shown.length,
      at: this.#scope.now,
      open: this.#shown,
      earlier: [...open.filter(isSmall), ...earlier].slice(0, EARLIER),
    };
    this.#scope.write(CHOICES, remembered);
  }
}

function readRemembered(stored: unknown): Remembered {
  const remembered = stored as Partial<Remembered> | undefined;
  if (remembered?.v === VERSION) return remembered as Remembered;
  return { v: VERSION, n: FIRST_ID, at: 0, open: [], earlier: [] };
}

function isSmall({ gives }: Numbered): boolean {
  return (JSON.stringify(gives.value) ?? "").length <= EARLIER_VALUE;
}

/** The text without case, blanks and width, so that what is typed matches what is shown. */
function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
