import type { TurnScope } from "./turnScope.ts";

/** The slice of the conversation record that remembers what the follower was asked to agree to. */
const CONSENTS = "consent";
const VERSION = 1;
const TIMER = "wechat.consent|";

/** Something that the follower was asked to agree to. */
export interface Consent {
  readonly title: string;
  /** JSON of the bot's own, given back with the answer. */
  readonly input?: unknown;
  /** The job that is ordered if the follower agrees. */
  readonly job?: string;
  /** The words of the two choices; absent in records of 0.1. */
  readonly yes?: string;
  readonly no?: string;
}

/** The question as an activity that the follower answers with buttons or numbers. `id` comes back with the answer. */
export function consentQuestion(id: string, { title, yes, no }: Required<Worded>) {
  const choice = (name: string, answer: ConsentAnswer) => {
    return { type: "postBack", title: name, value: { consent: id, answer } };
  };
  const actions = [choice(yes, "yes"), choice(no, "no")];
  return {
    type: "message",
    text: title,
    inputHint: "expectingInput",
    suggestedActions: { actions, to: [] as string[] },
  };
}

type Worded = Pick<Consent, "title" | "yes" | "no">;

/** How a question ended. */
export type ConsentAnswer = "yes" | "no" | "expired";

/** What the bot gets as the value of an event named `consent`. */
export interface ConsentEvent {
  readonly id: string;
  readonly answer: ConsentAnswer;
  readonly input?: unknown;
}

interface Consents {
  readonly v: typeof VERSION;
  readonly n: number;
  readonly open: { readonly [id: string]: Consent };
}

type Kept = Pick<TurnScope, "read" | "write" | "setTimer" | "cancelTimer">;

function readAll(scope: Pick<TurnScope, "read">): Consents {
  const stored = scope.read(CONSENTS) as Partial<Consents> | undefined;
  return stored?.v === VERSION ? (stored as Consents) : { v: VERSION, n: 0, open: {} };
}

/** Remembers a question until a time, in milliseconds since the epoch. Gives its id. */
export function openConsent(scope: Kept, consent: Consent, until: number): string {
  const { n, open } = readAll(scope);
  const id = `c${n + 1}`;
  scope.write(CONSENTS, { v: VERSION, n: n + 1, open: { ...open, [id]: consent } });
  scope.setTimer(`${TIMER}${id}`, until, "");
  return id;
}

/** The open question that was asked last, with its id. */
export function lastConsent(
  scope: Pick<TurnScope, "read">,
): readonly [string, Consent] | undefined {
  return Object.entries(readAll(scope).open).at(-1);
}

/** Takes the answer to a question, once. Undefined where the question was answered before, or its time is over. */
export function closeConsent(scope: Kept, id: string): Consent | undefined {
  const { n, open } = readAll(scope);
  const { [id]: consent, ...others } = open;
  if (consent === undefined) return undefined;
  scope.write(CONSENTS, { v: VERSION, n, open: others });
  scope.cancelTimer(`${TIMER}${id}`);
  return consent;
}

/** The question that a timer ends; undefined for any other timer. */
export function consentOf(timerId: string): string | undefined {
  return timerId.startsWith(TIMER) ? timerId.slice(TIMER.length) : undefined;
}
