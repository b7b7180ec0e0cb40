import { isDeepStrictEqual } from "node:util";
import { DialogueRunner, SLICE } from "../../bots/dialogueRunner.ts";
import { inWords } from "../../duration.ts";
import type { PromptInput } from "../../language/reading.ts";
import { engineWords } from "../../language/words/engine.ts";
import { family } from "../../machines/dialogue/define.ts";
import { asked, takes } from "../../machines/dialogue/frame.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import type { SampleFailure } from "../../machines/dialogue/service.ts";
import { type AnyDialogue, LIFECYCLE, type Lifecycle } from "../../machines/dialogue/spec.ts";
import { Talk } from "../../machines/dialogue/talk.ts";
import { clearTimeout, setTimeout } from "../../realTimers.ts";
import { edgesOfMove } from "./edgesOfMove.ts";
import { Line } from "./line.ts";
import { asActivity, happeningActivity } from "./said.ts";

/** What the follower and the time are like, and what a turn may leave. */
export interface WorldOptions {
  /** The largest record that a turn may leave, in bytes of JSON. Default 2,000. */
  readonly maxBytes?: number | undefined;
  /** Default `zh-CN` and `Asia/Shanghai`. */
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  /** When it begins, in milliseconds since the epoch. Default: 9 o'clock in Shanghai on 2026-12-01. */
  readonly now?: number | undefined;
  /**
   * Messages that no prompt understands, to miss with; tried in order. Default: a few that are no words of anybody. Where
   * a prompt takes any words, it is missed with a picture or a sticker.
   */
  readonly nonsense?: readonly string[] | undefined;
}

type Outcome = { readonly gives: unknown } | { readonly fails: SampleFailure } | "fails" | "hangs";

/** One thing that happens, with what the services do meanwhile. */
export type Move = { readonly outcomes: readonly Outcome[] } & (
  | { readonly say: PromptInput }
  | { readonly happens: Lifecycle }
  | { readonly wait: number }
  | { readonly back: string; readonly output: unknown }
);

const START = Date.UTC(2026, 11, 1, 1);
const NONSENSE = ["¿?", "…", "zzqx", "嗯哼哈嘿"];
/** What is no words, for prompts that take any. */
const WORDLESS: readonly PromptInput[] = [
  { text: "", attachments: [{ contentType: "image/jpeg", content: { mediaId: "picture" } }] },
  { text: "[sticker]", unreadable: true },
];
/** Calls of one move whose outcomes are varied. */
const VARIED_CALLS = 4;
const MAX_BYTES = 2_000;

/** Where a conversation stands, to go on from as often as there are moves. */
export interface Situation {
  readonly kept: Line["kept"];
  readonly now: number;
}

/** What a move led to. */
interface Done {
  readonly move: Move;
  readonly at: Situation;
  /** Edges, each as `dialogue/edge`. */
  readonly taken: readonly string[];
  readonly problems: readonly string[];
  /** Services that were called, for their other outcomes. */
  readonly called: readonly { readonly can: readonly Outcome[]; readonly did: Outcome }[];
  readonly over: boolean;
}

/** A runner with services that do what a move says, and a clock that a situation sets. */
export class World {
  readonly dialogues: ReadonlyMap<string, AnyDialogue>;
  readonly #dialogue: AnyDialogue;
  readonly #options: WorldOptions;
  readonly #runner: DialogueRunner;
  readonly #line: Line;
  #input: unknown;
  #now: number;
  #outcomes: readonly Outcome[] = [];
  #called: { readonly can: readonly Outcome[]; readonly did: Outcome }[] = [];
  #keys = new Map<string, Outcome>();
  #tokens = new Map<string, string>();
  #taken: string[] = [];
  #problems: string[] = [];

  constructor(dialogue: AnyDialogue, options: WorldOptions) {
    const { language = "zh-CN", timeZone = "Asia/Shanghai", now = START } = options;
    this.#options = options;
    this.#now = now;
    const made = new Map<AnyDialogue, AnyDialogue>();
    this.#dialogue = this.#around(dialogue, made);
    this.dialogues = family([this.#dialogue]);
    const problem = (facts: object, message: string) =>
      this.#problems.push((facts as { error?: string }).error ?? message);
    const clock = {
      now: () => this.#now,
      after(_: number, run: () => void) {
        // As late as can be: what answers at all answers before.
        const waiting = setTimeout(run, 0);
        return () => clearTimeout(waiting);
      },
    };
    this.#runner = new DialogueRunner(
      {
        dialogues: [this.#dialogue],
        texts: { render: (key, params, locale) => engineWords(key, params, locale) ?? key },
        log: { info() {}, warn() {}, error: problem },
        asksBeforeGivingUp: false,
        keepDrafts: false,
        callbackSecret: "the paths of a test need no secret",
        clock,
      },
      (move, frame) => void this.#taken.push(...edgesOfMove(move, frame)),
    );
    this.#line = new Line({
      clock,
      trouble: "none",
      locale: language,
      timeZone,
      agents: "online",
      open: () => async (context) => {
        const { taken } = await this.#runner.turn(context);
        if (taken || context.activity.type !== "message") return;
        await this.#runner.runDialogue(context, this.#dialogue, this.#input);
      },
    });
  }

