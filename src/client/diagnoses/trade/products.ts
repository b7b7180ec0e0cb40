import { type Family, say } from "../entry.ts";

/** Other features whose codes stand in the same table: plugins, places, shops, calls, feedback. */

export const PRODUCTS: Family = {
  trigger: say(
    "A call to a feature beside messages: plugins, places, shops, voice calls, pages, feedback.",
    "调用消息之外的功能时发生：插件、地点、商品、语音通话、页面、反馈。",
  ),
  purpose: say(
    "Each feature has its own data, and a call must name things that exist there.",
    "每项功能有自己的数据，调用必须指向其中存在的对象。",
  ),
  checks: [
    say(
      "Check that the bot means to call this feature at all.",
      "先确认机器人是否真的需要调用该功能。",
    ),
    say(
      "Compare the ids and fields of the call with the feature's own page.",
      "将调用中的编号和字段与该功能的文档对照。",
    ),
  ],
  retry: "after-mending",
  route: ["not-affected"],
  codes: {
    40041: {
      errmsg: "invalid plugin id",
      en: "The id of the plugin is unknown.",
      zh: "插件编号不存在。",
    },
    40043: {
      errmsg: "invalid fav type",
      en: "The type of the favourite is unknown.",
      zh: "收藏类型不被识别。",
    },
    40049: {
      errmsg: "invalid score report type",
      en: "The kind of score report is unknown.",
      zh: "分数上报的类型不被识别。",
    },
    40069: {
      errmsg: "invalid hardware type",
      en: "The type of the device is unknown.",
      zh: "硬件类型不被识别。",
    },
    40089: {
      errmsg: "invalid platform id",
      en: "The id of the platform is unknown.",
      zh: "平台编号不存在。",
    },
    40098: {
      errmsg: "invalid poiid",
      en: "The id of the place is unknown.",
      zh: "地点编号不存在。",
    },
    40154: {
      errmsg: "invalid voip parameters",
      en: "The parameters of the voice call are wrong.",
      zh: "语音通话的参数不合法。",
    },
    40171: {
      errmsg: "product id can not empty and the length cannot exceed 32",
      en: "The product id is empty or longer than 32 characters.",
      zh: "商品编号为空或超过 32 个字符。",
    },
    40172: {
      errmsg: "can not have same product id",
      en: "The same product id stands in the list twice.",
      zh: "列表中的商品编号重复。",
    },
    40173: {
      errmsg: "there is no bind relation",
      en: "There is no binding between the two.",
      zh: "双方没有绑定关系。",
    },
    40177: {
      errmsg: "invalid product id",
      en: "The product id is unknown.",
      zh: "商品编号不存在。",
    },
    40181: {
      errmsg: "invalid opengid",
      en: "The id of the chat group is not valid.",
      zh: "微信群的标识不合法。",
    },
    40182: {
      errmsg: "invalid pack_id",
      en: "The id of the pack is unknown.",
      zh: "礼包编号不存在。",
    },
    40184: {
      errmsg: "invalid url path",
      en: "The path of the URL is not valid.",
      zh: "URL 的路径不合法。",
    },
    40199: {
      errmsg: "waybill_id not found",
      en: "The waybill does not exist.",
      zh: "运单不存在。",
    },
    40210: {
      errmsg: "invalid check wxa path",
      en: "A path in `pages` is missing or empty.",
      zh: "`pages` 中的路径不存在或为空。",
    },
    40212: {
      errmsg: "invalid query",
      en: "A query in `pages` is not valid.",
      zh: "`pages` 中的查询参数不合法。",
    },
    40219: {
      errmsg: "pages is empty",
      en: "The list `pages` is missing or empty.",
      zh: "`pages` 不存在或为空。",
    },
    40220: {
      errmsg: "data_list is empty",
      en: "The `data_list` is empty.",
      zh: "`data_list` 为空。",
    },
    41025: {
      errmsg: "poi_list empty",
      en: "The list of places is empty.",
      zh: "地点列表为空。",
    },
    41027: {
      errmsg: "missing voip call key",
      en: "The key of the voice call is missing.",
      zh: "缺少语音通话的密钥。",
    },
    42008: {
      errmsg: "voip call key expired",
      en: "The key of the voice call has run out.",
      zh: "语音通话的密钥已过期。",
    },
    45069: {
      errmsg: "product list size out of limit",
      en: "The list of products is too long.",
      zh: "商品列表超过上限。",
    },
    45070: {
      errmsg: "the business account have been created",
      en: "The business account has been created already.",
      zh: "该业务账号已经创建。",
      retry: "not-needed",
    },
    45071: {
      errmsg: "business account not found",
      en: "There is no such business account.",
      zh: "业务账号不存在。",
    },
    45077: {
      errmsg: "number of business account reach limit",
      en: "The number of business accounts is at its limit.",
      zh: "业务账号数量已达上限。",
    },
    45078: {
      errmsg: "nickname is illegal!",
      en: "The nickname is not allowed.",
      zh: "昵称不合法。",
    },
    45079: {
      errmsg: "nickname is forbidden!(matched forbidden keyword)",
      en: "The nickname contains a forbidden word.",
      zh: "昵称命中了禁用词。",
    },
    45091: {
      errmsg: "account_name is illegal!",
      en: "The `account_name` is not allowed.",
      zh: "`account_name` 不合法。",
    },
    45167: {
      errmsg: "invalid voip call key",
      en: "The key of the voice call is not valid.",
      zh: "语音通话的密钥无效。",
    },
    46005: {
      errmsg: "poi no exist",
      en: "The place does not exist.",
      zh: "地点不存在。",
    },
    47004: {
      errmsg: "submit pages count more than each quota",
      en: "More than 1,000 pages were handed in at once.",
      zh: "一次提交的页面超过 1000 个。",
    },
    47101: {
      errmsg: "search results count more than limit",
      en: "The search has more than 1,000 results.",
      zh: "搜索结果超过 1000 条。",
    },
    49002: {
      errmsg: "empty openid or transid",
      en: "The openid or the transaction id is empty.",
      zh: "`openid` 或交易编号为空。",
    },
    49004: {
      errmsg: "not match signature",
      en: "The signature does not match.",
      zh: "签名不匹配。",
    },
    49005: {
      errmsg: "not existed transid",
      en: "The transaction does not exist.",
      zh: "交易编号不存在。",
    },
    49010: {
      errmsg: "invalid partner id",
      en: "The partner id is not valid.",
      zh: "合作方编号不合法。",
    },
    49300: {
      errmsg: "not existed feedbackid",
      en: "The feedback does not exist.",
      zh: "反馈记录不存在。",
    },
    49301: {
      errmsg: "feedback exist",
      en: "The feedback exists already.",
      zh: "反馈记录已存在。",
      retry: "not-needed",
    },
    49302: {
      errmsg: "feedback status already changed",
      en: "The state of the feedback has been changed already.",
      zh: "反馈状态已经变更过。",
      retry: "not-needed",
    },
  },
};
