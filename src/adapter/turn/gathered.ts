import { type Push, readPush } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { Work } from "../../store/store.ts";

/** The messages that came before a turn's own push and belong to it, in order; undefined where there are none. */
export function earlierOf({ earlier }: Work): readonly Push[] | undefined {
  return earlier?.map(({ body }) => readPush(readPushXml(body)));
}

/**
 * Messages in the order in which the follower wrote them. A push may come late: WeChat asks again after five seconds
 * where the first try got lost. WeChat counts seconds, so messages of one second stay in the order in which they came.
 */
export function asWritten(pushes: readonly Push[]): readonly Push[] {
  return pushes.toSorted((a, b) => a.createTime - b.createTime);
}
