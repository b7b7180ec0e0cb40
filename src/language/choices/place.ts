import { numberOf } from "../numbers/number.ts";
import { WILL_DO } from "../sentences/wishes.ts";
import { field, withoutFillers } from "../tidy.ts";

/** How people say that they want something, before they say what. */
export const WISHES = [
  ...[
    "我想要",
    "我要",
    "我想订",
    "我想",
    "我选择",
    "我选",
    "我拣",
    "拣",
    "我就要",
    "我们选",
    "我们要",
    "那我选",
    "就选",
    "就定",
    "定",
    "先",
    "想要",
    "选择",
    "选",
    "就要",
    "要个",
    "要",
    "给我来个",
    "给我安排",
    "帮我安排",
    "帮我选",
    "帮我订",
    "帮我",
    "还是",
    "我觉得",
    "给我",
  ],
  ...["来一个", "来一份", "来个", "来份", "订个", "订一个", "预订", "预定", "订", "叫", "点", "就"],
  ...[
    "i'd like to",
    "i'd like",
    "i would like to",
    "i would like",
    "i want to",
    "i want",
    "i choose",
    "i pick",
    "i'll take",
  ],
  ...["i'll have", "give me", "gimme", "let's take", "choose", "pick", "the"],
  ...["let's go with", "let's do", "i'll go with", "go with", "make it", "let's say"],
];

const ENGLISH_ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");
const KINDS = "个项条种款间位样家";
const CHINESE_ORDINAL = new RegExp(`^第([\\d一二三四五六七八九十]+)一?[${KINDS}]?$`);
const FROM_THE_END = new RegExp(`^倒数第([\\d一二三四五六七八九十]+)[${KINDS}]?$`);
const FIRST = new RegExp(
  `^(?:最?(?:头|首)[一那]?[${KINDS}]|最(?:前|上|顶)[面边头上]?(?:的?[一那]?[${KINDS}])?|第一)$`,
);
const LAST = new RegExp(
  `^(?:(?:最后|最末|末尾|最尾|末|尾|最(?:下|底)[面边头下]?)(?:面)?(?:的?一?[${KINDS}]|那[${KINDS}])?|last|the very last)$`,
);
const MIDDLE = new RegExp(
  `^(?:最?中间(?:的|那[${KINDS}]|这[${KINDS}]|一?[${KINDS}])?|the middle|middle)$`,
);
const ENGLISH_FROM_THE_END =
  /^(second|2nd|third|3rd) (?:to|from the) (?:the )?last$|^(?:last but one|next to last|penultimate)$/;
const NUMBERED =
  /^(?:(?:option|choice|item|number|no\.|no|#|选项|序号|编号) ?)?[([【]?([^\s().[\]【】]+?)[)\]】]?[.、)]?$/;

/** What a question for a choice may ask for by its name: 位置：大厅, "size: large". */
export const FIELD = field(
  "(?:付款|支付|取货|取餐|配送|用餐|座位|房间|会员卡?)?(?:方式|类型|种类)|位置|座位|位子|房型|口味|规格|尺码|尺寸|型号|杯型|款式|科室|门店|选项|选择|答案|项目",
  "seat|seating|size|option|choice|type|flavou?r|answer|payment(?: method)?",
);

const AROUND = { field: FIELD, before: WISHES, after: [...WILL_DO, "吧", "的"] };

/** Which place of a list is named. */
interface Place {
  readonly value: number;
  /** Said as a place (第二个, 2号), so that it is no number that a name may begin with. */
  readonly ordinal: boolean;
}

/** The place that a whole folded message names, of so many; undefined where it names none. */
export function placeOf(folded: string, count: number): Place | undefined {
  const said = withoutFillers(folded, AROUND);
  const whole = withoutFillers(folded);
  // "The second one" is a place, and so is "one".
  return placeIn(whole, count) ?? placeIn(said, count) ?? placeIn(said.replace(/ one$/, ""), count);
}

function placeIn(said: string, count: number): Place | undefined {
  const ordinal = ordinalIn(said, count);
  if (ordinal !== undefined) return ordinal > 0 ? { value: ordinal, ordinal: true } : undefined;
  const bare = said.replace(/号$/, "");
  const value = numberOf(NUMBERED.exec(bare)?.[1] ?? "");
  // A fraction, a negative number or a year is not the place of anything.
  return value !== undefined && Number.isInteger(value) && value >= 0 && value < 1_000
    ? {
        value,
        ordinal: bare !== said || /^(?:option|choice|item|number|no\.|#|选项|序号|编号)/.test(said),
      }
    : undefined;
}

/** A place by its word; 0 where it is one that this list does not have. */
function ordinalIn(said: string, count: number): number | undefined {
  if (FIRST.test(said)) return 1;
  if (LAST.test(said)) return count;
  if (MIDDLE.test(said)) return count % 2 === 1 && count > 1 ? (count + 1) / 2 : 0;
  const ending = ENGLISH_FROM_THE_END.exec(said);
  if (ending !== null) return fromTheEnd(/^(?:third|3rd)/.test(said) ? 3 : 2, count);
  const digits = Number(/^(\d+)(?:st|nd|rd|th)$/.exec(said)?.[1] ?? 0);
  const english = ENGLISH_ORDINALS.indexOf(said) + 1 || digits;
  if (english > 0) return english;
  const back = FROM_THE_END.exec(said);
  if (back !== null) return fromTheEnd(numberOf(back[1] as string) ?? 0, count);
  const chinese = CHINESE_ORDINAL.exec(said);
  return chinese === null ? undefined : numberOf(chinese[1] as string);
}

function fromTheEnd(back: number, count: number): number {
  return back >= 1 && back <= count ? count + 1 - back : 0;
}
