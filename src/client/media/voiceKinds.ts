import { spawn } from "node:child_process";
import { MediaError } from "./mediaTypes.ts";

const HEADS: readonly (readonly [
  kind: "amr" | "amr-wb" | "silk" | "ogg" | "mp3" | "wav",
  RegExp,
])[] = [
  ["amr-wb", /^#!AMR-WB\n/],
  ["amr", /^#!AMR\n/],
  // Tencent's own SILK begins with one more byte.
  ["silk", /^[^#]?#!SILK_V3/],
  ["ogg", /^OggS/],
  ["wav", /^RIFF/],
  ["mp3", /^(?:ID3|\xff[\xe2-\xff])/],
];
const HEAD_BYTES = 16;
/** WAV of a minute is 2 MB. */
const MOST_BYTES = 64 * 1_024 * 1_024;
/** A minute of voice takes a fraction of a second. */
const FFMPEG_MS = 20_000;

/** The kind of a sound, by its first bytes. */
export function voiceKind(bytes: Buffer): (typeof HEADS)[number][0] | "unknown" {
  const head = bytes.subarray(0, HEAD_BYTES).toString("latin1");
  return HEADS.find(([, pattern]) => pattern.test(head))?.[0] ?? "unknown";
}

/**
 * A voice as WAV, 16 kHz, mono. No npm package reads AMR-WB or Speex, so `ffmpeg` does it. Rejects with a {@link
 * MediaError}: `no-ffmpeg`, or `media-format` for a voice that `ffmpeg` cannot read.
 */
export function wavOf(bytes: Buffer, program = "ffmpeg"): Promise<Buffer> {
  const args = "-hide_banner -loglevel error -i pipe:0 -f wav -ar 16000 -ac 1 pipe:1".split(" ");
  return new Promise((resolve, reject) => {
    const ffmpeg = spawn(program, args, { timeout: FFMPEG_MS, stdio: ["pipe", "pipe", "pipe"] });
    const parts: Buffer[] = [];
    let size = 0;
    let why = "";
    const fail = (code: "no-ffmpeg" | "media-format", message: string) => {
      reject(
        code === "no-ffmpeg"
          ? new MediaError("no-ffmpeg", message)
          : new MediaError("media-format", message),
      );
    };
    ffmpeg.on("error", () =>
      fail(
        "no-ffmpeg",
        `${program} is not installed here, and nothing else reads a voice of this kind.`,
      ),
    );
    ffmpeg.stdout.on("data", (part: Buffer) => {
      size += part.length;
      if (size > MOST_BYTES) ffmpeg.kill();
      else parts.push(part);
    });
    ffmpeg.stderr.on("data", (part: Buffer) => {
      if (why.length < 500) why += part.toString("utf8");
    });
    ffmpeg.on("close", (code) => {
      if (code === 0 && size <= MOST_BYTES) resolve(Buffer.concat(parts));
      else
        fail(
          "media-format",
          `${program} cannot read the voice: ${why.trim() || "it ended early"}.`,
        );
    });
    // `ffmpeg` may close its input before it has read everything; its exit code then tells what happened.
    ffmpeg.stdin.on("error", () => {});
    ffmpeg.stdin.end(bytes);
  });
}
