import { readChoice } from "./choices/choice.ts";
import { numberOf } from "./numbers/number.ts";
import type { PromptOption, Reading } from "./reading.ts";
import { bareAnswer, fold, withoutFillers } from "./tidy.ts";
import { MISS } from "./whole.ts";

const ALL =
  /^(?:全都?要?|全部都?要?|全选|都要|都选|都来|每[个样种](?:都要)?|所有的?(?:都要)?|统统要|all|all of them|everything|every one|all please|the lot)$/;
const ALL_OF =
  /^(?:这)?([\d一二两俩三四五六七八九十]+)[个样种]?都要$|^both(?: of them)?$|^all (three|four|five)$/;
/** Marks first: a name may hold an "and" of its own. */
const MARKS = /[,，、;；/+]+/;
const WORDS = /\s*(?:和|跟|同埋|同|与|及|以及|还有|再加|加上?|外加|\band\b|&)\s*|(?<=\d) +(?=\d)/;

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
    ofFirst(whole, options) ??
    allBut(whole, options) ??
    byDigits(said, options) ??
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

const FIRST =
  /^(?:要|选|我要)?(?:前|头|最前面|前面|上面)的?([两二三四五六七八九2-9])[个项种样]?(?:都要|都选)?$|^(?:the )?first (two|three|four|five)(?: please)?$/;

/** 前两个, "the first two". */
function ofFirst(
  said: string,
  options: readonly PromptOption[],
): Reading<readonly string[]> | undefined {
  const [, han, english = ""] = FIRST.exec(said) ?? [];
  const many =
    han === undefined
      ? ["two", "three", "four", "five"].indexOf(english) + 2
      : (numberOf(han) ?? 0);
  if (many < 2 || many > options.length) return undefined;
  return { ok: true, value: options.slice(0, many).map(({ id }) => id) };
}

const ALL_BUT =
  /^(?:除了|除)(.+?)(?:以?外|之外)?[,，]?(?:其他的?|其它的?|别的|剩下的|其余的?)?(?:我?(?:全|都|全都|统统)要?|要)$|^(?:all|everything|all of them) (?:but|except)(?: for)? (.+)$/;

/** 除了靠窗都要. A number (除了1都要) may be how many. */
function allBut(
  said: string,
  options: readonly PromptOption[],
): Reading<readonly string[]> | undefined {
  const [, han, english] = ALL_BUT.exec(said) ?? [];
  const without = han ?? english;
  const left =
    without === undefined || /^[\d一二两三四五六七八九十]/.test(without)
      ? undefined
      : chosen(parts(without, MARKS), options);
  if (!left?.ok) return undefined;
  const value = options.map(({ id }) => id).filter((id) => !left.value.includes(id));
  return value.length === 0 ? undefined : { ok: true, value };
}

/** 123, 一二 and 1.2, where no place of the list has so high a number. */
function byDigits(
  said: string,
  options: readonly PromptOption[],
): Reading<readonly string[]> | undefined {
  const isDigits = /^(?:[1-9](?:\.[1-9])+|[1-9]{2,9}|[一二三四五六七八九]{2,9})(?:都要)?$/.test(
    said,
  );
  if (options.length > 9 || !isDigits) return undefined;
  const digits = [...said.replace(/[.都要]/g, "")].map((one) => numberOf(one) ?? 0);
  const isSound = new Set(digits).size === digits.length;
  if (!isSound || digits.some((one) => one > options.length)) return undefined;
  return { ok: true, value: digits.map((one) => options[one - 1]?.id ?? "") };
}

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
