import { undecorated } from "./decoration.ts";
import { withoutAsides } from "./sentences/asides.ts";
import { simplified } from "./traditional.ts";

/** What may stand around an answer without changing it; every recogniser adds its own. */
export interface Fillers {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Words of the field that stand anywhere in a sentence around it; `sentences/surroundings.ts` alone looks at them. */
  readonly around?: readonly string[];
  /** How a value begins and ends. What looks otherwise is not read where it stands among such words. */
  readonly value?: RegExp;
  /** The name of what is asked for, with which an answer may begin: 时间：七点. */
  readonly field?: RegExp;
}

/** Takes the name of a field from the beginning of a folded text, with what joins it to its value: 时间定在, "time is". */
export function field(han: string, latin: string): RegExp {
  const joined = "(?: ?(?:就?是|就?为|就|定?在|定|:|：|-(?= )|is(?= )|of(?= )))?";
  return new RegExp(
    `^(?:(?:我们?的?|您的)?(?:${han})|(?:the |my |our )?(?:${latin})(?![a-z'\\d]))${joined}[: ]*(?=[^ ])`,
  );
}

/** Said around any answer. */
export const politeWords: Required<Pick<Fillers, "before" | "after">> = {
  before: [
    ...[
      "嗯",
      "恩",
      "那就",
      "那个",
      "那么",
      "那",
      "哦",
      "噢",
      "喔",
      "呃",
      "额",
      "诶",
      "哎",
      "唉",
      "请",
      "麻烦",
      "唔该",
    ],
    ...["well", "then", "so", "um", "uh", "er", "oh", "please"],
  ],
  after: [
    ...[
      "吧",
      "叭",
      "啊",
      "呀",
      "哦",
      "噢",
      "喔",
      "哟",
      "啦",
      "喇",
      "㗎",
      "哈",
      "呗",
      "咯",
      "啰",
      "耶",
      "嘞",
      "哇",
    ],
    ...[
      "谢谢",
      "谢谢你",
      "谢谢您",
      "谢谢啦",
      "谢啦",
      "多谢",
      "谢了",
      "唔该",
      "辛苦了",
      "拜托了",
      "拜托",
      "麻烦了",
      "麻烦你了",
      "麻烦您了",
    ],
    ...[
      "thanks a lot",
      "thanks so much",
      "many thanks",
      "thank you so much",
      "thank you very much",
    ],
    ...["please", "pls", "plz", "thanks", "thank you", "thx", "ty", "cheers", "then"],
  ],
};

/** Said of an answer that is not certain: the bot says back what it understood and asks. */
const HEDGES =
  "大概|大约|大致|约莫|差不多|可能|也许|或许|估计|应该是?|好像|貌似|似乎|左右|上下|前后|^约|多$";
const ENGLISH_HEDGES =
  "about|around|circa|maybe|probably|perhaps|possibly|approx(?:imately|\\.)?|roughly|i think|i guess|or so|or thereabouts|more or less|give or take";
const HEDGING = new RegExp(
  `${HEDGES}|\\b(?:${ENGLISH_HEDGES})\\b|(?<=\\d|o'clock|${"one two three four five six seven eight nine ten eleven twelve thirty noon".split(" ").join("|")}) ?-?ish\\b`,
  "g",
);

/** Asked in English without a mark, where no topic is asked for; "can we do 7pm" is a wish. */
export const ENGLISH_QUESTION =
  /^(?:is|are|does|did|was|were|do (?:you|we|they|i)|will (?:it|you|there|they)) /;
const QUESTION =
  /[?]\s*$|(?:吗|么|呢|(?<!不)(?:是不是|对不对|要不要|行不行|好不好|可不可以?|能不能|会不会|有没有|成不成))[\s.!。]*$/;

/**
 * One form for what can be typed in many: NFKC (full-width forms, circled digits), lower case, plain
 * dashes and apostrophes, simplified characters, no blanks beside Chinese.
 */
