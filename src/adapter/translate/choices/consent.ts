import type { Activity } from "botbuilder";
import { readYesNo } from "../../../language/yesNo.ts";
import {
  type Consent,
  type ConsentAnswer,
  type ConsentEvent,
  closeConsent,
} from "../../../store/consents.ts";
import { openChoices } from "../../../store/openChoices.ts";
import type { TurnScope } from "../../../store/turnScope.ts";

/** What a follower has answered to a question of `consent`. */
export interface Answered {
  readonly consent: Consent;
  readonly event: ConsentEvent;
}

/**
 * The answer that an activity is; `spent` where the question was answered before, or its time is over; undefined where it
 * answers no such question.
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

/** A yes or no in other words than those of the choices, while nothing else stands to be chosen. */
function typed(scope: TurnScope, { text = "", value }: Partial<Activity>): Given | undefined {
  if (value !== undefined || text === "" || text.length > LONGEST) return undefined;
  const open = openChoices(scope);
  const [yes] = open;
  const given = open.length === 2 ? valueIn(yes?.gives.value) : undefined;
  if (given === undefined) return undefined;
  const said = readYesNo(text);
  return said.ok ? { ...given, answer: said.value ? "yes" : "no" } : undefined;
}

/** Longer answers are for the bot to understand. */
const LONGEST = 20;
