import { type Catalogue, inLanguage } from "../languageFor.ts";

/** What the dialogue engine itself says, where the bot's own texts have no such key. */
export const ENGINE: Catalogue<Readonly<Record<string, string>>> = {
  zh: {
    "engine.sorry": "抱歉，出了点问题，我们继续。",
    "engine.cancel.sure": "确定要取消吗？",
    "engine.cancel.retry": "要取消请回复“是”，继续请回复“否”。",
    "engine.cancelled": "已取消。",
    "engine.help": "回复“取消”可以退出，“返回”回到上一步，“人工”看有没有同事能帮您。",
    "engine.human": "正在为您转接人工客服，请稍候。",
    "engine.humanOffline":
      "同事现在不在线，您的话已转给他们，上线后会在这里回复。回复“返回”继续和我说。",
    "engine.humanCame": "同事已接入，接下来由同事回复您。",
    "engine.humanNoted": "已转给同事，请稍候。回复“返回”继续和我说。",
    "engine.humanAsks": "请直接说您的问题，我转给人工客服。回复“返回”继续和我说。",
    "engine.humanLate":
      "同事还在忙，还没有接入。可以接着等，也可以直接留言；回复“返回”继续和我说。",
    "engine.humanLeft": "人工服务已结束。",
    "engine.humanNever": "抱歉，一直没有同事接入。我们继续。",
    "engine.noHuman": "抱歉，这里没有人工客服，我会尽量帮您。",
    "engine.message.matter": "这里没有在线客服，可以给同事留言。请说说是什么事。",
    "engine.message.phone": "请留一个电话，同事会打给您。",
    "engine.message.taken": "已经转给同事了，他们会打 {phone} 联系您。",
    "engine.message.there": "同事已经收到您的留言，会打 {phone} 联系您。",
    "engine.backToBot": "好的，我们继续。",
    "engine.wait": "请稍候，正在处理…",
    "engine.newer": "系统正在升级，请稍后再发一次。",
    "engine.updated": "我们刚刚更新过，这里需要重新问一下。",
    "engine.nothing": "没有可以返回的步骤。",
    "engine.which": "您指的是哪一个？",
    "engine.correct.which": "哪里不对？直接说新的就行，也可以选一项。",
    "engine.welcome": "不客气！",
    "engine.bye": "好的，有需要随时找我。",
    "engine.added": "好的，已经补充上去了。",
    "engine.over": "刚才的已经办好了，我改不了。要改的话说“人工”，我看有没有同事能帮您。",
    "engine.unchanged": "没有改动，之前办好的照旧。",
    "engine.draft": "上次填到：{values}。接着填可以吗？",
    "engine.draft.retry": "接着填请回复“是”，重新填请回复“否”。",
    "engine.noHurry": "不急，想好了直接告诉我。",
    "engine.done": "刚才的事没有新的消息了。还有别的吗？",
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
    "engine.help": "回覆「取消」可以退出，「返回」回到上一步，「人工」看有沒有同事能幫您。",
    "engine.human": "正在為您轉接人工客服，請稍候。",
    "engine.humanOffline":
      "同事現在不在線，您的話已轉給他們，上線後會在這裡回覆。回覆「返回」繼續和我說。",
    "engine.humanCame": "同事已接入，接下來由同事回覆您。",
    "engine.humanNoted": "已轉給同事，請稍候。回覆「返回」繼續和我說。",
    "engine.humanAsks": "請直接說您的問題，我轉給人工客服。回覆「返回」繼續和我說。",
    "engine.humanLate":
      "同事還在忙，還沒有接入。可以接著等，也可以直接留言；回覆「返回」繼續和我說。",
    "engine.humanLeft": "人工服務已結束。",
    "engine.humanNever": "抱歉，一直沒有同事接入。我們繼續。",
    "engine.noHuman": "抱歉，這裡沒有人工客服，我會盡量幫您。",
    "engine.message.matter": "這裡沒有在線客服，可以給同事留言。請說說是什麼事。",
    "engine.message.phone": "請留一個電話，同事會打給您。",
    "engine.message.taken": "已經轉給同事了，他們會打 {phone} 聯絡您。",
    "engine.message.there": "同事已經收到您的留言，會打 {phone} 聯絡您。",
    "engine.backToBot": "好的，我們繼續。",
    "engine.wait": "請稍候，正在處理…",
    "engine.newer": "系統正在升級，請稍後再傳一次。",
    "engine.updated": "我們剛剛更新過，這裡需要重新問一下。",
    "engine.nothing": "沒有可以返回的步驟。",
    "engine.which": "您指的是哪一個？",
    "engine.correct.which": "哪裡不對？直接說新的就行，也可以選一項。",
    "engine.welcome": "不客氣！",
    "engine.bye": "好的，有需要隨時找我。",
    "engine.added": "好的，已經補充上去了。",
    "engine.over": "剛才的已經辦好了，我改不了。要改的話說「人工」，我看有沒有同事能幫您。",
    "engine.unchanged": "沒有改動，之前辦好的照舊。",
    "engine.draft": "上次填到：{values}。接著填可以嗎？",
    "engine.draft.retry": "接著填請回覆「是」，重新填請回覆「否」。",
    "engine.noHurry": "不急，想好了直接告訴我。",
    "engine.done": "剛才的事沒有新的消息了。還有別的嗎？",
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
    "engine.help":
      "Say “cancel” to leave, “back” for the question before, “human” for a person, if one is there.",
    "engine.human": "One moment, a colleague will take over.",
    "engine.humanOffline":
      "My colleagues are not online now. They have your message and answer here once they are. Say “back” to go on with me.",
    "engine.humanCame": "A colleague is here and answers you from now on.",
    "engine.humanNoted": "I have passed that on. Say “back” to go on with me.",
    "engine.humanAsks":
      "Please say what it is about, and I hand it to a colleague. Say “back” to go on with me.",
    "engine.humanLate":
      "My colleagues are still busy. You can wait or leave a message; say “back” to go on with me.",
    "engine.humanLeft": "You are talking to the bot again.",
    "engine.humanNever": "I am sorry, nobody has come. Let us go on.",
    "engine.noHuman": "I am sorry, there is nobody here but me. I will do my best.",
    "engine.message.matter":
      "There is nobody here to chat with, but you can leave a message. What is it about?",
    "engine.message.phone": "A telephone number, please: a colleague will call you.",
    "engine.message.taken": "I have passed that on. A colleague will call {phone}.",
    "engine.message.there": "A colleague has your message and will call {phone}.",
    "engine.backToBot": "All right, let us go on.",
    "engine.wait": "One moment, please…",
    "engine.newer": "We are updating; please say that again in a minute.",
    "engine.updated": "We have just changed something here, so I have to ask again.",
    "engine.nothing": "There is nothing to go back to.",
    "engine.which": "Which of these do you mean?",
    "engine.correct.which": "What is not right? Just say how it should be, or choose.",
    "engine.welcome": "You are welcome!",
    "engine.bye": "All right. I am here whenever you need me.",
    "engine.added": "Thank you, I have added that.",
    "engine.over":
      "That is done, and I cannot change it. Say “human”, and I see whether somebody can.",
    "engine.unchanged": "Nothing is changed: what was done before stands.",
    "engine.draft":
      "Last time you told me: {values}. Is that right, and shall we go on from there?",
    "engine.draft.retry": "Please answer yes to go on from there, no to begin anew.",
    "engine.noHurry": "No hurry. Just tell me when you know.",
    "engine.done": "There is nothing new about that. Is there anything else?",
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
