/** How the messages that one follower writes in a row become one turn. Times are milliseconds. */
export interface Gather {
  /**
   * Messages that follow each other within this time are one turn; a single message waits this long for another. 100
   * to 3,000.
   */
  readonly quietMs: number;
  /** The turn begins at the latest this long after its first message. Default: four times `quietMs`. */
  readonly mostMs?: number | undefined;
  /** The turn begins at once when it has this many messages. Default 10. */
  readonly most?: number | undefined;
}

/** The bounds of `quietMs`. After a longer wait the answer would come too late for WeChat. */
export const QUIET_MS = { least: 100, most: 3_000 } as const;

/** A {@link Gather} with every setting filled in. */
export type Gathering = Required<{ readonly [Name in keyof Gather]: number }>;

/** Fills in the settings that were left out. */
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
