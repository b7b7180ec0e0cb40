const DIGITS = "零一二三四五六七八九";
const PLAIN = /^(?:no\.?|#|\(|（|【|\[)?\s*(\d{1,3})\s*(?:\)|）|】|\]|[.。,，、!！:：])?$/i;
const CHINESE =
  /^(?:第|选|選|选择|選擇)?\s*(\d{1,3}|[零一二两兩三四五六七八九十]{1,3})\s*(?:个|個|项|項|号|號|种|種)?[.。、!！]?$/;

/** The number that a short answer names: `2`, `２`, `2.`, `(2)`, `二`, `第二个`; undefined for others. */
export function ordinalOf(answer: string): number | undefined {
  const text = answer.normalize("NFKC").trim();
  const digits = PLAIN.exec(text)?.[1] ?? CHINESE.exec(text)?.[1];
  if (digits === undefined) return undefined;
  return /^\d+$/.test(digits) ? Number(digits) : chineseNumber(digits);
}

/** One to ninety-nine: 二, 十, 十二, 二十, 二十三. */
function chineseNumber(text: string): number | undefined {
  const [, tens = "", ten = "", ones = ""] =
    /^([一二三四五六七八九两兩]?)(十?)([一二三四五六七八九两兩]?)$/.exec(text) ?? [];
  if (ten === "") return tens !== "" && ones !== "" ? undefined : digit(tens || ones);
  return (tens === "" ? 1 : (digit(tens) ?? 0)) * 10 + (digit(ones) ?? 0);
}

function digit(character: string): number | undefined {
  if (character === "") return undefined;
  return "两兩".includes(character) ? 2 : DIGITS.indexOf(character);
}
