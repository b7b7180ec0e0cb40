import { signsOf, undecorated } from "./decoration.ts";
import type { Reading } from "./reading.ts";
import { agreementOf, leavesAsItIs } from "./sentences/agreement.ts";
import { withoutAsides } from "./sentences/asides.ts";
import { factIn } from "./sentences/facts.ts";
import { fold, isQuestion, withoutFillers, withoutMarks } from "./tidy.ts";
import { closingOf, NO, YES } from "./usualWords.ts";
import { MISS } from "./whole.ts";

/** Begins like an answer and goes on after a pause: what follows must not be lost. */
const BEGINS = /^(.+?)(?:[,，;。!]|\s(?=but\b)|(?=但)) ?(.+)$/;

/** "It is, isn't it?": asked rather than said. */
const ASKS_BACK =
  /^(?:是|对|没错|没问题|没有问题|不是|不行|不会)吧$|^没(?:有|呢)?吧$|^是[喔哦]$|嘛$|^oh no$/;

/** 嗯… is somebody who still thinks. */
const HESITATES = /^[嗯恩]+(?:\.{3,}|。{3,}|…+)$/;

/** "No, I'm good": what sounds like a yes behind a no only softens it. */
const PLAIN_NO = /^(no|nope|nah|naw) (.+)$/;
const SOFTENED =
  /^(?:(?:it'?s|that'?s|that is|i'?m|we'?re|i am|we are) )?(?:all )?(?:good|fine|ok|okay|alright|all right)$/;

/**
 * Understands yes and no; 1 and 2 are their numbers where they are shown as choices. Signs count (👌, [OK], /:ok), and
 * must not say the opposite of the words. Questions, hedges and two negations are no answer. Reasons:
 * `not-understood`, `more` (an answer, and something beside it).
 */
export function readYesNo(text: string): Reading<boolean> {
  return read(text, true);
}

/** At a summary, a fact beside the answer may be a change of what is shown: `facts` is false. */
function read(text: string, facts: boolean): Reading<boolean> {
  const folded = fold(text);
  if (HESITATES.test(folded)) return MISS;
  const { answer, words } = signsOf(withoutMarks(folded));
  if (answer === undefined) return readWords(words, facts);
  const said = words === "" ? answer : readWords(words, facts);
  if (typeof said === "boolean") return { ok: true, value: said };
  return said.ok && said.value !== answer ? MISS : said;
}

function readWords(words: string, facts: boolean): Reading<boolean> {
  // 没有呢 is no question, 你呢 no answer.
  const folded = withoutAsides(undecorated(words), true).replace(/呢[.!。~]*$/, "");
  if (isQuestion(folded) || ASKS_BACK.test(withoutMarks(folded))) return MISS;
  const value = yesNoOf(folded) ?? (facts ? withFacts(folded) : undefined);
  if (value !== undefined) return { ok: true, value };
  const [, first = "", rest = ""] = BEGINS.exec(folded) ?? PLAIN_NO.exec(folded) ?? [];
  // 他说行，就这个: his yes follows.
  const begun = yesNoOf(yesNoOf(rest) === undefined ? first : first.replace(REPORTED, ""));
  if (begun === undefined) return MISS;
  if (!begun && SOFTENED.test(withoutFillers(rest))) return { ok: true, value: false };
  if (ofOneMind(folded) === begun) return { ok: true, value: begun };
  if (yesNoOf(rest) === begun) return { ok: true, value: begun };
  return yesNoOf(rest) === undefined ? { ok: false, reason: "more", heard: first } : MISS;
}

/** No pause, where one could be: 不用了我打车, "yes we're driving". */
const UNPAUSED =
  /^(不用了?|不需要了?|不要了|不必了?|要的|需要的?|好的|是的|yes|yeah|yep|no|nope|nah)(?: (?=(?:i|i'm|i'll|we|we're|we'll|my|our)\b)|(?=我(?!们?的)))/;

