import { SendError } from "../errors.ts";
import { type HasTurnState, type JobOrders, LATER, type LaterOptions } from "../store/turnScope.ts";

/**
 * Orders a job for work that takes minutes: the adapter's `jobs` has its handler under `name`. The job is recorded
 * with the turn's commit, or not at all. It is run beside the talk, at most three times, and survives the end of its
 * process. Its result is shown under the follower's question by customer service, as a notification, or with the
 * follower's next contact. Resolves to the job's id, which is the same when the turn is run again. Rejects with a
 * `SendError`: `no-jobs`, `unknown-job`, `not-json` for an input that JSON would change (a `Map`, a `Date`, `NaN`),
 * or `turn-over`.
 */
export async function later(
  context: HasTurnState,
  name: string,
  input?: unknown,
  options: LaterOptions = {},
): Promise<string> {
  return await jobOrdersOf(context).order(name, input, options);
}

/** Where the turn's orders go. Throws a `SendError` `no-jobs` where the adapter has no jobs. */
export function jobOrdersOf(context: HasTurnState): JobOrders {
  const orders = context.turnState.get(LATER) as JobOrders | undefined;
  if (orders !== undefined) return orders;
  throw new SendError("no-jobs", "The adapter has no jobs: give it `jobs: { name: handler }`.");
}
