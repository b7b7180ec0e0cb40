import { z } from "zod";

/**
 * How fields of answers are read. A call that succeeded must not fail because of a field that does not matter to it:
 * WeChat leaves fields out, writes null, and writes numbers as texts, and some calls cannot be made again. So only
 * the fields that a call is made for are required, by `text`, `number` and `list`. All others are `opt` or `or`, and
 * count as absent if they have another shape.
 */

/** A text; a number is one too. */
export const text = z.union([z.string(), z.number().transform(String)]);

/** A text with something in it. */
export const filled = text.refine((value) => value !== "");

/** A number, perhaps written as a text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*-?\d+(?:\.\d+)?\s*$/)
    .transform(Number),
]);

/** An optional field. */
export function opt<T extends z.ZodType>(field: T) {
  return field.optional().catch(undefined);
}

/** An optional field with the value that it has if WeChat leaves it out. */
export function or<T extends z.ZodType>(field: T, without: z.output<T>) {
  return z
    .unknown()
    .optional()
    .transform((value): z.output<T> => {
      const read = field.safeParse(value);
      return read.success ? read.data : without;
    });
}

/** A list that must be given: null is not one. Values that are no items are left out. */
export function given<T extends z.ZodType>(item: T) {
  return z.array(z.unknown()).transform((items) => items.flatMap((one) => itemsOf(item, one)));
}

/** A required list. Null is an empty list, and values that are no items are left out. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .nullable()
    .transform((items) => (items ?? []).flatMap((one) => itemsOf(item, one)));
}

/** A list that WeChat leaves out when it is empty. */
export function maybeList<T extends z.ZodType>(item: T) {
  return z
    .unknown()
    .optional()
    .transform((items) => (Array.isArray(items) ? items : []).flatMap((one) => itemsOf(item, one)));
}

/**
 * An answer that may lack any of the named fields, but not all of them: another service's JSON would look like that.
 */
export function anyOf<T>(reply: z.ZodType<T>, ...names: readonly (keyof T & string)[]) {
  return reply.refine((value) => names.some((name) => value[name] !== undefined), {
    path: names.slice(0, 1),
  });
}

function itemsOf<T extends z.ZodType>(item: T, value: unknown): z.output<T>[] {
  const read = item.safeParse(value);
  return read.success ? [read.data] : [];
}

/** A token's life in seconds. WeChat's are two hours; one that dies earlier is refused, and fetched again. */
export const lifeSeconds = or(
  number.refine((seconds) => seconds > 0),
  7_200,
);
