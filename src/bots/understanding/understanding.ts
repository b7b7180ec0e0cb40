import { clausesOf } from "../../language/mentions.ts";
import type { PromptContext, PromptInput } from "../../language/reading.ts";
import { closingOf, REFUSE, saysWrong, wantsBack } from "../../language/usualWords.ts";
import { isFree } from "../../machines/dialogue/prompt.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import type { TurnScope } from "../../store/turnScope.ts";
import type { Trigger } from "../dialogueOptions.ts";
import type { Incoming } from "../input.ts";
import { formsOf, type Intent } from "../intents.ts";
import { leavesMessage } from "../people/leaveMessage.ts";
import { alongside } from "./alongside.ts";
import { type Change, changesBeside } from "./amend.ts";
import { asMeant, readAnswer } from "./answer.ts";
import { corrects, type Repairing, reopens, repair, revises } from "./correcting.ts";
import { beginsAnew, offersDraft } from "./drafts.ts";
import { addsSomething, needsTime, politely, QUESTION, takesLeave } from "./manners.ts";
import { keepsMatter } from "./matter.ts";
import { goesOn, missed } from "./misses.ts";
import { type Miss, type Open, openOf } from "./open.ts";
import { aboutWhatIsOver } from "./over.ts";
import { restatedIn } from "./restated.ts";
import { isMentioned, slotsOf, type Told, toldIn } from "./slots.ts";
import { changed, choiceOf, notes, placeOf } from "./wording.ts";

/** What understanding in a turn knows beside the words. */
export interface Hearing extends PromptContext {
  /** Tells which people of customer service are there. */
  readonly agents?: TurnScope["agents"];
  /** Gives a message to something that is under way for the follower. False where nothing takes it. */
  readonly add?: ((input: PromptInput) => Promise<boolean>) | undefined;
}

interface Means extends Repairing {
  readonly intents: readonly Intent[];
  /** Takes a message for people where none can come. */
  readonly message: AnyDialogue | undefined;
  readonly begin: AnyDialogue | undefined;
  readonly triggers: readonly Trigger[];
}

/**
 * Finds what a message means, in a fixed order: a hard intent (cancel, a human), the answer to the question, a soft
 * intent (help, another dialogue), a correction, or nothing. A step with `interrupt: "hard"` knows only the first
 * two, a step with `none` only the answer. Where nearly any words are an answer, exact other meanings come before it.
 */
