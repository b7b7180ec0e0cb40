import { type Entries, say } from "../entry.ts";

const QUOTA_PAGE =
  "https://developers.weixin.qq.com/doc/service/api/apimanage/api_getapiquota.html";

/** What the account may do, and how much of it. */
export const PERMISSION: Entries = {
  48001: {
    errmsg: "api unauthorized",
    cause: say(
      "The account has no right to this API. Its kind or its verification does not include it, or the token is of the wrong kind.",
      "账号没有该接口的权限。可能是账号类型或认证状态不包含它，也可能令牌种类不对。",
    ),
    trigger: say(
      "An unverified account sends a customer-service message; a subscription account sends a template message or makes a QR code; a web token without `snsapi_userinfo` asks for a profile.",
      "未认证的账号发送客服消息；公众号（原订阅号）发送模板消息或创建带参数的二维码；未取得 `snsapi_userinfo` 的网页令牌查询用户资料。",
    ),
    purpose: say(
      "Rights that can reach people unasked are kept for accounts whose owner WeChat has verified.",
      "能主动触达用户的权限，只开放给主体经过微信核实的账号。",
    ),
    checks: [
      say(
        "Look for this API in the list of rights: {at:rights}.",
        "打开权限列表查找该接口：{at:rights}。",
      ),
      say(
        "Check kind and verification: customer-service messages need a verified account; template messages, web logins and QR codes with a scene a verified service account.",
        "核对账号类型与认证：客服消息要求账号已认证；模板消息、网页授权和带参数二维码要求已认证的服务号。",
      ),
      say(
        "Look at the date of the verification (微信认证): it must be renewed every year, and rights end with it.",
        "查看微信认证的到期日：须每年续期，到期后权限随之失效。",
      ),
      say(
        "If a third-party platform calls: the account itself lacks the right. Authorising again does not help (61007 would).",
        "若由第三方平台代调用：缺的是公众号自身的权限，重新授权没有用（61007 才需要重新授权）。",
      ),
      say(
        "Go on with passive replies: every account has them. The adapter stops trying the refused way by itself.",
        "继续使用被动回复：所有账号都有此能力。适配器会自动停用被拒绝的途径。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61007, 61016, 48008, 40200],
  },
  48004: {
    errmsg: "api forbidden for irregularities, view detail on mp.weixin.qq.com",
    cause: say(
      "WeChat has blocked this API for the account because of a breach of its rules.",
      "因账号违规，微信封禁了该接口。",
    ),
    trigger: say(
      "Any call of the blocked API, until the punishment ends.",
      "处罚结束之前，每次调用被封禁的接口都会出现。",
    ),
    purpose: say(
      "The block keeps people from being bothered or cheated while the case is open.",
      "在问题解决之前，避免用户受到打扰或欺骗。",
    ),
    checks: [
      say(
        "Log in to mp.weixin.qq.com and read the notices (通知中心): they name the breach and its end.",
        "登录 mp.weixin.qq.com 查看“通知中心”：其中写明违规原因和解除时间。",
      ),
      say(
        "Stop what led to it: marketing in customer-service messages, enticing people to share, forbidden content.",
        "停止引发处罚的行为：客服消息中的营销、诱导分享、违禁内容。",
      ),
      say("Appeal in the console if it is a mistake.", "如有误判，在后台申诉。"),
      say(
        "Answer passively meanwhile; do not try the blocked API in a loop.",
        "在此期间使用被动回复，不要循环调用被封禁的接口。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [45087, 50004, 48001],
  },
  45009: {
    errmsg: "reach max api daily quota limit",
    cause: say(
      "Today's quota of this API is used up for the account.",
      "账号当天的该接口调用额度已用完。",
    ),
    trigger: say(
      "A call more than the day allows: for a new account 500,000 customer-service messages, 100,000 template messages, 2,000 tokens by `/cgi-bin/token`; a test account has a tenth or less.",
      "超过当天的上限：新账号每天可发客服消息 50 万次、模板消息 10 万次，用 `/cgi-bin/token` 获取令牌 2000 次；测试号只有十分之一或更少。",
    ),
    purpose: say(
      "The platform is shared, and a program that has gone wild is stopped before it does harm.",
      "平台由大家共用，失控的程序须在造成损害之前被拦下。",
    ),
    checks: [
      say(
        "Stop whatever is still calling, and find it: a loop, a retry without pauses, a token that is fetched for every message.",
        "先停掉仍在调用的程序并查明来源：死循环、没有间隔的重试、每条消息都重新获取令牌。",
      ),
      say(
        "Read what is left with `openapi/quota/get` and the `cgi_path` of the call.",
        "用 `openapi/quota/get` 和该接口的 `cgi_path` 查看剩余额度。",
      ),
      say(
        "Only after that, if it is urgent, clear the count: in the console or with `clear_quota`, 10 times a month in all.",
        "之后如确有急需，再清零调用次数：在后台或用 `clear_quota`，每月合计 10 次。",
      ),
      say(
        "If the use is real, ask for a larger quota in the console; it also grows with the number of followers.",
        "若属正常使用，在后台申请提高额度；额度也会随用户数增长。",
      ),
      say(
        "Answer passively until the new day: passive replies are not counted.",
        "在新的一天之前使用被动回复：它不计入额度。",
      ),
    ],
    retry: "tomorrow",
    route: ["passive", "held"],
    see: [45011, 45047, 48006],
    page: QUOTA_PAGE,
  },
  45011: {
    errmsg: "api minute-quota reach limit, must slower, retry next minute",
    cause: say("Too many calls within one minute.", "一分钟内的调用过于频繁。"),
    trigger: say(
      "A burst: a list that is worked off at full speed, many processes that start together.",
      "突发的密集调用：全速处理名单，或多个进程同时启动。",
    ),
    purpose: say(
      "Bursts of one account must not slow down the others.",
      "某个账号的突发流量不应拖慢其他账号。",
    ),
    checks: [
      say(
        "Wait until the next minute, then go on more slowly; the adapter does so by itself.",
        "等到下一分钟，再放慢速度继续；适配器会自动这样做。",
      ),
      say(
        "Read `rate_limit` with `openapi/quota/get`: `call_count` calls in `refresh_second` seconds.",
        "用 `openapi/quota/get` 查看 `rate_limit`：每 `refresh_second` 秒允许 `call_count` 次。",
      ),
      say(
        "Spread scheduled work over time, and give retries growing pauses with some chance in them.",
        "将定时任务分散开，重试的间隔应逐渐拉长并带随机量。",
      ),
    ],
    retry: "next-minute",
    route: ["customer-service", "passive", "held"],
    see: [45009],
    page: QUOTA_PAGE,
  },
};
