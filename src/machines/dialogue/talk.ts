import { WeChatError } from "../../errors.ts";
import { type Effect, first, next } from "../pure.ts";
import { Agenda } from "./agenda.ts";
import type { Memory, Said } from "./compile.ts";
import {
  AFTER,
  activeNodes,
  asked,
  type Frame,
  invoked,
  nudged,
  placed,
  recordOf,
  revive,
} from "./frame.ts";
import type { CallRecord, TalkRecord } from "./record.ts";
import type { AnyDialogue, Failure } from "./spec.ts";

/** An event for a dialogue's machine; `now` is added on its way. */
export interface TalkEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What a repair tells the stack when it ends. */
export type Instruction =
  | { readonly do: "resume" | "cancel" | "restart" | "back" }
  | { readonly do: "correct"; readonly ask: string; readonly value?: unknown }
  | { readonly do: "begin"; readonly dialogue: string; readonly input?: unknown };

/** A dialogue that is over and that no other one used. */
export interface Ended {
  readonly dialogue: AnyDialogue;
  readonly output: unknown;
  readonly cancelled: boolean;
}

/** One event that a frame took: for funnels, inspectors and tests. */
export interface Move {
  readonly dialogue: string;
  readonly version: number;
  readonly event: TalkEvent;
  readonly from: string | object;
  readonly to: string | object;
}

export interface TalkOptions {
  /** Every dialogue by its id. */
  readonly dialogues: ReadonlyMap<string, AnyDialogue>;
  readonly now: number;
  /** The key of the nth call of this conversation: equal whenever the same turn runs again. */
  readonly callKey: (n: number) => string;
  readonly watch?: ((move: Move, frame: Frame) => void) | undefined;
}

/** The most that one turn may set in motion: an endless exchange between machines is stopped by it. */
export const LIMITS = { frames: 50, steps: 200, history: 5 } as const;

/**
 * The dialogues of one conversation during one turn: a stack, its timers and its calls. It is exact: the same
 * record and the same events give the same record, byte for byte. What is to be said and called is data.
 */
export class Talk {
  readonly frames: Frame[] = [];
  readonly #options: TalkOptions;
  readonly #agenda: Agenda;
  #said: Said[] = [];
  #ended: Ended[] = [];
  #steps = 0;
  #now: number;
  #away: boolean;

  /** Throws `WeChatError` with the code `newer-record` where a later release has the conversation. */
  constructor(record: TalkRecord, options: TalkOptions) {
    this.#options = options;
    this.#now = options.now;
    this.#agenda = new Agenda(this.frames, record);
    this.#away = record.e === 1;
    this.#revive(record);
  }

  get top(): Frame | undefined {
    return this.frames.at(-1);
  }

  /** When something is due: the earliest timer or end of a lease. */
  get dueAt(): number | undefined {
    return this.#agenda.dueAt;
  }

  /** Calls without a result. */
  get calls(): readonly CallRecord[] {
    return this.#agenda.calls;
  }

  /** What is to be said, in order; each is given once. */
  takeSaid(): Said[] {
    return this.#said.splice(0);
  }

  /** Dialogues that ended; each is given once. */
  takeEnded(): Ended[] {
    return this.#ended.splice(0);
  }

  /** Whether the follower's window ended, or he left, since he last wrote. */
  get away(): boolean {
    return this.#away;
  }

  setAway(away: boolean): void {
    this.#away = away;
  }

  say(said: Said): void {
    this.#said.push(said);
  }

  /** Begins a dialogue on top of what is there. */
  begin(dialogue: AnyDialogue, input?: unknown, repair?: string): void {
    this.#push(dialogue, input, undefined, repair);
  }

  /** Gives an event to the present dialogue. False where it changes nothing and is not understood. */
  send(event: TalkEvent): boolean {
    const frame = this.top;
    if (frame === undefined || !takes(frame, event.type)) return false;
    this.#step(this.frames.length - 1, event);
    return true;
  }

  /** Gives an event to the topmost dialogue that takes it. */
  offer(event: TalkEvent): boolean {
    const index = this.frames.findLastIndex((frame) => takes(frame, event.type));
    if (index < 0) return false;
    // What was begun above it is an interruption of what has just moved on.
    this.#step(index, event);
    return true;
  }

  /** Time has come to `now`: everything that is due happens, the oldest first, each at its own moment. */
  elapse(now: number): void {
    for (let due = this.#agenda.takeDue(now); due; due = this.#agenda.takeDue(now)) {
      this.#now = due.at;
      if (this.frames[due.frame] !== undefined) this.#step(due.frame, { type: AFTER + due.event });
    }
    this.#now = now;
  }

