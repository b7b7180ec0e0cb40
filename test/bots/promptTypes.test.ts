import { expectTypeOf, test } from "vitest";
import { choice, yesNo } from "../../src/bots/prompts/choices.ts";
import { image, location, type Media, type Place } from "../../src/bots/prompts/media.ts";
import { integer, money } from "../../src/bots/prompts/numbers.ts";
import { text } from "../../src/bots/prompts/text.ts";
import { date, duration, time } from "../../src/bots/prompts/times.ts";
import type { Money } from "../../src/language/numbers/money.ts";
import type { Prompt } from "../../src/machines/dialogue/prompt.ts";

const service = choice("ask.service", {
  dine: { label: "Dine in", also: ["table"] },
  room: "Room",
});

test("an answer has the type of its question", () => {
  expectTypeOf(service).toEqualTypeOf<Prompt<"dine" | "room">>();
  expectTypeOf(integer("a", 1, 20)).toEqualTypeOf<Prompt<number>>();
  expectTypeOf(yesNo("a")).toEqualTypeOf<Prompt<boolean>>();
  expectTypeOf(date("a")).toEqualTypeOf<Prompt<string>>();
  expectTypeOf(duration("a")).toEqualTypeOf<Prompt<number>>();
  expectTypeOf(money("a")).toEqualTypeOf<Prompt<Money>>();
  expectTypeOf(image("a")).toEqualTypeOf<Prompt<Media>>();
  expectTypeOf(location("a")).toEqualTypeOf<Prompt<Place>>();
});

test("mistakes that do not compile", () => {
  const _mistakes = () => {
    // @ts-expect-error The check of a choice knows its ids.
    choice("a", { dine: "Dine in" }, { check: (id) => (id === "room" ? "full" : undefined) });
    // @ts-expect-error A choice has a label.
    choice("a", { dine: { also: ["table"] } });
    // @ts-expect-error The least and the most are numbers.
    integer("a", "1", 20);
    // @ts-expect-error Times are between two ends.
    time("a", { between: ["11:00"] });
    // @ts-expect-error A misspelt setting.
    text("a", { longst: 5 });
  };
});
