import type { Ledger, Opening } from "../protocol/grants.ts";
import type { StateChange, StateItem, StateWritten } from "./botState.ts";
import type { Gathering, Newer, Renewed } from "./gather.ts";
import type { TokenStore } from "./tokens.ts";

/**
 * The one contract between the road and what remembers for it.
 *
 * Every verb is one atomic step on what belongs to one follower: one synchronous block in memory, one
 * `BEGIN IMMEDIATE` in SQLite, one Lua script in Redis. The store's own clock decides leases, grants and
 * due times. A verb repeated because its reply was lost changes nothing and gives the same reply; a copy that
 * the network held back, and that comes after other verbs, changes nothing and gives a harmless one.
 *
 * A driver that cannot take or give something rejects with `StoreUnavailable`; WeChat then gets a 503
 * and asks again. It never answers half.
 */
export interface Store {
  /**
   * A delivery arrived, or a waiting one looks again. Stores the push if it is new, counts the delivery,
   * opens its grant, and takes the answer if there is one. The reply's `work` is what THIS process must
   * now run, perhaps an earlier push of the same follower.
   */
  arrive(arrival: Arrival): Promise<Arrived>;

  /**
   * One fenced write of a running turn: nothing becomes visible before it is recorded here. It is compare-and-set on the
   * facts the plan was made from; if they changed, it is refused and the fresh facts come back. `save` keeps record, timers
   * and bot state with it; `last` ends the turn and hands over the follower's next push in the same reply.
   */
  step(lease: Lease, n: number, step: Step): Promise<Stepped>;

  /**
   * Gives the slot away without the turn's result. Unfenced: the first writer wins, the loser takes its
   * answer, under the name `takenBy`.
   */
  release(push: PushRef, answer: string, takenBy?: string): Promise<Released>;

  /**
   * Gives an answer back: the delivery that took it was closed before the answer could go out. The answer waits
   * again, unless another delivery took it too. `riding` comes from the process that wrote the answer, because a
   * store keeps an answer's messages only while something waits behind them.
   */
  untake(push: PushRef, takenBy: string, riding?: Riding): Promise<void>;

  /**
   * Extends all leases of a process, each by itself. Resolves to what became of their turns, in the same order;
   * `undefined` for a lease of which nothing can be said now.
   */
  renew(leases: readonly Lease[]): Promise<readonly (Renewed | undefined)[]>;

  /**
   * Gives a lease back unfinished (shutting down): another process goes on at once. `to`: the push belongs to a later
   * release of the bot, and only these processes may run it for `handOverMs`.
   */
  handBack(lease: Lease, to?: readonly string[]): Promise<void>;

  /** Queues a turn that only this process can run (proactive). Repeat it, same key, to look again or go aside. */
  enter(entry: Entry): Promise<Entered>;

  /**
   * Settles the customer-service message just sent and leases the next one, charging its grant. Repeated at
   * once with the same `ask`, it leases the same one again; repeated late, it settles and leases nothing.
   */
  sendNext(request: SendRequest): Promise<SendTurn>;

  /** What became of an outgoing message, as long as it is remembered (15 minutes after its push). */
  fateOf(follower: Follower, id: string): Promise<Fate | undefined>;

  /**
   * Followers whose time has come, at most so many. First those who cannot wait: an ended lease, a waiting chain,
   * an answer nobody took. Then at most `later` (default: as many as there is room for) with nothing but a timer
   * or an expiry: there may be a hundred thousand of them at one moment.
   */
  due(limit: number, later?: number): Promise<readonly Follower[]>;

  /** Looks after one due follower: `work` must be run here, `chain` waits to be sent. `runs`: as in {@link Arrival}. */
  wake(follower: Follower, by: string, runs?: boolean): Promise<Woken>;

  /**
   * Calls `heard` with the key of each push whose answer another process wrote while `by` waited for it. A hint
   * to look again: it may come twice, and may be lost.
   */
  onWake(by: string, heard: (pushKey: string) => void): () => void;

  /** Bot state of one owner (see `ownerOf`): what is stored under these keys, in any order. */
  readState(owner: string, keys: readonly string[]): Promise<readonly StateItem[]>;

  /** Writes bot state outside of any turn: all of these changes, or none where an eTag does not fit. */
  writeState(owner: string, changes: readonly StateChange[]): Promise<StateWritten>;

  /** The access tokens that all processes on this store share. */
  readonly tokens: TokenStore;

  /** Removes everything of one follower, the bot state that belongs to his openid included. */
  forget(follower: Follower): Promise<void>;

  /** Everything stored of one follower, bot state included, for a data request. */
  export(follower: Follower): AsyncIterable<unknown>;

  /** A write that proves the store takes writes now; rejects otherwise. Readiness asks this. */
  probe(): Promise<void>;

  /** Ends connections and timers. */
  close(): Promise<void>;
}

/** One person in one account. The openid is personal data: whole in the store, never in a log. */
export interface Follower {
  readonly appId: string;
  readonly openid: string;
}

export interface PushRef {
  readonly follower: Follower;
  readonly key: string;
}

