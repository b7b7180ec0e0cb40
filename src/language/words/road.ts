import { type Catalogue, inLanguage } from "../languageFor.ts";

/**
 * What the road itself says to a follower, in the account's language: never the bot's words.
 */
export interface Words {
  /** The bot is not done when the last chance of a passive reply passes. */
  readonly stillWorking: string;
  /** The bot has not said anything for long, and its answer will follow by itself. */
  readonly progress: string;
  /** Stands under a reply when more is held. */
  readonly more: string;
  /** The bot failed. */
  readonly apology: string;
  /** Too many messages wait already. */
  readonly patience: string;
  /** More was written than the operator allows in the time. */
  readonly slower: string;
  /** Stands under a reply that a model wrote, where WeChat shows no line of its own. */
  readonly byAi: string;
  /** Stands over a late answer. */
  readonly about: (question: string) => string;
  /** The generic name of a follower; `tag` is six characters. */
  readonly person: (tag: string) => string;
}

/** Messages that mean "give me what you offered", compared without case and blanks. */
const FETCH_WORDS = new Set(["继续", "繼續", "更多", "more", "continue"]);

const CHINESE: Words = {
  stillWorking: "还在处理您的消息。稍后回复任意内容（例如“继续”）即可收到结果。",
  progress: "还在处理您的消息，有结果会马上发给您。",
  more: "（内容未完，回复“继续”查看）",
  apology: "抱歉，出了点问题，请稍后再试。",
  slower: "您发得太快了，请稍等片刻再发。",
  patience: "您的消息较多，正在依次处理，请稍候再发。",
  byAi: "（内容由 AI 生成）",
  about: (question) => `关于“${question}”：`,
  person: (tag) => `微信用户 ${tag}`,
};

const TRADITIONAL: Words = {
  stillWorking: "還在處理您的訊息。稍後回覆任意內容（例如「繼續」）即可收到結果。",
  progress: "還在處理您的訊息，有結果會馬上傳給您。",
  more: "（內容未完，回覆「繼續」查看）",
  apology: "抱歉，出了點問題，請稍後再試。",
  slower: "您傳得太快了，請稍等片刻再傳。",
  patience: "您的訊息較多，正在依序處理，請稍候再傳。",
  byAi: "（內容由 AI 生成）",
  about: (question) => `關於「${question}」：`,
  person: (tag) => `微信使用者 ${tag}`,
};

const ENGLISH: Words = {
  stillWorking:
    'Still working on it. Send anything (for example "more") in a moment to get the answer.',
  progress: "Still working on it: you get the answer as soon as it is there.",
  more: '(There is more: reply "more" to read it.)',
  apology: "Sorry, something went wrong. Please try again later.",
  slower: "That was very fast: please wait a moment before you write again.",
  patience: "One at a time, please: your earlier messages are still being answered.",
  byAi: "(Written by AI)",
  about: (question) => `About “${question}”:`,
  person: (tag) => `WeChat user ${tag}`,
};

export const ROAD: Catalogue<Words> = {
  zh: CHINESE,
  "zh-Hant": TRADITIONAL,
  en: ENGLISH,
};

/** The words for a language tag; Chinese for Chinese, English for everything else. */
export function wordsFor(locale: string): Words {
  return inLanguage(locale, ROAD);
}

/** Whether a follower's text asks for held messages; it counts only after an offer. */
export function isFetchWord(text: string): boolean {
  return FETCH_WORDS.has(text.trim().toLowerCase());
}
