/** What may stand around an answer without changing it; every recogniser adds its own. */
export interface Fillers {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

const POLITE: Required<Fillers> = {
  before: ["嗯", "那就", "那", "well", "then", "so", "um", "please", "请"],
  after: [
    "吧",
    "啊",
    "呀",
    "哦",
    "啦",
    "谢谢",
    "谢谢你",
    "谢谢您",
    "多谢",
    "谢了",
    "please",
    "thanks",
    "thank you",
    "thx",
    "then",
  ],
};

/** Said of an answer that is not certain: the bot says back what it understood and asks. */
const HEDGES = ["大概", "大约", "差不多", "可能", "也许", "或许", "估计", "应该", "左右", "上下"];
const HEDGING = new RegExp(
  `${HEDGES.join("|")}|^约|多$|\\b(?:about|around|maybe|probably|perhaps|approximately|roughly|or so)\\b|(?<=\\d)-?ish\\b`,
  "g",
);

/** Traditional forms of the characters that the recognisers know. */
const TRADITIONAL =
  "後週點個這鐘號禮兩對沒當時間確認訂廳貳參陸萬億幾無錯問題謝還別從現馬剛電話機碼郵箱塊錢歐鎊韓臺當為請選開陰東車們來會頭";
const SIMPLIFIED =
  "后周点个这钟号礼两对没当时间确认订厅贰叁陆万亿几无错问题谢还别从现马刚电话机码邮箱块钱欧镑韩台当为请选开阴东车们来会头";
const SIMPLER = new Map([...TRADITIONAL].map((one, i) => [one, SIMPLIFIED[i] as string]));

const QUESTION = /[?]\s*$|(?:吗|么|呢|(?<!不)(?:是不是|对不对|要不要|行不行|好不好))[\s.!。]*$/;

/**
 * One form for what can be typed in many: NFKC (full-width forms, circled digits), lower case, plain
 * dashes and apostrophes, simplified characters, no blanks beside Chinese.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Emoji_Modifier}|[\uFE0F\u20E3\u200B-\u200D]/gu, "")
    .replace(/[−–—]/g, "-")
    .replace(/[’‘`]/g, "'")
    .replace(/\p{Script=Han}/gu, (one) => SIMPLER.get(one) ?? one)
    .replace(/\s+/g, " ")
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "")
    .trim();
}

/** Without marks at its ends. A dash, a point before a digit, brackets and signs stay: they can mean something. */
export function withoutMarks(folded: string): string {
  return folded.replace(/^[\s,!。、;~]+|^\.+(?!\d)/, "").replace(/[\s.,!。、;:~…]+$/, "");
}

/** Whether a folded text asks something. A question is not an answer. */
export function isQuestion(folded: string): boolean {
  return QUESTION.test(folded);
}

/** Takes off what only surrounds an answer, as often as it does. */
export function withoutFillers(folded: string, own: Fillers = {}): string {
  const before = [...(own.before ?? []), ...POLITE.before];
  const after = [...(own.after ?? []), ...POLITE.after];
  let text = withoutMarks(folded);
  for (;;) {
    const shorter = withoutMarks(cutEnd(cutStart(text, before), after));
    if (shorter === text) return text;
    text = shorter;
  }
}

function cutStart(text: string, words: readonly string[]): string {
  const word = words.find(
    (one) => text.startsWith(one) && text.length > one.length && ends(one, text[one.length]),
  );
  return word === undefined ? text : text.slice(word.length);
}

function cutEnd(text: string, words: readonly string[]): string {
  const word = words.find((one) => {
    const rest = text.length - one.length;
    return rest > 0 && text.endsWith(one) && ends(one, text[rest - 1]);
  });
  return word === undefined ? text : text.slice(0, -word.length);
}

/** Whether a word is over where its neighbour begins: Latin words need a gap. */
function ends(word: string, neighbour = ""): boolean {
  return !/[a-z]/.test(word) || !/[a-z0-9']/.test(neighbour);
}

/** Without its hedges, or undefined where it has none. */
export function withoutHedges(folded: string): string | undefined {
  const text = folded.replace(HEDGING, " ").replace(/\s+/g, " ").trim();
  return text === folded ? undefined : fold(text);
}
