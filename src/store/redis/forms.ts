import type { Item, Step } from "../store.ts";

/*
 * What crosses into Lua. Messages and records go as JSON text, because Lua knows neither null nor the difference
 * between an empty list and an empty object; what is empty is left out, because JSON costs the server by the word.
 */

/** A step without its long texts: see {@link textsOf}. */
export function stepOut({ answer, carried, passive, chain, hold, save, ...step }: Step): object {
  // What rides the answer that ends a turn is kept by the process that wrote it.
  const isKeptHere = step.last && answer?.takenBy !== undefined && chain.length === 0;
  const carries = carried.held.length + carried.untaken.length > 0;
  return {
    ...step,
    passive: unlessEmpty(isKeptHere ? passive.map(({ id }) => ({ id })) : itemsOut(passive)),
    chain: unlessEmpty(itemsOut(chain)),
    hold: unlessEmpty(itemsOut(hold)),
    carried: carries ? carried : undefined,
    answer: answer && { ...answer, body: undefined },
    save: save && { ...save, record: undefined, timers: unlessEmpty(save.timers) },
  };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The long texts of a step, which go beside its JSON: the record, the answer. */
export function textsOf({ answer, save }: Step): readonly string[] {
  return [save === undefined ? "" : JSON.stringify(save.record), answer?.body ?? ""];
}

export function itemsOut(items: readonly Item[]): Item[] {
  return items.map((item) => ({ ...item, message: JSON.stringify(item.message) }));
}
