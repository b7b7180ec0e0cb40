import type { MENU } from "./choice.ts";
import type { Amount } from "./money.ts";
import { means, not, nothing, type Utterance } from "./table.ts";

/**
 * As people type in a chat: emoji and emoticons, marks, dialect, mixed numerals, copied lines, festivals, vague words and
 * time zones. None of the recognisers knew these when they were written down.
 */

export const CHAT_YES_NO: readonly Utterance<boolean>[] = [
  ...means(
    true,
    "係呀",
    "梗係",
    "啱啊",
    "冇問題",
    "好嘅",
    "對喔",
    "好唷",
    "得嘞",
    "好的没问题",
    "是的没错",
  ),
  ...means(
    true,
    "没意见",
    "就这么办",
    "确认下单",
    "好，订吧",
    "可以的，就这样",
    "okok",
    "yesss",
    "yes we do",
  ),
  ...means(
    true,
    "好的[微笑]",
    "/:ok",
    "[强]",
    "嗯😊",
    "「好」",
    "确认✅",
    "选1",
    "没事，可以",
    "that's it",
  ),
  ...means(
    false,
    "唔使喇",
    "唔係",
    "冇",
    "木有",
    "拒绝",
    "不感兴趣",
    "还没有",
    "没有耶",
    "不用喔",
    "選2",
  ),
  ...means(false, "不用🙏", "[弱]", "/:no", "nooo", "no, I'm not", "先不需要", "不订了，谢谢"),
  ...nothing(
    "好的👎",
    "不用👍",
    "好的🤔",
    "可以嘛",
    "不是吧",
    "没问题吧",
    "是喔",
    "对了",
    "得了吧",
    "想想",
  ),
  ...nothing("🙏", "[抱拳]", "行不", "有问题", "好了没", "下次吧", "考虑一下", "不不对劲"),
];

export const CHAT_NUMBER: readonly Utterance<number>[] = [
  ...means(35_000, "3万5千", "3万5", "三万5千"),
  ...means(1_020, "1千零20", "1 020"),
  ...means(256_000, "25万6千"),
  ...means(120_000_000, "1亿2千万"),
  ...means(1, "就我自己", "我一个人", "just me"),
  ...means(2, "我们俩", "the two of us", "夫妻俩"),
  ...means(3, "一家三口", "三口人", "3ppl", "3🙏", "【3】", "好的，3个", "加我三个", "table for 3"),
  ...means(24, "两打", "two dozen"),
  ...means(1_500, "one and a half thousand"),
  ...nothing("3❌", "三大一小", "再加一个", "5斤", "5楼", "3、4个", "3~4个", "一对"),
];

export const CHAT_MONEY: readonly Utterance<Amount>[] = [
  ...means({ amount: 2.5, currency: "CNY" }, "两块半", "两块五", "2块5毛"),
  ...means({ amount: 1.25, currency: "CNY" }, "一块二毛五", "1元2角5分"),
  ...means({ amount: 0.25, currency: "CNY" }, "两毛五"),
  ...means({ amount: 100.05, currency: "CNY" }, "一百块零五分"),
  ...means({ amount: 100, currency: "HKD" }, "港币100元", "100港纸"),
  ...means({ amount: 1_000, currency: "JPY" }, "1000円", "1000日圆"),
  ...nothing("10块零", "10块零5", "3.5元5", "百来块", "100-200"),
];

