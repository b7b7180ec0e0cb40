import { Raw } from "./call.ts";

/** Pages have no script and no pictures, and need none. */
const CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/** Text that is safe in HTML, attributes included. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A whole page; `body` is HTML. */
export function page(title: string, body: string): Raw {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">`;
  return new Raw(
    200,
    { "content-type": "text/html; charset=utf-8", "content-security-policy": CSP },
    `<!doctype html><html lang="zh-CN"><head>${head}<title>${escaped(title)}</title></head>` +
      `<body><h1>${escaped(title)}</h1>${body}</body></html>`,
  );
}

/** The page that says why there is nothing to do. */
export function errorPage(title: string, why: string): Raw {
  return page(title, `<p role="alert">${escaped(why)}</p>`);
}

export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
}

/** Leads on to an address of the caller's, with some parameters added. */
export function redirect(to: string, parameters: Readonly<Record<string, string>>): Raw {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return new Raw(302, { location: url.href });
}

/** Whether something can be redirected to at all: only the web, no `javascript:`. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
