import type { AccountView } from "../../wire.ts";
import { kindInWords } from "../accountKind.tsx";
import type { Entry } from "../model.ts";
import { lengthOf, momentOf } from "../times.ts";
import type { Say } from "../words.ts";
import { noticeOf } from "./notices.ts";

/** Whose entries of a chat are shown. */
export type Whose = "all" | "you" | "bot" | "notices";

export function whoseIs(entry: Entry): Exclude<Whose, "all"> {
  if (entry.is === "shown") return "bot";
  return entry.is === "did" && saidIn(entry) !== undefined ? "you" : "notices";
}

/** Who reads a chat, and whose it is. */
export interface Reader {
  readonly name: string;
  readonly account: AccountView;
  readonly say: Say;
  readonly language: "en" | "zh";
}

/** An entry of a chat in words, to be searched and copied. */
export function entryText(entry: Entry, { name, account, say, language }: Reader): string {
  switch (entry.is) {
    case "fault":
      return say("faultNotice");
    case "kind":
      return say("becameKind", kindInWords(entry, say));
    case "later":
      return say("later", lengthOf(entry.ms, language));
    case "did":
      return saidIn(entry) ?? noticeOf(entry, name, account, say);
    case "shown":
      return textsIn(entry.message).join(" ");
  }
}

/** Entries as lines: when, who, what. */
export function chatText(entries: readonly Entry[], reader: Reader): string {
  const who = { you: `${reader.name}: `, bot: `${reader.account.name}: `, notices: "" };
  return entries
    .map((entry) => `${momentOf(entry.at)} ${who[whoseIs(entry)]}${entryText(entry, reader)}`)
    .join("\n");
}

/** What a person said or sent; undefined where he did something else. */
function saidIn({ action }: Extract<Entry, { is: "did" }>): string | undefined {
  switch (action.do) {
    case "say":
      return action.text;
    case "choose":
      return action.text ?? action.id;
    case "voice":
      return action.recognition ?? "…";
    case "image":
    case "video":
    case "shortvideo":
      return `[${action.do}]`;
    case "location":
      return `${action.label ?? ""} (${action.latitude}, ${action.longitude})`;
    case "link":
      return `${action.title} ${action.url}`;
    case "file":
      return action.name;
    case "miniprogrampage":
      return action.title;
    default:
      return undefined;
  }
}

/** Names of fields that no person reads. */
const UNREAD =
  /^(?:touser|msgtype|media_id|thumb_media_id|template_id|kf_account|appid|id|client_msg_id)$/;

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => (UNREAD.test(name) ? [] : textsIn(one)));
}
