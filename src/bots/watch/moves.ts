import type { StackOptions } from "../../machines/dialogue/stack.ts";

/** Hears of an event that a dialogue took, with the frame as it was before. */
export type HearMove = NonNullable<StackOptions["watch"]>;

const LISTENERS = new Set<HearMove>();

/** Tells every move of every bot of this process to `hear`: for the testing kit, which does not make the bots. */
export function hearMoves(hear: HearMove): void {
  LISTENERS.add(hear);
}

/** A watcher that tells the process' listeners, too; `own` itself where there are none. */
export function heard(own: HearMove | undefined): HearMove | undefined {
  if (LISTENERS.size === 0) return own;
  return (move, frame) => {
    own?.(move, frame);
    for (const hear of LISTENERS) hear(move, frame);
  };
}
