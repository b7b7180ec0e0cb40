import { WILL_DO } from "../sentences/wishes.ts";
import { type Fillers, withoutFillers } from "../tidy.ts";
import { FIELD, WISHES } from "./place.ts";

/** What one of a thing is counted with: 一杯, 来份, 那家. More than one (两杯) is not what was asked. */
const COUNTER = "[个份杯碗盘碟瓶罐盒袋块张间套件款种样家位壶只支]";
const ONE_OF = new RegExp(
  `^(?:(?:还是|就|先|我们?|咱们?|给我们?|帮我们?)*(?:想?要|来|点|订|定|上|拿|选|整|做|办|弄|换)[一1]?|[一1])${COUNTER}(?=..)`,
);
const THAT_ONE = new RegExp(
  `(?<=..)[那这]一?${COUNTER}(?:店|餐厅|地方)?$|(?<=[^\\d一二两三四五六七八九十个])位$`,
);

/** What surrounds the name of an option. */
const FILLERS: Fillers = {
  field: FIELD,
  before: [
    ...[...WISHES, "option", "number", "no.", "#", "第", "一个", "一份", "个", "份", "an", "a"],
    ...[
      "还是",
      "先",
      "安排",
      "在",
      "坐",
      "去",
      "换成",
      "换",
      "改成",
      "改到",
      "改",
      "来",
      "来间",
      "来一间",
      "订一间",
      "一间",
      "我们要",
      "我们",
      "我要",
      "in the",
      "by the",
      "near the",
      "at the",
      "next to the",
      "想",
      "用",
      "it's",
      "make it",
      "let's do",
      "a table in",
      "a table by",
      "a table near",
      "a seat in",
      "a seat by",
      "change to",
      "go with",
      "let's go with",
      "lets go with",
      "the one in the",
      "the one by the",
      "the one near the",
      "the one at the",
      "i'll go with",
      "i prefer",
      "i'd prefer",
      "i would prefer",
      "prefer",
      ...["could", "can", "may"].flatMap((one) =>
        ["i get", "i have", "we get", "we have", "you do"].map((wish) => `${one} ${wish}`),
      ),
    ],
  ],
  after: [
    ...[
      "的",
      "可以",
      "就可以",
      "就可以了",
      "就行",
      "就行了",
      "就好",
      "就好了",
      "就够",
      "就够了",
      "够了",
      "好了",
      "行",
      "那个",
      "那种",
      "那间",
      "那一个",
      "那一间",
      "那边",
      "那度",
      "得",
      "的位置",
      "位置",
      "的位子",
      "位子",
      "座位",
      "区",
      "座",
      "了",
      "也行",
      "也可以",
      "一间",
      "一个",
      "一份",
      "seat",
      "area",
      "one",
    ],
    ...WILL_DO,
  ],
};
/** 碗牛肉面 of 来碗牛肉面, where the verb was taken off. */
export function withoutCounter(folded: string): string {
  return folded.replace(BEGINS_WITH_COUNTER, "");
}

const BEGINS_WITH_COUNTER = new RegExp(`^[一1]?${COUNTER}(?=..)`);

/** A message without what surrounds the name of an option: 拿铁 of 给我来杯拿铁. */
export function bareName(folded: string): string {
  return withoutFillers(withoutFillers(folded).replace(ONE_OF, "").replace(THAT_ONE, ""), FILLERS);
}

/** Why somebody wants what he said; nothing in it is an answer of its own. */
const REASONS = [
  /^(?:那里|那边|比较|更|要|稍微|喜欢)*(?:安静|清静|清净|舒服|宽敞|方便|亮堂|暖和|凉快|热闹|私密|自在)(?:一?点儿?|一些|些)?的?$/,
  /^(?:那里|那边)?(?:离|靠)?(?:我|我们|我家|家|公司|单位|学校|地铁站?|车站)?(?:那里|那边|这里|这边)?(?:比较|更|最|很|挺)?(?:近|顺路|好停车|交通方便)(?:一?点�?|一些|些)?$/,
  /^(?:那里|那边)?(?:光线|风景|视野|空气|环境|气氛|私密性|采光|隔音|信号|景色|景观|位置|性价比)(?:比较|更|很|挺|最)?(?:好|安静|足|棒|不错|高|亮)(?:一?点|一?些)?$/,
  /^(?:我们?)?(?:这次|今天)?(?:人|孩子|小孩|老人|行李)(?:比较|很|挺|有点|太)?(?:多|少|小|大|吵|闹)$|^(?:我们?)?(?:有|带着?|要带)(?:小孩|孩子|老人|宝宝|婴儿|行李|宠物)(?:比较|更)?(?:方便)?(?:一?些|一?点)?$/,
  /^(?:可以|能)看(?:到|见)?[^\d一二两三四五六七八九十]{1,6}$|^风景(?:比较|更)?好(?:一?点儿?|一些|些)?$/,
  /^(?:it'?s|that'?s) (?:much |a bit |a little )?(?:quieter|nicer|cosier|cozier|closer|brighter|warmer|cooler)(?: (?:to|for) (?:me|us|my \w+))?$/,
];

/** Whether a clause beside a name only says why: 安静点, 离我近, it's quieter. */
export function isReason(clause: string): boolean {
  return REASONS.some((reason) => reason.test(clause));
}
