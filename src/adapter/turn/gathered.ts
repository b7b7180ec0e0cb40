import { type Push, readPush } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { Work } from "../../store/store.ts";

/** The messages that came before a turn's own push and belong to it, in order; undefined where there are none. */
export function earlierOf({ earlier }: Work): readonly Push[] | undefined {
  return earlier?.map(({ body }) => readPush(readPushXml(body)));
}
