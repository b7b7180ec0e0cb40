import type { Activity } from "botbuilder";
import { languageOf } from "../../language/languageFor.ts";
import { phrasesFor } from "../../language/words/rendering.ts";
import type { Push } from "../../protocol/push.ts";
import { readActions, writeActions } from "./rendering/actions.ts";
import type { Form } from "./rendering/adaptive/form.ts";
import { writeAttachment } from "./rendering/attachments.ts";
import { readPromptText, writePrompt } from "./rendering/choicePrompt.ts";
import { writeCitations } from "./rendering/citations.ts";
import { readLabels, writeFeedback, writeSensitivity } from "./rendering/labels.ts";
import { firstText, isBlank, object, objects, text } from "./rendering/loose.ts";
import { hasMarks, type Readable, readMarkdown } from "./rendering/markup/markdown.ts";
import { withoutReasoning } from "./rendering/markup/reasoning.ts";
import { marksOf, nativeMessage } from "./rendering/native.ts";
import { writePicture } from "./rendering/picture.ts";
import { readPlace, writePlace } from "./rendering/place.ts";
import { type Part, Sheet, type SheetFacts, textParts, type Warning } from "./rendering/sheet.ts";

/** What rendering depends on beside the activity. `locale`: the account's, where the activity has none of its own. */
export interface RenderFacts extends Omit<SheetFacts, "instead"> {
  /** The push that is answered; a native reply is checked against it. */
  readonly push?: Push | undefined;
  /** Whether what a model thought on the way (`<think>…</think>`) is shown. Default false. */
  readonly reasoning?: boolean | undefined;
  /** Which messages are shown as made by AI. Default `marked`. */
  readonly aiLabel?: "all" | "marked" | "none" | undefined;
  /** Begins a form: writes its first question. */
  readonly beginForm?: (form: Form, sheet: Sheet) => void;
}

/** What one activity becomes. */
interface Rendered {
  readonly parts: readonly Part[];
  /** Why an activity that has something to say shows nothing. */
  readonly unshown?: Unshown;
  readonly warnings: readonly Warning[];
}

/**
 * Why an activity that has something to say shows nothing: it is all `reasoning`, which followers are not shown; the
 * operator's moderation has `withheld` it; or a newer message has `stopped` the turn.
 */
export type Unshown = "reasoning" | "withheld" | "stopped";

/**
 * Translates one outgoing activity into WeChat messages, in reading order: its text, its attachments, its choices. An
 * activity that shows nothing gives none. An unusual card never makes it throw: what WeChat has no form for is said
 * in words, if only that it cannot be shown, and a warning says so. Throws `SendError` for a native message that
 * WeChat would refuse, and for a text so long that nobody would read it to its end.
 */
export function fromActivity(activity: Partial<Activity>, facts: RenderFacts): Rendered {
  const { type, channelData } = activity;
  if (type === "event" && activity.name === "handoff.initiate")
    return handoff(activity.value, facts);
  if (type !== "message") return NOTHING;
  const plain = plainWords(activity);
  if (plain !== undefined) {
    const parts = textParts(plain);
    const byAi = facts.aiLabel === "all";
    return { parts: byAi ? parts.map((part) => marked(part, { ai: true })) : parts, warnings: [] };
  }
  const locale = languageOf(activity.locale) ?? facts.locale;
  const sheet = new Sheet({ ...facts, locale, instead: text(activity.summary) });
  const { words, pictures } = wordsOf(activity, facts, sheet);
  const labels = readLabels(objects(activity.entities));
  const marks = marksOf(channelData, labels.ai, facts.aiLabel);
  const native = nativeMessage(channelData, words, facts.push, sheet);
  if (native !== undefined) {
    return { parts: [{ ...native, ...(marks && { marks }) }], warnings: sheet.warnings };
  }
  writeMessage(activity, words, pictures, facts, sheet, labels);
  if (sheet.parts.length === 0) {
    if (isOnlyReasoning(activity, words)) return { ...NOTHING, unshown: "reasoning" };
    if (hasContent(activity)) sheet.unshown("message", "WeChat has nothing like it");
    sheet.flush();
  }
  const parts = marks === undefined ? sheet.parts : sheet.parts.map((part) => marked(part, marks));
  return { parts, warnings: sheet.warnings };
}

const NOTHING: Rendered = { parts: [], warnings: [] };

/**
 * A text and nothing else, as most messages are; undefined for any other activity. The general way gives the same
 * result (a test compares them), ten times as slowly.
 */
