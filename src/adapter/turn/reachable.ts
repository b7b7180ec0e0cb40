import { SendError } from "../../errors.ts";
import type { Push } from "../../protocol/push.ts";

/** What decides whether a turn can still show something. */
interface Reaching {
  readonly over: boolean;
  readonly left: boolean;
  readonly push: Push | undefined;
}

/** Throws {@link SendError} where there is nobody who could be reached by a turn. */
export function checkReachable({ over, left, push }: Reaching): void {
  if (over) throw turnOver();
  if (left) {
    throw new SendError("unfollowed", "The follower has left the account: nothing can be sent.");
  }
  if (push?.about === "account") {
    throw new SendError(
      "no-follower",
      "This event concerns the account: there is nobody to send to.",
    );
  }
}

/** What a send after its turn rejects with. */
export function turnOver(): SendError {
  return new SendError("turn-over", "The turn is over: use adapter.continueConversationAsync.");
}
