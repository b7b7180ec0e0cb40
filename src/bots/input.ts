import type { Activity } from "botbuilder";
import type { PromptInput } from "../language/reading.ts";
import type { Lifecycle } from "../machines/dialogue/spec.ts";
import { Message } from "./intents.ts";

/** What a turn brings to the dialogues. */
export type Incoming =
  | { readonly kind: "message"; readonly input: Message }
  | {
      readonly kind: "happening";
      readonly type: Lifecycle;
      /** What a trigger may choose by: the scene of a QR code, the key of a menu item. */
      readonly key: string | undefined;
      readonly value: unknown;
      /** A tapped menu item may be the answer to a question. */
      readonly input?: PromptInput;
    }
  | { readonly kind: "timer" }
  /** The result of a call: its caller hears whether the result was taken. */
  | { readonly kind: "result" }
  /** Something that dialogues do not know. */
  | { readonly kind: "other" };

/** The id of the one timer that the dialogues of a conversation have. */
export const TIMER = "dialogue";

const HAPPENINGS: Readonly<Record<string, Lifecycle>> = {
  windowExpiring: "windowExpiring",
  windowExpired: "windowExpired",
  enteredAgain: "enteredAgain",
  SCAN: "scanned",
  CLICK: "menu",
  kf_create_session: "humanCame",
  kf_close_session: "humanLeft",
};

/** Reads an activity as the dialogues see it. */
export function incomingOf(activity: Activity): Incoming {
  switch (activity.type) {
    case "message":
      return { kind: "message", input: inputOf(activity) };
    case "conversationUpdate": {
      const { recipient, membersAdded, membersRemoved } = activity;
      const person = (members: typeof membersAdded) => members?.some((m) => m.id !== recipient?.id);
      if (person(membersAdded)) return happening("subscribed", activity.value);
      return person(membersRemoved) ? happening("unsubscribed", undefined) : { kind: "other" };
    }
    case "event":
      return ofEvent(activity);
    default:
      return { kind: "other" };
  }
}

function ofEvent({ name, value }: Activity): Incoming {
  if (name === "timer") {
    return (value as { id?: unknown } | undefined)?.id === TIMER
      ? { kind: "timer" }
      : { kind: "other" };
  }
  // A sticker: even that must not stay unanswered.
  if (name === "unsupported") {
    return { kind: "message", input: new Message({ text: "", unreadable: true }) };
  }
  // A tap in a message menu, where the adapter gives it as an event.
  if (name === "bizmsgmenu") {
    const { menuId, title } = value as { menuId: string; title?: string };
    return { kind: "message", input: new Message({ text: title ?? "", tapped: menuId }) };
  }
  const type = Object.hasOwn(HAPPENINGS, name ?? "") ? HAPPENINGS[name ?? ""] : undefined;
  return type === undefined ? { kind: "other" } : happening(type, value);
}

function happening(type: Lifecycle, value: unknown): Incoming {
  const { scene, eventKey } = (value ?? {}) as { scene?: unknown; eventKey?: unknown };
  const found = scene ?? eventKey;
  const key = found === undefined ? undefined : String(found);
  return {
    kind: "happening",
    type,
    key,
    value,
    ...(type === "menu" && key !== undefined && { input: { text: "", tapped: key } }),
  };
}

function inputOf({ text, value, attachments, entities }: Activity): Message {
  const { menuId } = (value ?? {}) as { menuId?: string };
  const place = entities?.find(({ type }) => type === "GeoCoordinates") as
    | { latitude: number; longitude: number; name?: string }
    | undefined;
  return new Message({
    text: (text ?? "").trim(),
    ...(menuId !== undefined && { tapped: menuId }),
    ...(attachments !== undefined && attachments.length > 0 && { attachments }),
    ...(place !== undefined && {
      location: {
        latitude: place.latitude,
        longitude: place.longitude,
        label: place.name ?? "",
      },
    }),
  });
}
