import type { Follower } from "../../store/store.ts";
import { ChurnMap } from "../exchange/churnMap.ts";

/** A turn that runs here, or a question to the store whose reply may bring one. */
export interface Claim {
  /** Whether a turn of this follower ran here already. */
  readonly runs: boolean;
  /** Says that the turn has lost its lease: whoever has that now is to run it. Undefined before there is a turn. */
  isLost: (() => boolean) | undefined;
  /** To be called when this is over. */
  readonly end: () => void;
}

/**
 * Whose turns this process runs, or is about to run: the store is told, so that a lease which ran out because
 * this process stood still is not given to it a second time.
 */
export class AtWork {
  readonly #claims = new ChurnMap<Claim[]>();

  /** A turn begins, or a question to the store whose reply may bring one. */
  begin(follower: Follower): Claim {
    const name = nameOf(follower);
    const claims = this.#claims.get(name);
    const runs = claims?.some(({ isLost }) => isLost?.() !== true) === true;
    const end = () => {
      const left = (this.#claims.get(name) ?? []).filter((one) => one !== claim);
      if (left.length > 0) this.#claims.set(name, left);
      else this.#claims.delete(name);
    };
    const claim: Claim = { runs, isLost: undefined, end };
    if (claims === undefined) this.#claims.set(name, [claim]);
    else claims.push(claim);
    return claim;
  }
}

function nameOf({ appId, openid }: Follower): string {
  return `${appId}|${openid}`;
}