export class Understanding {
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
  }

  /** Gives the talk what came in. False where no dialogue takes it. */
  async take(talk: Talk, incoming: Incoming, context: Hearing): Promise<boolean> {
    switch (incoming.kind) {
      case "message":
        return this.#message(talk, incoming.input, context);
      case "happening":
        return this.#happening(talk, incoming, context);
      default:
        return false;
    }
  }

  async #message(talk: Talk, said: PromptInput, context: Hearing): Promise<boolean> {
    const input = await asMeant(talk, said, context);
    if (talk.top?.snapshot.hasTag("muted")) {
      // As long as no agent has come, the follower may go back to the bot.
      const isBack = wantsBack(input.text) && talk.send({ type: "backToBot" });
      if (!isBack) talk.send({ type: "message" });
      return true;
    }
    if (this.#comesBack(talk)) return true;
    const only = talk.top?.snapshot.hasTag("locked")
      ? "answer"
      : talk.top?.snapshot.hasTag("no-interrupt")
        ? "hard"
        : "all";
    const open = openOf(talk);
    // "Never mind" answers a yes/no question with no; elsewhere it ends what is under way.
    const refuses = open?.prompt.kind === "yesNo" && REFUSE.has(formsOf(input).bare);
    const hard = async () => only !== "answer" && this.#wants(talk, input, context, "hard");
    if (!refuses && (await hard())) return true;
    if (open === undefined && isIdle(talk) && takesLeave(talk, input)) return true;
    const isAll = only === "all";
    if (isAll && goesOn(talk, input)) return true;
    if (isAll && open && isFree(open.prompt) && (await this.#beside(talk, open, input, context))) {
      return true;
    }
    if (isAll && open?.prompt.summary === true && saysWrong(input.text, input.tapped)) {
      if (await corrects(this.#means, talk, input, context)) return true;
      if (await corrects(this.#means, talk, { text: WRONG }, context)) return true;
    }
    if (isAll && open && (await this.#withMore(talk, open, input, context))) return true;
    const miss = await this.#answer(talk, input, context);
    if (miss === "taken") return true;
    if (await beginsAnew(talk, input.text, context)) {
      return this.fill(talk, input, context, false);
    }
    if (talk.top?.repair === "correct" && (await revises(this.#means, talk, input, context)))
      return true;
    if (refuses && (await hard())) return true;
    if (isAll) {
      if (await this.#wants(talk, input, context, "soft")) return true;
      // At a summary a single change is a correction like any other: what it comes to is shown.
      const isSummary = open?.prompt.summary === true && clausesOf(input.text).length < 2;
      if (isSummary && (await corrects(this.#means, talk, input, context))) return true;
      if (open && (await this.#changesAndAnswers(talk, open, input, context))) return true;
      if (!isSummary && (await corrects(this.#means, talk, input, context))) return true;
      if (talk.top !== undefined && (await this.fill(talk, input, context, false))) return true;
    }
    if (open && needsTime(input.text)) {
      talk.say({ type: "say", key: "engine.noHurry", params: {} });
      return true;
    }
    if (talk.top === undefined) {
      if (await reopens(this.#means, talk, input, context)) return true;
      return this.#begin(talk, input, context);
    }
    if (open === undefined && addsSomething(input) && (await context.add?.(input))) {
      talk.say({ type: "say", key: "engine.added", params: {} });
    } else if (open && closingOf(input.text) === "thanks" && takesLeave(talk, input)) talk.resume();
    else {
      keepsMatter(talk, input.text);
      missed(talk, politely(miss, input), this.#means.patient);
    }
    return true;
  }

  /** Looks only for hard intents, because the message was no answer to the question that stands now. */
  async takeHard(talk: Talk, incoming: Incoming, context: Hearing): Promise<boolean> {
    if (incoming.kind !== "message" || talk.top?.snapshot.hasTag("locked")) return false;
    const { input } = incoming;
    const hard = this.#means.intents.filter((intent) => intent.hard === true);
    const found = await Promise.all(hard.map((intent) => intent.matches(input, context)));
    if (!found.some(Boolean)) return false;
    talk.hush();
    return this.#wants(talk, input, context, "hard");
  }

  /**
   * Takes what a message says about several questions, and says it back over the next question. `begins`: the message
   * has just begun the dialogue. False where the message says nothing about them.
   */
  async fill(talk: Talk, input: PromptInput, context: Hearing, begins: boolean): Promise<boolean> {
    if (begins) keepsMatter(talk, input.text);
    const told = await toldIn(input.text, slotsOf(talk), context, begins);
    const words = told.map((one) => one.words);
    const changes = begins
      ? []
      : [
          ...(await changesBeside(talk, input.text, words, context)),
          ...(told.length > 0 ? await restatedIn(talk, input.text, words, context) : []),
        ];
    if (told.length === 0 && changes.length < 2) return false;
    notesAll(talk, told, changes, context.locale);
    return true;
  }

  /** Takes an answer that comes with another one, which a remark behind it could be taken for: 四位，坐花园. */
  async #withMore(talk: Talk, { prompt }: Open, { text }: PromptInput, context: Hearing) {
    if (!isMentioned(prompt) || clausesOf(text).length < 2) return false;
    const told = await toldIn(text, slotsOf(talk), context, false);
    if (!told.some(({ slot }) => slot.open)) return false;
    const words = told.map((one) => one.words);
    const changes = await restatedIn(talk, text, words, context);
    if (told.length + changes.length < 2) return false;
    notesAll(talk, told, changes, context.locale);
    return true;
  }

  /** Offers what was answered the last time in the dialogue that has just begun. */
  offersDraft(talk: Talk): void {
    offersDraft(this.#means, talk);
  }

  /** What words mean beside being the answer, where nearly any words are an answer. */
  async #beside(
    talk: Talk,
    { ask, prompt }: Open,
    input: PromptInput,
    context: Hearing,
  ): Promise<boolean> {
    if (await this.#wants(talk, input, context, "exact")) return true;
    if (closingOf(input.text) === "thanks" && takesLeave(talk, input)) {
      talk.resume();
      return true;
    }
    if (needsTime(input.text)) {
      talk.say({ type: "say", key: "engine.noHurry", params: {} });
      return true;
    }
    // "颜色买错了，想换成白色的" is one matter, and changes no answer.
    const isMatter = prompt.questions === true;
    if (!isMatter && (await this.#changesAndAnswers(talk, { ask, prompt }, input, context)))
      return true;
    if (await corrects(this.#means, talk, input, context)) return true;
    if (isMatter || !QUESTION.test(input.text)) return false;
    if (await this.#wants(talk, input, context, "soft")) return true;
    const reading = await prompt.read(input, context);
    if (!reading.ok) return false;
    return repair(this.#means, talk, "doubt", { ask, value: reading.value, heard: input.text });
  }

  /** Takes a message that changes answers, and answers the open question with the rest: "靠窗，改成五个人". */
  async #changesAndAnswers(
    talk: Talk,
    open: Open,
    { text }: PromptInput,
    context: Hearing,
  ): Promise<boolean> {
    if (this.#means.repairs.correct === false || talk.top?.repair !== undefined) return false;
    const found = await alongside(talk, open, text, context);
    if (found === undefined) return false;
    const of = talk.top?.dialogue.id ?? "";
    changeAll(talk, found.changes, open.prompt.summary === true ? undefined : context.locale);
    if (found.answer !== undefined) talk.tell(of, open.ask, { v: found.answer.value });
    talk.unask();
    talk.resume();
    return true;
  }

  /** Takes the first contact after the window ended or the follower left, as an event of its own. */
  #comesBack(talk: Talk): boolean {
    if (!talk.away) return false;
    talk.setAway(false);
    return talk.offer({ type: "enteredAgain" });
  }

  async #answer(talk: Talk, input: PromptInput, context: Hearing): Promise<"taken" | Miss> {
    const open = openOf(talk);
    if (open === undefined) return {};
    const { ask, prompt } = open;
    const reading = await readAnswer(talk, open, input, context);
    if (!reading.ok) {
      const { reason, heard } = reading;
      return { reason, ...(heard !== undefined && { heard }) };
    }
    if (prompt.questions === true) keepsMatter(talk, input.text);
    talk.send({ type: `answer.${ask}`, value: reading.value });
    return "taken";
  }

  async #wants(
    talk: Talk,
    input: PromptInput,
    context: Hearing,
    which: "hard" | "soft" | "exact",
  ): Promise<boolean> {
    const found: { intent: Intent; given: unknown }[] = [];
    for (const intent of this.#means.intents) {
      if ((intent.hard ?? false) !== (which === "hard")) continue;
      if (intent.meanwhile === true && talk.top === undefined) continue;
      if (which === "exact" && !intent.exact && typeof intent.begins !== "string") continue;
      const given = await intent.matches(input, context);
      if (given) found.push({ intent, given });
    }
    const [first] = found;
    if (first === undefined) return false;
    const { begins } = first.intent;
    const dialogues = found.filter(({ intent }) => typeof intent.begins !== "string");
    if (new Set(dialogues.map(({ intent }) => intent.begins)).size > 1) {
      const choices = dialogues.map(({ intent }) => choiceOf(intent, input.text, context.locale));
      if (repair(this.#means, talk, "clarify", { choices })) return true;
    }
    if (begins === "handoff") {
      const agents = await context.agents?.();
      const { message } = this.#means;
      if (agents === "none" && message !== undefined) {
        leavesMessage(talk, message);
        return true;
      }
      return repair(this.#means, talk, begins, agents === undefined ? {} : { agents });
    }
    if (typeof begins === "string") return repair(this.#means, talk, begins, {});
    // A dialogue that runs already is not begun a second time: its question stands.
    if (talk.frames.some(({ dialogue }) => dialogue === begins)) return false;
    talk.begin(begins, first.given === true ? undefined : first.given);
    await this.fill(talk, input, context, true);
    this.offersDraft(talk);
    return true;
  }

  async #begin(talk: Talk, input: PromptInput, context: Hearing): Promise<boolean> {
    const { begin } = this.#means;
    if (begin === undefined) return false;
    const over = talk.endedLately && (await aboutWhatIsOver(begin, input, context));
    if (over) {
      talk.say({ type: "say", key: over, params: {} });
      return true;
    }
    talk.begin(begin);
    const { reason } = politely({}, input);
    if (reason !== undefined && reason !== "question") talk.reask({ reason });
    await this.fill(talk, input, context, true);
    this.offersDraft(talk);
    return true;
  }

  async #happening(
    talk: Talk,
    { type, key, value, input }: Extract<Incoming, { kind: "happening" }>,
    context: Hearing,
  ): Promise<boolean> {
    const fromFollower = type === "scanned" || type === "menu" || type === "subscribed";
    if (fromFollower && talk.away) {
      talk.setAway(false);
      if (type !== "subscribed" && talk.offer({ type: "enteredAgain" })) return true;
    }
    if (input !== undefined && (await this.#answer(talk, input, context)) === "taken") return true;
    if (talk.offer({ type, key, value })) return true;
    const trigger = this.#means.triggers.find((one) => one.on === type && fits(one.key, key));
    if (trigger === undefined || talk.frames.some((one) => one.dialogue === trigger.begins)) {
      return false;
    }
    talk.begin(trigger.begins, trigger.with?.({ key, value }));
    this.offersDraft(talk);
    return true;
  }
}

/** Keeps what was told, says it back over the next question, and asks that. */
function notesAll(
  talk: Talk,
  told: readonly Told[],
  changes: readonly Change[],
  locale: string,
): void {
  changeAll(talk, changes, locale);
  for (const { slot, day, value } of told) {
    talk.tell(slot.dialogue.id, slot.ask, day === undefined ? { v: value } : { d: day });
  }
  talk.unask();
  // A topic is not said back: the words about it show it.
  const said = told.filter(({ day, slot }) => day === undefined && slot.prompt.questions !== true);
  if (said.length > 0)
    talk.say({ type: "say", key: "engine.noted", params: { noted: notes(said) } });
  talk.resume();
}

/** Changes answers, and says so in a language; a summary shows it without words. */
function changeAll(talk: Talk, changes: readonly Change[], locale: string | undefined): void {
  for (const change of changes) {
    if (locale !== undefined) talk.say(changed(change, locale));
    talk.instruct({ do: "correct", ...placeOf(change.answer), value: change.value });
    talk.unask();
  }
}

/** A no at a summary is read as a correction that does not say what to change. */
const WRONG = "不对";

/** Whether nothing is being done for the follower that he may still wait for in this turn. */
function isIdle({ top, calls }: Talk): boolean {
  return top === undefined || calls.every(({ l }) => l === undefined);
}

function fits(wanted: string | RegExp | undefined, key: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (key === undefined) return false;
  return typeof wanted === "string" ? wanted === key : wanted.test(key);
}
