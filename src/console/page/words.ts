import type { Language } from "../../web/page/taste.ts";

/** Everything that the page says itself, in both languages. */
const WORDS = {
  title: { en: "WeChat console", zh: "微信控制台" },
  skip: { en: "Skip to the accounts", zh: "跳到账号列表" },
  language: { en: "中文", zh: "English" },
  dark: { en: "Dark theme", zh: "深色主题" },
  light: { en: "Light theme", zh: "浅色主题" },
  logOut: { en: "Log out", zh: "退出" },
  logIn: { en: "Log in", zh: "登录" },
  token: { en: "Token", zh: "令牌" },
  tokenHint: {
    en: "The value of WECHAT_CONSOLE_TOKEN on the server.",
    zh: "服务器上 WECHAT_CONSOLE_TOKEN 的值。",
  },
  lost: { en: "The server is gone. Waiting for it …", zh: "服务器已断开，正在等待恢复…" },
  loading: { en: "Loading …", zh: "加载中…" },
  close: { en: "Close", zh: "关闭" },
  cancel: { en: "Cancel", zh: "取消" },

  releases: {
    en: "Two releases of the bot serve the same followers since {2}: {0}, the newest, and {1}. Finish the deploy.",
    zh: "自 {2} 起，机器人的两个版本在为同一批用户服务：最新的 {0} 与 {1}。请完成部署。",
  },
  releaseOf: { en: "{0} (processes: {1})", zh: "{0}（进程数：{1}）" },
  and: { en: " and ", zh: " 与 " },

  channels: { en: "Channels", zh: "渠道" },
  officialAccounts: { en: "WeChat Official Accounts", zh: "微信公众号" },
  linkAccount: { en: "Link WeChat Official Account", zh: "绑定微信公众号" },
  noAccounts: { en: "No account yet. Link the first one.", zh: "还没有账号，请绑定第一个。" },
  noComponent: {
    en: "To link accounts by scanning, set up a third-party platform: WECHAT_COMPONENT_APP_ID and what belongs to it.",
    zh: "如需扫码绑定，请配置第三方平台：WECHAT_COMPONENT_APP_ID 等。",
  },
  account: { en: "Account", zh: "账号" },
  kind: { en: "Kind", zh: "类型" },
  kind_service: { en: "Service account", zh: "服务号" },
  kind_subscription: { en: "Subscription account", zh: "公众号（原订阅号）" },
  "kind_mini-program": { en: "Mini program", zh: "小程序" },
  verification: { en: "Verification", zh: "认证" },
  verification_verified: { en: "Verified", zh: "已认证" },
  "verification_name-pending": { en: "Name pending", zh: "名称待认证" },
  verification_unverified: { en: "Not verified", zh: "未认证" },
  principal: { en: "Principal", zh: "主体" },
  state: { en: "State", zh: "状态" },
  state_own: { en: "Own secrets", zh: "自有密钥" },
  state_unlinked: { en: "Not linked", zh: "未绑定" },
  state_authorising: { en: "Authorising", zh: "授权中" },
  state_checking: { en: "Checking", zh: "检查中" },
  state_linked: { en: "Linked", zh: "已绑定" },
  state_limited: { en: "Linked, with limits", zh: "已绑定，有限制" },
  state_suspended: { en: "Suspended", zh: "已停用" },
  state_withdrawn: { en: "Withdrawn by its owner", zh: "所有者已取消授权" },
  lastHour: {
    en: "Pushes, replies and failures are those of the last hour, in this process.",
    zh: "推送、回复与失败为本进程近一小时的数量。",
  },
  pushes: { en: "Pushes", zh: "推送" },
  replies: { en: "Replies", zh: "回复" },
  failures: { en: "Failures", zh: "失败" },
  unnamed: { en: "Account with secrets of its own", zh: "使用自有密钥的账号" },

  back: { en: "All accounts", zh: "全部账号" },
  checkAgain: { en: "Check again", zh: "重新检查" },
  checked: { en: "Checked.", zh: "已检查。" },
  authoriseAgain: { en: "Authorise again", zh: "重新授权" },
  unlink: { en: "Unlink", zh: "解除绑定" },
  unlinkSure: {
    en: "Forget this account here? Its owner’s consent stays until he withdraws it in WeChat’s developer platform (授权关系). Its pushes will be refused.",
    zh: "在此忘记该账号？所有者的授权仍然有效，直到他在微信开发者平台的“授权关系”中取消；其推送将被拒绝。",
  },
  gone: { en: "There is no such account any more.", zh: "该账号已不存在。" },
  linkedSince: { en: "Linked since", zh: "绑定时间" },
  checkedAt: { en: "Checked", zh: "检查时间" },
  originalId: { en: "Original id", zh: "原始 ID" },
  locale: { en: "Language", zh: "语言" },
  permissions: { en: "Permission sets", zh: "权限集" },
  unconfirmed: { en: "not confirmed", zh: "待确认" },
  checks: { en: "Checks", zh: "检查" },
  allWell: {
    en: "Nothing found: what the bot needs works.",
    zh: "未发现问题：机器人所需能力均可用。",
  },
  ownHint: {
    en: "Served with secrets of its own from the settings; WeChat tells its facts only of linked accounts. What doctor checks at the command line can be checked here: nothing is changed, and no follower hears of it.",
    zh: "使用配置中的自有密钥；只有绑定的账号才能取得资料。doctor 命令的检查也可以在这里运行：不会改动任何东西，用户也不会察觉。",
  },
  examine: { en: "Run the checks", zh: "运行检查" },
  examining: { en: "Checking …", zh: "检查中…" },
  examined: { en: "What the checks came to", zh: "检查结果" },
  examined_good: { en: "good", zh: "正常" },
  examined_warning: { en: "to know", zh: "请留意" },
  examined_bad: { en: "to mend", zh: "需修复" },
  examined_skipped: { en: "not looked at", zh: "未检查" },
  mode: { en: "Mode of pushes", zh: "消息加解密方式" },
  mode_plain: { en: "Plain: pushes can be forged", zh: "明文模式：消息可被伪造" },
  mode_compatible: { en: "Compatible", zh: "兼容模式" },
  mode_safe: { en: "Safe", zh: "安全模式" },
  calls: { en: "Calls of WeChat’s API", zh: "调用微信接口" },
  calls_none: { en: "None: no AppSecret is set", zh: "不能：未设置 AppSecret" },
  calls_plain: { en: "By AppSecret", zh: "使用 AppSecret" },
  calls_signed: { en: "By AppSecret, signed and encrypted", zh: "使用 AppSecret，签名并加密" },
  withdrawnHint: {
    en: "Its owner has withdrawn the authorisation on WeChat’s side: pushes are refused, and messages end with 61003. Send the administrator a new link.",
    zh: "所有者已在微信侧取消授权：推送被拒绝，消息以 61003 失败。请给管理员发送新的链接。",
  },
  machine: { en: "Life of the link, now: {0}", zh: "绑定的生命周期，当前：{0}" },
  traffic: { en: "Traffic of 24 hours", zh: "24 小时流量" },
  trafficOf: {
    en: "{0}: {1} pushes, {2} replies, {3} failures",
    zh: "{0}：推送 {1}，回复 {2}，失败 {3}",
  },
  routes: { en: "Routes taken", zh: "所走路径" },
  noRoutes: { en: "No turn since the server started.", zh: "服务器启动以来还没有轮次。" },
  wentWrong: { en: "What went wrong", zh: "出了什么问题" },
  everywhere: { en: "What went wrong in all processes", zh: "所有进程出了什么问题" },
  everywhereHint: {
    en: "Of the last seven days, counted by kind and process, with the last time.",
    zh: "最近七天，按种类和进程计数，时间为最后一次。",
  },
  times: { en: "{0} ×", zh: "{0} 次" },
  nothingWrong: { en: "Nothing since the server started.", zh: "服务器启动以来没有。" },
  message: { en: "Message", zh: "消息" },
  fate_refused: { en: "refused", zh: "被拒" },
  fate_held: { en: "held", zh: "暂存" },
  fate_unknown: { en: "outcome unknown", zh: "结果未知" },
  fate_expired: { en: "expired", zh: "已过期" },
  fate_dropped: { en: "dropped", zh: "已丢弃" },
  fate_sent: { en: "sent", zh: "已发送" },
  fate_notified: { en: "as a notification", zh: "已作为通知发送" },
  noCode: {
    en: "WeChat gave no code: it did not answer, or the message waits.",
    zh: "微信没有返回错误码：没有应答，或消息在等待。",
  },
  "fate_not-sent": { en: "not sent", zh: "未发送" },

  followers: { en: "Followers", zh: "用户" },
  followersHint: {
    en: "WeChat gives out no nicknames since 2021-12-27; each has a generic name.",
    zh: "自 2021-12-27 起微信不再提供昵称，每位用户有一个通用名称。",
  },
  findWho: { en: "Openid or generic name", zh: "openid 或通用名称" },
  find: { en: "Find", zh: "查找" },
  person: { en: "WeChat user {0}", zh: "微信用户 {0}" },
  waitingN: { en: "{0} held", zh: "{0} 条暂存" },
  nobodyYet: {
    en: "Nobody has written since the server started.",
    zh: "服务器启动以来还没有人来过。",
  },
  journey: { en: "Journey of {0}", zh: "{0} 的旅程" },
  mayStillGet: { en: "Messages that may be sent now", zh: "当前可发送" },
  held: { en: "Held for the next contact", zh: "等待下次联系" },
  released: { en: "What may be sent is on its way.", zh: "可发送的消息正在发送。" },
  release: { en: "Send now", zh: "立即发送" },
  until: { en: "{0} of {1} until {2}", zh: "{0}/{1}，至 {2}" },
  lastRoutes: { en: "Last routes", zh: "最近路径" },
  lastJobs: { en: "Jobs", zh: "任务" },
  job_waiting: { en: "waits", zh: "等待中" },
  job_running: { en: "runs", zh: "进行中" },
  job_finished: { en: "to be shown", zh: "待展示" },
  job_done: { en: "done", zh: "已完成" },
  job_failed: { en: "failed", zh: "失败" },
  lastFates: { en: "Customer-service messages", zh: "客服消息" },
  stepOf: {
    en: "{0} on the answer · {1} later · {2} held",
    zh: "随应答 {0} · 稍后 {1} · 暂存 {2}",
  },
  follower: { en: "Lifecycle, now: {0}", zh: "生命周期，当前：{0}" },

  menu: { en: "Menu", zh: "自定义菜单" },
  showMenu: { en: "Show the menu", zh: "查看菜单" },
  noMenu: { en: "The account has no menu of ours.", zh: "账号没有菜单。" },
  menuJson: { en: "Buttons, as WeChat takes them", zh: "按钮（微信格式）" },
  menuWrong: { en: "This is not JSON yet.", zh: "还不是有效的 JSON。" },
  publish: { en: "Publish", zh: "发布" },
  published: {
    en: "Published. Phones show it within a day; follow again to see it at once.",
    zh: "已发布。手机一天内更新；重新关注可立即看到。",
  },
  removeMenu: { en: "Take the menu away", zh: "删除菜单" },
  removed: { en: "The menu is gone.", zh: "菜单已删除。" },
  preview: { en: "Preview", zh: "预览" },

  qr: { en: "QR code with a scene", zh: "带参数二维码" },
  scene: { en: "Scene, 1 to 64 characters", zh: "场景值，1 至 64 个字符" },
  forDays: { en: "Good for", zh: "有效期" },
  days30: { en: "30 days", zh: "30 天" },
  forEver: { en: "ever (of 100,000)", zh: "永久（共 10 万个）" },
  makeCode: { en: "Make the code", zh: "生成二维码" },
  codeOf: { en: "QR code of the scene {0}", zh: "场景 {0} 的二维码" },

  before: { en: "Before you begin", zh: "开始之前" },
  condition1: {
    en: "The account should be verified: others can answer within a conversation only.",
    zh: "账号应当已认证：未认证的账号只能在对话中回复。",
  },
  condition2: {
    en: "The QR code must be scanned by the account’s administrator, not by an operator.",
    zh: "二维码须由账号的管理员扫码，运营者无法授权。",
  },
  condition3: {
    en: "Foreign entities, Taiwanese companies among them, are verified by a third party, which takes longer.",
    zh: "境外主体（含台湾企业）的认证由第三方机构审核，需要更长时间。",
  },
  condition4: {
    en: "Leave all permission sets ticked that WeChat’s page offers.",
    zh: "请保留微信页面上全部勾选的权限集。",
  },
  makeLink: { en: "Make a one-time link", zh: "生成一次性链接" },
  linkHint: {
    en: "Good once, for half an hour. Open it here, or send it to the administrator.",
    zh: "半小时内有效，只能用一次。可在此打开，或发给管理员。",
  },
  oneTimeLink: { en: "One-time link", zh: "一次性链接" },
  copy: { en: "Copy", zh: "复制" },
  copied: { en: "Copied.", zh: "已复制。" },
  open: { en: "Open", zh: "打开" },
  refused_unreachable: { en: "The server does not answer.", zh: "服务器没有应答。" },
  refused_failed: {
    en: "The server failed at this; its log says why.",
    zh: "服务器执行失败，原因见其日志。",
  },
  "refused_wrong-token": { en: "That is not the token.", zh: "登录令牌不对。" },
  "refused_too-many": {
    en: "Too many wrong tokens: wait {0} s.",
    zh: "登录令牌错误次数过多：请等待 {0} 秒。",
  },
  "refused_not-in": { en: "Log in first.", zh: "请先登录。" },
  refused_csrf: {
    en: "Only the page itself may order this: open it again.",
    zh: "只有本页可以执行此操作：请重新打开本页。",
  },
  "refused_no-account": { en: "There is no such account.", zh: "没有这个账号。" },
  refused_nobody: {
    en: "Nobody is known by that name. Openids are found in the store; generic names only of followers who were here since the server started.",
    zh: "没有叫这个名字的用户。openid 会在存储中查找；自动生成的名字只能找到服务器启动以来联系过的用户。",
  },
  "refused_wrong-order": { en: "{1}", zh: "请求有误：{1}" },
  refused_other: { en: "{1}", zh: "未能执行：{1}" },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

type Word = keyof typeof WORDS;

/** Says a word of the page; `{0}` is replaced by the first argument. */
export type Say = (word: Word, ...values: readonly (string | number)[]) => string;

export function speaker(language: Language): Say {
  return (word, ...values) => {
    const text: string = WORDS[word][language];
    return text.replace(/\{(\d)\}/g, (_all, index: string) => String(values[Number(index)] ?? ""));
  };
}

/** Why the server did not do something, in the reader's language; `{0}` is the number in its sentence. */
export function refusalIn(say: Say, { code, message }: { code: string; message: string }): string {
  const word = `refused_${code}`;
  const [number = ""] = /\d+/.exec(message) ?? [];
  return say(Object.hasOwn(WORDS, word) ? (word as Word) : "refused_other", number, message);
}

/** The word `fate_held` for `held`; the name itself where there is none. */
export function sayName(
  say: Say,
  prefix: "calls" | "fate" | "kind" | "mode" | "state" | "verification",
  name: string,
) {
  const word = `${prefix}_${name}`;
  return Object.hasOwn(WORDS, word) ? say(word as Word) : name;
}