/** 是的，我们开车来: a yes or a no, and why. Who denies something says no. */
function withFacts(folded: string): boolean | undefined {
  const clauses = folded.replace(UNPAUSED, "$1,").split(CLAUSES).filter(Boolean);
  if (clauses.length < 2 || clauses.length > 4) return undefined;
  const values = clauses.map(yesNoOf);
  const [value, other] = new Set(values.filter((one) => one !== undefined));
  if (value === undefined || other !== undefined) return undefined;
  const explains = clauses.every((one, i) => {
    if (values[i] !== undefined || closingOf(one) === "thanks") return true;
    if (value && LEFT_TO_THEM.test(one)) return true;
    if (!value && AGAINST.test(one)) return true;
    const fact = factIn(one);
    return fact !== undefined && !(value && fact.denies);
  });
  return explains ? value : undefined;
}

/** Beside a no: why not. */
const AGAINST =
  /^(?:因为|有点|稍微|实在|真的|确实|感觉|觉得|我觉得|而且)*(?:太|有点|好)?(?:贵|远|麻烦|慢|吵|晚|早|累|忙|挤|热|冷|小|大|复杂|不划算|不值)(?:了|啦|呀|啊)*$|^(?:我们?|最近|那天|今天|明天)*(?:没时间|没空|没钱|来不及|用不上|有事|不感兴趣|不需要)(?:了|啦)?$|^(?:it'?s |that'?s )?(?:too|a bit|a little) (?:expensive|far|late|early|much|slow|noisy|small|big|pricey)$/u;

/** Beside a yes: the rest is left to who asked. */
const LEFT_TO_THEM =
  /^(?:就|都|那)*(?:听[你您]们?的?(?:安排)?|[你您]们?(?:看着)?(?:安排|定|办)|按[你您]们?说的(?:办|来)?|(?:发|寄|送|给)(?:给)?我们?(?:一份|一下)?|安排(?:上|一下)?)(?:吧|就行|就好|就可以|哈|了)*$/u;

const CLAUSES = /[,，。;；!！~～]+ ?|(?<=[a-z])\. /;

/** 都对，没问题，帮我订吧: every clause says the same, or nothing. */
function ofOneMind(folded: string): boolean | undefined {
  const clauses = folded.split(CLAUSES).filter(Boolean);
  if (clauses.length < 2 || clauses.length > 5) return undefined;
  const values = clauses.flatMap((one) => {
    const value = yesNoOf(one);
    return value === undefined && closingOf(one) === "thanks" ? [] : [value];
  });
  return values.length > 0 && values.every((one) => one === values[0]) ? values[0] : undefined;
}

const PARTICLES = {
  before: [
    "我",
    "我们",
    "还是",
    "不好意思",
    "没事",
    "没关系",
    "选",
    "就",
    "sorry",
    "hi",
    "hello",
    "你好",
  ],
  after: [
    ...[
      "的",
      "哒",
      "滴",
      "呦",
      "唷",
      "鸭",
      "der",
      "叻",
      "勒",
      "呢",
      "咧",
      "哈哈",
      "麻烦了",
      "麻烦您",
      "麻烦你",
    ],
    ...[
      "麻烦您了",
      "麻烦你了",
      "劳烦了",
      "辛苦您了",
      "辛苦你了",
      "sorry",
      "man",
      "bro",
      "mate",
      "sir",
      "dear",
      "lah",
      "la",
      "了",
    ],
  ],
};

/** With a 了 or 的 these are something else: 得了 is a rebuke, 对了 "by the way". */
const NEVER = /^(?:得了|对了|别的|有了|中了|没事了|是了|要了|想了)$/;

function yesNoOf(folded: string): boolean | undefined {
  for (const said of [folded, withoutFillers(folded), withoutFillers(folded, PARTICLES)]) {
    const word = said
      .replace(/[,，]\s*/g, " ")
      .replace(/[.!。~…]+$/, "")
      .trim();
    if (NEVER.test(word)) return undefined;
    const value =
      wordOf(word) ?? drawnOut(word) ?? repeated(word) ?? together(word.split(" ")) ?? joined(word);
    if (value !== undefined) return value;
  }
  const [bare, whole] = [withoutFillers(folded), withoutMarks(folded)];
  return agreementOf(bare) ?? (whole === bare ? undefined : agreementOf(whole));
}

