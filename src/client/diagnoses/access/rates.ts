import { type Family, say } from "../entry.ts";

/** How often, how well, and from where. */

/** Too much or too fast. */
export const RATES: Family = {
  trigger: say(
    "A call goes over a number that WeChat allows in a span of time.",
    "调用次数超过微信在某段时间内允许的数量。",
  ),
  purpose: say(
    "The platform shares its capacity fairly, and a runaway program is stopped before it hurts people.",
    "平台公平分配资源，并在失控的程序打扰用户之前将其拦下。",
  ),
  checks: [
    say(
      "Stop repeating the call now: every refused try may count as well.",
      "立即停止重复调用：被拒绝的尝试也可能计数。",
    ),
    say("Read what is left with `openapi/quota/get`.", "用 `openapi/quota/get` 查看剩余额度。"),
    say(
      "Find what calls so often: a loop, a retry without pauses, a list that is sent one by one.",
      "找出频繁调用的来源：死循环、没有间隔的重试、逐个发送的名单。",
    ),
  ],
  retry: "later",
  route: ["passive", "held"],
  codes: {
    42005: {
      errmsg: "api usage expired",
      en: "The account's use of this API is over its rate, or its right to it has run out: WeChat's two tables differ.",
      zh: "调用频率超限，或该接口的使用权已到期：微信的中英文错误表说法不一。",
    },
    43117: {
      errmsg: "Sending messages to this openid too frequently, please try later",
      en: "This person was sent too many messages in a short time.",
      zh: "短时间内向同一用户发送的消息过多。",
      first: say(
        "Join several notices for one person into one message.",
        "把发给同一用户的多条通知合并为一条。",
      ),
      retry: "later",
    },
    45040: {
      errmsg: "reach max monthly quota limit",
      en: "The quota of the month is used up.",
      zh: "本月的调用额度已用完。",
      first: say(
        "Wait for the next month, or ask for a larger quota in the console.",
        "等待下个月，或在后台申请提高额度。",
      ),
      retry: "later",
    },
    45061: {
      errmsg: "maybe the update frequency is too often, please try again",
      en: "The same thing is updated too often.",
      zh: "更新过于频繁。",
      retry: "later",
    },
    45085: {
      errmsg: "speed server err",
      en: "WeChat's service for the speed of mass sends failed.",
      zh: "微信的群发速度服务出错。",
      retry: "soon",
    },
    45093: {
      errmsg: "no quota to send msg",
      en: "There is no sending quota left.",
      zh: "没有剩余的下发额度。",
      retry: "later",
    },
    47006: {
      errmsg: "submit pages count reach daily limit, please try tomorrow",
      en: "The pages handed in today reached the daily limit.",
      zh: "当天提交的页面数已达上限。",
      retry: "tomorrow",
    },
    48006: {
      errmsg: "forbid to clear quota because of reaching the limit",
      en: "The quota has been cleared as often as it may be this month.",
      zh: "本月清零调用次数的机会已用完。",
      first: say(
        "Wait for the next month: 10 clears a month, by console and API together. Clearing one API at a time has its own 50.",
        "等待下个月：每月共 10 次，后台与接口合计。按单个接口清零另有 50 次。",
      ),
      retry: "later",
      route: ["not-affected"],
    },
  },
};

/** WeChat's own trouble. */
export const TROUBLES: Family = {
  trigger: say(
    "Something inside WeChat fails while it carries out a correct call.",
    "调用本身没有错，微信内部在执行时出现故障。",
  ),
  purpose: say(
    "This is no rule: WeChat says that the fault is on its side.",
    "这不是限制，而是微信承认问题出在自己一侧。",
  ),
  checks: [
    say(
      "Try again after some seconds, with growing pauses, a few times.",
      "隔几秒重试几次，逐渐拉长间隔。",
    ),
    say(
      "If it lasts, keep the rid and report it to WeChat; nothing can be mended here.",
      "若持续出现，保留 `rid` 并向微信反馈；我方无可修正。",
    ),
  ],
  retry: "soon",
  route: ["customer-service", "passive", "held"],
  codes: {
    61450: {
      en: "WeChat's agent system failed.",
      zh: "微信的客服系统内部出错。",
    },
  },
};

