import { type Catalogue, inLanguage } from "../languageFor.ts";

/** Why it could not be learnt who opens a page. */
export type LoginProblem = "denied" | "begin-again" | "refused" | "unavailable";

/** What a follower reads where a web page could not learn who he is. */
interface LoginPageWords extends Readonly<Record<LoginProblem, string>> {
  readonly lang: string;
  readonly title: string;
}

export const LOGIN_PAGES: Catalogue<LoginPageWords> = {
  en: {
    lang: "en",
    title: "Not signed in",
    denied: "You did not agree at WeChat. Open the page again if you want to go on.",
    "begin-again": "This way in is over. Close the page and open it again from the chat.",
    refused: "WeChat did not say who you are. Close the page and open it again from the chat.",
    unavailable: "This server cannot do it now. Try again in a minute.",
  },
  zh: {
    lang: "zh-CN",
    title: "未能登录",
    denied: "您没有在微信中同意授权。如需继续，请重新打开页面。",
    "begin-again": "此次登录已失效，请关闭页面，从聊天中重新打开。",
    refused: "微信未能确认您的身份，请关闭页面，从聊天中重新打开。",
    unavailable: "服务器暂时无法处理，请一分钟后再试。",
  },
  "zh-Hant": {
    lang: "zh-TW",
    title: "未能登入",
    denied: "您沒有在微信中同意授權。如需繼續，請重新開啟頁面。",
    "begin-again": "此次登入已失效，請關閉頁面，從聊天中重新開啟。",
    refused: "微信未能確認您的身分，請關閉頁面，從聊天中重新開啟。",
    unavailable: "伺服器暫時無法處理，請一分鐘後再試。",
  },
};

/** The words in the language of a tag. */
export function loginPageWordsFor(locale: string): LoginPageWords {
  return inLanguage(locale, LOGIN_PAGES);
}
