/** Pictures of flat pages need few colours: a PNG with a palette is a third of what a browser writes. */
import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 128;
const EXACT = 56;

/** A picture as a browser writes it (8 bits a channel, no interlace), with at most 128 colours. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = readPng(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const { palette, indexOf } = paletteOf(counts);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + x + 1] = indexOf.get(pixels[y * width + x] as number) ?? 0;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array;
}

function readPng(png: Buffer): Picture {
  let width = 0;
  let height = 0;
  let channels = 3;
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      channels = body[9] === 6 ? 4 : 3;
    } else if (name === "IDAT") data.push(body);
    at += length + 12;
  }
  const bytes = unfiltered(inflateSync(Buffer.concat(data)), width * channels, height, channels);
  const pixels = new Uint32Array(width * height);
  for (let index = 0; index < pixels.length; index++) {
    pixels[index] = bytes.readUIntBE(index * channels, 3);
  }
  return { width, height, pixels };
}

/** Takes each row's filter off. Source: PNG specification, 9.2 */
function unfiltered(raw: Buffer, stride: number, height: number, step: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const value = raw[y * (stride + 1) + 1 + x] as number;
      const left = x >= step ? (out[y * stride + x - step] as number) : 0;
      const up = y > 0 ? (out[(y - 1) * stride + x] as number) : 0;
      const corner = x >= step && y > 0 ? (out[(y - 1) * stride + x - step] as number) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      out[y * stride + x] = value + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

type Counted = readonly (readonly [rgb: number, count: number])[];

/**
 * The grounds, which are most of a page, stay exactly what they are; the rest, which is the edges of letters,
 * is put into boxes, and the box with the widest range of a channel halved until there are boxes enough.
 */
function paletteOf(counts: ReadonlyMap<number, number>) {
  const common = [...counts].sort(([, a], [, b]) => b - a);
  const boxes: Counted[] = [...common.splice(0, EXACT).map((one) => [one]), common];
  while (boxes.length < COLOURS) {
    const widest = boxes
      .map((box, index) => ({ index, ...rangeOf(box) }))
      .sort((a, b) => b.range - a.range)[0];
    if (widest === undefined || widest.range === 0) break;
    const box = [...(boxes[widest.index] as Counted)].sort(
      ([a], [b]) => channel(a, widest.shift) - channel(b, widest.shift),
    );
    const middle = middleOf(box);
    boxes.splice(widest.index, 1, box.slice(0, middle), box.slice(middle));
  }
  const filled = boxes.filter(({ length }) => length > 0);
  const palette = filled.map(meanOf);
  const indexOf = new Map(
    filled.flatMap((box, index) => box.map(([rgb]) => [rgb, index] as const)),
  );
  return { palette, indexOf };
}

const channel = (rgb: number, shift: number): number => (rgb >> shift) & 255;

function rangeOf(box: Counted): { readonly range: number; readonly shift: number } {
  if (box.length === 0) return { range: 0, shift: 0 };
  const ranges = [16, 8, 0].map((shift) => {
    let [low, high] = [255, 0];
    for (const [rgb] of box) {
      low = Math.min(low, channel(rgb, shift));
      high = Math.max(high, channel(rgb, shift));
    }
    return { shift, range: high - low };
  });
  return ranges.sort((a, b) => b.range - a.range)[0] ?? { shift: 0, range: 0 };
}

/** Half of the colours, not of the pixels: text has many colours in few pixels. */
function middleOf(box: Counted): number {
  return Math.max(1, box.length >> 1);
}

/** The commonest colour where one prevails, so that grounds stay what they are; else the mean. */
function meanOf(box: Counted): number {
  const total = box.reduce((sum, [, count]) => sum + count, 0);
  const [commonest, most] = box.reduce((a, b) => (b[1] > a[1] ? b : a));
  if (most * 2 > total) return commonest;
  const mean = (shift: number) =>
    Math.round(box.reduce((sum, [rgb, count]) => sum + channel(rgb, shift) * count, 0) / total);
  return (mean(16) << 16) | (mean(8) << 8) | mean(0);
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc(named), body.length + 8);
  return out;
}

function crc(bytes: Buffer): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
