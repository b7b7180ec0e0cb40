import type { DialogueOptions } from "../../bots/dialogueOptions.ts";
import { type Clock, sleep } from "../../clock.ts";
import type { AnyService, CallFacts } from "../../machines/dialogue/service.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Texts } from "../../machines/dialogue/texts.ts";

/** A call that a service got. */
export interface Called {
  readonly service: string;
  readonly input: unknown;
  readonly key: string;
}

/** What a scripted service does. */
export interface Answering {
  readonly gives?: unknown;
  readonly fails?: { readonly message: string; readonly code?: string };
  readonly takes?: number;
  readonly hangs?: true;
}

/** The other side of every service in a scenario: it does what it is told, and remembers keys. */
export class Services {
  /** Calls that had an effect: a repeated key has none. */
  readonly calls: Called[] = [];
  /** Every service that was asked, whatever came of it, in order. */
  readonly asked: string[] = [];
  /** The latest token of each `callback` service. */
  readonly tokens = new Map<string, string>();
  /** What is made of the texts that a dialogue brings. */
  voice: (texts: Texts) => Texts = (texts) => texts;
  /** Whether the record shows a call; by default nobody looks. */
  recorded: (key: string) => boolean = () => true;
  /** Mistakes of the engine, which no dialogue may catch. */
  readonly broken: Error[] = [];
  readonly #clock: () => Clock;
  readonly #scripts = new Map<string, Answering>();
  readonly #known = new Map<string, unknown>();
  readonly #made = new Map<AnyDialogue, AnyDialogue>();

  constructor(clock: () => Clock) {
    this.#clock = clock;
  }

  script(name: string, answering: Answering): void {
    this.#scripts.set(name, answering);
  }

  /** Bot's options whose dialogues are all {@link around}; what the bot does for people in earnest is left out. */
  aroundBot(options: DialogueOptions): DialogueOptions {
    const { dialogues, begin, intents = [], triggers = [], repairs = {}, ...rest } = options;
    const { takeMessage, onMove: _, onEnd: __, record: ___, log: ____, ...kept } = rest;
    return {
      ...kept,
      dialogues: dialogues.map((one) => this.around(one)),
      ...(begin !== undefined && { begin: this.around(begin) }),
      intents: intents.map((one) =>
        typeof one.begins === "string" ? one : { ...one, begins: this.around(one.begins) },
      ),
      triggers: triggers.map((one) => ({ ...one, begins: this.around(one.begins) })),
      repairs: Object.fromEntries(
        Object.entries(repairs).map(([name, one]) => [
          name,
          one === false ? one : this.around(one),
        ]),
      ),
      ...(takeMessage !== undefined && { takeMessage: () => {} }),
    };
  }

  /** The dialogue with its services answered from here; those without a script give their first sample. */
  around(dialogue: AnyDialogue): AnyDialogue {
    const known = this.#made.get(dialogue);
    if (known !== undefined) return known;
    const calls = Object.fromEntries(
      Object.entries(dialogue.calls).map(([name, service]) => [name, this.#around(name, service)]),
    );
    const uses = Object.fromEntries(
      Object.entries(dialogue.uses).map(([name, child]) => [name, this.around(child)]),
    );
    const { texts } = dialogue;
    const made = { ...dialogue, calls, uses, texts: texts && this.voice(texts) };
    this.#made.set(dialogue, made);
    return made;
  }

  #around(name: string, service: AnyService): AnyService {
    const run = async (input: unknown, call: CallFacts): Promise<unknown> => {
      if (call.token !== undefined) this.tokens.set(name, call.token);
      const { key } = call;
      this.asked.push(name);
      if (service.kind !== "read" && !this.recorded(key)) {
        this.broken.push(new Error(`"${name}" was called before the record said so.`));
      }
      const script = this.#scripts.get(name);
      // Who sees a key again gives the same answer: that is what the key is for.
      if (this.#known.has(key)) return this.#known.get(key);
      if (script?.hangs) return new Promise(() => {});
      if (script?.takes !== undefined) await sleep(this.#clock(), script.takes);
      if (script?.fails !== undefined)
        throw Object.assign(new Error(script.fails.message), script.fails);
      const output =
        script !== undefined && "gives" in script
          ? script.gives
          : await this.#usual(service, input, call);
      if (!this.#known.has(key)) this.calls.push({ service: name, input, key });
      this.#known.set(key, output);
      return output;
    };
    return { ...service, run };
  }

  #usual({ options, kind, run }: AnyService, input: unknown, call: CallFacts): unknown {
    if (kind === "callback") return undefined;
    return options.samples === undefined ? run(input, call) : options.samples[0];
  }
}
