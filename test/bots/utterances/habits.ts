import type { MENU } from "./choice.ts";
import type { Amount } from "./money.ts";
import { means, not, nothing, type Utterance } from "./table.ts";

/**
 * How people speak to a person: with thanks before the answer, with the reason behind it, by what they do not want.
 * Of 262 such answers, written without a look at what was known, 19 were asked again; these are their kinds.
 */

export const HABIT_CHOICE: readonly Utterance<keyof typeof MENU>[] = [
  ...means("room", "不要堂食，要包间", "包厢，不要堂食", "不是外卖，是包间", "不要外卖要包间"),
  ...means("room", "not takeaway, the private room", "the private room, not takeaway"),
  ...means("room", "不要1，要2", "雅间，安静点", "包间，比较私密", "a private room, it's quieter"),
  ...means(
    "room",
    "谢谢，包间",
    "帮我选包间",
    "我不要堂食，要包间",
    "还是第二个",
    "包间嗰個",
    "let's do the private room",
    "I'd prefer the private room",
  ),
  ...means("takeaway", "外卖，方便一点", "不坐包间了，外卖"),
  ...nothing(
    "不要堂食，也不要外卖",
    "要包间，不要包间",
    "不要包间",
    "安静点",
    "不要包间，外卖贵不贵",
  ),
  ...nothing("包间，外卖", "包间，要是没有就堂食"),
  ...not("more", "包间，便宜点", "包间，我们八个人", "包间，如果不加钱"),
];

export const HABIT_YES_NO: readonly Utterance<boolean>[] = [
  ...means(true, "麻烦你了，确认", "谢谢，好的", "安排", "好㗎", "麻烦您，可以", "thank you, yes"),
  ...means(false, "谢谢，不用了", "多谢，唔使", "thanks, no"),
  ...nothing(
    "嗯…",
    "嗯嗯......",
    "嗯。。。",
    "别的",
    "没有吧",
    "没吧",
    "谢谢",
    "麻烦你了",
    "谢谢，再看看",
  ),
];

export const HABIT_NUMBER: readonly Utterance<number>[] = [
  ...means(1, "得我一個", "一个人来"),
  ...means(2, "我和我老公", "我同老婆", "老婆和我", "me and my wife", "my husband and I"),
  ...means(
    5,
    "我哋五個",
    "得五個人咋",
    "大人五个",
    "加起来五个",
    "谢谢，五位",
    "人数：5",
    "人数是五个",
    "a group of five",
  ),
  ...means(66, "编号是66", "数量为66", "the number is 66"),
  // A child may not be what was asked for, and friends may be many.
  ...nothing(
    "我和我女儿",
    "我和朋友",
    "我和我老公还有孩子",
    "2 adults and 1 kid",
    "以前是5",
    "最多是5",
  ),
  ...nothing("谢谢两位", "十来", "二十来个", "十个人来过"),
];

export const HABIT_MONEY: readonly Utterance<Amount>[] = [
  ...means({ amount: 100, currency: "CNY" }, "一百蚊", "100蚊", "我出一百"),
  ...means({ amount: 30.5, currency: "CNY" }, "三十蚊半", "三十块半"),
  ...nothing("几蚊", "百来蚊"),
];

export const HABIT_DATE: readonly Utterance<string>[] = [
  ...means(
    "2026-12-31",
    "这个月最后一天",
    "本月的最后一天",
    "月底最后一天",
    "今年最后一天",
    "12月最后一天",
  ),
  ...means(
    "2026-12-31",
    "the last day of the month",
    "last day of this year",
    "last day of December",
  ),
  ...means("2027-01-31", "下个月最后一天", "下月最后一天", "last day of next month"),
  ...means("2027-02-28", "二月最后一天", "下下个月最后一天", "the last day of February"),
  ...means("2027-11-30", "11月最后一天"),
  ...means("2026-12-02", "谢谢，明天", "thanks, tomorrow"),
  ...means("2026-12-03", "后天，3号", "后天，12月3号"),
  ...nothing(
    "明天，3号",
    "最后一天",
    "13月最后一天",
    "最后几天",
    "the last day",
    "last day of school",
  ),
];

export const HABIT_PHONE: readonly Utterance<string>[] = [
  ...means("+8613800138000", "打13800138000找我", "打给我13800138000", "打電話給我13800138000"),
];

export const HABIT_TIME: readonly Utterance<string>[] = [
  ...means("07:05", "七点零五", "七点过五分", "7点05", "早上七点五分"),
  ...means("19:10", "晚上七点十分", "晚上七点十"),
  // Five minutes, half an hour, or in Canton twenty-five minutes.
  ...nothing("七点五", "7点5", "夜晚七點九", "晚上八点三"),
];

export const HABIT_DATE_TIME: readonly Utterance<string>[] = [
  ...means("2026-12-02T09:00+08:00", "聽朝九點", "明朝九点", "明天，2号上午九点"),
  ...nothing("明天，3号上午九点"),
];

export const HABIT_NAME: readonly Utterance<string>[] = [
  ...means("安静", "安静", "我叫安静"),
  ...means("Grace Price", "Grace Price", "I'm Grace Price"),
  ...means("He", "He"),
  ...means("明娜娜", "明娜娜"),
  ...nothing(
    "跳过",
    "下一步",
    "同上",
    "老样子",
    "收到",
    "晚点说",
    "急",
    "哈哈",
    "呃呃",
    "菜单",
    "无",
    "我是会员",
    "干嘛",
  ),
  ...nothing("skip", "skip it", "next question", "n/a", "idk", "hmm", "haha", "menu", "whatever"),
];

export const HABIT_DURATION: readonly Utterance<number>[] = [
  ...means(5_400_000, "一个半小时", "一个半钟"),
  ...means(129_600_000, "一天半"),
  ...nothing("一个半天", "两个半天"),
];
