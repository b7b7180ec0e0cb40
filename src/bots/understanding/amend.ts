import { isDeepStrictEqual } from "node:util";
import { clausesOf } from "../../language/mentions.ts";
import type { PromptContext, Reading } from "../../language/reading.ts";
import { fold } from "../../language/tidy.ts";
import { type Answer, answersIn } from "../../machines/dialogue/answered.ts";
import { asked, type Frame } from "../../machines/dialogue/frame.ts";
import { isFree, type Prompt } from "../../machines/dialogue/prompt.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { type Correction, correctionsIn } from "./corrections.ts";
import { type Shifted, shifted, shiftIn } from "./relative.ts";

/** What a correction comes to. */
export type Amendment =
  /** An answer gets another value. */
  | {
      readonly do: "change";
      readonly answer: Answer;
      readonly value: unknown;
      readonly words: string;
    }
  /** The answer's question is asked again. `miss`: why the follower's words were no value. */
  | { readonly do: "ask"; readonly answer: Answer; readonly miss?: Miss }
  /** One of these answers is meant. Each comes with its new value, where one was said. */
  | { readonly do: "which"; readonly meant: readonly Meant[] }
  /** The message is the answer to the open question. */
  | { readonly do: "answer"; readonly ask: string; readonly value: unknown }
  /** The message would be the answer to the open question, but for this miss. */
  | { readonly do: "miss"; readonly miss: Miss }
  /** The open question is the one that is to be changed. */
  | { readonly do: "resume" };

/** An answer gets another value. */
export type Change = Extract<Amendment, { do: "change" }>;

type Miss = Extract<Reading<unknown>, { ok: false }>;

interface Meant {
  readonly answer: Answer;
  readonly value?: unknown;
}

/** Reasons that say nothing about the words, which may then be meant for any other question. */
const VAGUE = new Set(["not-understood", "not-text", "unsure", "more", "several"]);

