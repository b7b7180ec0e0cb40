import type { Prompt } from "../prompt.ts";

/**
 * Whether a value that was once understood may still be an answer: it can be chosen, or lies within the range.
 * `input`: what the dialogue was begun with, because the choices may depend on it.
 */
export function isStillAnswer(prompt: Prompt<unknown>, value: unknown, input: unknown): boolean {
  const { kind, range } = prompt;
  const options = prompt.optionsFor?.(input) ?? prompt.options;
  if (options !== undefined && kind !== "yesNo") {
    const chosen = Array.isArray(value) ? value : [value];
    return chosen.every((one) => options.some(({ id }) => id === one));
  }
  if (range === undefined) return true;
  const amount = typeof value === "object" ? (value as { amount?: unknown } | null)?.amount : value;
  return typeof amount !== "number" || (amount >= range[0] && amount <= range[1]);
}