  /** A try of a call begins; `until` is when somebody else may try. */
  lease(key: string, until: number | undefined): void {
    const call = this.#agenda.lease(key, until);
    // What was done cannot be undone by going back.
    if (call !== undefined) this.frames[call.f]?.history.splice(0);
  }

  /** The result of a call. False where nobody waits for it any more. */
  settle(key: string, result: { readonly output: unknown } | { readonly error: Failure }): boolean {
    const call = this.#agenda.takeCall(key);
    if (call === undefined) return false;
    const type = "error" in result ? "xstate.error.actor." : "xstate.done.actor.";
    this.#step(call.f, { type: type + call.s, ...result });
    return true;
  }

  /** Asks the present question again. */
  resume(): void {
    const top = this.top;
    if (top !== undefined && takes(top, "resume"))
      this.#step(this.frames.length - 1, { type: "resume" });
  }

  /** Carries out what a repair found. False where it cannot be done. */
  instruct(instruction: Instruction): boolean {
    switch (instruction.do) {
      case "resume":
        this.resume();
        return true;
      case "cancel":
        return this.cancel();
      case "restart":
        return this.#restart();
      case "back":
        return this.#back();
      case "correct":
        return this.#correct(instruction.ask, instruction.value);
      case "begin": {
        const dialogue = this.#options.dialogues.get(instruction.dialogue);
        if (dialogue === undefined) return false;
        this.begin(dialogue, instruction.input);
        return true;
      }
    }
  }

  /** Ends the present dialogue, those that use it included. */
  cancel(): boolean {
    const base = this.#base();
    if (base < 0) return false;
    const { dialogue } = this.frames[base] as Frame;
    this.#cut(base);
    this.#ended.push({ dialogue, output: undefined, cancelled: true });
    this.resume();
    return true;
  }

  /** What is kept although no step wants it, in words; for tests. */
  useless(): string | undefined {
    return this.#agenda.useless();
  }

