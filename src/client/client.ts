import { randomUUID } from "node:crypto";
import type { LookupFunction } from "node:net";
import type { Dispatcher } from "undici";
import { type Clock, systemClock } from "../clock.ts";
import { SettingsError } from "../errors.ts";
import { type Log, stderrLog } from "../log.ts";
import { type FreshToken, MemoryTokens, type TokenStore } from "../store/tokens.ts";
import { SharedAccessToken } from "./accessToken.ts";
import { OwnAgent } from "./agent.ts";
import { type AccessToken, type CallEvent, Caller } from "./call.ts";
import { nameOf, unknownName } from "./endpoints/names.ts";
import type { Row } from "./endpoints/row.ts";
import type { Call, CallArguments, EndpointName, ReplyOf, RequestOf } from "./endpoints.ts";
import { createMedia, type Media } from "./media/media.ts";
import { type MediaCache, memoryMediaCache } from "./media/mediaCache.ts";
import {
  type CustomMessage,
  type CustomMessageOptions,
  customMessage,
} from "./messages/customMessage.ts";
import { sendCustom } from "./messages/sendCustom.ts";
import { createTyping, type Typing } from "./messages/typing.ts";
import type { RawRequest, RequestRaw } from "./rawRequest.ts";
import type { ApiSecurity } from "./signing/apiSecurity.ts";
import { SignedCalls } from "./signing/signedCalls.ts";
import { createJsSdk, type JsSdk } from "./web/jsSdk.ts";
import {
  type OAuthLink,
  type OneTimeSubscriptionLink,
  oauthLink,
  oneTimeSubscriptionLink,
} from "./web/links.ts";
import { throughComponent, type WebComponent } from "./web/throughComponent.ts";

/** WeChat's API: general, nearest access. Source: off:Basic_Information/Interface_field_description */
const API_BASE = "https://api.weixin.qq.com";

const DELETE_MATERIAL = "/cgi-bin/material/del_material";

export interface ClientSettings {
  readonly appId: string;
  /** The AppSecret. */
  readonly secret: string;
  /** Another host: another one of WeChat's, or a simulated WeChat on this machine. Default {@link API_BASE}. */
  readonly apiBase?: string | undefined;
  /** Where processes share tokens. Default: this process alone. */
  readonly tokens?: TokenStore | undefined;
  /**
   * `stable` (default): `/cgi-bin/stable_token`. `plain`: `/cgi-bin/token`, where each new token ends the one before.
   */
  readonly tokenSource?: "stable" | "plain" | undefined;
  /** Tokens from elsewhere, such as an authoriser's through a component; then `secret` may be empty. */
  readonly accessToken?: AccessToken | undefined;
  /** The third-party platform that the account authorised. The account's web pages go through it. */
  readonly component?: WebComponent | undefined;
  /** The account's calls are signed and encrypted. Default: they are not. */
  readonly apiSecurity?: ApiSecurity | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** How connections are made, for a proxy. Whoever gives a dispatcher must close it. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Remembers uploads. Default: this process. */
  readonly mediaCache?: MediaCache | undefined;
  /** How names in URLs of media are resolved; for tests. */
  readonly lookup?: LookupFunction | undefined;
  /** From 0 to 1; spreads pauses and renewals. */
  readonly random?: (() => number) | undefined;
  /** Hears of every finished call, for metrics. */
  readonly observe?: ((event: CallEvent) => void) | undefined;
}

/** One account's way to WeChat's API. */
export interface Client {
  readonly appId: string;
  readonly call: Call;
  /** Calls any endpoint that `call` has no name for; see {@link RequestRaw}. */
  readonly request: RequestRaw;
  /** Sends a customer-service message. Never repeated when its outcome is unknown. */
  send(openid: string, message: CustomMessage, options?: CustomMessageOptions): Promise<void>;
  readonly media: Media;
  readonly typing: Typing;
  /** Signatures for the account's web pages (JS-SDK). */
  readonly jsSdk: JsSdk;
  /** See `web/links.ts`. */
  oauthLink(link: OAuthLink): string;
  oneTimeSubscriptionLink(link: OneTimeSubscriptionLink): string;
  /** Ends its connections; calls on their way fail. */
  close(): Promise<void>;
}

