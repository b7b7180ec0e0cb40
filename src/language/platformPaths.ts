/**
 * Where an operator finds a setting at WeChat. All that we print and write names these places from here, and a test
 * compares every path of the texts and documents with them: when WeChat moves a page, one line changes.
 *
 * Since 2025-12-01 what a developer sets stands in the developer platform. 公众号 is there the name of what was a
 * subscription account (订阅号), 服务号 that of a service account.
 */

interface PlatformPath {
  /** As it is written on WeChat's pages, which are Chinese for everybody. */
  readonly zh: string;
  /** The same for a reader of English. */
  readonly en: string;
  /** WeChat's page that says so. */
  readonly source: string;
}

const MIGRATION = "https://developers.weixin.qq.com/doc/subscription/guide/dev/migration.html";
const SERVICE_MIGRATION = "https://developers.weixin.qq.com/doc/service/guide/dev/migration.html";
const DOMAINS = "https://developers.weixin.qq.com/doc/oplatform/developers/basic_func/domain.html";
const THIRD_PARTY =
  "https://developers.weixin.qq.com/doc/oplatform/developers/product/third_platform/index.html";
const RELEASE =
  "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/config.html";
const DIAGNOSIS =
  "https://developers.weixin.qq.com/doc/oplatform/developers/basic_func/api_diagnosis.html";

/** WeChat's own explanation of a failed call, by its rid, for seven days. */
export const RID_DIAGNOSIS =
  "https://developers.weixin.qq.com/console/devtools/debug?tab=errorDiag";

const ACCOUNT = {
  zh: "微信开发者平台 > 我的业务 > 公众号/服务号",
  en: "developer platform, My business, the account",
};

function ofAccount(zh: readonly string[], en: string, source = MIGRATION): PlatformPath {
  return { zh: [ACCOUNT.zh, ...zh].join(" > "), en: `${ACCOUNT.en}, ${en}`, source };
}

const PATHS = {
  account: { ...ACCOUNT, source: MIGRATION },
  appId: ofAccount(["基础信息"], "Basic information"),
  secret: ofAccount(["基础信息", "开发密钥"], "Basic information, Development keys"),
  whitelist: ofAccount(["基础信息", "开发密钥"], "Basic information, Development keys"),
  pushes: ofAccount(
    ["基础信息", "域名与消息推送配置"],
    "Basic information, Domains and message pushes",
  ),
  developers: ofAccount(["基础信息", "成员管理"], "Basic information, Members"),
  rights: ofAccount(["接口管理", "接口权限与额度"], "Interfaces, Rights and quota"),
  speech: ofAccount(["开放能力", "接收语音识别结果"], "Open abilities, Speech recognition"),
  oneTime: ofAccount(["开放能力", "一次性订阅消息"], "Open abilities, One-time subscriptions"),
  openPlatform: ofAccount(["绑定关系", "开放平台"], "Bindings, Open platform"),
  authorisations: ofAccount(["授权关系"], "Authorisations", SERVICE_MIGRATION),
  /** These domains have not moved. */
  webDomains: {
    zh: "微信公众平台 > 设置与开发 > 账号设置 > 功能设置",
    en: "official accounts platform, Settings and development, Account settings, Functions",
    source: DOMAINS,
  },
  component: {
    zh: "微信开发者平台 > 我的业务 > 第三方平台",
    en: "developer platform, My business, Third-party platform",
    source: THIRD_PARTY,
  },
  componentData: {
    zh: "微信开放平台 > 管理中心 > 第三方平台",
    en: "open platform (open.weixin.qq.com), Management centre, Third-party platform",
    source: RELEASE,
  },
  diagnosis: {
    zh: "微信开发者平台 > 控制台 > 工具箱 > API 报错诊断",
    en: "developer platform, Console, Toolbox, Diagnosis of API errors",
    source: DIAGNOSIS,
  },
} as const satisfies Readonly<Record<string, PlatformPath>>;

export type PlatformPlace = keyof typeof PATHS;

/** Every place, for tests and tables. */
export const PLATFORM_PATHS: Readonly<Record<PlatformPlace, PlatformPath>> = PATHS;

/** The place for a reader of Chinese: `微信开发者平台 > …`. */
export function chinesePath(place: PlatformPlace): string {
  return PATHS[place].zh;
}

/** The place for a reader of English, with the words that stand on the page: `developer platform, … (微信开发者平台 > …)`. */
export function englishPath(place: PlatformPlace): string {
  const { en, zh } = PATHS[place];
  return `${en} (${zh})`;
}
