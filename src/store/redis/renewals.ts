import type { Lease } from "../store.ts";

/** How many leases one call renews: a server does nothing else meanwhile. */
const RENEWED_AT_ONCE = 50;

/**
 * Leases in groups, by index. One call can renew a group: its keys share a slot, and others do not wait for it long.
 */
export function together(
  leases: readonly Lease[],
  slotOf: (lease: Lease) => string,
): readonly (readonly number[])[] {
  const places = Map.groupBy(leases.keys(), (place) => slotOf(leases[place] as Lease));
  return [...places.values()].flatMap((some) =>
    Array.from({ length: Math.ceil(some.length / RENEWED_AT_ONCE) }, (_, i) =>
      some.slice(i * RENEWED_AT_ONCE, (i + 1) * RENEWED_AT_ONCE),
    ),
  );
}
