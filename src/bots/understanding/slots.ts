import { isDeepStrictEqual } from "node:util";
import {
  clausesOf,
  isRefusal,
  type Mention,
  type Mentionable,
  mentioning,
  mentionsOf,
} from "../../language/mentions.ts";
import { nameIn } from "../../language/names/personName.ts";
import type { PromptContext } from "../../language/reading.ts";
import { fold, withoutFillers } from "../../language/tidy.ts";
import { readDate } from "../../language/times/moment.ts";
import { CANCEL } from "../../language/usualWords.ts";
import { answersIn } from "../../machines/dialogue/answered.ts";
import { isAskedAgain } from "../../machines/dialogue/askedAgain.ts";
import { asked } from "../../machines/dialogue/frame.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";

/**
 * Slot filling: finds what one message says about several questions. Only clear statements count. What is guessed,
 * refused, asked about, or fits two questions alike, is left to its own question.
 */

/** A question that nobody has answered yet. */
interface Slot {
  readonly dialogue: AnyDialogue;
  readonly ask: string;
  readonly prompt: Prompt<unknown>;
  /** Whether this is the open question. */
  readonly open: boolean;
}

/** What a message says about one question. */
export interface Told {
  readonly slot: Slot;
  /** The words that say it. */
  readonly words: string;
  readonly value?: unknown;
  /** The day of a moment whose time is not known yet: `2026-12-05`. */
  readonly day?: string;
}

/** Kinds of which a message may hold several, told apart by their words. */
const MENTIONS: Readonly<Record<string, Mentionable>> = {
  dateTime: "time",
  date: "time",
  time: "time",
  integer: "people",
  number: "people",
  phone: "phone",
  email: "email",
};
/** Names of a number that counts people: "five people" is no number of cups. */
const OF_PEOPLE =
  /人|位|孩|儿童|people|child|kids|persons?|guests?|party|pax|adults?|head ?count|seats|size|participants?|attendees?/i;

/** The questions of the present dialogue, and of those that it uses, that one message may answer. */
export function slotsOf(talk: Pick<Talk, "top" | "present">): Slot[] {
  const { top, present } = talk;
  if (top === undefined || top.repair !== undefined) return [];
  const standing = asked(top);
  const open = standing === undefined ? undefined : slotOf(top.dialogue, standing, true);
  if (isAskedAgain(top.dialogue)) return open === undefined ? [] : [open];
  const known = new Set(answersIn(present).map(({ dialogue, ask }) => `${dialogue.id}.${ask}`));
  const dialogues = new Map<AnyDialogue, number>();
  for (const { dialogue, usedBy } of present) if (usedBy === undefined) count(dialogue, dialogues);
  const found: Slot[] = open === undefined ? [] : [open];
  for (const [dialogue, uses] of dialogues) {
    // A dialogue that is used twice has two answers to each question, so its questions are left out.
    if (uses > 1 || dialogue.raw || !dialogue.slotFilling) continue;
    for (const ask of Object.keys(dialogue.asks)) {
      const isOpen = dialogue === top.dialogue && ask === standing;
      if (!isOpen && !known.has(`${dialogue.id}.${ask}`)) found.push(slotOf(dialogue, ask, false));
    }
  }
  return top.dialogue.slotFilling ? found : [];
}

function slotOf(dialogue: AnyDialogue, ask: string, open: boolean): Slot {
  return { dialogue, ask, prompt: dialogue.asks[ask] as Prompt<unknown>, open };
}

function count(dialogue: AnyDialogue, into: Map<AnyDialogue, number>): void {
  const uses = (into.get(dialogue) ?? 0) + 1;
  into.set(dialogue, uses);
  if (uses === 1) for (const child of Object.values(dialogue.uses)) count(child, into);
}

/** Words behind a value that take it back, or leave it open. */
const TAKES_BACK =
  /^(?:但是?|不过|可是|再说|再看|考虑|想想|等等|等一?下|but\b|unless\b|maybe\b|or\b)/i;
const ASKS =
  /[?？]\s*$|[吗呢么]\s*$|有没有|是不是|能不能|可不可以|哪|多少|怎么|^(?:what|which|how|do you|is there|are there)\b/i;
