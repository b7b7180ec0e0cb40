import { type Family, say } from "../entry.ts";

/** Choosing templates of subscription notifications (`wxaapi/newtmpl`), and sending several at once. */
export const SUBSCRIPTIONS: Family = {
  trigger: say(
    "Templates of subscription notifications are looked for, added or deleted, or one is sent.",
    "查找、添加、删除订阅通知模板，或发送订阅通知时发生。",
  ),
  purpose: say(
    "Each account has 25 templates at most, of its own categories, with words that WeChat gives.",
    "每个账号最多 25 个模板，只能选自本账号的类目，并使用微信给出的关键词。",
  ),
  checks: [
    say(
      "Take ids from the lists of this account: categories, titles, keywords, in this order.",
      "依次从本账号的列表取得编号：类目、标题、关键词。",
    ),
  ],
  retry: "after-mending",
  route: ["customer-service", "held"],
  codes: {
    43108: {
      errmsg: "Cannot make concurrent calls to the same OpenID, please try again",
      en: "Two notifications went to the same person at the same moment.",
      zh: "同一时刻向同一用户发送了两条通知。",
      first: say("Send them one after another.", "请逐条发送。"),
      retry: "soon",
    },
    200011: {
      en: "The account is banned and cannot change its templates.",
      zh: "账号已被封禁，无法管理模板。",
    },
    200012: {
      en: "The account has 25 templates, which is the most.",
      zh: "个人模板数已达上限（25 个）。",
      first: say("Delete one that is not used.", "删除不再使用的模板。"),
    },
    200013: {
      en: "This template is banned.",
      zh: "此模板已被封禁，无法选用。",
    },
    200014: {
      en: "The number `tid` of the title is missing or does not exist.",
      zh: "模板标题编号 `tid` 缺失或不存在。",
      first: say(
        "Send the fields as a form: several libraries send JSON, and WeChat then finds no `tid`.",
        "请以表单形式提交：部分库使用 JSON，微信会因此找不到 `tid`。",
      ),
    },
    200016: {
      en: "`start` is no place in the list.",
      zh: "`start` 参数错误。",
    },
    200017: {
      en: "`limit` is not from 1 to 30.",
      zh: "`limit` 参数错误，应为 1 到 30。",
    },
    200018: {
      en: "The ids of the categories are missing.",
      zh: "缺少类目 `ids`。",
    },
    200019: {
      en: "The ids of the categories are not those of the account.",
      zh: "类目 `ids` 不合法。",
    },
    200020: {
      en: "The list `kidList` of keywords is wrong.",
      zh: "关键词列表 `kidList` 参数错误。",
      first: say(
        "Give two to five numbers of that title's keywords.",
        "填写该标题下 2 到 5 个关键词编号。",
      ),
    },
    200021: {
      en: "The description `sceneDesc` of the scene is wrong.",
      zh: "场景描述 `sceneDesc` 参数错误。",
      first: say("Keep it to 15 characters.", "请控制在 15 个字以内。"),
    },
  },
};

/** Codes that people have met and WeChat's pages do not explain. Nothing is made up about them. */
export const UNEXPLAINED: Family = {
  trigger: say(
    "People report it of calls to the API; WeChat's pages name no cause.",
    "有人在调用接口时遇到过；微信的页面没有说明原因。",
  ),
  purpose: say("WeChat does not say why.", "微信没有说明原因。"),
  checks: [
    say(
      "Give the rid to WeChat's own diagnosis within seven days: {at:diagnosis}.",
      "七天内把 `rid` 交给微信的诊断工具：{at:diagnosis}。",
    ),
    say(
      "Read WeChat's text beside the code: it often names the field or the rule.",
      "阅读错误码旁边的原文：其中常写明字段或规则。",
    ),
  ],
  retry: "after-mending",
  route: ["passive", "held"],
  codes: {
    48021: {
      en: "The account may not make this call now: 48021 is one of the codes about rights (48…), and its page is missing.",
      zh: "账号当前不能进行此调用：48021 属于权限类错误码（48…），但微信没有给出说明。",
      first: say(
        "Look for the API in the list of rights: {at:rights}.",
        "在权限列表中查找该接口：{at:rights}。",
      ),
    },
    49000: {
      en: "WeChat gives no meaning to 49000.",
      zh: "微信没有公布 49000 的含义。",
    },
    53403: {
      en: "The article is refused: 53403 is one of the codes about drafts (534…), and its page is missing.",
      zh: "文章被拒绝：53403 属于草稿类错误码（534…），但微信没有给出说明。",
    },
    100000: {
      en: "WeChat gives no meaning to 100000.",
      zh: "微信没有公布 100000 的含义。",
    },
  },
};
