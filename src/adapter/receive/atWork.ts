import type { Follower } from "../../store/store.ts";
import { ChurnMap } from "../exchange/churnMap.ts";

/** Says that a turn here has lost its lease: whoever has that now is to run it. */
type IsLost = () => boolean;

/**
 * Whose turns this process runs, or is about to run: the store is told, so that a lease which ran out because
 * this process stood still is not given to it a second time.
 */
export class AtWork {
  readonly #claims = new ChurnMap<IsLost[]>();

  /**
   * A turn begins, or a question to the store whose reply may bring one. `runs` says whether a turn of this follower
   * ran here already; `end` is to be called when this is over.
   */
  begin(follower: Follower, isLost: IsLost = () => false): { runs: boolean; end: () => void } {
    const name = nameOf(follower);
    const before = this.#claims.get(name);
    this.#claims.set(name, before === undefined ? [isLost] : [...before, isLost]);
    const end = () => {
      const left = this.#claims.get(name)?.filter((one) => one !== isLost) ?? [];
      if (left.length > 0) this.#claims.set(name, left);
      else this.#claims.delete(name);
    };
    return { runs: before?.some((isGone) => !isGone()) === true, end };
  }
}

function nameOf({ appId, openid }: Follower): string {
  return `${appId}|${openid}`;
}
