import { AsyncResource } from "node:async_hooks";

/**
 * The async context at this place in the program: what a host keeps beside a request, such as the stores of
 * `AsyncLocalStorage` and a tracer's active span. A turn runs in the context of the request that brought it, whoever
 * begins the turn: the turn before it, the sweep, another delivery.
 */
export function contextHere(): AsyncResource {
  return new AsyncResource("WeChatTurn");
}

/** The context of work that no request brought: the one in which this module was loaded. */
export const NO_REQUEST = new AsyncResource("WeChatBackground");
