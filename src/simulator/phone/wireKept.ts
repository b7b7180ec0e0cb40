/** What the bot's side keeps of a follower. Times are milliseconds by the simulator's clock; values are JSON, laid out. */
export interface KeptView {
  /** Bot state, by the keys under which Bot Framework's states are kept. */
  readonly state: readonly {
    readonly key: string;
    readonly value: string;
    /** Changes with every write. */
    readonly eTag: string;
  }[];
  /** Named parts of the conversation record: where a dialogue stands, for example. */
  readonly slices: readonly { readonly name: string; readonly value: string }[];
  readonly timers: readonly { readonly id: string; readonly at: number; readonly data: string }[];
  /** Messages that wait for the next contact, the oldest first. */
  readonly held: readonly {
    readonly id: string;
    readonly text: string;
    readonly expiresAt?: number;
  }[];
  readonly jobs: readonly KeptJobView[];
}

interface KeptJobView {
  readonly id: string;
  readonly name: string;
  readonly state: "waiting" | "running" | "finished" | "done" | "failed";
  readonly tries: number;
  /** What the follower had asked. */
  readonly question: string;
  readonly input: string;
}

/** Writes one value of bot state, as somebody edited it. */
export interface StateOrder {
  readonly openid: string;
  readonly key: string;
  /** JSON of an object. */
  readonly value: string;
  /** Of the value that was edited. */
  readonly eTag: string;
}
