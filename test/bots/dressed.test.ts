import { expect, test } from "vitest";
import { readBlind } from "./blind/reading.ts";
import { EMPTY } from "./dressed/empty.ts";
import type { Habit, Way } from "./dressed/habit.ts";
import { HABITS } from "./dressed/habits.ts";
import { SAYINGS, type Saying } from "./dressed/sayings.ts";
import { isChinese } from "./utterances/table.ts";

/**
 * Every utterance of our tables, dressed as people dress what they say. Its meaning stays, or it is asked again; it never
 * becomes another one. The whole matrix is some million readings: a part of it runs, the same one each time.
 * `DRESSED=all` runs it whole.
 */
const PART = process.env.DRESSED === "all" ? 1 : 0.004;
/** Of what must stay, so much is understood. Some utterances in some dresses nobody says. */
const UNDERSTOOD = 0.97;

/** Whether a pair belongs to the part: by its text, so that another utterance in a table changes nothing. */
function isChosen(text: string): boolean {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  }
  return (hash >>> 0) / 2 ** 32 < PART;
}

/** Nothing is the slowest to find. */
const isChosenOfFew = (_: string, at: number) => PART === 1 || at % 19 === 0;

const meant = Map.groupBy(
  SAYINGS.filter(({ means }) => means !== undefined),
  ({ question }) => question,
);

function dressed(said: Saying, way: Way, at: number): string | undefined {
  if (typeof way !== "string") return way(said.text);
  if (!way.includes("{other}")) return way.replaceAll("{}", said.text);
  const all = meant.get(said.question) ?? [];
  const other = all[(at * 31) % all.length];
  if (other === undefined || other.means === said.means) return undefined;
  return way.replaceAll("{}", said.text).replaceAll("{other}", other.text);
}

function* utterances({ fits, meaning, understood = meaning === "asks" }: Habit): Generator<Saying> {
  for (const said of SAYINGS) {
    if (fits(said) && !(understood && said.means === undefined)) yield said;
  }
}

async function wear(habit: Habit) {
  const { ways, meaning } = habit;
  const wrong: unknown[] = [];
  const lost: unknown[] = [];
  let readings = 0;
  for (const [at, said] of [...utterances(habit)].entries()) {
    for (const way of ways) {
      const text = dressed(said, way, at);
      if (text === undefined || !isChosen(text)) continue;
      readings += 1;
      const read = await said.read(text);
      const stays = meaning !== "asks" && read === said.means;
      if (read !== undefined && !stays) wrong.push({ text, means: said.means, read });
      if (read === undefined && meaning === "stays" && said.means !== undefined) lost.push(text);
    }
  }
  return { wrong, lost, readings };
}

test.each(HABITS)("$name: $meaning", async (habit) => {
  const { wrong, lost, readings } = await wear(habit);
  expect(wrong).toEqual([]);
  if (lost.length > 1 + (1 - UNDERSTOOD) * readings) expect(lost).toEqual([]);
});

test("words that stand around answers are no answer", async () => {
  const kinds = "people number date time dateTime duration money phone choice".split(" ");
  const taken: unknown[] = [];
  for (const kind of kinds) {
    for (const text of EMPTY.filter(isChosenOfFew)) {
      const read = await readBlind({ kind, text }, isChinese(text) ? "zh-CN" : "en-US");
      if (read !== undefined) taken.push({ kind, text, read });
    }
  }
  expect(taken).toEqual([]);
});
