import type { Activity } from "botbuilder";

/**
 * Joins messages that came in a row into the one activity of their turn: the message whose push has the turn (`own`, its
 * place in the list), with all texts joined by line ends, and with all attachments and entities in order. Each message
 * stands whole in `channelData.gathered`.
 */
export function gathered(activities: readonly Partial<Activity>[], own: number): Partial<Activity> {
  const messages = activities.filter(({ type }) => type === "message");
  const last = activities[own] ?? {};
  // A sticker after words is an event without text, but the bot can answer the words.
  const base =
    last.type === "message" || messages.length === 0 ? last : { ...messages.at(-1), ...idOf(last) };
  const text = messages.map((one) => one.text ?? "").filter((one) => one !== "");
  const attachments = messages.flatMap((one) => one.attachments ?? []);
  const entities = messages.flatMap((one) => one.entities ?? []);
  return {
    ...base,
    ...(base.type === "message" && { text: text.join("\n") }),
    ...(attachments.length > 0 && { attachments }),
    ...(entities.length > 0 && { entities }),
    channelData: { ...last.channelData, gathered: activities },
  };
}

function idOf({ id }: Partial<Activity>): Pick<Partial<Activity>, "id"> {
  return id === undefined ? {} : { id };
}
