import type { Follower } from "../../store/store.ts";
import { ChurnMap } from "../exchange/churnMap.ts";

/** A turn that runs here, or a question to the store whose reply may bring one. */
export interface Claim {
  readonly follower: Follower;
  /** Whether a turn of this follower ran here already. */
  readonly runs: boolean;
  /**
   * The turn that runs. A turn that has lost its lease does not count: the process that has the lease now runs the
   * push.
   */
  turn: { readonly over: boolean } | undefined;
}

/**
 * The followers whose turns this process runs, or is about to run. The store is told: if this process stood still and
 * its lease ran out, the store must not lease the turn to it a second time.
 */
export class AtWork {
  /** By openid: two accounts hardly ever have the same. */
  readonly #claims = new ChurnMap<Claim[]>();

  /** Notes that a turn begins, or that the store is asked and its reply may bring one. */
  begin(follower: Follower): Claim {
    const { appId, openid } = follower;
    const claims = this.#claims.get(openid);
    const runs = claims?.some((one) => one.follower.appId === appId && one.turn?.over !== true);
    const claim: Claim = { follower, runs: runs === true, turn: undefined };
    if (claims === undefined) this.#claims.set(openid, [claim]);
    else claims.push(claim);
    return claim;
  }

  /** Notes that the turn, or the question, is over. */
  end(claim: Claim): void {
    const { openid } = claim.follower;
    const claims = this.#claims.get(openid) ?? [];
    const index = claims.indexOf(claim);
    if (index >= 0) claims.splice(index, 1);
    if (claims.length === 0) this.#claims.delete(openid);
  }
}
