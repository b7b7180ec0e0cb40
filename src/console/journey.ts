import type { Identity } from "../adapter/translate/identity.ts";
import { readRecord } from "../adapter/turn/record.ts";
import { quotaOf, relationOf, windowOf } from "../machines/follower.ts";
import { activeIn } from "../machines/shape.ts";
import type { Follower, Store } from "../store/store.ts";
import { type Known, nobody } from "./people.ts";
import { personView } from "./views.ts";
import type { JourneyView } from "./wire.ts";

/** One follower's journey, for an operator. `name` and `avatar` are the bot's own, or generic. */
export function journeyOf(known: Known, { name, avatar }: Identity, now: number): JourneyView {
  const { record, steps, fates, jobs } = known;
  const window = record === undefined ? "closed" : windowOf(record, now);
  const relation = record === undefined ? "stranger" : relationOf(record);
  return {
    ...personView(known),
    name,
    avatar: /^(?:https:\/\/|data:image\/)/i.test(avatar) ? avatar : "",
    active: activeIn({ relation, window }),
    quota: record === undefined ? 0 : quotaOf(record, now),
    grants: (record?.g ?? [])
      .filter(([, , , , until]) => until > now)
      .map(([kind, limit, left, , until]) => ({ kind, limit, left: Math.max(0, left), until })),
    steps,
    fates,
    jobs,
  };
}

/** A follower whom this process has not met: what the store keeps of him; undefined when there is nothing. */
export async function fromStore(
  store: Pick<Store, "export">,
  follower: Follower,
): Promise<Known | undefined> {
  for await (const part of store.export(follower)) {
    const line = lineIn(part);
    if (line === undefined) continue;
    const { f: record } = readRecord(line.record);
    const waiting = Array.isArray(line.held) ? line.held.length : 0;
    return { ...nobody(follower), record, waiting };
  }
  return undefined;
}

interface Line {
  readonly record: unknown;
  readonly held?: unknown;
}

/** Stores give a follower's line by itself, or beside his state. */
function lineIn(part: unknown): Line | undefined {
  const whole = part as { readonly record?: unknown; readonly line?: unknown } | undefined;
  if (whole?.record !== undefined) return whole as Line;
  const line = whole?.line as Line | undefined;
  return line?.record === undefined ? undefined : line;
}
