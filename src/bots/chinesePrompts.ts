import type { TurnContext } from "botbuilder";
import { readChoice } from "../language/choices/choice.ts";
import { languageFor } from "../language/languageFor.ts";
import { fold } from "../language/tidy.ts";
import { CANCEL, NO, YES } from "../language/usualWords.ts";
import { readYesNo } from "../language/yesNo.ts";
import { type Numbered, openChoices } from "../store/openChoices.ts";
import { TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";
import { contextOf, type EitherContext } from "./eitherContext.ts";
import { loadedModules, READ_HERE, teachPrompts } from "./sdkPrompts.ts";

/** Tells where the prompts are, in case they cannot be found. */
export interface ChinesePromptsOptions {
  /**
   * The modules that the bot takes its prompts and inputs from, each as a whole: `{ dialogs: [dialogs, adaptive] }`.
   * Default: those that the process has loaded of `botbuilder-dialogs`, `botbuilder-dialogs-adaptive` and
   * `@microsoft/agents-hosting-dialogs`. A bundled bot must name them.
   */
  readonly dialogs?: readonly object[] | undefined;
}

/** A middleware of either SDK. */
export interface PromptsMiddleware {
  onTurn(context: EitherContext, next: () => Promise<void>): Promise<void>;
}

/**
 * Lets the prompts and inputs of the SDKs (Choice, Confirm, Number, DateTime) understand what people say in Chinese
 * and English, with the recognisers of the dialogues here, in the account's time zone and by its clock. A message
 * that is not understood, or that refuses, or that gives two answers, makes the prompt ask again. The message stays
 * as it was typed, so a bot's own interruptions see it first. Put the middleware in with
 * `adapter.use(chinesePrompts())`. The SDK still reads turns of other adapters, and followers of other languages.
 */
export function chinesePrompts({ dialogs = [] }: ChinesePromptsOptions = {}): PromptsMiddleware {
  let known = -1;
  let found = 0;
  return {
    async onTurn(either, next) {
      const context = contextOf(either);
      const scope = context.turnState.get<TurnScope | undefined>(TURN_SCOPE);
      if (scope !== undefined && context.activity.type === "message") {
        const loaded = loadedModules();
        if (loaded !== known) found = teachPrompts(dialogs);
        known = loaded;
        if (found > 0) markTurn(context, scope);
        else understand(context, scope);
      }
      await next();
    },
  };
}

function markTurn(
  { activity, turnState }: TurnContext,
  { now, timeZone, locale }: TurnScope,
): void {
  const spoken = activity.locale ?? locale;
  if (languageFor(spoken, ["zh", "en"]))
    turnState.set(READ_HERE, { now, timeZone, locale: spoken });
}

function understand({ activity }: TurnContext, scope: TurnScope): void {
  const open = openChoices(scope);
  if (open.length === 0 || typeof activity.text !== "string" || activity.text === "") return;
  const meant = meantBy(activity.text, open);
  // Only what a person says becomes the text. The value of a button with data of its own is not a word.
  if (meant !== undefined && meant.gives.value === undefined) activity.text = meant.gives.text;
}

function meantBy(text: string, open: readonly Numbered[]): Numbered | undefined {
  if (open.some(({ gives }) => gives.text === text)) return undefined;
  const [first, second, third] = open;
  if (
    first !== undefined &&
    second !== undefined &&
    third === undefined &&
    isYesNo(first, second)
  ) {
    // "Cancel" goes to the bot's own interruption.
    if (CANCEL.has(fold(text))) return undefined;
    const answer = readYesNo(text);
    return answer.ok ? (answer.value ? first : second) : undefined;
  }
  const options = open.map(({ id, title }) => ({ id, label: title }));
  const chosen = readChoice({ text }, options, ({ label }) => [label]);
  return (
    open.find(({ id }) => id === (chosen.ok ? chosen.value : undefined)) ?? byOneSign(text, open)
  );
}

function isYesNo(first: Numbered, second: Numbered): boolean {
  return YES.has(fold(first.title)) && NO.has(fold(second.title));
}

/** One Chinese character says as much as a word: 绿 means 绿色, if no other name has that character. */
function byOneSign(text: string, open: readonly Numbered[]): Numbered | undefined {
  const sign = fold(text);
  if (!/^\p{Script=Han}$/u.test(sign)) return undefined;
  const having = open.filter(({ title }) => fold(title).includes(sign));
  return having.length === 1 ? having[0] : undefined;
}
