import type { HttpRequest, HttpResponse } from "../../exchange/exchange.ts";

/** How followers are recognised on web pages of an account. */
export interface WebLoginOptions {
  /**
   * The page of ours that WeChat leads back to: a whole `https:` address on the account's web authorisation domain.
   * Nothing else needs to answer there.
   */
  readonly url: string;
  /** The account whose followers are recognised. A lone account need not be named. */
  readonly appId?: string;
  /** `snsapi_base` (default): who it is, without a question. `snsapi_userinfo`: name and picture too, if he agrees. */
  readonly scope?: "snsapi_base" | "snsapi_userinfo";
  /** Signs our cookies; the same in all processes. Default: made from the AppSecret of the account or the platform. */
  readonly key?: string;
  /** How long a visitor is known without asking WeChat again, in milliseconds. Default: one hour. */
  readonly staysMs?: number;
  /** Where to lead a visitor whose page is not known any more: a path of ours. Default `/`. */
  readonly home?: string;
}

/** The person who opens a page. */
export interface WebVisitor {
  readonly appId: string;
  /** The openid of the visitor's conversation with the bot. */
  readonly openid: string;
  readonly unionId?: string;
  /** With the scope `snsapi_userinfo`, as he agreed. */
  readonly name?: string;
  readonly picture?: string;
  /** The visitor of a snapshot page: neither openid nor name is real. WeChat offers this visitor the whole page. */
  readonly snapshot?: true;
}

/** What `adapter.webLogin` gives. */
export interface WebLogin {
  /**
   * Tells who asks for a page. Where that is not known, it leads the browser to WeChat and back, answers the response
   * itself and resolves to undefined: then write nothing. Call it for every page that wants to know its visitor, and
   * for {@link WebLoginOptions.url}. Never rejects.
   */
  who(request: HttpRequest, response: HttpResponse): Promise<WebVisitor | undefined>;
  /** The person who asks, where he is known already. Leaves the response alone. */
  known(request: HttpRequest): WebVisitor | undefined;
  /**
   * For `continueConversationAsync`: the visitor's conversation with the bot. Throws `SendError` (`snapshot`) for a
   * visitor of a snapshot page, who has none.
   */
  referenceOf(visitor: WebVisitor): WebReference;
}

/** A conversation reference, as both SDKs take it. */
export interface WebReference {
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversation: {
    readonly id: string;
    readonly isGroup: boolean;
    readonly name: string;
    readonly conversationType: string;
  };
  readonly user: { readonly id: string; readonly name: string };
  readonly bot: { readonly id: string; readonly name: string };
}
