/** Messages of words that stand around answers, and of no answer: 帮我订位子, "I'd like to book please". */

const several = (words: string) => words.split("|");

const CHINESE = several("|我|我们|你好，|麻烦|那就|嗯，").flatMap((who) =>
  several("想|要|帮我|麻烦帮我|给我|请帮我").flatMap((wish) =>
    several(
      "订位|订位子|订座|预约|安排一下|登记一下|留位置|来|付款|吃饭|过来吃饭|坐一起|写一下",
    ).flatMap((deed) =>
      several("|吧|谢谢|就行|可以吗|，谢谢啦").map((end) => who + wish + deed + end),
    ),
  ),
);
const ENGLISH = several("|hi, |ok |please |sure, ").flatMap((before) =>
  several("I'd like to|can I|we want to|let's|I need to|just").flatMap((wish) =>
    several("book|make a booking|come|reserve please|pay|do it|have it|go with that").flatMap(
      (deed) =>
        several("| please| thanks| then| if possible").map(
          (end) => `${before}${wish} ${deed}${end}`,
        ),
    ),
  ),
);

export const EMPTY: readonly string[] = [...CHINESE, ...ENGLISH];
