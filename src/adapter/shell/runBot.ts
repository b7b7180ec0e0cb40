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
 * Runs the bot as both SDKs do, but in native `async` (see `weChatContext.ts`), and waits for sends that nobody
 * awaited. What the handler of errors says replaces our apology; where there is no handler, or it says nothing, the
 * error goes on.
 *
 * Afterwards the SDKs revoke the context, so that a timer that still holds it gets a `TypeError` of JavaScript's own,
 * thrown at once: code that only catches the promise's rejection misses it. Here the context can still be read, and a
 * send rejects with `turn-over`.
 */
export async function runBot<C extends object>(
  context: C,
  { seat, run, onError, pending }: BotRun<C>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    // A guest's failure does not end its host's turn.
    if (seat?.isGuest === false) {
      seat.turn.scope.fail();
      // A newer message stopped the bot, which threw because of that: nobody wants to read an apology.
      if (seat.turn.wasStopped) return;
    }
    // The follower knows that he cannot sign in, and that is no fault of the bot's.
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
