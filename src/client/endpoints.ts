import type { z } from "zod";
import { AGENTS } from "./endpoints/agents.ts";
import { COMMENTS } from "./endpoints/comments.ts";
import { COMPONENTS } from "./endpoints/components.ts";
import { DRAFTS } from "./endpoints/drafts.ts";
import { MEDIA } from "./endpoints/media.ts";
import { MENUS } from "./endpoints/menus.ts";
import { MESSAGES } from "./endpoints/messages.ts";
import { PAGES } from "./endpoints/pages.ts";
import { PLATFORM } from "./endpoints/platform.ts";
import { PUBLISHING } from "./endpoints/publishing.ts";
import type { Download, Type } from "./endpoints/row.ts";
import { STATISTICS } from "./endpoints/statistics.ts";
import { TEMPLATES } from "./endpoints/templates.ts";
import { USERS } from "./endpoints/users.ts";
import { WEB } from "./endpoints/web.ts";

/**
 * Every endpoint that we call, by a name of ours. Adding one is adding a row.
 *
 * Source: outbound.md in the facts folder, which names the page of developers.weixin.qq.com for each.
 */
export const ENDPOINTS = {
  ...MESSAGES,
  ...TEMPLATES,
  ...AGENTS,
  ...MEDIA,
  ...DRAFTS,
  ...PUBLISHING,
  ...COMMENTS,
  ...STATISTICS,
  ...MENUS,
  ...USERS,
  ...PAGES,
  ...WEB,
  ...PLATFORM,
  ...COMPONENTS,
};

export type Endpoints = typeof ENDPOINTS;

export type EndpointName = keyof Endpoints;

/** What a call takes. */
export type RequestOf<N extends EndpointName> =
  Endpoints[N]["request"] extends Type<infer Request> ? Request : never;

/** The reply of a call; for rows that answer with a file also a {@link Download}. */
export type ReplyOf<N extends EndpointName> =
  | z.output<Endpoints[N]["reply"]>
  | (N extends "media.get" | "media.getSpeex" | "material.get" ? Download : never);

/** Options of one call. */
export interface CallOptions {
  /** The time for the whole call: token, tries and pauses. Default 5,000 ms. */
  readonly deadlineMs?: number | undefined;
  /** The longest answer that is read, in bytes. Default 2 MiB, for files 20 MiB. */
  readonly maxBytes?: number | undefined;
}

/** The request may be left out where nothing in it is required. */
export type CallArguments<N extends EndpointName> =
  Record<string, never> extends RequestOf<N>
    ? [request?: RequestOf<N>, options?: CallOptions]
    : [request: RequestOf<N>, options?: CallOptions];

/**
 * Makes one call: `call("user.info", { openid })`. Names, requests and replies come from the table of
 * endpoints. Rejects with a `WeChatApiError`.
 */
export type Call = <N extends EndpointName>(
  name: N,
  ...given: CallArguments<N>
) => Promise<ReplyOf<N>>;
