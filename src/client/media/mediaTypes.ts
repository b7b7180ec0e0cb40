import { WeChatError } from "../../errors.ts";
import type { MediaType } from "../endpoints/media.ts";
import { voiceSeconds } from "./voiceSeconds.ts";

/** A file that WeChat would not take, or that is not fetched. Nothing was sent. */
export class MediaError extends WeChatError {}

/** Formats that WeChat takes for something. */
type FileFormat = "jpg" | "png" | "gif" | "bmp" | "amr" | "mp3" | "wav" | "wma" | "mp4";

/** Formats that people often have and WeChat never takes: they are named, because a name can be looked up. */
type OtherFormat = "webp" | "heic" | "avif" | "mov" | "m4a" | "ogg" | "webm";

const CONTENT_TYPES: Readonly<Partial<Record<FileFormat | OtherFormat, string>>> = {
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

/** Source: sub:material/temporary/api_uploadtempmedia */
const MOST_VOICE_SECONDS = 60;
/** Encoders add a few frames at both ends. */
const ENCODER_SECONDS = 0.5;

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
  // And at most 60 s.
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

/** What else begins as an MP4 does, by its brand. */
const BRANDS: Readonly<Record<string, OtherFormat>> = {
  qt: "mov",
  M4A: "m4a",
  M4B: "m4a",
  heic: "heic",
  heix: "heic",
  mif1: "heic",
  msf1: "heic",
  avif: "avif",
};

/** The format by the first bytes: names and content types from outside are only claims. */
export function formatOf(data: Uint8Array): FileFormat | OtherFormat | undefined {
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
  if (at(0, "RIFF") && at(8, "WEBP")) return "webp";
  if (at(0, "OggS")) return "ogg";
  if (at(0, "\x1a\x45\xdf\xa3")) return "webm";
  if (at(4, "ftyp")) return BRANDS[head.toString("latin1", 8, 12).trim()] ?? "mp4";
  // A frame of MPEG audio: eleven bits set, then layer III.
  const frame = head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2;
  return at(0, "ID3") || frame ? "mp3" : undefined;
}

/** The type that goes with the first bytes. */
export function contentTypeOf(data: Uint8Array): string {
  const format = formatOf(data);
  return (format && CONTENT_TYPES[format]) ?? "application/octet-stream";
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
  const found = formatOf(data);
  const format = formats.find((one) => one === found);
  if (format === undefined) {
    throw new MediaError(
      "media-format",
      `The ${type} is ${found ?? "of a format we do not know"}; WeChat takes ${formats.join(", ")}. ` +
        `Convert it first${remedy(type)}.`,
    );
  }
  if (data.length > rule.bytes) {
    throw new MediaError(
      "media-too-large",
      `The ${type} is too large: WeChat takes ${rule.bytes} bytes. Make it smaller${remedy(type)}.`,
    );
  }
  if (isCut(data, format)) {
    throw new MediaError(
      "media-cut",
      `The ${type} ends in the middle: a ${format} has an end mark, and this one has none. Read the whole file.`,
    );
  }
  const seconds = type === "voice" ? voiceSeconds(data, format) : undefined;
  if (seconds !== undefined && seconds > MOST_VOICE_SECONDS + ENCODER_SECONDS) {
    throw new MediaError(
      "media-too-long",
      `The voice lasts ${Math.round(seconds)} s, WeChat takes ${MOST_VOICE_SECONDS} s. Cut it into pieces.`,
    );
  }
  return { fileName: `${type}.${format}`, contentType: contentTypeOf(data) };
}

const END_MARKS: Readonly<Partial<Record<FileFormat, Buffer>>> = {
  jpg: Buffer.from([0xff, 0xd9]),
  png: Buffer.from("IEND", "latin1"),
};

/** Less than a picture's own tables take: too little to tell. */
const LEAST_PICTURE_BYTES = 128;

/** Whether a picture lacks the mark that ends every picture of its format. */
function isCut(data: Uint8Array, format: FileFormat): boolean {
  if (data.length < LEAST_PICTURE_BYTES) return false;
  const mark = END_MARKS[format];
  return (
    mark !== undefined &&
    Buffer.from(data.buffer, data.byteOffset, data.length).lastIndexOf(mark) < 0
  );
}
