/**
 * WeChat's JSON: ids of 64 bits that a number cannot hold, raw control characters inside strings, and
 * readers on its side that do not decode `\uXXXX`.
 */

/** Only so many digits could be an unsafe integer, and are worth a second pass. */
const LONG_NUMBER = /\d{16}/;
// A string, or a number with its fraction. Runs on valid JSON only, where every string ends.
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const INTEGER = /^-?\d{16,}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u001f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all but tab and line breaks.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/**
 * Parses a reply. Integers beyond 2^53 come out as strings of the same digits. Throws a SyntaxError,
 * whose message may hold content and must not be shown.
 */
export function parseJson(text: string): unknown {
  const clean = validText(text);
  const value: unknown = JSON.parse(clean);
  return LONG_NUMBER.test(clean) ? JSON.parse(clean.replace(STRING_OR_NUMBER, quoted)) : value;
}

/**
 * Replaces raw control characters, which WeChat lets through in what users typed, by blanks. Only if the text is not
 * valid otherwise.
 */
function validText(text: string): string {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    JSON.parse(plain);
    return plain;
  } catch {
    return plain.replace(CONTROL, " ");
  }
}

function quoted(token: string): string {
  return INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** Missing in the library's types of ES2024; every Node that we run on has both. */
const { rawJSON, parse } = JSON as unknown as {
  readonly rawJSON: (text: string) => unknown;
  readonly parse: (
    text: string,
    revive: (name: string, value: unknown, context: { readonly source: string }) => unknown,
  ) => unknown;
};

/** A JSON object without some of its fields. The others stay as they were written, numbers digit by digit. */
export function withoutFields(text: string, names: readonly string[]): string {
  const value = parse(validText(text), (_name, one, { source }) =>
    typeof one === "number" ? rawJSON(source) : one,
  );
  const kept = Object.entries(value as object).filter(([name]) => !names.includes(name));
  return JSON.stringify(Object.fromEntries(kept));
}

/**
 * Writes a request in raw UTF-8. What JSON would have to escape as `\uXXXX` is left out, because WeChat
 * shows such escapes as they are (or refuses them, 40033). A bigint is written as an integer.
 */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) => {
    if (typeof one === "bigint") return rawJSON(String(one));
    return typeof one === "string" ? one.toWellFormed().replace(FORBIDDEN, "") : one;
  });
}
