/**
 * What people put beside an answer in a chat: emoji, WeChat's own emoticons (which arrive as codes), quotation
 * marks and brackets. Everything here works on folded text.
 */

const list = (words: string) => words.split(" ");

/** Signs that are a yes or a no of their own. A no turns round what it stands beside: 大厅👎 is no wish for the hall. */
const YES_SIGNS = list("👌 👍 ✅ 🙆 🆗 ☑ ✔ /:ok /:strong [ok] [强] [赞] [thumbsup] [好的]");
const NO_SIGNS = list("👎 ❌ 🙅 🚫 ✖ ✗ ⛔ /:weak /:no [no] [弱] [不] [thumbsdown]");
/** A face that asks or doubts: what stands beside it is no answer. */
const DOUBT_SIGNS = list(
  "❓ ❔ ⁉ 🤔 🤷 🤨 😕 /:? /:,@@ /::-s [疑问] [晕] [撇嘴] [裂开] [confused] [doubt]",
);

/** Codes of WeChat's first emoticons, in lower case, without the signs above. */
const OLD_CODES =
  /\/:(?::[)~b|<$xz(@pdot+q!>*,8lg-]|8-\)|8\*|:-\||:'\(|--b|,@[pod fx@!-]|:,@|\|-\)|!!!|xx|bye|wipe|dig|handclap|&-\(|b-\)|<@|@>|>-\||p-\(|:'\||x-\)|@x|pd|<w>|beer|basketb|oo|coffee|eat|pig|rose|fade|showlove|heart|break|cake|li|bome|kn|footb|ladybug|moon|sun|gift|hug|share|v|@\)|jj|@@|lvu|love|<l>|jump|shake|<o>|circle|kotow|turn|skip|oy)/g;
/** Of today's emoticons: a word in brackets. Other words in brackets are words. */
const NAMES = list(
  "微笑 色 发呆 得意 流泪 害羞 睡 大哭 尴尬 调皮 呲牙 惊讶 酷 抓狂 偷笑 愉快 白眼 傲慢 困 憨笑 悠闲 奋斗 咒骂 嘘 衰 再见 抠鼻 鼓掌 坏笑 鄙视 委屈 阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 天啊 emm 社会社会 旺柴 好 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 嘴唇 爱心 心碎 拥抱 强壮 拳头 胜利 抱拳 勾引 握手 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 红包 发 福 烟花 爆竹 猪头 跳跳 发抖 转圈 smile grimace drool scowl coolguy sob shy silent sleep cry awkward angry tongue grin surprise frown blush scream chuckle joyful slight smug drowsy panic laugh commando determined shhh toasted wave nosepick clap trick grrr shrunken pooh-pooh cunning kiss whimper happy sick flushed lol facepalm wow onlooker goforit sweats omg respect doge noproblem mybad boring awesome sigh hurt lips heart brokenheart hug peace fist beckon salute worship beer coffee cake rose wilt cleaver bomb poop moon sun party gift packet rich blessing fireworks firecracker pig waddle tremble twirl",
);
const CODES = new RegExp(`\\[(?:${NAMES.map((one) => one.replace("-", "\\-")).join("|")})\\]`, "g");
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/gu;
const TURNS_ROUND = [...NO_SIGNS, ...DOUBT_SIGNS];

/** Opening and closing marks, after NFKC. */
const WRAPPED =
  /^(?:"(.+)"|“(.+)”|'(.+)'|「(.+)」|『(.+)』|【(.+)】|\[(.+)\]|《(.+)》|<(.+)>|〈(.+)〉|\((.+)\))$/;

/** Without emoji, emoticons and marks around the whole. A text stays as it is where a sign turns it round. */
export function undecorated(folded: string): string {
  if (!MAY_BE_DECORATED.test(folded)) return folded.trim();
  let text = folded;
  if (MAY_HOLD_SIGNS.test(text)) {
    if (TURNS_ROUND.some((sign) => text.includes(sign))) return text;
    text = without(text, YES_SIGNS).replace(OLD_CODES, " ").replace(CODES, " ").replace(EMOJI, " ");
  }
  const inside = WRAPPED.exec(text.trim())?.slice(1).find(Boolean);
  return inside === undefined || /["“”「」『』【】[\]]/.test(inside) ? text.trim() : inside.trim();
}

const MAY_BE_DECORATED =
  /\/:|[["“'「『【《<〈(\u2190-\u2bff\u3030\u303d\u3297\u3299©®]|[\u{1f000}-\u{1faff}]/u;
const MAY_HOLD_SIGNS = /\/:|\[|\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** What the signs of a text say, and the text without any: 好的👌, [OK]. `answer` is undefined where they say nothing, or both. */
export function signsOf(folded: string): { readonly answer?: boolean; readonly words: string } {
  if (!MAY_HOLD_SIGNS.test(folded)) return { words: folded };
  const has = (signs: readonly string[]) => signs.some((sign) => folded.includes(sign));
  const [yes, no] = [has(YES_SIGNS), has(NO_SIGNS)];
  if (has(DOUBT_SIGNS) || (yes && no)) return { words: folded };
  const words = undecorated(without(folded, [...YES_SIGNS, ...NO_SIGNS]).trim());
  return yes || no ? { answer: yes, words } : { words };
}

function without(text: string, signs: readonly string[]): string {
  return signs.reduce((rest, sign) => rest.replaceAll(sign, " "), text);
}
