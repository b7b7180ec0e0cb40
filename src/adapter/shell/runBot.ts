import type { Turn } from "../turn/turn.ts";
import type { PendingSends } from "./pendingSends.ts";

/** What both SDKs call a handler of errors in a turn. */
export type ErrorHandler<C> = (context: C, error: Error) => Promise<void>;

/** What a run of the bot is made of. */
export interface BotRun<C> {
  readonly turn: Turn | undefined;
  /** Middleware and bot, with a context that stops working when they are done. */
  readonly run: (context: C) => Promise<void>;
  readonly onError: ErrorHandler<C> | undefined;
  readonly pending: PendingSends | undefined;
}

/**
 * Runs the bot as both SDKs do, with a context that is revoked afterwards, but in native `async` (see
 * `weChatContext.ts`), and waiting for sends that nobody awaited. What the handler of errors says
 * replaces our apology; where there is none, or it says nothing, the error goes on.
 */
export async function runBot<C extends object>(
  context: C,
  { turn, run, onError, pending }: BotRun<C>,
): Promise<void> {
  const { proxy, revoke } = Proxy.revocable(context, {});
  try {
    await run(proxy);
  } catch (error) {
    turn?.scope.fail();
    if (onError === undefined) throw error;
    await onError(proxy, error as Error);
  } finally {
    await pending?.settled();
    revoke();
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
