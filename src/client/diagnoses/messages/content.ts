import { type Family, say } from "../entry.ts";

/** What stands in a message. */

/** Texts, links and articles. */
export const CONTENT: Family = {
  trigger: say(
    "A message, article or reply is handed in with content that WeChat does not take.",
    "提交的消息、图文或回复含有微信不接受的内容。",
  ),
  purpose: say(
    "Messages must fit the phone's screen and lead to places that WeChat can vouch for.",
    "消息须适合手机屏幕，链接须指向微信认可的地方。",
  ),
  checks: [
    say(
      "Find the field that the text of the error names, and shorten or mend it.",
      "找到错误文字所指的字段，缩短或修正它。",
    ),
    say(
      "Count bytes of UTF-8, not characters: a Chinese character has three.",
      "按 UTF-8 字节数而不是字数计算：一个汉字占三个字节。",
    ),
    say(
      "Send the plain text meanwhile: it nearly always goes through.",
      "在此期间先发送纯文本：它几乎总能送达。",
    ),
  ],
  retry: "after-mending",
  route: ["customer-service", "passive"],
  codes: {
    40008: {
      errmsg: "invalid message type",
      en: "The `msgtype` is unknown or not allowed on this endpoint.",
      zh: "`msgtype` 不被识别，或该接口不允许使用。",
      first: say(
        "Compare it with the list of customer-service messages; `link` is for mini programs only.",
        "对照客服消息支持的类型；`link` 只供小程序使用。",
      ),
    },
    40039: {
      errmsg: "invalid url size",
      en: "A URL in the message is too long.",
      zh: "消息中的 URL 过长。",
    },
    40044: {
      errmsg: "invalid size in link.title",
      en: "The title of the link is too long.",
      zh: "链接的标题过长。",
    },
    40045: {
      errmsg: "invalid size in link.description",
      en: "The description of the link is too long.",
      zh: "链接的描述过长。",
    },
    40046: {
      errmsg: "invalid size in link.iconurl",
      en: "The icon address of the link is too long.",
      zh: "链接的图标地址过长。",
    },
    40047: {
      errmsg: "invalid size in link.url",
      en: "The address of the link is too long.",
      zh: "链接的地址过长。",
    },
    40048: {
      errmsg: "invalid url domain",
      en: "The domain of a URL is not allowed here.",
      zh: "URL 的域名不被允许。",
    },
    40062: {
      errmsg: "invalid title size",
      en: "The title is empty or too long.",
      zh: "标题为空或过长。",
    },
    40063: {
      errmsg: "invalid message_ext size",
      en: "The `message_ext` is too long.",
      zh: "`message_ext` 过长。",
    },
    40066: {
      errmsg: "invalid url",
      en: "WeChat does not accept this URL.",
      zh: "微信不接受该 URL。",
      first: say(
        "Open it in WeChat on a phone: a blocked page shows the reason there.",
        "在手机微信中打开它：若页面被拦截，会显示原因。",
      ),
    },
    40068: {
      errmsg: "contain mailcious url",
      en: "A URL leads to something that WeChat holds to be malicious.",
      zh: "有 URL 指向微信认定的恶意内容。",
      first: say(
        "Remove it; check the site for injected code before using it again.",
        "移除该链接；再次使用之前检查网站是否被植入恶意代码。",
      ),
      retry: "no",
    },
    40126: {
      errmsg: "invalid text size",
      en: "The text is empty or too long.",
      zh: "文本为空或过长。",
    },
    40155: {
      errmsg: "please don't contain other home page url",
      en: "The message links to the home page of another account.",
      zh: "消息链接到了其他公众号的主页。",
      first: say("Take the link out.", "去掉该链接。"),
    },
    40165: {
      errmsg: "invalid weapp pagepath",
      en: "The page path of the mini program is wrong.",
      zh: "小程序的页面路径错误。",
      first: say(
        "Use a path of the released version, for example `pages/index/index`.",
        "使用已发布版本中存在的路径，例如 `pages/index/index`。",
      ),
    },
    40166: {
      errmsg: "invalid weapp appid",
      en: "There is no mini program with this AppID.",
      zh: "没有使用该 AppID 的小程序。",
      first: say(
        "Compare the AppID with the one in the mini program's console.",
        "与小程序后台显示的 AppID 核对。",
      ),
    },
    40167: {
      errmsg: "there is no relation with plugin appid",
      en: "The account has no relation to the plugin's AppID.",
      zh: "账号与该插件的 AppID 没有关联。",
    },
    40168: {
      errmsg: "unlinked weapp card",
      en: "The mini program on the card is not linked to the account.",
      zh: "卡片中的小程序没有与公众号关联。",
      first: say(
        "Link it in the console under mini program management.",
        "在后台的小程序管理中完成关联。",
      ),
    },
    40192: {
      errmsg: "invalid author in news",
      en: "The author of the article is not valid.",
      zh: "图文的作者字段不合法。",
    },
    40193: {
      errmsg: "invalid recommend length",
      en: "The recommendation text has a wrong length.",
      zh: "推荐语的长度不合法。",
    },
    40194: {
      errmsg: "illegal recommend",
      en: "The recommendation text is not allowed.",
      zh: "推荐语的内容不被允许。",
    },
    40195: {
      errmsg: "invalid show_num",
      en: "The `show_num` is not allowed.",
      zh: "`show_num` 取值不合法。",
    },
    40198: {
      errmsg: "invalid default msg article size, must be same as show_num",
      en: "The number of default articles is not the same as `show_num`.",
      zh: "默认图文数量与 `show_num` 不一致。",
    },
    40213: {
      errmsg: "invalid href tag",
      en: "The `<a>` tag in the text is wrong.",
      zh: "文本中的 `<a>` 标签不合法。",
      first: say(
        "Close the tag, quote its attributes, and do not write `<` as `\\u003c`.",
        "闭合标签，属性加引号，不要把 `<` 写成 `\\u003c`。",
      ),
    },
    40214: {
      errmsg: "invalid href text",
      en: "The text inside the `<a>` tag is wrong.",
      zh: "`<a>` 标签中的文字不合法。",
      first: say("Give the link a short visible text.", "为链接写一段简短可见的文字。"),
    },
    40216: {
      errmsg: "invalid desc",
      en: "The description is not allowed.",
      zh: "描述字段不合法。",
    },
    44003: {
      errmsg: "empty news data",
      en: "The article has no content.",
      zh: "图文消息内容为空。",
    },
    44004: {
      errmsg: "empty content",
      en: "The text is empty.",
      zh: "文本消息内容为空。",
      first: say(
        "Find out why the bot sent a message without text, and leave such a message out.",
        "查清机器人为什么发出没有文字的消息，并跳过这类消息。",
      ),
    },
    44998: {
      errmsg: "keyword string media size out of limit",
      en: "The media of the keyword reply is too large.",
      zh: "关键词回复的媒体过大。",
    },
    44999: {
      errmsg: "keywords list size out of limit",
      en: "The list of keywords is too long.",
      zh: "关键词列表过长。",
    },
    45003: {
      errmsg: "title size out of limit",
      en: "The title is too long.",
      zh: "标题超过长度限制。",
    },
    45004: {
      errmsg: "description size out of limit",
      en: "The description is too long.",
      zh: "描述超过长度限制。",
    },
    45005: {
      errmsg: "url size out of limit",
      en: "The link is too long.",
      zh: "链接超过长度限制。",
      first: say(
        "Use a shorter address, for example through a redirect of your own.",
        "使用更短的地址，例如由自己的站点跳转。",
      ),
    },
    45006: {
      errmsg: "picurl size out of limit",
      en: "The address of the picture is too long.",
      zh: "图片链接超过长度限制。",
    },
    45008: {
      errmsg: "article size out of limit",
      en: "The message has more than one article.",
      zh: "图文消息的文章多于一篇。",
      first: say(
        "Send exactly one article by customer service: more has been refused since 2018-10-12.",
        "客服消息只能带一篇图文：自 2018-10-12 起多于一篇会被拒绝。",
      ),
    },
    45049: {
      errmsg: "ivr use invalid type",
      en: "The automatic voice service uses a type that is not allowed.",
      zh: "语音应答使用了不允许的类型。",
    },
    45050: {
      errmsg: "custom msg use invalid type",
      en: "The customer-service message uses a type that is not allowed.",
      zh: "客服消息使用了不允许的类型。",
    },
    45082: {
      errmsg: "need icp license for the url domain",
      en: "The domain of the link has no ICP licence.",
      zh: "链接的域名没有 ICP 备案。",
      first: say(
        "Use a domain that is registered in mainland China.",
        "使用已在中国大陆备案的域名。",
      ),
    },
    45086: {
      errmsg: "invalid attrbute 'data-miniprogram-appid'",
      en: "The `data-miniprogram-appid` in the link is wrong.",
      zh: "链接里的 `data-miniprogram-appid` 不合法。",
      first: say(
        "Name a mini program that is linked to the account.",
        "填写已与公众号关联的小程序。",
      ),
    },
    45098: {
      errmsg: "msgmenu list size is out of limit",
      en: "The message menu has too many items.",
      zh: "菜单消息的选项过多。",
      first: say(
        "Send fewer items, or number them in a plain text; WeChat does not publish the limit.",
        "减少选项，或改用编号的纯文本；微信没有公布上限。",
      ),
    },
    45099: {
      errmsg: "msgmenu item content size is out of limit",
      en: "The text of a menu message's item is too long.",
      zh: "菜单消息的选项文字过长。",
      first: say(
        "Shorten the item and put the explanation into `head_content`.",
        "缩短选项文字，把说明放到 `head_content`。",
      ),
    },
    45104: {
      errmsg: "reach max domain quota limit",
      en: "The account links to more domains than it may.",
      zh: "账号使用的外链域名已达上限。",
    },
    45166: {
      errmsg: "invalid content",
      en: "The content is not allowed.",
      zh: "内容不合法。",
    },
    45168: {
      errmsg: "keyword in blacklist",
      en: "The content contains a word from a blacklist.",
      zh: "内容命中了关键词黑名单。",
      first: say(
        "Find and replace the word; moderate text of users and language models before it is sent.",
        "找出并替换该词；用户或大模型产生的文字应先审核再发送。",
      ),
    },
  },
};
