import type { TurnScope } from "./turnScope.ts";

/** The slice of the conversation record that remembers what was offered. */
export const CHOICES = "choices";

/** The slice that remembers a form whose questions are asked one by one. */
export const FORM = "form";

/**
 * What a choice gives the bot: the fields of the message that it becomes. Stored as JSON.
 *
 * `imBack` gives its value as text, `postBack` its value (a text as text, anything else as `value`),
 * `messageBack` both, and a card's `Action.Execute` an `invoke`.
 */
export interface Gives {
  readonly text: string;
  readonly value?: unknown;
  /** The choice is an invoke of this name, and no message. */
  readonly invoke?: string;
  /** The mark that Bot Framework's own clients set in `channelData`. */
  readonly mark?: "postBack" | "messageBack";
}

/** Something to choose, as it was shown. */
export interface Numbered {
  /** The choice's number in this turn, from 1. */
  readonly number: number;
  /** The id of the choice's item in a message menu. */
  readonly id: string;
  readonly title: string;
  readonly gives: Gives;
}

/** Gives the next number to something that is shown to be chosen. */
export type NumberChoice = (title: string, gives: Gives) => Numbered;

/** What stands open to be chosen, as the follower's last turn left it. */
export function openChoices(scope: Pick<TurnScope, "read">): readonly Numbered[] {
  return (scope.read(CHOICES) as { open?: readonly Numbered[] } | undefined)?.open ?? [];
}
