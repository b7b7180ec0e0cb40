import type { CountryCode } from "libphonenumber-js/max";
import { digitsOf } from "./chineseNumber.ts";
import type { Reading } from "./reading.ts";
import { readWholeLater } from "./whole.ts";

/** Loaded when a telephone number is read for the first time: 70 ms and 20 MB. */
let library: Promise<typeof import("libphonenumber-js/max")> | undefined;

const INTRODUCTION =
  /^(?:tel:|请?打|it'?s |call me at |(?:我的?|my )?(?:手机|电话|联系方式|phone|mobile|cell|telephone)? ?(?:号码?|number|no\.)? ?(?:是|为|is|:)? ?)(?=[\d+(零〇一二三四五六七八九幺])/;
const SHAPE = /^\(?\+?[\d\s().-]+$/;

/**
 * Understands a telephone number: `+8613800138000`. A number without its country is of `country` (ISO
 * 3166, default `CN`). Reasons: `not-understood`, `unsure`.
 */
export function readPhone(text: string, country = "CN"): Promise<Reading<string>> {
  return readWholeLater(text, (said) => phoneOf(said, country), String);
}

async function phoneOf(said: string, country: string): Promise<string | undefined> {
  const bare = said.replace(INTRODUCTION, "");
  const number = (digitsOf(bare) ?? bare).replace(/^00(?=[1-9])/, "+");
  if (!SHAPE.test(number) || /^\d{4}-\d\d?-\d\d?$/.test(number)) return undefined;
  library ??= import("libphonenumber-js/max");
  const { parsePhoneNumberFromString } = await library;
  const parsed = parsePhoneNumberFromString(number, country as CountryCode);
  return parsed?.isValid() ? parsed.number : undefined;
}
