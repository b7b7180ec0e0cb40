import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

/** A small landscape as a PNG, drawn here so that the sample needs no file and no network. */
export function landscape(width = 360, height = 200): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set(colourAt(x / width, y / height), y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits each of red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    part("IHDR", header),
    part("IDAT", deflateSync(rows)),
    part("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}

/** Sky, a sun, and two rows of hills. */
function colourAt(x: number, y: number): readonly [number, number, number] {
  if (y > 0.72 + 0.06 * Math.sin(x * 9)) return [84, 140, 96];
  if (y > 0.58 + 0.08 * Math.sin(x * 6 + 2)) return [122, 168, 122];
  if ((x - 0.76) ** 2 * 3.2 + (y - 0.26) ** 2 < 0.012) return [250, 214, 120];
  return [Math.round(150 + 70 * y), Math.round(196 + 40 * y), 236];
}

function part(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export const LANDSCAPE_DATA = `data:image/png;base64,${landscape().toString("base64")}`;
/** Addresses of pictures in the exhibits; nobody serves them, whoever makes the gallery draws them. */
export const PICTURE_PATTERN = "https://pictures.example.org/**";
