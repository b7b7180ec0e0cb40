import { readChoice } from "./choices/choice.ts";
import { numberOf } from "./numbers/number.ts";
import type { PromptOption, Reading } from "./reading.ts";
import { bareAnswer, fold, withoutFillers } from "./tidy.ts";
import { MISS } from "./whole.ts";

const ALL =
  /^(?:全都要?|全部都?要?|全选|都要|都选|都来|每[个样种](?:都要)?|所有的?(?:都要)?|统统要|all|all of them|everything|every one|all please|the lot)$/;
const ALL_OF =
  /^(?:这)?([\d一二两俩三四五六七八九十]+)[个样种]?都要$|^both(?: of them)?$|^all (three|four|five)$/;
/** Marks first: a name may hold an "and" of its own. */
const MARKS = /[,，、;；/+]+/;
const WORDS = /\s*(?:和|跟|与|及|以及|还有|再加|加上?|外加|\band\b|&)\s*|(?<=\d) +(?=\d)/;

/**
 * Understands which of several may be chosen at once: 1和3, 1、3, 香菜和辣椒, 都要, both. Every part must be one of the
 * options. Reasons: those of `readChoice`.
 */
export function readSeveral(
  text: string,
  options: readonly PromptOption[],
): Reading<readonly string[]> {
  const said = withoutFillers(bareAnswer(fold(text)), FILLERS);
  const whole = withoutFillers(bareAnswer(fold(text)));
  const count = ALL_OF.exec(whole);
  if (ALL.test(whole) || (count !== null && isCount(count, options.length))) {
    return { ok: true, value: options.map(({ id }) => id) };
  }
  return (
    chosen([text], options) ??
    chosen(parts(said, MARKS), options) ??
    chosen(
      parts(said, MARKS).flatMap((one) => parts(one, WORDS)),
      options,
    ) ??
    MISS
  );
}

const FILLERS = {
  before: ["我要", "我想要", "要", "选", "i want", "i'd like"],
  after: ["都要", "都选", "这两个", "两个", "都"],
};

function parts(said: string, between: RegExp): string[] {
  return said.split(between).filter((part) => part.trim() !== "");
}

function chosen(
  said: readonly string[],
  options: readonly PromptOption[],
): Reading<readonly string[]> | undefined {
  const ids = new Set<string>();
  for (const one of said) {
    const reading = readChoice({ text: one }, options, ({ label }) => [label]);
    if (!reading.ok) return undefined;
    ids.add(reading.value);
  }
  return ids.size === 0 ? undefined : { ok: true, value: [...ids] };
}

/** 两个都要 is all where there are two. */
function isCount([all, han, english]: RegExpExecArray, count: number): boolean {
  if (all.startsWith("both")) return count === 2;
  if (english !== undefined) return count === ["three", "four", "five"].indexOf(english) + 3;
  return numberOf((han ?? "").replace("俩", "二")) === count;
}
