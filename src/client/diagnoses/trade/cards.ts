import { type Family, say } from "../entry.ts";

/** Cards and coupons. */

export const CARDS: Family = {
  trigger: say(
    "A card or coupon is created, changed, sent or redeemed.",
    "创建、修改、发放或核销卡券时发生。",
  ),
  purpose: say(
    "A card is a promise of money or goods, so its terms must be complete and may not become worse.",
    "卡券是对钱物的承诺，条款必须完整，而且不得变差。",
  ),
  checks: [
    say(
      "Look at the card in the console: its state, its stock and its terms.",
      "在后台查看该卡券的状态、库存和条款。",
    ),
    say(
      "Compare the field that the text of the error names with the page of the cards API.",
      "将错误文字所指的字段与卡券接口文档对照。",
    ),
    say("Answer the follower with a text meanwhile.", "在此期间先用文本答复用户。"),
  ],
  retry: "after-mending",
  route: ["customer-service", "passive"],
  codes: {
    40056: {
      errmsg: "invalid serial code",
      en: "The serial code of the card is not valid.",
      zh: "卡券的序列码不合法。",
    },
    40070: {
      errmsg: "invalid sku info",
      en: "The stock information of the card is wrong.",
      zh: "卡券的库存信息不合法。",
    },
    40071: {
      errmsg: "invalid card type",
      en: "The type of the card is unknown.",
      zh: "卡券类型不被识别。",
    },
    40072: {
      errmsg: "invalid location id",
      en: "The shop id on the card is unknown.",
      zh: "卡券的门店编号不存在。",
    },
    40073: {
      errmsg: "invalid card id",
      en: "The card id is unknown, or the card is another account's.",
      zh: "卡券编号不存在，或属于其他账号。",
    },
    40076: {
      errmsg: "invalid color id",
      en: "The colour of the card is unknown.",
      zh: "卡券颜色不被识别。",
    },
    40077: {
      errmsg: "invalid score type",
      en: "The kind of points on the card is unknown.",
      zh: "卡券的积分类型不被识别。",
    },
    40078: {
      errmsg: "invalid card status",
      en: "The card is in a state that does not allow this.",
      zh: "卡券当前的状态不允许此操作。",
    },
    40079: {
      errmsg: "invalid time",
      en: "A time on the card is not valid.",
      zh: "卡券的时间不合法。",
    },
    40080: {
      errmsg: "invalid card ext",
      en: "The extension data of the card are wrong.",
      zh: "卡券的扩展信息不合法。",
    },
    40082: {
      errmsg: "invalid banner picture size",
      en: "The banner picture of the card is too large.",
      zh: "卡券的横幅图片过大。",
    },
    40083: {
      errmsg: "invalid banner url size",
      en: "The address of the card's banner is too long.",
      zh: "卡券的横幅地址过长。",
    },
    40086: {
      errmsg: "invalid sharelink logo size",
      en: "The logo of the shared link is too large.",
      zh: "分享链接的标志图过大。",
    },
    40087: {
      errmsg: "invalid sharelink desc size",
      en: "The description of the shared link is too long.",
      zh: "分享链接的描述过长。",
    },
    40088: {
      errmsg: "invalid sharelink title size",
      en: "The title of the shared link is too long.",
      zh: "分享链接的标题过长。",
    },
    40100: {
      errmsg:
        "invalid DateInfo, Make Sure OldDateInfoType==NewDateInfoType && NewBeginTime<=OldBeginTime && OldEndTime<= NewEndTime",
      en: "The new dates of the card would shorten the old ones.",
      zh: "新的卡券日期会缩短原有的有效期。",
    },
    40104: {
      errmsg: "invalid category id",
      en: "The category of the card is unknown.",
      zh: "卡券的类目不存在。",
    },
    40107: {
      errmsg: "invalid card id! 1,card status must verify ok; 2,this card must have location_id",
      en: "The card has not passed its review, or names no shop.",
      zh: "卡券未通过审核，或没有关联门店。",
    },
    40115: {
      errmsg: "invalid session from",
      en: "The conversation that the card came from is unknown.",
      zh: "卡券来源的会话不被识别。",
    },
    40122: {
      errmsg: "invalid card quantity",
      en: "The number of cards is not allowed.",
      zh: "卡券数量不合法。",
    },
    40124: {
      errmsg: "too many custom field!",
      en: "The card has too many fields of its own.",
      zh: "卡券的自定义字段过多。",
    },
    40135: {
      errmsg:
        "invalid not supply bonus, can not change card_id which supply bonus to be not supply",
      en: "A card that offers points cannot be made one that does not.",
      zh: "支持积分的卡券不能改为不支持。",
    },
    40139: {
      errmsg: "invalid sub merchant id",
      en: "The id of the sub-merchant is unknown.",
      zh: "子商户编号不存在。",
    },
    40140: {
      errmsg: "invalid sub merchant status",
      en: "The sub-merchant is in a state that does not allow this.",
      zh: "子商户当前的状态不允许此操作。",
    },
    40142: {
      errmsg: "invalid sharecard parameters",
      en: "The parameters of the shared card are wrong.",
      zh: "共享卡券的参数不合法。",
    },
    40143: {
      errmsg: "invalid least cost info, should be 0",
      en: "The minimum cost must be 0 here.",
      zh: "此处的最低消费必须为 0。",
    },
    40144: {
      errmsg:
        "1)maybe share_card_list.num or consume_share_self_num too big; 2)maybe card_id_list also has self-card_id;3)maybe card_id_list has many different card_id;4)maybe both consume_share_self_num and share_card_list.num bigger than 0",
      en: "The numbers of shared cards contradict each other.",
      zh: "共享卡券的数量设置相互矛盾。",
    },
    40145: {
      errmsg:
        "invalid update! Can not both set PayCell and CenterCellInfo(include: center_title, center_sub_title, center_url).",
      en: "The pay cell and the centre cell cannot both be set.",
      zh: "支付入口与中部入口不能同时设置。",
    },
    40148: {
      errmsg: "invalid friends card type",
      en: "The type of the friends' card is unknown.",
      zh: "朋友共享券的类型不被识别。",
    },
    40149: {
      errmsg: "invalid use time limit",
      en: "The times at which the card may be used are wrong.",
      zh: "卡券的可用时段不合法。",
    },
    40150: {
      errmsg: "invalid card parameters",
      en: "The parameters of the card are wrong.",
      zh: "卡券参数不合法。",
    },
    41012: {
      errmsg: "missing card id",
      en: "The card id is missing.",
      zh: "缺少卡券编号。",
    },
    41014: {
      errmsg: "missing ticket_class",
      en: "The class of the ticket is missing.",
      zh: "缺少票的类别。",
    },
    41015: {
      errmsg: "missing show_time",
      en: "The time of the show is missing.",
      zh: "缺少放映时间。",
    },
    41016: {
      errmsg: "missing screening_room",
      en: "The screening room is missing.",
      zh: "缺少影厅信息。",
    },
    41017: {
      errmsg: "missing seat_number",
      en: "The seat number is missing.",
      zh: "缺少座位号信息。",
    },
    43008: {
      errmsg: "require biz pay auth",
      en: "The account needs WeChat Pay's authorisation for this.",
      zh: "此操作需要微信支付授权。",
    },
    43010: {
      errmsg: "can not use balance, need authorize",
      en: "The balance of a card needs an authorisation.",
      zh: "使用卡券余额需要授权。",
    },
    43011: {
      errmsg: "can not use bonus, need authorize",
      en: "The points of a card need an authorisation.",
      zh: "使用卡券积分需要授权。",
    },
    43012: {
      errmsg: "can not use custom url, need authorize",
      en: "A URL of one's own on the card needs an authorisation.",
      zh: "卡券使用自定义 URL 需要授权。",
    },
    43013: {
      errmsg: "can not use shake card, need authorize",
      en: "Cards by shaking the phone need an authorisation.",
      zh: "摇一摇发券需要授权。",
    },
    43017: {
      errmsg: "require location id!",
      en: "The shop id is required.",
      zh: "必须填写门店编号。",
    },
    45024: {
      errmsg: "rank template number is out of limit",
      en: "There are too many templates for ranks.",
      zh: "等级模板数量超过上限。",
    },
    45025: {
      errmsg: "poiid count is out of limit",
      en: "There are too many shops on the card.",
      zh: "卡券关联的门店超过上限。",
    },
    45039: {
      errmsg: "card_list_size out of limit",
      en: "The list of cards is too long.",
      zh: "卡券列表超过上限。",
    },
    45042: {
      errmsg: "limit card type, this card type can NOT create by sub merchant",
      en: "A sub-merchant cannot create this type of card.",
      zh: "子商户不能创建该类型的卡券。",
      retry: "no",
    },
    45043: {
      errmsg:
        "can not set share_friends=true because has no Abstract Or Text_Img_List has no img Or image url not valid",
      en: "A shared card needs a summary and pictures with valid addresses.",
      zh: "共享卡券必须有摘要和有效的图片地址。",
    },
    45044: {
      errmsg: "icon url size in abstract is out of limit",
      en: "The icon address in the card's summary is too long.",
      zh: "卡券摘要的图标地址过长。",
    },
    45045: {
      errmsg: "unauthorized friends card, please contact administrator",
      en: "The account may not issue friends' cards.",
      zh: "账号没有发放朋友共享券的权限。",
    },
    45046: {
      errmsg: "operate field conflict, CenterCell, PayCell, SelfConsumeCell conflict",
      en: "Several cells of the card contradict each other.",
      zh: "卡券的多个操作入口相互冲突。",
    },
    45095: {
      errmsg: "not allow to modify stock for the advertisement batch",
      en: "The stock of the advertisement's batch may not be changed.",
      zh: "广告批次的库存不允许修改。",
      retry: "no",
    },
    45160: {
      errmsg: "invalid category to create card",
      en: "This category may not create cards.",
      zh: "该类目不能创建卡券。",
      retry: "no",
    },
  },
};
