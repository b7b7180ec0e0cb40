import type { MediaType } from "../endpoints/media.ts";
import { checkFile, DOUBTFUL_IMAGE_BYTES, mostBytes } from "./mediaTypes.ts";

/** The largest picture that is read in order to be made smaller, in bytes. */
export const MOST_SOURCE_BYTES = 20 * 1_024 * 1_024;
/** A larger picture would take the process's memory: one of 50 megapixels takes 200 MB. */
const MOST_PIXELS = 50_000_000;
/** Qualities and widths that are tried until the file is small enough, qualities first. */
const TRIES: Readonly<
  Record<"image" | "thumb", readonly (readonly [width: number, quality: number])[]>
> = {
  image: [
    [2_048, 85],
    [2_048, 70],
    [1_280, 75],
    [800, 70],
  ],
  thumb: [
    [600, 80],
    [600, 50],
    [300, 60],
    [300, 40],
    [150, 40],
  ],
};

/** The pixels of a picture, four bytes each. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/**
 * Turns a picture that WeChat would refuse (WebP, SVG, AVIF, TIFF, HEIC; too large; a thumb over 64 kB) into a JPEG
 * that it accepts. Returns the same bytes where WeChat accepts them already, where `sharp` is not installed, and
 * where sharp cannot read them: then {@link checkFile} says what is wrong. HEIC also needs `heic-decode`.
 */
export async function fitPicture(
  data: Uint8Array,
  type: MediaType,
  permanent: boolean,
): Promise<Uint8Array> {
  if ((type !== "image" && type !== "thumb") || isTaken(data, type, permanent)) return data;
  const { default: sharp } = await import("sharp").catch(() => ({ default: undefined }));
  if (sharp === undefined) return data;
  try {
    const raw = isHeic(data) ? await decodeHeic(data) : undefined;
    const input = raw === undefined ? data : Uint8Array.from(raw.data);
    const options = { limitInputPixels: MOST_PIXELS };
    const how = raw && { raw: { width: raw.width, height: raw.height, channels: 4 as const } };
    const most = type === "image" ? DOUBTFUL_IMAGE_BYTES : mostBytes(type);
    for (const [width, quality] of TRIES[type]) {
      const made = await sharp(input, { ...options, ...how })
        // Without this, a phone's picture lies on its side and transparent parts become black.
        .autoOrient()
        .resize({ width, height: width, fit: "inside", withoutEnlargement: true })
        .flatten({ background: "#fff" })
        .jpeg({ quality })
        .toBuffer();
      if (made.length <= most) return made;
    }
  } catch {
    // It is no picture, or is broken or too large.
  }
  return data;
}

function isTaken(data: Uint8Array, type: MediaType, permanent: boolean): boolean {
  try {
    checkFile(data, type, permanent);
    return true;
  } catch {
    return false;
  }
}

function isHeic(data: Uint8Array): boolean {
  const brand = Buffer.from(data.subarray(4, 12)).toString("latin1");
  return /^ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand);
}

async function decodeHeic(data: Uint8Array): Promise<Pixels> {
  const { default: decode } = (await import("heic-decode" as string)) as {
    default: (file: { buffer: Uint8Array }) => Promise<Pixels>;
  };
  return decode({ buffer: data });
}
