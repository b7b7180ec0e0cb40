import type { Json } from "../facts.ts";

/** Names under which JSON holds what it has no form for; an object that has one of them as its own goes as pairs. */
const MAP = "$map";
const SET = "$set";
const PAIRS = "$pairs";
const OURS = [MAP, SET, PAIRS];

/** A part of the world as JSON: maps and sets come back as what they were. */
export function packed(value: unknown): Json {
  if (value instanceof Map) return { [MAP]: [...value].map(packed) };
  if (value instanceof Set) return { [SET]: [...value].map(packed) };
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== "object" || value === null) return value as Json;
  const pairs = Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : [[name, packed(one)] as const],
  );
  return OURS.some((name) => name in value) ? { [PAIRS]: pairs } : Object.fromEntries(pairs);
}

/** What {@link packed} was given. */
export function unpacked(value: Json): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== "object" || value === null) return value;
  const { [MAP]: map, [SET]: set, [PAIRS]: pairs } = value as { readonly [name: string]: Json };
  if (map !== undefined) return new Map(unpacked(map) as [unknown, unknown][]);
  if (set !== undefined) return new Set(unpacked(set) as unknown[]);
  if (pairs !== undefined) return Object.fromEntries(unpacked(pairs) as [string, unknown][]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unpacked(one)]));
}
