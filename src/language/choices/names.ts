import { numberOf } from "../numbers/number.ts";
import { fold, withoutMarks } from "../tidy.ts";

/** Blanks and dashes do not tell names apart, nor do Chinese numbers and digits. */
export function nameOf(text: string): string {
  let name = namesOfTexts.get(text);
  if (name === undefined) {
    name = whereItIs(inDigits(fold(withoutMarks(fold(text)).replace(/-/g, " "))));
    if (namesOfTexts.size >= MOST_TEXTS) namesOfTexts.clear();
    namesOfTexts.set(text, name);
  }
  return name;
}

/** Of one message the same parts are compared with one option after the other. */
const namesOfTexts = new Map<string, string>();
const MOST_TEXTS = 200;

/** 靠近窗户, 窗户旁边: several words for the same place. */
function whereItIs(name: string): string {
  if (!/[窗旁靠挨边]/.test(name)) return name;
  return name
    .replace(/窗[户子口]/g, "窗")
    .replace(/靠近|靠着|挨着/g, "靠")
    .replace(/旁边|边上/g, "边");
}

const CHINESE_NUMBER = /[零一二两三四五六七八九十百千]+/g;

/** 四人套餐 and 四个人 as 4人套餐 and 4人; words like 一起 change on both sides of a comparison alike. */
function inDigits(name: string): string {
  if (!/[\d一二两三四五六七八九十双俩仨]/.test(name)) return name;
  return name
    .replace(/[双俩]人/g, "2人")
    .replace(/仨人/g, "3人")
    .replace(CHINESE_NUMBER, (one) => String(numberOf(one) ?? one))
    .replace(/(?<=\d)(?:个人|位)/g, "人");
}

/** Without blanks. */
export const tight = (name: string) => name.replaceAll(" ", "");
