import type { Push } from "../../protocol/push.ts";
import { type Reply, writeReply } from "../../protocol/reply.ts";
import type { Saved, Step } from "../../store/store.ts";
import type { Seal } from "../receive/authenticate.ts";
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
  return { passive, chain, hold, carried, rescue, dropLine, answer, save, last: last || undefined };
}

/** The bytes that answer a push: a sealed passive reply, or `success` where there is none. */
export function answerOf(
  reply: Reply | undefined,
  push: Push | undefined,
  seal: Seal,
  now: number,
): string {
  if (reply === undefined || push === undefined) return "success";
  const head = { to: push.from, from: push.to, createTime: Math.floor(now / 1_000) };
  return seal(writeReply(reply, head), now);
}
