import { type Fillers, withoutFillers } from "../tidy.ts";
import { closingOf, isGreeting } from "../usualWords.ts";
import { wishesOf } from "./wishes.ts";

/**
 * What people put around an answer in a whole sentence: a thought before it, a reason behind it, a value that they take
 * back, a wish that wraps it. Which words are a value, only a recogniser knows; here a message is taken apart, so that
 * every part is known: one part that is not, and nothing is understood.
 */
export interface Parts {
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
    "(?:[哦噢喔啊呃额诶欸嗯哎唉]+(?:[,，]? ?)(?:不是|唔系|不对|不|错了))(?:不|对|是)*",
    "(?<!对)不对(?:[,，]?不对)*",
    "(?:我|刚才|刚刚)*(?:说|打|写|选|发|输|点|记|弄|搞)错(?:了|啦)",
    "(?:我)?(?:口误|手误|更正(?:一下)?)",
    "(?<=[,，。.;；!…])(?:不好意思|抱歉|唔系|唔好意思|不是?|不不不?|等等|等一下|等下|算了)(?=[,，。.;；!…])",
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
  /不|唔|抱歉|错了|错啦|口误|手误|更正|等等|等一?下|算了|还是|意思是|是说|应该是|准确|\b(?:wait|hang on|hold on|no|oops|sorry|actually|rather|correction|scratch|nope|mean|meant|make that)\b/;

const PAUSES = /[,，。;；!…\n()]+|\.{2,}|(?<!\d)\.(?!\d)|(?<=[a-z\d])\. /;
const MAY_PAUSE =
  /而不| (?:instead of|rather than) |[,，。;；!…\n()]|\. |\.\.|因为|毕竟|吧(?=\p{Script=Han}{2})| (?:because|since|cause|cuz) /u;

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

/** What a remark beside an answer may not hold: a number, a time, a doubt, a wish, a question, something that others say. */
const NO_REMARK =
  /[\d一二两三四五六七八九十百千几半俩仨零天周号点晚早午夜月年]|但|不过|可是|只是|再|等|问|想|看|考虑|另|还|除|外|如|要是|(?<![放请休暑寒])假(?!期)|万一|可能|也许|或|不定|不确|不够|别|不要|不用|取消|算了|改|换|吗|呢|么|什么|怎|哪|谁|多少|左右|上下|之前|之后|以|各|每|均|不是|不对|错|他们|人家|听|说|加|少|减|最|定|没|无|行|\b(?:but|if|or|maybe|not|no|more|less|plus|and|each|per|another|except|unless|then|until|before|after|about)\b/;

/** Whether a clause behind an answer only tells something: 路上堵, 要赶飞机. */
export function isRemark(clause: string): boolean {
  return clause.length >= 2 && clause.length <= 16 && !NO_REMARK.test(clause);
}

/** Whether a folded message doubts, asks or leaves a choice. */
export function leavesOpen(folded: string): boolean {
  return OPEN.test(folded);
}

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
    .replace(/而(?=不是|不要)/g, ",")
    .replace(/ (?:instead of|rather than) /g, ",not ")
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

const SAID_TWICE = /^(.{1,10}?)就\1(?=吧|好了|呗|$)/;
const AROUND = /^(?:先)?按(.+)算[吧呗]?$|^能(?=.+最好$)|^[这那]个(?=\p{Script=Han}{2})/u;
const MAY_WRAP = /就|^(?:先?按|能|[这那]个)/;

/** Without the wishes that wrap an answer, as often as they do. A reader decides whether what is left is one. */
export function unwrapped(folded: string, own: Fillers = NONE): string {
  const typed = folded.replace(/^(let|it|that|there)s /, "$1's ");
  const said = MAY_WRAP.test(typed) ? typed.replace(SAID_TWICE, "$1").replace(AROUND, "$1") : typed;
  const bare = withoutFillers(said, wishesOf(own));
  return MAY_WRAP.test(bare) ? withoutFillers(bare.replace(AROUND, "$1"), wishesOf(own)) : bare;
}

const NONE: Fillers = {};
