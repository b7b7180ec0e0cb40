import { expect, test } from "vitest";
import { BESIDE } from "./blind/beside.ts";
import { ECHOES } from "./blind/echoes.ts";
import { FIFTH } from "./blind/fifth.ts";
import { FOURTH } from "./blind/fourth.ts";
import { FRAMED } from "./blind/framed.ts";
import { QUESTIONS } from "./blind/questions.ts";
import { readerOf } from "./blind/reading.ts";
import { TIME_QUESTIONS } from "./blind/timeQuestions.ts";

test.each([
  ["of many shops", QUESTIONS],
  ["about days and times", TIME_QUESTIONS],
  ["whose words are taken up", ECHOES],
  ["whose words are nearly taken up", BESIDE],
  ["in whole sentences", FRAMED],
  ["of a fourth list", FOURTH],
  ["of a fifth list", FIFTH],
])("what people say without knowing what is understood, to questions %s", async (_, all) => {
  const faults: unknown[] = [];
  for (const asked of all) {
    const read = readerOf(asked);
    for (const { texts, value, may } of asked.cases) {
      for (const said of texts) {
        const found = await read(said);
        if (found === undefined && may) continue;
        if (JSON.stringify(found) !== JSON.stringify(value))
          faults.push({ ask: asked.ask, said, value, found });
      }
    }
  }
  expect(faults).toEqual([]);
});
