import { type Entries, say } from "../entry.ts";

/** What fails before the first message: the address that WeChat asks. */
export const SET_UP: Entries = {
  200302: {
    errmsg: "verify token fail",
    cause: say(
      "The developer platform could not verify the address. It asked the URL and did not get its own text back.",
      "开发者平台校验服务器地址失败（`token` 验证失败）。它请求了该 URL，但没有得到原样返回的文字。",
    ),
    trigger: say(
      "The configuration of message pushes is saved: {at:pushes}. WeChat sends one GET with `signature`, `timestamp`, `nonce` and `echostr`, and waits five seconds.",
      "保存消息推送配置时发生：{at:pushes}。微信会发送一个带 `signature`、`timestamp`、`nonce`、`echostr` 的 GET 请求，并等待五秒。",
    ),
    purpose: say(
      "Only who knows the token can answer, so nobody can point an account at somebody else's server.",
      "只有知道 Token 的服务器才能正确回答，因此无法把账号指向别人的服务器。",
    ),
    checks: [
      say(
        "Start the server before you press the button, and run `doctor`: it asks the address as WeChat does and says what came back.",
        "先启动服务器再点保存，并运行 `doctor`：它会像微信一样请求该地址，并说明收到了什么。",
      ),
      say(
        "Look into the server's log. If nothing arrived, it is the way: the name, port 80 or 443, a firewall, an incomplete certificate, a domain without ICP filing in mainland China.",
        "查看服务器日志。若没有请求到达，问题在途中：域名、80 或 443 端口、防火墙、证书链不完整，或大陆服务器的域名未备案。",
      ),
      say(
        "If it arrived and was refused, compare `WECHAT_TOKEN` with the token on the page, letter by letter.",
        "若已到达但被拒绝，逐个字符核对 `WECHAT_TOKEN` 与页面上的 Token。",
      ),
      say(
        "See that the answer is the bare text of `echostr`: no quotes, no byte order mark, no page of a proxy, no redirect.",
        "确认返回的正是 `echostr` 原文：没有引号、BOM、代理的页面，也没有跳转。",
      ),
      say(
        "See that the URL ends in the path of the bot: `/wechat`, or `/wechat/<AppID>` with several accounts.",
        "确认 URL 以机器人的路径结尾：`/wechat`，多个账号时为 `/wechat/<AppID>`。",
      ),
    ],
    retry: "after-mending",
    route: ["not-affected"],
    page: "https://developers.weixin.qq.com/doc/service/guide/dev/push/",
  },
};
