import { type Entries, say } from "../entry.ts";

const TOKEN_PAGE = "https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html";
const STABLE_PAGE =
  "https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html";

/** The account's own sign-in: AppID, AppSecret and access token. */
export const SIGN_IN: Entries = {
  40001: {
    errmsg: "invalid credential, access_token is invalid or not latest",
    cause: say(
      "WeChat does not accept the credential. Fetching a token: the AppSecret is wrong. Any other call: the access token is unknown, was replaced, or belongs to another account.",
      "微信不接受该凭证。获取令牌时：AppSecret 错误；其他调用：`access_token` 不存在、已被替换或属于其他账号。",
    ),
    trigger: say(
      "Most often two programs fetch tokens for one account with `/cgi-bin/token`: each fetch retires the other's token after five minutes.",
      "最常见的情形是两个程序都用 `/cgi-bin/token` 为同一账号获取令牌：每次获取都会让对方的令牌在五分钟后失效。",
    ),
    purpose: say(
      "There is one valid token at a time, so that a leaked one can be ended by fetching another.",
      "同一时间只有一个有效令牌；万一泄露，重新获取即可使其作废。",
    ),
    checks: [
      say(
        "Let the adapter fetch a new token and repeat the call once. If that works and it does not come back, nothing is wrong.",
        "由适配器重新获取令牌并重试一次。若成功且不再出现，说明没有问题。",
      ),
      say(
        "If it comes back, look for another program with the same AppID: an old server, a colleague's machine, a plugin, a cron job. Have all of them use `stable_token`, or one shared store.",
        "若反复出现，查找使用同一 AppID 的其他程序：旧服务器、同事的电脑、插件、定时任务。让它们都改用 `stable_token`，或共用一个存储。",
      ),
      say(
        "If it comes when the token itself is fetched, look whether the AppSecret was reset: {at:secret}.",
        "若在获取令牌时出现，查看 AppSecret 是否已被重置：{at:secret}。",
      ),
      say(
        "Check that the token was fetched with this account's AppID, and by `api_authorizer_token` if a third-party platform calls.",
        "确认令牌是用本账号的 AppID 获取的；若由第三方平台代调用，应来自 `api_authorizer_token`。",
      ),
      say(
        "Stop everything that calls `stable_token` with `force_refresh`: it ends the token of all others at once (20 times a day).",
        "停止带 `force_refresh` 调用 `stable_token` 的程序：它会立即使其他程序的令牌失效（每天最多 20 次）。",
      ),
    ],
    retry: "once-with-a-new-token",
    route: ["customer-service", "passive", "held"],
    see: [42001, 40014, 40125],
    page: STABLE_PAGE,
  },
  40014: {
    errmsg: "invalid access_token",
    cause: say(
      "The access token is malformed. WeChat cannot even read it as one.",
      "`access_token` 格式不正确。微信无法将其识别为令牌。",
    ),
    trigger: say(
      "A token was cut off, quoted, encoded twice or mixed up with another value.",
      "令牌被截断、多了引号、被重复编码，或与其他值混淆。",
    ),
    purpose: say(
      "A token is compared as a whole; almost right is wrong.",
      "令牌按整体比对，差一个字符也不行。",
    ),
    checks: [
      say("Fetch a new token and repeat the call once.", "重新获取令牌并只重试一次。"),
      say(
        "Look where the token is kept: a column or cache value shorter than 512 characters cuts it off.",
        "检查保存令牌的地方：数据库字段或缓存值短于 512 个字符会将其截断。",
      ),
      say(
        "Check that no `pre_auth_code`, web token or ticket is sent in its place.",
        "确认没有误用 `pre_auth_code`、网页授权令牌或票据。",
      ),
    ],
    retry: "once-with-a-new-token",
    route: ["customer-service", "passive", "held"],
    see: [40001, 42001],
    page: STABLE_PAGE,
  },
  42001: {
    errmsg: "access_token expired",
    cause: say(
      "The access token has run out. It lives two hours at most.",
      "`access_token` 已过期。有效期最长两小时。",
    ),
    trigger: say(
      "A call is made with a token that was kept longer than its `expires_in`.",
      "令牌的保存时间超过了 `expires_in` 仍在使用。",
    ),
    purpose: say(
      "A short life makes a stolen token worthless soon.",
      "有效期短，被盗的令牌很快就失去价值。",
    ),
    checks: [
      say(
        "Let the adapter fetch a new token and repeat the call once; that is the whole cure.",
        "由适配器重新获取令牌并重试一次，通常即可解决。",
      ),
      say(
        "If it comes often, compare the server's clock with the real time.",
        "若经常出现，核对服务器时钟。",
      ),
      say(
        "Check that every process reads the token from the shared store instead of keeping its own copy.",
        "确认每个进程都从共用存储读取令牌，而不是各自保存一份。",
      ),
    ],
    retry: "once-with-a-new-token",
    route: ["customer-service", "passive", "held"],
    see: [40001, 40014],
    page: STABLE_PAGE,
  },
  40013: {
    errmsg: "invalid appid",
    cause: say(
      "The AppID is unknown, or it is not that of the token.",
      "AppID 不存在，或与令牌所属的账号不一致。",
    ),
    trigger: say(
      "A token is fetched, a quota is cleared, or a platform names an account.",
      "获取令牌、清零额度，或第三方平台指定账号时发生。",
    ),
    purpose: say(
      "The AppID says which account is meant; there is no default.",
      "AppID 用来指明账号，没有默认值。",
    ),
    checks: [
      say(
        "Compare `WECHAT_APP_ID` with the console: it begins with `wx` and has 18 characters.",
        "将 `WECHAT_APP_ID` 与后台核对：以 `wx` 开头，共 18 个字符。",
      ),
      say(
        "Do not take the original id (`gh_…`) or the WeChat id for it.",
        "不要误填原始 ID（`gh_…`）或微信号。",
      ),
      say(
        "Check that the token in the same call was fetched for this AppID.",
        "确认同一调用中的令牌属于该 AppID。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [40125, 40001],
    page: TOKEN_PAGE,
  },
  40125: {
    errmsg: "invalid appsecret",
    cause: say("The AppSecret is not the one of this AppID.", "AppSecret 与该 AppID 不匹配。"),
    trigger: say(
      "An access token, or the token of a web login, is fetched.",
      "获取账号令牌或网页授权令牌时发生。",
    ),
    purpose: say(
      "The AppSecret is the account's password for programs.",
      "AppSecret 是程序使用的账号密码。",
    ),
    checks: [
      say(
        "Compare `WECHAT_APP_SECRET` with the one that was saved: 32 characters, no blanks, not the AES key and not the Token.",
        "将 `WECHAT_APP_SECRET` 与保存的值核对：32 个字符、没有空格，不要与消息加解密密钥或推送令牌混淆。",
      ),
      say(
        "Ask whether somebody reset it in the console: the old one ends at that moment.",
        "询问是否有人在后台重置过：重置后旧密钥立即失效。",
      ),
      say(
        "If nobody has it any more, have the administrator reset it (the console never shows it again), and change it everywhere at once.",
        "若已无人保存，请管理员重置（后台不会再次显示），并在所有使用处同时更换。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [40001, 40243, 40013],
    page: TOKEN_PAGE,
  },
  40243: {
    cause: say("The AppSecret is frozen.", "AppSecret 已被冻结。"),
    trigger: say(
      "A token is fetched while the secret is frozen, by the administrator or by WeChat.",
      "密钥被管理员或微信冻结期间获取令牌时发生。",
    ),
    purpose: say(
      "Freezing stops a secret that may have leaked without breaking the rest of the account.",
      "冻结可以立即停用可能泄露的密钥，而不影响账号其他部分。",
    ),
    checks: [
      say(
        "Ask the administrator who froze it, and why. If it leaked, reset it instead of unfreezing it.",
        "向管理员了解是谁、为何冻结。若已泄露，应重置而不是解冻。",
      ),
      say(
        "Have the administrator unfreeze it: {at:secret}. Freezing and unfreezing take ten minutes to work.",
        "由管理员解冻：{at:secret}。冻结与解冻均在 10 分钟后生效。",
      ),
      say(
        "Passive replies go on meanwhile: they need no token.",
        "在此期间被动回复不受影响：它不需要令牌。",
      ),
    ],
    retry: "after-mending",
    route: ["passive", "held"],
    see: [40125, 50004],
    page: TOKEN_PAGE,
  },
};
