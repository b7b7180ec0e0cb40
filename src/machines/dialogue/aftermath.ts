import type { Answer } from "./answered.ts";
import { isStillAnswer } from "./checks/stillAnswer.ts";
import { type Frame, recordOf } from "./frame.ts";
import type { Memory } from "./memory.ts";
import { meantAt } from "./present.ts";
import type { Prompt } from "./prompt.ts";
import type { DraftRecord, TalkRecord } from "./record.ts";
import { asItStood, keptAfterEnd, reopen, reviveEnded, saysAtEnd } from "./reopening.ts";
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

/** What was answered in a dialogue that ended without it. */
interface Draft extends Omit<DraftRecord, "x"> {
  /** Until when it is offered. Undefined where nobody has said yet that it is kept. */
  readonly x?: number;
}

/**
 * What a conversation keeps of dialogues that ended: when the last one did, how it may be changed, and what was answered
 * in one that gave up or lapsed.
 */
export class Aftermath {
  readonly #stack: Stack;
  readonly #ended: Ended[] = [];
  #endedAt: number | undefined;
  #last: Frame | undefined;
  #draft: Draft | undefined;
  readonly #dialogues: ReadonlyMap<string, AnyDialogue>;

  constructor(stack: Stack, { l, k, d }: TalkRecord, dialogues: ReadonlyMap<string, AnyDialogue>) {
    this.#stack = stack;
    this.#dialogues = dialogues;
    if (d !== undefined && d.x > stack.now) this.#draft = d;
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
    const base = meantAt(this.#stack.frames);
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
    this.#keepDraft(frame, output);
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
    if (this.#draft?.d === frame.dialogue.id) this.#draft = undefined;
  }

  /** Whether answers were given in a dialogue that has just ended without them. */
  get hasNewDraft(): boolean {
    return this.#draft !== undefined && this.#draft.x === undefined;
  }

  /** Keeps these answers until then. */
  keepDraft(until: number): void {
    if (this.#draft !== undefined) this.#draft = { ...this.#draft, x: until };
  }

  /** The answers of last time that may still be given, in the order of the questions. */
  draftOf({ id, version }: AnyDialogue): readonly Answered[] {
    const draft = this.#draft;
    if (draft?.d !== id || draft.w !== version) return [];
    return Object.entries(draft.p).flatMap(([of, asks]) =>
      Object.entries(asks).flatMap(([ask, known]) => {
        const prompt = this.#dialogues.get(of)?.asks[ask];
        if (prompt === undefined || !("v" in known)) return [];
        return isCurrent(prompt, known.v, this.#stack.now)
          ? [{ of, ask, prompt, value: known.v }]
          : [];
      }),
    );
  }

  /** Forgets the answers of last time. */
  dropDraft(): void {
    this.#draft = undefined;
  }

  /** Forgets what can still be gone back to. */
  forget(): void {
    this.#draft = undefined;
    this.#last = undefined;
  }

  #keepDraft({ dialogue, repair }: Frame, output: unknown): void {
    const { given } = this.#stack;
    const kept =
      repair === undefined && output === undefined && !given?.some(wasUsed)
        ? given?.filter(isKept)
        : [];
    const p: Record<string, Record<string, { v: unknown }>> = {};
    for (const { dialogue: of, ask, value } of (kept ?? []).toReversed()) {
      p[of.id] = { ...p[of.id], [ask]: { v: value } };
    }
    // Whoever said nothing the second time may still be offered what he said before.
    if (given !== undefined && Object.keys(p).length === 0) return;
    if (Object.keys(p).length > 0) this.#draft = { d: dialogue.id, w: dialogue.version, p };
    else if (this.#draft?.d === dialogue.id) this.#draft = undefined;
  }

  /** The part of the record that is about dialogues that are over. */
  toRecord(): Pick<TalkRecord, "l" | "k" | "d"> {
    const { reopenable } = this;
    const draft = this.#draft;
    return {
      ...(draft?.x !== undefined && { d: { ...draft, x: draft.x } }),
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

/** An answer of last time, and the question that it is an answer to. */
export interface Answered {
  readonly of: string;
  readonly ask: string;
  readonly prompt: Prompt<unknown>;
  readonly value: unknown;
}

/** Yes and no are asked anew: they are about the moment in which they are said. */
function isKept({ prompt }: Answer): boolean {
  return prompt.kind !== "yesNo";
}

/** Whether a service has changed something for the dialogue of this answer: then it must not do so a second time. */
function wasUsed({ dialogue, frame, use }: Answer): boolean {
  const writes = Object.entries(dialogue.calls).filter(([, { kind }]) => kind !== "read");
  if (use !== undefined) return writes.length > 0;
  const { answers } = frame.snapshot.context as Memory;
  return writes.some(([name]) => answers[name] !== undefined);
}

/** Whether an answer of last time may still be given: it can be chosen, and its moment has not passed. */
function isCurrent(prompt: Prompt<unknown>, value: unknown, now: number): boolean {
  if (prompt.optionsFor === undefined && !isStillAnswer(prompt, value, undefined)) return false;
  const at =
    prompt.kind.startsWith("date") && typeof value === "string" ? Date.parse(value) : Number.NaN;
  // A day is over once no part of the world has it any more.
  const until = prompt.kind === "date" ? at + 1.5 * DAY_MS : at;
  return Number.isNaN(at) || until > now;
}
