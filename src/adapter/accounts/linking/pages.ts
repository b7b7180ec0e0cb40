import { hash } from "node:crypto";
import { findingWords } from "../../../language/words/findings.ts";
import { type LinkProblem, linkPageWordsFor } from "../../../language/words/linkPages.ts";
import type { LinkedAccount } from "./linkedAccounts.ts";

/** A page that an account's administrator sees on our domain, ready to be sent. */
export interface LinkPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The page that opens WeChat's own page: WeChat checks which domain its visitor comes from. */
export function startPage(address: string, locale: string): LinkPage {
  const words = linkPageWordsFor(locale);
  const conditions = words.conditions.map((one) => `<li>${escaped(one)}</li>`).join("");
  const go = `<a class="go" href="${escaped(address)}">${escaped(words.go)}</a>`;
  return page(200, words, words.title, `<ul>${conditions}</ul>${go}<p>${escaped(words.once)}</p>`);
}

/** The page that follows WeChat's own: the account, and what will not work with it. */
export function linkedPage({ facts, appId, link }: LinkedAccount, locale: string): LinkPage {
  const words = linkPageWordsFor(locale);
  const name = `<p><b>${escaped(facts?.name || appId)}</b></p>`;
  const findings = link.findings.map((finding) => {
    const { what, remedy } = findingWords(finding, locale);
    return `<li>${escaped(what)}<br><small>${escaped(remedy)}</small></li>`;
  });
  const limits =
    findings.length === 0
      ? `<p>${escaped(words.all)}</p>`
      : `<p>${escaped(words.limits)}</p><ul>${findings.join("")}</ul>`;
  return page(200, words, words.linked, name + limits);
}

const STATUS: Readonly<Record<LinkProblem, number>> = {
  over: 410,
  "no-code": 400,
  refused: 400,
  other: 400,
  unavailable: 503,
};

/** What went wrong, and what to do. */
export function problemPage(problem: LinkProblem, locale: string, detail = ""): LinkPage {
  const words = linkPageWordsFor(locale);
  const more = detail === "" ? "" : `<p><small>${escaped(detail)}</small></p>`;
  return page(STATUS[problem], words, words.failed, `<p>${escaped(words[problem])}</p>${more}`);
}

const STYLE =
  ":root{color-scheme:light dark}" +
  "body{font:16px/1.6 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem}" +
  "h1{font-size:1.4rem;line-height:1.3}li{margin:.5rem 0}small{opacity:.75}" +
  ".go{display:inline-block;background:#07864a;color:#fff;text-decoration:none;padding:.65rem 1.4rem;border-radius:.5rem;margin:.75rem 0}" +
  ".go:focus-visible{outline:3px solid #0a6cff;outline-offset:2px}";

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  // The address has a secret; WeChat's page must learn the domain and no more.
  "referrer-policy": "origin",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${hash("sha256", STYLE, "base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** A small page of ours: a title, and content that is HTML. */
export function page(
  status: number,
  { lang }: { readonly lang: string },
  title: string,
  content: string,
): LinkPage {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style>`;
  const body = `<!doctype html><html lang="${lang}"><head>${head}</head><body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`;
  return { status, headers: HEADERS, body };
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