export function fold(text: string): string {
  if (FOLDED.test(text)) return simplified(text);
  return simplified(text.replace(/(\d?)½/g, (_, whole) => `${whole || 0}.5`).normalize("NFKC"))
    .toLowerCase()
    .replace(/\p{Emoji_Modifier}|[\uFE0F\u20E3\u200B-\u200D]/gu, "")
    .replace(/[−–—]/g, "-")
    .replace(/[’‘`]/g, "'")
    .replace(/\.{3,}/g, "…")
    .replace(/\s+/g, " ")
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "")
    .trim();
}

/** Nothing but its characters can be written otherwise: folding is asked for many times a message. */
const FOLDED = /^(?:[\u4e00-\u9fffa-z\d,:!?()+/'-]|\.(?!\.\.))*$/;

/** Without marks at its ends. A dash, a single point before a digit, brackets and signs stay: they can mean something. */
export function withoutMarks(folded: string): string {
  return folded
    .replace(/^(?:[\s,!。、;:~…]|\.{2,}|\.(?!\d))+/, "")
    .replace(/[\s.,!。、;:~…]+$/, "");
}

/** Whether a folded text asks something. A question is not an answer. */
export function isQuestion(folded: string): boolean {
  return QUESTION.test(folded);
}

const NONE: Fillers = {};

/** Takes off what only surrounds an answer, as often as it does. */
export function withoutFillers(folded: string, own: Fillers = NONE): string {
  const { before, after } = listsOf(own);
  let text = withoutMarks(folded);
  if (own.field !== undefined) text = withoutMarks(text.replace(own.field, ""));
  for (;;) {
    const shorter = withoutMarks(cutEnd(cutStart(text, before), after));
    if (shorter === text) return text;
    text = shorter;
  }
}

/** Words by the character at which they meet the answer's end, the longest first. */
type Words = ReadonlyMap<string, readonly string[]>;

const lists = new WeakMap<Fillers, { readonly before: Words; readonly after: Words }>();

function listsOf(own: Fillers) {
  const known = lists.get(own);
  if (known !== undefined) return known;
  const made = {
    before: byLetter([...(own.before ?? []), ...politeWords.before], 0),
    after: byLetter([...(own.after ?? []), ...politeWords.after], -1),
  };
  lists.set(own, made);
  return made;
}

function byLetter(words: readonly string[], at: number): Words {
  const sorted = [...new Set(words)].sort((a, b) => b.length - a.length);
  return Map.groupBy(sorted, (word) => word.at(at) ?? "");
}

function cutStart(text: string, words: Words): string {
  const word = words
    .get(text[0] ?? "")
    ?.find(
      (one) => text.startsWith(one) && text.length > one.length && ends(one, text[one.length]),
    );
  return word === undefined ? text : text.slice(word.length);
}

function cutEnd(text: string, words: Words): string {
  const word = words.get(text.at(-1) ?? "")?.find((one) => {
    const rest = text.length - one.length;
    return rest > 0 && text.endsWith(one) && ends(one, text[rest - 1]);
  });
  return word === undefined ? text : text.slice(0, -word.length);
}

/** Characters that belong to what follows: 要一个 of 要一个半小时, 订上 of 订上周六, 要不 of 要不要包间. */
const GOES_ON: Readonly<Record<string, RegExp>> = {
  半: /[一个]$/,
  周: /上$/,
  个: /上$/,
  星: /上$/,
  礼: /上$/,
  月: /上$/,
  午: /上$/,
  要: /要不$/,
  是: /要不$/,
};

/** Whether a word is over where its neighbour begins: Latin words need a gap. */
function ends(word: string, neighbour = ""): boolean {
  if (GOES_ON[neighbour]?.test(word)) return false;
  return !/[a-z]/.test(word) || !/[a-z0-9']/.test(neighbour);
}

/**
 * An answer without what stands beside it in a chat: emoji, emoticons, marks around the whole, and asides before and
 * behind it.
 */
export function bareAnswer(folded: string): string {
  return withoutAsides(undecorated(withoutMarks(undecorated(folded))));
}

/** Without its hedges, or undefined where it has none. */
export function withoutHedges(folded: string): string | undefined {
  const text = folded.replace(HEDGING, " ").replace(/\s+/g, " ").trim();
  return text === folded ? undefined : fold(text);
}
