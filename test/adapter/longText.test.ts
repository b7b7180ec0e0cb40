import { expect, test } from "vitest";
import { testRoad } from "../helpers/road.ts";
import { render } from "./render.ts";

const adaptive = (...body: object[]) => ({
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: { type: "AdaptiveCard", version: "1.5", body },
    },
  ],
});
const hero = (text: string) => ({
  attachments: [{ contentType: "application/vnd.microsoft.card.hero", content: { text } }],
});
const MEGABYTE = "字。".repeat(170_000);

test.each([
  ["its text", { text: MEGABYTE }],
  ["markdown", { text: `**${MEGABYTE}**` }],
  ["what is spoken", { speak: MEGABYTE }],
  ["a card", hero(MEGABYTE)],
  ["an adaptive card", adaptive({ type: "TextBlock", text: MEGABYTE })],
  [
    "many blocks of a card",
    adaptive(
      ...Array.from({ length: 60 }, () => ({ type: "TextBlock", text: "字".repeat(1_500) })),
    ),
  ],
])("an activity whose words are too many is refused with a code: %s", (_what, activity) => {
  expect(() => render(activity)).toThrow(
    expect.objectContaining({ code: "text-too-long", message: expect.stringContaining("200000") }),
  );
});

test("a picture that stands in a text does not count as words", () => {
  const picture = `data:image/png;base64,${"A".repeat(400_000)}`;
  const { texts, parts } = render({ text: `Look:\n![chart](${picture})` });
  expect(texts[0]).toBe("Look:");
  expect(parts.length).toBe(2);
});

test("a hundred messages are not too many, and nothing of them is lost", () => {
  const text = "字。".repeat(33_000);
  const { texts } = render({ text });
  expect(texts.join("")).toBe(text);
  expect(texts.length).toBeGreaterThan(100);
});

// Each of them took minutes, or the square of its length, where a pattern was tried at every place.
test.each([
  ["empty lines", `${"\n".repeat(190_000)}*x*`],
  ["blanks in a heading", `# a${" ".repeat(190_000)}b`],
  ["marks in a heading", `# a${"#".repeat(190_000)}b`],
  ["blanks behind a dash", `-${" ".repeat(190_000)}b`],
  ["short headings", `# a${" ".repeat(900)}b\n`.repeat(200)],
])(
  "a text of 190 kB costs its length: %s",
  (_what, text) => {
    const said = render({ text }).texts.join("");
    expect(said).toMatch(/[bx]/);
  },
  10_000,
);

test("a bot that says too much hears why, and can say something else; others are answered", async () => {
  const codes: unknown[] = [];
  const road = await testRoad(async (context) => {
    if (context.activity.text !== "all of it") return void (await context.sendActivity("here"));
    await context.sendActivity("字".repeat(3_500_000)).catch(async ({ code }) => {
      codes.push(code);
      await context.sendActivity("It is long: https://example.com/all");
    });
  });
  const [seen, other] = await Promise.all([road.says("all of it"), road.says("hi", "oWang")]);
  expect(codes).toEqual(["text-too-long"]);
  expect(seen.text).toBe("It is long: https://example.com/all");
  expect(other.text).toBe("here");
});

test("a bot that does not catch it fails its turn: the follower hears so, and the log says why", async () => {
  const road = await testRoad(async (context) => {
    await context.sendActivity("字".repeat(3_500_000));
  });
  expect((await road.says("all of it")).text).toContain("抱歉");
  expect(road.log.lines.join()).toContain("text-too-long");
});
