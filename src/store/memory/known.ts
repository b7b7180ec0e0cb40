import { type Line, newLine } from "../line/state.ts";
import type { Follower } from "../store.ts";
import { type Finished, isQuiet, type Kept } from "./finished.ts";

/**
 * A follower of whom this process knows. While nothing is going on with him his line is one text: a line takes forty
 * objects, at which every full collection would look.
 */
export class Known implements Kept {
  readonly follower: Follower;
  /** When somebody must look after the line: for what cannot wait, and for what can. */
  urgentAt: number | undefined = undefined;
  laterAt: number | undefined = undefined;
  heardAt: number;
  #line: Line | undefined;
  /** The line as text, while it rests. */
  #resting: string | undefined = undefined;
  finished: Map<string, Finished> | undefined = undefined;

  constructor({ appId, openid }: Follower, now: number) {
    // The openid is copied: the one that came is a piece of a push's text, and would keep the whole text in memory.
    this.follower = { appId, openid: Buffer.from(openid).toString() };
    this.heardAt = now;
    this.#line = newLine(now);
  }

  get line(): Line {
    return this.#line ?? this.#awake();
  }

  #awake(): Line {
    const line: Line = Object.assign(newLine(0), JSON.parse(this.#resting as string));
    this.#line = line;
    this.#resting = undefined;
    return line;
  }

  /** Call it when the last finished push was forgotten. */
  rest(): void {
    const line = this.#line;
    if (line === undefined || line.owner !== undefined || !isQuiet(line)) return;
    if (Object.keys(line.pushes).length > 0) return;
    // What is left out is empty.
    const { owner, queue, pushes, chain, inFlight, held, given, untaken, timers, ...kept } = line;
    this.#resting = JSON.stringify(timers.length > 0 ? { ...kept, timers } : kept);
    this.#line = undefined;
    this.finished = undefined;
  }
}
