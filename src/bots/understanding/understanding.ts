import { endsOrGoesOn } from "../../language/endsOrGoesOn.ts";
import type { PromptContext, PromptInput } from "../../language/reading.ts";
import { closingOf, REFUSE, saysWrong, wantsBack } from "../../language/usualWords.ts";
import { answersIn } from "../../machines/dialogue/answered.ts";
import { asked } from "../../machines/dialogue/frame.ts";
import { isFree } from "../../machines/dialogue/prompt.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import type { TurnScope } from "../../store/turnScope.ts";
import type { Trigger } from "../dialogueOptions.ts";
import type { Incoming } from "../input.ts";
import { formsOf, type Intent, type Repair } from "../intents.ts";
import { leavesMessage } from "../people/leaveMessage.ts";
import { amendmentOf, changesBeside, revisionsOf } from "./amend.ts";
import { asMeant, readAnswer } from "./answer.ts";
import { addsSomething, politely, QUESTION, takesLeave } from "./manners.ts";
import { keepsMatter } from "./matter.ts";
import { givesUp, MAX_MISSES, type Miss, type Open, openOf } from "./open.ts";
import { aboutWhatIsOver } from "./over.ts";
import { slotsOf, toldIn } from "./slots.ts";
import { changed, choiceOf, notes, placeOf, whichOf } from "./wording.ts";

/** What understanding in a turn knows beside the words. */
export interface Hearing extends PromptContext {
  /** Tells which people of customer service are there. */
  readonly agents?: TurnScope["agents"];
  /** Gives a message to something that is under way for the follower. False where nothing takes it. */
  readonly add?: ((input: PromptInput) => Promise<boolean>) | undefined;
}

