import { type Catalogue, inLanguage } from "../languageFor.ts";
import { chinesePath, englishPath } from "../platformPaths.ts";

/**
 * What limits a linked account, by a name that the diagnosis and the console explain.
 *
 * Sources: outbound.md 2.1 (rights), 7.3 (verification, status, permission sets), 7.4 (codes).
 */
export type Finding =
  | "unverified"
  | "verification-name-pending"
  | "subscription-account"
  | "permission-missing"
  | "permission-unconfirmed"
  | "address-not-listed"
  | "callback-domain"
  | "platform-unpublished"
  | "warned"
  | "right-missing"
  | "cancelled"
  | "banned"
  | "frozen"
  | "forbidden";

/** What a finding means and what mends it, for an operator. */
interface FindingWords {
  readonly what: string;
  readonly remedy: string;
}

const ENGLISH: Readonly<Record<Finding, FindingWords>> = {
  unverified: {
    what: "The account is not verified: it can answer within a conversation, and send nothing by itself.",
    remedy:
      "Have it verified (微信认证) on the official accounts platform, mp.weixin.qq.com. Foreign entities, Taiwanese companies among them, are reviewed by a third party.",
  },
  "verification-name-pending": {
    what: "The account's qualification is verified, its name is not yet.",
    remedy: "Finish the verification of the name on mp.weixin.qq.com.",
  },
  "subscription-account": {
    what: "It is what WeChat called a subscription account: no template messages, no QR codes with scenes, no web authorisation.",
    remedy: "For these, register a service account, or have the account upgraded to one.",
  },
  "permission-missing": {
    what: "The administrator did not grant a permission set that the bot needs.",
    remedy: "Link the account again, and leave all offered permission sets ticked.",
  },
  "permission-unconfirmed": {
    what: "A permission set waits for the platform's confirmation; until then its calls are refused with 61016.",
    remedy: `Confirm the set for the platform: ${englishPath("component")}. Check that the account is verified and its verification has not expired, then link it again.`,
  },
  "address-not-listed": {
    what: "Our outgoing IP address is not on the list of the one whose token it is.",
    remedy: `Add the address that WeChat names in the error to the IP whitelist. Of an account: ${englishPath("whitelist")}. Of a third-party platform: ${englishPath("componentData")}.`,
  },
  "callback-domain": {
    what: "The callback address does not lead here.",
    remedy: `Set the message and event URL in the platform's development data to ours: ${englishPath("componentData")}.`,
  },
  "platform-unpublished": {
    what: "The third-party platform is not released, or must be released again.",
    remedy: `Release it: ${englishPath("componentData")}. Until then only its own test accounts can link.`,
  },
  warned: {
    what: "WeChat has warned the account.",
    remedy: "Read the notice on mp.weixin.qq.com (通知中心).",
  },
  "right-missing": {
    what: "The account itself lacks the right to call an endpoint (48001).",
    remedy: `Look in the list of rights: ${englishPath("rights")}. Most rights come with verification.`,
  },
  cancelled: {
    what: "The account has been closed.",
    remedy: "Nothing mends it: unlink it.",
  },
  banned: {
    what: "WeChat has banned the account.",
    remedy: "Its owner can object on mp.weixin.qq.com.",
  },
  frozen: {
    what: "WeChat has frozen the account.",
    remedy: "Its owner can have it unfrozen on mp.weixin.qq.com.",
  },
  forbidden: {
    what: "WeChat forbids the account to send, because of what it sent.",
    remedy:
      "Read the notice on mp.weixin.qq.com (通知中心), and wait until the punishment is over.",
  },
};

