import type { TurnContext } from "botbuilder";
import type { Told } from "./watchBot.ts";

/** The part of a turn's context that both SDKs have. */
type Turn = Pick<TurnContext, "activity" | "onSendActivities">;

/** Tells what the bot gets in a turn, and what it sends: the first is told now, the others as they are sent. */
export function watchActivities(turn: Turn, key: string, tell: (told: Told) => void): void {
  tell({ tell: "activity", key, way: "got", json: asJson(turn.activity) });
  turn.onSendActivities((_context, activities, next) => {
    for (const one of activities) {
      tell({ tell: "activity", key, way: "sent", json: asJson(one) });
    }
    return next();
  });
}

/** The longest text in an activity that is told whole, in characters: a file may stand in it as base64. */
const LONGEST_TEXT = 4_000;
/** Of an activity as JSON. */
const LONGEST = 60_000;

/** An activity as people read it. */
export function asJson(activity: object): string {
  const above: object[] = [];
  const json = JSON.stringify(
    activity,
    function (this: object, _name, value: unknown) {
      // What a bot puts into `channelData` may lead back to itself.
      while (above.length > 0 && above.at(-1) !== this) above.pop();
      if (typeof value === "string" && value.length > LONGEST_TEXT) {
        return `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)`;
      }
      if (typeof value === "bigint") return String(value);
      if (typeof value !== "object" || value === null) return value;
      if (above.includes(value)) return "(itself)";
      above.push(value);
      return value;
    },
    2,
  );
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json;
}