interface Means {
  readonly intents: readonly Intent[];
  readonly repairs: Readonly<Record<Repair, AnyDialogue | false>>;
  /** Takes a message for people where none can come. */
  readonly message: AnyDialogue | undefined;
  readonly begin: AnyDialogue | undefined;
  readonly triggers: readonly Trigger[];
  /** Whether the follower is asked before a dialogue gives up his answers. */
  readonly patient: boolean;
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
    if (isAll && this.#goesOn(talk, input)) return true;
    if (isAll && open && isFree(open.prompt) && (await this.#beside(talk, open, input, context))) {
      return true;
    }
    if (isAll && open?.prompt.summary === true && saysWrong(input.text, input.tapped)) {
      if (await this.#corrects(talk, input, context)) return true;
      if (await this.#corrects(talk, { text: WRONG }, context)) return true;
    }
    const miss = await this.#answer(talk, input, context);
    if (miss === "taken") return true;
    if (talk.top?.repair === "correct" && (await this.#revises(talk, input, context))) return true;
    if (refuses && (await hard())) return true;
    if (isAll) {
      if (await this.#wants(talk, input, context, "soft")) return true;
      if (await this.#corrects(talk, input, context)) return true;
      if (talk.top !== undefined && (await this.fill(talk, input, context, false))) return true;
    }
    if (talk.top === undefined) return this.#begin(talk, input, context);
    if (open === undefined && addsSomething(input) && (await context.add?.(input))) {
      talk.say({ type: "say", key: "engine.added", params: {} });
    } else if (open && closingOf(input.text) === "thanks" && takesLeave(talk, input)) talk.resume();
    else {
      keepsMatter(talk, input.text);
      this.#miss(talk, politely(miss, input));
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
    const changes = begins ? [] : await changesBeside(talk, input.text, words, context);
    if (told.length === 0 && changes.length < 2) return false;
    for (const change of changes) {
      talk.say(changed(change, context.locale));
      talk.instruct({ do: "correct", ...placeOf(change.answer), value: change.value });
      talk.unask();
    }
    for (const { slot, day, value } of told) {
      talk.tell(slot.dialogue.id, slot.ask, day === undefined ? { v: value } : { d: day });
    }
    talk.unask();
    // A topic is not said back: the words about it show it.
    const said = told.filter(
      ({ day, slot }) => day === undefined && slot.prompt.questions !== true,
    );
    if (said.length > 0)
      talk.say({ type: "say", key: "engine.noted", params: { noted: notes(said) } });
    talk.resume();
    return true;
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
    if (await this.#corrects(talk, input, context)) return true;
    if (prompt.questions === true || !QUESTION.test(input.text)) return false;
    if (await this.#wants(talk, input, context, "soft")) return true;
    const reading = await prompt.read(input, context);
    if (!reading.ok) return false;
    return this.#repair(talk, "doubt", { ask, value: reading.value, heard: input.text });
  }

  /** Asks again after a miss. Before all answers are given up, asks whether to go on. */
  #miss(talk: Talk, miss: Miss): void {
    const { top } = talk;
    const prompt = openOf(talk)?.prompt;
    if (top === undefined || prompt === undefined || !this.#means.patient) {
      this.#missed(talk, miss);
      return;
    }
    const { max = MAX_MISSES } = prompt;
    const misses = (top.snapshot.context as { misses?: number }).misses ?? 0;
    const isLast = misses + 1 >= max && misses + 1 < 2 * max && givesUp(top);
    if (!isLast || answersIn(talk.present).length === 0) {
      this.#missed(talk, miss);
      return;
    }
    talk.say({ type: "say", key: "engine.stuck", params: {} });
    talk.send({ type: "miss", patient: true });
  }

  #missed(talk: Talk, miss: Miss): void {
    if (talk.send({ type: "miss", ...miss })) return;
    talk.say({ type: "say", key: "engine.wait", params: {} });
  }

  /** Takes "go on", if the follower was asked whether to go on. */
  #goesOn(talk: Talk, { text }: PromptInput): boolean {
    const { max = MAX_MISSES } = openOf(talk)?.prompt ?? {};
    const { misses = 0 } = (talk.top?.snapshot.context ?? {}) as { misses?: number };
    if (misses < max || endsOrGoesOn(text) !== "goes-on") return false;
    talk.forgive();
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
      if (this.#repair(talk, "clarify", { choices })) return true;
    }
    if (begins === "handoff") {
      const agents = await context.agents?.();
      const { message } = this.#means;
      if (agents === "none" && message !== undefined) {
        leavesMessage(talk, message);
        return true;
      }
      return this.#repair(talk, begins, agents === undefined ? {} : { agents });
    }
    if (typeof begins === "string") return this.#repair(talk, begins, {});
    // A dialogue that runs already is not begun a second time: its question stands.
    if (talk.frames.some(({ dialogue }) => dialogue === begins)) return false;
    talk.begin(begins, first.given === true ? undefined : first.given);
    await this.fill(talk, input, context, true);
    return true;
  }

  #repair(talk: Talk, name: Repair, more: object): boolean {
    const repair = this.#means.repairs[name];
    const { top } = talk;
    // Without a running dialogue only a person and help can be asked for.
    if (repair === false || (top === undefined && name !== "handoff" && name !== "help"))
      return false;
    const ask = top && asked(top);
    const input = {
      ...(top !== undefined && { dialogue: top.dialogue.id }),
      ...(ask !== undefined && { ask }),
      ...more,
    };
    talk.begin(repair, input, name);
    return true;
  }

  /** "改人数", "人数改成4", "换成包间", "不是4位,是5位", "no, 5 people". */
  async #corrects(talk: Talk, { text }: PromptInput, context: Hearing): Promise<boolean> {
    if (talk.top === undefined || this.#means.repairs.correct === false) return false;
    const found = await amendmentOf(talk, text, context);
    switch (found?.do) {
      case undefined:
        return false;
      case "resume":
        talk.resume();
        return true;
      case "answer":
        return talk.send({ type: `answer.${found.ask}`, value: found.value });
      case "miss":
        this.#miss(talk, found.miss);
        return true;
      case "ask":
        return this.#repair(talk, "correct", {
          correct: { ...placeOf(found.answer), miss: found.miss },
        });
      case "change": {
        // A summary shows what changed. Before any other question the change is said.
        if (openOf(talk)?.prompt.kind !== "yesNo") talk.say(changed(found, context.locale));
        const correct = { ...placeOf(found.answer), value: found.value };
        return this.#repair(talk, "correct", { correct });
      }
      case "which":
        return this.#repair(talk, "correct", whichOf(found.meant, context.locale));
    }
  }

  /** After the question "what is not right?", a new value is enough. */
  async #revises(talk: Talk, input: PromptInput, context: Hearing): Promise<boolean> {
    const { below } = talk;
    const found = await amendmentOf(below, input.text, context);
    if (found !== undefined && found.do !== "which" && found.do !== "resume") {
      talk.dismiss();
      return this.#corrects(talk, input, context);
    }
    const revisions = await revisionsOf(below, input.text, context);
    if (revisions.length === 0) return false;
    talk.dismiss();
    for (const { answer, value } of revisions) {
      talk.unask();
      talk.instruct({ do: "correct", ...placeOf(answer), value });
    }
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
    return true;
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
