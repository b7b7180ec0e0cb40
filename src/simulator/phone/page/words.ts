import type { Language } from "../../../web/page/taste.ts";
import { INSPECTOR_WORDS } from "./inspector/inspectorWords.ts";
import { FAILED, type Refusal, UNREACHABLE } from "./link.ts";

/** Everything that the page says itself, in both languages. */
const WORDS = {
  title: { en: "WeChat in a box", zh: "盒中微信" },
  subtitle: { en: "A phone for your bot", zh: "机器人的测试手机" },
  skip: { en: "Skip to the chat", zh: "跳到聊天" },
  people: { en: "People", zh: "用户" },
  phone: { en: "Phone", zh: "手机" },
  inspector: { en: "Inspector", zh: "检查器" },
  views: { en: "Views", zh: "视图" },
  addPerson: { en: "New person", zh: "新用户" },
  beside: { en: "Open beside", zh: "并排打开" },
  closePhone: { en: "Close this phone", zh: "关闭此手机" },
  following: { en: "Following", zh: "已关注" },
  notFollowing: { en: "Not following", zh: "未关注" },
  blockedMark: { en: "Blocked", zh: "已拉黑" },
  language: { en: "中文", zh: "English" },
  dark: { en: "Dark theme", zh: "深色主题" },
  light: { en: "Light theme", zh: "浅色主题" },
  exportTimeline: { en: "Export the timeline", zh: "导出时间线" },
  botStarting: { en: "Starting", zh: "启动中" },
  botRunning: { en: "Running", zh: "运行中" },
  botCrashed: { en: "Crashed", zh: "已崩溃" },
  botForeign: { en: "Connected to", zh: "已连接" },
  botRestart: { en: "Restart the bot", zh: "重启机器人" },
  lost: {
    en: "The simulator is gone. Waiting for it to come back …",
    zh: "模拟器已断开，正在等待恢复…",
  },
  loading: { en: "Connecting …", zh: "连接中…" },
  serverUnreachable: { en: "The simulator does not answer.", zh: "模拟器没有应答。" },
  serverFailed: {
    en: "The simulator failed at this; its terminal says why.",
    zh: "模拟器执行失败，原因见其终端。",
  },
  refusedInEnglish: { en: "{0}", zh: "未能执行，机器人的说明是：{0}" },
  clock: { en: "Simulated time", zh: "模拟时间" },

  officialAccount: { en: "Official Account", zh: "公众号" },
  verified: { en: "Verified", zh: "已认证" },
  serviceAccount: { en: "Service account", zh: "服务号" },
  subscriptionAccount: { en: "Subscription account", zh: "订阅号" },
  testAccount: { en: "Test account", zh: "测试号" },
  accountIntro: {
    en: "A simulated account. Nothing leaves this machine.",
    zh: "模拟的公众号，一切只发生在本机。",
  },
  follow: { en: "Follow", zh: "关注公众号" },
  unfollow: { en: "Unfollow", zh: "取消关注" },
  enterChat: { en: "Back to the chat", zh: "返回聊天" },
  receive: { en: "Receive messages", zh: "接收消息" },
  blockByAccount: { en: "Blocked by the account", zh: "被公众号拉黑" },
  profile: { en: "Account profile", zh: "公众号资料" },
  typing: { en: "Typing …", zh: "对方正在输入…" },
  agent: { en: "Served by {0}", zh: "客服 {0} 为你服务" },
  faultNotice: {
    en: "该公众号提供的服务出现故障，请稍后再试",
    zh: "该公众号提供的服务出现故障，请稍后再试",
  },
  chatWith: { en: "Chat of {0} with {1}", zh: "{0} 与 {1} 的聊天" },
  earlier: { en: "Earlier messages", zh: "更早的消息" },
  emptyChat: { en: "Say something, or tap the menu.", zh: "说点什么，或点一下菜单。" },
  menuOf: { en: "Menu of the account", zh: "公众号菜单" },

  nameYou: { en: "You", zh: "您" },
  nameBot: { en: "Bot", zh: "机器人" },
  findPerson: { en: "Search people", zh: "搜索用户" },
  foundNobody: { en: "Nobody is called so.", zh: "没有这样的用户。" },
  resizePeople: { en: "Width of the people", zh: "用户栏宽度" },
  resizeInspector: { en: "Width of the inspector", zh: "检查器宽度" },
  copy: { en: "Copy", zh: "复制" },
  copied: { en: "Copied.", zh: "已复制。" },
  notCopied: { en: "The browser did not allow to copy.", zh: "浏览器不允许复制。" },
  findInChat: { en: "Search the chat", zh: "搜索聊天" },
  copyChat: { en: "Copy the chat", zh: "复制聊天" },
  foundNone: { en: "none", zh: "无" },
  foundN: { en: "{0} of {1}", zh: "{0}/{1}" },
  foundEarlier: { en: "Earlier one", zh: "上一条" },
  foundLater: { en: "Later one", zh: "下一条" },
  whose: { en: "Whose", zh: "谁的消息" },
  whose_all: { en: "All", zh: "全部" },
  whose_you: { en: "You", zh: "用户" },
  whose_bot: { en: "Bot", zh: "机器人" },
  whose_notices: { en: "Events", zh: "事件" },
  write: { en: "Message", zh: "发消息" },
  send: { en: "Send", zh: "发送" },
  stickers: { en: "Stickers", zh: "表情" },
  more: { en: "More", zh: "更多" },
  closePanel: { en: "Close", zh: "关闭" },
  album: { en: "Picture", zh: "图片" },
  video: { en: "Video", zh: "视频" },
  voice: { en: "Voice", zh: "语音" },
  location: { en: "Location", zh: "位置" },
  scan: { en: "Scan", zh: "扫一扫" },
  pay: { en: "Pay", zh: "支付" },
  file: { en: "File", zh: "文件" },
  link: { en: "Link", zh: "链接" },
  miniProgram: { en: "Mini program", zh: "小程序" },
  report: { en: "Report place", zh: "上报位置" },
  samplePicture: { en: "Send a sample picture", zh: "发送示例图片" },
  choosePicture: { en: "Choose a file …", zh: "选择文件…" },
  fileTooBig: { en: "WeChat takes files of up to 10 MB.", zh: "微信只接受 10 MB 以内的文件。" },
  sampleVideo: { en: "Send a sample video", zh: "发送示例视频" },
  voiceSays: { en: "What the voice says (recognised text)", zh: "语音内容（识别文字）" },
  place: { en: "Place", zh: "地点" },
  latitude: { en: "Latitude", zh: "纬度" },
  longitude: { en: "Longitude", zh: "经度" },
  sendPlace: { en: "Send this place", zh: "发送位置" },
  scanScene: { en: "Scene of the QR code", zh: "二维码场景值" },
  scanResult: { en: "What the code says", zh: "扫码结果" },
  scanNow: { en: "Scan", zh: "扫码" },
  madeCodes: { en: "Codes of the account", zh: "公众号的二维码" },
  payAmount: { en: "Pay the merchant", zh: "向商家付款" },
  payFollow: { en: "and follow the account", zh: "并关注公众号" },
  fileName: { en: "Name of the file", zh: "文件名" },
  linkTitle: { en: "Title", zh: "标题" },
  linkUrl: { en: "Address", zh: "网址" },
  path: { en: "Path", zh: "路径" },
  unsupported: {
    en: "Stickers reach an account as “[Unsupported Message]”.",
    zh: "表情包到公众号会变成“【收到不支持的消息类型，暂无法显示】”。",
  },
  sticker: { en: "[Sticker]", zh: "[表情]" },

  did: { en: "{0}", zh: "{0}" },
  didFollow: { en: "{0} followed the account", zh: "{0} 关注了公众号" },
  didFollowScene: { en: "{0} followed by the code {1}", zh: "{0} 扫码 {1} 关注了公众号" },
  didUnfollow: { en: "{0} unfollowed the account", zh: "{0} 取消了关注" },
  didTap: { en: "Tapped “{0}”", zh: "点击了“{0}”" },
  didScan: { en: "Scanned the code “{0}”", zh: "扫描了二维码“{0}”" },
  didReport: { en: "The phone reported its place", zh: "手机上报了地理位置" },
  didPay: { en: "Paid the merchant", zh: "向商家付款" },
  didReceiveOn: { en: "Switched messages on", zh: "打开了接收消息" },
  didReceiveOff: { en: "Switched messages off", zh: "关闭了接收消息" },
  didPermit: { en: "Allowed a notification", zh: "允许了一条通知" },
  didDeny: { en: "Refused a notification", zh: "拒绝了通知" },
  didOther: { en: "Sent an event", zh: "发送了事件" },
  later: { en: "{0} later", zh: "{0}后" },
  yesterday: { en: "Yesterday", zh: "昨天" },
  music: { en: "Music", zh: "音乐" },
  details: { en: "Details", zh: "详情" },
  template: { en: "Service notification", zh: "服务通知" },
  mass: { en: "Mass message", zh: "群发消息" },
  unknownMessage: { en: "A message of type {0}", zh: "类型为 {0} 的消息" },
  picture: { en: "Picture", zh: "图片" },
  fileLost: { en: "no longer there", zh: "已失效" },
  ...INSPECTOR_WORDS,
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type Word = keyof typeof WORDS;

/** Says a word of the page; `{0}` is replaced by the first argument. */
export type Say = (word: Word, ...values: readonly (string | number)[]) => string;

export function speaker(language: Language): Say {
  return (word, ...values) => {
    const text: string = WORDS[word][language];
    return text.replace(/\{(\d)\}/g, (_all, index: string) => String(values[Number(index)] ?? ""));
  };
}

/** Why the server did not do something, in the reader's language where we have it. */
export function refusalIn({ say, language }: Reader, { code, message, zh }: Refusal): string {
  if (code === UNREACHABLE) return say("serverUnreachable");
  if (code === FAILED) return say("serverFailed");
  if (language === "en") return message;
  return zh ?? say("refusedInEnglish", message);
}

interface Reader {
  readonly say: Say;
  readonly language: Language;
}

/** `kind_scan` for `scan`, where there is such a word. */
export function wordFor(prefix: "kind" | "way", name: string): Word | undefined {
  const word = `${prefix}_${name}`;
  return Object.hasOwn(WORDS, word) ? (word as Word) : undefined;
}

const STATES_ZH: Readonly<Record<string, string>> = {
  relation: "关系",
  stranger: "陌生",
  following: "已关注",
  unfollowed: "已取关",
  window: "窗口",
  closed: "关闭",
  open: "开放",
  spent: "用完",
  expired: "过期",
};

/** A state's name in the reader's language, where it is one that we know. */
export function translated(state: string, language: Language): string {
  return language === "zh" ? (STATES_ZH[state] ?? state) : state;
}

/** The routes' own words are English; this is the same in Chinese. */
export const ROUTES_ZH: Readonly<Record<string, string>> = {
  left: "用户已取关：什么也无法展示，应答 success",
  held: "应答机会已过，账号又不能主动发送：暂存到用户下次联系",
  later: "应答机会已过，账号可发客服消息：走客服消息，额度之外的暂存",
  transferred: "应答机会还在，要转接人工：应答用来转接，其余走客服消息，额度之外的暂存",
  behind: "之前的消息仍在发送：应答 success，其余按顺序排在后面",
  silent: "机器人无话可说：应答 success",
  "first-rides": "应答机会还在：第一条随应答送出，不占额度；其余走客服消息",
  joined: "应答机会还在，账号不能主动发送：相邻文字合并为一条应答，放不下的暂存",
};
