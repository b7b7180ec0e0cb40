import type { Saved, Step } from "../../store/store.ts";
import type { Plan } from "./routes.ts";

/** What goes into a step beside the plan. */
export interface StepParts {
  /** Where messages go if nobody takes the answer. */
  readonly rescue: "chain" | "hold";
  /** Present while the slot is free. */
  readonly answer: { readonly body: string; readonly takenBy: string | undefined } | undefined;
  /** What the turn leaves behind with this step, and whether it ends with it. */
  readonly save: Saved | undefined;
  readonly last: boolean;
}

/** A step that shows nothing and moves nothing, only saves. */
export const SAVING: Step = {
  passive: [],
  chain: [],
  hold: [],
  carried: { held: [], untaken: [] },
};

/** A plan as the one write that carries it out. */
export function stepOf(plan: Plan, { rescue, answer, save, last }: StepParts): Step {
  const { passive, chain, hold, carried, dropLine } = plan;
  const ends = last || undefined;
  const slotless = answer === undefined ? ends : undefined;
  return { passive, chain, hold, carried, rescue, dropLine, answer, slotless, save, last: ends };
}
