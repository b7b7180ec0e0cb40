import { type Catalogue, inLanguage } from "../languageFor.ts";

/** What came of a follower's visit to the page that signs him in. */
export type SignInOutcome = "done" | "late" | "refused" | "foreign" | "failed";

/** What he reads there. */
interface SignInWords extends Readonly<Record<SignInOutcome, string>> {
  readonly lang: string;
  readonly back: string;
}

export const SIGN_IN: Catalogue<SignInWords> = {
  zh: {
    lang: "zh-CN",
    done: "登录成功",
    late: "链接已过期",
    refused: "没有登录",
    foreign: "这个链接不是给您的",
    failed: "登录没有成功",
    back: "请回到聊天继续。",
  },
  "zh-Hant": {
    lang: "zh-TW",
    done: "登入成功",
    late: "連結已過期",
    refused: "沒有登入",
    foreign: "這個連結不是給您的",
    failed: "登入沒有成功",
    back: "請回到聊天繼續。",
  },
  en: {
    lang: "en",
    done: "You are signed in",
    late: "This link is too old",
    refused: "You are not signed in",
    foreign: "This link is not for you",
    failed: "Signing in did not work",
    back: "Please go back to the chat.",
  },
};

/** The words for a language tag; English for languages that we do not speak. */
export function signInWordsFor(locale: string): SignInWords {
  return inLanguage(locale, SIGN_IN);
}
