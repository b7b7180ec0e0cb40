import type { Activity } from "botbuilder";
import { DialogueBot } from "../../bots/dialogueBot.ts";
import type { DialogueOptions } from "../../bots/dialogueOptions.ts";
import { DialogueRunner, SLICE } from "../../bots/dialogueRunner.ts";
import { inWords } from "../../duration.ts";
import { WeChatError } from "../../errors.ts";
import type { PromptInput } from "../../language/reading.ts";
import type { Ended } from "../../machines/dialogue/aftermath.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import type { AnyDialogue, Lifecycle } from "../../machines/dialogue/spec.ts";
import type { Params, Texts } from "../../machines/dialogue/texts.ts";
import { nextRound } from "../../realTimers.ts";
import type { AgentsThere } from "../../store/turnScope.ts";
import { ManualClock } from "../manualClock.ts";
import { Line, type Trouble } from "./line.ts";
import { asActivity, happeningActivity } from "./said.ts";
import { type Called, Services } from "./services.ts";

/** What a run of a scenario is set up with. */
export interface PlayOptions extends Omit<DialogueOptions, "dialogues" | "begin" | "clock"> {
  /** Default `zh-CN`. */
  readonly language?: string | undefined;
  /** Default `Asia/Shanghai`. */
  readonly timeZone?: string | undefined;
  /** Who of customer service is there; undefined where nobody can tell. Default `online`. */
  readonly agents?: AgentsThere | undefined;
  /** What the dialogue is begun with, by the first message. */
  readonly input?: unknown | undefined;
  /** Other dialogues that may begin. */
  readonly others?: readonly AnyDialogue[] | undefined;
  /** When it begins, in the account's time zone. Default `2026-12-01T09:00`. */
  readonly begins?: string | undefined;
}

/** A message of a scenario: its key, and its words. */
export interface SaidText {
  readonly key: string;
  readonly text: string;
}

interface Mark {
  readonly kept: Line["kept"];
  readonly now: number;
}

const ZONE = "Asia/Shanghai";
const START = "2026-12-01T09:00";

/** One run of a scenario. */
export class Play {
  readonly services: Services;
  readonly #trouble: Trouble;
  readonly #timeZone: string;
  readonly #runner: () => DialogueRunner;
  #clock: ManualClock;
  #line: Line;
  #marks: Mark[] = [];
  #said: SaidText[] = [];
  #ended: Ended[] = [];
  readonly #story: string[] = [];

