import type { Sentences } from "./sentences.ts";

/** What a start is refused with: settings, accounts, the bot's module. */
export const SETTINGS_IN_CHINESE: Sentences = {
  "{name} is not a setting. If {meant} is meant, correct the name; if it is another program's, set {meant2} as well, empty if need be.":
    "{name} 不是配置项。如果指的是 {meant}，请改正名称；如果属于其他程序，请同时设置 {meant2}（可以为空）。",
  "{name} is not set: an account needs its AppID and its token.":
    "未设置 {name}：账号需要 AppID 和令牌。",
  "{name} must be a number from {least} to {most}.": "{name} 必须是 {least} 到 {most} 之间的数字。",
  "{name} must be an http or https address.": "{name} 必须是 http 或 https 地址。",
  "{name} must be a number of minutes, for example {value}.": "{name} 必须是分钟数，例如 {value}。",
  "{name} must be a number of days; 0 keeps for ever.": "{name} 必须是天数；0 表示永久保留。",
  "{name} must be at most {most} days; 0 keeps for ever.":
    "{name} 最多 {most} 天；0 表示永久保留。",
  "{name} must be {values} or {last}.": "{name} 必须是 {values} 或 {last}。",
  "{name}=refuse needs {key}: nothing is sealed without it.":
    "{name}=refuse 需要 {key}：没有它就没有加密。",
  "{file} is damaged: remove it, a new demo account will be made.":
    "{file} 已损坏：请删除它，会生成新的演示账号。",
  "A demo account cannot be written ({why}): start in a folder of your own, or set an account.":
    "无法写入演示账号（{why}）：请在自己的目录中启动，或配置一个账号。",
  "{setting} {file} does not exist.": "{setting} {file} 不存在。",
  "{setting} {file} is not JSON, or cannot be read.": "{setting} {file} 不是 JSON，或无法读取。",
  "{setting} {file} is not a list of accounts: {why}": "{setting} {file} 不是账号列表：{why}",
  "WECHAT_ACCOUNTS: {problem}": "WECHAT_ACCOUNTS：{problem}",
  "NODE_ENV=production needs a real account: set WECHAT_APP_ID and WECHAT_TOKEN. Without one, npm start plays WeChat, which is for tests.":
    "NODE_ENV=production 需要真实账号：请设置 WECHAT_APP_ID 和 WECHAT_TOKEN。没有账号时 npm start 会扮演微信，仅供测试。",
  "PORT {port} is taken: stop what listens there or set another.":
    "端口 {port}（PORT）已被占用：请停止占用它的程序，或换一个。",
  "PORT {port} is not for this user: set one from 1024 on.":
    "当前用户不能使用端口 {port}（PORT）：请设置 1024 以上的端口。",
  "WECHAT_METRICS_PORT {port} is taken: set another.":
    "端口 {port}（WECHAT_METRICS_PORT）已被占用：请换一个。",
  "The console's port {port} is taken: set another (WECHAT_CONSOLE_PORT).":
    "运营者页面的端口 {port} 已被占用：请换一个（WECHAT_CONSOLE_PORT）。",
  "The console's page has not been built: run npm run pages.":
    "运营者页面尚未构建：请运行 npm run pages。",
  "The phone's page has not been built: run npm run pages.":
    "手机页面尚未构建：请运行 npm run pages。",
  "{name} is missing: make one with `openssl rand -base64 32`.":
    "缺少 {name}：请用 `openssl rand -base64 32` 生成。",
  "{name} has {length} characters: it must have {least} or more.":
    "{name} 有 {length} 个字符：至少需要 {least} 个。",
  "{name} is missing: a page that is open to others must know its own address.":
    "缺少 {name}：对外开放的页面必须知道自己的地址。",
  "{name} of the component is missing: copy it from the platform's console.":
    "缺少第三方平台的 {name}：请从平台后台复制。",
  "{name} is missing: copy it from the platform's console.": "缺少 {name}：请从平台后台复制。",
  "{name} {value} is no address: WeChat leads an account's administrator back to it.":
    "{name} {value} 不是地址：微信会把账号管理员带回这里。",
  "accounts is no list of accounts: write accounts: [{ appId, token }].":
    "accounts 不是账号列表：请写成 accounts: [{ appId, token }]。",
  "accounts is empty: give at least appId and token of one, or a component.":
    "accounts 为空：至少给出一个账号的 appId 和 token，或一个 component。",
  "{name} {value} is given twice.": "{name} {value} 出现了两次。",
  "originalId of {appId} is missing: several accounts need theirs.":
    "缺少 {appId} 的 originalId：有多个账号时必须设置。",
  'appId {value} is not an AppID: copy it from the console, it starts with "wx".':
    "appId {value} 不是 AppID：请从后台复制，它以 wx 开头。",
  '{name} {value} is not an AppID: copy it from the console, it starts with "wx".':
    "{name} {value} 不是 AppID：请从后台复制，它以 wx 开头。",
  "{name} must be 3 to 32 letters and digits, the same as in the console.":
    "{name} 必须是 3 到 32 个字母和数字，与后台填写的相同。",
  "{name} has {given} characters; the console's has {wanted} letters and digits.":
    "{name} 有 {given} 个字符；后台的是 {wanted} 个字母和数字。",
  '{name} "{mode}" needs {key}: copy it from the console or use mode "plain".':
    "{name} “{mode}”需要 {key}：请从后台复制，或使用明文模式 plain。",
  "{name} {value} is unknown: use {known}.": "{name} {value} 无法识别：请使用 {known}。",
  '{name} {value} is not an original id: it starts with "gh_".':
    "{name} {value} 不是原始 ID：它以 gh_ 开头。",
  "{name} {value} is not a language tag like zh-CN.": "{name} {value} 不是 zh-CN 这样的语言标签。",
  "{name} {value} is not a time zone like Asia/Shanghai.":
    "{name} {value} 不是 Asia/Shanghai 这样的时区。",
  "rateLimit needs pushes of at least 1 and perMs above 0, for example { pushes: 20, perMs: 60_000 }.":
    "rateLimit 的 pushes 至少为 1，perMs 大于 0，例如 { pushes: 20, perMs: 60_000 }。",
  "windowEvents.minutesBefore must be 0 or more: minutes before the end of the window.":
    "windowEvents.minutesBefore 必须为 0 或更大：窗口结束前的分钟数。",
  "{name} {value} is no time from 1s to 30m: for what takes longer there are jobs.":
    "{name} {value} 不是 1s 到 30m 之间的时间：更久的事请用任务（jobs）。",
  "transcribe must be a function of a voice's bytes that gives its words.":
    "transcribe 必须是函数：接收语音的字节，返回文字。",
  "transcripts needs keepDays above 0 and at most 3650, and most from 1 to {most}.":
    "transcripts 的 keepDays 必须大于 0 且不超过 3650，most 为 1 到 {most}。",
  "{name} must be {least} to {most} milliseconds: WeChat waits 5 s for an answer.":
    "{name} 必须是 {least} 到 {most} 毫秒：微信等待回复 5 秒。",
  "gather.mostMs must be at least quietMs: milliseconds after the first of the messages.":
    "gather.mostMs 不能小于 quietMs：从第一条消息算起的毫秒数。",
  "gather.most must be a whole number of messages, 2 or more.":
    "gather.most 必须是整数，至少 2 条消息。",
  "signIn of {appId} needs its appSecret and a publicUrl, whose host is the account's web authorisation domain.":
    "{appId} 的 signIn 需要 appSecret 和 publicUrl，其域名须是该账号的网页授权域名。",
  "Accounts are linked by a third-party platform: set `component`.":
    "账号通过第三方平台绑定：请设置 `component`。",
  "apiSecurity.symmetric.algorithm is none of {known}.":
    "apiSecurity.symmetric.algorithm 不在 {known} 之中。",
  "apiSecurity.asymmetric.algorithm is none of {known}.":
    "apiSecurity.asymmetric.algorithm 不在 {known} 之中。",
  "apiSecurity.symmetric.key has {given} bytes; {cipher} takes {bytes}, as base64.":
    "apiSecurity.symmetric.key 有 {given} 字节；{cipher} 需要 {bytes} 字节（base64）。",
  "{name} is missing: the key's number in the console.": "缺少 {name}：后台显示的密钥编号。",
  "apiSecurity.asymmetric.privateKey is missing.": "缺少 apiSecurity.asymmetric.privateKey。",
  "apiSecurity.platform must have WeChat's certificate with its number; the console gives both.":
    "apiSecurity.platform 需要微信的证书及其编号，后台都有。",
  "apiSecurity with SM4_GCM or SM2withSM3 needs a package: npm install sm-crypto-v2.":
    "使用 SM4_GCM 或 SM2withSM3 需要安装：npm install sm-crypto-v2。",
  "apiSecurity.asymmetric.privateKey is no SM2 key: give it as PEM or as 64 hexadecimal digits.":
    "apiSecurity.asymmetric.privateKey 不是 SM2 私钥：请给出 PEM，或 64 位十六进制数字。",
  "The platform's certificate {sn} has no SM2 key: give it as PEM.":
    "平台证书 {sn} 没有 SM2 公钥：请给出 PEM。",
  "{name} is no RSA key: give it as PEM, -----BEGIN …-----.":
    "{name} 不是 RSA 密钥：请给出 PEM，-----BEGIN …-----。",
  "{path} is not a bot: name a module, or a folder with an index.ts.":
    "{path} 不是机器人：请给出模块，或含 index.ts 的文件夹。",
  "{path} has no bot: its default export must be an ActivityHandler, an AgentApplication or a function.":
    "{path} 中没有机器人：默认导出必须是 ActivityHandler、AgentApplication 或函数。",
  "{path} needs the package {name}: npm install {name2}":
    "{path} 需要安装 {name}：npm install {name2}",
  "{path} has TypeScript that Node does not run as it is ({why}): write it without enum, namespace and parameter properties, or compile it.":
    "{path} 中有 Node 不能直接运行的 TypeScript（{why}）：请不要使用 enum、namespace 和参数属性，或先编译。",
  '{path} is written with import and export, and its package.json says "type": "commonjs": run npm pkg set type=module, or call the file .mjs (.mts).':
    '{path} 使用了 import 和 export，而 package.json 写着 "type": "commonjs"：请运行 npm pkg set type=module，或把文件命名为 .mjs（.mts）。',
  "{name} has a `run`, but of {count} parameters: a bot's takes the turn's context. Call it from a function: export default async (context) => { … }.":
    "{name} 有 `run`，但有 {count} 个参数：机器人的 run 只接收本轮的 context。请在函数中调用它：export default async (context) => { … }。",
  "agentAdapter is for agents of the Microsoft 365 Agents SDK: import it at the top of the module.":
    "agentAdapter 用于 Microsoft 365 Agents SDK 的智能体：请在模块顶部导入该 SDK。",
  "An agent needs the Microsoft 365 Agents SDK: npm install @microsoft/agents-hosting @microsoft/agents-activity":
    "智能体需要 Microsoft 365 Agents SDK：npm install @microsoft/agents-hosting @microsoft/agents-activity",
  "botbuilder-adapter-wechat needs Node {oldest} or later, and this is {node}: install a newer Node.":
    "botbuilder-adapter-wechat 需要 Node {oldest} 或更新版本，当前是 {node}：请安装更新的 Node。",
  '"{value}" is not a time: write 7s, 5m, 48h or 2d.':
    "“{value}”不是时间：请写成 7s、5m、48h 或 2d。",
};
