import { NO_ELEMENT, type XmlElement, type XmlValue } from "./xml.ts";

/**
 * Small readers, one per kind of value, from which the tables of messages, events and notices are made.
 * A row of a table names its fields once; the reader and the TypeScript type both come out of it.
 *
 * None of them throws: WeChat's documents drift, so a field that is missing, repeated or of another
 * shape reads as absent, and the whole element stays at hand in `raw`.
 */
export interface Field<T> {
  (element: XmlElement): T;
  /** The children that it looks at. */
  readonly reads?: readonly string[];
}

/** The fields of one message, event or item, by the name they get in our values. */
export type Fields = { readonly [name: string]: Field<unknown> };

/** What reading some fields gives. */
export type Values<F extends Fields> = { readonly [Name in keyof F]: ReturnType<F[Name]> };

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;

/** The string of a child, blanks around it removed; `undefined` when it is absent or not one string. */
export function leaf(element: XmlElement, name: string): string | undefined {
  const value = element[name];
  return typeof value === "string" ? value.trim() : undefined;
}

/** Notes which children a field looks at. */
function looksAt<T>(reads: readonly string[], field: (element: XmlElement) => T): Field<T> {
  return Object.assign(field, { reads });
}

/** The children that some fields look at; what a push has besides is not typed. */
export function readBy(fields: Fields): ReadonlySet<string> {
  return new Set(Object.values(fields).flatMap(({ reads }) => reads ?? []));
}

/** A string that may be empty. Several names are spellings of the same element; the first one wins. */
export function text(...names: readonly string[]): Field<string> {
  return looksAt(names, function readText(element) {
    return firstLeaf(element, names) ?? "";
  });
}

/** A string exactly as the user typed it, leading and trailing blanks included. */
export function verbatim(name: string): Field<string> {
  return looksAt([name], function readVerbatim(element) {
    const value = element[name];
    return typeof value === "string" ? value : "";
  });
}

/** What a person said, exactly; absent when it is empty. */
export function said(name: string): Field<string | undefined> {
  const read = verbatim(name);
  return looksAt([name], function readSaid(element) {
    return read(element) || undefined;
  });
}

/** A string that counts as absent when it is empty. */
export function optional(...names: readonly string[]): Field<string | undefined> {
  return looksAt(names, function readOptional(element) {
    return firstLeaf(element, names) || undefined;
  });
}

/** What follows a prefix of an element, if it begins with that prefix and anything follows. */
export function after(prefix: string, name: string): Field<string | undefined> {
  return looksAt([name], function readAfter(element) {
    const value = leaf(element, name);
    return value?.startsWith(prefix) ? value.slice(prefix.length) || undefined : undefined;
  });
}

/** A number with or without decimals. Only for measures: an id read as a number loses digits. */
export function decimal(...names: readonly string[]): Field<number | undefined> {
  return looksAt(names, function readDecimal(element) {
    const value = firstLeaf(element, names);
    return value !== undefined && DECIMAL.test(value) ? Number(value) : undefined;
  });
}

/** A count, a code or a time in seconds. Never an id. */
export function integer(...names: readonly string[]): Field<number | undefined> {
  const read = decimal(...names);
  return looksAt(names, function readInteger(element) {
    const value = read(element);
    return Number.isSafeInteger(value) ? value : undefined;
  });
}

/** WeChat's booleans: `1` and `true` mean yes, `0` and `false` mean no. */
export function flag(name: string): Field<boolean | undefined> {
  return looksAt([name], function readFlag(element) {
    const value = leaf(element, name)?.toLowerCase();
    if (value === "1" || value === "true") return true;
    return value === "0" || value === "false" ? false : undefined;
  });
}

/** The fields of one nested element. It is always there; without the element its fields are empty. */
export function group<F extends Fields>(name: string, fields: F): Field<Values<F>> {
  const read = reader(fields);
  return looksAt([name], function readGroup(element) {
    return read(elementsAt(element, [name])[0] ?? NO_ELEMENT);
  });
}

/**
 * Every element at the end of a path. One element makes an array of one, and any step of the path may
 * repeat: WeChat writes `<PicList>` once per picture or once for all.
 */
export function list<F extends Fields>(
  path: readonly string[],
  fields: F,
): Field<readonly Values<F>[]> {
  const read = reader(fields);
  return looksAt(path.slice(0, 1), function readList(element) {
    return elementsAt(element, path).map((one) => read(one));
  });
}

/** Every number at the end of a path; what is no whole number is left out. */
export function integers(path: readonly string[]): Field<readonly number[]> {
  return looksAt(path.slice(0, 1), function readIntegers(element) {
    return valuesAt(element, path)
      .map((value) => (typeof value === "string" && value !== "" ? Number(value) : Number.NaN))
      .filter(Number.isSafeInteger);
  });
}

/** Makes the reader of a row, once, so that reading allocates nothing but the result. */
function reader<F extends Fields>(fields: F): (element: XmlElement) => Values<F> {
  const assign = assigner(fields);
  return function readFields(element) {
    const values: Record<string, unknown> = {};
    assign(values, element);
    return values as Values<F>;
  };
}

/** As {@link reader}, into an object that has other members already. */
export function assigner(
  fields: Fields,
): (target: Record<string, unknown>, element: XmlElement) => void {
  const rows = Object.entries(fields);
  return function assignFields(target, element) {
    for (const [name, read] of rows) target[name] = read(element);
  };
}

/** Finds the row of a native name whatever its case: samples and reality differ in it. */
export function rowsByNativeName<Row>(
  rows: Readonly<Record<string, Row>>,
  aliases: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, readonly [name: string, row: Row]> {
  const found = new Map<string, readonly [string, Row]>();
  for (const [name, row] of Object.entries(rows)) found.set(name.toLowerCase(), [name, row]);
  for (const [alias, name] of Object.entries(aliases)) {
    found.set(alias.toLowerCase(), [name, rows[name] as Row]);
  }
  return found;
}

function firstLeaf(element: XmlElement, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = leaf(element, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function elementsAt(element: XmlElement, path: readonly string[]): readonly XmlElement[] {
  return valuesAt(element, path).filter(isElement);
}

function valuesAt(element: XmlElement, path: readonly string[]): readonly XmlValue[] {
  let values: readonly XmlValue[] = [element];
  for (const name of path) {
    values = values.filter(isElement).flatMap((one) => one[name] ?? []);
  }
  return values;
}

function isElement(value: XmlValue): value is XmlElement {
  return typeof value === "object" && !Array.isArray(value);
}
