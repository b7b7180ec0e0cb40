import type { HttpRequest, HttpResponse } from "../../exchange/exchange.ts";

/** Path and query as the browser has them. Where an app is mounted, Express cuts the front off `url`. */
export function targetOf(request: HttpRequest): URL | undefined {
  const { originalUrl } = request as { originalUrl?: string };
  const address = originalUrl ?? request.url ?? "/";
  // It is another host's address, in one of the ways in which browsers read such an address.
  if (!address.startsWith("/") || /^\/[/\\]/.test(address)) return undefined;
  return URL.parse(address, "http://localhost") ?? undefined;
}

/** Leads the browser on, once. */
export function redirect(
  response: HttpResponse,
  to: string,
  cookies: readonly string[] = [],
): void {
  response.writeHead(302, {
    location: to,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    ...(cookies.length > 0 && { "set-cookie": [...cookies] }),
  });
  response.end();
}

/** A request that a script sends cannot be led through WeChat's page. */
export function refuse(response: HttpResponse): void {
  response.writeHead(401, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end("Open the page first: nobody knows who this is.\n");
}
