import { simplified } from "../traditional.ts";

/**
 * What people say before and behind an answer that is no part of it: a sound, a greeting, a word for who is spoken to, thanks.
 * Said with a pause, it changes no answer, whatever was asked; here is the one place that knows these words. Where a yes
 * or no is asked for, 好的 is an answer and no aside.
 */

const PARTICLES = "[啊呀哈啦哦噢喔呢哟嘞吧呗哒滴喇]*";

/** Somebody thinks, greets, calls, laughs, or says sorry. */
const SOUND = [
  `(?:嗯+哼?|恩+|哦+|噢+|喔+|呃+|额+|诶+|欸+|哎+呀?|唉+|啊+|嗨+|喂+|哈+|嘿+|嘻+|呵+|唔+|e+m+|u+m+|u+h+|h+m+)${PARTICLES}`,
  `(?:[你您]好|hello|哈喽|哈啰|早上好|上午好|中午好|下午好|晚上好|早晨|早安|在的|来了|我又来了)${PARTICLES}`,
  `(?:亲+|亲爱的|老板娘?|美女|帅哥|靓[女仔]|小姐姐|姐姐?|哥哥?|小哥哥?|师傅|店家|掌柜的?|客服|老师|朋友|老铁|经理|服务员|管家|机器人)${PARTICLES}`,
  `(?:对了|话说|那个啥?|那什么|这个嘛?|这样|那这样|怎么说呢?|就是说?|其实|没事|没关系|不急|不用急|是这样的?|我想说|回答一下)${PARTICLES}`,
  `(?:真的?)?(?:不好意思|抱歉|对不起|打扰(?:一下)?了?|唔好意思|见谅|劳驾)${PARTICLES}`,
  `(?:让我|容我|等我|等一下我|我先?|我来|先)?(?:想|看|数|算|查|考虑)(?:一?[想看数算查]|一下|下)?${PARTICLES}`,
  `稍等(?:一?下|片刻|哈)?|等一?下${PARTICLES}|等等${PARTICLES}|越快越好`,
  "hi|hiya|hello|hey|hi there|hey there|hello there|good (?:morning|afternoon|evening|day)|greetings|dear|sir|madam|mate|guys|folks|everyone|team",
  "well|so|oh|ah|aha|uh|er|erm|hmm+|umm*|let me (?:see|think)|let's see|one (?:sec|second|moment)|hold on|sorry|my bad|apologies|excuse me|actually|in that case|anyway|by the way|btw|oops",
].join("|");

/** The question is taken up. To a question for yes or no it is an answer. */
const ACK = [
  `(?:好+[的滴哒嘞呢]?|行+的?|可以的?|嗯+|对+[的]?|是的?|没问题|没错|收到|明白|知道|了解|懂了?|成|得|系|嘅)(?:了|嘞)?${PARTICLES}(?:好的?|行|可以)?${PARTICLES}`,
  "(?:ok|okay|okk|okie|sure|yes|yeah|yep|yup|alright|all right|right|fine|great|cool|perfect|good|nice|lovely|awesome|got it|of course|no problem|sounds good|no worries|absolutely|certainly|thanks for asking)(?: so| then)?",
].join("|");

