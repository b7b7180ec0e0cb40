/** What the server under test tells about itself. Absent for servers that are not ours. */
export type Ours =
  /** A delivery was recognised; the phone finds its own push by the id or the time and event. */
  | {
      readonly see: "delivery";
      readonly at: number;
      readonly openid: string;
      readonly key: string;
      readonly msgId?: string;
      readonly createTime: number;
      readonly event?: string;
    }
  | {
      readonly see: "turn";
      readonly at: number;
      readonly openid: string;
      readonly key: string;
      readonly attempts: number;
      readonly proactive: boolean;
      /** The pushes before it whose messages belong to this turn. */
      readonly gathered?: readonly string[];
    }
  /** A job was ordered, or goes on. */
  | {
      readonly see: "job";
      readonly at: number;
      readonly openid: string;
      /** Of the job. */
      readonly key: string;
      readonly name: string;
      readonly state: "waiting" | "running" | "finished" | "done" | "failed";
      readonly attempt: number;
    }
  | {
      readonly see: "step";
      readonly at: number;
      readonly openid: string;
      readonly key: string;
      readonly route: string;
      /** When the route is taken, and what it does. */
      readonly situation: string;
      readonly way: string;
      readonly rides: number;
      readonly later: number;
      readonly held: number;
      readonly last: boolean;
      /** What a newer push has ended of the turn. */
      readonly stopped?: "stream" | "turn" | "merge";
    }
  /** The push's message belongs to the turn of a later one. */
  | {
      readonly see: "joined";
      readonly at: number;
      readonly openid: string;
      readonly key: string;
      readonly into: string;
    }
  /** The server heard the words of a voice by itself. */
  | {
      readonly see: "heard";
      readonly at: number;
      readonly openid: string;
      readonly key: string;
      readonly mediaId: string;
      readonly text: string;
    }
  | Threw
  | {
      readonly see: "fate";
      readonly at: number;
      readonly openid: string;
      readonly key: string;
      readonly fate: string;
      readonly errcode?: number;
    };

/** An error of the bot's in a turn, with the first place in its own code. */
interface Threw {
  readonly see: "threw";
  readonly at: number;
  readonly openid: string;
  readonly key: string;
  readonly error: string;
  readonly place?: string;
}
