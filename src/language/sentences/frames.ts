import { type Fillers, withoutFillers } from "../tidy.ts";
import { isGreeting } from "../usualWords.ts";
import { isBefore, isBeside } from "./asides.ts";
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
  /[?]|都(?:可以|行|得|成|ok)|如果|要是|假如|假设|万一|除非|的话|倘若|可能|也许|或许|说不定|不一定|不确定|不知道?|不清楚|没想好|没定|还没|或|要么|否则|再说|再看|再想|考虑|看情况|商量|到时候(?:再|看)|大概|大约|左右|差不多|估计|好像|似乎|貌似|多少|吗|[么嘛呢](?:$|[,，。])|(?<!不)(?:是不是|能不能|行不行|可不可以|好不好|要不要|会不会)|\b(?:if|unless|maybe|perhaps|might|may be|probably|possibly|or(?! rather)|otherwise|depends|either|whichever|whether|not sure|don'?t know|about|around|roughly|at least|at most)\b/;

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

/** More about what was said, which changes nothing of it: 其中两个小孩, 下班过来. */
const DETAIL =
  /^(?:(?:我们)?(?:都是|全是)(?:大人|成年?人)|(?:没有?|不带)(?:小孩|孩子|儿童|老人|宝宝|宠物))$|^(?:其中|(?:已经?)?(?:包括|包含|算上|含)|including |incl\.? )|^(?:等)?(?:我们?)?(?:下班|放学|下课|忙完|吃完饭|开完会)(?:了|后|以后|之后)?(?:再|就|直接)?(?:来|过来|去|过去|到)?$/;
/** Why somebody says so. */
const REASON = /^(?:因为|由于|毕竟|主要(?:是)?|谁叫|所以|because|since|cause|cuz|coz|as) ?./;

/** A value that does not suit: 今天没空, "sunday doesn't work". */
const UNSUITABLE =
  /^(.+?)(?:我|我们|就|可能|都|也|实在|好像|真的)*(?:不行|不可以|没空|没时间|没有时间|没有空|来不了|来不及|到不了|去不了|有事|要上班|要加班|不方便|不合适|不太行|太[早晚赶远贵吵](?:了)?|赶不上|赶不及|is no good|(?:is|'s) (?:bad|busy|full|too (?:early|late|soon))|does ?n'?t (?:work|suit)(?: for me)?|won'?t work)(?:了|啊|呀|哈)?$/;
const REFUSED = /^(?:不是|不要|不选|不用|唔系|唔要|not|not the|no) ?(.+?)(?:了|啦)?$/;

/** What does not suit, by this clause; "traffic is bad" is said of no value. */
function unsuitable(clause: string): string | undefined {
  const other = UNSUITABLE.exec(clause)?.[1];
  const isOther =
    other !== undefined && (/\p{Script=Han}/u.test(other) || NO_ENGLISH_REMARK.test(other));
  return isOther ? other : undefined;
}

/** What a remark beside an answer may not hold: a number, a time, a doubt, a wish, a question, something that others say. */
const NO_REMARK =
  /[\d一二两三四五六七八九十百千几半俩仨零天周号点晚早午夜月年]|但|不过|可是|只是|再|等|问|想|看|考虑|另|还|除|外|如|要是|(?<![放请休暑寒])假(?!期)|万一|可能|也许|或|不定|不确|不够|别|不要|不用|取消|算了|改|换|吗|呢|么|什么|怎|哪|谁|多少|左右|上下|之前|之后|以|各|每|均|不是|不对|错|他们|人家|听|说|加|少|减|最|定|没|无|行/;
/** These say when somebody has time, and no time. */
const OF_ONES_DAY =
  /(?:下班|上班|放学|下课|起得|回家|到家)(?:比较|有点|都|很|挺|太)?[晚早]|[早晚夜]班|半路/g;
const WORDS_OF_VALUES =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|couple|half|quarter|pair|both|first|second|am|pm|morning|afternoon|evening|night|noon|midnight|today|tonight|tomorrow|yesterday|days?|weeks?|weekend|months?|years?|hours?|minutes?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan\\w*|feb\\w*|march|april|june|july|aug\\w*|sept\\w*|oct\\w*|nov\\w*|dec\\w*";
const WORDS_OF_DOUBT =
  "but|if|or|maybe|perhaps|probably|not|no|none|never|more|less|plus|each|per|another|except|unless|then|until|till|before|after|about|around|let|lets|let's|wait|hold|check|ask|sure|confirm|later|depends?|think|guess|know|hope|might|may|could|would|should|can|cannot|need|want|wanna|prefer|change|cancel|instead|rather|than|also|only|just|what|which|how|when|where|who|why|whether|actually|meant?|said|says|told|heard|too|enough|least|most|by|from|to|and|he|she|they|their";
const NO_ENGLISH_REMARK = new RegExp(`\\d|n't|\\b(?:${WORDS_OF_VALUES}|${WORDS_OF_DOUBT})\\b`);
/** In characters. */
const LONGEST_REMARK = { chinese: 16, english: 44 };

/** Whether a clause behind an answer only tells something: 路上堵, 要赶飞机, "traffic is bad". */
export function isRemark(clause: string): boolean {
  if (clause.length < 2) return false;
  if (/\p{Script=Han}/u.test(clause)) {
    const said = clause.replace(OF_ONES_DAY, "");
    return clause.length <= LONGEST_REMARK.chinese && !NO_REMARK.test(said);
  }
  const isLong = clause.length > LONGEST_REMARK.english || !clause.includes(" ");
  return !isLong && !NO_ENGLISH_REMARK.test(clause);
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
    const other = unsuitable(clause) ?? REFUSED.exec(clause)?.[1];
    if (REASON.test(clause)) reasons = kept.length > 0;
    else if (other !== undefined) refused.push(other);
    else kept.push(clause);
  }
  if (kept.length === 0 || kept.length > MANY || kept[0] === folded) return undefined;
  const isInstead = takenBack.length > 0 || refused.length > 0;
  // Who takes back is sure of what he says then; elsewhere 应该是 is a guess.
  const leads = takenBack.length > 0 ? /^(?:而是|应该是|是)(?=.)/ : /^(?:而是|是)(?=.)/;
  const value = (one: string) => one.replace(leads, "");
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
  if (isBeside(clause) || DETAIL.test(clause) || isGreeting(clause)) return true;
  return first && (isBefore(clause) || FEW.test(clause));
}

/** Said of a number before it: 不多，五个. */
const FEW = /^(?:不多|人(?:也|挺|还)?不?多)$/;

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
