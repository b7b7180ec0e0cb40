import { type Frame, recordOf } from "./frame.ts";
import type { TalkRecord } from "./record.ts";
import {
  asItStood,
  keptAfterEnd,
  reopen,
  reopenedAt,
  reviveEnded,
  saysAtEnd,
} from "./reopening.ts";
import type { AnyDialogue } from "./spec.ts";
import type { Stack } from "./stack.ts";

const DAY_MS = 24 * 3_600_000;

/** A dialogue that is over, and that no other dialogue used. */
export interface Ended {
  readonly dialogue: AnyDialogue;
  readonly output: unknown;
  /** Whether nothing came of it: the follower cancelled, or did not change what was done before. */
  readonly cancelled: boolean;
}

/** What a conversation keeps of the dialogue that ended last: when that was, and how it may be changed. */
export class Aftermath {
  readonly #stack: Stack;
  readonly #ended: Ended[] = [];
  #endedAt: number | undefined;
  #last: Frame | undefined;

  constructor(stack: Stack, { l, k }: TalkRecord, dialogues: ReadonlyMap<string, AnyDialogue>) {
    this.#stack = stack;
    this.#endedAt = l;
    this.#last = reviveEnded(k, dialogues, stack.now);
  }

  /** Whether a dialogue ended within the last day and none has begun since. */
  get isRecent(): boolean {
    const at = this.#endedAt;
    return this.#stack.frames.length === 0 && at !== undefined && this.#stack.now - at < DAY_MS;
  }

  /** The dialogue that ended, where an answer of it may still be changed. */
  get reopenable(): Frame | undefined {
    return this.isRecent ? this.#last : undefined;
  }

  /** Dialogues that ended; each is given once. */
  takeEnded(): Ended[] {
    return this.#ended.splice(0);
  }

  /** Puts the dialogue back that ended. False where there is none. */
  reopen(): boolean {
    const ended = this.reopenable;
    if (ended === undefined) return false;
    reopen(this.#stack, ended);
    return true;
  }

  /** Begins a change again, with the answers of before. False where nothing is changed. */
  changeAnew(): boolean {
    const base = reopenedAt(this.#stack.frames);
    const frame = this.#stack.frames[base];
    const before = frame && asItStood(frame, this.#stack.now);
    if (before === undefined) return false;
    this.#stack.cut(base);
    reopen(this.#stack, before);
    return true;
  }

  /** A dialogue has ended that no other dialogue used. */
  over(frame: Frame, output: unknown): void {
    const { dialogue } = frame;
    const last = keptAfterEnd(frame);
    if (frame.stands !== undefined && last === undefined) {
      // The last word is about doing it for the first time.
      if (saysAtEnd(frame)) this.#stack.said.pop();
      this.#stand(frame);
      this.#ended.push({ dialogue, output: undefined, cancelled: true });
      return;
    }
    this.#ended.push({ dialogue, output, cancelled: false });
    if (Object.keys(dialogue.asks).length === 0) return;
    this.#endedAt = this.#stack.now;
    this.#last = last;
  }

  /** The follower has cancelled a dialogue that no other dialogue used. */
  cancelled(frame: Frame): void {
    if (frame.stands !== undefined) {
      const word = this.#stack.said.at(-1);
      if (word?.type === "say" && word.key === "engine.cancelled") this.#stack.said.pop();
      this.#stand(frame);
    }
    this.#ended.push({ dialogue: frame.dialogue, output: undefined, cancelled: true });
  }

  /** The part of the record that is about dialogues that are over. */
  toRecord(): Pick<TalkRecord, "l" | "k"> {
    const { reopenable } = this;
    return {
      ...(this.isRecent && { l: this.#endedAt }),
      ...(reopenable !== undefined && { k: recordOf(reopenable) }),
    };
  }

  /** Nothing came of a change: what was done before stands. */
  #stand(frame: Frame): void {
    const { now, said } = this.#stack;
    said.push({ type: "say", key: "engine.unchanged", params: {} });
    this.#endedAt = now;
    this.#last = asItStood(frame, now);
  }
}
