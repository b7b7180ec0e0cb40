import type { Follower } from "../../store/store.ts";
import { ChurnMap } from "../exchange/churnMap.ts";

/** A turn that runs here, or a question to the store whose reply may bring one. */
export interface Claim {
  readonly follower: Follower;
  /** Whether a turn of this follower ran here already. */
  readonly runs: boolean;
  /** The turn that runs. One that has lost its lease does not count: whoever has that now is to run it. */
  turn: { readonly over: boolean } | undefined;
}

/**
 * Whose turns this process runs, or is about to run: the store is told, so that a lease which ran out because
 * this process stood still is not given to it a second time.
 */
export class AtWork {
  /** By openid: hardly ever have two accounts the same. */
  readonly #claims = new ChurnMap<Claim[]>();

  /** A turn begins, or a question to the store whose reply may bring one. */
  begin(follower: Follower): Claim {
    const { appId, openid } = follower;
    const claims = this.#claims.get(openid);
    const runs = claims?.some((one) => one.follower.appId === appId && one.turn?.over !== true);
    const claim: Claim = { follower, runs: runs === true, turn: undefined };
    if (claims === undefined) this.#claims.set(openid, [claim]);
    else claims.push(claim);
    return claim;
  }

  /** It is over. */
  end(claim: Claim): void {
    const { openid } = claim.follower;
    const claims = this.#claims.get(openid) ?? [];
    const index = claims.indexOf(claim);
    if (index >= 0) claims.splice(index, 1);
    if (claims.length === 0) this.#claims.delete(openid);
  }
}
