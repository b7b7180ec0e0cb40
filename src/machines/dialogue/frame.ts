import type { AnyMachineSnapshot, AnyStateMachine } from "xstate";
import { next } from "../pure.ts";
import type { StepMeta } from "./compile.ts";
import type { Memory } from "./memory.ts";
import { type FrameRecord, type KnownBefore, newer, type Standing } from "./record.ts";
import type { AnyDialogue, Kept } from "./spec.ts";

/** One dialogue of a running stack. */
export interface Frame {
  readonly dialogue: AnyDialogue;
  snapshot: AnyMachineSnapshot;
  /** The questions before the present one, the latest last. */
  readonly history: (string | object)[];
  readonly usedBy: { frame: number; readonly step: string } | undefined;
  readonly repair: string | undefined;
  /** What the follower told before he was asked. Only a dialogue that no other dialogue uses keeps this. */
  told?: KnownBefore | undefined;
  /** Where the dialogue was reopened after its end: what stands if nothing comes of it. */
  stands?: Standing | undefined;
}

type Node = AnyStateMachine["root"];

export function activeNodes(snapshot: AnyMachineSnapshot): readonly Node[] {
  return (snapshot as unknown as { readonly _nodes: readonly Node[] })._nodes;
}

/** The name of the prompt that is being asked. */
export function asked({ snapshot }: Frame): string | undefined {
  for (const node of activeNodes(snapshot)) {
    const { ask } = (node.meta ?? {}) as Partial<StepMeta>;
    if (ask !== undefined) return ask;
  }
  return undefined;
}

/** Whether a frame's present states have a way for an event. */
export function takes({ snapshot }: Frame, type: string): boolean {
  return activeNodes(snapshot).some(({ transitions }) => transitions.has(type));
}

/** The steps that are invoked now. */
export function invoked({ snapshot }: Frame): readonly string[] {
  return activeNodes(snapshot).flatMap(({ invoke }) => invoke.map(({ id }) => id));
}

/** The timers that the present states want: for each event, after which delay it is sent. */
export function wanted({ snapshot }: Frame): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const node of activeNodes(snapshot)) {
    for (const { delay, eventType } of node.after) {
      if (typeof delay === "number" || /^\d+$/.test(String(delay))) {
        found.set(eventType.slice(AFTER.length), Number(delay));
      }
    }
  }
  return found;
}

export const AFTER = "xstate.after.";

export function recordOf(frame: Frame): FrameRecord {
  const { dialogue, snapshot, history, usedBy, repair } = frame;
  const { input, answers, misses } = snapshot.context as Memory;
  const kept = dialogue.raw ? (snapshot.context as object) : answers;
  return {
    d: dialogue.id,
    w: dialogue.version,
    s: snapshot.value as string | object,
    ...(Object.keys(kept).length > 0 && { a: kept }),
    ...(!dialogue.raw && input !== undefined && { i: input }),
    ...(!dialogue.raw && misses > 0 && { x: misses }),
    ...(history.length > 0 && { h: history }),
    ...(usedBy !== undefined && { b: [usedBy.frame, usedBy.step] as const }),
    ...(repair !== undefined && { r: repair }),
    ...(frame.told !== undefined && { p: frame.told }),
    ...(frame.stands !== undefined && { o: frame.stands }),
  };
}

/** What became of a stored frame. */
type Revived =
  | { readonly frame: Frame; readonly moved: boolean }
  /** The frame begins again, with this input. `error`: what its migration threw. */
  | { readonly restart: unknown; readonly error?: unknown }
  | { readonly dropped: true; readonly error?: unknown };

/**
 * Brings a stored frame up to this version. Throws `WeChatError` with the code `newer-record` where a later version
 * wrote it.
 */
export function revive(record: FrameRecord, dialogue: AnyDialogue, now: number): Revived {
  if (record.w > dialogue.version) {
    throw newer(`"${dialogue.id}" is at version ${record.w}, here at ${dialogue.version}`);
  }
  const kept = migrated(record, dialogue);
  const snapshot = "state" in kept ? placed(dialogue, kept, record.x ?? 0, now) : undefined;
  if (snapshot === undefined) {
    const why = "error" in kept ? { error: kept.error } : {};
    return dialogue.outdated === "drop" ? { dropped: true, ...why } : { restart: record.i, ...why };
  }
  return {
    moved: record.w !== dialogue.version,
    frame: {
      dialogue,
      snapshot,
      history: historyOf(record, dialogue),
      usedBy: record.b && { frame: record.b[0], step: record.b[1] },
      repair: record.r,
      // What was told is kept only within one version: another version may ask other things under the same names.
      ...(record.w === dialogue.version && record.p !== undefined && { told: record.p }),
      ...(record.o !== undefined && { stands: record.w === dialogue.version ? record.o : {} }),
    },
  };
}

/** The questions before the present one, brought up to this version, without those whose step is gone. */
function historyOf(record: FrameRecord, dialogue: AnyDialogue): (string | object)[] {
  const { h = [], w } = record;
  if (w === dialogue.version) return [...h];
  return h.flatMap((state) => {
    const kept = migrated({ ...record, s: state }, dialogue);
    return "state" in kept && placed(dialogue, kept, 0, 0) !== undefined ? [kept.state] : [];
  });
}

/**
 * Brings what was kept up to this version. Without a migration, or where it threw, returns an object with what was
 * thrown, if anything.
 */
function migrated(
  record: FrameRecord,
  { version, migrate }: AnyDialogue,
): Kept | { readonly error: unknown } | Record<never, never> {
  let kept: Kept = { state: record.s, answers: { ...record.a }, input: record.i };
  for (let from = record.w; from < version; from++) {
    const step = migrate[from];
    if (step === undefined) return {};
    try {
      kept = step(kept);
    } catch (error) {
      return { error };
    }
  }
  return kept;
}

/** The snapshot of a machine in a state; undefined where the machine has no such state. */
function placed(
  { machine, raw }: AnyDialogue,
  { state, answers, input }: Kept,
  misses: number,
  now: number,
): AnyMachineSnapshot | undefined {
  const memory: Memory = { input, now, answers, misses };
  try {
    return machine.resolveState({ value: state as never, context: raw ? answers : memory });
  } catch {
    return undefined;
  }
}

/** Puts a frame into a state, with these answers. Without such a state the frame stays as it is. */
export function put(
  frame: Frame,
  state: string | object,
  answers: Memory["answers"],
  now: number,
): void {
  const { dialogue, snapshot } = frame;
  const { input } = snapshot.context as Memory;
  const memory = dialogue.raw ? (snapshot.context as Memory["answers"]) : answers;
  frame.snapshot = placed(dialogue, { state, answers: memory, input }, 0, now) ?? snapshot;
}

/** Gives a migrated frame an event. XState takes transitions that wait for nothing only with the next event. */
export function nudged({ dialogue: { machine }, snapshot }: Frame) {
  return next(machine, snapshot as never, { type: "engine.moved" } as never);
}
