import type { PromptContext, PromptInput } from "../language/reading.ts";
import { asked } from "../machines/dialogue/frame.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import type { Talk } from "../machines/dialogue/talk.ts";
import type { Trigger } from "./dialogueOptions.ts";
import type { Incoming } from "./input.ts";
import type { Intent, Repair } from "./intents.ts";

interface Means {
  readonly intents: readonly Intent[];
  readonly repairs: Readonly<Record<Repair, AnyDialogue | false>>;
  readonly begin: AnyDialogue | undefined;
  readonly triggers: readonly Trigger[];
}

/**
 * What a message means, in a fixed order: what somebody wants above all (cancel, a human), the answer to the
 * question, what else he may want (help, another dialogue), or nothing that is understood. A step with
 * `interrupt: "hard"` knows only the first two, one with `none` only the answer. Where a prompt of the kind
 * `text` takes any words, the repairs (help, back …) come before the answer.
 */
export class Understanding {
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
  }

  /** Gives the talk what came in. False where nobody wants it. */
  async take(talk: Talk, incoming: Incoming, context: PromptContext): Promise<boolean> {
    switch (incoming.kind) {
      case "message":
        return this.#message(talk, incoming.input, context);
      case "happening":
        return this.#happening(talk, incoming, context);
      default:
        return false;
    }
  }

  async #message(talk: Talk, input: PromptInput, context: PromptContext): Promise<boolean> {
    if (talk.top?.snapshot.hasTag("muted")) {
      talk.send({ type: "message" });
      return true;
    }
    if (this.#comesBack(talk)) return true;
    const only = talk.top?.snapshot.hasTag("locked")
      ? "answer"
      : talk.top?.snapshot.hasTag("no-interrupt")
        ? "hard"
        : "all";
    if (only !== "answer" && (await this.#wants(talk, input, context, "hard"))) return true;
    // Where any words are an answer, "help" and "back" would be one too.
    if (
      only === "all" &&
      takesAnything(talk) &&
      (await this.#wants(talk, input, context, "repair"))
    ) {
      return true;
    }
    const miss = await this.#answer(talk, input, context);
    if (miss === "taken") return true;
    if (only === "all") {
      if (await this.#wants(talk, input, context, "soft")) return true;
      if (await this.#corrects(talk, input, context)) return true;
    }
    if (talk.top === undefined) return this.#begin(talk);
    if (!talk.send({ type: "miss", ...miss })) {
      talk.say({ type: "say", key: "engine.wait", params: {} });
    }
    return true;
  }

  /** After the window ended, or after leaving, the first contact is an event of its own. */
  #comesBack(talk: Talk): boolean {
    if (!talk.away) return false;
    talk.setAway(false);
    return talk.offer({ type: "enteredAgain" });
  }

  async #answer(
    talk: Talk,
    input: PromptInput,
    context: PromptContext,
  ): Promise<"taken" | { readonly reason?: string; readonly heard?: string }> {
    const { top } = talk;
    const ask = top && asked(top);
    const prompt = ask === undefined ? undefined : top?.dialogue.asks[ask];
    if (prompt === undefined) return {};
    const reading = await prompt.read(input, context);
    if (!reading.ok) {
      const { reason, heard } = reading;
      return { reason, ...(heard !== undefined && { heard }) };
    }
    talk.send({ type: `answer.${ask}`, value: reading.value });
    return "taken";
  }

  async #wants(
    talk: Talk,
    input: PromptInput,
    context: PromptContext,
    which: "hard" | "soft" | "repair",
  ): Promise<boolean> {
    const found: { intent: Intent; given: unknown }[] = [];
    for (const intent of this.#means.intents) {
      if ((intent.hard ?? false) !== (which === "hard")) continue;
      if (which === "repair" && typeof intent.begins !== "string") continue;
      const given = await intent.matches(input, context);
      if (given) found.push({ intent, given });
    }
    const [first] = found;
    if (first === undefined) return false;
    const { begins } = first.intent;
    const names = found.map(({ intent: { name } }) => name);
    if (found.length > 1 && found.some((one) => one.intent.begins !== begins)) {
      const choices = names.join(" / ");
      if (this.#repair(talk, "clarify", { choices })) return true;
    }
    if (typeof begins === "string") return this.#repair(talk, begins, {});
    // One that runs already is not begun a second time: its question stands.
    if (talk.frames.some(({ dialogue }) => dialogue === begins)) return false;
    talk.begin(begins, first.given === true ? undefined : first.given);
    return true;
  }

  #repair(talk: Talk, name: Repair, more: object): boolean {
    const repair = this.#means.repairs[name];
    const { top } = talk;
    // Without a dialogue only a person and help can be asked for.
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

  /** "改人数", "change the date"; "不是4位,是5位", "no, 5 people". */
  async #corrects(talk: Talk, input: PromptInput, context: PromptContext): Promise<boolean> {
    const { top } = talk;
    if (top === undefined || this.#means.repairs.correct === false) return false;
    const named = namedAnswer(top.dialogue, input.text);
    if (named !== undefined) return this.#repair(talk, "correct", { correct: { ask: named } });
    const tail = CORRECTED.exec(input.text.trim())?.[1];
    if (tail === undefined) return false;
    const { answers = {} } = top.snapshot.context as { answers?: object };
    for (const ask of Object.keys(top.dialogue.asks).reverse()) {
      if (!(ask in answers)) continue;
      const reading = await top.dialogue.asks[ask]?.read({ text: tail }, context);
      if (reading?.ok !== true) continue;
      return this.#repair(talk, "correct", { correct: { ask, value: reading.value } });
    }
    return false;
  }

  #begin(talk: Talk): boolean {
    const { begin } = this.#means;
    if (begin === undefined) return false;
    talk.begin(begin);
    return true;
  }

  async #happening(
    talk: Talk,
    { type, key, value, input }: Extract<Incoming, { kind: "happening" }>,
    context: PromptContext,
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

const CORRECTED =
  /^(?:不是|不对|错了|no\b|not\b|sorry\b)[^,，。]*[,，。]\s*(?:应该是|改成|改为|是|it is|i meant|make it)?\s*(.+)$/i;
const CHANGE =
  /^(?:我?(?:想|要)?(?:修改|更改|改一下|改)|change|correct|edit)\s*(?:the |my )?(.+)$/i;

function takesAnything({ top }: Talk): boolean {
  const ask = top && asked(top);
  return ask !== undefined && top?.dialogue.asks[ask]?.kind === "text";
}

/** The answer that "改人数" or "change the party" names. */
function namedAnswer(dialogue: AnyDialogue, text: string): string | undefined {
  const name = CHANGE.exec(text.trim())?.[1]?.trim().toLowerCase();
  if (name === undefined) return undefined;
  return Object.keys(dialogue.asks).find((ask) =>
    [ask, ...(dialogue.names[ask] ?? [])].some((one) => one.toLowerCase() === name),
  );
}

function fits(wanted: string | RegExp | undefined, key: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (key === undefined) return false;
  return typeof wanted === "string" ? wanted === key : wanted.test(key);
}