/** A push as it is kept until it is done: enough for any process to run it. */
export interface StoredPush {
  /** See `pushKey`; equal for all deliveries of one push. */
  readonly key: string;
  readonly kind: "push" | "timer" | "proactive";
  /** The opened XML of a push, the data of a timer (its id is in the key: see `timerKey.ts`). */
  readonly body: string;
  /** When it happened by WeChat's clock, in milliseconds. */
  readonly createdAt: number;
  /** Its text cannot be read any more, see `sealed.ts`: the turn ends without the bot. */
  readonly unreadable?: true;
}

/** An outgoing message in its place in the line. Its id is the push key, `#`, and 0, 1, 2 … */
export interface Item {
  readonly id: string;
  /** Undefined where it cannot be read any more, see `sealed.ts`: it is shown to nobody. */
  readonly message: unknown;
  /** Milliseconds since the epoch after which it is no longer worth sending. */
  readonly expiresAt?: number;
  /** Costs no grant: it goes as a notification, whether a grant is open or not. */
  readonly free?: true;
}

/** The right to run one push. The fence rises with every lease; only the highest is listened to; but see `aside.ts`. */
export interface Lease {
  readonly follower: Follower;
  readonly pushKey: string;
  readonly fence: number;
  readonly by: string;
  /** Deliveries of the push that joined the turn without asking. The store counts them when it hears of the lease. */
  joined?: number | undefined;
}

/** What became of an outgoing message. */
export type Fate =
  | "passive" // rides an answer
  | "queued" // waits in the chain
  | "sending"
  | "sent"
  | "notified" // shown as a notification instead
  | "held" // waits for the follower's next contact
  | "expired"
  | "dropped" // the follower left
  | "unknown" // perhaps sent; never repeated
  | { readonly refused: number };

/** What a plan is made from. */
export interface Facts {
  /** Whether the push's one chance of a passive reply is still there. */
  readonly slot: "free" | "gone";
  /** Customer-service messages queued before this turn's. */
  readonly chain: number;
  /** Messages that may still be queued: open grants less what is queued already; free ones do not count. */
  readonly quota: number;
  /** Messages that wait for the follower's next contact; in front of them the queued ones that are {@link away}. */
  readonly held: readonly Item[];
  /**
   * How many queued messages, one in flight included, nobody needs to wait for: WeChat's API is away, and the last
   * message was certainly not sent. Absent while the API is not away, or nothing waits for it.
   */
  readonly away?: number | undefined;
  /** Answers of earlier pushes that no delivery took. */
  readonly untaken: readonly Untaken[];
  readonly ledger: Ledger;
  /** How many pushes wait behind this one. Absent where none does. */
  readonly behind?: number | undefined;
}

/** The messages of an answer, and where they go if nobody takes it. */
export type Riding = { readonly items: readonly Item[]; readonly rescue: "chain" | "hold" };
export type Untaken = { readonly pushKey: string; readonly items: readonly Item[] };

/** A push to run, with the right to run it. */
export interface Work {
  readonly lease: Lease;
  readonly push: StoredPush;
  /** Messages that came before it and belong to its turn, in order. */
  readonly earlier?: readonly StoredPush[] | undefined;
  /** The conversation record as the last turn left it; undefined for a stranger. */
  readonly record: unknown;
  /** Messages that an earlier attempt recorded: a re-run skips them. */
  readonly done: readonly string[];
  /** 1 for the first run; above {@link MAX_ATTEMPTS} the bot is not run again. */
  readonly attempts: number;
  /** The push was handed to other processes before: see {@link Store.handBack}. */
  readonly handed?: true;
  /** When the first delivery arrived. */
  readonly firstAt: number;
  readonly facts: Facts;
}

export interface Arrival {
  readonly follower: Follower;
  readonly push: StoredPush;
  /** True when a delivery that was counted before looks again. */
  readonly again?: boolean | undefined;
  readonly by: string;
  /**
   * A turn of this follower runs in this very process, or a reply that may bring one is on its way to it. If the
   * process stood still and its lease ran out, the lease is renewed, and not given to the process a second time.
   */
  readonly runs?: boolean;
  readonly opening?: Opening | undefined;
  /** The follower left or came back: what was granted before this push is over. */
  readonly endsGrants?: true | undefined;
  /** The answer of a push nobody waits for, recorded at once. */
  readonly answer?: string | undefined;
  /** The push waits for more messages of its follower, and takes the place of those that wait already. */
  readonly gather?: Gathering | undefined;
  /** What the push does to the turn that runs: that turn's process is woken, and learns it from `renew`. */
  readonly newer?: Newer | undefined;
  /** Names the delivery in the store: it takes the answer if there is one, and can `untake` it. */
  readonly takenBy?: string;
}

/** A message that came to its end unsent. */
export interface Ended {
  readonly id: string;
  /** The message was not worth sending any more, or the follower left. */
  readonly fate: "expired" | "dropped";
}

/** What a reply may tell beside its own result: messages that ended by that very verb. A repeated verb tells none. */
export interface Telling {
  readonly ended?: readonly Ended[];
}

