import type { Account } from "./account.ts";
import type { Component } from "./component.ts";
import type { FactName } from "./facts.ts";
import type { EventOf } from "./timeline.ts";
import type { WebCode, WebToken } from "./webGrants.ts";

/** Everything that the simulated platform knows. */
export interface World {
  readonly accounts: Map<string, Account>;
  readonly components: Map<string, Component>;
  readonly webCodes: Map<string, WebCode>;
  /** By access token. */
  readonly webTokens: Map<string, WebToken>;
  /** What `rid/get` tells about a call. */
  readonly calls: Map<string, EventOf<"api.called">>;
}

/** How each kind of event changes the world. What is not here changes nothing. */
export type Reducers = { readonly [N in FactName]?: (world: World, event: EventOf<N>) => void };

export function createWorld(): World {
  return {
    accounts: new Map(),
    components: new Map(),
    webCodes: new Map(),
    webTokens: new Map(),
    calls: new Map(),
  };
}
