import type { MENU } from "./choice.ts";
import type { Amount } from "./money.ts";
import { means, not, nothing, type Utterance } from "./table.ts";

/**
 * How people speak to a person: with thanks before the answer, with the reason behind it, by what they do not want.
 * Of 262 such answers, written without a look at what was known, 19 were asked again; these are their kinds.
 */

export const HABIT_CHOICE: readonly Utterance<keyof typeof MENU>[] = [
  ...means("room", "弄个包间，我爸过寿", "我们坐包间里头", "包间，我们要谈事"),
  ...nothing("包间旁边", "is there a private room"),
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
    "外卖也行、table please都可以",
    "不要包间",
    "安静点",
    "不要包间，外卖贵不贵",
  ),
  ...nothing("包间，外卖", "包间，要是没有就堂食"),
  ...not("more", "包间，便宜点", "包间，我们八个人", "包间，如果不加钱"),
];

export const HABIT_YES_NO: readonly Utterance<boolean>[] = [
  ...means(true, "1.是", "莫得问题", "可以，发我吧"),
  ...means(false, "2.否", "不要了，太贵", "no, too expensive", "不得行"),
  ...nothing("1.否", "2. 是"),
  ...means(
    true,
    "是的，我们开车来",
    "要的，我家有老人",
    "yes we're driving",
    "是的，麻烦快点",
    "完全可以",
    "正合我意",
  ),
  ...means(false, "不用，我自己来", "不用了我打车", "no, we'll walk", "别订了，我不去了"),
  ...means(
    false,
    "没这个打算",
    "可不行",
    "大可不必",
    "婉拒了哈",
    "没兴趣",
    "hard pass",
    "count me out",
    "无需",
  ),
  ...nothing(
    "可不可以",
    "能不能",
    "有没有",
    "成不成",
    "是的，我不去",
    "对，我们坐大厅",
    "要，我要两个",
    "yes, i want two",
    "好的，我问问",
  ),
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
  ...means(4, "要四张票", "四间房", "4份盒饭"),
  ...means(15, "我们同事15人一起"),
  ...means(8, "8人，没有小孩"),
  ...means(3, "姐妹仨", "我和爸妈三个人", "我和爸妈，三位"),
  ...means(4, "three plus me", "我和三个室友"),
  ...means(5, "5（五）人", "5（五）", "5 (five)"),
  ...means(15_000, "一点五万", "万五"),
  ...nothing("5（六）人", "一百万 一百万零一", "帮我订位子", "给我安排一下"),
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
  ...means({ amount: 25, currency: "GBP" }, "25镑"),
  ...nothing("少于20美元", "300块除外", "my boss said $20", "$45 is too much", "is $5 available"),
  ...means({ amount: 20, currency: "USD" }, "20刀", "20美刀"),
  ...means({ amount: 1_500, currency: "CNY" }, "千五", "额…1500"),
  ...means({ amount: 1_000_000, currency: "CNY" }, "一百万，一百万"),
  ...means({ amount: 100, currency: "CNY" }, "一百蚊", "100蚊", "我出一百"),
  ...means({ amount: 30.5, currency: "CNY" }, "三十蚊半", "三十块半"),
  ...nothing("几蚊", "百来蚊"),
];

export const HABIT_DATE: readonly Utterance<string>[] = [
  ...means("2026-12-04", "拜五", "周五周五", "星期五，也就是4号"),
  ...means("2027-02-06", "下下个月6号"),
  ...means("2026-12-05", "12月5號(六)", "12月5号，也就是周六", "5号那天，星期六"),
  ...nothing("12月5號(五)", "周五下周五"),
  ...means("2026-12-31", "元旦前一天", "元旦前夕", "1月1号前一天"),
  ...means("2027-01-02", "元旦第二天", "1月1号后一天"),
  ...means("2027-01-01", "明年第一天", "下个月第一天", "一月的第一天", "元旦当天"),
  ...means("2026-12-08", "下礼拜的今天", "下周今天", "一周后的今天"),
  ...means("2027-01-09", "下个月第二个周六", "1月第二个星期六"),
  // The Saturday of last week is over.
  ...nothing("我要订上周六", "国庆前两天", "周二 周二"),
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
  ...means("19:00", "晚饭七点", "七点吃晚饭", "晚餐，晚上七点", "dinner at 7"),
  ...means("12:00", "午饭十二点"),
  ...means("09:00", "早上吧，我九点到", "早餐九点"),
  ...nothing("晚饭", "早餐晚上七点", "is 7 ok"),
  ...means("19:15", "夜晚七點踏三", "晚上七点过一刻", "晚上七點三個字", "七点一刻，晚上"),
  ...means("15:20", "15:20分", "下午3.20", "下午3.20见"),
  ...means("11:15", "上午11点1刻"),
  ...means("09:30", "九點半朝早", "九点半早上", "一早九点半"),
  ...nothing("七點踏十二", "3.30", "饭点"),
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
  ...means("李", "木子李", "姓李，木子李", "木子李 李", "我姓李，木子的李", "我姓李木子李"),
  ...means("章", "姓章，立早章"),
  ...means("李明", "李明，光明的明", "我叫李明（光明的明）"),
  ...means("刘先生", "您叫我刘先生吧", "免贵，刘先生", "老板，刘先生，辛苦啦", "姓名：我是刘先生"),
  ...means("Will Smith", "uh Will Smith", "Will Smith, thanks a lot", "name - Will Smith"),
  ...nothing("辛苦啦", "好的，麻烦了", "李明，光亮的亮", "他叫李明", "sure, cheers"),
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
  ...means(5_400_000, "一个半小时", "一个半钟", "我们要一个半钟", "我们想要一个半小时"),
  ...nothing("半天", "大半天", "half a day"),
  ...means(129_600_000, "一天半"),
  ...nothing("一个半天", "两个半天"),
];
