import { fold } from "./tidy.ts";

/**
 * Parts of a message that may be answers: "明天晚上七点" and "五个人" in "我想订明天晚上七点的位子，五个人". What a part means is
 * read by the recognisers, which know every word of an answer; here only the places are found. What is refused,
 * guessed or asked about is no mention, because nobody said that it is so.
 */

/** What can be mentioned beside something else. */
export type Mentionable = "time" | "people" | "phone" | "email";

/** One part of a message. */
export interface Mention {
  readonly words: string;
  readonly at: number;
}

/** A message as mentions are looked for in it: one form for what can be typed in many, pauses kept. */
export function mentioning(text: string): string {
  // A voice makes pauses in telephone numbers: 138，0000，0040.
  return fold(text).replace(/(?<=\d{3})[,，、]\s*(?=\d{3})/g, "");
}

const CLAUSE = /[^,，。;；!！?？\n…]+[?？]?/g;

/** The parts between pauses. A question keeps its mark. */
export function clausesOf(said: string): Mention[] {
  return [...said.matchAll(CLAUSE)]
    .map(({ 0: words, index }) => ({ words: words.trim(), at: index }))
    .filter(({ words }) => words !== "");
}

const N = "[\\d零一二两三四五六七八九十廿]";
const WEEKDAY = "(?:下下|下|上|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天末]";
const CHINESE_TIME = [
  "大?后天|大?前天|[今明昨][天日儿]|听日|[今明后昨]晚|[今明]早",
  WEEKDAY,
  `(?:\\d{4}年|[今明后]年)?${N}{1,3}月${N}{1,3}[日号]?`,
  `\\d{4}-\\d{1,2}-\\d{1,2}|${N}{1,3}号(?!楼|桌|厅|线|店|院|门)`,
  "中秋节?|国庆节?|元旦|除夕|春节|圣诞节?|平安夜|情人节|端午节?|七夕节?",
  "凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上|晚间|夜里|半夜|深夜",
  `${N}{1,3}点(?:钟|整)?(?:半|[一三]刻|${N}{1,3}分|[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]|\\d{2})?|\\d{1,2}[:：]\\d{2}`,
  `(?:再?过)?(?:${N}{1,3}|半)个?半?(?:分钟|刻钟|小时|钟头|天|周|星期|礼拜|月)(?:之后|以后|后)`,
  "现在|马上|立刻|这会儿",
];
const DAYNAME = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const ENGLISH_TIME = [
  `(?:(?:next|this|coming) )?${DAYNAME}(?: (?:morning|noon|afternoon|evening|night))?`,
  "today|tonight|(?:the day after )?tomorrow(?: (?:morning|noon|afternoon|evening|night))?|this (?:morning|afternoon|evening)",
  `${MONTH} \\d{1,2}(?:st|nd|rd|th)?|(?:the )?\\d{1,2}(?:st|nd|rd|th)(?: of ${MONTH})?`,
  "\\d{1,2}(?:[:.]\\d{2})? ?(?:[ap]m|[ap]\\.m\\.)|at \\d{1,2}(?::\\d{2})?(?: ?o'?clock)?|\\d{1,2}:\\d{2}",
  "(?:at )?(?:noon|midnight)|(?:at )?half past [a-z]+|in the (?:morning|afternoon|evening)|right now|now",
  "in (?:an?|half an|one|two|three|four|five|six|\\d{1,2}) (?:hours?|minutes?|days?|weeks?)",
];
const TIME_PART = `(?:${CHINESE_TIME.join("|")}|(?<![a-z])(?:${ENGLISH_TIME.join("|")})(?![a-z]))`;
const TIME = new RegExp(`${TIME_PART}(?:(?:的| |[吧 ]?[,，] ?|,? (?:at|on) )?${TIME_PART})*`, "g");

