import { BY_AI, LABEL_TYPE } from "../../../aiLabel.ts";
import { truncate } from "../../../protocol/text.ts";
import { type Loose, object, text } from "./loose.ts";
import type { Sheet } from "./sheet.ts";

/** What an SDK's label says of a message: `addAIToActivity` and the like write it into an entity. */
interface Labels {
  /** A model wrote it. */
  readonly ai: boolean;
  /** How confidential it is, in the bot's words; empty where nothing is said of that. */
  readonly sensitivity: string;
}

const NAME_BYTES = 240;

/** The labels in a message's entities. */
export function readLabels(entities: readonly Loose[]): Labels {
  const labels = entities.filter(({ type }) => type === LABEL_TYPE);
  const ai = labels.some(({ additionalType }) => [additionalType].flat().includes(BY_AI));
  const [usage = {}] = labels.map(({ usageInfo }) => object(usageInfo)).filter(({ name }) => name);
  const [name, description] = [text(usage.name), text(usage.description)];
  const said = description === "" || description === name ? name : `${name} (${description})`;
  return { ai, sensitivity: truncate(said.trim(), NAME_BYTES, "…") };
}

/** Says under a message how confidential it is. */
export function writeSensitivity({ sensitivity }: Labels, sheet: Sheet): void {
  if (sensitivity !== "") sheet.words(sheet.phrases.sensitivity(sensitivity));
}

/**
 * The two choices of the SDK's feedback loop, under a message that has none of its own. A tap reaches the bot as the
 * invoke that Teams sends: `message/submitAction`.
 */
export function writeFeedback(channelData: unknown, hasChoices: boolean, sheet: Sheet): void {
  const { feedbackLoopEnabled, feedbackLoop } = object(channelData);
  if (feedbackLoopEnabled !== true && object(feedbackLoop).type === undefined) return;
  if (hasChoices) {
    sheet.warn("feedback", "left out under a message with choices of its own");
    return;
  }
  const { useful, useless } = sheet.phrases;
  const choices = [
    { title: useful, reaction: "like" },
    { title: useless, reaction: "dislike" },
  ].map(({ title, reaction }) => {
    const value = { actionName: "feedback", actionValue: { reaction, feedback: "{}" } };
    return sheet.number(title, { text: "", value, invoke: "message/submitAction" });
  });
  sheet.choices(choices);
}
