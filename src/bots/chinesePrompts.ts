import type { Middleware, TurnContext } from "botbuilder";
import { readChoice } from "../language/choice.ts";
import { fold } from "../language/tidy.ts";
import { CANCEL, NO, YES } from "../language/usualWords.ts";
import { readYesNo } from "../language/yesNo.ts";
import { type Numbered, openChoices } from "../store/openChoices.ts";
import { TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";

/**
 * Lets ConfirmPrompt and ChoicePrompt of `botbuilder-dialogs` understand what people say in Chinese, and in
 * English where the locale is Chinese: 否, 不要, 确认, 取消, yes, no, a part of a choice's name. The answer
 * arrives as the choice's own words, which the prompt knows; what was typed stays in
 * `channelData.Content`. Put it in with `adapter.use(chinesePrompts())`.
 */
export function chinesePrompts(): Middleware {
  return {
    async onTurn(context, next) {
      const scope = context.turnState.get<TurnScope | undefined>(TURN_SCOPE);
      if (scope !== undefined && context.activity.type === "message") understand(context, scope);
      await next();
    },
  };
}

function understand({ activity }: TurnContext, scope: TurnScope): void {
  const open = openChoices(scope);
  if (open.length === 0 || typeof activity.text !== "string" || activity.text === "") return;
  const meant = meantBy(activity.text, open);
  // Only what a person says: the value of a button with data of its own is not a word.
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
    // Who is asked whether he is sure, and cancels, is not.
    if (CANCEL.has(fold(text))) return second;
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

/** One Chinese character says as much as a word: 绿 for 绿色, where no other name has it. */
function byOneSign(text: string, open: readonly Numbered[]): Numbered | undefined {
  const sign = fold(text);
  if (!/^\p{Script=Han}$/u.test(sign)) return undefined;
  const having = open.filter(({ title }) => fold(title).includes(sign));
  return having.length === 1 ? having[0] : undefined;
}