/** "现在对了": it was wrong before. */
const BY_NOW = /^(?:现在|这下|这回|这次)(?:就|都|是)?(?=对|好|行|可以)/u;
/** Somebody else's yes, which is none by itself. */
const REPORTED =
  /^(?:(?:他|她)们?|大家|[我俺咱]?(?:老公|老婆|先生|太太|爱人|妈妈?|爸爸?|家人|家里人?|朋友|同事|领导))(?:都|也)?(?:说|觉得)/u;

/** A line of the list, or both ways to choose one: 1.是, 2、否, 是1. Its number must be that of its word. */
const LINE =
  /^(?:\(?(?<number>[12])\)?[.、,:：]? ?(?<answer>是|否|yes|no)|(?<before>是|否|yes|no) ?(?<behind>[12]))$/;

function wordOf(said: string): boolean | undefined {
  const { number, answer, before, behind } = LINE.exec(said)?.groups ?? {};
  const line = answer ?? before;
  if (line !== undefined) {
    const isYes = /^(?:是|yes)$/.test(line);
    return isYes === ((number ?? behind) === "1") ? isYes : undefined;
  }
  // 没错儿, thats right: as one says it, and as one types it in a hurry.
  const word = said
    .replace(/(?<=\p{Script=Han})儿$/u, "")
    .replace(/^(that|it)s /, "$1's ")
    .replace(BY_NOW, "");
  if (YES.has(word) || word === "1") return true;
  return NO.has(word) || word === "2" ? false : undefined;
}

/** Yesss, okok, nooo. */
function drawnOut(word: string): boolean | undefined {
  if (/^(?:嗯+[啦呐哈哦喔]|y+e+s+|ye+a+h*|yu+p+|ye+p+|(?:ok)+|okay+|okk+|su+re+)$/.test(word))
    return true;
  return /^(?:no+|no+pe+|na+h+)$/.test(word) ? false : undefined;
}

/** 对对对, 不用不用. */
function repeated(word: string): boolean | undefined {
  const once = /^(\p{Script=Han}{1,3}?)\1{1,3}$/u.exec(word)?.[1];
  return once === undefined ? undefined : wordOf(once.replace(/(?<=.)[呀啊哦啦]$/u, ""));
}

/** Several words for the same: "yeah sure", "no no no", "yes that's fine". */
function together(words: readonly string[]): boolean | undefined {
  if (words.length < 2 || words.length > 6) return undefined;
  const [first = "", ...rest] = words;
  const value = wordOf(first);
  if (value === undefined) return undefined;
  return (wordOf(rest.join(" ")) ?? together(rest)) === value ? value : undefined;
}

/** At a summary, who wants nothing changed says yes to it: 不用改了, "no changes, thanks". */
export function readAgreement(text: string): Reading<boolean> {
  const said = withoutFillers(withoutAsides(undecorated(fold(text)), true));
  const clauses = said.split(/[,，。;；!！]+ ?/).filter(Boolean);
  const agrees = (one: string) => leavesAsItIs(withoutFillers(one)) || yesNoOf(one) === true;
  const unchanged = clauses.some((one) => leavesAsItIs(withoutFillers(one)));
  if (unchanged && !isQuestion(said) && clauses.every(agrees)) return { ok: true, value: true };
  return read(text, false);
}

/** Two words for yes without a gap: 是的没错, 好的没问题. Two for no could be one for yes. */
function joined(word: string): true | undefined {
  const begins =
    /^(?:好的?|是的?|对的?|行|嗯+|可以的?|没错|没问题|ok)(?=\p{Script=Han}{2,6}$)/u.exec(word)?.[0];
  return begins !== undefined && YES.has(word.slice(begins.length)) ? true : undefined;
}
