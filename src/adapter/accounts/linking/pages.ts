import { hash } from "node:crypto";
import { inLanguage } from "../../../language/languageFor.ts";
import { findingWords } from "../../../language/words/findings.ts";
import type { LinkedAccount } from "./linkedAccounts.ts";

/** A page that an account's administrator sees on our domain, ready to be sent. */
export interface LinkPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The page from which WeChat's own is opened: WeChat looks where its visitor comes from. */
export function startPage(address: string, locale: string): LinkPage {
  const words = wordsOf(locale);
  const conditions = words.conditions.map((one) => `<li>${escaped(one)}</li>`).join("");
  const go = `<a class="go" href="${escaped(address)}">${escaped(words.go)}</a>`;
  return page(200, words, words.title, `<ul>${conditions}</ul>${go}<p>${escaped(words.once)}</p>`);
}

/** After WeChat's page: the account with what will not work. */
export function linkedPage({ facts, appId, link }: LinkedAccount, locale: string): LinkPage {
  const words = wordsOf(locale);
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

export type LinkProblem = "over" | "no-code" | "refused" | "other" | "unavailable";

const STATUS: Readonly<Record<LinkProblem, number>> = {
  over: 410,
  "no-code": 400,
  refused: 400,
  other: 400,
  unavailable: 503,
};

/** What went wrong, and what to do. */
export function problemPage(problem: LinkProblem, locale: string, detail = ""): LinkPage {
  const words = wordsOf(locale);
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

function page(status: number, { lang }: PageWords, title: string, content: string): LinkPage {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style>`;
  const body = `<!doctype html><html lang="${lang}"><head>${head}</head><body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`;
  return { status, headers: HEADERS, body };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

interface PageWords extends Readonly<Record<LinkProblem, string>> {
  readonly lang: string;
  readonly title: string;
  readonly conditions: readonly string[];
  readonly go: string;
  readonly once: string;
  readonly linked: string;
  readonly all: string;
  readonly limits: string;
  readonly failed: string;
}

const ENGLISH: PageWords = {
  lang: "en",
  title: "Link a WeChat Official Account",
  conditions: [
    "The account should be verified: others can answer within a conversation only.",
    "WeChat shows a QR code. The account's administrator must scan it; an operator of the account cannot.",
    "Leave all permission sets ticked that the page offers.",
    "The verification of foreign entities, Taiwanese companies among them, is reviewed by a third party and takes longer.",
  ],
  go: "Continue at WeChat",
  once: "This link works once and for half an hour.",
  linked: "The account is linked",
  all: "Everything that the bot needs works. You can close this page.",
  limits: "Linked, with limits:",
  failed: "The account is not linked",
  over: "This link has been used, or its half hour is over. Ask for a new one.",
  "no-code": "WeChat sent no authorisation code. Open the link again and finish on WeChat's page.",
  refused: "WeChat did not accept the authorisation. Open the link again.",
  other:
    "This link was made for another account than the one that you authorised, which is not linked. Open the link again and choose the account below, or ask for a link of your own.",
  unavailable: "This server cannot do it now. Open the link again in a minute.",
};

const CHINESE: PageWords = {
  lang: "zh-CN",
  title: "绑定微信公众号",
  conditions: [
    "帐号应当已认证：未认证的帐号只能在对话中回复。",
    "微信会显示二维码，须由帐号的管理员扫码；运营者无法授权。",
    "请保留页面上全部勾选的权限集。",
    "境外主体（含台湾企业）的认证由第三方机构审核，需要更长时间。",
  ],
  go: "前往微信授权",
  once: "此链接半小时内有效，只能使用一次。",
  linked: "帐号已绑定",
  all: "机器人需要的能力均可使用，可以关闭本页。",
  limits: "已绑定，但有以下限制：",
  failed: "帐号未绑定",
  over: "此链接已使用或已超过半小时，请重新获取。",
  "no-code": "微信没有返回授权码。请重新打开链接，并在微信页面上完成授权。",
  refused: "微信没有接受此次授权，请重新打开链接。",
  other:
    "此链接是为另一个公众号生成的，您刚才授权的公众号没有绑定。请重新打开链接并选择下面的公众号，或索取新的链接。",
  unavailable: "服务器暂时无法处理，请一分钟后重新打开链接。",
};

function wordsOf(locale: string): PageWords {
  return inLanguage(locale, { zh: CHINESE, en: ENGLISH });
}
