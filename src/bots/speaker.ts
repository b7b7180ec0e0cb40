import type { Activity, TurnContext } from "botbuilder";
import { engineWords } from "../language/words/engine.ts";
import type { Log } from "../log.ts";
import type { Said } from "../machines/dialogue/memory.ts";
import type { Prompt } from "../machines/dialogue/prompt.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import type { Params, Texts } from "../machines/dialogue/texts.ts";
import type { TurnScope } from "../store/turnScope.ts";
import { inWords, type Note } from "./notes.ts";
import { formatted } from "./texts/fill.ts";
import { joined, withOptions } from "./texts/texts.ts";

/** Messages that stand over the next question, in the same message: WeChat allows few messages. */
const LEADS = new Set([
  "engine.updated",
  "engine.corrected",
  "engine.changed",
  "engine.noted",
  "engine.stuck",
  "engine.welcome",
]);

type Saying = Extract<Said, { type: "say" }>;
type Message = string | Partial<Activity>;

/** Texts that can word a question together with its choices. */
interface Asking extends Texts {
  question?(prompt: Prompt<unknown>, params: Params, locale: string): unknown;
}

interface Voice {
  readonly texts?: Texts | undefined;
  readonly locale?: ((context: TurnContext) => string | undefined) | undefined;
}

/** Says what dialogues want to say: finds the words, in the follower's language, and sends them in order. */
export class Speaker {
  /** What was said in this turn. */
  readonly said: Said[] = [];
  readonly #context: TurnContext;
  readonly #voice: Voice;
  readonly #dialogues: ReadonlyMap<string, AnyDialogue>;
  readonly #log: Log;
  /** The language of this turn, as a BCP 47 tag. */
  readonly locale: string;

  constructor(
    context: TurnContext,
    voice: Voice,
    dialogues: ReadonlyMap<string, AnyDialogue>,
    log: Log,
    scope: TurnScope,
  ) {
    this.#context = context;
    this.#voice = voice;
    this.#dialogues = dialogues;
    this.#log = log;
    this.locale = voice.locale?.(context) ?? context.activity.locale ?? scope.locale;
  }

  /** The message keys of what was said. */
  get keys(): readonly string[] {
    return this.said.flatMap((one) => (one.type === "say" ? [one.key] : []));
  }

  async speak(said: readonly Said[]): Promise<void> {
    let lead: string | undefined;
    for (const [index, one] of said.entries()) {
      this.said.push(one);
      const message =
        one.type === "activity" ? one.activity : this.#messageBefore(one, said[index + 1]);
      if (message === undefined) continue;
      const isLead = one.type === "say" && LEADS.has(one.key) && said[index + 1]?.type === "say";
      const whole = lead === undefined ? message : joined(lead, message as Message);
      lead = isLead && typeof whole === "string" ? whole : undefined;
      if (lead === undefined) await this.#context.sendActivity(whole as Message);
    }
  }

  /** The message, without notes that the next message shows anyway; undefined where nothing is left of it. */
  #messageBefore(said: Saying, next: Said | undefined): Message | undefined {
    const { noted } = said.params as { noted?: readonly Note[] };
    if (noted === undefined) return this.#message(said);
    const shown = next?.type === "say" ? this.#message(next) : "";
    const text = typeof shown === "string" ? shown : shown.text;
    const lookup = (key: string, dialogue: AnyDialogue | undefined) => {
      const found = this.#render(dialogue?.texts ?? this.#voice.texts, { ...said, key }, undefined);
      return typeof found === "string" ? found : undefined;
    };
    const values = inWords(noted, this.#dialogues, this.locale, lookup, text);
    return values === undefined ? undefined : this.#message({ ...said, params: { values } });
  }

  #message(said: Saying): Message {
    const dialogue = this.#dialogues.get(said.of ?? "");
    const found =
      this.#render(dialogue?.texts, said, dialogue) ??
      this.#render(this.#voice.texts, said, dialogue) ??
      this.#own(said);
    if (found !== undefined) return found as Message;
    this.#log.error({ key: said.key, locale: this.locale }, "a text is missing");
    return said.key;
  }

  #render(
    texts: Asking | undefined,
    { key, params: given, ask, options }: Saying,
    dialogue: AnyDialogue | undefined,
  ): unknown {
    const prompt = ask === undefined ? undefined : dialogue?.asks[ask];
    const { day } = given as { day?: string };
    // The day of a moment is known, so the question for the hour names it.
    const params =
      ask === undefined || day === undefined
        ? given
        : { ...given, heard: formatted("date", day, this.locale) };
    if (prompt !== undefined && texts?.question !== undefined) {
      const question = { ...prompt, ask: key, ...(options && { options }) };
      return texts.question(question, params, this.locale);
    }
    return texts?.render(key, params, this.locale);
  }

  /** The engine's own words; the names of the options are the bot's. */
  #own({ key, params, options = [] }: Saying): Message | undefined {
    const words = engineWords(key, params, this.locale);
    return words === undefined ? undefined : withOptions(words, options, ({ label }) => label);
  }
}
