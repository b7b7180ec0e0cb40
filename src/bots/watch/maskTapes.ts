import { WeChatError } from "../../errors.ts";
import { below } from "../../machines/dialogue/checks/graph.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { type AnyDialogue, LIFECYCLE } from "../../machines/dialogue/spec.ts";
import { callKey } from "../dialogueCalls.ts";
import { replay, withRepairs } from "./replay.ts";
import { type Tape, THREW } from "./tape.ts";

/** When masked tapes begin: what people did keeps its distances, and tells nothing of the day. */
const BEGINS_MS = Date.UTC(2026, 0, 5, 1);
const DAY_MS = 24 * 3_600_000;
/** Numbers that are times: milliseconds since the epoch, from 2001 to 2286. */
const TIMES = { from: 1e12, to: 1e13 };
/** Greater numbers than this tell who somebody is: telephones, orders, cards. */
const TELLING = 100_000;
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
/** Calls of one turn whose keys are made again. */
const CALLS = 20;
/** Words of XState's and the engine's own in events and timers. */
const OF_THE_ENGINE = ["answer", "xstate", "after", "done", "error", "actor", "state", "lost"];

/**
 * Tapes of one person without the person. A text stays only where it is a name of the dialogues' own (a step, a question, a
 * choice, a message key); any other stands as `text 1`, the same one always as the same. Numbers of six and more digits,
 * and those of places, are others; keys of turns are counted; times begin at one day for everybody, and dates move along.
 * Turns that threw are left out: an error's message may hold anything. Throws `WeChatError` with the code `replay` for a
 * turn that plays otherwise without its texts, because a condition looks into them.
 */
export function maskTapes(
  tapes: readonly Tape[],
  dialogues: readonly AnyDialogue[],
): readonly Tape[] {
  const kept = tapes.filter(
    ({ failed, done }) => failed === undefined && !done.some(([method]) => method === THREW),
  );
  const mask = new Mask(kept, namesOf(dialogues));
  return kept.map((tape) => {
    const masked = mask.tape(tape);
    try {
      replay(masked, dialogues);
    } catch (error) {
      throw new WeChatError(
        "replay",
        `The turn ${masked.key} plays otherwise when its texts are masked: a condition of the dialogue looks into them. ${(error as Error).message.split("\n")[0]}`,
        { cause: error },
      );
    }
    return masked;
  });
}

/** Everything that dialogues name themselves. */
function namesOf(dialogues: readonly AnyDialogue[]): ReadonlySet<string> {
  const own = [...withRepairs(dialogues).values()];
  return new Set([
    ...OF_THE_ENGINE,
    ...LIFECYCLE,
    ...own.flatMap(({ id, machine, asks, calls, uses, keys }) => [
      ...[id, ...keys, ...Object.keys(asks), ...Object.keys(calls), ...Object.keys(uses)],
      ...below(machine.root).map(({ key }) => key),
      ...Object.values(asks).flatMap((prompt: Prompt<unknown>) => [
        prompt.ask,
        ...(prompt.options ?? []).map((option) => option.id),
      ]),
      ...Object.values(calls).flatMap(({ options }) => (options.fails ?? []).map(codeOf)),
    ]),
  ]);
}

function codeOf({ code = "" }: { readonly code?: string | undefined }): string {
  return code;
}

class Mask {
  readonly #names: ReadonlySet<string>;
  readonly #shiftMs: number;
  readonly #texts = new Map<string, string>();
  readonly #numbers = new Map<number, number>();
  #count = 0;

  constructor(tapes: readonly Tape[], names: ReadonlySet<string>) {
    this.#names = names;
    // Whole days: the hour of an answer may decide something.
    this.#shiftMs = Math.round((BEGINS_MS - (tapes[0]?.now ?? BEGINS_MS)) / DAY_MS) * DAY_MS;
    for (const [index, { key }] of tapes.entries()) {
      const turn = `turn|${index + 1}`;
      this.#texts.set(key, turn);
      for (let n = 0; n < CALLS; n++) this.#texts.set(callKey(key, n), callKey(turn, n));
    }
  }

  tape({ v, key, now, before, after, done, said }: Tape): Tape {
    const record = (json: string | undefined) =>
      json === undefined ? undefined : JSON.stringify(this.#value(JSON.parse(json)));
    return {
      ...{ v, key: this.#text(key), now: now + this.#shiftMs },
      ...{ before: record(before), after: record(after) },
      done: done.map(([method, ...args]) => [method, ...args.map((arg) => this.#argument(arg))]),
      said,
    };
  }

  /** What a method was given; the type of an event is the engine's own word. */
  #argument(arg: unknown): unknown {
    const { type } = (arg ?? {}) as { readonly type?: unknown };
    const masked = this.#value(arg);
    return typeof type === "string" && /^[\w.-]+$/.test(type)
      ? { ...(masked as object), type }
      : masked;
  }

  #value(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value === "number") return this.#number(value);
    if (Array.isArray(value)) return value.map((one) => this.#value(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        // A name in a program, and not a text by which something is looked up.
        /^[A-Za-z_$][\w$]{0,40}$/.test(name) ? name : this.#text(name),
        this.#value(inner),
      ]),
    );
  }

  #text(value: string): string {
    const stood = this.#texts.get(value);
    if (stood !== undefined) return stood;
    if (value === "" || this.#isOwn(value)) return value;
    const made = DATE.test(value) ? this.#date(value) : `text ${++this.#count}`;
    this.#texts.set(value, made);
    return made;
  }

  /** A name of the dialogues, or several with points: `answer.party`, `7200000.booking.at`. */
  #isOwn(value: string): boolean {
    if (this.#names.has(value)) return true;
    const [first = "", ...rest] = value.split(".");
    const begins = /^\d{1,12}$/.test(first) || this.#names.has(first);
    return rest.length > 0 && begins && rest.every((part) => this.#names.has(part));
  }

  #date(value: string): string {
    const [day = "", ...rest] = value.split("T");
    const at = new Date(Date.parse(`${day}T00:00Z`) + this.#shiftMs);
    return Number.isNaN(at.getTime())
      ? `text ${++this.#count}`
      : [at.toISOString().slice(0, 10), ...rest].join("T");
  }

  #number(value: number): number {
    if (value >= TIMES.from && value < TIMES.to) return value + this.#shiftMs;
    if (Number.isInteger(value) && Math.abs(value) < TELLING) return value;
    const stood = this.#numbers.get(value) ?? this.#numbers.size + 1;
    this.#numbers.set(value, stood);
    return Number.isInteger(value) ? TELLING + stood : stood + 0.5;
  }
}
