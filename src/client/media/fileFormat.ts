/** Formats that WeChat accepts for at least one kind of file. */
export type FileFormat = "jpg" | "png" | "gif" | "bmp" | "amr" | "mp3" | "wav" | "wma" | "mp4";

/** Formats that people often have and WeChat never accepts. Errors name them, because people can look a name up. */
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

/** Other formats that begin as an MP4 does, by their brand. */
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
