import { closingOf, isGreeting } from "../usualWords.ts";

/**
 * What people put around an answer in a whole sentence: a thought before it, a reason behind it, a value that they take
 * back, a wish that wraps it. Which words are a value, only a recogniser knows; here a message is taken apart, so that
 * every part is known: one part that is not, and nothing is understood.
 */
interface Parts {
  /** Must all be read as the same value. */
  readonly kept: readonly string[];
  /** Was taken back, and must be a value too: 四个 of "四个，哦不，五个". */
  readonly takenBack: readonly string[];
  /** Does not suit, and must be another value: 今天 of "今天没空，明天吧". */
  readonly refused: readonly string[];
}

/** Whoever says one of these leaves the answer open. */
const OPEN =
  /[?]|如果|要是|假如|假设|万一|除非|的话|倘若|可能|也许|或许|说不定|不一定|不确定|不知道?|不清楚|没想好|没定|还没|或|要么|否则|再说|再看|再想|考虑|看情况|商量|到时候(?:再|看)|大概|大约|左右|差不多|估计|好像|似乎|貌似|多少|吗|[么嘛呢](?:$|[,，。])|(?<!不)(?:是不是|能不能|行不行|可不可以|好不好|要不要|会不会)|\b(?:if|unless|maybe|perhaps|might|may be|probably|possibly|or(?! rather)|otherwise|depends|either|whichever|whether|not sure|don'?t know|about|around|roughly|at least|at most)\b/;

/** Takes back what stands before it. */
const TAKEN_BACK = new RegExp(
  `[,，。.;；!、… ]*(?:${[
    "(?:[哦噢喔啊呃额诶欸嗯哎唉]+(?:[,，]? ?)(?:不是|不对|不|错了))(?:不|对|是)*",
    "(?<!对)不对(?:[,，]?不对)*",
    "(?:我|刚才|刚刚)*(?:说|打|写|选|发|输|点|记|弄|搞)错(?:了|啦)",
    "(?:我)?(?:口误|手误|更正(?:一下)?)",
    "(?<=[,，。.;；!…])(?:不是?|不不不?|等等|等一下|等下|算了)(?=[,，。.;；!…])",
    "(?<=[,，。.;；!…])(?:我的意思是|我是说|应该是|准确[地说来]+是?)",
    "(?<=[,，。.;；!…] ?)(?:算了)?还是(?=.+(?:吧|好了?|算了|呗)$)",
    "(?<=[,. ])(?:oh |oops,? |no,? )?(?:wait|hang on|hold on)(?:,? (?:no|sorry|actually))*",
    "(?<=[,. ])(?:no|oops|sorry|actually|rather|or rather|correction|scratch that|nope)(?:[, ]+(?:sorry|wait|actually|no))*(?=[, ] ?(?:i (?:mean|meant) |make (?:that|it) |it'?s |let'?s (?:do|say|make it) )?)",
    "(?<=[,. ])(?:i (?:mean|meant)|make that)(?= )",
  ].join(
    "|",
  )})[,，。.;；!、…: ]*(?:我的意思是|我是说|应该是|i (?:mean|meant) |make (?:that|it) |it'?s |let'?s (?:do|say|make it) )?`,
  "g",
);
const MAY_BE_TAKEN_BACK =
  /不|错了|错啦|口误|手误|更正|等等|等一?下|算了|还是|意思是|是说|应该是|准确|\b(?:wait|hang on|hold on|no|oops|sorry|actually|rather|correction|scratch|nope|mean|meant|make that)\b/;

const PAUSES = /[,，。;；!…\n()]+|\.{2,}|(?<!\d)\.(?!\d)|(?<=[a-z\d])\. /;
const MAY_PAUSE =
  /[,，。;；!…\n()]|\. |\.\.|因为|毕竟|吧(?=\p{Script=Han}{2})| (?:because|since|cause|cuz) /u;

/** Said before an answer, and nothing by itself. */
const BEFORE =
  /^(?:(?:让我|容我|等我|我|我先|我来|先|那我)?(?:想|看|数|算|查|考虑)(?:一?[想看数算查]|一下|下)?(?:啊|哈|哦|呀)?|稍等(?:一?下|片刻)?|等一?下|等等|怎么说呢?|这样|这样吧|(?:真)?不好意思|抱歉|打扰了?|对了|话说|那就?|那个|就是说?|其实|不急|越快越好|不多|人(?:也|挺|还)?不?多|let me (?:see|think|check)|hold on|one (?:sec|second|moment)|hmm+|um+|well|so|ok(?:ay)?|right|sorry|apologies|excuse me|actually|in that case)$/;
/** Said around an answer. */
const BESIDE =
  /^(?:亲+|亲爱的|老板娘?|美女|帅哥|小姐姐?|姐姐?|师傅|店家|掌柜的?|朋友|哈+|嘿+|嘻+|呵+|嗯+|哦+|好+的?(?:好的)*|行|可以|对+的?|对对|是的?|没错|没问题|就是|就酱|就?这样子?(?:吧|了)?|就这些(?:了|吧)?|就这么定了?|(?:麻烦|辛苦|拜托|劳烦)(?:您|你|大家|你们)?(?:了|啦|帮忙|帮我)*(?:安排|处理|登记|留|订|记|弄)?(?:一下|下)?(?:了|啦|吧|哈)?|(?:请|帮我|帮忙)(?:安排|处理|登记)(?:一下|下)?|that'?s (?:all|it|right|correct)|yes|yeah|yep|sure|ok(?:ay)?|great|perfect|cool|mate|dear|sir|madam|cheers(?: mate)?|please|thanks?(?: you)?(?: so much| very much| a lot)?|thx|ty)$/;
/** More about what was said, which changes nothing of it: 其中两个小孩, 下班过来. */
const DETAIL =
  /^(?:其中|(?:已经?)?(?:包括|包含|算上|含)|including |incl\.? )|^(?:等)?(?:我们?)?(?:下班|放学|下课|忙完|吃完饭|开完会)(?:了|后|以后|之后)?(?:再|就|直接)?(?:来|过来|去|过去|到)?$/;
/** Why somebody says so. */
const REASON = /^(?:因为|由于|毕竟|主要(?:是)?|谁叫|所以|because|since|cause|cuz|coz|as) ?./;

/** A value that does not suit: 今天没空, "sunday doesn't work". */
const UNSUITABLE =
  /^(.+?)(?:我|我们|就|可能|都|也|实在|好像|真的)*(?:不行|不可以|没空|没时间|没有时间|没有空|来不了|来不及|到不了|去不了|有事|要上班|要加班|不方便|不合适|不太行|太[早晚赶远贵吵](?:了)?|赶不上|赶不及|is no good|(?:is|'s) (?:bad|busy|full|too (?:early|late|soon))|does ?n'?t (?:work|suit)(?: for me)?|won'?t work)(?:了|啊|呀|哈)?$/;
const REFUSED = /^(?:不是|不要|不选|不用|唔系|唔要|not|not the|no) ?(.+?)(?:了|啦)?$/;

/** Takes a folded message apart; undefined where it is of one piece, or leaves something open. */
export function partsOf(folded: string): Parts | undefined {
  const isMarked = MAY_BE_TAKEN_BACK.test(folded);
  if ((!isMarked && !MAY_PAUSE.test(folded)) || OPEN.test(folded)) return undefined;
  const sayings = isMarked ? folded.split(TAKEN_BACK).map((one) => one.trim()) : [folded];
  const last = sayings.at(-1) ?? "";
  const before = sayings.slice(0, -1).map(withoutSides);
  if (last === "" || before[0] === "") return undefined;
  const takenBack = before.filter(Boolean);
  const [kept, refused]: [string[], string[]] = [[], []];
  let reasons = false;
  for (const clause of clausesOf(last)) {
    if (reasons || isNoise(clause, kept.length === 0)) continue;
    const other = UNSUITABLE.exec(clause)?.[1] ?? REFUSED.exec(clause)?.[1];
    if (REASON.test(clause)) reasons = kept.length > 0;
    else if (other !== undefined) refused.push(other);
    else kept.push(clause);
  }
  if (kept.length === 0 || kept.length > MANY || kept[0] === folded) return undefined;
  const isInstead = takenBack.length > 0 || refused.length > 0;
  const value = (one: string) => one.replace(/^(?:而是|应该是|是)(?=.)/, "");
  return { kept: isInstead ? kept.map(value) : kept, takenBack, refused };
}

/** Who says more than so many things has a story to tell. */
const MANY = 3;

function clausesOf(said: string): string[] {
  // A reason may follow without a pause: 明天晚上七点因为要加班.
  return said
    .replace(/(?<=.)(?:(?=因为|毕竟)| (?=because |since |cause |cuz ))/g, ",")
    .replace(/吧(?=\p{Script=Han}{2})/gu, "吧,")
    .split(PAUSES)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function isNoise(clause: string, first: boolean): boolean {
  if (
    BESIDE.test(clause) ||
    DETAIL.test(clause) ||
    closingOf(clause) === "thanks" ||
    isGreeting(clause)
  )
    return true;
  return first && BEFORE.test(clause);
}

/** Whether a clause says nothing by itself: a thought, a greeting, thanks, 等等. */
export function isAside(clause: string): boolean {
  return isNoise(clause, true);
}

function withoutSides(said: string): string {
  const clauses = clausesOf(said);
  const values = clauses.filter((one) => !isNoise(one, true));
  return values.length === 1 ? (values[0] ?? "") : values.join(",");
}

/** Wishes that wrap an answer, without a pause: 麻烦您帮我订…的, 要不…吧, "let's go with …". */
const WISHES =
  /^(?:好的|好嘞|好滴|好啊|好呀|行|可以|没问题|对|对的|是的|没错|嗯+|哦+|那|哪就|就|也就是|要不然?|不如|不然|干脆|那我们?|我们?这边|我这里|我们那边|我们?|咱们?|麻烦|请|拜托|劳烦|烦请|您好?|你好?|帮忙|帮我们?|给我们?|替我们?|先|还是|最好是?|可以的话|想要?|打算|准备|计划|希望|决定|就是|应该就是|到时候?|能(?=.+最好$)|[这那]个(?=\p{Script=Han}{2})|(?:(?:预|约)?[订定]|预约|登记|安排|[写填留来要选报按算记整搞弄])(?:一下|一个|个|在|到|成|为|了|上)?)(?=.)/u;
const ENGLISH_WISHES =
  /^(?:ok(?:ay)?|yeah|yep|yes|sure|alright|right|cool|great|(?:hi|hey|hello)(?: there| guys| all)?|hmm+|well|so|then|and|oh|ah|please|pls|just|definitely|actually|probably just|i think we'?re|i'?d say|i would say|let'?s (?:do|say|go (?:with|for)|make (?:it|that)|book|try|take)|(?:i'?ll |we'?ll |i'?d |we'?d |i would |we would |i |we |you can )?(?:go (?:with|for)|have|take|choose|pick|do|book|reserve|prefer|want|need|like|love|come|arrive|be there|be|make it|get|put (?:me|us|it)? ?down (?:for|as)?|sign (?:me|us) up for)(?: to (?:book|have|come|do|reserve|go with|go for))?(?: in| it)?|i'?m (?:going|coming|thinking)|we'?re (?:going|coming|looking at)|make (?:it|that)|book (?:me|us|it)(?: in)?(?: for)?|put (?:me|us)(?: down)?(?: for| as)?|can do|could do|(?:that|it|there)(?:'s|'d be|'ll be| will be| would be| is| should be)|(?:we|i)(?:'ve got| have got| have|'re| are|'m| am)|looks like|gonna be|going to be|it'?s gonna be|us|my answer is|the answer is|arriving|coming|to be)(?:,? (?=.)|(?=[\d\p{Script=Han}]))/u;
const ENDS =
  /(?<=.)(?:哒|滴|噻|咯|呐|捏|哟|喽|哈+|吧|呗|了|啦|哦|呀|啊|(?<=按.+)算|就成|就行|就ok|ok的?|没错|才对|比较好|的好|好一?[点些]|最好|更好|为好|就好|就好啦|好了|好啦|辛苦[啦了]?|辛苦您了|拜托[啦了]?|麻烦[啦了]?|麻烦您|麻烦你|谢谢|谢了|多谢|蟹蟹|谢谢您|的|罢)$/;
const ENGLISH_ENDS =
  /(?<=[a-z\d)])[ ,]+(?:for sure|for us|for me|definitely|please|pls|plz|thanks|thx|it is|then|if possible|if you can|(?:that )?works?(?: best| great| well| fine)?(?: for (?:me|us))?|suits? (?:me|us)(?: best)?|is (?:best|great|good|fine|perfect|better|ideal|ok|okay)|would be (?:best|great|good|perfect|ideal|nice)|sounds? (?:good|great|perfect)|mate|dude|man|guys|x+|altogether|all together)$/;

/** Without the wishes that wrap an answer, as often as they do. A reader decides whether what is left is one. */
export function unwrapped(folded: string): string {
  let said = folded.replace(/^(.{1,10}?)就\1(?=吧|好了|呗|$)/, "$1");
  for (let left = 8; left > 0; left -= 1) {
    const shorter = said
      .replace(WISHES, "")
      .replace(ENGLISH_WISHES, "")
      .replace(ENGLISH_ENDS, "")
      .replace(ENDS, "")
      .trim();
    if (shorter === said || shorter === "") return said;
    said = shorter;
  }
  return said;
}
