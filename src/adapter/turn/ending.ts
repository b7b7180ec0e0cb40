import { type AbortCode, TurnAborted } from "../../errors.ts";
import type { Newer } from "../../store/gather.ts";

const WHY: Readonly<Record<AbortCode, string>> = {
  "turn-stopped": "A newer message of the follower stopped this turn (ContentStreamNotAllowed).",
  "stream-stopped": "The follower stopped this streamed answer (ContentStreamNotAllowed).",
  "turn-lost": "Another process has taken this turn over, or the store did not take what it wrote.",
  "turn-timeout": "The turn took longer than it may.",
  "turn-over": "The turn is over.",
  unfollowed: "The follower has left the account: nothing can be shown.",
};

/** How the wait for a turn's bot ended: by itself, or before. */
export type BotEnd = "done" | "time is up" | "stopped" | { readonly threw: unknown };

/** Runs a turn's bot, and tells how it ended. */
export function tellEnd<T>(
  run: (turn: T) => Promise<void>,
  turn: T,
  tell: (end: BotEnd) => void,
): void {
  const threw = (error: unknown) => tell({ threw: error });
  try {
    run(turn).then(() => tell("done"), threw);
  } catch (error) {
    threw(error);
  }
}

/** How one turn ends before its time, and its abort signal. The signal is made when it is first asked for: most bots never ask. */
export class Ending {
  #controller: AbortController | undefined;
  #code: AbortCode | undefined;
  #reason: TurnAborted | undefined;
  #stopped: Newer | undefined;
  #isLeft = false;

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#code !== undefined) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  /** What a newer push ended. */
  get stopped(): Newer | undefined {
    return this.#stopped;
  }

  /** Whether the push was left to other processes: nothing of the turn counts. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** Notes that the push is left to other processes. */
  leave(): void {
    this.#isLeft = true;
    this.abort("turn-lost");
  }

  /** Whether further words of a turn are not shown. `expects`: the bot waits for an answer. */
  silences(expects: boolean): boolean {
    const stopped = this.#stopped;
    return this.#isLeft || stopped === "merge" || (stopped === "turn" && !expects);
  }

  /** Notes that a newer push ends something; false where that much was ended before. */
  stop(what: Newer): boolean {
    if (this.#stopped === what || (this.#stopped !== undefined && this.#stopped !== "stream"))
      return false;
    this.#stopped = what;
    this.abort(what === "stream" ? "stream-stopped" : "turn-stopped");
    return true;
  }

  /** Whether the bot was stopped, and may know it: an error that it throws then is no failure. */
  wasStopped(streams: boolean): boolean {
    if (this.#stopped === undefined) return this.#isLeft;
    return this.#isLeft || this.#stopped !== "stream" || streams || this.#controller !== undefined;
  }

  /**
   * Why the turn was aborted. The error is made when it is first asked for: every turn ends, and an error costs its
   * stack.
   */
  get reason(): TurnAborted | undefined {
    const code = this.#code;
    if (code === undefined) return undefined;
    this.#reason ??= new TurnAborted(code, WHY[code]);
    return this.#reason;
  }

  /** Aborts the turn. Only the first reason counts. */
  abort(code: AbortCode): void {
    if (this.#code !== undefined) return;
    this.#code = code;
    this.#controller?.abort(this.reason);
  }
}
