import { AsyncResource } from "node:async_hooks";

/**
 * What a host keeps beside a request: the stores of `AsyncLocalStorage`, the active span of a tracer. A turn runs in
 * the context of the request that brought it, whoever begins it: the turn before it, the sweep, another delivery.
 */
export type AsyncContext = AsyncResource;

/** The context at this place in the program. */
export function contextHere(): AsyncContext {
  return new AsyncResource("WeChatTurn");
}

/** The context of work that no request brought: the one in which this module was loaded. */
export const NO_REQUEST: AsyncContext = new AsyncResource("WeChatBackground");