export const CHAT_DATE: readonly Utterance<string>[] = [
  ...means(
    "2026-12-02",
    "明天😊",
    "明天👌",
    "“明天”",
    "好的，明天",
    "明天呗",
    "聽日",
    "tmr",
    "2moro",
  ),
  ...means(
    "2026-12-09",
    "下周的周三",
    "下個禮拜三",
    "Wednesday next week",
    "next week on Wednesday",
  ),
  ...means(
    "2026-12-05",
    "26年12月5日",
    "二六年十二月五号",
    "20261205",
    "Dec the 5th",
    "fifth of December",
  ),
  ...means("2027-01-01", "元旦", "明年元旦", "1月1号（元旦）", "New Year's Day"),
  ...means("2027-02-06", "春节", "大年初一", "正月初一", "农历正月初一", "Chinese New Year"),
  ...means("2027-02-05", "除夕"),
  ...means("2027-09-15", "中秋节", "农历八月十五", "Mid-Autumn Festival"),
  ...means("2026-12-24", "平安夜", "Christmas Eve"),
  ...means("2026-12-22", "冬至"),
  ...nothing(
    "八月十五",
    "三月三",
    "春节期间",
    "国庆假期",
    "节后第一天",
    "下一个工作日",
    "1月1号（国庆）",
  ),
  ...nothing("in a few days", "in several days", "weekend", "this weekend", "半天后", "一天半后"),
  ...nothing("明天👎", "明天🤔", "a week from Friday", "Friday week", "the Friday after next"),
  ...not("past", "this Monday", "这周一"),
  // Today is a Tuesday.
  ...not("unsure", "周二", "Tuesday", "星期二吧"),
];

export const CHAT_TIME: readonly Utterance<string>[] = [
  ...means(
    "20:00",
    "8 tonight",
    "今晚八点",
    "晚上8點正",
    "夜晚八点",
    "晚上8pm",
    "8pm Beijing time",
  ),
  ...means("19:30", "half past seven tonight", "seven thirty pm", "7:30 in the evening"),
  ...means("19:50", "ten minutes to eight tonight"),
  ...means("08:05", "八点过五分", "five past eight", "eight oh five"),
  ...nothing("下周10点", "24小时后", "30小时后", "in a few hours", "8 to 10", "8am PST", "8pm CST"),
];

export const CHAT_DATE_TIME: readonly Utterance<string>[] = [
  ...means(
    "2026-12-01T23:00+08:00",
    "15:00Z",
    "3pm UTC",
    "2026-12-01T15:00:00Z",
    "2026-12-01T16:00+01:00",
  ),
  ...means(
    "2026-12-02T15:00+08:00",
    "北京时间明天下午3点",
    "明天3pm",
    "聽日下晝三點",
    "明天下午三点[愉快]",
  ),
  ...means("2026-12-03T12:00+08:00", "the day after tomorrow at noon", "noon on Thursday"),
  ...means("2026-12-24T19:00+08:00", "平安夜晚上7点", "Christmas Eve at 7pm"),
  ...nothing(
    "下周10点",
    "下周12点",
    "周12点",
    "3pm PST",
    "tomorrow 3pm EST",
    "10:30-12:00",
    "平安夜8点",
  ),
  ...nothing("in a few minutes", "tomorrow at 8 or 9", "纽约时间明天早上6点到8点", "半天后"),
];

export const CHAT_DURATION: readonly Utterance<number>[] = [
  ...means(5_400_000, "1h30", "个半小时", "1小时30", "一个半钟"),
  ...means(172_800_000, "两日"),
  ...means(1_800_000, "半小时👌", "“半小时”", "半小时哈"),
  ...nothing("a couple of hours", "半小时❌", "十几分钟"),
];

export const CHAT_CHOICE: readonly Utterance<keyof typeof MENU>[] = [
  ...means(
    "dine",
    "1.堂食",
    "1、堂食",
    "（1）堂食",
    "头一个",
    "选项一",
    "堂食😊",
    "“堂食”",
    "还是堂食吧",
    "倒数第三个",
  ),
  ...means(
    "room",
    "包間👍",
    "中间那个",
    "倒数第二个",
    "换成包间",
    "有包间的话要包间",
    "second to last",
    "2 包间",
  ),
  ...means("takeaway", "外卖[OK]", "最后面那个", "外卖也行", "【外卖】"),
  ...nothing("2.堂食", "堂食👎", "外卖🤔", "除了包间", "1、2", "下一个", "anything but takeaway"),
];
