import { numberOf } from "../../language/numbers/number.ts";
import type { PromptContext, Reading } from "../../language/reading.ts";
import { fold, withoutMarks } from "../../language/tidy.ts";
import { isoDate, isoTime, placed } from "../../language/times/calendar.ts";
import { lengthOf } from "../../language/times/duration.ts";
import { MISS } from "../../language/whole.ts";
import type { Answer } from "../../machines/dialogue/answered.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";

/** Corrections that say by how much an answer changes: 加一个人, 提前半小时, "one more person", "an hour later". */

/** By how much. */
type Shift =
  /** So many more or fewer. `words` is the number as it was said; `people` whether it says that people are counted. */
  | { readonly of: "count"; readonly by: number; readonly words: string; readonly people: boolean }
  /** So much later or earlier, in milliseconds; in whole days where `days` is set. */
  | { readonly of: "time"; readonly by: number; readonly days: boolean }
  /** Later or earlier, and not by how much. */
  | { readonly of: "time"; readonly by: undefined; readonly days: false };

const WISH =
  /^(?:麻烦|请|帮我们?|帮忙|给我们?|那就?|嗯+|哦|对了|不过|但是?|等等|等一下|不好意思|能不能|可不可以|可以|能|我们?|想要?|需要|要|得|时间|日期|人数|改成?|换成|调成?|座位|再|把|sorry|oh|wait|actually|please|can (?:you|we|i)|could (?:you|we|i)|i'?d like to|i want to|let'?s|we need to|i need to)[,，、 ]*/;
const END =
  /(?:[\s。.!！~,，]|谢谢[你您]?|可以吗|可以么|行吗|好吗|行不行|好不好|吧|哈|呀|啊|呗|哦|了|吗|么|[?？]|\bplease|\bthanks|\bthank you|\bpls)+$/;

const COUNT = "[\\d一两二三四五六七八九十俩仨]+";
const UNIT = "(?:个(?:人|大人|位子?|座位)?|位|人|名)";
const MORE_OF = [
  new RegExp(
    `^(?:再|还|又|多)*(?:加|添|增加|多加|多来|多|加多)(?:上|了|来|要|订)?(?<n>${COUNT}${UNIT})(?:来|一起来?|进来)?$`,
  ),
  new RegExp(
    `^(?:还|又|再|临时|突然)+(?:有|来|多|要)(?:了)?(?<n>${COUNT}(?:个人|位|人|名|个朋友|个同事))(?:也)?(?:要)?(?:来|一起来?|加入|参加)?$`,
  ),
  /^(?:add|plus) (?<n>one|two|three|four|five|\d{1,2}|a)(?: more)?(?: (?:person|people|guests?|persons?))?(?: to (?:it|that|the (?:table|booking|party)))?$/,
  /^(?:and |plus |with |make (?:it|that) |there(?:'s| is|'ll be| will be) |we have )?(?<n>one|two|three|four|five|\d{1,2}) (?:more|extra|additional)(?: (?:person|people|guests?|seats?|persons?))?(?: (?:is |are )?(?:coming|joining))?$/,
];
const FEWER_OF = [
  new RegExp(
    `^(?:要|会)?(?:减少?|少|去掉|减掉|减去|少来|拿掉)(?:了|来|掉)?(?<n>${COUNT}${UNIT})(?:来)?$`,
  ),
  new RegExp(`^有(?<n>${COUNT}(?:个人|位|人|个))(?:来不了|不来|去不了|不能来)$`),
  /^(?:make (?:it|that) )?(?<n>one|two|three|four|five|\d{1,2}) (?:less|fewer)(?: (?:person|people|guests?))?$/,
  /^(?:remove|minus|take off|drop) (?<n>one|two|three|four|five|\d{1,2})(?: (?:person|people|guests?|seats?))?$/,
];
const OF_PEOPLE = /人|位|名|朋友|同事|person|people|guest|coming|joining/;
const EARLIER = [
  /^(?:往|向|改)?(?:提前|提早|前提|往前(?:提|挪|推|移|调)?|早)(?:个)?(?<length>.+?)(?:来|到|过来|过去|去)?$/,
  /^(?:make (?:it|that) |move (?:it|that) (?:up )?(?:by )?|bring (?:it|that) forward (?:by )?)?(?:about )?(?<length>.+?) (?:earlier|sooner)$/,
];
const LATER = [
  /^(?:往|向|改)?(?:推迟|延后|延迟|推后|后推|顺延|往后(?:推|挪|移|延|拖|调)?|推|晚|迟)(?:个)?(?<length>.+?)(?:来|到|过来|过去|去)?$/,
  /^(?:make (?:it|that) |move (?:it|that) (?:back )?(?:by )?|push (?:it|that) (?:back )?(?:by )?)?(?<length>.+?) later$/,
  /^(?:push|move|put) (?:it|that) back (?:by )?(?<length>.+)$|^(?:delay|postpone) (?:it|that) (?:by |for )?(?<delay>.+)$/,
];

