import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import bot from "../../samples/cards/index.ts";
import { EXHIBITS, hang, inWords, KINDS, pictureOf, ROUTES } from "../../scripts/exhibition.ts";
import { galleryPage, SHOWN } from "../../scripts/galleryPage.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";

const docs = resolve(import.meta.dirname, "../../docs");
const REMEDY = "run `node scripts/gallery.ts`";

test("every kind of card, action and attachment hangs in the gallery", () => {
  const shown = new Set(EXHIBITS.flatMap(({ covers }) => covers));
  expect(KINDS.length).toBeGreaterThan(35);
  expect(KINDS.filter((kind) => !shown.has(kind))).toEqual([]);
  expect([...shown].filter((kind) => !KINDS.includes(kind))).toEqual([]);
});

test("every exhibit has a picture on both routes, and there is no other picture", () => {
  const expected = EXHIBITS.flatMap((one) => ROUTES.map((route) => pictureOf(one, route)));
  const missing = expected.filter((file) => !existsSync(join(docs, file)));
  expect(missing, REMEDY).toEqual([]);
  const hanging = readdirSync(join(docs, "gallery")).filter((name) => name.endsWith(".png"));
  expect(hanging.map((name) => `gallery/${name}`).sort()).toEqual([...expected].sort());
  for (const file of expected) {
    const picture = readFileSync(join(docs, file));
    expect(picture.subarray(1, 4).toString(), file).toBe("PNG");
    // Wider than a bubble, and not blank.
    expect(picture.readUInt32BE(16), file).toBe(585);
    expect(picture.length, file).toBeGreaterThan(5_000);
  }
});

test("the page and the pictures are of what is shown now", async () => {
  expect(readFileSync(join(docs, "gallery.md"), "utf8"), REMEDY).toBe(galleryPage());
  const shown = JSON.parse(readFileSync(join(docs, SHOWN), "utf8"));
  expect(Object.keys(shown)).toEqual(EXHIBITS.map(({ name }) => name));
  for (const exhibit of EXHIBITS) {
    for (const route of ROUTES) {
      const { wechat, sights } = await hang(exhibit, route);
      await wechat.close();
      expect(inWords(sights), `${exhibit.name}, ${route}: ${REMEDY}`).toEqual(
        shown[exhibit.name][route],
      );
      expect(sights.length).toBeGreaterThan(0);
    }
  }
});

test("the sample lists its exhibits, and sends all of them without a fault", async () => {
  for (const verified of [true, false]) {
    const wechat = await testWeChat(bot, { locale: "en", verified });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.says("hi");
    expect(String(mei.sees()[0])).toContain("\n1. text\n2. important");
    await mei.says("1");
    expect(String(mei.sees()[0])).toContain("• Mon to Fri: 9:00 to 18:00");
    await mei.says("all");
    for (let i = 0; i < 20; i++) await mei.says("more");
    expect(mei.screen.some((sight) => typeof sight === "object" && "fault" in sight)).toBe(false);
    expect(mei.screen.length).toBeGreaterThan(10);
    await wechat.close();
  }
});
