import { endsOrGoesOn } from "../../language/endsOrGoesOn.ts";
import type { PromptInput } from "../../language/reading.ts";
import { answersIn } from "../../machines/dialogue/answered.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { givesUp, MAX_MISSES, type Miss, openOf } from "./open.ts";

/** Asks again after a miss. A `patient` bot asks whether to go on, before all answers are given up. */
export function missed(talk: Talk, miss: Miss, patient: boolean): void {
  const { top } = talk;
  const prompt = openOf(talk)?.prompt;
  if (top === undefined || prompt === undefined || !patient) {
    sendMiss(talk, miss);
    return;
  }
  const { max = MAX_MISSES } = prompt;
  const misses = (top.snapshot.context as { misses?: number }).misses ?? 0;
  const isLast = misses + 1 >= max && misses + 1 < 2 * max && givesUp(top);
  if (!isLast || answersIn(talk.present).length === 0) {
    sendMiss(talk, miss);
    return;
  }
  talk.say({ type: "say", key: "engine.stuck", params: {} });
  talk.send({ type: "miss", patient: true });
}

function sendMiss(talk: Talk, miss: Miss): void {
  if (talk.send({ type: "miss", ...miss })) return;
  talk.say({ type: "say", key: "engine.wait", params: {} });
}

/** Takes "go on", if the follower was asked whether to go on. */
export function goesOn(talk: Talk, { text }: PromptInput): boolean {
  const { max = MAX_MISSES } = openOf(talk)?.prompt ?? {};
  const { misses = 0 } = (talk.top?.snapshot.context ?? {}) as { misses?: number };
  if (misses < max || endsOrGoesOn(text) !== "goes-on") return false;
  talk.forgive();
  return true;
}
