import { type Entries, say } from "../entry.ts";

/** Where a call comes from. */
export const ADDRESS: Entries = {
  40164: {
    errmsg: "invalid ip, not in whitelist",
    cause: say(
      "The server's address is not on the account's IP whitelist: {ip|WeChat's full text names it}.",
      "服务器的地址不在账号的 IP 白名单中：{ip|完整的错误文字会写明}。",
    ),
    trigger: say(
      "Once a whitelist is set, every call from another address: with the AppSecret, and with an access token too.",
      "设置了白名单之后，从其他地址用 AppSecret 或 `access_token` 调用任何接口时都会发生。",
    ),
    purpose: say(
      "A stolen AppSecret or token is worth nothing on a machine that the administrator has not entered.",
      "即使 AppSecret 或令牌被盗，在管理员未登记的机器上也无法使用。",
    ),
    checks: [
      say(
        "Enter {ip|the address that WeChat's text names} in the IP whitelist: {at:whitelist}. The administrator confirms with a scan. A range is written with a slash.",
        "在“API IP 白名单”填入{ip|错误文字中的地址}：{at:whitelist}，由管理员扫码确认。IP 段用斜线表示。",
      ),
      say(
        "Trust WeChat's text, not the server's own idea: behind a NAT, a proxy or a container the outbound address is another one.",
        "以错误文字为准，不要以服务器自己显示的地址为准：经过地址转换、代理或容器后，出口地址并不相同。",
      ),
      say(
        "If the address changes (cloud functions, home lines, several gateways), give the server a fixed outbound address, or send its calls through a machine that has one (`WECHAT_API_BASE`).",
        "若地址会变化（云函数、家庭宽带、多个网关），为服务器配置固定出口，或经由有固定地址的机器转发（`WECHAT_API_BASE`）。",
      ),
      say(
        "Wait some minutes after saving, then start again; do not try in a loop.",
        "保存后等待几分钟再重试，不要循环请求。",
      ),
      say(
        "Passive replies go on meanwhile: they need no token.",
        "在此期间被动回复不受影响：它不需要令牌。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [61004, 89503, 40125],
    page: "https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html",
  },
  61004: {
    errmsg: "access clientip is not registered",
    cause: say(
      "The server's address is not on the third-party platform's IP whitelist: {ip|WeChat's full text names it}.",
      "服务器的地址不在第三方平台的 IP 白名单中：{ip|完整的错误文字会写明}。",
    ),
    trigger: say(
      "A third-party platform makes any call, or fetches its token, from an address that is not registered.",
      "第三方平台从未登记的地址获取令牌或调用任何接口时发生。",
    ),
    purpose: say(
      "A platform holds the rights of many accounts, so all its calls must come from machines that it has named.",
      "平台掌握众多账号的权限，因此它的所有调用都必须来自登记过的机器。",
    ),
    checks: [
      say(
        "Enter {ip|the address that WeChat's text names} in the whitelist (白名单IP地址列表) of the platform's development data (开发资料): {at:componentData}.",
        "将{ip|错误文字中的地址}填入开发资料的“白名单IP地址列表”：{at:componentData}。",
      ),
      say(
        "Do not enter it in the Official Account's own whitelist: that one is for 40164.",
        "不要填到账号自己的白名单里：那是针对 40164 的。",
      ),
      say(
        "Enter every outbound address: all servers, all gateways, the standby data centre.",
        "填入所有出口地址：全部服务器、网关和备用机房。",
      ),
      say("Wait some minutes after saving, then call again.", "保存后等待几分钟再调用。"),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [40164, 61003],
  },
  89503: {
    cause: say(
      "The administrator must confirm this call first. It comes from an address that WeChat does not know for the account.",
      "此次调用须先由管理员确认。它来自微信不熟悉的地址。",
    ),
    trigger: say(
      "A token is fetched from a new or risky address. WeChat then sends the administrator a message to confirm.",
      "从新的或有风险的地址获取令牌时发生；微信会向管理员发送确认消息。",
    ),
    purpose: say(
      "Somebody responsible decides whether an unknown machine may use the account.",
      "由负责人决定陌生机器能否使用该账号。",
    ),
    checks: [
      say(
        "Call the administrator: the message waits in their WeChat. Tell them the address: {ip|the server's outbound one}.",
        "联系管理员：确认消息就在对方微信里。告知我方地址：{ip|服务器的出口地址}。",
      ),
      say("Have them confirm, then fetch the token once more.", "请其确认，然后再获取一次令牌。"),
      say(
        "Stop the automatic tries meanwhile: a refusal blocks the address for an hour (89507), another for 24 hours (89506).",
        "在此期间停止自动重试：被拒绝后该地址会被封锁 1 小时（89507），再次拒绝为 24 小时（89506）。",
      ),
      say(
        "Enter the address in the IP whitelist, so that it does not come again.",
        "将地址加入 IP 白名单，以免再次出现。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [40164, 89507, 89506],
  },
};
