import { type Catalogue, inLanguage } from "../languageFor.ts";

/** Why an account could not be linked. */
export type LinkProblem = "over" | "no-code" | "refused" | "other" | "unavailable";

/** What an account's administrator reads on our domain while the account is being linked. */
interface LinkPageWords extends Readonly<Record<LinkProblem, string>> {
  readonly lang: string;
  readonly title: string;
  readonly conditions: readonly string[];
  readonly go: string;
  readonly once: string;
  readonly linked: string;
  readonly all: string;
  readonly limits: string;
  readonly failed: string;
}

const ENGLISH: LinkPageWords = {
  lang: "en",
  title: "Link a WeChat Official Account",
  conditions: [
    "The account should be verified: others can answer within a conversation only.",
    "WeChat shows a QR code. The account's administrator must scan it; an operator of the account cannot.",
    "Leave all permission sets ticked that the page offers.",
    "The verification of foreign entities, Taiwanese companies among them, is reviewed by a third party and takes longer.",
  ],
  go: "Continue at WeChat",
  once: "This link works once and for half an hour.",
  linked: "The account is linked",
  all: "Everything that the bot needs works. You can close this page.",
  limits: "Linked, with limits:",
  failed: "The account is not linked",
  over: "This link has been used, or its half hour is over. Ask for a new one.",
  "no-code": "WeChat sent no authorisation code. Open the link again and finish on WeChat's page.",
  refused: "WeChat did not accept the authorisation. Open the link again.",
  other:
    "This link was made for another account than the one that you authorised, which is not linked. Open the link again and choose the account below, or ask for a link of your own.",
  unavailable: "This server cannot do it now. Open the link again in a minute.",
};

const CHINESE: LinkPageWords = {
  lang: "zh-CN",
  title: "绑定微信公众号",
  conditions: [
    "账号应当已认证：未认证的账号只能在对话中回复。",
    "微信会显示二维码，须由账号的管理员扫码；运营者无法授权。",
    "请保留页面上全部勾选的权限集。",
    "境外主体（含台湾企业）的认证由第三方机构审核，需要更长时间。",
  ],
  go: "前往微信授权",
  once: "此链接半小时内有效，只能使用一次。",
  linked: "账号已绑定",
  all: "机器人需要的能力均可使用，可以关闭本页。",
  limits: "已绑定，但有以下限制：",
  failed: "账号未绑定",
  over: "此链接已使用或已超过半小时，请重新获取。",
  "no-code": "微信没有返回授权码。请重新打开链接，并在微信页面上完成授权。",
  refused: "微信没有接受此次授权，请重新打开链接。",
  other:
    "此链接是为另一个公众号生成的，您刚才授权的公众号没有绑定。请重新打开链接并选择下面的公众号，或索取新的链接。",
  unavailable: "服务器暂时无法处理，请一分钟后重新打开链接。",
};

const TRADITIONAL: LinkPageWords = {
  lang: "zh-Hant",
  title: "綁定微信公眾號",
  conditions: [
    "帳號應當已認證：未認證的帳號只能在對話中回覆。",
    "微信會顯示二維碼，須由帳號的管理員掃碼；營運者無法授權。",
    "請保留頁面上全部勾選的權限集。",
    "境外主體（含台灣企業）的認證由第三方機構審核，需要更長時間。",
  ],
  go: "前往微信授權",
  once: "此連結半小時內有效，只能使用一次。",
  linked: "帳號已綁定",
  all: "機器人需要的能力均可使用，可以關閉本頁。",
  limits: "已綁定，但有以下限制：",
  failed: "帳號未綁定",
  over: "此連結已使用或已超過半小時，請重新取得。",
  "no-code": "微信沒有傳回授權碼。請重新開啟連結，並在微信頁面上完成授權。",
  refused: "微信沒有接受此次授權，請重新開啟連結。",
  other:
    "此連結是為另一個公眾號產生的，您剛才授權的公眾號沒有綁定。請重新開啟連結並選擇下面的公眾號，或索取新的連結。",
  unavailable: "伺服器暫時無法處理，請一分鐘後重新開啟連結。",
};

export const LINK_PAGES: Catalogue<LinkPageWords> = {
  zh: CHINESE,
  "zh-Hant": TRADITIONAL,
  en: ENGLISH,
};

/** The words for a language tag; Chinese for Chinese, English for everything else. */
export function linkPageWordsFor(locale: string): LinkPageWords {
  return inLanguage(locale, LINK_PAGES);
}
