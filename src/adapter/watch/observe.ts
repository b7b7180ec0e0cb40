import type { FollowerRecord } from "../../machines/follower.ts";
import type { Ledger } from "../../protocol/grants.ts";
import type { Newer } from "../../store/gather.ts";
import type { Fate, Follower, Item } from "../../store/store.ts";
import type { Plan } from "../plan/routes.ts";

/**
 * What happens on the road, for observers: the tester's page, metrics. Ids, codes and counts, never a message's text.
 * Times are milliseconds by the road's clock.
 */
export type Observed =
  /** An authentic delivery has come in. `msgId` or `createTime` and `event` tell which push it is. */
  | {
      readonly see: "delivery";
      readonly at: number;
      readonly follower: Follower;
      readonly key: string;
      readonly msgId: string | undefined;
      readonly createTime: number;
      readonly event: string | undefined;
    }
  /** A turn begins to run the bot. `key` is the push's, or that of a proactive turn. */
  | {
      readonly see: "turn";
      readonly at: number;
      readonly follower: Follower;
      readonly key: string;
      readonly attempts: number;
      /** The pushes before it whose messages belong to this turn; absent where there are none. */
      readonly gathered?: readonly string[];
      readonly record: FollowerRecord;
      readonly ledger: Ledger;
    }
  /** A step was recorded: which way its messages go, and how many each way. */
  | {
      readonly see: "step";
      readonly at: number;
      readonly follower: Follower;
      readonly key: string;
      /** The name of the row in `routes`. */
      readonly route: string;
      /** The messages that ride the answer, go by customer service, and are held, by their ids. */
      readonly rides: readonly string[];
      readonly later: readonly string[];
      readonly held: readonly string[];
      /** All messages that now wait for the follower's next contact. */
      readonly waiting: number;
      /** The turn's last step. */
      readonly last: boolean;
      /** What a newer push has ended of the turn; absent where none did. */
      readonly stopped?: Newer;
      readonly record: FollowerRecord;
      readonly ledger: Ledger;
    }
  /**
   * The follower is told how to get the answer, instead of getting it: the turn still runs (`slow`), its answer was
   * not taken in time (`late`), or too many of his messages wait already (`full`).
   */
  | {
      readonly see: "notice";
      readonly at: number;
      readonly follower: Follower;
      readonly key: string;
      readonly why: "slow" | "late" | "full";
    }
  /** A job was ordered, or goes on: see `later`. */
  | {
      readonly see: "job";
      readonly at: number;
      readonly follower: Follower;
      readonly id: string;
      readonly name: string;
      readonly state: "waiting" | "running" | "finished" | "done" | "failed";
      /** How often it was begun. */
      readonly attempt: number;
    }
  /** A customer-service message has left, or has not. */
  | {
      readonly see: "fate";
      readonly at: number;
      readonly follower: Follower;
      /** The message's id, as in a step. */
      readonly id: string;
      readonly fate: Fate;
      /** WeChat's code, where it gave one. */
      readonly errcode: number | undefined;
    };

/** Hears of everything at once, in order, and must not throw. */
export type Observe = (event: Observed) => void;

/** A plan's route, and the ids of the messages that go each way. */
export function placesOf({ route, passive, chain, hold }: Plan) {
  const ids = (items: readonly Item[]) => items.map(({ id }) => id);
  return { route, rides: ids(passive), later: ids(chain), held: ids(hold) };
}
