import type { Sentences } from "./sentences.ts";

/** What the phone's page is refused with: by its server, by the simulated WeChat, by the bot behind it. */
export const PHONE_IN_CHINESE: Sentences = {
  // What a person cannot do.
  "{name} cannot {action}: follow the account first.":
    "{name} 还没有关注公众号，不能进行 {action}：请先关注。",
  "{name} follows already.": "{name} 已经关注了公众号。",
  "There is no QR code with the ticket {ticket}.": "没有 ticket 为 {ticket} 的二维码。",
  "No message menu in the chat has a choice {id}.": "聊天中没有任何菜单消息含选项 {id}。",
  "The menu has no item {key}; it has {names}.": "菜单中没有 {key}；现有：{names}。",
  "The account {appId} has no server to push to.": "账号 {appId} 没有可推送的服务器。",
  "There is an account {appId} already.": "账号 {appId} 已存在。",
  "There is no account {appId}.": "没有账号 {appId}。",
  "There is no component {appId}.": "没有第三方平台 {appId}。",
  "{appId} knows no openid {openid}.": "{appId} 没有 openid 为 {openid} 的用户。",
  "No agent serves {openid}.": "没有客服在接待 {openid}。",
  "{appId} has no article {index} of {id}.": "{appId} 的 {id} 中没有文章 {index}。",
  "{name} cannot comment on this article.": "{name} 不能评论这篇文章。",
  "The answer was lost.": "应答丢失。",
  "The answer is longer than 1 MiB.": "应答超过 1 MiB。",
  "The phone does not start with NODE_ENV=production: whoever opens it plays WeChat.":
    "NODE_ENV=production 时不启动手机页面：打开它的人就在扮演微信。",
  "WeChat takes files of up to 10 MB.": "微信只接受 10 MB 以内的文件。",
  "That is no {type} as WeChat takes them.": "这不是微信接受的 {type} 文件。",
  "That is no image as WeChat takes them.": "这不是微信接受的图片。",
  "That is no voice as WeChat takes them.": "这不是微信接受的语音。",
  "That is no video as WeChat takes them.": "这不是微信接受的视频。",
  // What an order is not.
  "That is no longer kept.": "已不再保存。",
  "A push has a MsgType.": "推送必须有 MsgType。",
  "That is not a push: {why}": "这不是推送：{why}",
  "it has a document type": "含有文档类型声明",
  "it is not well-formed": "XML 格式不正确",
  "it is nested too deeply or has a reserved name": "嵌套过深，或使用了保留名称",
  "its root is not <xml>": "根元素不是 <xml>",
  "ms must be from 1 to 30 days, in milliseconds.": "ms 必须大于 0 且不超过 30 天（毫秒）。",
  "slowMs must be from 0 to 120,000.": "slowMs 必须在 0 到 120,000 之间。",
  "without must be a list of rights.": "without 必须是权限列表。",
  "There is no action {name}.": "没有 {name} 这个动作。",
  "The action {name} needs {key}.": "动作 {name} 缺少 {key}。",
  "{name} must be from {least} to {most}.": "{name} 必须在 {least} 到 {most} 之间。",
  "{name} must be a text.": "{name} 必须是文字。",
  "{name} must be one of {names}.": "{name} 只能是 {names} 之一。",
  "An object is expected.": "应为一个对象。",
  "Bot state is a JSON object, and this is none{why}.":
    "机器人状态必须是 JSON 对象，而这不是{why}。",
  "There is no such thing.": "没有这样的内容。",
  "That is too large.": "内容太大。",
  "The body is not JSON.": "请求内容不是 JSON。",
  "Send application/json.": "请发送 application/json。",
  "Only the page itself may ask this.": "只有本页可以这样请求。",
  "Open this page by 127.0.0.1 or localhost: no other name is answered.":
    "请用 127.0.0.1 或 localhost 打开本页：不应答其他名称。",
  "Open this page by {names}: no other name is answered.":
    "请用 {names} 打开本页：不应答其他名称。",
  // What an account cannot write first.
  "The account has no template.": "账号没有模板。",
  "A mass message goes to two people at least: add one.": "群发至少需要两位用户：请再添加一位。",
  "The follower has left the account: nothing can be sent.": "用户已取消关注：无法发送。",
  "WeChat refused the message with {code}: see explain {code2}.":
    "微信以 {code} 拒绝了消息：见 explain {code2}。",
  "{endpoint} failed: {why}. {remedy}": "{endpoint} 失败：{why}。{remedy}",
  "{endpoint} failed: {why} ({facts}). {remedy}": "{endpoint} 失败：{why}（{facts}）。{remedy}",
  "WeChat refused it": "微信拒绝了",
  "there is no access token": "没有 access_token",
  "WeChat's API failed too often, calls pause for a while": "微信接口多次失败，暂停调用一段时间",
  "WeChat's API cannot be reached": "无法连接微信接口",
  "the deadline passed": "已超时",
  "the connection broke": "连接中断",
  "something that is not WeChat's API answered": "应答的不是微信接口",
  "the answer is not what WeChat documents": "应答与微信文档不符",
  "Nothing was done.": "没有执行任何操作。",
  "Nothing was sent; it can be tried again.": "没有发送任何内容，可以重试。",
  "Nothing was changed; it can be tried again.": "没有改动任何内容，可以重试。",
  "It may have taken effect; do not repeat it blindly.": "可能已经生效，请不要盲目重复。",
  // What a chat cannot become.
  "There is no chat to write a test of: {whom} did anything.":
    "没有可写成测试的聊天：{whom} 没有做过任何操作。",
  "This chat is no test of dialogues alone: {action} is nothing that they hear. Take the code for testWeChat.":
    "这段聊天不能单独测试对话：对话听不到 {action}。请改用 testWeChat 代码。",
};
