import { expect, test } from "vitest";
import { Shelf, type Texts } from "../../src/store/memory/shelf.ts";

test("texts of any length are given back as they were, and what was taken is wiped", () => {
  const shelf = new Shelf();
  const texts = ["", "a", "谢谢 👍", "x".repeat(300_000), "谢".repeat(100_000), "after"];
  const many = Array.from({ length: 2_000 }, (_, i) => `${i} ${"谢谢".repeat(i % 200)}`);
  const places = [...texts, ...many].flatMap((text, i) => {
    const pairs: Texts[] = [
      [text, undefined],
      [`${i}`, text],
      [text, ""],
    ];
    return pairs.map((pair) => ({ pair, place: shelf.put(pair) }));
  });
  for (const { pair, place } of places) expect(shelf.read(place)).toEqual(pair);
  const thanks = places.find(({ pair }) => pair[1] === "谢谢 👍");
  if (thanks === undefined) throw new Error("It was put there.");
  expect(shelf.take(thanks.place)).toEqual(["2", "谢谢 👍"]);
  const wiped = "\0".repeat(Buffer.byteLength("谢谢 👍"));
  expect(shelf.read(thanks.place)).toEqual(["\0", wiped]);
  for (const { pair, place } of places)
    if (place !== thanks.place) expect(shelf.read(place)).toEqual(pair);
});
