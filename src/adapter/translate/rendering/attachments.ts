import type { MediaType } from "../../../client/endpoints/media.ts";
import { truncate } from "../../../protocol/text.ts";
import type { Outgoing } from "../../plan/outgoing.ts";
import { writeAdaptiveCard } from "./adaptive/adaptive.ts";
import { RICH_CARDS } from "./cards.ts";
import { link, webAddress } from "./links.ts";
import { firstText, type Loose, object, text } from "./loose.ts";
import { writeOtherCard } from "./otherCards.ts";
import { isPicture, writePicture } from "./picture.ts";
import { readPlace, writePlace } from "./place.ts";
import { type Sheet, textParts } from "./sheet.ts";
import { videoMessage } from "./video.ts";

/** The longest name of a file that is shown. */
const NAME_BYTES = 256;
const CARD = "application/vnd.microsoft.card.";
const ADAPTIVE = [`${CARD}adaptive`, "application/adaptive-card"];

/** Writes one attachment: a card, a file that WeChat holds, a file to upload, or a link to it. */
export function writeAttachment(attachment: Loose, sheet: Sheet): void {
  const contentType = text(attachment.contentType).toLowerCase();
  const content = object(attachment.content);
  if (ADAPTIVE.includes(contentType)) return void writeAdaptiveCard(content, sheet);
  const writeCard = contentType.startsWith(CARD)
    ? RICH_CARDS[contentType.slice(CARD.length)]
    : undefined;
  if (writeCard !== undefined) return void writeCard(content, sheet);
  const kind = contentType.split("/")[0] ?? "";
  const mediaId = text(content.mediaId);
  if (mediaId !== "" && kind in HELD)
    return void sheet.part(heldFile(kind as HeldKind, mediaId, attachment, sheet));
  const place = contentType === "application/json" ? readPlace(content) : undefined;
  if (place !== undefined) return void writePlace(place, sheet);
  return void writeFile(attachment, contentType, kind, sheet);
}

type HeldKind = keyof typeof HELD;
const HELD = { image: "image", audio: "voice", video: "video" } as const;

/** What WeChat holds already needs no upload. */
function heldFile(
  kind: HeldKind,
  mediaId: string,
  attachment: Loose,
  { phrases }: Sheet,
): Outgoing {
  const type = HELD[kind];
  if (type !== "video") return { reply: { type, mediaId } };
  const content = object(attachment.content);
  return videoMessage({
    mediaId,
    thumbMediaId: text(content.thumbMediaId) || undefined,
    title: text(content.title) || undefined,
    description: text(content.description) || undefined,
    words:
      truncate(firstText(content.title, attachment.name), NAME_BYTES) || phrases.unshown("video"),
  });
}

function writeFile(attachment: Loose, contentType: string, kind: string, sheet: Sheet): void {
  const source = text(attachment.contentUrl);
  const url = webAddress(source);
  const own = truncate(text(attachment.name), NAME_BYTES);
  const name = own || truncate(url ?? "", NAME_BYTES);
  if (kind === "image") return void writePicture(source, own, sheet);
  const type = UPLOADS[kind];
  if (type !== undefined && isPicture(source)) {
    const words = url === undefined ? sheet.phrases.unshown(type, own) : link(name, url);
    return void sheet.part({
      upload: { type, source: url ?? source },
      made: (mediaId) =>
        type === "video"
          ? videoMessage({ mediaId, words })
          : { reply: { type, mediaId }, ...(url !== undefined && { words }) },
      instead: textParts(words),
      ...(url === undefined && { lost: true as const }),
    });
  }
  if (url !== undefined) return void sheet.words(link(name, url));
  // What has neither an address nor a form of its own.
  const isWords = contentType.startsWith("text/") || kind === "";
  const words = isWords && typeof attachment.content === "string" ? text(attachment.content) : "";
  if (words.trim() !== "") {
    sheet.words(...(contentType === "text/html" ? withoutTags(words).split("\n") : [words]));
  } else if (!sheet.saysInstead() && !writeOtherCard(object(attachment.content), sheet)) {
    const why = source === "" ? "WeChat has nothing like it" : "give an https: address";
    return void sheet.unshown(type ?? "file", `${contentType || "no type"}: ${why}`, own);
  }
  sheet.warn(`attachment ${contentType || "without a type"}`, "its words are shown");
}

/** The words of a page, a line for each of its blocks. */
function withoutTags(html: string): string {
  const lines = html
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h\d)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "");
  return lines
    .replace(/&nbsp;/gi, " ")
    .replace(/&lt;/gi, "＜")
    .replace(/&gt;/gi, "＞")
    .replace(/&amp;/gi, "&");
}

const UPLOADS: Readonly<Record<string, Extract<MediaType, "voice" | "video">>> = {
  audio: "voice",
  video: "video",
};
