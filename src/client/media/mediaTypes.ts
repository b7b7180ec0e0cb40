import { WeChatError } from "../../errors.ts";
import type { MediaType } from "../endpoints/media.ts";
import { contentTypeOf, type FileFormat, formatOf } from "./fileFormat.ts";
import { voiceSeconds } from "./voiceSeconds.ts";

/** A file that WeChat would not take, or that is not fetched. Nothing was sent. */
export class MediaError extends WeChatError {}

/** Source: sub:material/temporary/api_uploadtempmedia */
const MOST_VOICE_SECONDS = 60;
/** Tolerance: encoders add a few frames at both ends. */
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
  // A voice also lasts at most 60 s.
  voice: { bytes: 2 * MB, temporary: ["amr", "mp3"], permanent: ["mp3", "wma", "wav", "amr"] },
  video: { bytes: 10 * MB, temporary: ["mp4"], permanent: ["mp4"] },
  thumb: { bytes: 64 * KB, temporary: ["jpg"], permanent: ["jpg"] },
};
/** WeChat's page allows 10 MB, but elsewhere on the page it names this number. */
export const DOUBTFUL_IMAGE_BYTES = 2 * MB;

/** The largest file of a kind, in bytes. */
export function mostBytes(type: MediaType): number {
  return RULES[type].bytes;
}

function remedy(type: MediaType): string {
  return type === "image" || type === "thumb" ? ", or install `sharp` and we do" : "";
}

interface CheckedFile {
  readonly fileName: string;
  readonly contentType: string;
}

/**
 * Checks a file. Returns the name and type to send it under; throws a {@link MediaError} for a file that WeChat would
 * refuse.
 */
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

/** With fewer bytes than a picture's own tables take, nobody can tell. */
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
