import { ENGLISH_QUESTION, fold, isQuestion } from "../tidy.ts";
import { leavesOpen } from "./frames.ts";

/**
 * Values that nobody takes for anything else: an e-mail address, a telephone number, an amount with its unit. In a sentence
 * that has only one of them its other words need not be known: only none of them may say that another one is meant.
 */

/** With one of these another value may be meant: a refusal, a change, what was, what is somebody else's, an example. */
const ANOTHER =
  /不|别|没|无|未|错|旧|老的|老邮箱|原来|原本|以前|之前|曾|换|改|停用|取消|删|他的|她的|他们|人家|例如|比如|非|算了|[少多低高大小]于|最[早晚低高少多]|上次|上回|昨天|那次|本来|本是|原先|顶多|起码|至少|以[上下内外]|左右|上下|超|够|(?<!我|我们|我哋)(?:想要|喜欢)|说|听说|据说|哪|谁|什么|怎|要么|除|加上|再|还|等|问|like|such as|n't|\b(?:too|can|could|would|might|by|before|after|under|over|above|below|up to|at (?:most|least)|more|less|last time|had|said|says|told|wants?|boss|they|we had|available|between|not?|never|don'?t|doesn'?t|isn'?t|old|wrong|instead|was|were|former|his|her|their|but|except|unless|until|how|what|which|who|when|where|why|is there|any|change|cancel)\b/i;
/** In characters: more than that is a story. */
const MAX_BESIDE = 24;

/** How a value looks, and what may not stand beside it. */
interface Spotting {
  /** Global; matches the value and nothing around it. */
  readonly form: RegExp;
  /** Beside this value these say that it is not the answer. */
  readonly unless: RegExp;
}

/** The only value of a folded sentence whose other words leave it as it is; undefined where there is none, or another. */
export function spotted(said: string, { form, unless }: Spotting): string | undefined {
  const [value, second] = said.match(form) ?? [];
  if (value === undefined || second !== undefined) return undefined;
  const rest = fold(said.replace(value, " "));
  if (rest.length > MAX_BESIDE || /\d/.test(rest) || ANOTHER.test(rest) || unless.test(rest)) {
    return undefined;
  }
  return ENGLISH_QUESTION.test(said) || isQuestion(said) || isQuestion(rest) || leavesOpen(rest)
    ? undefined
    : value.trim();
}
