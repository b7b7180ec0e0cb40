import { steadyNow } from "../../clock.ts";
import type { Push } from "../../protocol/push.ts";
import { newsLimit } from "../../protocol/reply.ts";
import type { Facts, Item } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Seal } from "../exchange/answer.ts";
import { answerOf } from "../exchange/answer.ts";
import type { Waiting } from "../exchange/waiters.ts";
import type { Road } from "../road.ts";
import { headed } from "./outgoing.ts";
import { choose, type Plan } from "./routes.ts";
import type { StepParts } from "./step.ts";

/** What a turn knows when it plans a step. */
export interface Planning {
  readonly pushKey: string;
  readonly account: Account;
  readonly push: Push | undefined;
  readonly seal: Seal;
  readonly facts: Facts;
  readonly messages: readonly Item[];
  /** The follower has left. */
  readonly left: boolean;
  /** The turn's late answer stands under its question already. */
  readonly headed: boolean;
  readonly stillWorking: boolean;
  /** The delivery that must carry the answer; undefined: whichever delivery waits. */
  readonly taker: Waiting | undefined;
}

/** A step's messages in their places, and how its answer goes out. */
export interface Planned {
  readonly plan: Plan;
  readonly parts: Pick<StepParts, "rescue" | "answer">;
  /** The delivery that carries the answer out. */
  readonly taker: Waiting | undefined;
  /** Whether the follower may read the answer long after asking. */
  readonly late: boolean;
}

/** Chooses the way of every message, from the facts as they are known. */
export function planStep({ clock, waiters, dispatch }: Road, planning: Planning): Planned {
  const { account, facts, push, pushKey, seal } = planning;
  const { words } = account;
  const now = clock.now();
  const taker = planning.taker ?? waiters.taker(pushKey, steadyNow(clock));
  const right = dispatch.rightOf(account);
  // An answer that may be read late stands under its question, once per turn.
  const late = facts.slot === "gone" || taker === undefined;
  const question = late && !planning.headed ? questionOf(push) : "";
  const plan = choose(
    {
      pushKey,
      facts,
      messages: headed(planning.messages, question, words),
      customerService: right !== "no",
      proven: right === "yes",
      away: dispatch.isAway(account),
      asked: push?.about === "follower",
      notifies: dispatch.canNotify(account),
      articles: push === undefined ? 1 : newsLimit(push),
      left: planning.left,
      stillWorking: planning.stillWorking,
    },
    words,
  );
  const body = facts.slot === "free" && answerOf(plan.reply, push, seal, now);
  const answer = body ? { body, takenBy: taker?.id } : undefined;
  return { plan, parts: { rescue: right === "no" ? "hold" : "chain", answer }, taker, late };
}

function questionOf(push: Push | undefined): string {
  return push?.kind === "message" && push.type === "text" ? push.content : "";
}
