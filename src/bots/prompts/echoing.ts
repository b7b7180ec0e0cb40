import { type Echo, echoedYesNo, echoIn, withoutEcho } from "../../language/echo.ts";
import type { PromptInput, Reading } from "../../language/reading.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";

/** Kinds whose answers are known word by word. Where nearly any words are an answer, a verb may belong to it. */
const KINDS = new Set("yesNo choice number integer money date time dateTime duration".split(" "));

/**
 * The prompt, which also understands answers that take up a word of its question (不开 to 需要开发票吗, 挂儿科 to 挂哪个科);
 * itself, where the question has no such word. What it understands by itself stays as it is.
 */
export function echoing<T>(prompt: Prompt<T>, wordings: readonly string[]): Prompt<T> {
  const echo = KINDS.has(prompt.kind) ? echoIn(wordings) : undefined;
  if (echo === undefined) return prompt;
  return {
    ...prompt,
    read(input, context) {
      const reading = prompt.read(input, context);
      const rest = (first: Reading<T>): Reading<T> | Promise<Reading<T>> => {
        // 取消吧 is a no of its own, and a yes to 确定要取消吗: the question's own word counts.
        const isSettled = first.ok && prompt.kind !== "yesNo";
        const other = isSettled ? undefined : echoed(prompt.kind, input, echo);
        if (other === undefined) return first;
        const again = prompt.read(other, context);
        return "then" in again ? again.then((one) => better(first, one)) : better(first, again);
      };
      return "then" in reading ? reading.then(rest) : rest(reading);
    },
  };
}

/** The same answer in words that need no question. */
function echoed(kind: string, input: PromptInput, echo: Echo): PromptInput | undefined {
  if (kind !== "yesNo") {
    const text = withoutEcho(input.text, echo);
    return text === undefined ? undefined : { ...input, text };
  }
  const value = echoedYesNo(input.text, echo);
  return value === undefined ? undefined : { ...input, text: value ? "yes" : "no" };
}

/** Why the rest is no answer says more than that the whole is none. */
function better<T>(first: Reading<T>, again: Reading<T>): Reading<T> {
  if (again.ok || first.ok) return again.ok ? again : first;
  return first.reason === "not-understood" ? again : first;
}
