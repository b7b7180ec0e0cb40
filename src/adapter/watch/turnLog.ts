import { hash } from "node:crypto";
import type { Log } from "../../log.ts";
import type { Push } from "../../protocol/push.ts";

/** How many characters of the hash stand in a line: enough to find the other lines of this push. */
const ID_LENGTH = 12;

/**
 * The id of a push as a log may show it: WeChat's own id where the push has one, else a short hash of its key,
 * because the key holds the openid.
 */
export function pushId({ lease, push }: LoggedTurn): string {
  if (push?.kind === "message" && push.msgId !== "") return push.msgId;
  return hash("sha256", lease.pushKey).slice(0, ID_LENGTH);
}

/** What a log tells of a turn. */
export interface LoggedTurn {
  readonly lease: { readonly pushKey: string };
  readonly push: Push | undefined;
}

/**
 * The same log. Lines that are written inside of a turn say which push they belong to: lines of the adapter, of a
 * dialogue, of a call of the API that the bot makes. `turnHere` is called only when a line is written.
 */
export function turnLog(log: Log, turnHere: () => LoggedTurn | undefined): Log {
  const withPush = (facts: object): object => {
    if ("push" in facts) return facts;
    const turn = turnHere();
    return turn === undefined ? facts : { push: pushId(turn), ...facts };
  };
  return {
    info: (facts, message) => log.info(withPush(facts), message),
    warn: (facts, message) => log.warn(withPush(facts), message),
    error: (facts, message) => log.error(withPush(facts), message),
    ...(log.wholeErrors !== undefined && { wholeErrors: log.wholeErrors }),
  };
}
