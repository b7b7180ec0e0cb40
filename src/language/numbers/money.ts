import type { Reading } from "../reading.ts";
import { spotted } from "../sentences/spotted.ts";
import { field, fold } from "../tidy.ts";
import { readWhole } from "../whole.ts";
import { numberOf } from "./number.ts";

/** An amount in the currency's own unit, yuan and not fen; at most two decimals. */
export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

interface Currency {
  readonly code: string;
  readonly form: RegExp;
}

/** Where one sign is of two currencies, the longer one stands first. */
const CURRENCIES: readonly Currency[] = [
  currency("CNY", "¥|rmb|cny|人民币", "rmb|cny|yuan|kuai|人民币"),
  currency("HKD", "hk\\$|hkd|港币|港元", "港币|港元|港纸|hkd"),
  currency("TWD", "nt\\$|twd|新?台币", "新?台币|twd|ntd"),
  currency("MOP", "mop\\$?|澳门币|葡币", "澳门币|澳门元|葡币|mop"),
  currency("SGD", "s\\$|sgd|新加坡元|新币", "新加坡元|新加坡币|新币|坡币|sgd"),
  currency("AUD", "a\\$|au\\$|aud|澳元", "澳元|澳币|aud"),
  currency("CAD", "c\\$|ca\\$|cad|加元", "加元|加币|cad"),
  currency(
    "USD",
    "us\\$|\\$|usd|美元|美金",
    "美元|美金|美刀|刀|usd|us dollars?|dollars?|bucks?|\\$",
  ),
  currency("EUR", "€|eur|欧元", "欧元|欧|eur|euros?|€"),
  currency("GBP", "£|gbp|英镑", "英镑|镑|gbp|pounds?|quid|£"),
  currency("JPY", "jpy|日元|日圆", "日元|日圆|日币|円|jpy|yen"),
  currency("KRW", "₩|krw|韩元|韩币", "韩元|韩币|韩圆|krw|won|₩"),
  currency("THB", "฿|thb|泰铢", "泰铢|thb|baht"),
];

function currency(code: string, before: string, after: string): Currency {
  return { code, form: new RegExp(`^(?:${before}) ?(.+)$|^(.+?) ?(?:${after})$`) };
}

/** 元, 块, 圆 and the 蚊 of Canton are the unit of whichever currency is meant where they are said. */
const OF_UNITS = new Set(["CNY", "HKD", "TWD", "MOP", "SGD", "JPY"]);
/** So is the sign $ where one pays in one of these. */
const OF_DOLLARS = new Set(["HKD", "TWD", "MOP", "SGD", "AUD", "CAD"]);

const D = "[\\d一二两三四五六七八九]";
/** 128块5, 一块二毛五, 十块零五分, 两毛五; 半 is the half of a unit. */
const COINS = new RegExp(
  `^(?:(?<units>.+?)(?:块钱?|元|圆|蚊)(?<zero>零)?)?(?:(?<jiao>${D})(?:毛|角)(?<none>零)?)?(?:(?<fen>${D})(?<unit>分)?|(?<half>半))?钱?$`,
);
/** A single kind of coin: 五毛钱, 5分钱, 十五分. */
const ONE_COIN = /^(.+?)(毛|角|分)钱?$/;
const CENTS = /^(.+?) and (.+?) cents?$/;
const FILLERS = {
  value: /[\d零一二两三四五六七八九十百千万半壹贰叁肆伍陆柒捌玖拾佰仟]|^[a-z]+.*[a-z]$/,
  around:
    "总价 单价 定价 标价 原价 现价 特价 售价 实付 实收 应付 价格 价钱 价位 金额 总额 总金额 费用 花费 开销 支出 货款 尾款 首付 全款 押金 定金 订金 预付款 房租 租金 房费 餐费 车费 运费 路费 学费 会费 工钱 报销 转账 转 转给 付款 付 付了 支付 收款 收 收您 退款 充值 充 充话费 话费 捐 捐款 捐赠 打赏 红包 包邮 含税 不含税 预算 预算是 控制在 给到 开价 出价 报价 花 花了 用 交 缴 存 取 提现 借 人民币 整 元整 total price amount deposit budget pay spend is my".split(
      " ",
    ),
  field: field(
    "(?:充值|报销|付款|支付|转账|退款|捐款|消费|订单|总)?(?:金额|款额|数额|预算|价格|价钱|费用|总价|钱数)",
    "(?:total )?(?:amount|budget|price|sum|cost)",
  ),
  before: [
    "是",
    "一共",
    "总共",
    "合计",
    "共",
    "就",
    "出",
    "我出",
    "我付",
    "我给",
    "给你",
    ..."充值 充 存 交 捐 转 打赏 我充 先充 充个 冲".split(" "),
    "付",
    "给",
    "it's",
    "just",
    "total",
  ],
  after: ["那个", "的", "够了", "整", "钱", "就行", "就好", "可以", "而已", "in total", "only"],
};

/**
 * Understands a sum of money: 128块5, ￥128, 1.5万, $20, 20美元. A bare number is of `currency` (default
 * `CNY`). Reasons: `not-understood`, `unsure`.
 */