/** A word that names an option's place rather than its name. */
const PLACE =
  /^(?:就|要|选|我要|那就)?(?:第|倒数|最后|最前|头|首|中间|前|后|the |no\.?|#|option )*(?:first|second|third|last|middle|[\d一二两三四五六七八九十]+)?[个项间种]?$/i;

/** Whether answers to such a question are found among other words. */
export function isMentioned({ kind }: Pick<Prompt<unknown>, "kind">): boolean {
  return Object.hasOwn(MENTIONS, kind);
}

/** Whether a part of a message asks something. */
export function asksSomething(words: string): boolean {
  return ASKS.test(words);
}

/** Whether a part of a message is a place of a list, and no name: 第二个, 2. */
export function namesPlace(words: string): boolean {
  return PLACE.test(words);
}

/** What a message says about these questions. The message that begins a dialogue may word a wish as a question. */
export async function toldIn(
  text: string,
  slots: readonly Slot[],
  context: PromptContext,
  begins: boolean,
): Promise<readonly Told[]> {
  if (slots.length === 0 || text.length > LONGEST) return [];
  // No question was asked yet, so no question comes before another.
  const equal = begins ? slots.map((slot) => ({ ...slot, open: false })) : slots;
  return new Finder(mentioning(text), text, context, begins).find(equal);
}

const LONGEST = 300;

class Finder {
  readonly #said: string;
  readonly #text: string;
  readonly #context: PromptContext;
  readonly #begins: boolean;
  readonly #clauses: readonly Mention[];
  /** Words that were taken already, and belong to no other question. */
  readonly #taken: string[] = [];

  constructor(said: string, text: string, context: PromptContext, begins: boolean) {
    this.#said = said;
    this.#text = text;
    this.#context = context;
    this.#begins = begins;
    this.#clauses = clausesOf(said);
  }

  async find(slots: readonly Slot[]): Promise<readonly Told[]> {
    const found: Told[] = [];
    for (const kind of ["phone", "email", "time", "people"] as const) {
      found.push(...(await this.#mentioned(kind, slots)));
    }
    found.push(...(await this.#chosen(slots.filter(({ prompt }) => prompt.options !== undefined))));
    found.push(...(await this.#named(slots.filter(({ prompt }) => prompt.kind === "personName"))));
    const inOrder = slots.flatMap((slot) => found.filter((one) => one.slot === slot));
    return this.#isTakenBack() ? [] : inOrder;
  }

  /** Whether the follower takes his words back: "At seven, but let me ask first" settles nothing. */
  #isTakenBack(): boolean {
    const first = this.#clauses.findIndex(({ words }) =>
      this.#taken.some((one) => words.includes(one)),
    );
    return this.#clauses
      .slice(first + 1)
      .some(({ words }) => TAKES_BACK.test(words) || CANCEL.has(withoutFillers(fold(words))));
  }

  async #mentioned(kind: Mentionable, slots: readonly Slot[]): Promise<Told[]> {
    const asking = slots.filter(
      ({ prompt, ask, dialogue, open }) =>
        MENTIONS[prompt.kind] === kind &&
        (kind !== "people" ||
          open ||
          [ask, ...(dialogue.names[ask] ?? [])].some((one) => OF_PEOPLE.test(one))),
    );
    if (asking.length === 0) return [];
    const mentions = mentionsOf(kind, this.#said).filter(
      (one) => this.#begins || !this.#isAsked(one),
    );
    const found: Told[] = [];
    for (const slot of alone(asking)) {
      const told = await this.#agreeing(slot, mentions);
      if (told !== undefined) found.push(told);
    }
    for (const { words } of mentions) if (found.length > 0) this.#taken.push(words);
    return found;
  }

  #isAsked({ at }: Mention): boolean {
    return asksSomething(this.#clauses.findLast((one) => one.at <= at)?.words ?? "");
  }

  /** What all mentions together say, if they agree. */
  async #agreeing(slot: Slot, mentions: readonly Mention[]): Promise<Told | undefined> {
    const found: Told[] = [];
    for (const { words } of mentions) {
      const told = await this.#read(slot, joined(words));
      if (told !== undefined) found.push({ ...told, words });
    }
    // Only the prompt itself knows some days: 腊月初八.
    if (found.length === 0 && slot.open && slot.prompt.kind === "dateTime") {
      return this.#read(slot, this.#text);
    }
    const whole = found.filter(({ day }) => day === undefined);
    const [first, ...others] = whole.length > 0 ? whole : found;
    const agree = others.every(
      ({ value, day }) => isDeepStrictEqual(value, first?.value) && day === first?.day,
    );
    return agree ? first : undefined;
  }

  async #read(slot: Slot, words: string): Promise<Told | undefined> {
    const { prompt } = slot;
    // Where only a time of day is asked for, "at seven" is taken from "tomorrow at seven".
    const parts = prompt.kind === "time" ? [words, words.replace(DAY, "")] : [words];
    for (const part of parts) {
      const reading = await prompt.read({ text: part }, this.#context);
      if (reading.ok) return { slot, words, value: reading.value };
      if (prompt.kind === "dateTime" && reading.reason === "no-time") {
        const day = await readDate(withoutHalf(part), this.#context);
        if (day.ok) return { slot, words, day: day.value };
      }
    }
    return undefined;
  }

  async #chosen(slots: readonly Slot[]): Promise<Told[]> {
    const found: Told[] = [];
    for (const slot of slots) {
      if (slot.prompt.kind !== "choice") continue;
      const told = await this.#choice(slot);
      if (told !== undefined) found.push(told);
    }
    // A word that is an option of two questions answers the open one, or none.
    return found.filter(
      ({ slot, words }) =>
        slot.open || !found.some((other) => other.slot !== slot && other.words === words),
    );
  }

  async #choice(slot: Slot): Promise<Told | undefined> {
    const { prompt, open } = slot;
    const found: Told[] = [];
    if (prompt.questions === true) {
      const whole = await prompt.read({ text: this.#text }, this.#context);
      return whole.ok ? { slot, words: this.#text, value: whole.value } : undefined;
    }
    for (const { words } of this.#clauses) {
      if (asksSomething(words) || isRefusal(words)) continue;
      if (open && !namesPlace(words)) {
        const reading = await prompt.read({ text: words }, this.#context);
        if (reading.ok) found.push({ slot, words, value: reading.value });
        if (reading.ok) continue;
      }
      // With a sign behind it that is in no name, only a whole name is found.
      const inside = await prompt.read({ text: `${words} ${SIGN}` }, this.#context);
      if (inside.ok || inside.reason !== "more" || inside.heard === undefined) continue;
      const reading = await prompt.read({ text: inside.heard }, this.#context);
      if (reading.ok) found.push({ slot, words: inside.heard, value: reading.value });
    }
    const [first, ...others] = found;
    if (first === undefined || others.some(({ value }) => value !== first.value)) return undefined;
    this.#taken.push(first.words);
    return first;
  }

  async #named(slots: readonly Slot[]): Promise<Told[]> {
    const [slot] = alone(slots);
    if (slot === undefined) return [];
    // The words stay as they were typed, so that a name keeps its capitals.
    let text = this.#text.normalize("NFKC").replace(/(?<=\d{3})[,，、]\s*(?=\d{3})/g, "");
    for (const kind of ["phone", "email"] as const) {
      for (const { words } of mentionsOf(kind, text)) text = text.replace(words, "，");
    }
    const clauses = clausesOf(text)
      .map(({ words }) => words)
      .filter((words) => !this.#taken.some((one) => fold(words).includes(one)));
    const introduced = clauses.filter((words) => INTRODUCES.test(words));
    const names = introduced.flatMap((words) => nameIn(words, true) ?? []);
    if (names.length === 0 && slot.open)
      names.push(...clauses.flatMap((words) => nameIn(words) ?? []));
    const [words, ...others] = new Set(names);
    if (words === undefined || others.length > 0) return [];
    const reading = await slot.prompt.read({ text: words }, this.#context);
    if (!reading.ok) return [];
    this.#taken.push(fold(words));
    return [{ slot, words, value: reading.value }];
  }
}

const SIGN = "¤";
const INTRODUCES = /姓|叫|名字|称呼|\bname\b|call me|\bunder\b/i;
const DAY =
  /^.*?(?=凌晨|早|上午|中午|下午|傍晚|晚|夜|深夜|\d{1,2}[点:]|[一二两三四五六七八九十]+点|\bat\b|\d{1,2} ?[ap]m)/;

/** Where two questions ask for the same kind of value, only the open one stays. */
function alone(slots: readonly Slot[]): readonly Slot[] {
  return slots.filter(
    (slot) =>
      slot.open ||
      !slots.some((other) => other !== slot && isAlike(slot.prompt.kind, other.prompt.kind)),
  );
}

function isAlike(one: string, other: string): boolean {
  return one === other || [one, other].includes("dateTime") || MENTIONS[one] === "people";
}

/** The words without pauses: "周日吧，中午十二点" is one moment. */
function joined(words: string): string {
  return words.replace(/[吧 ]?[,，] ?/g, /\p{Script=Han}/u.test(words) ? "" : " ");
}

/** The day in "明天中午". The half of the day is said once the hour is known. */
function withoutHalf(words: string): string {
  return words.replace(
    /(?:的)?(?:早上|上午|中午|下午|傍晚|晚上|晚间|夜里| ?(?:morning|noon|afternoon|evening|night))$/i,
    "",
  );
}
