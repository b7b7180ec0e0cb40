import type { TurnContext } from "botbuilder";

/** More microtasks than `TurnContext.sendActivities` needs between the adapter's reply and its own end. */
const HOPS = 16;

/**
 * Waits for sends that the bot did not await. Without it the context is revoked under them, and Node
 * ends the process over the unhandled rejection although the message went out.
 */
export async function settlePendingSends(
  context: TurnContext,
  next: () => Promise<void>,
): Promise<void> {
  const pending = new Set<Promise<unknown>>();
  context.onSendActivities(function watch(_context, _activities, send) {
    const sending = send();
    const over = () => pending.delete(sending);
    pending.add(sending);
    sending.then(over, over);
    return sending;
  });
  try {
    await next();
  } finally {
    do {
      await Promise.allSettled(pending);
      for (let hop = 0; hop < HOPS; hop++) await undefined;
    } while (pending.size > 0);
  }
}