export function readMoney(text: string, currency = "CNY"): Reading<Money> {
  const reading = readWhole(
    text,
    (said) => moneyOf(said, currency),
    ({ amount, currency: code }) => `${amount} ${code}`,
    FILLERS,
  );
  const amount = reading.ok || reading.heard ? undefined : spotted(fold(text), SPOTTING);
  const value = amount === undefined ? undefined : moneyOf(amount, currency);
  return value === undefined ? reading : { ok: true, value };
}

const DIGITS = "[\\d.,一二两三四五六七八九十百千万零半]";
/** An amount with its unit, in a sentence: 发票开1360元. What it costs for each of several is not what was asked. */
const SPOTTING = {
  form: new RegExp(
    `(?<![\\w¥$€£.-])(?:(?:[¥$€£]|hk\\$|us\\$) ?\\d[\\d.,]*[万千kw]?|${DIGITS}+[kw]? ?(?:块钱?|元|圆|蚊|美元|美金|港币|港元|欧元|英镑|日元|人民币|rmb|yuan|kuai|dollars?|bucks|euros?|pounds?)(?:${DIGITS}(?:[毛角](?:${DIGITS}分?)?)?)?)(?![\\w¥$€£])`,
    "g",
  ),
  unless:
    /[¥$€£元块圆-]|唔|说|隔壁|\b(?:max|min|maximum|minimum|tops)\b|[一二两三四五六七八九十百千万半几多每各均差欠涨降加减省赚亏赔超太贵比起达]|便宜|打底|封顶|以[上下内外]|往上|上下|左右|至[少多]|最[多少高低]|折|优惠|到|人|位|个|件|斤|小时|月|年|天|晚|\b(?:per|each|every|more|less|over|under|up to|at least|than|off|plus|an?|to|and|and a|from|between)\b/,
};

function moneyOf(said: string, currency: string): Money | undefined {
  const bare = amountOf(said);
  if (bare !== undefined) return money(bare, currency);
  const own = OF_UNITS.has(currency) ? currency : "CNY";
  const coins = coinsOf(said);
  if (coins !== undefined) return money(coins, own);
  const [, units = "", cents = ""] = CENTS.exec(said) ?? [];
  const marked = named(units, currency) ?? named(said, currency);
  if (marked === undefined || units === "") return marked;
  return money(sum(marked.amount, (amountOf(cents) ?? Number.NaN) / 100), marked.currency);
}

/** Units and the tenths and hundredths that are said behind them. */
function coinsOf(said: string): number | undefined {
  const [, many = "", coin] = ONE_COIN.exec(said) ?? [];
  const few = amountOf(many);
  if (few !== undefined) return few * (coin === "分" ? 0.01 : 0.1);
  const { units, zero, jiao, none, fen, unit, half } = COINS.exec(said)?.groups ?? {};
  if (units === undefined && jiao === undefined) return undefined;
  const whole = units === undefined ? 0 : amountOf(units);
  const follows = jiao ?? fen ?? half;
  if (whole === undefined || (follows !== undefined && !Number.isInteger(whole))) return undefined;
  const tenths = jiao === undefined ? 0 : (numberOf(jiao) ?? Number.NaN) * 0.1;
  // 两块五 are five tenths, 两毛五 five hundredths; 十块零五 may be either.
  const isSmall = jiao !== undefined || unit !== undefined;
  if (fen !== undefined && !isSmall && zero !== undefined) return undefined;
  if (none !== undefined && unit === undefined) return undefined;
  if (zero !== undefined && follows === undefined) return undefined;
  const last = half !== undefined ? 5 : fen === undefined ? 0 : (numberOf(fen) ?? Number.NaN);
  return sum(whole, tenths + last * (isSmall ? 0.01 : 0.1));
}

function named(said: string, own: string): Money | undefined {
  for (const { code, form } of CURRENCIES) {
    const [, after, before] = form.exec(said) ?? [];
    const number = after ?? before;
    if (number === undefined) continue;
    const dollars = code === "USD" && /^\$|\$$/.test(said) && OF_DOLLARS.has(own);
    const yen = code === "CNY" && own === "JPY" && said.startsWith("¥");
    // 人民币128元 and 港币100元 say it twice, 人民币三块五 with coins.
    const value = amountOf(number) ?? coinsOf(number);
    if (value !== undefined) return money(value, dollars || yen ? own : code);
  }
  return undefined;
}

function amountOf(said: string): number | undefined {
  const value = numberOf(said.trim());
  return value === undefined || value < 0 ? undefined : value;
}

function sum(a: number | undefined, b: number): number | undefined {
  return a === undefined || Number.isNaN(b) ? undefined : a + b;
}

function money(amount: number | undefined, currency: string): Money | undefined {
  if (amount === undefined) return undefined;
  const rounded = Math.round(amount * 100) / 100;
  return Math.abs(rounded - amount) > 1e-9 * Math.max(1, amount)
    ? undefined
    : { amount: rounded, currency };
}