  /** Everything as it is to be stored; undefined where there is nothing. */
  toRecord(): TalkRecord | undefined {
    const record: TalkRecord = {
      v: 1,
      f: this.frames.map(recordOf),
      ...this.#agenda.toRecord(),
      ...(this.#away && { e: 1 as const }),
    };
    const empty = this.frames.length === 0 && !this.#away && record.n === undefined;
    return empty ? undefined : record;
  }

  #revive(record: TalkRecord): void {
    for (const [index, stored] of record.f.entries()) {
      const dialogue = this.#options.dialogues.get(stored.d);
      const revived = dialogue === undefined ? "dropped" : revive(stored, dialogue, this.#now);
      if (revived === "dropped" || dialogue === undefined) {
        // What stands above it was used by it or interrupted it: it goes with it.
        this.#agenda.cut(index);
        return;
      }
      if ("frame" in revived) {
        this.frames.push(revived.frame);
        if (revived.moved) this.#agenda.rearm(index, this.#now);
        continue;
      }
      this.#agenda.cut(index);
      const usedBy = stored.b && { frame: stored.b[0], step: stored.b[1] };
      this.#push(dialogue, revived.restart, usedBy, stored.r);
      return;
    }
    for (const [index, frame] of [...this.frames.entries()]) {
      if (record.f[index]?.w === frame.dialogue.version) continue;
      const [snapshot, effects] = nudged(frame);
      frame.snapshot = snapshot as Frame["snapshot"];
      this.#perform(index, effects as never);
    }
  }

  #push(
    dialogue: AnyDialogue,
    input: unknown,
    usedBy: Frame["usedBy"],
    repair: string | undefined,
  ): void {
    if (this.frames.length >= LIMITS.frames) throw tooMuch(`${LIMITS.frames} dialogues at once`);
    this.#countStep();
    const now = this.#now;
    const begun = dialogue.raw ? input : { input, now };
    const [snapshot, effects] = first(dialogue.machine, begun);
    const frame: Frame = {
      dialogue,
      snapshot: snapshot as Frame["snapshot"],
      history: [],
      usedBy,
      repair,
      returnTo: undefined,
    };
    const index = this.frames.push(frame) - 1;
    this.#options.watch?.(
      {
        dialogue: dialogue.id,
        version: dialogue.version,
        event: { type: "begin" },
        from: "",
        to: snapshot.value as string,
      },
      frame,
    );
    this.#perform(index, effects as never);
  }

  /** One event of one frame, with everything that follows from it. */
  #step(index: number, event: TalkEvent): void {
    this.#countStep();
    const frame = this.frames[index] as Frame;
    const { dialogue, snapshot: before } = frame;
    const question = asked(frame);
    const full = { ...event, now: this.#now };
    const [snapshot, effects] = next(dialogue.machine, before as never, full as never);
    this.#options.watch?.(
      {
        dialogue: dialogue.id,
        version: dialogue.version,
        event: full,
        from: before.value as string,
        to: (snapshot as Frame["snapshot"]).value as string,
      },
      frame,
    );
    frame.snapshot = snapshot as Frame["snapshot"];
    if (before.hasTag("muted") && !frame.snapshot.hasTag("muted")) {
      this.#agenda.unmute(index, this.#now);
    }
    if (event.type === `answer.${question}` && frame.returnTo !== undefined) {
      this.#place(index, frame.returnTo);
      return;
    }
    if (question !== undefined && asked(frame) !== question) this.#remember(frame, before.value);
    this.#perform(index, effects as never);
  }

  #countStep(): void {
    this.#steps += 1;
    if (this.#steps > LIMITS.steps) throw tooMuch(`${LIMITS.steps} steps in one turn`);
  }

  #remember({ history }: Frame, value: string | object): void {
    history.push(value);
    if (history.length > LIMITS.history) history.shift();
  }

  /** Does with effects what can be done at once, in order; the rest is kept as data. */
  #perform(index: number, effects: readonly Effect<AnyDialogue["machine"]>[]): void {
    const begun: { dialogue: AnyDialogue; input: unknown; step: string }[] = [];
    const frame = this.frames[index] as Frame;
    for (const { type, params } of effects as unknown as readonly LooseEffect[]) {
      switch (type) {
        case "xstate.emit":
          this.#said.push({ ...(params.event as unknown as Said), of: frame.dialogue.id });
          break;
        case "xstate.raise":
          this.#agenda.setTimer(index, this.#now + params.delay, params.id.slice(AFTER.length));
          break;
        case "xstate.cancel":
          this.#agenda.cancelTimer(index, params.sendId);
          break;
        case "xstate.spawnChild": {
          const { id: step, src, input } = params;
          this.#leave(index, step);
          const child = frame.dialogue.uses[src];
          if (child !== undefined) {
            const plain =
              child.raw || frame.dialogue.raw ? input : (input as { input: unknown }).input;
            begun.push({ dialogue: child, input: plain, step });
            break;
          }
          this.#agenda.call(index, step, src, input, this.#options.callKey);
          break;
        }
        case "xstate.stopChild":
        case "xstate.log":
          break;
        default:
          throw new WeChatError(
            "dialogue",
            `The dialogue "${frame.dialogue.id}" wants "${type}" done, which dialogues cannot: let a service do it.`,
          );
      }
    }
    this.#leaveOthers(index);
    if (frame.snapshot.status === "done") {
      this.#finish(index, frame.snapshot.output);
      return;
    }
    for (const { dialogue, input, step } of begun) {
      this.#push(dialogue, input, { frame: index, step }, undefined);
    }
  }

  /** Drops what was begun at a step. */
  #leave(index: number, step: string): void {
    this.#agenda.leave(index, step);
    const child = this.frames.findIndex(
      ({ usedBy }) => usedBy?.frame === index && usedBy.step === step,
    );
    if (child >= 0) this.#cut(child);
  }

  /** Drops calls and dialogues of steps that were left. */
  #leaveOthers(index: number): void {
    const frame = this.frames[index] as Frame;
    const here = invoked(frame);
    this.#agenda.leaveOthers(index, here);
    const child = this.frames.findIndex(
      ({ usedBy }) => usedBy?.frame === index && !here.includes(usedBy.step),
    );
    if (child >= 0) this.#cut(child);
  }

  /** Removes a frame and all above it. */
  #cut(index: number): void {
    this.frames.splice(index);
    this.#agenda.cut(index);
  }

  #finish(index: number, output: unknown): void {
    const { dialogue, usedBy, repair } = this.frames[index] as Frame;
    const interrupted = this.frames.length > index + 1;
    this.#cut(index);
    if (usedBy !== undefined) {
      const user = this.frames[usedBy.frame] as Frame;
      const question = user.snapshot.value as string | object;
      this.#step(usedBy.frame, { type: `xstate.done.actor.${usedBy.step}`, output });
      if (this.frames[usedBy.frame] === user && !interrupted) this.#remember(user, question);
      return;
    }
    if (repair !== undefined) {
      this.#obey(output as Instruction | undefined);
      return;
    }
    this.#ended.push({ dialogue, output, cancelled: false });
    this.resume();
  }

  #obey(instruction: Instruction | undefined): void {
    if (this.instruct(instruction ?? { do: "resume" })) return;
    this.#said.push({ type: "say", key: "engine.nothing", params: {} });
    this.resume();
  }

  /** The dialogue at the bottom of the present one: the one that nobody used. */
  #base(): number {
    let index = this.frames.length - 1;
    for (let by = this.frames[index]?.usedBy; by !== undefined; by = this.frames[index]?.usedBy) {
      index = by.frame;
    }
    return index;
  }

  #restart(): boolean {
    const base = this.#base();
    const frame = this.frames[base];
    if (frame === undefined) return false;
    const { dialogue, repair } = frame;
    const { input } = frame.snapshot.context as Memory;
    this.#cut(base);
    this.#push(dialogue, input, undefined, repair);
    return true;
  }

  #back(): boolean {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index] as Frame;
      const before = frame.history.pop();
      if (before !== undefined) {
        this.#place(index, before);
        return true;
      }
      if (frame.usedBy === undefined) return false;
    }
    return false;
  }

  /** Another value for an answer: at once, or by asking for it and coming back. */
  #correct(ask: string, value: unknown): boolean {
    const index = this.frames.findLastIndex(({ dialogue }) => ask in dialogue.asks);
    const frame = this.frames[index];
    if (frame === undefined || index < this.#base()) return false;
    const { answers } = frame.snapshot.context as Memory;
    if (value !== undefined) {
      frame.snapshot = this.#placed(frame, frame.snapshot.value, { ...answers, [ask]: value });
      this.resume();
      return true;
    }
    const states = Object.values(frame.dialogue.machine.root.states);
    const step = states.find(({ meta }) => (meta as { ask?: string } | undefined)?.ask === ask);
    if (step === undefined || index !== this.frames.length - 1) return false;
    const returnTo = frame.returnTo ?? frame.snapshot.value;
    this.#place(index, step.key);
    if (returnTo !== step.key) frame.returnTo = returnTo;
    return true;
  }

  /** Puts a frame into a state as if it had just been entered. */
  #place(index: number, value: string | object): void {
    const frame = this.frames[index] as Frame;
    this.#cut(index + 1);
    this.#agenda.clear(index);
    const { answers } = frame.snapshot.context as Memory;
    frame.snapshot = this.#placed(frame, value, answers);
    frame.returnTo = undefined;
    this.#agenda.rearm(index, this.#now);
    for (const node of invokesOf(frame)) {
      const child = frame.dialogue.uses[String(node.src)];
      if (child === undefined) continue;
      const event = { type: "resume", now: this.#now };
      const input =
        typeof node.input === "function"
          ? node.input({ context: frame.snapshot.context, event, self: undefined })
          : node.input;
      const plain = child.raw ? input : (input as { input: unknown }).input;
      this.#push(child, plain, { frame: index, step: node.id }, undefined);
      return;
    }
    this.resume();
  }

  #placed(frame: Frame, state: string | object, answers: Memory["answers"]): Frame["snapshot"] {
    const { input } = frame.snapshot.context as Memory;
    const memory = frame.dialogue.raw ? (frame.snapshot.context as Memory["answers"]) : answers;
    const snapshot = placed(frame.dialogue, { state, answers: memory, input }, 0, this.#now);
    return snapshot ?? frame.snapshot;
  }
}

function invokesOf({ snapshot }: Frame) {
  const { _nodes: nodes } = snapshot as unknown as {
    _nodes: readonly {
      invoke: readonly { id: string; src: unknown; input?: unknown }[];
    }[];
  };
  return nodes.flatMap(({ invoke }) => invoke);
}

/** An effect as we read it; `xstate` is pinned for this. */
interface LooseEffect {
  readonly type: string;
  readonly params: {
    readonly id: string;
    readonly src: string;
    readonly input: unknown;
    readonly event: object;
    readonly delay: number;
    readonly sendId: string;
  };
}

/** Whether a frame's present states know an event at all. */
export function takes({ snapshot }: Frame, type: string): boolean {
  return activeNodes(snapshot).some(({ transitions }) => transitions.has(type));
}

function tooMuch(what: string): WeChatError {
  return new WeChatError(
    "too-much",
    `The dialogues would go on for ever: ${what}. Look for two steps that lead to each other without asking.`,
  );
}
