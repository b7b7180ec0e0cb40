import { z } from "zod";

/**
 * How fields of answers are read. An answer to a call that did what it should must not be refused for a field
 * that the call is not about: WeChat leaves fields out, writes null, and numbers as texts, and some calls cannot
 * be made again. So what carries a call's point is required, by `text`, `number` and `list`; everything else is
 * `opt` or `or`, and reads as absent where it is of another shape.
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

/** A field that nobody has to have. */
export function opt<T extends z.ZodType>(field: T) {
  return field.optional().catch(undefined);
}

/** A field with what it is worth where WeChat does not say it. */
export function or<T extends z.ZodType>(field: T, without: z.output<T>) {
  return z
    .unknown()
    .optional()
    .transform((value): z.output<T> => {
      const read = field.safeParse(value);
      return read.success ? read.data : without;
    });
}

/** A list that was really given. */
export function given<T extends z.ZodType>(item: T) {
  return z.array(z.unknown()).transform((items) => items.flatMap((one) => itemsOf(item, one)));
}

/** A list that has to be there; null is an empty one, and what is no item is left out. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .nullable()
    .transform((items) => (items ?? []).flatMap((one) => itemsOf(item, one)));
}

/** A list that may be left out, which says that there is nothing. */
export function maybeList<T extends z.ZodType>(item: T) {
  return z
    .unknown()
    .optional()
    .transform((items) => (Array.isArray(items) ? items : []).flatMap((one) => itemsOf(item, one)));
}

/** An answer of which any part may be left out, but not all: another service's JSON would look like one. */
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