const PEOPLE_WORDS = "one two three four five six seven eight nine ten eleven twelve";
const EN = `(?:\\d{1,3}|${PEOPLE_WORDS.replaceAll(" ", "|")})`;
const PEOPLE = [
  new RegExp(
    `(?<![第\\d零一二两三四五六七八九十廿])(?<![\\d一二三四五六七八九十][,，、~～\\-到或至])${N}{1,3} ?(?:个大人|个成人|个客人|口人|个人|[位人名])(?!套餐|间|桌|座|份|房)`,
    "g",
  ),
  /(?:我们|咱们?|俺们?)(?:[俩仨]|[两三四五六七八九]个)(?=$|[,，。;；!！\s吧呢哦啊呀人都要想来去吃坐])|我[俩仨]/g,
  /一家[三四五六七八]口人?|夫妻俩|两口子/g,
  new RegExp(`(?<![\\w.:])${EN} ?(?:people|persons?|guests?|ppl|pax|of us)(?![a-z])`, "g"),
  new RegExp(
    `(?<=(?<![a-z])(?:tables?|booking|reservation|party|seats?|spot|dinner|lunch|room|book|reserve) (?:for|of) )${EN}(?![\\w:.]| ?(?:[ap]m|o'?clock|hours?|minutes?|nights?|days?))`,
    "g",
  ),
];
/** Then those who were counted may not be all. */
const CHILDREN =
  /小孩|孩子|儿童|宝宝|婴儿|小朋友|老人|\b(?:kids?|child|children|baby|babies|infants?)\b/;

const PHONE = /(?<![\d.])\+?\(?\d[\d\s().-]{5,}\d(?!\d)|(?<!\d)[零〇一二三四五六七八九幺]{11}/g;
const PHONE_NAME =
  /(?:我?的?(?:手机|电话|联系方式|联系电话|微信)(?:号码?)?|(?:my )?(?:phone|mobile|cell|tel|number)(?: number)?)(?: is|是|为|[:：])?\s*$/;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Said around a time or a number that is not sure. */
const GUESS_BEFORE =
  /(?:大概|大约|差不多|可能|也许|估计|好像|或许|应该|around|about|maybe|perhaps|probably|possibly|roughly)(?:是|在|有|at)?\s*$/;
const GUESS_AFTER =
  /^\s*(?:左右|前后|上下|之前|以前|之间|多(?!谢)|or so|ish|before|or thereabouts)/;
/** Between two of them there is a choice or a span. */
const EITHER = /^\s*(?:或者?|还是|到|至|或是|要么|和|跟|[-~～]|to|or|and|until|till)\s*$/;
const POLITE_NO =
  /不好意思|不知道?能不能|能不能|可不可以|行不行|是不是|有没有|要不要|好不好|对不对|不错|没问题|差不多|no problem|not sure if|if not/g;
const REFUSED =
  /[不没别非]|除了|取消|\b(?:no|not|without|except|cancel|can't|cannot|won't|don't|didn't|isn't)\b/;

/** Whether something in these words is refused. */
export function isRefusal(words: string): boolean {
  return REFUSED.test(words.replace(POLITE_NO, " "));
}

/** Where a message mentions something of this kind. Nothing where it is guessed, refused, or one of two. */
export function mentionsOf(kind: Mentionable, said: string): readonly Mention[] {
  switch (kind) {
    case "time":
      return sure(said, found(said, TIME));
    case "people":
      if (CHILDREN.test(said)) return [];
      return sure(
        said,
        PEOPLE.flatMap((pattern) => found(said, pattern)),
      );
    case "phone":
      return found(said, PHONE).map((one) => withName(said, one));
    case "email":
      return found(said, EMAIL);
  }
}

function found(said: string, pattern: RegExp): Mention[] {
  return [...said.matchAll(pattern)].map(({ 0: words, index }) => ({ words, at: index }));
}

/** The words that say what a number is belong to it. */
function withName(said: string, { words, at }: Mention): Mention {
  const name = PHONE_NAME.exec(said.slice(0, at))?.[0] ?? "";
  return { words: name + words, at: at - name.length };
}

function sure(said: string, all: readonly Mention[]): readonly Mention[] {
  const clauses = clausesOf(said);
  const isDoubtful = all.some(({ words, at }, i) => {
    const [before, after] = [said.slice(0, at), said.slice(at + words.length)];
    const next = all[i + 1];
    const clause = clauses.findLast((one) => one.at <= at);
    return (
      GUESS_BEFORE.test(before) ||
      GUESS_AFTER.test(after) ||
      (next !== undefined && EITHER.test(said.slice(at + words.length, next.at))) ||
      isRefusal(clause?.words ?? "")
    );
  });
  return isDoubtful ? [] : all;
}
