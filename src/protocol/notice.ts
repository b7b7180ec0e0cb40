import { Refused } from "../errors.ts";
import {
  assigner,
  type Fields,
  integer,
  leaf,
  optional,
  rowsByNativeName,
  text,
  type Values,
} from "./fields.ts";
import type { XmlElement } from "./xml.ts";

const AUTHORISED = {
  authorizerAppId: text("AuthorizerAppid"),
  /** To be exchanged once for the authorisation's tokens. A secret. */
  authorizationCode: text("AuthorizationCode"),
  /** Seconds since the epoch. */
  codeExpiresAt: integer("AuthorizationCodeExpiredTime"),
  preAuthCode: text("PreAuthCode"),
};

/** Notices about mini programs need no action of ours; who wants more of one finds it in `raw`. */
const ABOUT_MINI_PROGRAM = {
  miniProgramAppId: optional("appid", "AuthorizerAppid"),
  status: optional("status"),
};

/**
 * Every notice to a third-party platform that we know: one row an `InfoType`.
 *
 * Sources: guide, component_verify_ticket and authorize_event; mini programs from SDKs.
 */
export const NOTICES = {
  /** Comes every ten minutes. The ticket is a secret. */
  component_verify_ticket: { ticket: text("ComponentVerifyTicket") },
  authorized: AUTHORISED,
  /** Comes only when the set of rights changed. */
  updateauthorized: AUTHORISED,
  unauthorized: { authorizerAppId: text("AuthorizerAppid") },
  notify_third_fasteregister: ABOUT_MINI_PROGRAM,
  notify_third_fastregisterbetaapp: ABOUT_MINI_PROGRAM,
  notify_third_fastverifybetaapp: ABOUT_MINI_PROGRAM,
  wxa_nickname_audit: ABOUT_MINI_PROGRAM,
  notify_icpfiling_verify_result: ABOUT_MINI_PROGRAM,
  notify_apply_icpfiling_result: ABOUT_MINI_PROGRAM,
  notify_3rd_wxa_auth: ABOUT_MINI_PROGRAM,
  notify_3rd_wxa_wxverify: ABOUT_MINI_PROGRAM,
  order_path_apply_result_notify: ABOUT_MINI_PROGRAM,
  order_path_audit_result_notify: ABOUT_MINI_PROGRAM,
} as const satisfies Readonly<Record<string, Fields>>;

/** The canonical name of a notice: WeChat's own `InfoType`. */
export type NoticeName = keyof typeof NOTICES;

/** What every notice has. */
export interface NoticeHead {
  /** The component's AppID. */
  readonly appId: string;
  /** `InfoType` as it came. */
  readonly infoType: string;
  /** SECONDS since the epoch. A ticket's may be ten minutes before its delivery. */
  readonly createTime: number;
  /** The whole element, untouched. */
  readonly raw: XmlElement;
}

/** One notice to a third-party platform, typed; `unknown` when WeChat added it after this was written. */
export type ComponentNotice = KnownNotice | UnknownNotice;
export type KnownNotice = {
  [N in NoticeName]: NoticeHead & { readonly notice: N } & Values<(typeof NOTICES)[N]>;
}[NoticeName];
export interface UnknownNotice extends NoticeHead {
  readonly notice: "unknown";
}

const notices = rowsByNativeName(
  Object.fromEntries(Object.entries(NOTICES).map(([name, row]) => [name, assigner(row)])),
);
const SECONDS = /^\d{1,12}$/;

/** Makes the typed value. Throws {@link Refused} when `AppId`, `InfoType` or `CreateTime` is not there. */
export function readNotice(element: XmlElement): ComponentNotice {
  const infoType = required(element, "InfoType");
  const createTime = required(element, "CreateTime");
  if (!SECONDS.test(createTime)) throw refused("CreateTime is not a time in seconds");
  const notice: Record<string, unknown> = {
    notice: "unknown",
    appId: required(element, "AppId"),
    infoType,
    createTime: Number(createTime),
    raw: element,
  };
  const known = notices.get(infoType.toLowerCase());
  if (known !== undefined) {
    notice.notice = known[0];
    known[1](notice, element);
  }
  return notice as unknown as ComponentNotice;
}

function required(element: XmlElement, name: string): string {
  const value = leaf(element, name);
  if (value === undefined || value === "") throw refused(`${name} is missing or not one string`);
  return value;
}

function refused(why: string): Refused {
  return new Refused("notice", `The body is not a notice to a third-party platform: ${why}.`);
}