const SOMETIME =
  /^(?:提前|推迟|早|晚|往[前后](?:推|挪|移|调)?)一?(?:点儿?|些|会儿?)$|^(?:a (?:bit|little) )?(?:earlier|later|sooner)$/;

/** By how much a message wants an answer changed; undefined where it says no such thing. */
export function shiftIn(text: string): Shift | undefined {
  if (text.length > LONGEST) return undefined;
  const said = bare(fold(text));
  for (const [patterns, sign] of [
    [MORE_OF, 1],
    [FEWER_OF, -1],
  ] as const) {
    const words = first(patterns, said);
    const many = words === undefined ? undefined : countOf(words);
    if (words !== undefined && many !== undefined && many > 0)
      return { of: "count", by: sign * many, words, people: OF_PEOPLE.test(said) };
  }
  if (SOMETIME.test(said)) return { of: "time", by: undefined, days: false };
  for (const [patterns, sign] of [
    [EARLIER, -1],
    [LATER, 1],
  ] as const) {
    const length = lengthOf(first(patterns, said) ?? "");
    if (length !== undefined && !length.vague && length.ms > 0)
      return { of: "time", by: sign * length.ms, days: length.days };
  }
  return undefined;
}

const LONGEST = 60;

function bare(folded: string): string {
  let said = withoutMarks(folded).replace(END, "");
  for (let shorter = said.replace(WISH, ""); shorter !== said; shorter = said.replace(WISH, "")) {
    if (shorter === "") return said;
    said = shorter;
  }
  return said;
}

function first(patterns: readonly RegExp[], said: string): string | undefined {
  for (const pattern of patterns) {
    const found = Object.values(pattern.exec(said)?.groups ?? {}).find(Boolean);
    if (found !== undefined) return found;
  }
  return undefined;
}

function countOf(words: string): number | undefined {
  const many = words === "a" ? 1 : numberOf(words.replace(/[个位人名大子座朋友同事]+$/u, ""));
  return many !== undefined && Number.isInteger(many) ? many : undefined;
}

/** An answer, and what it becomes. */
export interface Shifted {
  readonly answer: Answer;
  readonly words: string;
  readonly reading: Reading<unknown>;
}

/** What becomes of the answers that a shift may mean. `open` is the question that stands: its own number is none to change. */
export async function shifted(
  shift: Shift,
  answers: readonly Answer[],
  open: Prompt<unknown> | undefined,
  context: PromptContext,
): Promise<readonly Shifted[]> {
  if (shift.of === "count" && open !== undefined) {
    if (isCount(open) && (await counts(open, shift.words, context))) return [];
    // "加两个" beside a note may be two of anything.
    if (open.free !== undefined && open.free && !shift.people) return [];
  }
  const found: Shifted[] = [];
  for (const answer of answers) {
    const words = await wordsOf(shift, answer, context);
    if (words === undefined) continue;
    const vague = words === "";
    found.push({
      answer,
      words,
      reading: vague ? MISS : await answer.prompt.read({ text: words }, context),
    });
  }
  return found;
}

async function wordsOf(
  shift: Shift,
  { prompt, value }: Answer,
  context: PromptContext,
): Promise<string | undefined> {
  if (shift.of === "count") {
    if (!isCount(prompt) || typeof value !== "number") return undefined;
    return (await counts(prompt, shift.words, context)) ? String(value + shift.by) : undefined;
  }
  return typeof value === "string" ? momentOf(prompt.kind, value, shift, context) : undefined;
}

function momentOf(
  kind: string,
  value: string,
  { by, days }: Extract<Shift, { of: "time" }>,
  { timeZone }: PromptContext,
): string | undefined {
  if (by === undefined) return kind === "dateTime" || kind === "time" ? "" : undefined;
  if (kind === "dateTime") {
    const { day, minute } = placed(Date.parse(value) + by, timeZone);
    return `${isoDate(day)} ${isoTime(minute)}`;
  }
  if (kind === "date" && days) return isoDate(Math.round((Date.parse(value) + by) / DAY_MS));
  const [hours, minutes] = value.split(":").map(Number);
  if (kind !== "time" || days || hours === undefined || minutes === undefined) return undefined;
  const minute = hours * 60 + minutes + by / 60_000;
  return minute >= 0 && minute < 1_440 && Number.isInteger(minute) ? isoTime(minute) : undefined;
}

const DAY_MS = 86_400_000;

function isCount({ kind }: Prompt<unknown>): boolean {
  return kind === "integer" || kind === "number";
}

/** Whether a question counts what these words count. How many it takes, does not matter. */
async function counts(prompt: Prompt<unknown>, words: string, context: PromptContext) {
  const reading = await prompt.read({ text: words }, context);
  return reading.ok || reading.reason === "too-small" || reading.reason === "too-large";
}