/** Throws a {@link SettingsError} for a host that would see tokens in clear. */
export function createClient(settings: ClientSettings): Client {
  const { appId, secret, clock = systemClock, log = stderrLog, random = Math.random } = settings;
  const apiBase = checkedBase(settings.apiBase ?? API_BASE);
  const own = settings.dispatcher === undefined ? new OwnAgent() : undefined;
  const by = randomUUID();
  const { apiSecurity } = settings;
  const caller = new Caller({
    signedCalls: apiSecurity && new SignedCalls(appId, apiSecurity, clock, log),
    credentials: { appId, secret },
    apiBase,
    clock,
    log,
    random,
    dispatcher: async () => settings.dispatcher ?? (await (own as OwnAgent).get()),
    observe: settings.observe,
  });
  const tokens = settings.tokens ?? new MemoryTokens({ clock });
  const token = settings.accessToken ?? ownToken();

  function ownToken(): AccessToken {
    const plain = settings.tokenSource === "plain";
    // WeChat keeps the tokens of the two sources apart, so they have different names here.
    return shared(plain ? `${appId} plain` : appId, async () => {
      const reply = await (plain ? call("token.plain") : call("token.stable"));
      return { value: reply.access_token, lifeMs: reply.expires_in * 1_000 };
    });
  }

  function ticketOf(type: "jsapi" | "wx_card"): AccessToken {
    return shared(`${appId} ${type}`, async () => {
      const reply = await call("ticket.get", { type });
      return { value: reply.ticket, lifeMs: reply.expires_in * 1_000 };
    });
  }

  function shared(name: string, fetch: () => Promise<FreshToken>): AccessToken {
    return new SharedAccessToken({ name, tokens, clock, log, random, by, fetch });
  }

  async function call<N extends EndpointName>(
    name: N,
    ...[request, options]: CallArguments<N>
  ): Promise<ReplyOf<N>> {
    // The table is loaded when it is first needed: an account without calls does not pay for a hundred checks.
    const { ENDPOINTS } = await import("./endpoints.ts");
    if (!Object.hasOwn(ENDPOINTS, name)) throw unknownName(ENDPOINTS, name);
    const row = ENDPOINTS[name] as unknown as Row<never, unknown>;
    row.check?.((request ?? {}) as never);
    const reply = (await caller.call(name, row, request ?? {}, token, options)) as ReplyOf<N>;
    await forgetDeleted(row.path, request as object | undefined);
    return reply;
  }

  async function request(
    method: "GET" | "POST",
    path: string,
    raw: RawRequest = {},
  ): Promise<object> {
    const { ENDPOINTS } = await import("./endpoints.ts");
    const name = nameOf(ENDPOINTS, method, path);
    const reply = await caller.request(name, method, path, raw, token);
    await forgetDeleted(path, raw.body);
    return reply as object;
  }

  /** A file that was deleted at WeChat's must not be sent from our memory of uploads. */
  async function forgetDeleted(path: string, body: object | string | undefined): Promise<void> {
    if (path !== DELETE_MATERIAL) return;
    await media.forget((body as RequestOf<"material.delete">).media_id);
  }

  const media = createMedia({
    appId,
    call,
    clock,
    log,
    cache: settings.mediaCache ?? memoryMediaCache(),
    apiOrigin: apiBase.origin,
    lookup: settings.lookup,
  });
  const { component } = settings;
  return {
    appId,
    call: component === undefined ? call : throughComponent(call, appId, component),
    request: request as RequestRaw,
    async send(openid, message, options) {
      await sendCustom({ call, media }, customMessage(openid, message, options));
    },
    media,
    typing: createTyping(call, clock),
    jsSdk: createJsSdk({
      appId,
      tickets: { jsapi: ticketOf("jsapi"), wx_card: ticketOf("wx_card") },
      now: () => clock.now(),
    }),
    oauthLink: (link) =>
      oauthLink(appId, { ...(component && { componentAppId: component.appId }), ...link }),
    oneTimeSubscriptionLink: (link) => oneTimeSubscriptionLink(appId, link),
    close: async () => own?.destroy(),
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function checkedBase(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === "https:" || (url && LOOPBACK.test(url.hostname));
  if (url !== undefined && isSafe && url.search === "" && url.username === "") return url;
  throw new SettingsError([
    `apiBase ${JSON.stringify(text)} must begin with https:// (http:// on this machine only) and have no query.`,
  ]);
}
