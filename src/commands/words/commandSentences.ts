import type { Sentences } from "./sentences.ts";

/** What commands say while they work, and what they refuse. */
export const COMMANDS_IN_CHINESE: Sentences = {
  // start, rehearse
  "Listening on {address} ({appId})": "正在监听 {address}（{appId}）",
  "Console on {address}": "运营者页面：{address}",
  "Metrics on {address}": "指标：{address}",
  "Open the phone: {address}": "打开手机页面：{address}",
  "(the bot {bot} listens on {address}, demo account {appId})":
    "（机器人 {bot} 监听 {address}，演示账号 {appId}）",
  "The world in {folder} is played by another process already: this one begins afresh and is not kept.":
    "{folder} 中的世界正由另一个进程使用：这次从头开始，且不保存。",
  "The kept world {file} cannot be read: it is {other} now, and a fresh one begins.":
    "无法读取保存的世界 {file}：已改名为 {other}，从头开始。",
  "--account {name} is unknown: use {names}.": "--account {name} 不存在：可用 {names}。",
  "This server is not ours: the page can only push to it.":
    "这不是本项目的服务器：页面只能向它推送。",
  "Tapes are played again as they are: leave --script and --dialogue.":
    "磁带按原样重放：请去掉 --script 和 --dialogue。",
  "Give --account or --unverified, not both.": "--account 和 --unverified 只能给一个。",
  "Give --script or --dialogue, not both.": "--script 和 --dialogue 只能给一个。",
  "{path} has no bot of dialogues: its default export must be made by dialogueBot.":
    "{path} 没有由对话组成的机器人：默认导出须由 dialogueBot 创建。",
  "{path} has no bot of dialogues: export the one that dialogueBot made, or its one dialogue, from that module.":
    "{path} 没有由对话组成的机器人：请从该模块导出 dialogueBot 创建的机器人，或其唯一的对话。",
  "This chat is no test of dialogues alone: none of them said anything. Take the code for testWeChat.":
    "这段聊天不能单独测试对话：没有任何对话说过话。请改用 testWeChat 代码。",
  "This chat is no test of dialogues alone: after {did} they say {said}, and the phone showed something else. Take the code for testWeChat.":
    "这段聊天不能单独测试对话：在 {did} 之后对话说 {said}，而手机显示了别的内容。请改用 testWeChat 代码。",
  "--without {name} is unknown: use {names}.": "--without {name} 不存在：可用 {names}。",
  "--account and --without are for the account that is played: WECHAT_APP_ID is set, and that one is as WeChat has it.":
    "--account 和 --without 只用于模拟的账号：已设置 WECHAT_APP_ID，真实账号以微信为准。",
  "Token: {token}": "登录令牌：{token}",
  "Accounts to link, at a simulated WeChat:": "可绑定的账号（微信是模拟的）：",
  "{file} is no timeline: export one from the phone's page.":
    "{file} 不是时间线：请从手机页面导出。",
  "There is no chat to write a test of: nobody did anything.":
    "没有可写成测试的聊天：没有人做过任何操作。",
  "There is no chat to write a test of: nobody called {name} did anything.":
    "没有可写成测试的聊天：没有名为 {name} 的用户做过操作。",
  "The account became another kind of account in this chat: begin it anew, and chat again.":
    "聊天途中改变了账号类型：请“从头开始”后重新聊天。",
  "The beginning of this chat is no longer kept: begin it anew, and chat again.":
    "这段聊天的开头已不再保存：请“从头开始”后重新聊天。",
  "bot runs below npm start only: use start.": "bot 只能由 npm start 运行：请使用 start。",
  "The bot does not run: start it again.": "机器人没有运行：请重新启动。",
  "A turn of this person runs, and would overwrite what you write: save again when it has ended.":
    "该用户的一轮处理正在进行，会覆盖您的修改：请等它结束后再保存。",
  "Nothing is kept under this key any more: look again.": "此键下已没有内容：请重新查看。",
  "The bot has written this since you began to edit: close it, look at what it is now, and edit that.":
    "编辑期间机器人改写了此项：请关闭后查看现在的内容，再修改。",
  "The server of this page ended before the push was answered.":
    "推送得到应答之前，本页的服务器已停止。",
  "The bot did not answer.": "机器人没有应答。",
  "The bot stopped.": "机器人已停止。",
  "The package @modelcontextprotocol/server is not installed: npm install @modelcontextprotocol/server.":
    "没有安装 @modelcontextprotocol/server：请执行 npm install @modelcontextprotocol/server。",
  // mcp
  "--phone {address} is no page on this machine: give the address that npm start prints, for example http://127.0.0.1:3979.":
    "--phone {address} 不是本机的页面：请给出 npm start 打印的地址，例如 http://127.0.0.1:3979。",
  "With --phone the page's own bot and account are played: leave BOT, --account and --without.":
    "使用 --phone 时，机器人和账号都是页面自己的：请去掉 BOT、--account 和 --without。",
  "No phone's page answers at {address}: run npm start, and give the address that it prints.":
    "{address} 没有手机页面应答：请运行 npm start，并给出它打印的地址。",
  // init
  "init needs a folder: botbuilder-adapter-wechat init my-bot":
    "init 需要文件夹：botbuilder-adapter-wechat init my-bot",
  "{folder} is not empty: name another folder. Nothing was written.":
    "{folder} 不是空目录：请换一个。没有写入任何内容。",
  'This is a clone, which npm cannot install as it is. Run "npm pack" in {folder} first, then this again.':
    "这是克隆的仓库，npm 无法直接安装。请先在 {folder} 中运行 npm pack，再运行本命令。",
  "{file} is not there.": "{file} 不存在。",
  // push
  "→ {what}, {mode} mode, account {appId}": "→ {what}，{mode} 模式，账号 {appId}",
  "← {after}: {answer}": "← {after}：{answer}",
  "✗ {after}: {why}": "✗ {after}：{why}",
  "{ms} ms": "{ms} 毫秒",
  "{ms} ms, try {attempt}": "{ms} 毫秒，第 {attempt} 次",
  "(empty: nothing is shown)": "（空：不显示任何内容）",
  "an answer whose signature WeChat would refuse": "微信会拒绝这个回复的签名",
  "no answer within 5 seconds, WeChat would ask again": "5 秒内没有应答，微信会重试",
  "nobody listens at {url}: run npm start first": "{url} 没有程序在监听：请先运行 npm start",
  "the connection was closed ({code})": "连接已断开（{code}）",
  "--url {url} is not an http or https address.": "--url {url} 不是 http 或 https 地址。",
  "{file} is not a push: {why}": "{file} 不是推送：{why}",
  // simulate
  "WeChat for {url}, {mode} mode, a verified account: {appId}, {originalId}":
    "对 {url} 扮演微信，{mode} 模式，已认证账号：{appId}，{originalId}",
  "WeChat for {url}, {mode} mode, an unverified account: {appId}, {originalId}":
    "对 {url} 扮演微信，{mode} 模式，未认证账号：{appId}，{originalId}",
  "The API is at {base} (AppSecret {secret})": "接口地址 {base}（AppSecret {secret}）",
  "The address is verified, as WeChat does when it is saved.":
    "地址已通过校验，与微信保存时的校验相同。",
  "The address is not verified: {why}.": "地址未通过校验：{why}。",
  "the answer is not the echostr alone": "应答不是 echostr 原文",
  "nobody listens there ({code})": "没有程序在监听（{code}）",
  "the connection was closed without an answer ({code})": "连接断开，没有应答（{code}）",
  "Type follow, then say something. help lists the rest.":
    "输入 follow，然后 say 一句话。help 列出其余命令。",
  "✓ as expected": "✓ 符合预期",
  "✗ expected {what}, {name} sees {seen}": "✗ 预期 {what}，{name} 看到 {seen}",
  "✗ {name} sees {sight}, which no line expects: `expect fault` would":
    "✗ {name} 看到 {sight}，没有任何一行预期它：可以写 `expect fault`",
  "something like {pattern}": "类似 {pattern} 的内容",
  "the notice {code}": "故障提示 {code}",
  nothing: "什么也没有",
  "{count} not as expected": "{count} 项不符合预期",
  "{time} later": "{time} 之后",
  "try {attempt}: answered after {time}": "第 {attempt} 次请求：{time} 后应答",
  "try {attempt}: no answer, cut after {time}": "第 {attempt} 次请求：没有应答，{time} 后断开",
  "try {attempt}: status {status} after {time}": "第 {attempt} 次请求：{time} 后返回状态 {status}",
  "try {attempt}: status {status} after {time}: {body}":
    "第 {attempt} 次请求：{time} 后返回状态 {status}：{body}",
  "try {attempt}: {why} after {time}": "第 {attempt} 次请求：{time} 后{why}",
  "{name} sees {sight}  (reply)": "{name} 看到 {sight}  （被动回复）",
  "{name} sees {sight}  (customer service)": "{name} 看到 {sight}  （客服消息）",
  "{name} sees {sight}  (template message)": "{name} 看到 {sight}  （模板消息）",
  "{name} sees {sight}  (one-time subscription)": "{name} 看到 {sight}  （一次性订阅）",
  "{name} sees {sight}  (subscription notice)": "{name} 看到 {sight}  （订阅通知）",
  "{name} sees {sight}  (mass message)": "{name} 看到 {sight}  （群发消息）",
  "{name} sees {sight}  (human agent)": "{name} 看到 {sight}  （人工客服）",
  "{name} sees ✗ {notice}: {why}": "{name} 看到 ✗ {notice}：{why}",
  "nothing is shown": "不显示任何内容",
  "handed over to {who}": "已转交 {who}",
  "remark: {remark}": "注意：{remark}",
  "({time} pass)": "（过了 {time}）",
  "{name}: begins anew, as a stranger": "{name}: 从头开始，变回陌生人",
  "{name}: clears the chat": "{name}: 清空聊天",
  "the server calls {path}: ok": "服务器调用 {path}：成功",
  "the server calls {path}: refused, {answer}": "服务器调用 {path}：被拒绝，{answer}",
  "line {number}: {problem}": "第 {number} 行：{problem}",
  "--script {file} cannot be read.": "无法读取 --script {file}。",
  "--api-port {port} is not a port.": "--api-port {port} 不是端口。",
  '"{word}" is nothing that one can do here: try help.': "“{word}”不是这里的命令：请输入 help。",
  "After `expect like` a regular expression: /…/.": "`expect like` 之后写正则表达式：/…/。",
  "The expression cannot be read: {why}": "正则表达式有误：{why}",
  '"fault {kind}" is unknown: slow, errcode, status, cut, drop, garble, lose, off.':
    "没有“fault {kind}”：可用 slow、errcode、status、cut、drop、garble、lose、off。",
  '"{step}" needs two numbers: {example}': "“{step}”需要两个数字：{example}",
  '"{step}" needs a number.': "“{step}”需要一个数字。",
  '"{step}" needs {what}.': "“{step}”需要{what}。",
  "a text": "文字",
  "a menu key": "菜单的 key",
  "a scene": "场景值",
  "the choice's id": "选项的 id",
  "an address": "地址",
  "a name": "名字",
  "a time": "时间",
  "what is to be seen": "应看到的内容",
  "what goes wrong": "故障种类",
  "simulate does not run with NODE_ENV=production: it plays WeChat.":
    "NODE_ENV=production 时不能运行 simulate：它扮演微信。",
  "--url {url} is not an address: for example http://localhost:3978/wechat.":
    "--url {url} 不是地址：例如 http://localhost:3978/wechat。",
  "--url names {host}: only servers on this machine are simulated for (localhost, 127.0.0.1, [::1]).":
    "--url 指向 {host}：只能对本机的服务器扮演微信（localhost、127.0.0.1、[::1]）。",
  "--mode {mode} is unknown: use plain, compatible or safe.":
    "--mode {mode} 无法识别：请使用 plain、compatible 或 safe。",
  "--mode {mode} needs --aes-key.": "--mode {mode} 需要 --aes-key。",
  "--aes-key must be the 43 letters and digits of an EncodingAESKey.":
    "--aes-key 必须是 EncodingAESKey 的 43 个字母和数字。",
  "--mode {mode} needs --app-id: the server under test compares it.":
    "--mode {mode} 需要 --app-id：被测服务器会比对它。",
  // data
  "WECHAT_STORE memory: keeps nothing that another process could see.":
    "WECHAT_STORE memory: 的内容其他进程看不到。",
  "WECHAT_STORE is not a SQLite file: copy a Redis with its own tools (BGSAVE, its AOF).":
    "WECHAT_STORE 不是 SQLite 文件：请用 Redis 自己的工具备份（BGSAVE、AOF）。",
  "{file} is there already: name a new file.": "{file} 已存在：请换一个文件名。",
  "Forgotten.": "已删除。",
  "{count} texts were sealed anew with the present key.": "已用现有密钥重新加密 {count} 段内容。",
  "{count} texts were sealed with a key that WECHAT_STORE_KEY does not name: nobody can read them.":
    "{count} 段内容用 WECHAT_STORE_KEY 中没有的密钥加密：无法读取。",
  "0 left: once every process has the present key in front, the old key may go from WECHAT_STORE_KEY.":
    "剩余 0 段：所有进程都把现有密钥放在最前面之后，就可以从 WECHAT_STORE_KEY 中去掉旧密钥。",
  "{count} were written with a former key meanwhile: a process still has that one in front. Start all processes with the new key in front, then run this again.":
    "其间又有 {count} 段用旧密钥写入：仍有进程把旧密钥放在最前面。请让所有进程都以新密钥在前启动，再运行一次。",
  "{file} is a whole copy of the store.": "{file} 是存储的完整副本。",
  "The second word must be the old account's original id, gh_….":
    "第二个参数必须是旧账号的原始 ID，gh_…。",
  "WECHAT_APP_SECRET is not set: the new account asks WeChat.":
    "未设置 WECHAT_APP_SECRET：需要由新账号询问微信。",
  "The first word is this account's AppID: give the old account's.":
    "第一个参数是本账号的 AppID：请填旧账号的。",
  "data transcript needs --by NAME: the log says who read it.":
    "data transcript 需要 --by 姓名：日志会记下查看者。",
  "Moved what is kept of {moved}; of {unknown} nothing was kept, {refused} have no new openid.":
    "已转移 {moved} 位用户的数据；{unknown} 位没有数据，{refused} 位没有新的 openid。",
  "{file} cannot be read ({code}).": "无法读取 {file}（{code}）。",
  "{file} must hold openids of the old account, one a line.":
    "{file} 应包含旧账号的 openid，每行一个。",
  // draw
  "{file} cannot be read: {why}. {remedy}": "无法读取 {file}：{why}。{remedy}",
  "it is not JSON": "不是 JSON",
  "`draw BOT --lock {file}` writes it.": "`draw BOT --lock {file}` 会写入它。",
  "It is what `funnel.table()` gives.": "它是 `funnel.table()` 的结果。",
  "{path} is no bot: name a module, or a folder with an index.ts.":
    "{path} 不是机器人：请给出模块，或含 index.ts 的文件夹。",
  "{path} has no dialogues: export them, or a bot made by dialogueBot, from that module.":
    "{path} 中没有对话：请从该模块导出对话，或由 dialogueBot 创建的机器人。",
  "{file}: {count} dialogues": "{file}：{count} 个对话",
  "{file}: {count} dialogues as they were": "{file}：{count} 个对话，没有变化",
  // What Node says of options.
  "Unknown option '{option}'. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '{example}":
    "未知选项 {option}。以“-”开头的文字请放在命令末尾的 -- 之后。",
  "Unknown option '{option}'": "未知选项 {option}",
  "Option '{option}' argument missing": "选项 {option} 缺少值",
  "Unexpected argument '{word}'. This command does not take positional arguments":
    "多余的参数“{word}”。",
};
