import { numberOf } from "./number.ts";
import type { PromptInput, PromptOption, Reading } from "./reading.ts";
import { type Fillers, fold, isQuestion, withoutFillers, withoutMarks } from "./tidy.ts";
import { MISS } from "./whole.ts";

/** How people say that they want something, before they say what. */
const WISHES = [
  ...[
    "我想要",
    "我要",
    "我想订",
    "我想",
    "我选择",
    "我选",
    "我就要",
    "想要",
    "选择",
    "选",
    "就要",
    "要个",
    "要",
    "给我来个",
    "给我",
  ],
  ...["来一个", "来一份", "来个", "来份", "订个", "订一个", "预订", "预定", "订", "叫", "点", "就"],
  ...[
    "i'd like to",
    "i'd like",
    "i would like to",
    "i would like",
    "i want to",
    "i want",
    "i choose",
    "i pick",
    "i'll take",
  ],
  ...["i'll have", "give me", "let's take", "choose", "pick", "the"],
];
const FILLERS: Fillers = {
  before: [...WISHES, "option", "number", "no.", "#", "第", "一个", "一份", "个", "份", "an", "a"],
  after: ["的", "可以", "就行", "就好", "好了", "one"],
};
/** Before a name these turn the answer round: they are never taken off. */
const REFUSES = /^(?:no|not|without)\b|^[不别没无]/;
const ENGLISH_ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];
const CHINESE_ORDINAL = /^第([\d一二三四五六七八九十]+)[个项条种]?$/;
const LAST = /^最后(?:一?[个项条种]|那个)?$|^last$/;
const NUMBERED = /^(?:(?:option|number|no\.|no|#) ?)?\(?([^\s().]+?)\)?[.、)]?$/;
/** So many letters of a name say which one is meant; of Chinese, so many characters. */
const SHORTEST = { latin: 3, han: 2 };

/**
 * Understands which option is meant, in this order: the tapped item of a menu, its number when the whole
 * message is a number, its place, its exact name or synonym, a part of a name that only one of them has.
 * Reasons: `not-understood`, `out-of-range` (a number that is not there), `several` (fits more than one),
 * `more` (a name in a longer message; `heard` is its label).
 */
export function readChoice(
  { text, tapped }: PromptInput,
  options: readonly PromptOption[],
  labels: (option: PromptOption) => readonly string[],
): Reading<string> {
  const known = options.find(({ id }) => id === tapped);
  if (known !== undefined) return { ok: true, value: known.id };
  const folded = fold(text);
  if (folded === "" || isQuestion(folded)) return MISS;
  const named = options.map((option) => ({ option, names: labels(option).map(nameOf) }));
  const exact = byName(folded, named);
  if (exact !== undefined) return { ok: true, value: exact };
  const place = placeOf(folded, options.length);
  if (place !== undefined) {
    const option = options[place - 1];
    return option
      ? { ok: true, value: option.id }
      : { ok: false, reason: "out-of-range", heard: text.trim() };
  }
  if (REFUSES.test(folded)) return MISS;
  return byPart(nameOf(withoutFillers(folded, FILLERS)), nameOf(folded), named);
}

interface Named {
  readonly option: PromptOption;
  readonly names: readonly string[];
}

/** Blanks and dashes do not tell names apart. */
function nameOf(text: string): string {
  return fold(withoutMarks(fold(text)).replace(/-/g, " "));
}

const tight = (name: string) => name.replaceAll(" ", "");

function byName(folded: string, named: readonly Named[]): string | undefined {
  const forms = new Set(
    [folded, ...(REFUSES.test(folded) ? [] : [withoutFillers(folded, FILLERS)])].map((one) =>
      tight(nameOf(one)),
    ),
  );
  return named.find(({ names }) => names.some((name) => forms.has(tight(name))))?.option.id;
}

function placeOf(folded: string, count: number): number | undefined {
  const said = withoutFillers(folded, {
    before: WISHES,
    after: ["号", "就行", "就好", "好了", "可以", "的"],
  });
  // "The second one" is a place, and so is "one".
  return placeIn(said, count) ?? placeIn(said.replace(/ one$/, ""), count);
}

function placeIn(said: string, count: number): number | undefined {
  if (LAST.test(said)) return count;
  const digits = Number(/^(\d+)(?:st|nd|rd|th)$/.exec(said)?.[1] ?? 0);
  const english = ENGLISH_ORDINALS.indexOf(said) + 1 || digits;
  if (english > 0) return english;
  const chinese = CHINESE_ORDINAL.exec(said);
  const value = numberOf(chinese?.[1] ?? NUMBERED.exec(said)?.[1] ?? "");
  // A fraction, a negative number or a year is not the place of anything.
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < 1_000
    ? value
    : undefined;
}

function byPart(said: string, whole: string, named: readonly Named[]): Reading<string> {
  const han = /\p{Script=Han}/u.test(said);
  if (said.length >= (han ? SHORTEST.han : SHORTEST.latin)) {
    const fitting = named.filter(({ names }) => names.some((name) => hasPart(name, said, han)));
    if (fitting.length > 1) return { ok: false, reason: "several" };
    if (fitting[0] !== undefined) return { ok: true, value: fitting[0].option.id };
  }
  const inside = named.filter(({ names }) =>
    names.some((name) => name.length > 1 && contains(whole, name)),
  );
  if (inside.length > 1) return { ok: false, reason: "several" };
  return inside[0] === undefined
    ? MISS
    : { ok: false, reason: "more", heard: inside[0].option.label };
}

/** Of Latin names whole words, of Chinese ones any neighbours. */
function hasPart(name: string, part: string, han: boolean): boolean {
  return han ? name.includes(part) : ` ${name} `.includes(` ${part} `);
}

function contains(text: string, name: string): boolean {
  return hasPart(text, name, /\p{Script=Han}/u.test(name));
}
