import type { Reading } from "../reading.ts";
import { GATHERINGS } from "../sentences/occasions.ts";
import { type Fillers, field } from "../tidy.ts";
import { readWhole } from "../whole.ts";
import { chineseNumber } from "./chineseNumber.ts";
import { type Counted, countersOf } from "./counted.ts";
import { englishNumber } from "./englishNumber.ts";
import { adultsAndChildren, peopleOf } from "./together.ts";

const ARABIC = /^-?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?:\.\d+)?$/;
const FILLERS: Fillers = {
  value:
    /^[-\d.零〇一二两俩仨三四五六七八九十廿卅百千万亿半负双单我咱俺爸妈爷老朋同闺夫情母父兄姐哥全壹贰叁肆伍陆柒捌玖拾佰仟]|^(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|minus|point|zero|half|the)\b/,
  around: [
    ..."人数 总人数 用餐人数 数量 位子 座位 位置 一桌 一张桌子 坐 坐一桌 坐一起 一起 一起来 一块 一块来 来吃 来吃饭 过来 到场 参加 报名 出席 用餐 就餐 吃饭 聚餐 people guests seats places".split(
      " ",
    ),
    ...GATHERINGS,
  ],
  field: field(
    "(?:总|用餐|就餐|预订|来宾|到店)?(?:人数|数量|个数|份数|数目|晚数|间数|件数|桌数)|数字",
    "(?:total )?(?:number of (?:people|guests|persons)|people|guests|party(?: size)?|quantity|count|persons|pax|headcount)",
  ),
  before: [
    ...[
      "我们",
      "咱们",
      "我想要",
      "想要",
      "我这边",
      "加上我",
      "加我",
      "连我",
      "算上我",
      "一家",
      "全家",
      "一行",
      ...["算上", "连", "包括", "加上", "计埋"].flatMap((one) =>
        ["我", "孩子", "小孩", "老人", "宝宝"].map((who) => one + who),
      ),
    ],
    ...["俺们", "俺", "咱", "咱家", "我家", "我们家", "咱们家", "定", "就定", "先定"],
    ...["我哋", "我地", "为"],
    ...["the number is", "my number is", "the answer is"],
    ...[
      "今天",
      "今晚",
      "明天",
      "明晚",
      "后天",
      "那天",
      "到时",
      "到时候",
      "拢共",
      "满打满算",
      "这次",
      "大人",
      "成人",
      "得",
    ],
    ...["大家", "合计", "共计", "来", "给我", "有", "订", "要", "选", "填"],
    "一共",
    "总共",
    "加起来",
    "共",
    "就",
    "是",
    "我要",
    "只有",
    "just",
    "only",
    "for",
    "we are",
    "we're",
    "there are",
    "there will be",
    "there'll be",
    "we will be",
    "we'll be",
    "it will be",
    "it'll be",
    "it's gonna be",
    "it's going to be",
    "we're gonna be",
    "a group of",
    "group of",
    "a party of",
    "party of",
    ...[
      "a table for",
      "booking for",
      "a booking for",
      "reservation for",
      "a reservation for",
      "table of",
      "a table of",
      "the",
      "total",
      "table for",
      "it's",
      "its",
      "there's",
      "there will be",
      "total of",
      "a total of",
    ],
    ...["in total", "i need", "i want", "we need", "we want", "i'd like", "we'd like", "make it"],
  ],
  after: [
    ...[
      "而已",
      "咋",
      "啫",
      "整",
      "的",
      "用餐",
      "吃饭",
      "就餐",
      "坐",
      "的位子",
      "的位置",
      "的座位",
      "的量",
      "就够了",
      "就够",
      "就行",
      "就好",
      "就可以了",
      "足够了",
      "够了",
      "可以了",
      "total",
      "in all",
      "in total",
      "only",
      "is enough",
      "will do",
    ],
  ],
};

/** Where nobody knows what is counted, a number may be a name, too. */
const OF_ANYTHING: Fillers = {
  ...FILLERS,
  before: [...(FILLERS.before ?? []), "编号", "号码", "房号", "桌号", "年龄"],
};

