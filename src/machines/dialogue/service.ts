/** What a service knows of its call. */
export interface CallFacts {
  /** The same on every try of the call, in another process too: give it to the other side as its idempotency key. */
  readonly key: string;
  /** 1 on the first try. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /**
   * Aborted when a newer message of the follower stops the turn (see `onNewer` of an account), when the follower
   * leaves, or when another process makes this call; not when the call outlives its turn. Absent outside of the
   * adapter.
   */
  readonly signal?: AbortSignal;
  /**
   * What the service gave when the dialogue came to its end before, where the follower has changed an answer since (see
   * `reopens` of an end): so it changes that, instead of doing the same a second time.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the service knows what it gives.
  readonly before?: any;
  /** For a `callback` service: the other side must give this token back with its result. */
  readonly token?: string;
}

/** What a follower adds while something is under way: words, or something that he sent. */
export interface Addition {
  readonly text: string;
  readonly attachments: readonly { readonly contentType: string; readonly content?: unknown }[];
}

/** How a service is called. */
export interface ServiceOptions<Out> {
  /** How many tries a call gets before the dialogue takes its `fail` branch. Default 3, for reads and writes. */
  readonly tries?: number | undefined;
  /**
   * How long a turn waits for the call, in milliseconds. A call that takes longer goes on, and its result comes as a
   * turn of its own. Default 10,000: WeChat still asks again within this time, so an account without customer-service
   * messages can still answer.
   */
  readonly within?: number | undefined;
  /** How long a try may take before another process repeats it, in milliseconds. Default 60,000. */
  readonly lease?: number | undefined;
  /** The message key of "one moment", said when a turn ends before the call does. */
  readonly wait?: string | undefined;
  /**
   * For a `callback` service: takes what the follower says or sends while the result is awaited, for example to add
   * it to his ticket. The `key` differs for each message. Without `more` the follower is asked for patience.
   */
  readonly more?: ((said: Addition, call: CallFacts) => Promise<void> | void) | undefined;
  /** Results that the service may give, for generated tests. */
  readonly samples?: readonly Out[] | undefined;
  /** Failures of the service, for generated tests: a `fail` branch on `error.code` is tested with these. */
  readonly fails?: readonly SampleFailure[] | undefined;
}

/** A failure as a service may throw it. */
export interface SampleFailure {
  readonly code?: string;
  readonly message?: string;
}

/**
 * Something outside that a dialogue asks or orders. A `read` changes nothing there and may be repeated at any time. A
 * `write` is recorded before it begins; if it begins a second time, its key tells the other side. A `callback` begins
 * something whose result somebody brings later, with the token.
 */
export interface Service<In, Out> {
  readonly kind: "read" | "write" | "callback";
  readonly options: ServiceOptions<Out>;
  // A method, so that services of different inputs fit in one table.
  run(input: In, call: CallFacts): Promise<unknown>;
  /** Types only. */
  readonly types?: { readonly in: (input: In) => void; readonly out: Out };
}

// biome-ignore lint/suspicious/noExplicitAny: any service, whatever it takes and gives.
export type AnyService = Service<any, any>;

/** A service that changes something: it is recorded before it begins, and called with an idempotency key. */
export function service<In, Out>(
  run: (input: In, call: CallFacts) => Promise<Out> | Out,
  options: ServiceOptions<NoInfer<Out>> = {},
): Service<In, Out> {
  return { kind: "write", options, run: async (input, call) => run(input, call) };
}

/** A service that only looks something up. */
export function lookup<In, Out>(
  run: (input: In, call: CallFacts) => Promise<Out> | Out,
  options: ServiceOptions<NoInfer<Out>> = {},
): Service<In, Out> {
  return { kind: "read", options, run: async (input, call) => run(input, call) };
}

/**
 * A service that begins something, such as a payment or an approval. `run` passes `call.token` on; whoever brings the
 * result gives both to `bot.settle(adapter, token, result)`.
 */
export function callback<In, Out>(
  run: (input: In, call: CallFacts & { readonly token: string }) => Promise<void> | void,
  options: ServiceOptions<NoInfer<Out>> = {},
): Service<In, Out> {
  const begin = async (input: In, call: CallFacts) =>
    run(input, call as CallFacts & { readonly token: string });
  return { kind: "callback", options, run: begin };
}
