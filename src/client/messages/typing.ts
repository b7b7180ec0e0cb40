import type { Clock } from "../../clock.ts";
import { TYPING_MS } from "../../protocol/limits.ts";
import type { Call } from "../endpoints.ts";

/** Sent again this long after the last: before its end WeChat refuses it with 45081, and nothing is shown after that. */
const AGAIN_MS = TYPING_MS + 200;

/** Shows "is typing" to followers. */
export interface Typing {
  /** Once, at once, unless it is still shown. Failures are swallowed: nobody waits for this. */
  show(openid: string): void;
  /** At once, and again when it has ended after 15 s, until the returned function is called. */
  during(openid: string): () => void;
}

export function createTyping(call: Call, clock: Clock): Typing {
  const shownAt = new Map<string, number>();

  function show(openid: string): void {
    const now = clock.now();
    const before = shownAt.get(openid);
    if (before !== undefined && now < before + AGAIN_MS) return;
    for (const [other, at] of shownAt) {
      if (now < at + AGAIN_MS) break;
      shownAt.delete(other);
    }
    shownAt.delete(openid);
    shownAt.set(openid, now);
    call("custom.typing", { touser: openid, command: "Typing" }).catch(() => {});
  }

  function during(openid: string): () => void {
    let stop = (): void => {};
    function again(): void {
      show(openid);
      stop = clock.after(AGAIN_MS, again);
    }
    again();
    return () => stop();
  }

  return { show, during };
}
