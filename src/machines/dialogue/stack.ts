import { WeChatError } from "../../errors.ts";
import { type Effect, first, next } from "../pure.ts";
import { Agenda } from "./agenda.ts";
import { type Answer, givenUp } from "./answered.ts";
import { AFTER, asked, type Frame, invoked, nudged, put, revive, takes } from "./frame.ts";
import type { Memory, Said } from "./memory.ts";
import type { TalkRecord } from "./record.ts";
import type { AnyDialogue } from "./spec.ts";
import type { Params } from "./texts.ts";

/** An event for a dialogue's machine; `now` is added on its way. */
export interface TalkEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * One event that a frame took: for funnels, inspectors and tests. Beside the machine's own events there are `begin`;
 * `back`, where a step is entered again; `reopen`, where that happens after the end; and `leave`, where a dialogue is removed before it ended by itself.
 */
export interface Move {
  readonly dialogue: string;
  readonly version: number;
  readonly event: TalkEvent;
  readonly from: string | object;
  readonly to: string | object;
}

export interface StackOptions {
  readonly now: number;
  /** The key of the nth call of this conversation: equal whenever the same turn runs again. */
  readonly callKey: (n: number) => string;
  readonly watch?: ((move: Move, frame: Frame) => void) | undefined;
  /** Called when a dialogue has ended that no other dialogue used. Its frame is gone by then. */
  readonly over: (frame: Frame, output: unknown) => void;
}

/** How much one turn may set in motion at most. This stops an endless exchange between machines. */
const LIMITS = { frames: 50, steps: 200, history: 5 } as const;

/**
 * Dialogues on top of each other, and what they wait for. One of them takes an event, and everything that follows
 * from the event happens here: timers and calls begin and end, dialogues are used and give their output. When a
 * dialogue ends that no other dialogue used, `over` decides what that means.
 */
export class Stack {
  /** The present dialogue last. */
  readonly frames: Frame[] = [];
  readonly agenda: Agenda;
  /** What is to be said, in order. */
  readonly said: Said[] = [];
  /**
   * What a new release has changed under the follower: he now reads another question, or an earlier one. So his
   * message was no answer to that question.
   */
  changed: { readonly errors: readonly unknown[] } | undefined;
  /** While time elapses: the moment at which the present event was due. */
  now: number;
  /** What was answered before the present event, where it is a last miss or silence at a question. */
  given: readonly Answer[] | undefined;
  readonly #options: StackOptions;
  #steps = 0;

  constructor(record: TalkRecord, options: StackOptions) {
    this.agenda = new Agenda(this.frames, record);
    this.now = options.now;
    this.#options = options;
  }

  /** Puts the stored dialogues back. Throws `WeChatError` with the code `newer-record`. */
  revive(record: TalkRecord, dialogues: ReadonlyMap<string, AnyDialogue>): void {
    for (const [index, stored] of record.f.entries()) {
      const dialogue = dialogues.get(stored.d);
      const revived = dialogue === undefined ? undefined : revive(stored, dialogue, this.now);
      if (revived !== undefined && "frame" in revived) {
        this.frames.push(revived.frame);
        if (revived.moved) this.agenda.rearm(index, this.now);
        continue;
      }
      // The frames above were used by this frame or have interrupted it, so they go with it.
      this.agenda.cut(index);
      // A change that cannot go on leaves what was done before: begun anew, it would be done a second time.
      const isReopened = stored.o !== undefined;
      if (isReopened) this.said.push({ type: "say", key: "engine.unchanged", params: {} });
      const error = revived?.error;
      this.changed = { errors: error === undefined ? [] : [error] };
      const usedBy = stored.b && { frame: stored.b[0], step: stored.b[1] };
      if (dialogue && revived !== undefined && "restart" in revived && !isReopened) {
        this.#tellChange();
        this.push(dialogue, revived.restart, usedBy, stored.r);
      } else this.#goOnWithout(usedBy, revived === undefined);
      return;
    }
    for (const [index, frame] of [...this.frames.entries()]) {
      if (record.f[index]?.w === frame.dialogue.version) continue;
      const [snapshot, effects] = nudged(frame);
      frame.snapshot = snapshot as Frame["snapshot"];
      this.#perform(index, effects as never);
    }
  }