  constructor(played: AnyDialogue | DialogueBot, options: PlayOptions, trouble: Trouble) {
    const { language = "zh-CN", timeZone = ZONE, others = [], input, ...told } = options;
    const { begins = START, ...rest } = told;
    const { agents = "agents" in options ? undefined : "online" } = options;
    this.#trouble = trouble;
    this.#timeZone = timeZone;
    this.#clock = new ManualClock(instantOf(begins, timeZone));
    this.services = new Services(() => this.#clock);
    this.services.voice = (texts) => keyed(texts);
    const isBot = played instanceof DialogueBot;
    const bot: DialogueOptions = isBot
      ? this.services.aroundBot(played.runner.options)
      : { dialogues: [this.services.around(played)] };
    const [own] = isBot ? [] : bot.dialogues;
    const make = () =>
      new DialogueRunner({
        log: SILENT,
        ...bot,
        callbackSecret: "a secret for tests, long enough to be one",
        ...rest,
        dialogues: [...bot.dialogues, ...others.map((other) => this.services.around(other))],
        texts: keyed(rest.texts ?? bot.texts),
        clock: this.#clock,
        onEnd: (ended) => {
          this.#ended.push(ended);
          rest.onEnd?.(ended);
        },
      });
    this.#runner = make;
    this.services.recorded = (key) => this.record?.includes(key) ?? false;
    this.#line = new Line({
      clock: this.#clock,
      trouble,
      locale: language,
      timeZone,
      agents,
      open: () => {
        const runner = make();
        return async (context) => {
          const ran = await runner.turn(context);
          const { type, name } = context.activity;
          if (own === undefined || ran.taken) return;
          if (type !== "message" && name !== "unsupported") return;
          await runner.runDialogue(context, own, input, true);
        };
      },
    });
  }

  get calls(): readonly Called[] {
    return this.services.calls;
  }

  get record(): string | undefined {
    return this.#line.slice(SLICE);
  }

  /** What it said since the last time. */
  takeSaid(): readonly SaidText[] {
    return this.#said.splice(0);
  }

  async at(time: string): Promise<void> {
    const instant = instantOf(time, this.#timeZone);
    const ahead = instant - this.#clock.now();
    if (ahead < 0) throw mistake(`It is later than ${time} already.`);
    await this.wait(ahead);
  }

  stored(record: string): void {
    this.#line.kept = { ...this.#line.kept, slices: { [SLICE]: record } };
  }

  user(said: string | PromptInput): Promise<void> {
    const input = typeof said === "string" ? { text: said } : said;
    this.#story.push(`user: ${input.text || input.tapped || "…"}`);
    return this.#act(asActivity(input));
  }

  happens(type: Lifecycle, value?: object): Promise<void> {
    this.#story.push(`(${type})`);
    return this.#act(happeningActivity(type, value));
  }

  async wait(ms: number): Promise<void> {
    this.#story.push(`(${inWords(ms)} pass)`);
    const end = this.#clock.now() + ms;
    for (let rings = 0; ; rings++) {
      if (rings > ROUNDS)
        throw mistake("A timer rings again and again: what is due never gets done.");
      const due = this.#line.nextAt;
      if (due === undefined || due > end) break;
      await this.#clock.advance(Math.max(0, due - this.#clock.now()));
      await this.#while(this.#line.ring());
      this.#hear();
    }
    await this.#clock.advance(Math.max(0, end - this.#clock.now()));
    this.#hear();
  }

  back(turns: number): void {
    const mark = this.#marks.at(-turns);
    if (mark === undefined)
      throw mistake(`There were only ${this.#marks.length} turns to go back.`);
    this.#story.push(`(back by ${turns})`);
    this.#marks = this.#marks.slice(0, -turns);
    this.#line.kept = mark.kept;
    this.#ended = [];
    this.#said = [];
  }

  async calledBack(name: string, output: unknown): Promise<void> {
    const call = this.services.tokens.get(name);
    if (call === undefined) throw mistake(`The service "${name}" was not called.`);
    this.#story.push(`(${name} calls back)`);
    const runner = this.#runner();
    const adapter = {
      continueConversationAsync: (_: string, reference: object, logic: never) =>
        this.#line.continue(reference, logic),
    };
    await this.#while(runner.settleByToken(adapter, call, { output }));
    this.#hear();
  }

  expect(keys: readonly string[]): void {
    const said = this.#said.splice(0);
    const got = said.map(({ key }) => key);
    if (got.join("\n") === keys.join("\n")) return;
    throw mistake(`It said ${list(got)}; expected ${list(keys)}.`);
  }

  expectText(texts: readonly (string | RegExp)[]): void {
    const got = this.#said.splice(0).map(({ text }) => text);
    const fits =
      texts.length === got.length && texts.every((text, i) => matches(text, got[i] ?? ""));
    if (!fits) throw mistake(`It said ${list(got)}; expected ${list(texts.map(String))}.`);
  }

  expectOutput(output: unknown): void {
    const last = this.#ended.at(-1);
    if (last === undefined) throw mistake("The dialogue has not ended.");
    if (JSON.stringify(last.output) === JSON.stringify(output)) return;
    throw mistake(
      `It ended with ${JSON.stringify(last.output)}; expected ${JSON.stringify(output)}.`,
    );
  }

  async settled(): Promise<void> {
    await this.#while(this.#line.settled());
    const [broken] = this.services.broken;
    if (broken !== undefined) throw broken;
  }

  failure(error: unknown): Error {
    const message = error instanceof Error ? error.message : String(error);
    const how = this.#trouble === "none" ? "" : ` (with ${this.#trouble})`;
    const story = this.#story.map((one) => `  ${one}`).join("\n");
    return new WeChatError("testing", `${message}${how}\n\nWhat happened:\n${story}`, {
      cause: error,
    });
  }

  async #act(activity: Partial<Activity>): Promise<void> {
    this.#marks.push({ kept: this.#line.kept, now: this.#clock.now() });
    await this.#while(this.#line.activity(activity));
    this.#hear();
  }

  /** Lets work end; time goes on only as far as a slow service needs it. */
  async #while(work: Promise<unknown>): Promise<void> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    for (let round = 0; !over && round < ROUNDS; round++) {
      await nextRound();
      if (!over && round % 10 === 9 && this.#clock.nextAt !== undefined) {
        await this.#clock.advance(Math.max(0, this.#clock.nextAt - this.#clock.now()));
      }
    }
    if (!over)
      throw mistake("A turn does not come to an end: something waits that is not on the clock.");
    await work;
  }

  #hear(): void {
    for (const activity of this.#line.shown.splice(0)) {
      const { key = activity.name ?? activity.type ?? "" } = (activity.channelData ?? {}) as {
        key?: string;
      };
      const said = { key, text: activity.text ?? "" };
      this.#story.push(`bot: ${said.key}`);
      this.#said.push(said);
    }
  }
}

const ROUNDS = 2_000;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

interface Asking extends Texts {
  question?(prompt: Prompt<unknown>, params: Params, locale: string): unknown;
}

/** Texts that bring their key along, so that a test can tell what was said. */
function keyed(texts: Asking | undefined): Asking {
  const labelled = (message: unknown, key: string) => {
    const activity = typeof message === "string" ? { type: "message", text: message } : message;
    const { channelData } = activity as Partial<Activity>;
    return { ...(activity as object), channelData: { ...channelData, key } };
  };
  return {
    render: (key, params, locale) => labelled(texts?.render(key, params, locale) ?? key, key),
    question(prompt, params, locale) {
      const { ask } = prompt;
      const message = texts?.question?.(prompt, params, locale);
      return labelled(message ?? texts?.render(ask, params, locale) ?? ask, ask);
    },
  };
}

function matches(expected: string | RegExp, got: string): boolean {
  return typeof expected === "string" ? expected === got : expected.test(got);
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "nothing" : items.map((one) => `"${one}"`).join(", ");
}

function mistake(message: string): WeChatError {
  return new WeChatError("testing", message);
}

/** A local time as an instant: the offset of a zone is found by asking what time it is there. */
function instantOf(time: string, timeZone: string): number {
  const wanted = Date.parse(`${time}Z`);
  if (Number.isNaN(wanted)) throw mistake(`"${time}" is no time: write 2026-12-01T09:00.`);
  const there = new Date(wanted).toLocaleString("sv-SE", { timeZone });
  return wanted - (Date.parse(`${there.replace(" ", "T")}Z`) - wanted);
}
