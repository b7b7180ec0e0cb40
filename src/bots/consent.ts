import type { Activity } from "botbuilder";
import { type Duration, milliseconds } from "../duration.ts";
import { SendError } from "../errors.ts";
import { formPhrasesFor } from "../language/words/forms.ts";
import { consentQuestion, openConsent } from "../store/consents.ts";
import { changedByJson } from "../store/plainJson.ts";
import { type HasTurnState, TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";
import { jobOrdersOf } from "./later.ts";

/** What is asked. */
export interface ConsentOptions {
  /** The question. It says what will be done, so that a plain yes is clear. */
  readonly title: string;
  /** How long the question stands: milliseconds, or words like `12h`. Default three days. */
  readonly timeout?: Duration | undefined;
  /** Comes back with the answer; JSON. */
  readonly input?: object | string | number | boolean | undefined;
  /** A job of the adapter that is ordered with `input` when the follower agrees: see `later`. */
  readonly job?: string | undefined;
  /** The words of the two choices. Default: yes and no in the language of the follower. */
  readonly yes?: string | undefined;
  readonly no?: string | undefined;
}

/** The part of a turn's context that a question needs; the context of either SDK has it. */
export interface ConsentContext extends HasTurnState {
  sendActivity(activity: Partial<Activity>): Promise<{ id?: string } | undefined>;
}

const STANDS = "3d";

/**
 * Asks the follower to agree to something: by buttons where the account has them, else by numbers; typed words count
 * too. The question waits for days, and survives restarts and deploys. After other talk a typed answer only makes the
 * question come once more, because the words may mean something else. The answer comes once, as an `event` activity
 * named `consent` whose value is a `ConsentEvent`: `yes`, `no`, or `expired` when the question's time is over. A
 * second tap does nothing. Resolves to the question's id. Rejects with a `SendError`: `no-turn` outside of a turn of
 * the adapter, `not-json` for an input that JSON would change, `no-jobs` or `unknown-job` for a `job` that the adapter
 * does not have.
 */
export async function consent(context: ConsentContext, options: ConsentOptions): Promise<string> {
  const scope = context.turnState.get(TURN_SCOPE) as TurnScope | undefined;
  if (scope === undefined) {
    throw new SendError("no-turn", "This context has no turn of the adapter.");
  }
  const { title, timeout = STANDS, input, job } = options;
  const changed = input === undefined ? undefined : changedByJson(input, "input");
  if (changed !== undefined) {
    throw new SendError(
      "not-json",
      `What is given back with the answer is no JSON: ${changed}. Give strings, finite numbers, plain objects and lists.`,
    );
  }
  // Now, and not when he agrees in some days.
  if (job !== undefined) jobOrdersOf(context).check(job);
  const phrases = formPhrasesFor(scope.locale);
  const words = { title, yes: options.yes ?? phrases.yes, no: options.no ?? phrases.no };
  const asked = {
    ...words,
    ...(input !== undefined && { input }),
    ...(job !== undefined && { job }),
  };
  const id = openConsent(scope, asked, scope.now + milliseconds(timeout));
  await context.sendActivity(consentQuestion(id, words) as Partial<Activity>);
  return id;
}