  /**
   * The topmost dialogue was removed: the dialogue that used it goes on, or the interrupted question is asked again.
   */
  #goOnWithout(usedBy: Frame["usedBy"], isUnknown: boolean): void {
    if (this.frames.length === 0) return;
    this.#tellChange();
    if (usedBy === undefined) {
      this.resume();
      return;
    }
    const user = this.frames[usedBy.frame] as Frame;
    const type = `xstate.done.actor.${usedBy.step}`;
    // A dialogue that was dropped ends without output, as intended. A dialogue that this release does not
    // know is begun anew by its step.
    if (isUnknown || !takes(user, type)) this.place(usedBy.frame, user.snapshot.value as string);
    else this.step(usedBy.frame, { type, output: undefined });
  }

  #tellChange(): void {
    this.said.push({ type: "say", key: "engine.updated", params: {} });
  }

  /** Begins a dialogue on top of the others. */
  push(
    dialogue: AnyDialogue,
    input: unknown,
    usedBy: Frame["usedBy"],
    repair: string | undefined,
  ): void {
    if (this.frames.length >= LIMITS.frames) throw tooMuch(`${LIMITS.frames} dialogues at once`);
    this.#countStep();
    const now = this.now;
    const begun = dialogue.raw ? input : { input, now };
    const [snapshot, effects] = first(dialogue.machine, begun);
    const frame: Frame = {
      dialogue,
      snapshot: snapshot as Frame["snapshot"],
      history: [],
      usedBy,
      repair,
    };
    const index = this.frames.push(frame) - 1;
    this.#tellMove(frame, { type: "begin" }, "", snapshot.value as string);
    this.#perform(index, effects as never);
  }

  /** Gives one event to one frame, and does everything that follows from it. */
  step(index: number, event: TalkEvent): void {
    const mayEnd = event.type === "miss" || event.type.startsWith(AFTER);
    this.given = mayEnd ? givenUp(this.frames, index) : undefined;
    this.#step(index, event);
  }

  #step(index: number, event: TalkEvent): void {
    this.#countStep();
    const frame = this.frames[index] as Frame;
    const { dialogue, snapshot: before } = frame;
    const question = asked(frame);
    const full = { ...event, now: this.now };
    const [snapshot, effects] = next(dialogue.machine, before as never, full as never);
    this.#tellMove(frame, full, before.value, (snapshot as Frame["snapshot"]).value);
    frame.snapshot = snapshot as Frame["snapshot"];
    if (before.hasTag("muted") && !frame.snapshot.hasTag("muted")) {
      this.agenda.unmute(index, this.now);
    }
    if (question !== undefined && asked(frame) !== question) this.#remember(frame, before.value);
    this.#perform(index, effects as never);
  }

  /** Takes a question back that was to be asked in this turn. */
  unask(frame: Frame, ask: string): void {
    const at = this.#askedAt(frame, ask);
    if (at >= 0) this.said.splice(at, 1);
  }

  /** Adds to what the text of a question may mention, if the question is to be asked in this turn. */
  reword(frame: Frame, ask: string, params: Params): void {
    const at = this.#askedAt(frame, ask);
    const said = this.said[at];
    if (said?.type === "say") this.said[at] = { ...said, params: { ...said.params, ...params } };
  }

  #askedAt({ dialogue }: Frame, ask: string): number {
    return this.said.findLastIndex(
      (one) => one.type === "say" && one.ask === ask && one.of === dialogue.id,
    );
  }

  /** Asks the present question again. */
  resume(): void {
    const top = this.frames.at(-1);
    if (top !== undefined && takes(top, "resume"))
      this.step(this.frames.length - 1, { type: "resume" });
  }

  /** Lets everything happen that is due by `now`, the oldest first, each at its own moment. */
  elapse(now: number): void {
    const { top, count } = { top: this.frames.at(-1), count: this.said.length };
    for (let due = this.agenda.takeDue(now); due; due = this.agenda.takeDue(now)) {
      const frame = this.frames[due.frame];
      if (frame === undefined) continue;
      this.now = due.at;
      if (takes(frame, AFTER + due.event)) this.step(due.frame, { type: AFTER + due.event });
      // The delay was changed under the timer: the new delay counts from the same moment.
      else this.agenda.rearm(due.frame, due.at - Number.parseInt(due.event, 10));
    }
    this.now = now;
    if (this.changed !== undefined && top !== undefined && !this.frames.includes(top)) {
      // The changed dialogue is over by now, so the follower is not asked about it.
      this.said.splice(0, count);
      this.changed = undefined;
    }
  }

  /** Puts a frame into a state as if it had just been entered. `why`: what the move is called. */
  place(index: number, value: string | object, why = "back"): void {
    const frame = this.frames[index] as Frame;
    this.cut(index + 1);
    this.agenda.clear(index);
    const { answers } = frame.snapshot.context as Memory;
    this.#tellMove(frame, { type: why }, frame.snapshot.value, value);
    put(frame, value, answers, this.now);
    this.agenda.rearm(index, this.now);
    for (const node of invokesOf(frame)) {
      const child = frame.dialogue.uses[String(node.src)];
      if (child === undefined) continue;
      const event = { type: "resume", now: this.now };
      const input =
        typeof node.input === "function"
          ? node.input({ context: frame.snapshot.context, event, self: undefined })
          : node.input;
      const plain = child.raw ? input : (input as { input: unknown }).input;
      this.push(child, plain, { frame: index, step: node.id }, undefined);
      return;
    }
    this.resume();
  }

  /** Removes a frame and all above it. */
  cut(index: number): void {
    for (const frame of this.frames.splice(index)) {
      if (frame.snapshot.status === "done") continue;
      this.#tellMove(frame, { type: "leave" }, frame.snapshot.value, "");
    }
    this.agenda.cut(index);
  }

  #tellMove(frame: Frame, event: TalkEvent, from: string | object, to: string | object): void {
    const { id, version } = frame.dialogue;
    this.#options.watch?.({ dialogue: id, version, event, from, to }, frame);
  }

  #countStep(): void {
    this.#steps += 1;
    if (this.#steps > LIMITS.steps) throw tooMuch(`${LIMITS.steps} steps in one turn`);
  }

  #remember({ history }: Frame, value: string | object): void {
    history.push(value);
    if (history.length > LIMITS.history) history.shift();
  }

  /** Carries out, in order, the effects that can be done at once; the others are kept as data. */
  #perform(index: number, effects: readonly Effect<AnyDialogue["machine"]>[]): void {
    const begun: { dialogue: AnyDialogue; input: unknown; step: string }[] = [];
    const frame = this.frames[index] as Frame;
    for (const { type, params } of effects as unknown as readonly LooseEffect[]) {
      switch (type) {
        case "xstate.emit":
          this.said.push({ ...(params.event as unknown as Said), of: frame.dialogue.id });
          break;
        case "xstate.raise":
          this.agenda.setTimer(index, this.now + params.delay, params.id.slice(AFTER.length));
          break;
        case "xstate.cancel":
          this.agenda.cancelTimer(index, params.sendId);
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
          this.agenda.call(index, step, src, input, this.#options.callKey);
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
      this.push(dialogue, input, { frame: index, step }, undefined);
    }
  }

  /** Drops what was begun at a step. */
  #leave(index: number, step: string): void {
    this.agenda.leave(index, step);
    const child = this.frames.findIndex(
      ({ usedBy }) => usedBy?.frame === index && usedBy.step === step,
    );
    if (child >= 0) this.cut(child);
  }

  /** Drops calls and dialogues of steps that were left. */
  #leaveOthers(index: number): void {
    const frame = this.frames[index] as Frame;
    const here = invoked(frame);
    this.agenda.leaveOthers(index, here);
    const child = this.frames.findIndex(
      ({ usedBy }) => usedBy?.frame === index && !here.includes(usedBy.step),
    );
    if (child >= 0) this.cut(child);
  }

  /** Ends a dialogue: the dialogue that used it goes on with its output. */
  #finish(index: number, output: unknown): void {
    const frame = this.frames[index] as Frame;
    const { usedBy } = frame;
    const interrupted = this.frames.length > index + 1;
    this.cut(index);
    if (usedBy === undefined) {
      this.#options.over(frame, output);
      return;
    }
    const user = this.frames[usedBy.frame] as Frame;
    const question = user.snapshot.value as string | object;
    this.#step(usedBy.frame, { type: `xstate.done.actor.${usedBy.step}`, output });
    if (this.frames[usedBy.frame] === user && !interrupted) this.#remember(user, question);
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

function tooMuch(what: string): WeChatError {
  return new WeChatError(
    "too-much",
    `The dialogues would go on for ever: ${what}. Look for two steps that lead to each other without asking.`,
  );
}
