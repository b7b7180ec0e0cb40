import { errorFacts } from "../../log.ts";
import { awaitsReply } from "../../protocol/push.ts";
import type { Follower } from "../../store/store.ts";
import type { TellingProgress } from "../accounts/talkSettings.ts";
import type { Road } from "../road.ts";
import { PerTurn } from "../turn/perTurn.ts";
import type { RunBot, Turn } from "../turn/turn.ts";

/** After so long nobody wants to read these words any more, in milliseconds. */
const WORTH_MS = 30_000;
/** How often a turn tells that it goes on, each time after twice as long. */
const MOST = 3;

/** What a follower was told about a turn that takes long. */
interface Told {
  /** When anything was said last. */
  at: number;
  /** How many messages the bot had sent by then. */
  spoke: number;
  count: number;
}

/** Looks after turns that take long, from the first renewal of their lease on: quick ones never come here. */
export class LongTurns {
  readonly #road: Road;
  /** Runs something beside the turn of a follower. */
  readonly #aside: (follower: Follower, run: RunBot) => Promise<void>;
  readonly #told: PerTurn<Told>;

  constructor(road: Road, aside: (follower: Follower, run: RunBot) => Promise<void>) {
    this.#road = road;
    this.#aside = aside;
    this.#told = new PerTurn<Told>(({ spoke }) => ({ at: road.clock.now(), spoke, count: 0 }));
  }

  /** Called when a turn still runs. */
  look(turn: Turn): void {
    const { account, lease, push, left } = turn;
    const isAsked = push?.about === "follower" && awaitsReply(push) && !left;
    if (!isAsked || turn.over || turn.stopped !== undefined) return;
    const { dispatch } = this.#road;
    if (account.slowTurns !== "ride") dispatch.findOutRight(account, lease.follower.openid);
    if (account.progress === undefined || !turn.released) return;
    if (dispatch.rightNow(account) === "yes") this.#tellProgress(turn, account.progress);
  }

  /** Says that the bot still works, where it has not said anything for long. The last grant is the answer's. */
  #tellProgress(turn: Turn, { afterMs, words }: TellingProgress): void {
    const told = this.#told.of(turn);
    const { clock, log } = this.#road;
    const now = clock.now();
    if (told.spoke !== turn.spoke) Object.assign(told, { at: now, spoke: turn.spoke });
    if (told.count === MOST || now - told.at < afterMs * 2 ** told.count) return;
    told.at = now;
    told.count += 1;
    // The words are said in a turn of their own: what the bot says in its turn is counted, so that a second
    // run does not repeat it.
    const say: RunBot = async (beside) => {
      const spare = turn.behind > 0 ? 3 : 2;
      if (turn.over || turn.spoke !== told.spoke || beside.quotaLeft < spare) return;
      const content = words ?? turn.account.words.progress;
      await beside.send([{ reply: { type: "text", content }, expiresAt: now + WORTH_MS }]);
    };
    this.#aside(turn.lease.follower, say).catch((error) => {
      log.warn(errorFacts(error, log), "a follower could not be told that the bot still works");
    });
  }
}
