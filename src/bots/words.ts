import { inLanguage } from "../language/languageFor.ts";
import type { Params, Texts } from "../machines/dialogue/texts.ts";

/** What the engine itself says, where the bot's own texts have no such key. */
const WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  "engine.sorry": ["抱歉，出了点问题，我们继续。", "Sorry, something went wrong. Let us go on."],
  "engine.cancel.sure": ["确定要取消吗？", "Do you really want to cancel?"],
  "engine.cancel.retry": [
    "要取消请回复“是”，继续请回复“否”。",
    "Please answer yes to cancel, no to go on.",
  ],
  "engine.cancelled": ["已取消。", "Cancelled."],
  "engine.help": [
    "回复“取消”可以退出，“返回”回到上一步，“人工”转人工客服。",
    "Say “cancel” to leave, “back” for the question before, “human” for a person.",
  ],
  "engine.human": ["正在为您转接人工客服，请稍候。", "One moment, a colleague will take over."],
  "engine.humanLeft": ["人工服务已结束。", "You are talking to the bot again."],
  "engine.wait": ["请稍候，正在处理…", "One moment, please…"],
  "engine.newer": [
    "系统正在升级，请稍后再发一次。",
    "We are updating; please say that again in a minute.",
  ],
  "engine.updated": [
    "我们刚刚更新过，这里需要重新问一下。",
    "We have just changed something here, so I have to ask again.",
  ],
  "engine.nothing": ["没有可以返回的步骤。", "There is nothing to go back to."],
  "engine.which": ["您指的是哪一个？", "Which of these do you mean?"],
  "engine.correct.which": ["要修改哪一项？", "What do you want to change?"],
  "engine.corrected": ["好的，{name}：{value}。", "All right, {name}: {value}."],
  "engine.changed": ["好的，已经改了。", "All right, that is changed."],
  "engine.doubt": ["“{heard}”就是您的回答吗？", "Is “{heard}” your answer?"],
  "engine.stuck": [
    "还是没有听懂。要继续吗？请换个说法再答一次，或回复“人工”找人帮忙，“取消”就到这里。",
    "I still do not understand. Shall we go on? Please answer in other words, or say “human” for a person, “cancel” to stop here.",
  ],
};

/** The engine's own texts. */
export const engineTexts: Texts<string, string> = {
  render(key: string, params: Params, locale: string): string | undefined {
    const pair = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
    const text = pair && inLanguage(locale, { zh: pair[0], en: pair[1] });
    return text?.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));
  },
};
