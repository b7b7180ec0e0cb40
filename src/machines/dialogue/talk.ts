import { Aftermath, type Answered, type Ended } from "./aftermath.ts";
import { asked, type Frame, put, recordOf, takes } from "./frame.ts";
import type { Memory, Said } from "./memory.ts";
import { back, correct, restart } from "./moves.ts";
import { baseOf, meantAt, presentAt } from "./present.ts";
import type { CallRecord, TalkRecord } from "./record.ts";
import type { AnyDialogue, Failure, Instruction } from "./spec.ts";
import { Stack, type StackOptions, type TalkEvent } from "./stack.ts";
import type { Params } from "./texts.ts";
import { forgetTold, type Known, keepTold } from "./told.ts";

export interface TalkOptions extends Omit<StackOptions, "over"> {
  /** Every dialogue by its id. */
  readonly dialogues: ReadonlyMap<string, AnyDialogue>;
}

/**
 * The dialogues of one conversation during one turn: what may be done with their stack, and what happens to the
 * conversation when a dialogue ends. The class is exact: the same record and the same events give the same record,
 * byte for byte. What is to be said and called is data.
 */
export class Talk {
  readonly #dialogues: ReadonlyMap<string, AnyDialogue>;
  readonly #stack: Stack;
  readonly #aftermath: Aftermath;
  #away: boolean;

  /** Throws `WeChatError` with the code `newer-record` where a later release has the conversation. */
  constructor(record: TalkRecord, { dialogues, now, callKey, watch }: TalkOptions) {
    this.#dialogues = dialogues;
    this.#away = record.e === 1;
    const over = (frame: Frame, output: unknown) => this.#over(frame, output);
    this.#stack = new Stack(record, { now, callKey, watch, over });
    this.#stack.revive(record, dialogues);
    this.#aftermath = new Aftermath(this.#stack, record, dialogues);
  }

  get frames(): readonly Frame[] {
    return this.#stack.frames;
  }

  get top(): Frame | undefined {
    return this.frames.at(-1);
  }

  /** Whether a dialogue ended within the last day and none has begun since: the follower may still speak of it. */
  get endedLately(): boolean {
    return this.#aftermath.isRecent;
  }

  /** The dialogue that ended lately, where an answer of it may still be changed. */
  get reopenable(): Frame | undefined {
    return this.#aftermath.reopenable;
  }

  /** Puts the dialogue back that ended lately, at the question that its end names. False where there is none. */
  reopen(): boolean {
    return this.#aftermath.reopen();
  }

  /** Whether the present dialogue, or the one that a repair interrupts, changes what was done before. */
  get isReopened(): boolean {
    return this.frames[meantAt(this.frames)]?.stands !== undefined;
  }

  /** Whether answers were given in a dialogue that has just given up or lapsed. */
  get hasNewDraft(): boolean {
    return this.#aftermath.hasNewDraft;
  }

  /** Keeps these answers until then, to be offered when the dialogue begins again. */
  keepDraft(until: number): void {
    this.#aftermath.keepDraft(until);
  }