/** Where a call comes from. */
export const ADDRESSES: Family = {
  trigger: say(
    "A call comes from, or names, an address that is not on the account's list.",
    "调用来自或填写了不在账号名单上的地址。",
  ),
  purpose: say(
    "A stolen secret is worth nothing on a machine that is not on the list.",
    "即使密钥被盗，在名单之外的机器上也无法使用。",
  ),
  checks: [
    say(
      "Take {ip|the address that WeChat saw}, not the one that the server gives itself.",
      "以{ip|微信看到的地址}为准，而不是服务器自认的地址。",
    ),
    say(
      "Enter it in the IP whitelist: {at:whitelist}. The administrator confirms by a scan.",
      "将它填入 IP 白名单：{at:whitelist}，由管理员扫码确认。",
    ),
    say("Give the server a fixed outbound address.", "为服务器配置固定的出口地址。"),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    40090: {
      errmsg: "invalid request source (bad client ip)",
      en: "The call came from an address that this API refuses.",
      zh: "请求来自该接口不接受的地址。",
    },
    40187: {
      errmsg: "invalid ip",
      en: "The IP address given in the request is not valid.",
      zh: "请求中给出的 IP 地址不合法。",
    },
    45035: {
      errmsg: "access clientip is not registered, not in ip-white-list",
      en: "The caller's address is not registered for this account.",
      zh: "调用方的 IP 没有为该账号登记。",
    },
  },
};

/** An address that the administrator must confirm. */
export const RISKS: Family = {
  trigger: say(
    "A token is asked for from a new or suspicious address, and WeChat has asked the administrator.",
    "从新的或可疑的地址获取令牌，微信已请管理员确认。",
  ),
  purpose: say(
    "A person who is responsible for the account decides whether an unknown machine may use it.",
    "由对账号负责的人决定陌生机器能否使用该账号。",
  ),
  checks: [
    say(
      "Ask the account's administrator for the confirmation message in WeChat, and have it answered.",
      "请公众号管理员在微信中查看并处理确认消息。",
    ),
    say(
      "Tell the administrator which address is yours: {ip|the server's outbound address}.",
      "告诉管理员我方的地址：{ip|服务器的出口地址}。",
    ),
    say(
      "Stop asking for tokens until it is answered: each try may send another request.",
      "在得到处理之前停止获取令牌：每次尝试都可能再次打扰管理员。",
    ),
    say("Put the address on the IP whitelist.", "将该地址加入 IP 白名单。"),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    89501: {
      en: "An earlier confirmation request still waits for the administrator.",
      zh: "此前还有一个确认请求等待管理员处理。",
    },
    89502: {
      en: "The administrator has been asked and has not answered yet.",
      zh: "已通知管理员，尚未得到确认。",
    },
    89504: {
      en: "The call waits for the administrator's confirmation.",
      zh: "调用正等待管理员确认。",
    },
    89505: {
      en: "The call waits for the administrator's confirmation; ask again shortly.",
      zh: "调用正等待管理员确认，可稍后重试。",
    },
    89506: {
      en: "The administrator has refused this address; it is blocked for 24 hours.",
      zh: "管理员已拒绝该地址的请求，24 小时内不可用。",
      first: say(
        "Talk to the administrator before the 24 hours are over, then call again.",
        "在 24 小时内与管理员沟通，之后再调用。",
      ),
      retry: "later",
    },
    89507: {
      en: "The administrator has refused this address; it is blocked for one hour.",
      zh: "管理员已拒绝该地址的请求，1 小时内不可用。",
      first: say(
        "Talk to the administrator before calling again: a second refusal blocks for 24 hours.",
        "再次调用前先与管理员沟通：再被拒绝将封锁 24 小时。",
      ),
      retry: "later",
    },
  },
};
