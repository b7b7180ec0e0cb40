import { hash } from "node:crypto";
import { acceptedLanguage } from "../../../language/languageFor.ts";
import { type SignInOutcome, signInWordsFor } from "../../../language/words/signIn.ts";

/** What a follower's browser gets, ready to be sent. */
interface SignInPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STATUS: Readonly<Record<SignInOutcome, number>> = {
  done: 200,
  late: 410,
  refused: 200,
  foreign: 403,
  failed: 502,
};

const STYLE =
  ":root{color-scheme:light dark}" +
  "body{font:16px/1.6 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;max-width:34rem;margin:20vh auto;padding:0 1.25rem;text-align:center}" +
  "h1{font-size:1.4rem;line-height:1.3}";
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${hash("sha256", STYLE, "base64")}'; frame-ancestors 'none'; base-uri 'none'`;

/** The page after WeChat's own: what came of it, in the languages of the browser. */
export function signInPage(outcome: SignInOutcome, acceptLanguage: string): SignInPage {
  const locale = acceptedLanguage(acceptLanguage, ["zh-Hant", "zh", "en"]);
  const { lang, back, ...words } = signInWordsFor(locale);
  const title = words[outcome];
  const body =
    `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${title}</title><style>${STYLE}</style><h1>${title}</h1><p>${back}</p></html>`;
  return {
    status: STATUS[outcome],
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Length": String(Buffer.byteLength(body)),
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
    body,
  };
}
