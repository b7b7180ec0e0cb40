const FINANCIAL = "壹贰叁肆伍陆柒捌玖拾佰仟";
const PLAIN = "一二三四五六七八九十百千";
const DIGITS = "零一二三四五六七八九";

const BELOW_TEN_THOUSAND =
  /^(?:(?<q>[一二三四五六七八九])千)?(?<z>零)?(?:(?<b>[一二三四五六七八九])百)?(?<y>零)?(?:(?<s>[一二三四五六七八九])?(?<t>十))?(?<x>零)?(?<g>[一二三四五六七八九])?$/;
const MIXED = /^(\d+(?:\.\d+)?)([百千万亿])([\d一二三四五六七八九])?$/;
const SCALE: Readonly<Record<string, number>> = { 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };

/** Most texts are no number: one look tells. */
const NUMERALS =
  /^[\d.零〇一二两俩仨三四五六七八九十廿卅百千万亿点负打半壹贰叁肆伍陆柒捌玖拾佰仟]+$/;

/** A number in Chinese characters, whole, or in both: 两百五, 三万五, 1.5万, 3万5千, 负三, 一点五, 两打. */
export function chineseNumber(text: string): number | undefined {
  if (!NUMERALS.test(text)) return undefined;
  if (text.startsWith("负")) {
    const below = text.slice(1);
    const value = /^\d+(?:\.\d+)?$/.test(below) ? Number(below) : chineseNumber(below);
    return value === undefined || value < 0 ? undefined : -value;
  }
  const mixed = MIXED.exec(text);
  if (mixed !== null) return mixedNumber(mixed);
  const dozen = /^(.+)打$/.exec(text)?.[1];
  if (dozen !== undefined) return dozen === "半" ? 6 : times(chineseNumber(dozen), 12);
  // 一点五万, as 1.5万.
  const [, decimal = "", unit = ""] = /^(.+点.+)([百千万亿])$/.exec(text) ?? [];
  if (unit !== "") {
    const value = chineseNumber(decimal);
    return value === undefined ? undefined : Math.round(value * (SCALE[unit] ?? 1) * 100) / 100;
  }
  // In Canton 千五 is 1500, as 一千五 is.
  const plain = plainDigits(
    inCharacters(text.replace(/^(?=(?:[百千][一二三四五六七八九]|万[二三四五六七八九])$)/, "一")),
  );
  const [whole = "", fraction, ...more] = plain.split("点");
  if (more.length > 0) return undefined;
  const value = integer(whole);
  if (fraction === undefined || value === undefined) return value;
  const digits = digitsOf(fraction);
  return digits === undefined ? undefined : Number(`${value}.${digits}`);
}

/** Digits read one by one, as in years and telephone numbers: 二零二六, 幺三八. */
export function digitsOf(text: string): string | undefined {
  const digits = [...plainDigits(text).replaceAll("幺", "一")].map((one) =>
    /\d/.test(one) ? one : DIGITS.indexOf(one),
  );
  return digits.length === 0 || digits.includes(-1) ? undefined : digits.join("");
}

function plainDigits(text: string): string {
  return text
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟]/g, (one) => PLAIN[FINANCIAL.indexOf(one)] as string)
    .replaceAll("〇", "零")
    .replace(/[两俩]/g, "二")
    .replaceAll("仨", "三")
    .replaceAll("廿", "二十")
    .replaceAll("卅", "三十");
}

/** Digits beside Chinese units as one writes them out: 3万5千, 25万6千, 1千零20. */
function inCharacters(text: string): string {
  if (!/\d/.test(text) || !/[百千万亿]/.test(text) || /[点.]/.test(text)) return text;
  return text.replace(/\d+/g, (digits) => (digits.length > 4 ? digits : writtenOut(digits)));
}

function writtenOut(digits: string): string {
  const units = ["千", "百", "十", ""].slice(4 - digits.length);
  const text = [...digits].map((one, i) =>
    one === "0" ? "零" : `${DIGITS[Number(one)]}${units[i]}`,
  );
  return text.join("").replace(/零+$/, "").replace(/零+/g, "零");
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

function mixedNumber([, digits, unit = "", rest]: RegExpExecArray): number | undefined {
  const scale = SCALE[unit] ?? 1;
  const value = Math.round(Number(digits) * scale * 100) / 100;
  if (rest === undefined) return value;
  if (String(digits).includes(".")) return undefined;
  return value + (Number(digitsOf(rest)) * scale) / 10;
}

function integer(text: string): number | undefined {
  if (text === "零") return 0;
  if (text.startsWith("零")) return undefined;
  return scaled(text, "亿") ?? scaled(text, "万") ?? belowTenThousand(text);
}

/** 三万五 is 35 000: a last digit counts the next lower unit. */
function scaled(text: string, unit: "亿" | "万"): number | undefined {
  const at = text.lastIndexOf(unit);
  if (at < 1) return undefined;
  const scale = SCALE[unit] as number;
  // 一百万一百万 is said twice.
  if (text.indexOf(unit) < at) return undefined;
  const high = integer(text.slice(0, at));
  const rest = text.slice(at + 1);
  if (high === undefined) return undefined;
  if (rest === "") return high * scale;
  if (/^[一二三四五六七八九]$/.test(rest))
    return high * scale + (DIGITS.indexOf(rest) * scale) / 10;
  const low = integer(rest.replace(/^零/, ""));
  return low === undefined || low >= scale ? undefined : high * scale + low;
}

function belowTenThousand(text: string): number | undefined {
  const match = BELOW_TEN_THOUSAND.exec(text);
  if (text === "" || text.endsWith("零") || match === null) return undefined;
  const { q, z, b, y, s, t, x, g } = match.groups as Record<string, string | undefined>;
  const of = (digit: string | undefined) => (digit === undefined ? 0 : DIGITS.indexOf(digit));
  const tens = t === undefined ? 0 : (s === undefined ? 1 : of(s)) * 10;
  const value = of(q) * 1_000 + of(b) * 100 + tens;
  if (g === undefined) return value;
  const follows = z === undefined && y === undefined && x === undefined && t === undefined;
  if (follows && b !== undefined) return value + of(g) * 10;
  return follows && q !== undefined ? value + of(g) * 100 : value + of(g);
}
