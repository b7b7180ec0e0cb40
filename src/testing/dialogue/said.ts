import type { Activity } from "botbuilder";
import type { PromptInput } from "../../language/reading.ts";
import type { Lifecycle } from "../../machines/dialogue/spec.ts";

/** What a follower gives, as the activity that the adapter makes of it. */
export function asActivity({
  text,
  tapped,
  attachments,
  location,
  unreadable,
}: PromptInput): Partial<Activity> {
  if (unreadable) return { type: "event", name: "unsupported", value: { notice: text } };
  return {
    type: "message",
    text,
    ...(tapped !== undefined && { value: { menuId: tapped } }),
    ...(attachments !== undefined && { attachments: [...attachments] }),
    ...(location !== undefined && {
      entities: [
        {
          type: "GeoCoordinates",
          latitude: location.latitude,
          longitude: location.longitude,
          name: location.label,
        },
      ],
    }),
  };
}

const NAMES: Readonly<Partial<Record<Lifecycle, string>>> = {
  scanned: "SCAN",
  menu: "CLICK",
  humanCame: "kf_create_session",
  humanLeft: "kf_close_session",
};

/** What happens to a follower, as the activity that the adapter makes of it. */
export function happeningActivity(type: Lifecycle, value: object = {}): Partial<Activity> {
  switch (type) {
    case "subscribed":
      return { type: "conversationUpdate", membersAdded: [{ id: "follower", name: "" }], value };
    case "unsubscribed":
      return { type: "conversationUpdate", membersRemoved: [{ id: "follower", name: "" }] };
    default:
      return { type: "event", name: NAMES[type] ?? type, value };
  }
}
