import type { StateItem } from "../../store/botState.ts";
import type { Item } from "../../store/store.ts";

/** What an export holds of a follower, however its driver lays the parts out. */
interface Exported {
  /** The conversation record; undefined where there is none. */
  readonly record: unknown;
  readonly timers: readonly { readonly id: string; readonly at: number; readonly data: string }[];
  readonly held: readonly Item[];
  readonly state: readonly StateItem[];
  /** Pushes and turns that are not done. */
  readonly queue: readonly string[];
}

/** Reads a store's export. What was sealed with a key that is gone is left out. Undefined where nothing is kept. */
export async function readExport(parts: AsyncIterable<unknown>): Promise<Exported | undefined> {
  let found = false;
  let record: unknown;
  const timers: Exported["timers"][number][] = [];
  const held: Item[] = [];
  const kept: StateItem[] = [];
  const queue: string[] = [];
  for await (const part of parts) {
    found = true;
    const { line, state = [] } = part as { line?: unknown; state?: readonly StateItem[] };
    const one = (line ?? part) as Partial<Exported>;
    record ??= one.record;
    queue.push(...listOf(one.queue));
    timers.push(...listOf(one.timers).filter(({ data }) => data !== undefined));
    held.push(
      ...listOf(one.held)
        .map(readable)
        .filter(({ message }) => message !== undefined),
    );
    kept.push(...state.filter(({ value }) => value !== undefined));
  }
  return found ? { record, timers, held, state: kept, queue } : undefined;
}

/** An empty list of Lua is written as an object. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : [];
}

/** Redis keeps a message as JSON. */
function readable(item: Item): Item {
  const { message } = item;
  return typeof message === "string" ? { ...item, message: JSON.parse(message) as unknown } : item;
}
