/**
 * How long a voice lasts, in seconds, by counting its frames: nothing is decoded. Undefined for other formats, and
 * where the bytes do not fit the format.
 */
export function voiceSeconds(data: Uint8Array, format: string): number | undefined {
  if (format === "amr") return amrSeconds(data);
  return format === "mp3" ? mp3Seconds(data) : undefined;
}

const AMR_FRAME_SECONDS = 0.02;
/** Bytes of speech behind a frame's first byte, by the frame's type. Source: RFC 4867, sections 4.3 and 5.3. */
const NARROW = [12, 13, 15, 17, 19, 20, 26, 31, 5];
const WIDE = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5];
const NARROW_HEAD = "#!AMR\n";
const WIDE_HEAD = "#!AMR-WB\n";
const NO_DATA = 15;

function amrSeconds(data: Uint8Array): number | undefined {
  const head = Buffer.from(data.subarray(0, WIDE_HEAD.length)).toString("latin1");
  const [sizes, begins] = head.startsWith(NARROW_HEAD)
    ? [NARROW, NARROW_HEAD.length]
    : [WIDE, WIDE_HEAD.length];
  let frames = 0;
  for (let at = begins; at < data.length; frames++) {
    const type = ((data[at] ?? 0) >> 3) & 0xf;
    const size = type === NO_DATA ? 0 : sizes[type];
    if (size === undefined) return undefined;
    at += 1 + size;
  }
  return frames * AMR_FRAME_SECONDS;
}

/** Kilobits a second of layer III, by the index in the header; of MPEG 1, and of MPEG 2 and 2.5. */
const BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LOW_BITRATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** Samples a second of MPEG 1; MPEG 2 has half of it, MPEG 2.5 a quarter. */
const RATES = [44_100, 48_000, 32_000];
const ID3_HEAD = 10;

function mp3Seconds(data: Uint8Array): number | undefined {
  let at = id3Bytes(data);
  let seconds = 0;
  for (;;) {
    const frame = mp3Frame(data, at);
    // A tag may follow the last frame.
    if (frame === undefined) return seconds === 0 ? undefined : seconds;
    seconds += frame.seconds;
    at += frame.bytes;
  }
}

/** The length of the tag in front, which says its own size in seven bits a byte. */
function id3Bytes(data: Uint8Array): number {
  if (Buffer.from(data.subarray(0, 3)).toString("latin1") !== "ID3") return 0;
  return ID3_HEAD + data.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
}

function mp3Frame(data: Uint8Array, at: number): { bytes: number; seconds: number } | undefined {
  const [sync = 0, kind = 0, rates = 0] = data.subarray(at, at + 3);
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2) return undefined;
  const version = (kind >> 3) & 3;
  const isFirst = version === 3;
  const kilobits = (isFirst ? BITRATES : LOW_BITRATES)[rates >> 4] ?? 0;
  const rate = (RATES[(rates >> 2) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4);
  if (kilobits === 0 || rate === 0) return undefined;
  const samples = isFirst ? 1_152 : 576;
  const padding = (rates >> 1) & 1;
  return {
    bytes: Math.floor((samples / 8) * ((kilobits * 1_000) / rate)) + padding,
    seconds: samples / rate,
  };
}
