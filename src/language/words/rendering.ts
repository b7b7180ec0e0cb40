import { type Catalogue, inLanguage } from "../languageFor.ts";

/** What rendering itself says, in the account's language: never the bot's words. */
export interface Phrases {
  /** A card's title, which cannot be bold. */
  readonly title: (title: string) => string;
  readonly important: (text: string) => string;
  /** Over choices that stand under nothing. */
  readonly choose: string;
  readonly open: string;
  readonly picture: string;
  readonly listen: string;
  readonly watch: string;
  readonly map: string;
  readonly signIn: string;
  /** For a card that asks to sign in where nobody can. */
  readonly cannotSignIn: string;
  readonly call: (title: string, number: string) => string;
  readonly receipt: { readonly tax: string; readonly vat: string; readonly total: string };
  readonly times: (quantity: string) => string;
  /** For what cannot be shown at all, with its name where it has one. */
  readonly unshown: (kind: Unshowable, name?: string) => string;
  /** Over where a model's answer has its facts from. */
  readonly sources: string;
  /** Under a message that is not for everybody. */
  readonly sensitivity: (label: string) => string;
  /** The two answers to whether an answer helped. */
  readonly useful: string;
  readonly useless: string;
  /** A transfer to a human needs one more message of the follower's. */
  readonly transferLater: string;
  readonly between: string;
}

/** What may not be showable. */
export type Unshowable = "message" | "image" | "voice" | "video" | "file";

const CHINESE: Phrases = {
  title: (title) => `【${title}】`,
  important: (text) => `【重要】${text}`,
  choose: "请选择：",
  open: "查看详情",
  picture: "图片",
  listen: "收听",
  watch: "观看",
  map: "查看地图",
  signIn: "登录",
  cannotSignIn: "（这里暂时无法登录）",
  call: (title, number) => `${title}：${number}`,
  receipt: { tax: "税费", vat: "增值税", total: "合计" },
  times: (quantity) => `×${quantity}`,
  unshown: (kind, name = "") => {
    const what = { message: "此消息", image: "图片", voice: "语音", video: "视频", file: "文件" };
    return `（${what[kind]}${name === "" ? "" : `“${name}”`}暂时无法显示）`;
  },
  sources: "来源：",
  sensitivity: (label) => `【密级】${label}`,
  useful: "👍 有用",
  useless: "👎 没用",
  transferLater: "请再发送任意一条消息，即可为您接入人工客服。",
  between: "：",
};

const TRADITIONAL: Phrases = {
  ...CHINESE,
  choose: "請選擇：",
  open: "查看詳情",
  picture: "圖片",
  listen: "收聽",
  watch: "觀看",
  map: "查看地圖",
  signIn: "登入",
  cannotSignIn: "（這裡暫時無法登入）",
  receipt: { tax: "稅費", vat: "增值稅", total: "合計" },
  unshown: (kind, name = "") => {
    const what = { message: "此訊息", image: "圖片", voice: "語音", video: "影片", file: "檔案" };
    return `（${what[kind]}${name === "" ? "" : `「${name}」`}暫時無法顯示）`;
  },
  sources: "來源：",
  sensitivity: (label) => `【密級】${label}`,
  useful: "👍 有用",
  useless: "👎 沒用",
  transferLater: "請再傳送任意一則訊息，即可為您接入人工客服。",
};

const ENGLISH: Phrases = {
  title: (title) => title,
  important: (text) => `Important: ${text}`,
  choose: "Please choose:",
  open: "Read more",
  picture: "Picture",
  listen: "Listen",
  watch: "Watch",
  map: "Show on a map",
  signIn: "Sign in",
  cannotSignIn: "(Signing in is not possible here.)",
  call: (title, number) => `${title}: ${number}`,
  receipt: { tax: "Tax", vat: "VAT", total: "Total" },
  times: (quantity) => `× ${quantity}`,
  unshown: (kind, name = "") => {
    const what = {
      message: "This message",
      image: "The picture",
      voice: "The recording",
      video: "The video",
      file: "The file",
    };
    return `(${what[kind]}${name === "" ? "" : ` "${name}"`} cannot be shown here.)`;
  },
  sources: "Sources:",
  sensitivity: (label) => `Sensitivity: ${label}`,
  useful: "👍 Helpful",
  useless: "👎 Not helpful",
  transferLater: "Please send any message once more, and a colleague takes over.",
  between: ": ",
};

export const RENDERING: Catalogue<Phrases> = {
  zh: CHINESE,
  "zh-Hant": TRADITIONAL,
  en: ENGLISH,
};

/** The phrases for a language tag; Chinese for Chinese, English for everything else. */
export function phrasesFor(locale: string): Phrases {
  return inLanguage(locale, RENDERING);
}
