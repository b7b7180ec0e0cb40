import { type Family, say } from "../entry.ts";

/** The menu at the foot of the conversation. */

export const MENUS: Family = {
  trigger: say(
    "A menu is created, read, tried or deleted through the API.",
    "通过接口创建、读取、测试或删除菜单时发生。",
  ),
  purpose: say(
    "The menu must fit every phone and lead only to places that belong to the account.",
    "菜单须适合所有手机，并且只通向属于该账号的地方。",
  ),
  checks: [
    say(
      "Compare the menu with the bounds: 1 to 3 buttons, 1 to 5 sub-buttons, two levels, known types.",
      "对照限制检查菜单：1 到 3 个按钮、1 到 5 个子按钮、两级以内、类型正确。",
    ),
    say(
      "Count names, keys and URLs in bytes of UTF-8: a Chinese character has three.",
      "名称、键值和 URL 按 UTF-8 字节数计算：一个汉字占三个字节。",
    ),
    say(
      "The menu that followers see stays as it was until a call succeeds; there is no hurry.",
      "在调用成功之前，用户看到的菜单保持不变，可以从容修正。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    40015: {
      errmsg: "invalid menu type",
      en: "The kind of menu is unknown.",
      zh: "菜单类型不被识别。",
    },
    40016: {
      errmsg: "invalid button size",
      en: "The menu does not have one to three buttons.",
      zh: "一级菜单的按钮数不是 1 到 3 个。",
    },
    40017: {
      errmsg: "invalid button type",
      en: "The type of a button is unknown.",
      zh: "按钮类型不被识别。",
    },
    40018: {
      errmsg: "invalid button name size",
      en: "The name of a button is empty or longer than 16 bytes.",
      zh: "按钮名称为空或超过 16 字节。",
    },
    40019: {
      errmsg: "invalid button key size",
      en: "The key of a button is missing or longer than 128 bytes.",
      zh: "按钮的 `key` 缺失或超过 128 字节。",
    },
    40020: {
      errmsg: "invalid button url size",
      en: "The URL of a button is missing or longer than 1,024 bytes.",
      zh: "按钮的 URL 缺失或超过 1024 字节。",
    },
    40021: {
      errmsg: "invalid menu version",
      en: "The version of the menu is not valid.",
      zh: "菜单版本号不合法。",
    },
    40022: {
      errmsg: "invalid sub_menu level",
      en: "The menu has more than two levels.",
      zh: "菜单超过两级。",
    },
    40023: {
      errmsg: "invalid sub button size",
      en: "A button does not have one to five sub-buttons.",
      zh: "子菜单的按钮数不是 1 到 5 个。",
    },
    40024: {
      errmsg: "invalid sub button type",
      en: "The type of a sub-button is unknown.",
      zh: "子菜单按钮类型不被识别。",
    },
    40025: {
      errmsg: "invalid sub button name size",
      en: "The name of a sub-button is empty or longer than 60 bytes.",
      zh: "子菜单按钮名称为空或超过 60 字节。",
    },
    40026: {
      errmsg: "invalid sub button key size",
      en: "The key of a sub-button is missing or longer than 128 bytes.",
      zh: "子菜单按钮的 `key` 缺失或超过 128 字节。",
    },
    40027: {
      errmsg: "invalid sub button url size",
      en: "The URL of a sub-button is missing or longer than 1,024 bytes.",
      zh: "子菜单按钮的 URL 缺失或超过 1024 字节。",
    },
    40028: {
      errmsg: "invalid menu api user",
      en: "This account may not use the menu API.",
      zh: "该账号不能使用自定义菜单接口。",
      first: say(
        "Verify a subscription account first; service accounts have the menu without it.",
        "公众号（原订阅号）须先完成微信认证；服务号无需认证即可使用菜单。",
      ),
    },
    40054: {
      errmsg: "invalid sub button url domain",
      en: "The domain of a sub-button's URL is not allowed.",
      zh: "子菜单按钮 URL 的域名不被允许。",
    },
    40055: {
      errmsg: "invalid button url domain",
      en: "The domain of a button's URL is not allowed.",
      zh: "按钮 URL 的域名不被允许。",
    },
    40057: {
      errmsg: "invalid tabbar size",
      en: "The tab bar has a wrong number of items.",
      zh: "标签栏的项目数量不合法。",
    },
    40058: {
      errmsg: "invalid tabbar name size",
      en: "The name of a tab bar's item is too long or empty.",
      zh: "标签栏项目的名称为空或过长。",
    },
    40084: {
      errmsg: "invalid button desc size",
      en: "The description of a button is too long or empty.",
      zh: "按钮的描述为空或过长。",
    },
    40085: {
      errmsg: "invalid button url size",
      en: "The URL of the extra button is too long or empty.",
      zh: "附加按钮的 URL 为空或过长。",
    },
    40117: {
      errmsg: "invalid button media_id size",
      en: "The `media_id` of a button has a wrong length.",
      zh: "按钮的 `media_id` 长度不合法。",
    },
    40118: {
      errmsg: "invalid sub button media_id size",
      en: "The `media_id` of a sub-button has a wrong length.",
      zh: "子菜单按钮的 `media_id` 长度不合法。",
    },
    40119: {
      errmsg: "invalid use button type",
      en: "A button uses a type that does not fit it.",
      zh: "按钮使用了不适用的类型。",
    },
    40120: {
      errmsg: "invalid use sub button type",
      en: "A sub-button uses a type that does not fit it.",
      zh: "子菜单按钮使用了不适用的类型。",
    },
    40121: {
      errmsg: "invalid media type in view_limited",
      en: "A `view_limited` button names media that are not an article.",
      zh: "`view_limited` 按钮引用的媒体不是图文。",
    },
    41007: {
      errmsg: "sub_menu data missing",
      en: "The list of sub-buttons is missing.",
      zh: "缺少子菜单数据。",
    },
    45010: {
      errmsg: "create menu limit",
      en: "The account has created too many menus today.",
      zh: "账号当天创建菜单的次数过多。",
      first: say(
        "Create the menu at deploys only, not at every start; 1,000 a day are allowed.",
        "只在发布时创建菜单，不要每次启动都创建；每天上限 1000 次。",
      ),
      retry: "tomorrow",
    },
    45048: {
      errmsg: "menu use invalid type",
      en: "The menu uses a type that is not allowed.",
      zh: "菜单使用了不允许的类型。",
    },
    45064: {
      errmsg: "no permission to use weapp in menu",
      en: "The menu opens a mini program that is not linked to the account.",
      zh: "菜单跳转的小程序没有与公众号关联。",
      first: say("Link it in the console first.", "先在后台完成关联。"),
    },
    46002: {
      errmsg: "menu version no exist",
      en: "This version of the menu does not exist.",
      zh: "不存在该版本的菜单。",
    },
    46003: {
      errmsg: "menu no exist",
      en: "No menu has been created through the API.",
      zh: "还没有通过接口创建过菜单。",
      first: say(
        "Create one, or read the console's own menu with `get_current_selfmenu_info`.",
        "创建一个菜单；若要读取后台配置的菜单，请用 `get_current_selfmenu_info`。",
      ),
    },
    47005: {
      errmsg: "tabbar no exist",
      en: "There is no tab bar.",
      zh: "标签栏不存在。",
    },
    65301: {
      errmsg: "this menu is not conditionalmenu",
      en: "No conditional menu has this `menuid`.",
      zh: "没有与该 `menuid` 对应的个性化菜单。",
    },
    65302: {
      errmsg: "no such user",
      en: "The user for whom the menu is tried does not exist.",
      zh: "用来测试匹配的用户不存在。",
    },
    65303: {
      errmsg: "there is no selfmenu, please create selfmenu first",
      en: "There is no ordinary menu yet, and a conditional one needs it.",
      zh: "还没有默认菜单，不能创建个性化菜单。",
      first: say(
        "Create the ordinary menu first, with `menu/create`.",
        "先用 `menu/create` 创建默认菜单。",
      ),
    },
    65304: {
      errmsg: "match rule empty",
      en: "The `matchrule` is empty.",
      zh: "`matchrule` 为空。",
    },
    65305: {
      errmsg: "menu count limit",
      en: "The account has as many conditional menus as it may.",
      zh: "个性化菜单的数量已达上限。",
      first: say("Delete conditional menus that are not used.", "删除不再使用的个性化菜单。"),
    },
    65306: {
      errmsg: "conditional menu not support",
      en: "This kind of account cannot have conditional menus.",
      zh: "该类账号不支持个性化菜单。",
      first: say(
        "Verify the account, or use one menu for everybody.",
        "完成微信认证，或对所有人使用同一菜单。",
      ),
      retry: "no",
    },
    65307: {
      errmsg: "conditional menu is empty",
      en: "The conditional menu has no buttons.",
      zh: "个性化菜单没有任何按钮。",
    },
    65308: {
      errmsg: "exist empty button act",
      en: "A button does nothing: it has no type.",
      zh: "有按钮没有设置响应类型。",
    },
    65309: {
      errmsg: "conditional menu switch is closed",
      en: "Conditional menus are switched off for this account.",
      zh: "该账号的个性化菜单开关处于关闭状态。",
      first: say("Switch them on in the console.", "在后台打开该开关。"),
    },
    65310: {
      errmsg: "region info: country is empty",
      en: "The rule names a province or city without a country.",
      zh: "匹配规则填写了省份或城市，却没有填写国家。",
      first: say(
        "Drop the region: WeChat no longer matches by it.",
        "去掉地区条件：微信已不再支持按地区匹配。",
      ),
    },
    65311: {
      errmsg: "region info: province is empty",
      en: "The rule names a city without a province.",
      zh: "匹配规则填写了城市，却没有填写省份。",
      first: say(
        "Drop the region: WeChat no longer matches by it.",
        "去掉地区条件：微信已不再支持按地区匹配。",
      ),
    },
    65312: {
      errmsg: "invalid country info",
      en: "The country in the rule is not valid.",
      zh: "匹配规则中的国家不合法。",
      first: say(
        "Drop the region: WeChat no longer matches by it.",
        "去掉地区条件：微信已不再支持按地区匹配。",
      ),
    },
    65313: {
      errmsg: "invalid province info",
      en: "The province in the rule is not valid.",
      zh: "匹配规则中的省份不合法。",
      first: say(
        "Drop the region: WeChat no longer matches by it.",
        "去掉地区条件：微信已不再支持按地区匹配。",
      ),
    },
    65314: {
      errmsg: "invalid city info",
      en: "The city in the rule is not valid.",
      zh: "匹配规则中的城市不合法。",
      first: say(
        "Drop the region: WeChat no longer matches by it.",
        "去掉地区条件：微信已不再支持按地区匹配。",
      ),
    },
    65315: {
      errmsg: "not fans",
      en: "The person for whom the menu is tried does not follow the account.",
      zh: "用来测试匹配的用户没有关注该账号。",
    },
    65316: {
      errmsg: "domain count reach limit",
      en: "The menu links to more than three foreign domains.",
      zh: "菜单外链的域名超过三个。",
      first: say(
        "Send the links through pages of at most three domains.",
        "把链接归并到不超过三个域名之下。",
      ),
    },
    65317: {
      errmsg: "contain invalid url",
      en: "The menu contains a URL that is not valid.",
      zh: "菜单中含有不合法的 URL。",
    },
    65318: {
      errmsg: "must use utf-8 charset",
      en: "The menu was not sent as UTF-8.",
      zh: "菜单内容不是 UTF-8 编码。",
      first: say("Send raw UTF-8 without a byte order mark.", "使用不带字节序标记的 UTF-8 原文。"),
    },
    65319: {
      errmsg: "not allow to create menu",
      en: "The account may not create menus at present.",
      zh: "账号目前不允许创建菜单。",
      first: say("Look for a restriction in the console's notices.", "查看后台通知中是否有限制。"),
      retry: "no",
    },
    65320: {
      en: "The rule asks for sex, region or language, which WeChat no longer matches.",
      zh: "匹配规则含性别、地区或语言等隐私条件，微信已不再支持。",
      first: say("Match by tag or by client platform.", "改用标签或客户端平台来匹配。"),
    },
  },
};
