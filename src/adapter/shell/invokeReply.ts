import type { Activity } from "botbuilder";
import { object, text } from "../translate/rendering/loose.ts";

const CARD = "application/vnd.microsoft.card.adaptive";
const MESSAGE = "application/vnd.microsoft.activity.message";

/**
 * What a bot's answer to an `Action.Execute` shows: a card instead of the old one, which cannot be changed
 * here, or a text. Undefined for answers that show nothing.
 */
export function invokeReply(response: Partial<Activity>): Partial<Activity> | undefined {
  const { type, value } = object(object(response.value).body);
  if (type === MESSAGE && text(value) !== "") return { type: "message", text: text(value) };
  if (type !== CARD) return undefined;
  return { type: "message", attachments: [{ contentType: CARD, content: value }] };
}
