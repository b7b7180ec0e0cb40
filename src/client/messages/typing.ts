import type { Clock } from "../../clock.ts";
import { TYPING_MS } from "../../protocol/limits.ts";
import type { Call } from "../endpoints.ts";

/**
 * The pause before "is typing" is sent again. If it is sent earlier, WeChat refuses it with 45081, and then shows
 * nothing.
 */
const AGAIN_MS = TYPING_MS + 200;

/** Shows "is typing" to followers. */
export interface Typing {
  /**
   * Shows it once, unless it still shows. Resolves to whether WeChat took it; undefined where no call was made. Never
   * rejects: nobody need wait for this.
   */
  show(openid: string): Promise<boolean | undefined>;
  /** Shows it now, and again each time it has ended after 15 s, until the returned function is called. */
  during(openid: string): () => void;
}

export function createTyping(call: Call, clock: Clock): Typing {
  const shownAt = new Map<string, number>();

  async function show(openid: string): Promise<boolean | undefined> {
    const now = clock.now();
    const before = shownAt.get(openid);
    if (before !== undefined && now < before + AGAIN_MS) return undefined;
    for (const [other, at] of shownAt) {
      if (now < at + AGAIN_MS) break;
      shownAt.delete(other);
    }
    shownAt.delete(openid);
    shownAt.set(openid, now);
    return call("custom.typing", { touser: openid, command: "Typing" }).then(
      () => true,
      () => false,
    );
  }

  function during(openid: string): () => void {
    let stop = (): void => {};
    function again(): void {
      void show(openid);
      stop = clock.after(AGAIN_MS, again);
    }
    again();
    return () => stop();
  }

  return { show, during };
}
