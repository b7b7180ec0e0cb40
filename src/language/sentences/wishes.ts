import type { Fillers } from "../tidy.ts";

const list = (words: string) => words.split("|");
const VERBS = list("订|定|预订|预定|预约|约订|登记|安排|写|填|留|来|要|选|报|按|算|记|整|搞|弄")
  .flatMap((verb) => list("|一下|一个|个|在|到|成|为|了|上").map((end) => verb + end))
  .filter((one) => one !== "算了");
/** Said behind an answer: it will do. */
export const WILL_DO: readonly string[] = [
  ...list("就|").flatMap((how) =>
    list("行|行了|行啦|可以|可以了|可以啦|好|好啦|好了|ok|ok了|ok的|得|没问题").map(
      (end) => how + end,
    ),
  ),
  ...list(
    "就成|就够|就够了|可以的|没问题的|it is|if that's ok|if that's okay|if that works|if you have it|if possible|if you can|will do|will do fine|would do|would work",
  ),
  ...list("is|would be|sounds|looks").flatMap((be) =>
    list("best|great|good|fine|perfect|better|ideal|ok|okay|nice|lovely").map(
      (how) => `${be} ${how}`,
    ),
  ),
  ...list("works|work|suits").flatMap((verb) =>
    list("| best| great| well| fine| for me| for us| best for me| me| us| us best").map(
      (end) => verb + end,
    ),
  ),
];
const WHO = list(
  "|can i |can we |could i |could we |may i |may we |i'll |we'll |i'd |we'd |i would |we would |i |we |you can |please |just ",
);
const DO = list(
  "go with|go for|have|take|choose|pick|do|book|reserve|prefer|want|need|like|love|come|arrive|be there|be|make it|get|put down|put me down for|put us down for|sign me up for|sign us up for|like to book|like to have|like to come|like to do|like to reserve|like to go with|want to book|want to come|want to reserve|book it for",
);
/** Wishes that wrap an answer, without a pause: 麻烦您帮我订…的, 要不…吧, "let's go with …". */
const WISHES: Fillers = {
  before: [
    ...list(
      "好的|好嘞|好滴|好啊|好呀|行|可以|没问题|对|对的|是的|没错|哪就|就|也就是|要不|要不然|不如|不然|干脆|我们这边|我这边|我这里|我们那边|我|我们|咱们|咱",
    ),
    ...list(
      "拜托|劳烦|烦请|您好|你好|您|你|帮忙|帮我|帮我们|给个|给一个|给我|给我们|替我|替我们|先|还是|最好|最好是|可以的话|想|想要|打算|准备|计划|希望|决定|就是|应该就是|到时候|到时",
    ),
    ...VERBS,
    ...list("系|即系|就系|会来|会有|咁就|咁|噉就|不如就|那我|那我就|那我们|那我们就|就按"),
    ...list(
      "oops|sorry|sorry i meant|sorry i mean|i meant|i mean|ok|okay|yeah|yep|yes|sure|alright|right|cool|great|hi|hi there|hey|hey there|hey guys|hello|hello there|hmm|and|ah|pls|just|definitely|actually|i'd say|i would say|let's do|let's say|let's go with|let's go for|let's make it|let's make that|let's book|let's try|let's take",
    ),
    ...WHO.flatMap((who) => DO.map((verb) => who + verb)).filter(
      (one) => !/^(?:be|like)$/.test(one),
    ),
    ...list(
      "i'm going|i'm coming|i'm thinking|i'm thinking of|i was thinking|i was thinking of|we were thinking|i can come|i can do|i can make|we can come|we can do|we can make|i could come|we could come|we could do|i could do|i'm free|we're free|gimme|we're going|we're coming|we're looking at|make it|make that|book me in for|book us in for|book me|book us|put me|put us|put it down for|can do|could do|that's|it's|there's|that'd be|it'd be|there'd be|that'll be|it'll be|there'll be|that will be|it will be|there will be|that would be|that is|it is|there is|it should be|we've got|i've got|we have got|we have|i have|we're|we are|i'm|i am|looks like|gonna be|going to be|it's gonna be|us|my answer is|the answer is|arriving|coming|to be",
    ),
  ],
  after: [
    ...list(
      "亲|唷|老板|唔该晒|多谢晒|谢谢亲|哒|滴|噻|咯|呐|捏|喽|哈哈|了|没错|才对|比较好|的好|好点|好一点|好些|最好|更好|为好|辛苦|辛苦啦|辛苦您了|拜托啦|麻烦|麻烦啦|麻烦您|麻烦你|蟹蟹|的|罢",
    ),
    ...list("for sure|for us|for me|definitely|mate|dude|man|guys|xx|xxx|altogether|all together"),
    ...WILL_DO,
  ],
};

const wrapping = new WeakMap<Fillers, Fillers>();

/** The fillers of a recogniser, and the wishes that wrap any answer. */
export function wishesOf(own: Fillers): Fillers {
  let both = wrapping.get(own);
  if (both === undefined) {
    both = {
      before: [...(own.before ?? []), ...(WISHES.before ?? [])],
      after: [...(own.after ?? []), ...(WISHES.after ?? [])],
      ...(own.field && { field: own.field }),
    };
    wrapping.set(own, both);
  }
  return both;
}