interface Read {
  readonly answer: Answer;
  readonly reading: Reading<unknown>;
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/;

/** The open question. */
interface Open {
  readonly ask: string;
  readonly prompt: Prompt<unknown>;
  readonly dialogue: AnyDialogue;
}

/**
 * What a message corrects, among the answers of the present dialogue and of those that it uses or is used by. Words
 * that any text question would accept count as its correction only if they mean nothing else.
 */
export async function amendmentOf(
  talk: Pick<Talk, "top" | "present">,
  text: string,
  context: PromptContext,
): Promise<Amendment | undefined> {
  const { top, present } = talk;
  if (top === undefined) return undefined;
  const answers = answersIn(present);
  const ask = asked(top);
  const prompt = ask === undefined ? undefined : top.dialogue.asks[ask];
  const open =
    ask === undefined || prompt === undefined ? undefined : { ask, prompt, dialogue: top.dialogue };
  const shift = shiftIn(text);
  if (shift !== undefined) {
    const found = amended(await shifted(shift, answers, open?.prompt, context));
    if (found !== undefined) return found;
  }
  const names = [...answers, ...(open ? [open] : [])].flatMap(namesOf);
  for (const correction of correctionsIn(text, names)) {
    const found = await new Reader(answers, open, context).amendment(correction);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "One more" of what cannot be more is asked; of two things that it may be, which. */
function amended(found: readonly Shifted[]): Amendment | undefined {
  const fitting = found.filter(({ reading }) => reading.ok);
  const [refused] = found;
  if (fitting.length > 0) return meaning(fitting.map(plain), fitting[0]?.words);
  if (refused === undefined || refused.reading.ok) return undefined;
  if (refused.words === "") return { do: "ask", answer: refused.answer };
  return { do: "ask", answer: refused.answer, miss: refused.reading };
}

/**
 * What a message changes after the follower was asked what is not right. It needs no word of change there: "7 位",
 * "是花园", or two at once.
 */
export async function revisionsOf(
  { present }: Pick<Talk, "present">,
  text: string,
  context: PromptContext,
): Promise<readonly { readonly answer: Answer; readonly value: unknown }[]> {
  const words = text.trim();
  const firm = answersIn(present).filter(
    ({ prompt }) => !isFree(prompt) && prompt.kind !== "yesNo",
  );
  // Of "6位，大厅" the whole would be the number, with the hall as a remark behind it.
  const parts = await fittingOnly(
    firm,
    clausesOf(words).map((one) => one.words),
    context,
  );
  if (parts.length > 1) return parts;
  const whole = await fittingOnly(firm, [words], context);
  return whole.length > 0 ? whole : parts;
}

/** Of some texts those that are another value of just one answer. */
async function fittingOnly(
  firm: readonly Answer[],
  texts: readonly string[],
  context: PromptContext,
): Promise<readonly { readonly answer: Answer; readonly value: unknown }[]> {
  const found: { answer: Answer; value: unknown }[] = [];
  for (const text of texts) {
    const part = text.replace(WISHED, "");
    const fitting: typeof found = [];
    for (const answer of firm) {
      const reading = await new Reader(firm, undefined, context).readFor(answer, part);
      const isNew = reading.ok && !isDeepStrictEqual(reading.value, answer.value);
      if (reading.ok && isNew) fitting.push({ answer, value: reading.value });
    }
    const [only, other] = fitting;
    const isKnown = found.some(({ answer }) => answer === only?.answer);
    if (only !== undefined && other === undefined && !isKnown) found.push(only);
  }
  return found;
}

/** What parts of a message correct that tells something else besides: 改成五个人 in "我姓赵，改成五个人". `told` are the words of the rest. */
export async function changesBeside(
  talk: Pick<Talk, "top" | "present">,
  text: string,
  told: readonly string[],
  context: PromptContext,
): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (const { words } of clausesOf(text)) {
    if (told.some((one) => fold(words).includes(fold(one)))) continue;
    const change = await amendmentOf(talk, words, context);
    if (change?.do === "change") found.push(change);
  }
  return found;
}

/**
 * Whether a message would change an answer of this dialogue, which is over: "改成8个人" right after the booking. A
 * follower who says so does not want a second booking.
 */
export async function wouldChange(
  dialogue: AnyDialogue,
  text: string,
  context: PromptContext,
): Promise<boolean> {
  const asks = [dialogue, ...Object.values(dialogue.uses)].flatMap((one) =>
    Object.entries(one.asks).map(([ask, prompt]) => ({ dialogue: one, ask, prompt })),
  );
  const firm = asks.filter(
    ({ prompt }) => !isFree(prompt) && prompt.kind !== "yesNo" && prompt.questions !== true,
  );
  for (const { value, name, asked: isAsked } of correctionsIn(text, firm.flatMap(namesOf))) {
    if (!isAsked) continue;
    if (value === undefined && name !== undefined) return true;
    for (const { prompt } of firm) {
      if (value !== undefined && (await prompt.read({ text: value }, context)).ok) return true;
    }
  }
  return false;
}

/** Whether a message asks for a change of an answer of this dialogue, which has ended. */
export async function changesEnded(
  ended: Frame,
  text: string,
  context: PromptContext,
): Promise<boolean> {
  const answers = answersIn([ended]);
  for (const correction of correctionsIn(text, answers.flatMap(namesOf))) {
    if (!correction.asked) continue;
    if (await new Reader(answers, undefined, context).amendment(correction)) return true;
  }
  return false;
}

const OF_OTHERS = /[\d一二两三四五六七八九十几]|小时|分钟|[早晚]一?[点些]/;
const CHANGES = /改|换|change|switch/i;
const WISHED =
  /^(?:应该|我)?(?:是说|是|要|[改换](?:成|到|为|去)?|it'?s|it should be|make it|change (?:it )?to)\s*/iu;

/** The names that followers use for an answer. */
export function namesOf({ dialogue, ask }: Pick<Answer, "dialogue" | "ask">): readonly string[] {
  return [...(dialogue.names[ask] ?? []), ask];
}

/** Reads corrections against what was answered. */
class Reader {
  readonly #answers: readonly Answer[];
  readonly #open: Open | undefined;
  readonly #context: PromptContext;

  constructor(answers: readonly Answer[], open: Open | undefined, context: PromptContext) {
    this.#answers = answers;
    this.#open = open;
    this.#context = context;
  }

  amendment(correction: Correction): Promise<Amendment | undefined> {
    return correction.name === undefined
      ? this.#unnamed(correction)
      : this.#named(correction, correction.name.toLowerCase());
  }

  async #named({ value, asked }: Correction, name: string): Promise<Amendment | undefined> {
    const isNamed = (one: Pick<Answer, "dialogue" | "ask">) =>
      namesOf(one).some((other) => other.toLowerCase() === name);
    if (this.#open !== undefined && isNamed(this.#open)) {
      if (value === undefined) return { do: "resume" };
      const { ask, prompt } = this.#open;
      if (isFree(prompt) && !asked) return undefined;
      const reading = await this.#read(prompt, value);
      if (reading.ok) return { do: "answer", ask, value: reading.value };
      return asked ? { do: "miss", miss: reading } : undefined;
    }
    const answer = this.#answers.find(isNamed);
    if (answer === undefined) return undefined;
    if (value === undefined) return { do: "ask", answer };
    if (isFree(answer.prompt) && !asked) return undefined;
    const reading = await this.readFor(answer, value);
    if (reading.ok) return { do: "change", answer, value: reading.value, words: value };
    return asked ? { do: "ask", answer, miss: reading } : undefined;
  }

  async #unnamed(correction: Correction): Promise<Amendment | undefined> {
    const { value, was, strict, asked } = correction;
    if (value === undefined) {
      const kept = this.#answers.filter(({ prompt }) => prompt.kind !== "yesNo");
      return meaning(kept.map((answer) => ({ answer })));
    }
    const firm = this.#answers.filter(({ prompt }) => !isFree(prompt) && prompt.kind !== "yesNo");
    const before = was === undefined ? [] : await this.#holding(was);
    if (before.length === 0 && strict) return undefined;
    const readings = await this.#fitting(value, await this.#alike(firm, was, before));
    const fitting = readings.filter(({ reading }) => reading.ok);
    const meant = fitting.filter(({ answer }) => before.includes(answer));
    if (fitting.length > 0) return meaning((meant.length > 0 ? meant : fitting).map(plain), value);
    const open = await this.#asOpen(value);
    if (open !== undefined) return open;
    // "30 people" at a table for 20 is not a new name, although any words may be a name.
    const refused = readings.find(({ reading }) => !reading.ok && !VAGUE.has(reading.reason));
    if (refused !== undefined) {
      return { do: "ask", answer: refused.answer, miss: refused.reading as Miss };
    }
    return this.#ofWords(value, before, asked);
  }

  /** "Not 6, 8 people" at a question that takes any words: only answers count that 6 could answer too. */
  async #alike(
    answers: readonly Answer[],
    was: string | undefined,
    before: readonly Answer[],
  ): Promise<readonly Answer[]> {
    const isOpenFree = this.#open !== undefined && isFree(this.#open.prompt);
    if (was === undefined || before.length > 0 || !isOpenFree) return answers;
    const alike: Answer[] = [];
    for (const answer of answers) {
      if ((await this.#read(answer.prompt, was)).ok) alike.push(answer);
    }
    return alike;
  }

  /** Words that no other question understands may change an answer in words, if a change was asked for. */
  async #ofWords(
    value: string,
    before: readonly Answer[],
    asked: boolean,
  ): Promise<Amendment | undefined> {
    const free = this.#answers.filter(({ prompt }) => isFree(prompt) || prompt.kind === "yesNo");
    const rest = (await this.#fitting(value, free)).filter(({ reading }) => reading.ok);
    const named = rest.filter(({ answer }) => before.includes(answer));
    if (named.length > 0) return meaning(named.map(plain), value);
    if (!asked || this.#open === undefined || isFree(this.#open.prompt)) return undefined;
    // "五个人，换成花园" are two changes, and no new note.
    // "改成五六个人" is no note: it says a number that nobody understood.
    if (OF_OTHERS.test(value)) return undefined;
    const isSeveral = clausesOf(value).some(({ words }) => words !== value && CHANGES.test(words));
    if (isSeveral) return undefined;
    return meaning(rest.map(plain), value);
  }

  async #asOpen(value: string): Promise<Amendment | undefined> {
    if (this.#open === undefined || isFree(this.#open.prompt)) return undefined;
    const { ask, prompt } = this.#open;
    if (prompt.kind === "yesNo") return undefined;
    const reading = await this.#read(prompt, value);
    if (reading.ok) return { do: "answer", ask, value: reading.value };
    return VAGUE.has(reading.reason) ? undefined : { do: "miss", miss: reading };
  }

  /**
   * How the questions of these answers read the words. An answer that would stay the same is not meant if others
   * change.
   */
  async #fitting(value: string, answers: readonly Answer[]): Promise<Read[]> {
    const found: Read[] = [];
    for (const answer of answers) {
      found.push({ answer, reading: await this.readFor(answer, value) });
    }
    const others = found.filter(
      ({ reading, answer }) => reading.ok && !isDeepStrictEqual(reading.value, answer.value),
    );
    return others.length > 0 ? others : found;
  }

  /** "At eight" keeps the day of the answer before; "tomorrow" keeps its time. */
  async readFor({ prompt, value: before }: Answer, words: string): Promise<Reading<unknown>> {
    const said = typeof before === "string" ? MOMENT.exec(before) : null;
    if (prompt.kind !== "dateTime" || said === null) return this.#read(prompt, words);
    const [, day, time] = said;
    const thatDay = await this.#read(prompt, `${day} ${words}`);
    if (thatDay.ok) return thatDay;
    const reading = await this.#read(prompt, words);
    if (reading.ok || reading.reason !== "no-time") return reading;
    const then = await this.#read(prompt, `${words} ${time}`);
    return then.ok ? then : reading;
  }

  /** Answers that these words stand for. */
  async #holding(words: string): Promise<Answer[]> {
    const found: Answer[] = [];
    for (const answer of this.#answers) {
      const isNamed = namesOf(answer).some((name) => name.toLowerCase() === words.toLowerCase());
      const reading = isNamed ? undefined : await this.readFor(answer, words);
      if (isNamed || (reading?.ok && isDeepStrictEqual(reading.value, answer.value)))
        found.push(answer);
    }
    return found;
  }

  async #read(prompt: Prompt<unknown>, text: string): Promise<Reading<unknown>> {
    return prompt.read({ text }, this.#context);
  }
}

function meaning(meant: readonly Meant[], words = ""): Amendment | undefined {
  const [first, second] = meant;
  if (first === undefined) return undefined;
  if (second !== undefined) return { do: "which", meant };
  const { answer, value } = first;
  return value === undefined ? { do: "ask", answer } : { do: "change", answer, value, words };
}

function plain({ answer, reading }: Pick<Read, "answer" | "reading">): Meant {
  return { answer, ...(reading.ok && { value: reading.value }) };
}
