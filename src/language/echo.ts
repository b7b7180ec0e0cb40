import { bareAnswer, fold, isQuestion, withoutFillers, withoutMarks } from "./tidy.ts";

/**
 * Answers that take up a word of the question, as people do in Chinese: 开吧 and 不开 to 需要开发票吗, 挂儿科 to 挂哪个科,
 * 明晚七点来 to 什么时候来. Which words these may be, the question tells.
 */
export interface Echo {
  /** What a yes/no question asks about: 开发票. */
  readonly about: readonly string[];
  /** Verbs before what is asked for (挂), and behind it (来). */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Who is asked, and what makes a question of it. */
const ASKING =
  /^(?:请问|确定|确认|那么?|好的|[您你]们?|我们?|咱们?|帮|给|为|替|是否|需不需要|要不要|想不想|需要|想要|要|想|打算|准备|希望|可以|一共|总共|大概|请|麻烦|选择?|再|还|先|也|就|这个?|那个?|它|[今明后]天|[今明]晚|现在|这次|本次)+/u;
const ASKED_FOR = /^(?<before>.*?)(?:哪|几|多少|什么|啥|谁|怎么|何时|边[个度位日])/u;
const WHEN =
  /(?:哪天|哪一天|几号|几点|什么时候|什么时间|何时|几时|几个?[位人名])(?<after>\p{Script=Han}{1,4})$/u;
const YES_NO = /^(?<about>.+?)[吗么嘛]$/u;
/** 开不开发票, 加不加冰. */
const OR_NOT = /(?<verb>\p{Script=Han})不\k<verb>(?<rest>.*)$/u;
/** Of a question that refuses, or offers two, a verb says nothing. */
const UNCLEAR = /[不没别无]|还是|或/u;
/** 周几, 第几: no verbs. */
const NO_VERB = /^的|[周期拜月日号点年第每十百千万上下前后]/u;
/** In characters: what is longer tells a story first. */
const LONGEST = 200;

/** The words that answers may take up; undefined where the question, in any of its wordings, has none. */
export function echoIn(wordings: readonly string[]): Echo | undefined {
  const found = wordings.map((wording) => ofQuestion(questionIn(wording)));
  const words = (name: keyof Echo) => found.flatMap((one) => one[name] ?? []).filter(isHan);
  const echo = {
    about: words("about").flatMap(saidOtherwise),
    before: words("before").filter((one) => !NO_VERB.test(one)),
    after: words("after"),
  };
  return Object.values(echo).some(({ length }) => length > 0) ? echo : undefined;
}

/** What is asked, without what is told before and behind it. */
function questionIn(wording: string): string {
  if (wording.length > LONGEST) return "";
  const parts = fold(wording.replace(/[\n。！!；;]/g, " . ")).match(/[^?.]+[?]?/g) ?? [];
  const asked = parts.findLast((part) => part.endsWith("?")) ?? parts.at(-1) ?? "";
  return withoutMarks(asked.replace(/\([^)]*\)|\{[^}]*\}|\?/g, ""));
}

function ofQuestion(question: string): Partial<Record<keyof Echo, string>> {
  const clause = question.split(/[,、]/).at(-1) ?? "";
  const { verb, rest = "" } = OR_NOT.exec(clause)?.groups ?? {};
  if (verb !== undefined && verb !== "要") return { about: verb + rest };
  const { about } = YES_NO.exec(clause)?.groups ?? {};
  if (about !== undefined) return UNCLEAR.test(about) ? {} : { about: about.replace(ASKING, "") };
  const { before = "" } = ASKED_FOR.exec(clause)?.groups ?? {};
  const { after = "" } = WHEN.exec(clause)?.groups ?? {};
  if (verb !== undefined) return { about: rest };
  return UNCLEAR.test(before) ? { after } : { before: before.replace(ASKING, ""), after };
}

