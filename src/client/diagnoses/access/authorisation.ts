import { COMPONENT_TICKET_INTERVAL_MS, COMPONENT_TICKET_MS } from "../../../protocol/limits.ts";
import { type Entries, hours, minutes, say } from "../entry.ts";

/** An account's authorisation of a third-party platform, and what the platform needs to use it. */
export const AUTHORISATION: Entries = {
  61016: {
    errmsg: "function category of API need be confirmed by component",
    cause: say(
      "The permission set of this API is not confirmed for the account. The administrator may have granted it, but it does not work yet, often because the account does not qualify.",
      "该接口所属的权限集尚未为此账号确认。管理员可能已经授权，但还没有生效，常见原因是账号不具备条件。",
    ),
    trigger: say(
      "A third-party platform calls for an account, most often to send a customer-service message, while the set waits for confirmation. It is seen above all with accounts that are not verified.",
      "第三方平台代公众号调用接口（多为发送客服消息），而该权限集仍待确认时发生。未认证的账号最常出现。",
    ),
    purpose: say(
      "A right passes to a platform only when the account has it and both sides have agreed to its use.",
      "只有账号自身具备权限、且双方都同意，权限才能交给第三方平台使用。",
    ),
    checks: [
      say(
        "Check that it is a verified service account: `api_get_authorizer_info` must say `service_type_info.id` 2 and `verify_type_info.id` 0 (-1 is unverified).",
        "确认是已认证的服务号：`api_get_authorizer_info` 中 `service_type_info.id` 应为 2，`verify_type_info.id` 应为 0（-1 表示未认证）。",
      ),
      say(
        "Check whether the verification has expired (console: WeChat verification, 微信认证). It must be renewed every year; renew it first.",
        "检查微信认证是否过期。认证须每年续期，若已过期请先续期。",
      ),
      say(
        "Check that the permission set is confirmed: in `func_info`, `need_confirm` 1 with `already_confirm` 0 means that it still waits. Confirm it on the platform's side: {at:component}.",
        "检查权限集是否已确认：`func_info` 中 `need_confirm` 为 1 而 `already_confirm` 为 0，说明仍待确认。请在平台一侧确认：{at:component}。",
      ),
      say(
        "Re-authorise the platform: have the administrator scan the authorisation page again and tick the set, then exchange the new code; old tokens keep the old rights.",
        "重新授权第三方平台：请管理员再次扫码并勾选该权限集，然后兑换新的授权码；旧令牌只有旧权限。",
      ),
      say("Answer passively until one call has succeeded.", "在调用成功之前，先使用被动回复。"),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61007, 61003, 48001],
  },
  61003: {
    errmsg: "component is not authorized by this account",
    cause: say(
      "The account has not authorised this third-party platform, or no longer does.",
      "公众号没有授权该第三方平台，或授权已经取消。",
    ),
    trigger: say(
      "The platform calls for the account, or refreshes its token, after the authorisation ended, or with a pair of AppID and refresh token that do not belong together.",
      "授权取消之后，平台仍代公众号调用或刷新令牌；或 AppID 与刷新令牌不配对。",
    ),
    purpose: say(
      "The owner of an account can dismiss a platform at any time, and that takes effect at once.",
      "账号所有者可以随时取消授权，并且立即生效。",
    ),
    checks: [
      say(
        "Look for an `unauthorized` push of this account in the log: then somebody ended the authorisation in the console.",
        "在日志中查找该账号的 `unauthorized` 推送：若有，说明有人在后台取消了授权。",
      ),
      say(
        "Compare the AppID with the refresh token that was stored for it: tokens of several accounts are easily mixed up.",
        "核对 AppID 与为其保存的刷新令牌：多个账号的令牌容易混淆。",
      ),
      say(
        "Ask `api_get_authorizer_list` whether the account is still there.",
        "用 `api_get_authorizer_list` 查询该账号是否仍在授权列表中。",
      ),
      say(
        "Have the administrator authorise the platform again, and exchange the new code.",
        "请管理员重新授权，并兑换新的授权码。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61023, 61007],
  },
  61007: {
    errmsg: "api is unauthorized to component",
    cause: say(
      "The account has authorised the platform, but not the permission set that holds this API.",
      "公众号已授权该平台，但没有授予该接口所属的权限集。",
    ),
    trigger: say(
      "The platform calls an API of a set that was left out, or that another platform holds: some sets go to one platform only.",
      "平台调用了未勾选的权限集中的接口，或该权限集已授予其他平台：部分权限集只能授予一个平台。",
    ),
    purpose: say(
      "The administrator chooses right by right what a platform may do.",
      "由管理员逐项决定平台能做什么。",
    ),
    checks: [
      say(
        "Read `func_info` with `api_get_authorizer_info`. Customer-service messages need set 1, 6 or 19; template messages 7; menus 15; subscription notifications 89.",
        "用 `api_get_authorizer_info` 查看 `func_info`：客服消息需要权限集 1、6 或 19，模板消息需要 7，菜单需要 15，订阅通知需要 89。",
      ),
      say(
        "Check that the platform itself has the set and has been published with it.",
        "确认平台自身拥有该权限集，并已随之全网发布。",
      ),
      say(
        "Have the administrator take an exclusive set away from the other platform first.",
        "若为互斥权限集，请管理员先取消其他平台的授权。",
      ),
      say(
        "Have the administrator authorise again with the set ticked.",
        "请管理员重新授权并勾选该权限集。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61016, 61003, 48001],
  },
  61023: {
    errmsg: "refresh_token is invalid",
    cause: say(
      "The stored `authorizer_refresh_token` is not valid. The account was authorised again since, or the authorisation was cancelled, or the token is another account's.",
      "保存的 `authorizer_refresh_token` 无效。可能账号后来重新授权过、授权已取消，或令牌属于其他账号。",
    ),
    trigger: say(
      "The platform refreshes an account's token with `api_authorizer_token`.",
      "平台用 `api_authorizer_token` 刷新公众号令牌时发生。",
    ),
    purpose: say("The newest authorisation is the one that counts.", "以最近一次授权为准。"),
    checks: [
      say(
        "Fetch the present refresh token with `api_get_authorizer_list` and store it.",
        "用 `api_get_authorizer_list` 取得当前的刷新令牌并保存。",
      ),
      say(
        "Store the new token on every `authorized` and `updateauthorized` push, and after every refresh.",
        "收到 `authorized`、`updateauthorized` 推送时以及每次刷新之后，都要保存新令牌。",
      ),
      say(
        "Check that two environments (test and production) do not refresh for the same account.",
        "确认没有两套环境（测试与生产）同时为同一账号刷新。",
      ),
      say(
        "If the list does not have it either, have the administrator authorise again.",
        "若列表中也没有，请管理员重新授权。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61003],
  },
  61005: {
    errmsg: "component ticket is expired",
    cause: say(
      `The platform's ticket has run out: a \`component_verify_ticket\` lives ${hours(COMPONENT_TICKET_MS)} hours.`,
      `第三方平台的票据已过期。\`component_verify_ticket\` 的有效期为 ${hours(COMPONENT_TICKET_MS)} 小时。`,
    ),
    trigger: say(
      "The platform fetches its token with an old ticket, because newer ones did not arrive or were not stored.",
      "新票据没有收到或没有保存，平台仍用旧票据获取令牌。",
    ),
    purpose: say(
      "Being able to receive the ticket proves again and again that the platform owns its address.",
      "能够持续收到票据，证明平台确实拥有该接收地址。",
    ),
    checks: [
      say(
        `Look in the log for ticket pushes: one should come every ${minutes(COMPONENT_TICKET_INTERVAL_MS)} minutes.`,
        `在日志中查看票据推送：每 ${minutes(COMPONENT_TICKET_INTERVAL_MS)} 分钟应有一次。`,
      ),
      say(
        "If there are none, check the address for authorisation events: {at:componentData}. It needs a good certificate and must answer `success`.",
        "若没有，检查授权事件接收地址：{at:componentData}。证书须有效，并返回 `success`。",
      ),
      say(
        "Call `api_start_push_ticket` and wait for the next push.",
        "调用 `api_start_push_ticket`，等待下一次推送。",
      ),
      say(
        "Check that every process reads the ticket from the shared store.",
        "确认每个进程都从共用存储读取票据。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61006, 42006],
  },
  61006: {
    errmsg: "component ticket is invalid",
    cause: say(
      "The platform's ticket is not the one that WeChat sent to this platform.",
      "第三方平台的票据无效。它不是微信发给该平台的票据。",
    ),
    trigger: say(
      "A ticket of another platform is used, or one that was cut off, encoded or decrypted wrongly.",
      "使用了其他平台的票据，或票据被截断、重复编码、解密错误。",
    ),
    purpose: say(
      "The ticket proves that the call comes from the platform that receives the pushes.",
      "票据用来证明调用者就是接收推送的平台。",
    ),
    checks: [
      say(
        "Compare the ticket with the newest push, whole: it begins with `ticket@@@`.",
        "将票据与最近一次推送完整核对：以 `ticket@@@` 开头。",
      ),
      say(
        "Check that `component_appid` and ticket belong to the same platform (test and production are two).",
        "确认 `component_appid` 与票据属于同一平台（测试与生产是两个平台）。",
      ),
      say(
        "Wait for the next push, store it, and fetch the token with that one.",
        "等待下一次推送并保存，再用它获取令牌。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61005, 40094],
  },
};
