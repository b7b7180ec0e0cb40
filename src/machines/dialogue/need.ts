import { WeChatError } from "../../errors.ts";

/**
 * Returns the answers, and makes sure that those are there on which a step relies: `const { date, party } = need(a,
 * "date", "party")`. A drawing cannot prove that every way to a step passes every question before it; the generated
 * paths of the testing kit walk all ways, and fail where an answer is missing. Throws `WeChatError` with the code
 * `answer-missing`.
 */
export function need<A extends object, K extends keyof A & string>(
  answers: A,
  ...names: readonly K[]
): { readonly [N in K]-?: NonNullable<A[N]> } & A {
  const missing = names.filter((name) => answers[name] === undefined || answers[name] === null);
  if (missing.length === 0) return answers as { readonly [N in K]-?: NonNullable<A[N]> } & A;
  throw new WeChatError(
    "answer-missing",
    `A step needs ${missing.map((one) => `"${one}"`).join(" and ")}, but a way leads to it on which nobody was asked.`,
  );
}
