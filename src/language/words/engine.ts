import { type Catalogue, inLanguage } from "../languageFor.ts";

/** What the dialogue engine itself says, where the bot's own texts have no such key. */
export const ENGINE: Catalogue<Readonly<Record<string, string>>> = {
  zh: {
    "engine.sorry": "抱歉，出了点问题，我们继续。",
    "engine.cancel.sure": "确定要取消吗？",
    "engine.cancel.retry": "要取消请回复“是”，继续请回复“否”。",
    "engine.cancelled": "已取消。",
    "engine.help": "回复“取消”可以退出，“返回”回到上一步，“人工”转人工客服。",
    "engine.human": "正在为您转接人工客服，请稍候。",
    "engine.humanLeft": "人工服务已结束。",
    "engine.wait": "请稍候，正在处理…",
    "engine.newer": "系统正在升级，请稍后再发一次。",
    "engine.updated": "我们刚刚更新过，这里需要重新问一下。",
    "engine.nothing": "没有可以返回的步骤。",
    "engine.which": "您指的是哪一个？",
    "engine.correct.which": "要修改哪一项？",
    "engine.corrected": "好的，{name}：{value}。",
    "engine.changed": "好的，已经改了。",
    "engine.noted": "好的：{values}。",
    "engine.doubt": "“{heard}”就是您的回答吗？",
    "engine.stuck":
      "还是没有听懂。要继续吗？请换个说法再答一次，或回复“人工”找人帮忙，“取消”就到这里。",
  },
  "zh-Hant": {
    "engine.sorry": "抱歉，出了點問題，我們繼續。",
    "engine.cancel.sure": "確定要取消嗎？",
    "engine.cancel.retry": "要取消請回覆「是」，繼續請回覆「否」。",
    "engine.cancelled": "已取消。",
    "engine.help": "回覆「取消」可以退出，「返回」回到上一步，「人工」轉人工客服。",
    "engine.human": "正在為您轉接人工客服，請稍候。",
    "engine.humanLeft": "人工服務已結束。",
    "engine.wait": "請稍候，正在處理…",
    "engine.newer": "系統正在升級，請稍後再傳一次。",
    "engine.updated": "我們剛剛更新過，這裡需要重新問一下。",
    "engine.nothing": "沒有可以返回的步驟。",
    "engine.which": "您指的是哪一個？",
    "engine.correct.which": "要修改哪一項？",
    "engine.corrected": "好的，{name}：{value}。",
    "engine.changed": "好的，已經改了。",
    "engine.noted": "好的：{values}。",
    "engine.doubt": "「{heard}」就是您的回答嗎？",
    "engine.stuck":
      "還是沒有聽懂。要繼續嗎？請換個說法再答一次，或回覆「人工」找人幫忙，「取消」就到這裡。",
  },
  en: {
    "engine.sorry": "Sorry, something went wrong. Let us go on.",
    "engine.cancel.sure": "Do you really want to cancel?",
    "engine.cancel.retry": "Please answer yes to cancel, no to go on.",
    "engine.cancelled": "Cancelled.",
    "engine.help": "Say “cancel” to leave, “back” for the question before, “human” for a person.",
    "engine.human": "One moment, a colleague will take over.",
    "engine.humanLeft": "You are talking to the bot again.",
    "engine.wait": "One moment, please…",
    "engine.newer": "We are updating; please say that again in a minute.",
    "engine.updated": "We have just changed something here, so I have to ask again.",
    "engine.nothing": "There is nothing to go back to.",
    "engine.which": "Which of these do you mean?",
    "engine.correct.which": "What do you want to change?",
    "engine.corrected": "All right, {name}: {value}.",
    "engine.changed": "All right, that is changed.",
    "engine.noted": "All right: {values}.",
    "engine.doubt": "Is “{heard}” your answer?",
    "engine.stuck":
      "I still do not understand. Shall we go on? Please answer in other words, or say “human” for a person, “cancel” to stop here.",
  },
};

/** A sentence of the engine with the values that it needs; undefined for a key that the engine does not have. */
export function engineWords(
  key: string,
  params: Readonly<Record<string, unknown>>,
  locale: string,
): string | undefined {
  const words = inLanguage(locale, ENGINE);
  const text = Object.hasOwn(words, key) ? words[key] : undefined;
  return text?.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
}
