import { WeChatApiError } from "../../../client/apiError.ts";
import type { ComponentClient } from "../../../client/component.ts";
import { WeChatError } from "../../../errors.ts";
import { acceptedLanguage } from "../../../language/languageFor.ts";
import { errorFacts, type Log } from "../../../log.ts";
import type { LinkedAccounts } from "./linkedAccounts.ts";
import { type LinkPage, linkedPage, problemPage, startPage } from "./pages.ts";
import type { Start, StartLinks } from "./startLinks.ts";

/** What {@link answerLinkPage} works with. */
export interface LinkPagesParts {
  readonly component: ComponentClient;
  readonly linked: LinkedAccounts;
  readonly starts: StartLinks;
  /** Our address as WeChat and users see it, without a slash at its end. */
  readonly publicUrl: string;
  readonly log: Log;
}

/** What a browser asks for. */
export interface LinkPageRequest {
  /** Path and query. */
  readonly url: string;
  readonly userAgent: string;
  readonly acceptLanguage: string;
}

const PATH = /^\/wechat\/component\/(start|back)\/([A-Za-z0-9_-]{22})(?:\?|$)/;

/** The address where an authorisation begins: give it to the account's administrator. */
export function startAddress(publicUrl: string, secret: string): string {
  return `${publicUrl}/wechat/component/start/${secret}`;
}

/**
 * The two pages of an authorisation on the public listener: where it begins, and where WeChat leads back to.
 * Undefined for any other path. A visitor who does not know the secret of a start link learns nothing. Never rejects.
 */
export async function answerLinkPage(
  parts: LinkPagesParts,
  request: LinkPageRequest,
): Promise<LinkPage | undefined> {
  const [, way, secret = ""] = PATH.exec(request.url) ?? [];
  if (way === undefined) return undefined;
  const locale = acceptedLanguage(request.acceptLanguage, ["zh", "zh-Hant", "en"]);
  return answerFor(parts, request, { way, secret, locale }).catch((error) => {
    parts.log.error(errorFacts(error, parts.log), "a page for linking failed");
    return problemPage("unavailable", locale);
  });
}

async function answerFor(
  parts: LinkPagesParts,
  request: LinkPageRequest,
  {
    way,
    secret,
    locale,
  }: { readonly way: string; readonly secret: string; readonly locale: string },
): Promise<LinkPage> {
  const start = await parts.starts.find(secret);
  if (start === undefined) return problemPage("over", locale);
  try {
    if (way === "back") return await comeBack(parts, request, secret, start, locale);
    const page = await parts.component.authorisationPage({
      redirectUri: `${parts.publicUrl}/wechat/component/back/${secret}`,
      // Inside WeChat there is nothing to scan with.
      phone: request.userAgent.includes("MicroMessenger"),
      ...(start.appId !== undefined && { appId: start.appId }),
    });
    if (start.appId !== undefined) await parts.starts.draw(preAuthCodeOf(page), start.appId);
    return startPage(page, locale);
  } catch (error) {
    if (error instanceof WeChatError && error.code === "other-account") {
      parts.log.warn(errorFacts(error), "an account could not be linked");
      return problemPage("other", locale, start.appId);
    }
    if (!(error instanceof WeChatApiError)) throw error;
    parts.log.warn(errorFacts(error), "an account could not be linked");
    return problemPage("refused", locale, error.message);
  }
}

function preAuthCodeOf(page: string): string {
  return new URL(page).searchParams.get("pre_auth_code") ?? "";
}

async function comeBack(
  { linked, starts }: LinkPagesParts,
  { url }: LinkPageRequest,
  secret: string,
  { appId }: Start,
  locale: string,
): Promise<LinkPage> {
  const code = URL.parse(url, "http://localhost")?.searchParams.get("auth_code") ?? "";
  if (code === "" || code.length > 512) return problemPage("no-code", locale);
  const account = await linked.agreed(code, appId);
  await starts.use(secret);
  return linkedPage(account, locale);
}