/** Thanks, and sorry for the trouble. */
const MANNERS = [
  `(?:真的?是?|太|十分|非常|多多?)?(?:谢谢|多谢|感谢|谢|辛苦|麻烦|拜托|劳烦|有劳|唔该)(?:您|你|你们|您们|大家|晒)?(?:了|啦|晒)?(?:老板娘?|亲|师傅|美女|帅哥|姐|哥|啊|呀|哈|哦|噢|喔|嘞)*(?:安排|处理|登记|留|订|记|弄)?(?:一下|下)?(?:了|啦|吧|哈)?`,
  "(?:麻烦|请|拜托|希望)?(?:你们?|您)?(?:尽快|赶紧|抓紧|快一?点儿?|越快越好|速度(?:快一?点|点)?)(?:安排|处理|弄|办|回复)?(?:一下)?(?:哈|啊|吧|哦|谢谢)*|给[你您](?:们)?添麻烦了|(?:请|帮我|帮忙)(?:安排|处理|登记)(?:一下|下)?|3q|3ks|thx|蟹蟹|万分感谢",
  "(?:many )?thanks(?: a lot| so much| a bunch| a million| again| in advance| very much| mate)?|thank you(?: very much| so much| kindly)?|thnx|thks|tks|tx|ty|cheers(?: mate)?|ta|please|pls|plz|(?:much|very) appreciated|(?:i(?:'d)? )?appreciate (?:it|that)|kind regards|best regards|regards|best",
].join("|");

/** Nothing more is said; that is how it is. */
const ENDS = [
  `就酱|就?这样子?(?:吧|了|就好|就行)*${PARTICLES}|就这些(?:了|吧)?|就这么定了?|就?(?:这个|它)(?:吧|了)?|就?这么多了?|没了|没有了|没别的了|不改了|定了`,
  "that'?s (?:all|it|right|correct|everything)|that is all|that will be all|nothing else|yes|yeah|yep|sure|ok(?:ay)?|great|perfect|cool|mate|dear|sir|madam|good",
].join("|");

const whole = (...parts: readonly string[]) => new RegExp(`^(?:${parts.join("|")})$`, "u");
const IS_ASIDE = whole(SOUND, ACK, MANNERS, ENDS);
const IS_BESIDE = whole(
  ACK,
  MANNERS,
  ENDS,
  "哈+|嘿+|嘻+|呵+|嗯+|哦+|亲+|老板娘?|朋友|mate|dear|sir|madam",
);

/** Whether a folded clause is said before an answer, and is nothing by itself. */
export function isBefore(clause: string): boolean {
  return IS_ASIDE.test(clause);
}

/** Whether a folded clause may stand anywhere beside an answer. */
export function isBeside(clause: string): boolean {
  return IS_BESIDE.test(clause);
}

/** A blank is a pause behind a Chinese character; between Latin words it is none. */
const PAUSE = "[,，。!！~～…、;；\\n]|(?<=\\p{Script=Han})\\s|\\.(?!\\d)";
const HAS_PAUSE = new RegExp(PAUSE, "u");
const LAST_CLAUSE = new RegExp(`(?:${PAUSE})\\s*((?:(?!${PAUSE}).)+?)(?:${PAUSE}|\\s)*$`, "u");
const opening = (...parts: readonly string[]) =>
  new RegExp(`^(?:(?:${parts.join("|")})(?:(?:${PAUSE})\\s*)+)+(?=\\S)`, "u");
const OPENING = opening(SOUND, ACK, MANNERS);
const OPENING_YES_NO = opening(SOUND, MANNERS);
const CLOSES = whole(MANNERS, ENDS, ACK);
const CLOSES_YES_NO = whole(MANNERS);

/**
 * A text without asides at its beginning and its end, as it was typed; itself, where it has none or is nothing else. Where
 * a yes or no is asked for, words for it stay.
 */
export function withoutAsides(text: string, yesNo = false): string {
  if (!HAS_PAUSE.test(text)) return text;
  const plain = simplified(text).toLowerCase();
  if (plain.length !== text.length) return text;
  const begin = (yesNo ? OPENING_YES_NO : OPENING).exec(plain)?.[0].length ?? 0;
  const closes = yesNo ? CLOSES_YES_NO : CLOSES;
  let rest = plain.slice(begin);
  for (;;) {
    const last = LAST_CLAUSE.exec(rest);
    if (last === null || last.index === 0 || !closes.test(last[1]?.trim() ?? "")) break;
    rest = rest.slice(0, last.index);
  }
  return text.slice(begin, begin + rest.length);
}
