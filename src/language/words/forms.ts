import { type Catalogue, inLanguage } from "../languageFor.ts";

/** What a form says, in the account's language: never the bot's words. */
interface FormPhrases {
  readonly question: (label: string) => string;
  /** The question of an input without words, by its kind. */
  readonly any: Readonly<
    Record<"text" | "number" | "date" | "time" | "toggle" | "choice" | "choices", string>
  >;
  /** Under a question that need not be answered. */
  readonly optional: string;
  /** Under a question with several answers. */
  readonly several: string;
  readonly date: string;
  readonly time: string;
  readonly yes: string;
  readonly no: string;
  readonly which: string;
  readonly wrong: Readonly<
    Record<"text" | "number" | "date" | "time" | "choice" | "required" | "range", string>
  >;
  readonly cancelled: string;
}

const CHINESE: FormPhrases = {
  question: (label) => `请回复：${label}`,
  any: {
    text: "请回复：",
    number: "请回复一个数字：",
    date: "请回复日期：",
    time: "请回复时间：",
    toggle: "请选择：",
    choice: "请选择：",
    choices: "请选择：",
  },
  optional: "（可回复“跳过”）",
  several: "（可多选，例如“1,3”）",
  date: "（例如 2026-12-01）",
  time: "（例如 18:30）",
  yes: "是",
  no: "否",
  which: "请选择：",
  wrong: {
    text: "格式不正确。",
    number: "请回复一个数字。",
    date: "没有看懂日期。",
    time: "没有看懂时间。",
    choice: "请回复选项的序号或名称。",
    required: "这一项必填。",
    range: "超出范围。",
  },
  cancelled: "已取消。",
};

const TRADITIONAL: FormPhrases = {
  ...CHINESE,
  question: (label) => `請回覆：${label}`,
  any: {
    text: "請回覆：",
    number: "請回覆一個數字：",
    date: "請回覆日期：",
    time: "請回覆時間：",
    toggle: "請選擇：",
    choice: "請選擇：",
    choices: "請選擇：",
  },
  optional: "（可回覆「跳過」）",
  several: "（可多選，例如「1,3」）",
  which: "請選擇：",
  wrong: {
    text: "格式不正確。",
    number: "請回覆一個數字。",
    date: "沒有看懂日期。",
    time: "沒有看懂時間。",
    choice: "請回覆選項的序號或名稱。",
    required: "這一項必填。",
    range: "超出範圍。",
  },
};

const ENGLISH: FormPhrases = {
  question: (label) => `Please answer: ${label}`,
  any: {
    text: "Please answer:",
    number: "Please reply with a number:",
    date: "Please reply with a date:",
    time: "Please reply with a time:",
    toggle: "Please choose:",
    choice: "Please choose:",
    choices: "Please choose:",
  },
  optional: '(or reply "skip")',
  several: "(several are possible, for example 1,3)",
  date: "(for example 2026-12-01)",
  time: "(for example 18:30)",
  yes: "Yes",
  no: "No",
  which: "Please choose:",
  wrong: {
    text: "That does not fit.",
    number: "Please reply with a number.",
    date: "That is not a date I know.",
    time: "That is not a time I know.",
    choice: "Please reply with the number or the name of a choice.",
    required: "This one is needed.",
    range: "That is out of range.",
  },
  cancelled: "Cancelled.",
};

export const FORMS: Catalogue<FormPhrases> = {
  zh: CHINESE,
  "zh-Hant": TRADITIONAL,
  en: ENGLISH,
};

/** The phrases for a language tag; Chinese for Chinese, English for everything else. */
export function formPhrasesFor(locale: string): FormPhrases {
  return inLanguage(locale, FORMS);
}