/** A number, whole, in digits, Chinese or English. The text is folded. */
export function numberOf(said: string): number | undefined {
  if (said === "" || said === "-") return undefined;
  const value = ARABIC.test(said)
    ? Number(said.replace(/[ ,]/g, ""))
    : (chineseNumber(said) ?? englishNumber(said));
  return value !== undefined && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** A number of things: 5个, 一个半, 半个, five people, 我自己. Where it is known what is `counted`, of nothing else. */
export function countOf(said: string, counted?: Counted): number | undefined {
  // Bottles come by the dozen.
  if ((counted === "people" || counted === "adults") && said.endsWith("打")) return undefined;
  const plain = numberOf(said);
  if (plain !== undefined) return plain;
  const twice = WRITTEN_TWICE.exec(said);
  if (twice !== null) return writtenTwice(twice, counted);
  if (counted === undefined || counted === "people" || counted === "adults") {
    const people = peopleOf(said);
    if (people !== undefined) return people;
  }
  if (counted === "people") {
    const sum = adultsAndChildren(said);
    if (sum !== undefined) return sum;
  }
  if (/^(?:一半|半个?)$/.test(said)) return 0.5;
  const half = /^(.+)个半$/.exec(said);
  if (half !== null) {
    const whole = numberOf(half[1] as string);
    return whole !== undefined && Number.isInteger(whole) ? whole + 0.5 : undefined;
  }
  if (typeof counted === "object") {
    // 一斤半, 半斤: a half of what is measured.
    const [, many = "", half = ""] = measuredBy(counted).exec(said) ?? [];
    const whole = half === "" ? undefined : numberOf(many);
    if (said.startsWith("半") && counted.includes(said.slice(1))) return 0.5;
    if (whole !== undefined && Number.isInteger(whole)) return whole + 0.5;
  }
  const bare = said.replace(countersOf(counted), "");
  if (bare !== said) return numberOf(bare);
  const thing = counted === undefined ? OF_A_THING.exec(said) : null;
  return thing === null ? undefined : numberOf(thing[1] ?? "");
}

/** 四张票, 两间房, 十二份盒饭: with the name of the thing behind its counter, where it is not known what is counted. */
const OF_A_THING =
  /^([\d零一二两三四五六七八九十百千万]+)[份张间件瓶盒只本台套条碗盘袋箱包辆把支朵双](?:票|门票|电影票|房|房间|客房|盒饭|套餐|餐|饭|菜|饮料|咖啡|奶茶|水|酒|啤酒|衣服|外套|裤子|鞋|书|车|椅子|花|蛋糕|快递|行李|纸|券|卡|照片|合同)$/;
const WRITTEN_TWICE = /^([^()]+)\(([^()]+)\)(.*)$/;

/** 5（五）人, as on a form: both must say the same. */
function writtenTwice([, one = "", other = "", rest = ""]: RegExpExecArray, counted?: Counted) {
  const [first, second] = [countOf(one + rest, counted), countOf(other + rest, counted)];
  return first === second ? first : undefined;
}

const measures = new WeakMap<readonly string[], RegExp>();

function measuredBy(counted: readonly string[]): RegExp {
  let known = measures.get(counted);
  if (known === undefined) {
    const words = counted.filter((one) => /^\p{Script=Han}+$/u.test(one)).join("|");
    known = new RegExp(`^(.+?)(?:${words || "个"})(半)$`);
    measures.set(counted, known);
  }
  return known;
}

/**
 * Understands a number: 五, ５个, twenty-one, 1.5万. Where it is known what is `counted`, another thing's number is none: 两桌
 * of people. Reasons: `not-understood`, `unsure`.
 */
export function readNumber(text: string, counted?: Counted): Reading<number> {
  return readWhole(
    text,
    (said) => countOf(said, counted),
    String,
    counted === undefined ? OF_ANYTHING : FILLERS,
  );
}
