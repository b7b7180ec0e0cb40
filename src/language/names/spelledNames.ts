import { simplified } from "../traditional.ts";

/**
 * Names by their characters, as one says them on the telephone: 木子李 is 李, and so is 姓李，木子李. 光明的明 behind 李明 tells how
 * its last character is written.
 */

/** Each by its parts, the character last. */
const SPELLED =
  "木子李 十八子李 弓长张 立早章 耳东陈 双木林 言午许 口天吴 走肖赵 古月胡 草头黄 大肚黄 三横王 三划王 双人徐 余人徐 文刀刘 卯金刘 木易杨 走之赵 人可何 奇耳郑 关耳郑 虫二风 草字头黄 三点水江 工水江 三点水汪 " +
  "西早谭 言西早谭 人则侯 土申坤 二马冯 两点马冯 双口吕 禾火秋 日月明 竹毛笔 干钩于 人未余 木每梅 禾呈程 禾口王程 火火炎 女古姑 草头苏 草头蔡 草头范 草头萧 雨田雷 日京景 木上宋 宝盖宋 木寸村 山今岑 门三水 口木呆 双王班 " +
  "立人何 单人何 立里童 白水泉 人尔你 三石磊 三木森 三水淼 三金鑫 三日晶 三口品 禾木和 禾子季 不正歪 子小孙 子系孙 木土杜 木卜朴 音十章 木主柱 口贝员 人言信 日立音 广木床 刀口召 言射谢 言身寸谢 身寸谢 方阝邝 古又叙 牛一生 日生星 木白柏 木风枫";
const OF = new Map(SPELLED.split(" ").map((one) => [one, one.at(-1) ?? ""] as const));

/** 木子的李, 三横一竖的王, 耳东陈的陈: which character it is. */
const WHICH = /^(?:[就是]*)(\p{Script=Han}{1,8})的(?:那个)?(\p{Script=Han})(?:字)?$/u;

const GAPS = /[,，。;；、()（）\s]+/u;
const MAY_SPELL = /的(?:那个)?\p{Script=Han}(?:字)?[)）。，,\s]*(?:$|\p{P})|\p{Script=Han}{3}/u;

/** The character whose parts stand alone: 木子李, 木子的李. */
function partsOf(said: string): string | undefined {
  const bare = said.replace(/^(?:[我免贵就是系]|姓)*(?=.{3})/u, "");
  const [, parts = "", sign = ""] = WHICH.exec(bare) ?? [];
  return (
    OF.get(bare) ?? (OF.get(parts + sign) === sign || OF.get(parts) === sign ? sign : undefined)
  );
}

/**
 * A name without the words that spell a character of it: 李明 of 李明，光明的明, 姓李 of 姓李，木子李, 李 of 木子李. The text as it is
 * where it spells nothing, or a character that is not in the name.
 */
export function withoutSpelling(text: string): string {
  if (!MAY_SPELL.test(text)) return text;
  const clauses = text.split(GAPS).filter(Boolean);
  const plain = clauses.map(simplified);
  const signs = plain.map((one) => partsOf(one) ?? WHICH.exec(one)?.[2]);
  const kept = clauses.filter((_, i) => signs[i] === undefined);
  if (kept.length === clauses.length) return withoutEnd(text);
  const name = simplified(kept.join(""));
  if (kept.length > 0) {
    return signs.every((one) => one === undefined || name.includes(one)) ? kept.join("，") : text;
  }
  const [only, other] = new Set(plain.map(partsOf));
  return only === undefined || other !== undefined ? text : only;
}

/** 我姓李木子李: said in one breath. */
function withoutEnd(text: string): string {
  for (const length of [4, 3]) {
    const sign = OF.get(simplified(text.slice(-length)));
    const rest = text.slice(0, -length);
    if (sign !== undefined && simplified(rest).endsWith(sign)) return rest;
  }
  return text;
}