function plainWords(activity: Partial<Activity>): string | undefined {
  const { attachments, suggestedActions, entities, channelData, inputHint, importance } = activity;
  if (attachments || suggestedActions || entities || channelData) return undefined;
  if (inputHint === "expectingInput" || importance === "high") return undefined;
  const words = text(activity.text).trimEnd();
  return isBlank(words) || hasMarks(words) ? undefined : words;
}

function writeMessage(
  activity: Partial<Activity>,
  words: string,
  pictures: Readable["pictures"],
  { beginForm }: RenderFacts,
  sheet: Sheet,
  labels: ReturnType<typeof readLabels>,
): void {
  const attachments = objects(activity.attachments);
  const suggested = object(activity.suggestedActions).actions;
  const isPrompt = activity.inputHint === "expectingInput" && attachments.length === 0;
  const prompt = isPrompt && objects(suggested).length === 0 ? readPromptText(words) : undefined;
  if (prompt !== undefined) writePrompt(prompt, sheet);
  else sheet.words(words);
  writeCitations(objects(activity.entities), sheet);
  writeSensitivity(labels, sheet);
  for (const { source, alt } of pictures) writePicture(source, alt, sheet);
  for (const attachment of attachments) writeAttachment(attachment, sheet);
  for (const entity of objects(activity.entities)) {
    const place = isPlace(entity.type) ? readPlace(entity) : undefined;
    if (place !== undefined) writePlace(place, sheet);
  }
  const actions = readActions(suggested, sheet);
  writeActions(actions, sheet);
  writeFeedback(activity.channelData, actions.choices.length > 0, sheet);
  if (sheet.form !== undefined) {
    if (beginForm !== undefined) beginForm(sheet.form, sheet);
    else sheet.warn("form", "its inputs are left out: nothing remembers them here");
  }
  if (sheet.isEmpty) sheet.saysInstead();
  sheet.flush();
}

function wordsOf(
  { text: given, textFormat, speak, attachments, importance }: Partial<Activity>,
  { markdown = true, reasoning = false }: RenderFacts,
  { phrases }: Sheet,
): { readonly words: string; readonly pictures: Readable["pictures"] } {
  const spoken = objects(attachments).length === 0 ? withoutTags(text(speak)) : "";
  const all = firstText(given, spoken);
  const words = reasoning || textFormat === "plain" ? all : withoutReasoning(all);
  const isPlain = !markdown || textFormat === "plain";
  const { text: read, pictures } = isPlain
    ? { text: words, pictures: [] }
    : readMarkdown(words, phrases);
  const isUrgent = importance === "high" && read.trim() !== "";
  return { words: isUrgent ? phrases.important(read) : read, pictures };
}

/** What is spoken may be SSML. */
function withoutTags(speak: string): string {
  return /^\s*</.test(speak)
    ? speak
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ")
        .trim()
    : speak;
}

/** Whether the model thought and did not answer, so that nothing may be shown. */
function isOnlyReasoning(activity: Partial<Activity>, words: string): boolean {
  return isBlank(words) && !isBlank(text(activity.text)) && !hasParts(activity);
}

function hasContent(activity: Partial<Activity>): boolean {
  return hasParts(activity) || !isBlank(text(activity.text));
}

function hasParts({ attachments, suggestedActions }: Partial<Activity>): boolean {
  return objects(attachments).length + objects(object(suggestedActions).actions).length > 0;
}

function isPlace(type: unknown): boolean {
  return type === "Place" || type === "GeoCoordinates";
}

/**
 * A transfer to human agents. If it comes too late for a passive reply and no session can be made, customer service
 * asks the follower for one more message, and that message is transferred.
 */
function handoff(value: unknown, { locale }: RenderFacts): Rendered {
  const custom = { type: "text", content: phrasesFor(locale).transferLater } as const;
  const kfAccount = text(object(value).kfAccount);
  const reply = {
    type: "transfer_customer_service",
    ...(kfAccount !== "" && { kfAccount }),
  } as const;
  return { parts: [{ reply, custom }], warnings: [] };
}

function marked(part: Part, marks: NonNullable<ReturnType<typeof marksOf>>): Part {
  if (!("upload" in part)) return { ...part, marks };
  return {
    ...part,
    made: (mediaId) => ({ ...part.made(mediaId), marks }),
    instead: part.instead.map((one) => ({ ...one, marks })),
  };
}
