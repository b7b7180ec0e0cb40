import { undecorated } from "./decoration.ts";
import { readNumber } from "./numbers/number.ts";
import type { PromptContext, Reading } from "./reading.ts";
import { isBefore, isBeside, withoutAsides } from "./sentences/asides.ts";
import { fold, isQuestion, withoutFillers, withoutMarks } from "./tidy.ts";
import { readDate, readTime } from "./times/moment.ts";
import { BACK, CANCEL, HELP, HUMAN, REPEAT, RESTART } from "./usualWords.ts";
import { readYesNo } from "./yesNo.ts";

/** Whole answers that name no place: nobody knows, later, anywhere, a greeting. */
const UNKNOWN =
  /^(?:我们?|也|这个|具体|地址|位置|暂时|目前|现在|先|真的?|还)*(?:不|没|冇|唔|莫|未)(?:太|怎么|大|是很)?(?:知道?|清楚|确定|晓得|了解|记得|想好|想|谂好?|定好?|决定|方便|方便说|有|找到|要|需要|告诉你|想说|好说|会说|会|懂|明白|填|写|发|地址|位置|定位)(?:了|呢|的|啊|地址|位置|具体地址|定位|在哪里?|怎么说|怎么走|怎么发|发定位)*$/;
const LATER =
  /^(?:我|先|请|麻烦|你)*(?:稍等|稍候|等等|等一?下|等一?会儿?|等我(?:一下|看看|找找|查查?|问问)?|稍后|待会儿?|一会儿?|晚点儿?|晚些|回头|过会儿?|到时候?|改天|下次|马上|想想|想一下|看看|问一下|问问|查一下)(?:再|就)*(?:说|发|告诉你|给你|给|定|看看?|联系|过来|回复)?(?:你|您|吧|哈|了)*$/;
const ANYWHERE =
  /^(?:附近(?:随便|都行|都可以)|随便|随意|任意|求其|是但|边度都(?:得|好|可以)|冇所谓|都行|都可以|都好|地址[变换改]了|to my (?:hotel|place|home|office)|(?:哪里?|哪儿|什么地方|在哪)都(?:行|可以|好)|无所谓|没所谓|看着办|你们?(?:定|看着办|决定|说了算|看)|听你的|你猜|保密|秘密|老地方|这里|这儿|那里|那儿|就这里|就这|附近|老样子|同上|一样|[跟和同]?(?:上次|之前|以前)(?:的)?(?:一样|地址|那个|那里)|跳过|略过|路上|外面|哈+|呵+|嘿+|额+|呃+|啊+|哦+|噢+|嗯+|emm+|谢谢你?|多谢|地址|位置|你好呀?|您好|嗨|哈喽|在吗?|早|早上好|晚上好|再见|拜拜|什么|哪个|那个|这个|为什么|怎么了)$/;
