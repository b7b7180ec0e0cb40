import sharp from "sharp";
import { expect, test } from "vitest";
import { formatOf } from "../../src/client/media/fileFormat.ts";
import { checkFile } from "../../src/client/media/mediaTypes.ts";
import { fitPicture } from "../../src/client/media/pictures.ts";
import { JPG, PNG } from "./rig.ts";

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
const noise = (width: number) =>
  sharp({
    create: {
      width,
      height: width,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 80 },
    },
  });

test("what WeChat takes is not touched", async () => {
  expect(await fitPicture(PNG, "image", false)).toBe(PNG);
  expect(await fitPicture(JPG, "thumb", false)).toBe(JPG);
});

test("WebP, AVIF, TIFF and SVG become JPEGs; what is transparent becomes white", async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><circle r="5"/></svg>';
  const files = [
    await blank(30, 20).webp().toBuffer(),
    await blank(30, 20).avif().toBuffer(),
    await blank(30, 20).flatten({ background: "#fff" }).tiff().toBuffer(),
    Buffer.from(svg),
  ];
  for (const file of files) {
    const made = await fitPicture(file, "image", false);
    expect(formatOf(made)).toBe("jpg");
    const { channels } = await sharp(made).stats();
    expect(channels[0]?.mean).toBeGreaterThan(240);
  }
});

test("a thumb over 64 kB is made small enough, and a phone's picture does not lie on its side", async () => {
  const large = await noise(1_200).jpeg({ quality: 95 }).toBuffer();
  expect(large.length).toBeGreaterThan(64 * 1_024);
  const thumb = await fitPicture(large, "thumb", false);
  expect(() => checkFile(thumb, "thumb", false)).not.toThrow();
  const turned = await sharp({ create: { width: 60, height: 20, channels: 3, background: "#123" } })
    .withMetadata({ orientation: 6 })
    .webp()
    .toBuffer();
  const { width, height } = await sharp(await fitPicture(turned, "image", false)).metadata();
  expect([width, height]).toEqual([20, 60]);
});

test("what is no picture, or half of one, is left as it is, and refused in words", async () => {
  const half = (await noise(300).webp().toBuffer()).subarray(0, 200);
  for (const file of [Buffer.from("no picture"), half]) {
    const left = await fitPicture(file, "image", false);
    expect(left).toBe(file);
    expect(() => checkFile(left, "image", false)).toThrow("install `sharp`");
  }
});