  start(): Situation {
    return { kept: { slices: {}, timers: {} }, now: this.#options.now ?? START };
  }

  /** Everything that can happen in a situation. */
  async moves(at: Situation): Promise<readonly Move[]> {
    const outcomes: readonly Outcome[] = [];
    const talk = this.#talk(at);
    const { top } = talk;
    if (top === undefined) return [{ say: { text: "hello" }, outcomes }];
    const moves: Move[] = [];
    const ask = asked(top);
    const prompt = ask === undefined ? undefined : top.dialogue.asks[ask];
    if (prompt !== undefined) {
      for (const { input } of prompt.samples) moves.push({ say: input, outcomes });
      const nonsense = (this.#options.nonsense ?? NONSENSE).map((text) => ({ text }));
      for (const say of [...nonsense, ...WORDLESS]) {
        if ((await prompt.read(say, this.#promptContext(at))).ok) continue;
        moves.push({ say, outcomes });
        break;
      }
      if (top.dialogue.id.startsWith("engine-") === false)
        moves.push({ say: { text: "help" }, outcomes });
    } else if (takes(top, "message")) {
      moves.push({ say: { text: "hello" }, outcomes });
      if (takes(top, "backToBot")) moves.push({ say: { text: "返回" }, outcomes });
    }
    for (const happens of LIFECYCLE) {
      if (talk.frames.some((frame) => takes(frame, happens))) moves.push({ happens, outcomes });
    }
    const { dueAt } = talk;
    if (dueAt !== undefined) moves.push({ wait: Math.max(0, dueAt - at.now), outcomes });
    for (const call of talk.calls) {
      const service = talk.frames[call.f]?.dialogue.calls[call.c];
      if (service?.kind !== "callback" || call.l !== undefined) continue;
      for (const output of service.options.samples ?? [])
        moves.push({ back: call.c, output, outcomes });
    }
    return moves;
  }

  /** A move, and the same move with every other thing that the services may do meanwhile. */
  async tryAll(at: Situation, input: unknown, move: Move): Promise<readonly Done[]> {
    const results: Done[] = [];
    const queue: (readonly Outcome[])[] = [[]];
    for (let outcomes = queue.shift(); outcomes !== undefined; outcomes = queue.shift()) {
      const done = await this.perform(at, input, { ...move, outcomes });
      results.push(done);
      const varied = Math.min(done.called.length, VARIED_CALLS);
      for (let index = outcomes.length; index < varied; index++) {
        const before = done.called.slice(0, index).map(({ did }) => did);
        const { can = [], did } = done.called[index] ?? {};
        for (const other of can) if (other !== did) queue.push([...before, other]);
      }
    }
    return results;
  }

  async perform(at: Situation, input: unknown, move: Move): Promise<Done> {
    this.#input = input;
    this.#now = at.now + ("wait" in move ? move.wait : 0);
    this.#outcomes = move.outcomes;
    this.#called = [];
    this.#keys = new Map();
    this.#taken = [];
    this.#problems = [];
    this.#line.kept = at.kept;
    this.#line.shown.length = 0;
    const muted = this.#talk(at).top?.snapshot.hasTag("muted") ?? false;
    try {
      if ("say" in move) await this.#line.activity(asActivity(move.say));
      else if ("happens" in move) await this.#line.activity(happeningActivity(move.happens));
      else if ("wait" in move) await this.#line.ring();
      else {
        // Its key is of the turn that made it, and another one when the way is walked again.
        const key = this.#talk(at).calls.find(({ c }) => c === move.back)?.k ?? "";
        await this.#line.continue({}, (context) =>
          this.#runner.settle(context, key, { output: move.output }),
        );
      }
    } catch (error) {
      this.#problems.push((error as Error).message);
    }
    const text = this.#line.slice(SLICE);
    const { maxBytes = MAX_BYTES } = this.#options;
    if (text !== undefined && Buffer.byteLength(text) > maxBytes) {
      this.#problems.push(
        `The record has ${Buffer.byteLength(text)} bytes; ${maxBytes} are allowed.`,
      );
    }
    const talk = this.#talk({ kept: this.#line.kept, now: this.#now });
    const useless = talk.useless();
    if (useless !== undefined) this.#problems.push(useless);
    const over = this.#talk({ kept: this.#line.kept, now: this.#now }).top === undefined;
    // An end without a word is its author's: whoever began the dialogue goes on.
    if ("say" in move && !muted && !over && this.#line.shown.length === 0) {
      this.#problems.push(`"${move.say.text}" gets no reply.`);
    }
    if (over && this.#line.nextAt !== undefined)
      this.#problems.push("A timer outlives the dialogue.");
    return {
      move,
      at: { kept: this.#line.kept, now: this.#now },
      taken: this.#taken,
      problems: this.#problems,
      called: this.#called,
      over,
    };
  }

  /** Situations with the same key go on in the same ways. */
  keyOf({ kept }: Situation, detail: "names" | "choices" | "all"): string {
    const { f, c } = readTalk(JSON.parse(kept.slices[SLICE] ?? "null"));
    const frames = f.map(({ d, s, a = {}, i, x, r }) => {
      const asks = this.#runner.dialogues.get(d)?.asks ?? {};
      const tells = ([name, value]: [string, unknown]) =>
        detail === "all" || typeof value === "boolean" || asks[name]?.options !== undefined;
      const known =
        detail === "names"
          ? Object.keys(a)
          : Object.entries(a).map((one) => (tells(one) ? one : one[0]));
      // Misses count only up to where a question gives up.
      const maxima = Object.values(asks).map(({ max = 3 }) => max);
      return [d, s, known, i, Math.min(x ?? 0, Math.max(0, ...maxima)), r];
    });
    return JSON.stringify([frames, c?.map(({ c: name, n, l }) => [name, n, l === undefined])]);
  }

  #talk(at: Situation): Talk {
    return new Talk(readTalk(JSON.parse(at.kept.slices[SLICE] ?? "null")), {
      dialogues: this.#runner.dialogues,
      now: at.now,
      callKey: String,
    });
  }

  #promptContext({ now }: Situation) {
    const { language = "zh-CN", timeZone = "Asia/Shanghai" } = this.#options;
    return { now, timeZone, locale: language };
  }

  #around(dialogue: AnyDialogue, made: Map<AnyDialogue, AnyDialogue>): AnyDialogue {
    const known = made.get(dialogue);
    if (known !== undefined) return known;
    const calls = Object.fromEntries(
      Object.entries(dialogue.calls).map(([name, service]) => {
        const { samples = [undefined], fails = [] } = service.options;
        const failures = fails.map((one) => ({ fails: one }));
        const can: readonly Outcome[] =
          service.kind === "callback"
            ? [{ gives: undefined }, "fails", ...failures]
            : [...samples.map((gives) => ({ gives })), "fails", ...failures, "hangs"];
        const run = async (_: unknown, call: { readonly key: string; readonly token?: string }) => {
          if (call.token !== undefined) this.#tokens.set(call.key, call.token);
          let outcome = this.#keys.get(call.key);
          if (outcome === undefined) {
            // What a service did last it goes on doing: a loop that only failures keep up shows.
            outcome = this.#outcomes[this.#called.length] ?? this.#outcomes.at(-1) ?? can[0];
            outcome = can.find((one) => isDeepStrictEqual(one, outcome)) ?? (can[0] as Outcome);
            this.#called.push({ can, did: outcome });
            this.#keys.set(call.key, outcome);
          }
          if (outcome === "hangs") return new Promise(() => {});
          if (outcome === "fails") throw new Error("fails on this path");
          if ("fails" in outcome) {
            const { message = "fails on this path" } = outcome.fails;
            throw Object.assign(new Error(message), outcome.fails);
          }
          return outcome.gives;
        };
        return [name, { ...service, run }];
      }),
    );
    const copy: AnyDialogue = { ...dialogue, calls, uses: {} };
    made.set(dialogue, copy);
    const uses = Object.entries(dialogue.uses).map(([name, child]) => [
      name,
      this.#around(child, made),
    ]);
    return Object.assign(copy, { uses: Object.fromEntries(uses) });
  }
}

function outcomeInWords(outcome: Outcome): string {
  if (typeof outcome === "string") return outcome;
  if ("gives" in outcome) return "answers";
  return `fails (${outcome.fails.code ?? outcome.fails.message ?? ""})`;
}

/** A move as a tester reads it. */
export function inWordsOf(move: Move): string {
  const services = move.outcomes.map(outcomeInWords).join(", ");
  const also = services === "" ? "" : ` (service ${services})`;
  if ("say" in move) {
    const { text, tapped } = move.say;
    return `${text || (tapped === undefined ? "something native" : `taps ${tapped}`)}${also}`;
  }
  if ("happens" in move) return `(${move.happens})${also}`;
  return "wait" in move ? `(${inWords(move.wait)} pass)${also}` : `(the result comes)${also}`;
}