/** 是开车来 is 开车来, 菜里可以放辣椒 放辣椒, 换一个时间 换时间; 您的 is 我的 in the answer. */
function saidOtherwise(about: string): string[] {
  const { modal, deed = "" } =
    /^.{1,4}?(?<modal>可以|需要|能|要)(?<deed>.+)$/u.exec(about)?.groups ?? {};
  return [
    about.replace(/您|你们?/u, "我"),
    ...(/^是../u.test(about) ? [about.slice(1)] : []),
    ...(modal === undefined ? [] : [deed]),
    ...(/.一?[个张份杯下次]./u.test(about)
      ? [about.replace(/(?<=.)一?[个张份杯下次](?=.)/u, "")]
      : []),
  ];
}

function isHan(word: string): boolean {
  return /^\p{Script=Han}{1,8}$/u.test(word);
}

const WHO = "那|就|也|还是|我们?|咱们?";
const NOT_DOING = new RegExp(
  `^(?:${WHO}|先|暂时|现在|目前|今天|这次)*(?:不用|不需要|不要|不必|唔使|唔要|不想|不太|不大|还不|还没|不|别|甭|没|唔)(?<word>\\p{Script=Han}+?)(?:了|的|呢|啦)?$`,
  "u",
);
const NO_SUCH_THING = /^(?:不用|不需要|不要|不必|唔使|唔要)(?<thing>\p{Script=Han}+?)(?:了|的)?$/u;
const DOING = new RegExp(
  `^(?:${WHO}|当然|可以|请|帮我?|给我?|麻烦|想要|想|得|必须|需要|要)*(?<word>\\p{Script=Han}+?)(?:的|了|上|一[下张个份杯]|下)*$`,
  "u",
);
const SUCH_A_THING = new RegExp(
  `^(?:${WHO})*(?:需要|想要|要|来|加|整)(?<thing>\\p{Script=Han}+?)(?:的|了)?$`,
  "u",
);

/** Yes or no, said with a word of the question: 开吧, 要开的, 不开, 不用开了, 要发票. */
export function echoedYesNo(text: string, { about }: Echo): boolean | undefined {
  const folded = bareAnswer(fold(text));
  if (isQuestion(folded) || about.length === 0) return undefined;
  const said = withoutFillers(once(folded));
  const takesUp = (pattern: RegExp) => {
    const { word, thing } = pattern.exec(said)?.groups ?? {};
    if (word !== undefined) return about.some((one) => one.startsWith(word));
    if (thing === undefined) return false;
    return about.some((one) => one.endsWith(thing) || (thing.length > 1 && one.includes(thing)));
  };
  if (takesUp(NOT_DOING) || takesUp(NO_SUCH_THING)) return false;
  return takesUp(DOING) || takesUp(SUCH_A_THING) ? true : undefined;
}

/** 加吧加吧, 不开不开: said twice. */
function once(folded: string): string {
  return /^(\p{Script=Han}{1,4}?)[,，!]?\1[。.!]?$/u.exec(folded)?.[1] ?? folded;
}

const WISH = "(?:那|就|先|还是|我们?|咱们?|请|麻烦|帮我?|给我?|想要|想|要)*";

/** An answer without the verb of its question: 儿科 of 挂儿科, 明晚七点 of 明晚七点来吧. Undefined where it has none. */
export function withoutEcho(text: string, { before, after }: Echo): string | undefined {
  const said = withoutFillers(bareAnswer(fold(text)));
  for (const verb of before) {
    for (let length = Math.min(3, verb.length); length > 0; length -= 1) {
      const rest = said.replace(
        new RegExp(`^${WISH}${verb.slice(0, length)}[个到在]?(?=.)`, "u"),
        "",
      );
      if (rest !== said) return rest;
    }
  }
  for (const verb of after) {
    for (let at = 0; at < verb.length; at += 1) {
      const end = verb.slice(at);
      if (said.length > end.length && said.endsWith(end)) return said.slice(0, -end.length);
    }
  }
  return undefined;
}
