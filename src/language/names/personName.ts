import { undecorated } from "../decoration.ts";
import { clausesOf } from "../mentions.ts";
import type { Reading } from "../reading.ts";
import { isBefore, isBeside, withoutAsides } from "../sentences/asides.ts";
import { partsOf } from "../sentences/frames.ts";
import { fold, isQuestion, withoutFillers } from "../tidy.ts";
import { simplified } from "../traditional.ts";
import { BACK, CANCEL, HELP, HUMAN, NO, REPEAT, RESTART, YES } from "../usualWords.ts";
import { MISS } from "../whole.ts";
import { isInterjection, NO_NAMES } from "./notNames.ts";
import { withoutSpelling } from "./spelledNames.ts";
import { beginsWithSurname } from "./surnames.ts";

/** How people say who they are. */
const INTRODUCED =
  /^(?:(?:你好|您好|嗯+|哦|那个?|好的?|hi|hello|well|ok(?:ay)?)[\s,，。!！]*)*(?:(?:我的?|本人)?(?:免贵)?(?:名字|姓名|全名|称呼|贵姓)(?:就?是|叫|就(?=[^\s])|为|[:：]|写)?|(?:我|本人|[你您]就?|就|请|可以|你可以|您可以)*(?:免贵)?(?:姓|叫做?|称呼|喊)(?:我|做)?|免贵[,，]|我[是系係]|(?:订位|订座|联系|预订|预定|预约|登记|收货|收件|入住|用餐|持卡|报名)人(?:姓名|名字)?(?:是|叫|填|写|[:：])?|[敝鄙小]姓|本人(?=\p{Script=Han}{2,4}$)|(?:麻烦|劳烦|请|您|你|帮我|帮忙|给我|就|直接)*(?:(?:写|填|登记)(?:上|成|作|为)?|记(?:成|作|为)|用)|(?:my |the )?(?:full )?name(?:'s| is|:| -)?|i'?m|i am|this is|it'?s(?: for| under(?: the name(?: of)?)?)?|it is(?: for)?|(?:you can |please |just )*call me|(?:just|only) |(?:(?:you can )?(?:put|book|reserve) (?:it )?)?under(?: the name(?: of)?)?)[\s:：]*/iu;
/** Behind a name. */
const TAIL =
  /[\s,，。.!！~～]*(?:就行了?|就好了?|就可以了?|即可|吧|啊|呀|哈|啦|哦|噢|喔|哟|呗|嘞|咯|谢谢[你您]?|多谢|麻烦了|唔该|please|pls|(?:thanks|thank you)(?: so much| very much| a lot)?|thx|ty)*[\s,，。.!！~～、;；]*$/iu;
const TITLE =
  "(?:先生|女士|小姐姐?|太太|夫人|老师|教授|博士|医生|大夫|律师|师傅|经理|总监|总|主任|校长|院长|局长|处长|科长|队长|会长|董|工|阿姨|叔叔|大?[哥姐]|同学|爷爷|奶奶|妈妈|爸爸)";
const HAN = new RegExp(
  `^\\p{Script=Han}{1,4}${TITLE}?$|^\\p{Script=Han}{1,10}·[\\p{Script=Han}·]{1,14}$|^\\p{Script=Han}{2,14}(?:公司|集团|工作室|学校|医院|银行|俱乐部)$`,
  "u",
);
const TITLED = new RegExp(`${TITLE}$|^.{2,}(?:公司|集团|工作室|学校|医院|银行|俱乐部)$`, "u");
const LATIN =
  /^\p{Script=Latin}[\p{Script=Latin}\p{M}'’.-]*(?: \p{Script=Latin}[\p{Script=Latin}\p{M}'’.-]*){0,4}$/u;
const MIXED = new RegExp(
  `^\\p{Script=Latin}[\\p{Script=Latin} .'-]{0,30}\\p{Script=Han}{1,4}${TITLE}?$|^\\p{Script=Han}{1,4} ?\\p{Script=Latin}[\\p{Script=Latin} .'-]{0,30}$`,
  "u",
);
/** 姓陈的: one of those. */
const OF_THEM = /(?<=^\p{Script=Han}{1,2})[的嘅]$/u;
/** What begins or holds one of these is a sentence, an errand or a thing, and nobody's name. */
const NO_NAME =
  /^(?:麻烦|劳烦|登记|填写|落款|[过了着]|[零一二两三四五六七八九十几]+(?:桌|围|枱|台|间|份|晚|天|张)|唔|冇|未|咁|佢|边个|边度|点解|点样|求其|是但|俾|畀|他|她|佢|等阵|听日|寻日|聽日|尋日|係|系我|我|你|您|咱|不|没|别|要|想|改|换|订|定|请|谁|哪|几|多少|多|怎|什么|为|可以|可不|能|是不|是的|有没|还|就|再|先|这|那|都|给|把|帮|一共|等|随便|保密|匿名|今[天晚]|明[天晚早]|后天|下周|周[一二三四五六日天末]|星期|晚上|上午|下午|中午|现在)|[们吗呢么？?]|(?:公司|单位|店|网|艺|笔|群|真实?姓)名|人数|电话|手机|号码|微信|时间|日期|座位|位子|位置|地址|唔|冇|订单|停车|预订|预定|取消|人工|客服|改成|换成|不是|没有|大厅|包间|包厢|营业|发票|退货|多少|怎么|什么|可以|谢谢|好的|知道|告诉|需要|帮忙|方便|[一二两三四五六七八九十][个位名]|\d/u;
const NO_LATIN_NAME =
  /^(?:the|a|an|my|we|you|i|it|is|are|not|no|yes|ok|okay|hi|hello|hey|thanks?|sorry|what|who|why|how|when|where|can|could|do|does|please|people|person|table|today|tomorrow|tonight|guest|none|nothing|anyone|change|later|wait|same|hungry|here|late|busy|fine|good|sure|ready|coming|back|done|afraid|looking|happy|interested|hold|on|off|one|two|three|four|five|six|seven|eight|nine|ten|sec|second|minute|moment|seat|window|see|put|above|below|wrong|number|booking|reservation|anything|something|everything|somebody|anybody|someone|for|to|at|in|of|with|from|about|but|if|so|then|than|monday|tuesday|wednesday|thursday|friday|saturday|sunday|night|morning|evening|noon|room|hall|garden|ask|tell|use|write|say|know|want|need|think|mean|mind|let|make|take|give|get|go|going|have|has|had|was|were|would|should|must|already|just|this|that|these|those|him|her|them|us|as|usual|party|birthday|anniversary|surprise|week|weekend|month|year|area|smoking|vegetarian|vegan|next|last|first|big|small|baby|kids?|child|children|dinner|lunch|breakfast|drinks?|parking|car|members?|customers?|early|late|maybe|browsing|name|idea|clue|problem|worries|appreciated|cheers)$/i;
const COMMANDS = [BACK, CANCEL, HELP, HUMAN, REPEAT, RESTART, YES, NO];
const LONGEST = 60;

/**
 * Understands how somebody is called, tidily: 我姓李。is 李, 叫我阿明 is 阿明, 孙小姐[愉快] is 孙小姐. Asks again at what is
 * nobody's name: a question, a number, a wish. Reasons: `not-a-name`, `more` (a name, and something beside it;
 * `heard` is the name).
 */
export function readPersonName(typed: string): Reading<string> {
  if (typed.length > 4 * LONGEST) return NOT;
  const text = withoutSpelling(withoutAsides(undecorated(typed.normalize("NFKC"))));
  const name = nameIn(text);
  if (name !== undefined) {
    const isSure = nameIn(text, true) !== undefined || soundsLikeName(name);
    return isSure ? { ok: true, value: name } : { ok: false, reason: "unsure", heard: name };
  }
  const instead = insteadOf(text);
  if (instead !== undefined) return { ok: true, value: instead };
  const clauses = clausesOf(text).map(({ words }) => words);
  if (clauses.length < 2) return NOT;
  const [whole, another] = fullest(clauses.map((one) => nameIn(one)));
  if (whole !== undefined && another === undefined && soundsLikeName(whole))
    return { ok: true, value: whole };
  const said = clauses.flatMap((one) => nameIn(one, true) ?? []);
  const names = new Set(said.length > 0 ? said : clauses.flatMap((one) => nameIn(one) ?? []));
  const [heard, other] = names;
  return heard === undefined || other !== undefined ? NOT : { ok: false, reason: "more", heard };
}

/** 我姓李，叫李明: one name is the beginning of the other. */
function fullest(names: readonly (string | undefined)[]): readonly (string | undefined)[] {
  if (names.includes(undefined)) return [];
  return [...new Set(names)].filter(
    (one = "") => !names.some((other) => other !== one && other?.startsWith(one)),
  );
}

/** 李明，哦不，李鸣: one name is taken back, and another one said. */
function insteadOf(text: string): string | undefined {
  const { kept, takenBack, refused } = partsOf(text.normalize("NFKC")) ?? {};
  if (kept === undefined || takenBack?.length === 0 || refused?.length !== 0) return undefined;
  const [only = "", ...others] = kept;
  const name = nameIn(only);
  const isSure = others.length === 0 && takenBack?.every((one) => nameIn(one) !== undefined);
  return isSure && name !== undefined && soundsLikeName(name) ? name : undefined;
}

/** 小马, 阿强, 老赵: as friends say it. */
const FAMILIAR = /^[阿小老大]\p{Script=Han}{1,2}$/u;

/** A few Chinese characters that are no name to look at may be one, but hardly are: 靠窗, 辛苦了. It is asked. */
function soundsLikeName(name: string): boolean {
  if (!/^\p{Script=Han}+$/u.test(name) || TITLED.test(name) || FAMILIAR.test(name)) return true;
  return name.length <= 4 && beginsWithSurname(simplified(name));
}

const NOT = { ...MISS, reason: "not-a-name" } as const;

/** The name that these words are; `introduced` takes only one that is said to be a name. */
export function nameIn(text: string, introduced = false): string | undefined {
  const whole = bare(text);
  let said = whole;
  // 姓名：我姓王 introduces it twice.
  for (let times = 0; times < 3; times += 1) {
    const rest = bare(said.replace(INTRODUCED, ""));
    if (rest === said || rest === "") break;
    said = rest;
  }
  const isIntroduced = said !== whole;
  if (introduced && !isIntroduced) return undefined;
  // 叶 and 高 are names, 对 and 好 are answers: words of their own are what they are, unless they are said to be a name.
  if (!isIntroduced && (isCommand(whole) || isInterjection(fold(whole)))) return undefined;
  const name = isIntroduced ? said.replace(OF_THEM, "") : whole;
  return isName(name) ? name : undefined;
}

function bare(text: string): string {
  const plain = unwrappedName(withoutAsides(undecorated(text.normalize("NFKC").trim())))
    .replace(/\[[^\]]{1,12}\]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/gu, " ")
    .replace(/["“”'‘’「」『』](?=$)|^["“”'‘’「」『』]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.replace(TAIL, "").replace(/^[\s,，。.!！、]+/, "");
}

/** 用李明这个名字, 订在李明名下, 李明(男), "Tom here": what wraps a name from both sides. 李 明 is typed so by some. */
function unwrappedName(said: string): string {
  return said
    .replace(/^[嗯哦噢呃额]+[,，、… ]*(?=\p{Script=Han}{2,4}$)/u, "")
    .replace(/^(?:那就|就)(?=[\p{L}]{2})|^那(?=\p{Script=Han}{3,4}$)/u, "")
    .replace(/^(?:(?:uh+|um+|er+|ah|oh|okay|ok so|ok|hmm+)[ ,]+)+(?=\p{L})/iu, "")
    .replace(/^(\p{Script=Han}) (?=\p{Script=Han}{1,2}$)/u, "$1")
    .replace(
      /^(?:我)?姓(\p{Script=Han}{1,2})[,， ]*名(?:字)?(?:是|叫)?(\p{Script=Han}{1,2})$/u,
      "$1$2",
    )
    .replace(
      /^(?:那就?|就|麻烦|请)?(?:写|留|用|订在|记在|放在?|登记在?|预订在)(\p{L}[\p{L} .'-]{0,20}?)(?:的名字?下?|这个名字?|名下|的名义)(?:吧|就行|好了|就好)?$/u,
      "$1",
    )
    .replace(/(?<=(?:先生|女士|小姐|太太))收$/u, "")
    .replace(/(?<=\p{L}) ?\((?:男|女|先生|女士|mr|ms|mrs)\)$/iu, "")
    .replace(/(?<=^\p{Script=Latin}+) here[.!]*$/iu, "");
}

function isCommand(text: string): boolean {
  const folded = fold(text);
  if (isQuestion(folded)) return true;
  const said = withoutFillers(folded);
  if (isBefore(folded) || isBeside(folded)) return true;
  return COMMANDS.some((words) => words.has(folded) || words.has(said));
}

function isName(name: string): boolean {
  if (name.length > LONGEST || !/\p{L}/u.test(name) || NO_NAME.test(simplified(name))) return false;
  if (NO_NAMES.has(fold(name))) return false;
  if (LATIN.test(name)) return !name.split(" ").some((word) => NO_LATIN_NAME.test(word));
  return HAN.test(name) || MIXED.test(name);
}
