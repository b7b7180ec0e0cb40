import type { Move } from "../../machines/dialogue/stack.ts";

/** How often each step of each dialogue was entered and left. */
export type FunnelTable = Readonly<Record<string, Readonly<Record<string, StepCount>>>>;

export interface StepCount {
  /** How often somebody came to the step. */
  readonly visits: number;
  /** How often somebody went on from the step. The others are still there, or never came back. */
  readonly left: number;
}

/** Counts where people stop: `const funnel = createFunnel(); dialogueBot({ …, onMove: funnel.onMove })`. */
export interface Funnel {
  readonly onMove: (move: Move) => void;
  /** The numbers so far; `draw --funnel` paints them. */
  table(): FunnelTable;
}

/** A funnel of this process. With several processes, whoever collects the tables adds them up. */
export function createFunnel(): Funnel {
  const counts: Record<string, Record<string, { visits: number; left: number }>> = {};
  const at = (dialogue: string, step: string) => {
    counts[dialogue] ??= {};
    const steps = counts[dialogue];
    steps[step] ??= { visits: 0, left: 0 };
    return steps[step];
  };
  return {
    onMove({ dialogue, event, from, to }) {
      const before = new Set(event.type === "begin" ? [] : leaves(from));
      const after = new Set(leaves(to));
      for (const step of before) if (!after.has(step)) at(dialogue, step).left += 1;
      for (const step of after) if (!before.has(step)) at(dialogue, step).visits += 1;
    },
    table: () => structuredClone(counts),
  };
}

/** The innermost steps of a state value: `confirm`, or `both.left.name`. */
function leaves(value: string | object, path = ""): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [path + value];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}${name}.`));
}
