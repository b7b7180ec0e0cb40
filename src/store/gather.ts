/** How the messages that one follower writes in a row become one turn. Times are milliseconds. */
export interface Gather {
  /** Messages that come within so long of each other are one turn; a lone one waits so long. 100 to 3,000. */
  readonly quietMs: number;
  /** So long after the first of them the turn begins in any case. Default: four times `quietMs`. */
  readonly mostMs?: number | undefined;
  /** With so many of them the turn begins at once. Default 10. */
  readonly most?: number | undefined;
}

/** How long `quietMs` may be: longer, and the answer would come too late for WeChat. */
export const QUIET_MS = { least: 100, most: 3_000 } as const;

/** With every setting settled. */
export type Gathering = Required<{ readonly [Name in keyof Gather]: number }>;

/** Settles what was left out. */
export function gathering({ quietMs, mostMs = 4 * quietMs, most = 10 }: Gather): Gathering {
  return { quietMs, mostMs, most };
}

/**
 * What a new push does to the turn that runs: nothing (absent); `stream` ends its streamed answer; `turn` ends all
 * that it still has to say; `merge` ends it too, and takes its messages into its own turn.
 */
export type Newer = "stream" | "turn" | "merge";

/**
 * `slot gone`: somebody released the push meanwhile. `stopped`, `stream stopped`: a newer push ended what the turn
 * has to say, or its streamed answer. `merged`: its messages belong to the newer push's turn now. `lost`: stop, nothing will be accepted.
 */
export type Renewed =
  | "mine"
  | "mine, slot gone"
  | "mine, stream stopped"
  | "mine, stopped"
  | "mine, merged"
  | "lost";