  /** What was answered the last time that the present dialogue ran, and ended without it. */
  get draft(): readonly Answered[] {
    const base = this.frames[this.#base()];
    return base === undefined ? [] : this.#aftermath.draftOf(base.dialogue);
  }

  /** Forgets what can still be gone back to of dialogues that are over. */
  forgetEnded(): void {
    this.#aftermath.forget();
  }

  /** What a new release has changed under the follower; undefined where his message is for the question he saw. */
  get changed(): Stack["changed"] {
    return this.#stack.changed;
  }

  /** Drops everything that was to be said. */
  hush(): void {
    this.#stack.said.splice(0);
  }

  /** When something is due: the earliest timer or end of a lease. */
  get dueAt(): number | undefined {
    return this.#stack.agenda.dueAt;
  }

  /** Calls without a result. */
  get calls(): readonly CallRecord[] {
    return this.#stack.agenda.calls;
  }

  /** What is to be said, in order; each is given once. */
  takeSaid(): Said[] {
    return this.#stack.said.splice(0);
  }

  /** Dialogues that ended; each is given once. */
  takeEnded(): Ended[] {
    return this.#aftermath.takeEnded();
  }

  /** Whether the follower's window ended, or he left, since he last wrote. */
  get away(): boolean {
    return this.#away;
  }

  setAway(away: boolean): void {
    this.#away = away;
  }

  say(said: Said): void {
    this.#stack.said.push(said);
  }

  /** Begins a dialogue on top of what is there. */
  begin(dialogue: AnyDialogue, input?: unknown, repair?: string): void {
    this.#stack.given = undefined;
    this.#stack.push(dialogue, input, undefined, repair);
  }

  /** Gives an event to the present dialogue. False where the dialogue has no way for it and nothing changes. */
  send(event: TalkEvent): boolean {
    const frame = this.top;
    if (frame === undefined || !takes(frame, event.type)) return false;
    this.#stack.step(this.frames.length - 1, event);
    return true;
  }

  /** Gives an event to the topmost dialogue that has a way for it. */
  offer(event: TalkEvent): boolean {
    const index = this.frames.findLastIndex((frame) => takes(frame, event.type));
    if (index < 0) return false;
    // The dialogues above interrupted a dialogue that has just moved on.
    this.#stack.step(index, event);
    return true;
  }

  /** Moves time to `now`: everything that is due happens, the oldest first, each at its own moment. */
  elapse(now: number): void {
    this.#stack.elapse(now);
  }

  /** Begins a try of a call. `until`: when another process may try. */
  lease(key: string, until: number | undefined): void {
    const call = this.#stack.agenda.lease(key, until);
    // Going back cannot undo a call, so the questions before it are closed.
    if (call !== undefined) this.frames[call.f]?.history.splice(0);
  }

  /** Takes the result of a call. False where no step waits for it any more. */
  settle(key: string, result: { readonly output: unknown } | { readonly error: Failure }): boolean {
    const call = this.#stack.agenda.takeCall(key);
    if (call === undefined) return false;
    const type = "error" in result ? "xstate.error.actor." : "xstate.done.actor.";
    this.#stack.step(call.f, { type: type + call.s, ...result });
    return true;
  }

  /** Asks the present question again. */
  resume(): void {
    this.#stack.resume();
  }

  /** Asks the present question again, without counting earlier misses. */
  forgive(): void {
    const { top } = this;
    if (top === undefined) return;
    const { answers } = top.snapshot.context as Memory;
    put(top, top.snapshot.value, answers, this.#stack.now);
    this.resume();
  }

  /** Keeps what is known of a question that is still to come. `of`: the dialogue that will ask it. */
  tell(of: string, ask: string, known: Known): void {
    const base = this.frames[this.#base()];
    if (base !== undefined) keepTold(base, of, ask, known);
  }

  /** Forgets what was told for a question. */
  untell(of: string, ask: string): void {
    const base = this.frames[this.#base()];
    if (base !== undefined) forgetTold(base, of, ask);
  }

  /** What is known of a question that is still to come. */
  toldOf(of: string, ask: string): Known | undefined {
    return this.frames[this.#base()]?.told?.[of]?.[ask];
  }

  /** The day that is already known, where a moment is being asked for. */
  get dayTold(): string | undefined {
    const known = this.#told();
    return known !== undefined && "d" in known ? known.d : undefined;
  }

  /** Answers the open question with what was told before, and then the next, as long as there is something. */
  answerTold(): void {
    for (;;) {
      const { top } = this;
      const known = this.#told();
      const ask = top && asked(top);
      if (top === undefined || ask === undefined || known === undefined || "w" in known) return;
      if ("d" in known) {
        this.#stack.reword(top, ask, { reason: "no-time", day: known.d });
        return;
      }
      forgetTold(this.frames[this.#base()] as Frame, top.dialogue.id, ask);
      this.#stack.unask(top, ask);
      this.send({ type: `answer.${ask}`, value: known.v });
    }
  }

  /** Adds to what the text of the question may mention that is about to be asked. */
  reask(params: Params): void {
    const { top } = this;
    const ask = top && asked(top);
    if (top !== undefined && ask !== undefined) this.#stack.reword(top, ask, params);
  }

  /** Takes the question back that is about to be asked, so that it can be asked after something else. */
  unask(): void {
    const { top } = this;
    const ask = top && asked(top);
    if (top !== undefined && ask !== undefined) this.#stack.unask(top, ask);
  }

  #told() {
    const { top } = this;
    const ask = top && asked(top);
    return ask === undefined ? undefined : this.toldOf(top?.dialogue.id ?? "", ask);
  }

  /** The present dialogue and those that use it; the one that no other uses comes first. */
  get present(): readonly Frame[] {
    return presentAt(this.frames, this.frames.length - 1);
  }

  /** The talk without the topmost repair: what the repair has interrupted. */
  get below(): Pick<Talk, "top" | "present"> {
    const at = this.frames.length - 2;
    return { top: this.frames[at], present: presentAt(this.frames, at) };
  }

  /** Ends the topmost repair without its output. */
  dismiss(): void {
    if (this.top?.repair !== undefined) this.#stack.cut(this.frames.length - 1);
  }

  /** Carries out the instruction of a repair. False where that cannot be done. */
  instruct(instruction: Instruction): boolean {
    switch (instruction.do) {
      case "resume":
        if (instruction.told) {
          const { of, ask, value } = instruction.told;
          this.tell(of, ask, { v: value });
        }
        this.resume();
        return true;
      case "cancel":
        return this.cancel();
      case "restart":
        return this.isReopened ? this.#aftermath.changeAnew() : restart(this.#stack);
      case "back":
        return back(this.#stack);
      case "correct":
        return correct(this.#stack, instruction);
      case "draft":
        for (const { of, ask, value } of instruction.take ? this.draft : []) {
          if (this.toldOf(of, ask) === undefined) this.tell(of, ask, { v: value });
        }
        this.#aftermath.dropDraft();
        this.resume();
        return true;
      case "answer":
        return this.send({ type: `answer.${instruction.ask}`, value: instruction.value });
      case "begin": {
        const dialogue = this.#dialogues.get(instruction.dialogue);
        if (dialogue === undefined) return false;
        this.begin(dialogue, instruction.input);
        return true;
      }
    }
  }

  /** Ends the present dialogue, and those that use it; a repair together with what it interrupts. */
  cancel(): boolean {
    const base = meantAt(this.frames);
    if (base < 0) return false;
    const frame = this.frames[base] as Frame;
    this.#stack.cut(base);
    this.#aftermath.cancelled(frame);
    this.resume();
    return true;
  }

  /** What is kept although no step wants it, in words; for tests. */
  useless(): string | undefined {
    return this.#stack.agenda.useless();
  }

  /** Everything as it is to be stored; undefined where there is nothing. */
  toRecord(): TalkRecord | undefined {
    const record: TalkRecord = {
      v: 1,
      f: this.frames.map(recordOf),
      ...this.#stack.agenda.toRecord(),
      ...(this.#away && { e: 1 as const }),
      ...this.#aftermath.toRecord(),
    };
    const empty =
      this.frames.length === 0 &&
      !this.#away &&
      record.n === undefined &&
      record.l === undefined &&
      record.d === undefined;
    return empty ? undefined : record;
  }

  /** After a repair, its output says what to do; after any other dialogue, the dialogue below goes on. */
  #over(frame: Frame, output: unknown): void {
    if (frame.repair !== undefined) {
      this.#obey(output as Instruction | undefined);
      return;
    }
    this.#aftermath.over(frame, output);
    this.resume();
  }

  #obey(instruction: Instruction | undefined): void {
    if (this.instruct(instruction ?? { do: "resume" })) return;
    this.#stack.said.push({ type: "say", key: "engine.nothing", params: {} });
    this.resume();
  }

  /** The index of the lowest dialogue among those that use the present one. */
  #base(): number {
    return baseOf(this.frames, this.frames.length - 1);
  }
}
