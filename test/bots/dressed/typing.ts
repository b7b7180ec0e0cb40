/** Other ways to type the same text. Undefined where a text has nothing to type otherwise. */

const differs = (text: string, other: string) => (other === text ? undefined : other);

/** ７点, ＯＫ. */
export function fullWidth(text: string): string | undefined {
  return differs(
    text,
    text.replace(/[0-9a-z]/gi, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  );
}

export function inCapitals(text: string): string | undefined {
  return differs(text, text.toUpperCase());
}

export function capitalised(text: string): string | undefined {
  return differs(
    text,
    text.replace(/(?<![\p{L}'])\p{L}/gu, (one) => one.toUpperCase()),
  );
}

const DIGITS = "零一二三四五六七八九";

/** 7点 as 七点; a digit of a longer number stays. */
export function inCharacters(text: string): string | undefined {
  const alone =
    /(?<![\d.,:/\-a-z￥$¥零一二三四五六七八九十百千万点])[1-9](?=[点位个人号日月周天杯小份间张桌晚块元])(?!月\d|点\d|号楼)/gi;
  return differs(
    text,
    text.replace(alone, (one, at: number) => {
      const two = one === "2" && !/[月号日周]/.test(text[at + 1] ?? "");
      return two ? "两" : (DIGITS[Number(one)] ?? one);
    }),
  );
}

/** 七点 as 7点. */
export function inDigits(text: string): string | undefined {
  const alone =
    /(?<![\d.:零一二两三四五六七八九十廿百千万几第点期拜周下过大])[一二两三四五六七八九](?=[点位个人号日月](?![\d零一二三四五六七八九十半]))/g;
  return differs(
    text,
    text.replace(alone, (one) => String(one === "两" ? 2 : DIGITS.indexOf(one))),
  );
}

const PAIRS =
  "点點个個这這钟鐘号號两兩对對没沒时時间間确確认認订訂厅廳万萬亿億错錯问問题題谢謝还還别別从從现現电電话話机機码碼块塊钱錢请請选選开開边邊过過见見给給后後张張单單双雙样樣种種礼禮国國节節旧舊岁歲会會来來约約场場馆館饭飯热熱温溫红紅绿綠长長级級图圖头頭";
const TRADITIONAL = new Map(
  [...PAIRS].flatMap((one, i, all) => (i % 2 === 0 ? [[one, all[i + 1] ?? one] as const] : [])),
);

export function traditional(text: string): string | undefined {
  return differs(text, [...text].map((one) => TRADITIONAL.get(one) ?? one).join(""));
}

/** "3 位", "7 点": a blank between a number and its word. */
export function spaced(text: string): string | undefined {
  return differs(text, text.replace(/(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu, " "));
}

/** A voice makes a pause behind the day. */
export function paused(text: string): string | undefined {
  return differs(
    text,
    text.replace(
      /(?<=(?:[今明后]天|周[一二三四五六日]|号))(?=[早晚上下中]|\d|[一二三四五六七八九十]+点)/,
      "，",
    ),
  );
}

const SLIPS: readonly (readonly [right: string, slip: string])[] = [
  ["点", "店"],
  ["位", "味"],
  ["人", "仁"],
  ["号", "好"],
  ["明天", "名天"],
  ["晚上", "完上"],
  ["包间", "包建"],
  ["大厅", "大听"],
  ["可以", "可已"],
  ["tomorrow", "tommorow"],
  ["please", "plase"],
  ["people", "poeple"],
];

/** A wrong word of the same sound. */
export function slipped(text: string): string | undefined {
  const slip = SLIPS.find(([right]) => text.includes(right));
  return slip && text.replace(slip[0], slip[1]);
}
