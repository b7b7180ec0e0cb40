import type { Activity } from "botbuilder";
import { readExactly } from "../../../language/choices/choice.ts";
import { formPhrasesFor } from "../../../language/words/forms.ts";
import { readYesNo } from "../../../language/yesNo.ts";
import {
  type Consent,
  type ConsentAnswer,
  type ConsentEvent,
  closeConsent,
  consentQuestion,
  lastConsent,
} from "../../../store/consents.ts";
import { FORM, openChoices } from "../../../store/openChoices.ts";
import type { TurnScope } from "../../../store/turnScope.ts";

/** What a follower has answered to a question of `consent`. */
export interface Answered {
  readonly consent: Consent;
  readonly event: ConsentEvent;
}

/**
 * The consent that an activity answers. `spent` where the question was answered before, or its time is over;
 * undefined where the activity answers no such question.
 */
export function consentIn(
  scope: TurnScope,
  activity: Partial<Activity>,
): Answered | "spent" | undefined {
  if (activity.type !== "message") return undefined;
  const given = valueIn(activity.value) ?? typed(scope, activity);
  return given && (takeConsent(scope, given.consent, given.answer) ?? "spent");
}

/** Takes the answer to a question, once. */
export function takeConsent(scope: TurnScope, id: string, answer: ConsentAnswer) {
  const consent = closeConsent(scope, id);
  if (consent === undefined) return undefined;
  const { input } = consent;
  return { consent, event: { id, answer, ...(input !== undefined && { input }) } };
}

interface Given {
  readonly consent: string;
  readonly answer: "yes" | "no";
}

function valueIn(value: unknown): Given | undefined {
  const given = value as Partial<Given> | undefined | null;
  const isAnswer = given?.answer === "yes" || given?.answer === "no";
  return isAnswer && typeof given?.consent === "string" ? (given as Given) : undefined;
}

/** A typed yes or no, while no other choice is open. It counts for as long as the question stands. */
function typed(scope: TurnScope, { text = "", value }: Partial<Activity>): Given | undefined {
  if (value !== undefined || text === "" || text.length > LONGEST) return undefined;
  const open = openChoices(scope);
  const [yes] = open;
  const given = open.length === 2 ? valueIn(yes?.gives.value) : undefined;
  if (given === undefined) return undefined;
  const answer = answerIn(
    text,
    open.map(({ title }) => title),
  );
  return answer && { ...given, answer };
}

/** Yes or no, by the two choices' own words, their numbers, or others. */
function answerIn(text: string, titles: readonly string[]): "yes" | "no" | undefined {
  const place = readExactly(
    text,
    titles.map((title) => [title]),
  );
  if (place !== undefined) return place === 0 ? "yes" : "no";
  const said = readYesNo(text);
  return said.ok ? (said.value ? "yes" : "no") : undefined;
}

/**
 * The question, to be asked once more after the bot's turn; undefined where the message answers no open question.
 * After other talk a typed 1 or 好的 is not consent: it may be about what was said since. Without this, on an account
 * without buttons, the question would stay open and nothing could answer it.
 */
export function askAgain(scope: TurnScope, { type, text = "", value }: Partial<Activity>) {
  if (type !== "message" || value !== undefined || text === "" || text.length > LONGEST) return;
  const [id, consent] = lastConsent(scope) ?? [];
  if (id === undefined || consent === undefined || somethingAsked(scope)) return;
  const { title, yes, no } = { ...formPhrasesFor(scope.locale), ...consent };
  if (answerIn(text, [yes, no]) === undefined) return;
  return async (say: (question: Partial<Activity>) => Promise<unknown>) => {
    if (lastConsent(scope)?.[0] !== id || somethingAsked(scope)) return;
    await say(consentQuestion(id, { title, yes, no }) as Partial<Activity>);
  };
}

/** Whether choices or a form stand open. */
function somethingAsked(scope: TurnScope): boolean {
  return openChoices(scope).length > 0 || scope.read(FORM) !== undefined;
}

/** Longer answers go to the bot. */
const LONGEST = 20;
