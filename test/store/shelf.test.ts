import { expect, test } from "vitest";
import { Shelf } from "../../src/store/shelf.ts";

test("texts of any length are given back as they were, and what was taken is wiped", () => {
  const shelf = new Shelf();
  const texts = ["", "a", "谢谢 👍", "x".repeat(300_000), "谢".repeat(100_000), "after"];
  const many = Array.from({ length: 2_000 }, (_, i) => `${i} ${"谢谢".repeat(i % 200)}`);
  const places = [...texts, ...many].map((text) => ({ text, place: shelf.put(text) }));
  for (const { text, place } of places) expect(shelf.read(place)).toBe(text);
  const [, , thanks] = places;
  if (thanks === undefined) return;
  expect(shelf.take(thanks.place)).toBe("谢谢 👍");
  expect(shelf.read(thanks.place)).toBe("\0".repeat(Buffer.byteLength("谢谢 👍")));
  for (const { text, place } of places)
    if (place !== thanks.place) expect(shelf.read(place)).toBe(text);
});