const CHINESE: Readonly<Record<Finding, FindingWords>> = {
  unverified: {
    what: "账号未认证：只能在对话中回复，不能主动发送消息。",
    remedy:
      "登录微信公众平台 mp.weixin.qq.com 完成微信认证。境外主体（含台湾企业）由第三方机构审核。",
  },
  "verification-name-pending": {
    what: "资质认证已通过，名称认证尚未完成。",
    remedy: "在公众平台完成名称认证。",
  },
  "subscription-account": {
    what: "这是公众号（原订阅号）：没有模板消息、带参数二维码和网页授权。",
    remedy: "如需这些能力，请注册服务号，或将账号升级为服务号。",
  },
  "permission-missing": {
    what: "管理员没有授予机器人所需的权限集。",
    remedy: "重新授权，并保留全部勾选的权限集。",
  },
  "permission-unconfirmed": {
    what: "有权限集等待平台确认，确认前调用会被 61016 拒绝。",
    remedy: `确认该权限集：${chinesePath("component")}。检查账号已认证且认证未过期，然后重新授权。`,
  },
  "address-not-listed": {
    what: "我们的出口 IP 不在白名单中。",
    remedy: `把错误信息中的 IP 加入 IP 白名单。账号：${chinesePath("whitelist")}；第三方平台：${chinesePath("componentData")}。`,
  },
  "callback-domain": {
    what: "回调地址没有指向我们。",
    remedy: `在开发资料中把“消息与事件接收 URL”设为我们的地址：${chinesePath("componentData")}。`,
  },
  "platform-unpublished": {
    what: "第三方平台尚未全网发布，或需要重新发布。",
    remedy: `全网发布：${chinesePath("componentData")}。发布前只有测试账号可以授权。`,
  },
  warned: { what: "账号收到微信的警告。", remedy: "查看公众平台的通知中心。" },
  "right-missing": {
    what: "账号本身没有该接口的权限（48001）。",
    remedy: `查看权限列表：${chinesePath("rights")}。大部分权限需要认证。`,
  },
  cancelled: { what: "账号已注销。", remedy: "无法恢复，请解除绑定。" },
  banned: { what: "账号已被封禁。", remedy: "账号所有者可在公众平台申诉。" },
  frozen: { what: "账号已被冻结。", remedy: "账号所有者可在公众平台解冻。" },
  forbidden: {
    what: "账号因违规被禁止发送消息。",
    remedy: "查看公众平台的通知中心，等待处罚结束。",
  },
};

const TRADITIONAL: Readonly<Record<Finding, FindingWords>> = {
  unverified: {
    what: "帳號未認證：只能在對話中回覆，不能主動傳送訊息。",
    remedy:
      "登入微信公眾平台 mp.weixin.qq.com 完成微信認證。境外主體（含台灣企業）由第三方機構審核。",
  },
  "verification-name-pending": {
    what: "資質認證已通過，名稱認證尚未完成。",
    remedy: "在公眾平台完成名稱認證。",
  },
  "subscription-account": {
    what: "這是公眾號（原訂閱號）：沒有模板訊息、帶參數二維碼和網頁授權。",
    remedy: "如需這些能力，請註冊服務號，或將帳號升級為服務號。",
  },
  "permission-missing": {
    what: "管理員沒有授予機器人所需的權限集。",
    remedy: "重新授權，並保留全部勾選的權限集。",
  },
  "permission-unconfirmed": {
    what: "有權限集等待平台確認，確認前呼叫會被 61016 拒絕。",
    remedy: `確認該權限集：${chinesePath("component")}。檢查帳號已認證且認證未過期，然後重新授權。`,
  },
  "address-not-listed": {
    what: "我們的出口 IP 不在白名單中。",
    remedy: `把錯誤訊息中的 IP 加入 IP 白名單。帳號：${chinesePath("whitelist")}；第三方平台：${chinesePath("componentData")}。`,
  },
  "callback-domain": {
    what: "回調位址沒有指向我們。",
    remedy: `在開發資料中把「消息與事件接收 URL」設為我們的位址：${chinesePath("componentData")}。`,
  },
  "platform-unpublished": {
    what: "第三方平台尚未全網發布，或需要重新發布。",
    remedy: `全網發布：${chinesePath("componentData")}。發布前只有測試帳號可以授權。`,
  },
  warned: { what: "帳號收到微信的警告。", remedy: "查看公眾平台的通知中心。" },
  "right-missing": {
    what: "帳號本身沒有該接口的權限（48001）。",
    remedy: `查看權限列表：${chinesePath("rights")}。大部分權限需要認證。`,
  },
  cancelled: { what: "帳號已註銷。", remedy: "無法恢復，請解除綁定。" },
  banned: { what: "帳號已被封禁。", remedy: "帳號擁有者可在公眾平台申訴。" },
  frozen: { what: "帳號已被凍結。", remedy: "帳號擁有者可在公眾平台解凍。" },
  forbidden: {
    what: "帳號因違規被禁止傳送訊息。",
    remedy: "查看公眾平台的通知中心，等待處罰結束。",
  },
};

export const FINDINGS: Catalogue<Readonly<Record<Finding, FindingWords>>> = {
  zh: CHINESE,
  "zh-Hant": TRADITIONAL,
  en: ENGLISH,
};

/** The words for a finding in an operator's language: Chinese for Chinese, English for everything else. */
export function findingWords(finding: Finding, locale: string): FindingWords {
  return inLanguage(locale, FINDINGS)[finding];
}
