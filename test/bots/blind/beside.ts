import { type Asked, again, is } from "./asked.ts";

/** The third go: what lies beside the words that are taken up, in search of wrong ones. */
export const BESIDE: readonly Asked[] = [
  {
    kind: "yesNo",
    ask: "要换一个时间吗？",
    locale: "zh-CN",
    cases: [
      is(true, "换|换吧|换一个吧|换时间"),
      is(false, "不换|不换了|不要换|不想换"),
      again("换地方|换到几点|想换，但是不知道行不行|时间|换人"),
    ],
  },
  {
    kind: "yesNo",
    ask: "您是开车来吗？",
    locale: "zh-CN",
    cases: [is(true, "开车|开车来"), is(false, "不开车"), again("坐地铁|来|走路|打车|骑车来")],
  },
  {
    kind: "yesNo",
    ask: "菜里可以放辣椒吗？",
    locale: "zh-CN",
    cases: [
      is(true, "可以放"),
      is(false, "不放辣椒|不要辣椒|别放"),
      again("少放|少放点|放一点点|微辣|可以不放吗|辣椒过敏"),
    ],
  },
  {
    kind: "yesNo",
    ask: "这是您的电话吗？",
    locale: "zh-CN",
    cases: [is(true, "是我的"), is(false, "不是我的电话"), again("我的|这是|电话")],
  },
  {
    kind: "yesNo",
    ask: "明天能到店吗？",
    locale: "zh-CN",
    cases: [is(true, "能到|能"), again("到不了|明天不能|后天能|明天晚上"), is(false, "不能")],
  },
  {
    kind: "people",
    ask: "今晚来几位？",
    locale: "zh-CN",
    cases: [
      is(6, "来六位"),
      again("来7点|来不了|没几位|我和三四个朋友"),
      is(5, "我们来五个"),
      is(11, "我和十个同事"),
      is(4, "我带三个朋友"),
    ],
  },
  {
    kind: "money",
    ask: "要退多少钱？",
    locale: "zh-CN",
    currency: "CNY",
    cases: [
      is({ amount: 88, currency: "CNY" }, "退88"),
      again("全退|退一半|退3件|退的50"),
      is({ amount: 250, currency: "CNY" }, "退两百五"),
    ],
  },
  {
    kind: "dateTime",
    ask: "几点开始，几点结束？",
    locale: "zh-CN",
    cases: [again("明天下午3点到5点")],
  },
  {
    kind: "date",
    ask: "周几来？",
    locale: "zh-CN",
    cases: [is("2026-10-19", "周一|周一来"), again("五|周五来|一")],
  },
  {
    kind: "choice",
    ask: "送到哪里？",
    locale: "zh-CN",
    options: ["家里", "公司", "学校"],
    cases: [
      is("家里", "送到家里|家里那个"),
      is("公司", "送公司"),
      again("送到学校门口|不送学校|送到公司楼下|先送公司再送家里|一份送家里"),
    ],
  },
  {
    kind: "choice",
    ask: "要哪种面？",
    locale: "zh-CN",
    options: ["牛肉面", "炸酱面", "阳春面", "大碗牛肉面"],
    cases: [
      is("牛肉面", "牛肉面|来碗牛肉面"),
      is("大碗牛肉面", "大碗牛肉面|要大碗的|大碗|来大碗牛肉面"),
      is("炸酱面", "一碗炸酱面"),
      again("三碗炸酱面|来一碗阳春面不要葱|牛肉"),
      is("阳春面", "阳春"),
    ],
  },
  {
    kind: "personName",
    ask: "写谁的名字？",
    locale: "zh-CN",
    cases: [
      is("王强", "写王强"),
      again("写我老婆的|写不写都行|登记过|用微信名|写公司名|麻烦你了|记得靠窗|请记住"),
      is("李娜", "填李娜"),
      is("赵", "直接写赵"),
    ],
  },
  {
    kind: "yesNo",
    ask: "Is that all right?",
    locale: "en-US",
    cases: [
      is(false, "no, it's fine|no it's good|nah all good|nope|no good"),
      again("no, all wrong|not all right|no worries"),
    ],
  },
];