const ENGLISH =
  /^(?:i )?(?:don'?t|do not|dunno|didn'?t)(?: really)?(?: know| have one| want to say| remember)?(?: it| that| yet)?$|^(?:i'?m )?(?:not sure|no idea|no clue|unsure)(?: yet)?$|^(?:any|any ?where|anything|any place|wherever|whatever|up to you|you (?:decide|choose|pick)|your choice|idk|my (?:place|house|home)|(?:at )?home|wait(?: a (?:moment|minute|second|sec|bit))?|give me a (?:moment|minute|second|sec)|hold on|one moment|just a moment|a moment|later|tell you later|here|there|right here|over there|near ?by|same|same as (?:before|last time|above)|the usual|skip|none|nothing|nowhere|somewhere|hi|hello|hey|thanks|thank you|good morning|bye|huh|what|why|hmm+|haha+|lol|test|asdf)$/;
/** Asked without a mark. */
const ASKS =
  /(?:在哪|哪里|哪儿|哪边|怎么[走去到发填]|几点|多少|为什么|什么意思)$|^(?:where|what|why|how) |^(?:为什么|为啥|怎么|干嘛|凭什么)/;
/** A sentence of somebody who does not say where; with a word for a place in it, he does. */
const SENTENCE =
  /^(?:自[提取]|(?:暂时|先|就)?(?:不|无)|已经|刚才|[今明后][天晚]|(?:家庭)?地址(?=.*(?:发|给|说|变|改|同|跟|一样))|(?:在)?(?:公司|单位|学校|家里?|家中)(?:里|楼下)?$|我|你|您|咱|问|看|还|先|离|等|跟|都|没|别|随|哪|边[度个]|迟啲|仲|听日|话|再|要|想|能|可|就|换)|^(?:i|i'll|i'd|i'm|we|we'll|you|ask|tell|let|same|some ?where|any ?where|any|close to|near me|can'?t|cannot|could|would|not|don'?t|wherever|whichever|my)\b|发(?:你|给你|过|了)|告诉|[送寄]$/;
const OF_PLACES =
  /[\d路街巷弄道楼室区镇村县市省站店厦园院城桥门口]|广场|中心|大学|学校|机场|酒店|对面|旁边|\b(?:street|st|road|rd|avenue|ave|lane|park|square|station|airport|hotel|building|tower|terminal|school|university|office|mall|plaza|bridge|gate|cent(?:er|re)|campus|lobby|floor)\b/;
const COMMANDS = [BACK, CANCEL, HELP, HUMAN, REPEAT, RESTART];

/** An address in words, as it was typed. Nobody can tell every address; what is surely something else is none. Reason: `not-a-place`. */
export async function readAddress(text: string, context: PromptContext): Promise<Reading<string>> {
  const bare = bareOf(text);
  const label = placeIn(bare);
  if (isOther(label) || (label !== bare && isOther(bare)) || (await isTime(label, context)))
    return { ok: false, reason: "not-a-place" };
  return { ok: true, value: label };
}

/** Whether words are surely no place. */
function isOther(label: string): boolean {
  const folded = fold(label);
  const said = withoutFillers(folded);
  return (
    !/\p{L}/u.test(label) ||
    isQuestion(folded) ||
    ASKS.test(said) ||
    (SENTENCE.test(said) && !OF_PLACES.test(said)) ||
    readYesNo(label).ok ||
    [folded, withoutMarks(folded), said].some(
      (one) =>
        [UNKNOWN, LATER, ANYWHERE, ENGLISH].some((pattern) => pattern.test(one)) ||
        isBefore(one) ||
        isBeside(one) ||
        COMMANDS.some((words) => words.has(one)),
    ) ||
    readNumber(label).ok
  );
}

/** 就来虹桥火车站接我吧, "pick me up at Gate 3 please": the place without what is to be done there, and without manners. */
function placeIn(bare: string): string {
  const [, said = bare] = TAKEN_BACK.exec(bare) ?? [];
  let place = ended(begun(said));
  for (const wrapped of WRAPPED) {
    const inside = wrapped.exec(place)?.[1]?.trim();
    if (inside !== undefined && inside !== "") place = ended(begun(inside));
  }
  return place;
}

/** Emoticons are told by their small letters. */
function bareOf(typed: string): string {
  const small = typed.replace(/\[[A-Z]{2,12}\]/g, (one) => one.toLowerCase());
  return withoutAsides(undecorated(small.trim()));
}

const BEGIN =
  /^(?:[嗯呃额哦啊]+|那就|那个|这个|就是|那(?=.{3})|就(?=[^\p{Script=Latin}]{2})|(?:okay|ok|ah|oh|so|uh+|um+|well|hmm+)(?=[ ,])|[,，、…\s])+(?=.)/iu;

function begun(place: string): string {
  return place.replace(BEGIN, "");
}

/** Without manners and marks behind it; a bar (酒吧) keeps its last character. */
function ended(place: string): string {
  const shorter = place.replace(END, "").trim();
  return shorter === "" ? place : shorter;
}

const END =
  /(?:[\s,，。.!！~～、…]|谢谢[你您]?|多谢|麻烦了?|唔该|就行了?|就好了?|就可以了?|就得|即可|(?<![酒网水书清贴餐])吧|啦|喇|哈|呀|啊|哦|喔|噢|呗|哟|嘞|(?<![a-z])(?:please|pls|(?:thanks|thank you)(?: so much| a lot| very much)?|thx|cheers))+$/iu;
const TAKEN_BACK =
  /^[^,，]{2,30}[,，… ]+(?:[哦啊噢]?不对|不(?=[ ,，])|[哦啊噢]不是?|说错了|打错了|no wait|sorry)[,，… ]*(?:应该是|是)?(.{2,})$/u;
const WRAPPED = [
  /^(?:我们?的?|收货|送货|取件|上门|详细|具体|新|家庭|公司|the |my |our )*(?:地址|address)(?: ?(?:就?是|就|为|系|在|[:：]|is(?= )))*[\s:：]*(.+)$/iu,
  /^(?:麻烦|请|帮我|帮忙|就|直接|可以|给我|给我们|都)*(?:寄到?|送到?|邮到|快递到|放到?|送去|寄去|派到|发到)(?:给我)?(.{3,}?)$/u,
  /^(?:我们?|你|您|可以|麻烦|请|就)*(?:来|到|去|在)(.+?)(?:来)?(?:接我们?|接一下我?|等你们?|等着?|见|碰面|上车)$/u,
  /^(?:我们?|咱们?|人|现在|目前|这会儿|就|都|住)*[在住](.{3,})$/u,
  /^(?:please )?(?:you can )?(?:(?:pick (?:me|us) up|deliver (?:it )?|send (?:it )?|ship (?:it )?)(?: to)?(?: at| from| in front of)?|(?:i'?m|we'?re|i'?ll be|we'?ll be) (?:waiting )?at|to(?= \d)) (.+)$/iu,
];

async function isTime(text: string, context: PromptContext): Promise<boolean> {
  const [day, time] = [
    await readDate(text, context, { past: true }),
    await readTime(text, context),
  ];
  return day.ok || time.ok;
}
