import { type Family, say } from "../entry.ts";

/** Codes, stock and redeeming of cards and coupons. */

export const REDEMPTIONS: Family = {
  trigger: say(
    "A card is given out, its codes are handled, or somebody redeems it.",
    "发放卡券、处理券码或用户核销时发生。",
  ),
  purpose: say(
    "A code is worth money once, so WeChat counts the stock and watches every redemption.",
    "每个券码只值一次钱，因此微信统计库存并核查每次核销。",
  ),
  checks: [
    say(
      "Look the code up before redeeming it: whose it is, whether it is still good.",
      "核销前先查询券码：属于谁、是否仍然有效。",
    ),
    say(
      "Compare the stock of the card with the codes handed in.",
      "将卡券库存与导入的券码数量核对。",
    ),
    say("Tell the person by text what happened to the card.", "用文本告诉用户卡券的情况。"),
  ],
  retry: "after-mending",
  route: ["customer-service", "passive"],
  codes: {
    40075: {
      errmsg: "invalid encrypt code",
      en: "The encrypted card code cannot be read.",
      zh: "加密的卡券码无法解析。",
    },
    40099: {
      errmsg: "invalid code, this code has consumed.",
      en: "The card's code has been redeemed already.",
      zh: "卡券码已被核销。",
      retry: "not-needed",
    },
    40109: {
      errmsg: "too many code size, must <= 100",
      en: "More than 100 card codes stand in one request.",
      zh: "一次请求的卡券码超过 100 个。",
    },
    40110: {
      errmsg: "have empty code",
      en: "A card code in the list is empty.",
      zh: "列表中有空的卡券码。",
    },
    40111: {
      errmsg: "have same code",
      en: "The same card code stands in the list twice.",
      zh: "列表中有重复的卡券码。",
    },
    40116: {
      errmsg: "invalid code",
      en: "The code of the card is not valid.",
      zh: "卡券码无效。",
    },
    40127: {
      errmsg:
        "invalid user-card status! Hint: the card was given to user, but may be deleted or expired or set unavailable !",
      en: "The person's card was deleted, has run out or is out of use.",
      zh: "用户的卡券已被删除、过期或不可用。",
    },
    40136: {
      errmsg: "invalid use DepositCodeMode, make sure sku.quantity>DepositCode.quantity",
      en: "The stock of the card is not larger than the codes deposited.",
      zh: "卡券库存没有大于已导入的券码数量。",
    },
    40146: {
      errmsg: "invalid openid! card may be marked by other user!",
      en: "Another person has marked this card with the openid.",
      zh: "该卡券已被其他用户标记。",
    },
    40147: {
      errmsg: "invalid consume! Consume time overranging restricts.",
      en: "The card cannot be redeemed at this time.",
      zh: "当前时间不允许核销该卡券。",
    },
    40153: {
      errmsg: "self consume cell for friends card must need verify code",
      en: "A friends' card that people redeem themselves needs a verification code.",
      zh: "可自助核销的朋友共享券必须设置验证码。",
    },
    40158: {
      errmsg: "invalid use_custom_code, need be false",
      en: "The field `use_custom_code` must be false here.",
      zh: "此处 `use_custom_code` 必须为否。",
    },
    40174: {
      errmsg: "not card user",
      en: "The person does not hold this card.",
      zh: "该用户没有领取此卡券。",
    },
    41013: {
      errmsg: "missing code",
      en: "The code of the card is missing from the request.",
      zh: "请求中缺少卡券码。",
    },
    43009: {
      errmsg: "can not use custom code, need authorize",
      en: "Codes of one's own need an authorisation.",
      zh: "使用自定义券码需要授权。",
    },
    43018: {
      errmsg: "code has no been mark!",
      en: "The card code was not marked first.",
      zh: "卡券码尚未标记。",
    },
    45022: {
      errmsg: "bonus is out of limit",
      en: "The points are above the limit.",
      zh: "积分超过上限。",
    },
    45023: {
      errmsg: "balance is out of limit",
      en: "The balance is above the limit.",
      zh: "余额超过上限。",
    },
    45031: {
      errmsg: "stock is out of limit",
      en: "The stock is above the limit.",
      zh: "库存超过上限。",
    },
    45033: {
      errmsg: "user get card num is out of get_limit",
      en: "The person holds as many of this card as one may.",
      zh: "该用户领取此卡券的数量已达上限。",
      retry: "no",
    },
    45041: {
      errmsg: "this card reach total sku quantity limit!",
      en: "The card has reached its total stock.",
      zh: "卡券的总库存已达上限。",
    },
    45053: {
      errmsg: "exceed consume verify code size",
      en: "The verification code of the card is too long.",
      zh: "卡券的核销验证码过长。",
    },
    45054: {
      errmsg: "below consume verify code size",
      en: "The verification code of the card is too short.",
      zh: "卡券的核销验证码过短。",
    },
    45055: {
      errmsg: "the code is not in consume verify code charset",
      en: "The verification code has characters that are not allowed.",
      zh: "核销验证码含有不允许的字符。",
    },
    45154: {
      errmsg: "the consume verify code not found",
      en: "The verification code does not exist.",
      zh: "核销验证码不存在。",
    },
    45155: {
      errmsg: "the consume verify code is existed",
      en: "The verification code exists already.",
      zh: "核销验证码已存在。",
    },
    45156: {
      errmsg: "the consume verify code's length not invalid",
      en: "The length of the verification code is not allowed.",
      zh: "核销验证码的长度不合法。",
    },
  },
};
