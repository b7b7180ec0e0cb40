import type { Seat } from "../turn/guests.ts";
import type { Turn } from "../turn/turn.ts";
import type { PendingSends } from "./pendingSends.ts";

/** What both SDKs call a handler of errors in a turn. */
export type ErrorHandler<C> = (context: C, error: Error) => Promise<void>;

/** What a run of the bot is made of. */
interface BotRun<C> {
  readonly seat: Seat | undefined;
  /** Middleware and bot. */
  readonly run: () => Promise<void>;
  readonly onError: ErrorHandler<C> | undefined;
  readonly pending: PendingSends | undefined;
}

/**
 * Runs the bot as both SDKs do, but in native `async` (see `weChatContext.ts`), and waiting for sends that nobody
 * awaited. What the handler of errors says replaces our apology; where there is none, or it says nothing, the
 * error goes on.
 *
 * The SDKs revoke the context afterwards, so that a timer that still holds it throws a `TypeError` of JavaScript's
 * own, at once, which nobody can catch who only looks after the promise. Here it can be read, and a send
 * rejects with `turn-over`.
 */
export async function runBot<C extends object>(
  context: C,
  { seat, run, onError, pending }: BotRun<C>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    // A guest's failure is not its host's.
    if (seat?.isGuest === false) {
      seat.turn.scope.fail();
      // A newer message stopped it: it threw because of that, and nobody wants to read an apology.
      if (seat.turn.wasStopped) return;
    }
    // He knows that he cannot sign in: it is no fault of the bot's.
    if (seat?.signInRefused === true) return;
    if (onError === undefined) throw error;
    await onError(context, error as Error);
  } finally {
    await pending?.settled();
    pending?.end();
  }
}

/** A handler of errors after which the turn apologises, where the handler has said nothing. */
export function orApologise<C>(
  handler: ErrorHandler<C>,
  turnOf: (context: C) => Turn,
): ErrorHandler<C> {
  return async function handleTurnError(context, error) {
    const turn = turnOf(context);
    const before = turn.spoke;
    await handler(context, error);
    if (turn.spoke === before) throw error;
  };
}
