import { numberOf } from "./number.ts";
import type { Reading } from "./reading.ts";
import { readWhole } from "./whole.ts";

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
  currency("CNY", "¥|rmb|cny|人民币", "元|块钱?|圆|rmb|cny|yuan|kuai|人民币"),
  currency("HKD", "hk\\$|hkd|港币", "港币|港元|hkd"),
  currency("TWD", "nt\\$|twd|新?台币", "新?台币|twd"),
  currency("USD", "us\\$|\\$|usd|美元", "美元|美金|usd|dollars?|bucks?"),
  currency("EUR", "€|eur|欧元", "欧元|eur|euros?|€"),
  currency("GBP", "£|gbp|英镑", "英镑|gbp|pounds?|£"),
  currency("JPY", "jpy|日元", "日元|jpy|yen"),
];

function currency(code: string, before: string, after: string): Currency {
  return { code, form: new RegExp(`^(?:${before}) ?(.+)$|^(.+?) ?(?:${after})$`) };
}

/** 块 and 元 may be followed by what is less: 128块5, 十块零五分. */
const SMALLER = /^(.+?)(?:块|元)(?:(零)?([\d一二三四五六七八九])(毛|角|分)?)$/;
const COINS = /^(.+?)(毛|角|分)钱?$/;
const CENTS = /^(.+?) and (.+?) cents?$/;
const FILLERS = { before: ["是", "一共", "总共", "it's"], after: ["整", "钱"] };

/**
 * Understands a sum of money: 128块5, ￥128, 1.5万, $20, 20美元. A bare number is of `currency` (default
 * `CNY`). Reasons: `not-understood`, `unsure`.
 */
export function readMoney(text: string, currency = "CNY"): Reading<Money> {
  return readWhole(
    text,
    (said) => moneyOf(said, currency),
    ({ amount, currency: code }) => `${amount} ${code}`,
    FILLERS,
  );
}

function moneyOf(said: string, currency: string): Money | undefined {
  const bare = amountOf(said);
  if (bare !== undefined) return money(bare, currency);
  const small = SMALLER.exec(said);
  if (small !== null) return money(sum(amountOf(small[1] ?? ""), fraction(small)), "CNY");
  const coins = COINS.exec(said);
  const few = coins === null ? undefined : amountOf(coins[1] ?? "");
  if (few !== undefined) return money(few * (coins?.[2] === "分" ? 0.01 : 0.1), "CNY");
  const [, units = "", cents = ""] = CENTS.exec(said) ?? [];
  const marked = named(units) ?? named(said);
  if (marked === undefined || units === "") return marked;
  return money(sum(marked.amount, (amountOf(cents) ?? Number.NaN) / 100), marked.currency);
}

function named(said: string): Money | undefined {
  for (const { code, form } of CURRENCIES) {
    const [, after, before] = form.exec(said) ?? [];
    // 人民币128元 says it twice.
    const number = (after ?? before)?.replace(code === "CNY" ? /[元块]$/ : "", "") ?? "";
    const value = amountOf(number);
    if (value !== undefined) return money(value, code);
  }
  return undefined;
}

function amountOf(said: string): number | undefined {
  const value = numberOf(said.trim());
  return value === undefined || value < 0 ? undefined : value;
}

function fraction([, , zero, digit = "", unit]: RegExpExecArray): number {
  const value = numberOf(digit) ?? Number.NaN;
  if (unit === "分") return value * 0.01;
  return zero === undefined ? value * 0.1 : Number.NaN;
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
