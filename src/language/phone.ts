import type { CountryCode } from "libphonenumber-js/max";
import { digitsOf } from "./numbers/chineseNumber.ts";
import type { Reading } from "./reading.ts";
import { spotted } from "./sentences/spotted.ts";
import { field, fold } from "./tidy.ts";
import { readWholeLater } from "./whole.ts";

/** Loaded when a telephone number is read for the first time: 70 ms and 20 MB. */
let library: Promise<typeof import("libphonenumber-js/max")> | undefined;

const INTRODUCTION =
  /^(?:tel:|phone:|mobile:|(?:请|可以)?(?:打|拨|联系|呼)(?:给?我|这个)?(?:电话|手机)?(?:给我)?|it'?s |call me (?:at|on) |you can (?:call|reach) me (?:at|on) |reach me at |(?:我的?|my |微信和)?(?:手机|电话|联系方式|联系电话|联系手机|手提|phone|mobile|cell|cell ?phone|telephone|contact)? ?(?:号码?|number|no\.)? ?(?:是|系|为|is|:)? ?:?)(?=[\d+(零〇一二三四五六七八九幺])/;
const FILLERS = {
  field: field(
    "(?:联系|手机|收货|收件)?(?:电话|手机)(?:号码?)?|手机号码?|联系方式|号码",
    "(?:phone|mobile|cell|tel|contact)(?: number)?",
  ),
  around:
    "的 电联 联系 联系人 找 打 拨 打给 拨打 打到 加 发 发短信 短信 电话 手机 手机号 手机号码 电话号码 号码 号 这个号 这个号码 微信 微信号 同微信 微信同号 常用 常用的 在用 在用的 现在用的 私人 工作 公司 家里 座机 备用 老婆 老公 爱人 妈妈 爸爸 我妈 我爸 儿子 女儿 秘书 助理 朋友 同事 给 有事 有事找 随时 call text reach at on my mobile phone number cell is it's anytime".split(
      " ",
    ),
  before: ["就是", "就", "是", "用", "打", "留", "填"],
  after: [
    "这个号",
    "这个",
    "这个号码",
    "就行",
    "就好",
    "可以",
    "(微信同号)",
    "微信同号",
    "(同微信)",
    "同微信",
    "联系我",
    "找我",
    "打给我",
    "打这个",
    "这是我的手机",
    "这是我的电话",
    "这是我手机",
    "是我的手机",
    "也是微信",
  ],
};
const SHAPE = /^\(?\+?[\d\s().-]+$/;

/**
 * Understands a telephone number: `+8613800138000`. A number without its country is of `country` (ISO
 * 3166, default `CN`). Reasons: `not-understood`, `unsure`.
 */
export async function readPhone(text: string, country = "CN"): Promise<Reading<string>> {
  const reading = await readWholeLater(text, (said) => phoneOf(said, country), String, FILLERS);
  const number = reading.ok ? undefined : spotted(fold(text), SPOTTING);
  const value = number === undefined ? undefined : await phoneOf(number, country);
  return value === undefined ? reading : { ok: true, value };
}

/** A number in a sentence: 深圳座机0755-8326 4471. What is counted, paid or ordered with so many digits is none. */
const SPOTTING = {
  form: /(?<![\w.:@/#-])\(?\+?\d[\d\s().-]{6,18}\d(?![\w@.:/])/g,
  unless:
    /[@#:/¥$]\d?|订单|单号|编号|卡号|账号|身份证|证件|快递|元|块|次|\b(?:order|card|account|id|fax)\b|传真/,
};

async function phoneOf(said: string, country: string): Promise<string | undefined> {
  // A voice makes pauses: 138，0000，0040.
  const bare = said
    .replace(INTRODUCTION, "")
    .replace(/(?<=[\d零〇一二三四五六七八九幺]{3}),(?=[\d零〇一二三四五六七八九幺]{3})/g, "");
  const number = (digitsOf(bare) ?? bare).replace(/^00(?=[1-9])/, "+");
  if (!SHAPE.test(number) || /^\d{4}-\d\d?-\d\d?$/.test(number)) return undefined;
  library ??= import("libphonenumber-js/max");
  const { parsePhoneNumberFromString } = await library;
  const parsed = parsePhoneNumberFromString(number, country as CountryCode);
  if (!parsed?.isValid()) return undefined;
  // Ten digits without the 0 of a Chinese area are as well a number of another country.
  const bareArea = country === "CN" && !/^(?:\+|0|86)/.test(number.replace(/[^\d+]/g, ""));
  return bareArea && parsed.getType() === "FIXED_LINE" ? undefined : parsed.number;
}