export interface Arrived extends Telling {
  readonly deliveries: number;
  readonly firstAt: number;
  /** Present: give exactly this. */
  readonly answer?: string;
  /** The answer is `success`, and messages of the push wait unseen: their way was chosen before this delivery came. */
  readonly unseen?: "held" | "queued" | undefined;
  /** Messages wait behind this answer: whoever gets the answer out must afterwards let the chain go on. */
  readonly opensChain?: true;
  /** After so many milliseconds the runner's lease may have ended, and looking again is worth it. */
  readonly leaseLeft: number;
  readonly work?: Work | undefined;
  /** Too many pushes of this follower wait already: this one was not stored. */
  readonly full?: true;
}

export interface Step {
  /** Ride the answer, in order: new ones, and carried ones taken from held and untaken. */
  readonly passive: readonly Item[];
  readonly chain: readonly Item[];
  readonly hold: readonly Item[];
  /** The follower left: what was queued or held is dropped. */
  readonly dropLine?: true | undefined;
  /** What the plan took out of the places where it waited. */
  readonly carried: { readonly held: readonly string[]; readonly untaken: readonly string[] };
  readonly answer?: { readonly body: string; readonly takenBy?: string | undefined } | undefined;
  /** Ends a turn whose slot seemed gone. Refused where a delivery came meanwhile: that delivery must be answered. */
  readonly slotless?: true | undefined;
  /** Where items go if nobody takes the answer. */
  readonly rescue?: "chain" | "hold";
  /** Kept with this step. A last step always saves; an earlier one may, for an effect that begins now. */
  readonly save?: Saved | undefined;
  /** Ends the turn. */
  readonly last?: true | undefined;
}

/** What a turn leaves behind beside its messages. */
export interface Saved {
  /** The conversation record, whole. */
  readonly record: unknown;
  readonly timers: readonly TimerChange[];
  /** State under keys of the follower's openid. It replaces whatever is there: a turn is alone with its follower. */
  readonly state?: readonly StateChange[] | undefined;
  /** Whether a question stands open, whose answer must not be gathered with anything; absent: as before. */
  readonly asks?: boolean | undefined;
}

export type TimerChange =
  | { readonly set: string; readonly at: number; readonly data: string }
  | { readonly cancel: string };

export type Stepped = Telling & StepReply;

export type StepReply =
  | {
      readonly ok: true;
      readonly facts: Facts;
      /** As in {@link Arrived}, for the delivery that takes this step's answer. */
      readonly opensChain?: true;
      readonly next?: Work;
    }
  | { readonly changed: Facts }
  | { readonly stale: true };

export interface Released {
  readonly answer: string;
  readonly opensChain?: true;
}

export interface Entry {
  readonly follower: Follower;
  readonly key: string;
  readonly by: string;
  /** As in {@link Arrival}. */
  readonly runs?: boolean;
  /** The turn cannot wait: it leaves the queue, and runs aside (see `aside.ts`), unless it was leased already. */
  readonly aside?: true;
}

export interface Entered extends Telling {
  readonly work?: Work | undefined;
  /** How many turns stand before it. */
  readonly place: number;
  /** Another process runs the follower's turn. */
  readonly elsewhere?: true;
  readonly leaseLeft: number;
  /** The process was not seen for so long that its entry was dropped: enter anew, under another key. */
  readonly gone?: true;
}

export interface SendRequest {
  readonly follower: Follower;
  readonly by: string;
  /** Names this asking. It rises with every asking of the process: see `SendTurn.late`. */
  readonly ask: number;
  readonly settle?: {
    readonly id: string;
    /** The asking that leased the message: a verdict counts only under that lease. */
    readonly ask: number;
    readonly fate: Fate;
    /** WeChat said that nothing may be sent any more (45015, 45047), whatever quota we thought was left. */
    readonly exhausts?: true;
  };
  /** The answer of this push has left: its chain may go on. */
  readonly opens?: string;
  /** Nothing can be sent from here. The chain is due again after `retryMs`, for a process that can send. */
  readonly rests?: true;
  /** WeChat's API is away, as far as this process knows: nobody must wait for how the try ends. */
  readonly away?: true | undefined;
  /** Record only; lease nothing. */
  readonly recordOnly?: true;
}

export interface SendTurn extends Telling {
  readonly item?: Item;
  /** Write the request to WeChat within so many milliseconds of asking, or not at all: later another may send. */
  readonly sendWithinMs?: number;
  /** Another sender has a message in flight. */
  readonly busy?: true;
  /**
   * This asking, or a later one of the process, was answered before. A late copy of a request must not lease a
   * message to nobody. A caller who still waits for the reply asks anew, under another number.
   */
  readonly late?: true;
  readonly waitMs?: number;
}

export interface Woken extends Telling {
  readonly work?: Work | undefined;
  readonly chain?: true;
}

/** Runs of one push. One more attempt is leased, only to apologise; after that it is a dead letter. */
export const MAX_ATTEMPTS = 3;
