import { WeChatError } from "../../errors.ts";
import type { MediaType } from "../endpoints/media.ts";

/** A file that WeChat would not take, or that is not fetched. Nothing was sent. */
export class MediaError extends WeChatError {}

type FileFormat = "jpg" | "png" | "gif" | "bmp" | "amr" | "mp3" | "wav" | "wma" | "mp4";

const CONTENT_TYPES: Readonly<Record<FileFormat, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  bmp: "image/bmp",
  amr: "audio/amr",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  wma: "audio/x-ms-wma",
  mp4: "video/mp4",
};

const KB = 1_024;
const MB = 1_024 * KB;

interface Rule {
  readonly bytes: number;
  readonly temporary: readonly FileFormat[];
  readonly permanent: readonly FileFormat[];
}

/** Source: sub:material/temporary/api_uploadtempmedia, sub:material/permanent/api_addmaterial */
const RULES: Readonly<Record<MediaType, Rule>> = {
  image: {
    bytes: 10 * MB,
    temporary: ["png", "jpg", "gif"],
    permanent: ["bmp", "png", "jpg", "gif"],
  },
  // And at most 60 s, which only decoding would tell.
  voice: { bytes: 2 * MB, temporary: ["amr", "mp3"], permanent: ["mp3", "wma", "wav", "amr"] },
  video: { bytes: 10 * MB, temporary: ["mp4"], permanent: ["mp4"] },
  thumb: { bytes: 64 * KB, temporary: ["jpg"], permanent: ["jpg"] },
};
/** The page that allows 10 MB names this number elsewhere. */
export const DOUBTFUL_IMAGE_BYTES = 2 * MB;

/** The largest file of a kind, in bytes. */
export function mostBytes(type: MediaType): number {
  return RULES[type].bytes;
}

/** The format by the first bytes: names and content types from outside are only claims. */
export function formatOf(data: Uint8Array): FileFormat | undefined {
  const head = Buffer.from(data.buffer, data.byteOffset, Math.min(data.length, 16));
  const at = (offset: number, text: string) =>
    head.subarray(offset, offset + text.length).equals(Buffer.from(text, "latin1"));
  if (at(0, "\xff\xd8\xff")) return "jpg";
  if (at(0, "\x89PNG\r\n\x1a\n")) return "png";
  if (at(0, "GIF87a") || at(0, "GIF89a")) return "gif";
  if (at(0, "BM")) return "bmp";
  if (at(0, "#!AMR")) return "amr";
  if (at(0, "RIFF") && at(8, "WAVE")) return "wav";
  if (at(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11")) return "wma";
  if (at(4, "ftyp")) return "mp4";
  // A frame of MPEG audio: eleven bits set, then layer III.
  const frame = head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2;
  return at(0, "ID3") || frame ? "mp3" : undefined;
}

/** The type that goes with the first bytes. */
export function contentTypeOf(data: Uint8Array): string {
  const format = formatOf(data);
  return format === undefined ? "application/octet-stream" : CONTENT_TYPES[format];
}

function remedy(type: MediaType): string {
  return type === "image" || type === "thumb" ? ", or install `sharp` and we do" : "";
}

interface CheckedFile {
  readonly fileName: string;
  readonly contentType: string;
}

/** Throws a {@link MediaError} for what WeChat would refuse; else the name and type to send it under. */
export function checkFile(data: Uint8Array, type: MediaType, permanent: boolean): CheckedFile {
  const rule = RULES[type];
  const formats = permanent ? rule.permanent : rule.temporary;
  if (data.length === 0) {
    throw new MediaError("media-empty", `The ${type} is empty. Give a file with content.`);
  }
  if (data.length > rule.bytes) {
    throw new MediaError(
      "media-too-large",
      `The ${type} has ${data.length} bytes, WeChat takes ${rule.bytes}. Make it smaller${remedy(type)}.`,
    );
  }
  const format = formatOf(data);
  if (format === undefined || !formats.includes(format)) {
    throw new MediaError(
      "media-format",
      `The ${type} is ${format ?? "of a format we do not know"}; WeChat takes ${formats.join(", ")}. ` +
        `Convert it first${remedy(type)}.`,
    );
  }
  return { fileName: `${type}.${format}`, contentType: CONTENT_TYPES[format] };
}
