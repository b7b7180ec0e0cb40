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

  has(follower: Follower): boolean {
    return this.#claims.get(nameOf(follower))?.some((isLost) => !isLost()) === true;
  }

  /** A turn begins, or a question to the store whose reply may bring one. Returns how to end it. */
  begin(follower: Follower, isLost: IsLost = () => false): () => void {
    const name = nameOf(follower);
    this.#claims.set(name, [...(this.#claims.get(name) ?? []), isLost]);
    return () => {
      const left = (this.#claims.get(name) ?? []).filter((one) => one !== isLost);
      if (left.length > 0) this.#claims.set(name, left);
      else this.#claims.delete(name);
    };
  }
}

function nameOf({ appId, openid }: Follower): string {
  return `${appId}|${openid}`;
}
