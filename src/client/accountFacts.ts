import type { PermissionSet } from "./authorisations.ts";
import { RIGHTS, type Right } from "./endpoints/rights.ts";
import type { ReplyOf } from "./endpoints.ts";

/** What WeChat says of an account that authorised a third-party platform. Source: outbound.md 7.3 */
export interface AccountFacts {
  readonly appId: string;
  /** The original id, `gh_…`; empty where WeChat did not say it. */
  readonly originalId: string;
  readonly name: string;
  readonly picture?: string;
  /** The company or person behind the account. */
  readonly principal: string;
  readonly kind: "subscription" | "service" | "mini-program";
  readonly verification: "verified" | "name-pending" | "unverified";
  readonly status: "normal" | "cancelled" | "banned" | "warned" | "frozen";
  readonly sets: readonly PermissionSet[];
}

type Info = ReplyOf<"component.info">;
type GrantedSet = ReplyOf<"component.redeem">["authorization_info"]["func_info"][number];

/** An original id as the console shows it. Any other text could not tell pushes apart. */
const ORIGINAL_ID = /^gh_\w{4,32}$/;

/**
 * Reads `api_get_authorizer_info`. `known`: the account that was asked about, and the sets that it was known to have
 * given, because WeChat sometimes leaves out what it has said before.
 */
export function factsOf(
  { authorizer_info: info, authorization_info: given }: Info,
  known: { readonly appId: string; readonly sets: readonly PermissionSet[] },
): AccountFacts {
  return {
    appId: given?.authorizer_appid ?? known.appId,
    originalId: ORIGINAL_ID.test(info.user_name) ? info.user_name : "",
    name: info.nick_name,
    ...(info.head_img !== undefined && { picture: info.head_img }),
    principal: info.principal_name,
    kind: kindOf(info),
    verification: verificationOf(info.verify_type_info?.id ?? -1),
    status: STATUS[info.account_status ?? 1] ?? "normal",
    sets: given?.func_info === undefined ? known.sets : permissionSets(given.func_info),
  };
}

/** The granted sets, and which of them wait for the platform's confirmation. */
export function permissionSets(granted: readonly GrantedSet[]): readonly PermissionSet[] {
  return granted.map(({ funcscope_category: { id }, confirm_info }) =>
    confirm_info?.need_confirm === 1 && confirm_info.already_confirm !== 1
      ? { id, unconfirmed: true }
      : { id },
  );
}

/** 0 subscription, 1 subscription upgraded from an old account, 2 service. */
function kindOf({ MiniProgramInfo, service_type_info }: Info["authorizer_info"]) {
  if (MiniProgramInfo !== undefined) return "mini-program";
  return service_type_info?.id === 2 ? "service" : "subscription";
}

/** -1 not verified; 0 by WeChat, 1 and 2 by Weibo; 3 to 5 qualified, but the name is not yet. */
function verificationOf(id: number): AccountFacts["verification"] {
  if (id < 0) return "unverified";
  return id >= 3 ? "name-pending" : "verified";
}

const STATUS: Readonly<Record<number, AccountFacts["status"]>> = {
  1: "normal",
  14: "cancelled",
  16: "banned",
  18: "warned",
  19: "frozen",
};

/** The permission sets of Official Accounts by their console names. Source: outbound.md 7.3 */
export const PERMISSION_SETS: Readonly<
  Record<number, { readonly zh: string; readonly en: string }>
> = {
  1: { zh: "消息管理", en: "messages" },
  2: { zh: "用户管理", en: "users" },
  3: { zh: "账号服务", en: "account service (QR codes)" },
  4: { zh: "网页服务", en: "web pages" },
  6: { zh: "多客服", en: "customer-service agents" },
  7: { zh: "群发与通知", en: "mass and template messages" },
  8: { zh: "卡券", en: "cards" },
  9: { zh: "扫一扫", en: "scanning" },
  11: { zh: "素材管理", en: "material" },
  15: { zh: "自定义菜单", en: "menus" },
  54: { zh: "服务号对话", en: "service account dialogue" },
  89: { zh: "订阅通知", en: "subscription notifications" },
};

/** Whether the authorisation carries a right, and whether it waits for a confirmation. */
export function grantOf(
  right: Right,
  sets: readonly PermissionSet[],
): "granted" | "unconfirmed" | "missing" {
  const able = sets.filter(({ id }) => RIGHTS[right].permissionSets.includes(id));
  if (able.length === 0) return "missing";
  return able.some(({ unconfirmed }) => unconfirmed !== true) ? "granted" : "unconfirmed";
}
