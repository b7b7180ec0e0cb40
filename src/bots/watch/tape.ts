import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";

/** One turn of a conversation's dialogues, kept so that it can be played again: what went in, what came out. */
export interface Tape {
  readonly v: 1;
  /** The turn's key and its time. */
  readonly key: string;
  readonly now: number;
  /** The record before and after, as JSON; undefined where there was none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /**
   * What was done with the talk, in order: a method's name and its arguments. Dialogues stand by their id. After a
   * call that threw stands {@link THREW} with the error's message.
   */
  readonly done: readonly (readonly [method: string, ...args: readonly unknown[]])[];
  /** The message keys that it said. */
  readonly said: readonly string[];
  /** The message of the error that ended the turn: nothing of the turn was kept, and `after` is undefined. */
  readonly failed?: string;
}

/** Stands in a tape after a call that threw. */
export const THREW = "threw";

/** The methods that change a talk; all others only read it. */
export const DOES: ReadonlySet<string> = new Set<keyof Talk>([
  ...(["begin", "send", "offer", "elapse", "lease", "settle", "resume"] as const),
  ...(["instruct", "cancel", "setAway", "say", "hush", "forgive"] as const),
  ...(["tell", "untell", "answerTold", "reask", "unask", "dismiss", "reopen"] as const),
  ...(["keepDraft", "forgetEnded"] as const),
]);

/** Records one turn for the bot's `record`, and does nothing where the bot has none. */
export class Recorder {
  readonly #give: ((tape: Tape) => void) | undefined;
  readonly #head: Pick<Tape, "v" | "key" | "now" | "before">;
  readonly #done: unknown[][] = [];

  constructor(
    give: ((tape: Tape) => void) | undefined,
    { key, now }: { readonly key: string; readonly now: number },
    stored: unknown,
  ) {
    this.#give = give;
    const before = give === undefined || stored === undefined ? undefined : JSON.stringify(stored);
    this.#head = { v: 1, key, now, before };
  }

  /** The talk, with the tape running. */
  listen(talk: Talk): Talk {
    return this.#give === undefined ? talk : taped(talk, this.#done);
  }

  end(after: string | undefined, said: readonly string[]): void {
    this.#give?.({ ...this.#head, after, done: this.#done as never, said });
  }

  /** Notes that the turn failed; what it did until then stays on the tape. */
  fail(error: unknown): void {
    const failed = messageOf(error);
    this.#give?.({
      ...this.#head,
      after: undefined,
      done: this.#done as never,
      said: [],
      failed,
    });
  }
}

function taped(talk: Talk, done: unknown[][]): Talk {
  return new Proxy(talk, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (!DOES.has(String(name))) return call(target, value, args);
        done.push([String(name), ...args.map(plain)]);
        try {
          return call(target, value, args);
        } catch (error) {
          done.push([THREW, messageOf(error)]);
          throw error;
        }
      };
    },
  });
}

function call(talk: Talk, method: unknown, args: readonly unknown[]): unknown {
  return (method as (...args: readonly unknown[]) => unknown).apply(talk, args as unknown[]);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function plain(argument: unknown): unknown {
  const { machine, id } = (argument ?? {}) as Partial<AnyDialogue>;
  if (machine !== undefined) return { dialogue: id };
  return argument === undefined ? undefined : JSON.parse(JSON.stringify(argument));
}
