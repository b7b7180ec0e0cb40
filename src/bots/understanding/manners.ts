import type { PromptInput } from "../../language/reading.ts";
import { fold } from "../../language/tidy.ts";
import { closingOf, isGreeting } from "../../language/usualWords.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { type Miss, openOf } from "./open.ts";

/** Manners: thanks are answered, and what cannot be read is named. */

/** The message asks something. At a question for a name it is hardly the name. */
export const QUESTION =
  /[?？]\s*$|吗[\s。.!！~]*$|^(?:请问|为什么|为啥|怎么|如何|(?:why|how|what|when|where|who|can i|do you|is there|are there)\b)/iu;
/** The message asks something, without a question mark. It does not answer a question. */
const ASKED = /有没有|能不能|可不可以|是不是|会不会|行不行|哪个|哪里|哪儿|多少|几点|什么时候/u;

/** The message asks how far something is, or whether anybody is there. */
const ASKS_AFTER =
  /好了(?:吗|没|么)|(?:消息|结果|进展|回复|回音|答复)了?[吗没么?？]|有(?:什么)?(?:消息|结果|进展|回复)|怎么样了|多久|什么时候|还(?:没|要)|在吗|有人|人呢|快点|\b(?:any (?:news|update)|how long|still waiting|status|anyone)\b/iu;

/** Whether a message says something about a matter, rather than only asking after it. */
export function addsSomething({ text, attachments = [], unreadable }: PromptInput): boolean {
  if (unreadable || text === "") return attachments.length > 0;
  return !ASKS_AFTER.test(text) && !isGreeting(fold(text)) && /\p{L}{2}/u.test(text);
}

/** Somebody wants to think, or to ask somebody else, before he answers. */
const NEEDS_TIME =
  /^(?:(?:你|您)?(?:稍|先)?等(?:我)?(?:一下|一会儿?|等|会儿?|下)|稍等|稍候|等等|我?先?(?:问|想|看|查|商量|考虑|确认)(?:问|想|看|查)?(?:一下|下)?)[,，。!！~～… ]*(?:(?:让|容)?我(?:们)?先?(?:再|去|得)?(?:问|想|看|查|商量|考虑|确认|翻|找)(?:问|想|看|查|找)?(?:一下|下)?[^,，。?？\d]{0,10})?(?:再(?:说|回|告诉|答复)(?:复)?(?:你|您)?)?[。.!！~～…]*$|^(?:(?:one|a|just a) (?:moment|minute|second|sec)|hold on|wait|hang on)?[,. ]*(?:(?:let me|i(?:'ll| will| need to| have to)) (?:ask|check|think|look)\b[^?\d]{0,30})?(?:please)?[.! ]*$/iu;

/** Whether a message only asks for time. */
export function needsTime(text: string): boolean {
  const said = text.trim();
  return said !== "" && NEEDS_TIME.test(said);
}

/** Answers a word that ends a talk, if nothing else is to be done with the word. */
export function takesLeave(talk: Talk, { text }: PromptInput): boolean {
  const closing = closingOf(text);
  if (closing === undefined) return false;
  if (talk.top === undefined && closing === "closing" && !talk.endedLately) return false;
  const waits = talk.top !== undefined && openOf(talk) === undefined;
  if (closing === "thanks") talk.say({ type: "say", key: "engine.welcome", params: {} });
  // A follower who waits for something hears that it is being done.
  if (waits) talk.say({ type: "say", key: "engine.wait", params: {} });
  else if (closing === "closing") talk.say({ type: "say", key: "engine.bye", params: {} });
  return true;
}

/** Why a message was no answer, as a person would put it: a sticker, a picture, a question that nobody here can answer. */
export function politely(miss: Miss, { text, attachments, unreadable }: PromptInput): Miss {
  const { reason } = miss;
  if (reason !== undefined && !VAGUE.has(reason)) return miss;
  if (unreadable) return { reason: "sticker" };
  const [file] = attachments ?? [];
  if (text === "" && file !== undefined) {
    const [kind] = file.contentType.split("/");
    return { reason: kind === "image" ? "picture" : kind === "audio" ? "voiceless" : "media" };
  }
  return QUESTION.test(text) || ASKED.test(text) ? { reason: "question" } : miss;
}

const VAGUE = new Set(["not-understood", "not-text", "not-a-name", "more"]);
