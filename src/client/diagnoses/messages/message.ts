import { TEMPORARY_MEDIA_MS, TEXT_BYTES } from "../../../protocol/limits.ts";
import { days, type Entries, say } from "../entry.ts";

/** The room for text in words, so that nobody has to count bytes at night. */
const CHINESE_CHARACTERS = Math.floor(TEXT_BYTES / 3);

/** What stands in a message. */
export const MESSAGE: Entries = {
  45002: {
    errmsg: "content size out of limit",
    cause: say(
      `The text is too long. A text message holds ${TEXT_BYTES} bytes of UTF-8, about ${CHINESE_CHARACTERS} Chinese characters.`,
      `文本过长。一条文本消息最多 ${TEXT_BYTES} 字节（UTF-8 编码），约 ${CHINESE_CHARACTERS} 个汉字。`,
    ),
    trigger: say(
      "A longer text is sent in one piece: a list, an article, a language model's answer.",
      "将更长的文字一次发出：列表、文章或大模型的回答。",
    ),
    purpose: say(
      "A chat is for reading on a phone; longer things belong on a page.",
      "聊天是在手机上阅读的，更长的内容应放在网页上。",
    ),
    checks: [
      say(
        "Let the adapter split the text; it cuts at the ends of sentences and lines.",
        "交给适配器拆分，它会在句末或行末断开。",
      ),
      say(
        "If you split it yourself, count bytes, not characters: Chinese characters have 3, most emoji 4.",
        "若自行拆分，请按字节而不是字数计算：汉字占 3 字节，多数表情占 4 字节。",
      ),
      say(
        "Mind the count of the window: each part is a message (45047).",
        "注意窗口的条数：拆出的每一段都算一条（45047）。",
      ),
      say(
        "Send a link to a page for what is much longer, or ask the bot for shorter answers.",
        "更长的内容请发送网页链接，或要求机器人回答得更短。",
      ),
    ],
    retry: "after-mending",
    route: ["customer-service", "passive"],
    see: [45047, 44004, 45003],
    page: "https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html",
  },
  40007: {
    errmsg: "invalid media_id",
    cause: say(
      `WeChat does not know this media id. It has run out (temporary media live ${days(TEMPORARY_MEDIA_MS)} days), belongs to another account, or is mistyped.`,
      `微信不认识这个 \`media_id\`。可能已过期（临时素材只保存 ${days(TEMPORARY_MEDIA_MS)} 天）、属于其他账号，或写错了。`,
    ),
    trigger: say(
      "A message, a menu or a download names media by id. Sometimes it also comes right after the upload of a voice or video.",
      "消息、菜单或下载按编号引用媒体时发生；语音或视频刚上传完就发送时偶尔也会出现。",
    ),
    purpose: say(
      "WeChat keeps files only for a while, and only for the account that uploaded them.",
      "微信只在一段时间内、只为上传的账号保存文件。",
    ),
    checks: [
      say(
        "Upload the file again with this account's token and send the new id.",
        "用本账号的令牌重新上传，再用新编号发送。",
      ),
      say(
        `Look at how old the id is: do not keep temporary ids longer than ${days(TEMPORARY_MEDIA_MS)} days. Use permanent material for files that are sent often.`,
        `检查编号的保存时间：临时编号不要超过 ${days(TEMPORARY_MEDIA_MS)} 天；经常发送的文件请改用永久素材。`,
      ),
      say(
        "Check the kind: an article needs the id of an article, a thumbnail that of a `thumb`. Menus need permanent material.",
        "检查种类：图文要用图文的编号，缩略图要用 `thumb` 的编号；菜单须用永久素材。",
      ),
      say(
        "After an upload of sound or film wait a second or two, and longer for large files.",
        "上传音视频后等一两秒再发送，文件较大时多等一会儿。",
      ),
    ],
    retry: "after-mending",
    route: ["customer-service", "passive"],
    see: [46001, 40004, 41006],
    page: "https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html",
  },
  47001: {
    errmsg: "data format error",
    cause: say(
      "WeChat cannot read the body: it is not the JSON or XML that the API expects.",
      "微信无法解析请求体。它不是接口要求的 JSON 或 XML。",
    ),
    trigger: say(
      "A body is cut off, form-encoded, in another character set, begins with a byte order mark, or is written by hand with a comma too many.",
      "请求体被截断、以表单编码、使用其他字符集、带字节序标记，或手写时多了逗号。",
    ),
    purpose: say(
      "What cannot be read without doubt is refused as a whole.",
      "无法确切解析的内容会被整体拒绝。",
    ),
    checks: [
      say(
        "Look the rid up with `openapi/rid/get`: `request_body` shows what WeChat received.",
        "用 `openapi/rid/get` 查询 `rid`：`request_body` 就是微信收到的内容。",
      ),
      say(
        "Send raw UTF-8 without a byte order mark, made by a JSON library, not by joining strings.",
        "使用 JSON 库生成不带字节序标记的 UTF-8 原文，不要拼接字符串。",
      ),
      say(
        "Look for a proxy on the way that changes or shortens bodies.",
        "检查途中是否有代理修改或截断请求体。",
      ),
    ],
    retry: "after-mending",
    route: ["customer-service", "passive"],
    see: [47002, 44002, 40033],
  },
  47003: {
    errmsg: "argument invalid!",
    cause: say(
      "A field of the template message breaks its rule or is empty: {field|WeChat's full text names it}.",
      "模板消息的某个字段不合规则或为空：{field|完整的错误文字会写明}。",
    ),
    trigger: say(
      "A template or subscription message is sent with values that do not fit the kinds of its fields.",
      "发送模板消息或订阅消息时，取值不符合字段的类型要求。",
    ),
    purpose: say(
      "Notices have a reviewed form; free text in a field for a number would make it worthless.",
      "通知的格式经过审核；若数字字段能写任意文字，审核就失去意义。",
    ),
    checks: [
      say(
        "Mend {field|the field that WeChat's text names}. Its kind stands in its name: `thing1` is a short text, `time2` a time.",
        "修正{field|错误文字所指的字段}。字段名说明了类型：`thing1` 为短文本，`time2` 为时间。",
      ),
      say(
        "Keep to the lengths: `thing` 20 characters, `phrase` 5 Chinese characters, `name` 10 Chinese or 20 letters, `number` and `letter` 32.",
        "遵守长度：`thing` 20 个字符，`phrase` 5 个汉字，`name` 10 个汉字或 20 个字母，`number` 与 `letter` 32 位。",
      ),
      say(
        "Put a dash or a word where a value is missing: no field may be empty.",
        "没有值时填入横线或文字：字段不能为空。",
      ),
      say(
        "Cut names and texts of users before they go into a field.",
        "用户的姓名和文字写入字段前先截短。",
      ),
    ],
    retry: "after-mending",
    route: ["held", "customer-service"],
    see: [40037, 43101],
    page: "https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg.html",
  },
};
