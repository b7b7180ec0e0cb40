import type { Clock } from "../../src/clock.ts";
import { sleep } from "../../src/clock.ts";

/** What a model gives on its way: words of its answer, or a tool that it wants to be called. */
export type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool"; readonly name: "stock"; readonly food: string };

/** A language model: is asked, and told what its tool gave; writes its answer a few letters at a time. */
export type Model = (question: string, found?: string) => AsyncIterable<Part>;

/** What it wants to know more of. */
const FOODS = /鸡蛋|番茄|米饭|eggs?|tomato(?:es)?|rice/i;
const PACE_MS = 120;

/** A stand-in that ships with the sample: it knows nothing, at a model's pace. A real one goes in its place. */
export function standIn(clock: Clock): Model {
  return async function* write(question, found) {
    const food = FOODS.exec(question)?.[0];
    if (food !== undefined && found === undefined) {
      yield { type: "tool", name: "stock", food };
      return;
    }
    for (const text of answerTo(question, found).match(/.{1,4}/gsu) ?? []) {
      await sleep(clock, PACE_MS);
      yield { type: "text", text };
    }
  };
}

function answerTo(question: string, found: string | undefined): string {
  if (!/\p{Script=Han}/u.test(question)) {
    const known = found === undefined ? "" : `There is ${found} in the kitchen [1]. `;
    return `${known}You asked: “${question}”. Begin with what has to go first. Cut it small and heat the pan well. Then taste, and taste again. Ask me about eggs, tomatoes or rice, or say “recipe”.`;
  }
  const known = found === undefined ? "" : `厨房里有${found} [1]。`;
  return `${known}您问的是：“${question}”。先用快过期的。切小块，锅烧热。尝一尝，再尝一尝。可以问问鸡蛋、番茄、米饭，或者回复“菜谱”。`;
}
