import { randomBytes } from "node:crypto";
import { WeChatApiError } from "../../../client/apiError.ts";
import type { Client } from "../../../client/client.ts";
import type { Clock } from "../../../clock.ts";
import { acceptedLanguage } from "../../../language/languageFor.ts";
import { type LoginProblem, loginPageWordsFor } from "../../../language/words/loginPages.ts";
import { answerAtAll } from "../../../lastResort.ts";
import { errorFacts, type Log } from "../../../log.ts";
import { escaped, page } from "../../accounts/linking/pages.ts";
import { equal } from "../../accounts/signIn/signer.ts";
import {
  authorisationPage,
  Codes,
  codeIn,
  isCodeOver,
  visitorOf,
} from "../../accounts/signIn/webAuthorisation.ts";
import type { HttpRequest, HttpResponse } from "../../exchange/exchange.ts";
import { redirect, refuse, targetOf } from "./loginHttp.ts";
import { type CookieSeal, fitsCookie, type Timed } from "./sealedCookie.ts";
import type { WebVisitor } from "./webLoginOptions.ts";

/** How long the way to WeChat and back may take, a question for consent included, in milliseconds. */
const WAY_MS = 10 * 60_000;
/** A visitor of a snapshot page turns into a real one by a tap. */
const SNAPSHOT_MS = 60_000;
/** How often the way to WeChat begins anew because the code was used up: phones may open a page twice. */
const MOST_TRIES = 2;

/** What {@link LoginWay} works with. */
interface LoginParts {
  readonly appId: string;
  readonly client: () => Promise<Client>;
  readonly seal: CookieSeal;
  readonly url: URL;
  readonly scope: "snsapi_base" | "snsapi_userinfo";
  readonly staysMs: number;
  readonly home: string;
  readonly apiBase: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The way that a browser is on. */
interface Way extends Timed {
  readonly state: string;
  /** The page of ours that was asked for. */
  readonly place: string;
  readonly tries: number;
}

type Kept = WebVisitor & Timed;

/** The way of one browser to WeChat and back, and what it leaves in cookies. */
export class LoginWay {
  readonly #parts: LoginParts;
  readonly #names: { readonly way: string; readonly visitor: string };
  readonly #codes: Codes<WebVisitor>;

  constructor(parts: LoginParts) {
    this.#parts = parts;
    this.#codes = new Codes(parts.clock);
    this.#names = { way: `wxway_${parts.appId}`, visitor: `wxwho_${parts.appId}` };
  }

  known(request: HttpRequest): WebVisitor | undefined {
    const { seal, clock } = this.#parts;
    const kept = seal.read<Kept>(this.#names.visitor, request.headers.cookie, clock.now());
    if (kept === undefined) return undefined;
    const { until: _, ...visitor } = kept;
    return visitor;
  }

  async who(request: HttpRequest, response: HttpResponse): Promise<WebVisitor | undefined> {
    let visitor: WebVisitor | undefined;
    await answerAtAll({ name: "web login", log: this.#parts.log }, response, async () => {
      const target = targetOf(request);
      if (target?.pathname === this.#parts.url.pathname) {
        return this.#comeBack(request, response, target.searchParams);
      }
      visitor = this.known(request);
      if (visitor !== undefined) return;
      if (request.method !== "GET" && request.method !== "HEAD") return refuse(response);
      return this.#go(
        response,
        target === undefined ? this.#parts.home : target.pathname + target.search,
        1,
      );
    });
    return visitor;
  }

  /**
   * Leads the browser to WeChat. The state belongs to this browser: nobody comes back with the state without its
   * cookie.
   */
  async #go(response: HttpResponse, place: string, tries: number): Promise<void> {
    const { apiBase, client, clock, home, scope, seal, url } = this.#parts;
    const now = clock.now();
    const state = randomBytes(16).toString("hex");
    const way: Way = {
      state,
      place: fitsCookie(place) ? place : home,
      tries,
      until: now + WAY_MS,
    };
    const page = authorisationPage(
      await client(),
      { redirectUri: url.href, scope, state },
      apiBase,
    );
    redirect(response, page, [seal.keep(this.#names.way, way, now)]);
  }

  async #comeBack(
    request: HttpRequest,
    response: HttpResponse,
    query: URLSearchParams,
  ): Promise<void> {
    const { seal, clock, home, log, staysMs } = this.#parts;
    const now = clock.now();
    const way = seal.read<Way>(this.#names.way, request.headers.cookie, now);
    const isOurs = way !== undefined && equal(query.get("state") ?? "", way.state);
    // The browser came back by its history, or a second time. A visitor who is known needs nothing more.
    const isKnown = this.known(request) !== undefined;
    if (!isOurs) {
      if (isKnown) return redirect(response, way?.place ?? home);
      return this.#say(request, response, "begin-again");
    }
    const code = codeIn(query);
    if (code === undefined) return this.#say(request, response, "denied");
    try {
      const visitor = await this.#codes.take(way.state, code, () => this.#ask(code));
      const until = now + (visitor.snapshot === true ? Math.min(SNAPSHOT_MS, staysMs) : staysMs);
      redirect(response, way.place, [seal.keep(this.#names.visitor, { ...visitor, until }, now)]);
    } catch (error) {
      if (!(error instanceof WeChatApiError)) throw error;
      if (!isCodeOver(error)) {
        log.warn(errorFacts(error, log), "WeChat did not say who opens a page");
        const problem = error.outcome === "refused" ? "refused" : "unavailable";
        return this.#say(request, response, problem);
      }
      if (isKnown) return redirect(response, way.place);
      if (way.tries < MOST_TRIES) return this.#go(response, way.place, way.tries + 1);
      this.#say(request, response, "refused");
    }
  }

  async #ask(code: string): Promise<WebVisitor> {
    const { appId, clock, scope } = this.#parts;
    const client = await this.#parts.client();
    const { openid, unionId, isSnapshot, token } = await visitorOf(client, code, clock.now());
    const visitor = {
      appId,
      openid,
      ...(unionId !== undefined && { unionId }),
      ...(isSnapshot && { snapshot: true as const }),
    };
    if (scope === "snsapi_base") return visitor;
    const info = await client.call("web.userInfo", { access_token: token.token, openid });
    const picture = fitsCookie(info.headimgurl ?? "") ? info.headimgurl : undefined;
    return {
      ...visitor,
      ...(info.unionid !== undefined && { unionId: info.unionid }),
      ...(info.nickname !== "" && { name: info.nickname }),
      ...(picture !== undefined && picture !== "" && { picture }),
    };
  }

  #say(request: HttpRequest, response: HttpResponse, problem: LoginProblem): void {
    const accepted = request.headers["accept-language"] ?? "";
    const words = loginPageWordsFor(acceptedLanguage(accepted, ["zh", "zh-Hant", "en"]));
    const status = problem === "unavailable" ? 503 : 403;
    const sent = page(status, words, words.title, `<p>${escaped(words[problem])}</p>`);
    response.writeHead(sent.status, sent.headers);
    response.end(sent.body);
  }
}
