/** The middle one: rounds that somebody else's work disturbed do not move it. */
export function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values), 0.5);
}

/** The value that the given part of all values do not exceed. */
export function quantile(values: Float64Array, part: number): number {
  const sorted = values.slice().sort();
  const index = Math.ceil(sorted.length * part) - 1;
  return sorted[Math.max(0, index)] ?? Number.NaN;
}
