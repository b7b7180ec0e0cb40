import { acceptedLanguage } from "../../../language/languageFor.ts";
import { type SignInOutcome, signInWordsFor } from "../../../language/words/signIn.ts";
import { escaped, type LinkPage, page } from "../linking/pages.ts";

const STATUS: Readonly<Record<SignInOutcome, number>> = {
  done: 200,
  late: 410,
  refused: 200,
  foreign: 403,
  failed: 502,
};

/** The page that follows WeChat's own: what came of the sign-in, in the languages of the browser. */
export function signInPage(outcome: SignInOutcome, acceptLanguage: string): LinkPage {
  const words = signInWordsFor(acceptedLanguage(acceptLanguage, ["zh-Hant", "zh", "en"]));
  return page(STATUS[outcome], words, words[outcome], `<p>${escaped(words.back)}</p>`);
}
