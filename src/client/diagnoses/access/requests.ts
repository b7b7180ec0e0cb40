import { type Family, say } from "../entry.ts";

/** The form of a request. */

/** A parameter is missing or malformed. */
export const REQUESTS: Family = {
  trigger: say(
    "WeChat reads the request, finds its form wrong and does nothing of it.",
    "微信读取请求后发现格式有误，因此没有执行任何操作。",
  ),
  purpose: say(
    "WeChat refuses what it cannot read without doubt instead of guessing.",
    "凡是无法确切理解的请求，微信宁可拒绝也不猜测。",
  ),
  checks: [
    say(
      "Compare the request as it was sent, field by field, with the page of this API.",
      "将实际发出的请求与该接口的文档逐个字段对照。",
    ),
    say(
      "Look up the rid of the answer with `openapi/rid/get`: it shows the body as WeChat received it.",
      "用 `openapi/rid/get` 查询返回的 `rid`：可以看到微信收到的请求体。",
    ),
    say(
      "Mend the code that makes the request. The same request is refused every time.",
      "修正产生该请求的代码；同样的请求每次都会被拒绝。",
    ),
  ],
  retry: "after-mending",
  route: ["customer-service", "passive"],
  codes: {
    40033: {
      errmsg: "invalid charset. please check your request, if include \\uxxxx will create fail!",
      en: "The body contains `\\uXXXX` escapes where WeChat wants the characters themselves.",
      zh: "请求体含有 `\\uXXXX` 转义，而微信要求直接写字符本身。",
      first: say(
        "Switch off the escaping of non-ASCII characters in whatever writes the JSON.",
        "关闭 JSON 序列化时对非 ASCII 字符的转义。",
      ),
    },
    40035: {
      errmsg: "invalid args size",
      en: "The value of a parameter is not allowed.",
      zh: "某个参数的取值不合法。",
    },
    40038: {
      errmsg: "invalid packaging type",
      en: "The packaging of the request is of an unknown kind.",
      zh: "请求的封装格式不被识别。",
    },
    40093: {
      errmsg:
        "not completely ok, err_item will return location_id=-1,check your required_fields in json.",
      en: "The request was taken only in part: a required field is missing or wrong.",
      zh: "请求只被部分接受：有必填字段缺失或错误。",
    },
    40095: {
      errmsg: "bad source of caller",
      en: "The caller is not the kind of source that this API serves.",
      zh: "调用来源不在该接口的服务范围内。",
    },
    40096: {
      errmsg: "invalid biztype",
      en: "The `biztype` is unknown.",
      zh: "`biztype` 取值不被识别。",
    },
    40097: {
      errmsg: "invalid args",
      en: "The arguments do not fit what the API expects.",
      zh: "参数与接口要求不符。",
    },
    40101: {
      errmsg: "missing parameter",
      en: "A required parameter was left out.",
      zh: "漏传了一个必填参数。",
    },
    40105: {
      errmsg: "invalid view type",
      en: "The kind of view is unknown.",
      zh: "视图类型不被识别。",
    },
    40108: {
      errmsg: "invalid client version",
      en: "The client version given is unknown.",
      zh: "所传的客户端版本不被识别。",
    },
    40114: {
      errmsg: "invalid index value",
      en: "An index points outside its list.",
      zh: "索引值超出了列表范围。",
    },
    40123: {
      errmsg: "invalid task_id",
      en: "The `task_id` is unknown.",
      zh: "`task_id` 不存在。",
    },
    40133: {
      errmsg: "invalid encryt data",
      en: "The encrypted data cannot be opened.",
      zh: "加密数据无法解开。",
    },
    40162: {
      errmsg: "invalid lifespan",
      en: "The life span given is not allowed.",
      zh: "所传的有效时长不合法。",
    },
    40178: {
      errmsg: "invalid sign",
      en: "The signature of the request does not match.",
      zh: "请求签名不匹配。",
      first: say(
        "Sign exactly the bytes that are sent, with the key of this account.",
        "用本账号的密钥，对实际发送的字节进行签名。",
      ),
    },
    40183: {
      errmsg: "invalid product_appid, product_appid should bind with wxa_appid",
      en: "The product's AppID is not bound to the mini program's.",
      zh: "商品所属的 AppID 没有与小程序绑定。",
    },
    40189: {
      errmsg: "invalid width",
      en: "The width given is not allowed.",
      zh: "所传的宽度不合法。",
    },
    40205: {
      errmsg: "invalid check keywords string",
      en: "The keywords given for the check are not allowed.",
      zh: "检测所用的关键词不合法。",
    },
    40206: {
      errmsg: "invalid check begin stamp",
      en: "The start time given for the check is not allowed.",
      zh: "检测的开始时间不合法。",
    },
    40207: {
      errmsg: "invalid check alive seconds",
      en: "The number of seconds given for the check is not allowed.",
      zh: "检测的持续秒数不合法。",
    },
    40208: {
      errmsg: "invalid check notify id",
      en: "The id of the check's notice is not allowed.",
      zh: "检测通知的编号不合法。",
    },
    40209: {
      errmsg: "invalid check notify msg",
      en: "The text of the check's notice is not allowed.",
      zh: "检测通知的内容不合法。",
    },
    40211: {
      errmsg: "invalid scope_data",
      en: "The `scope_data` is not valid.",
      zh: "`scope_data` 不合法。",
    },
    40221: {
      errmsg: "invalid Content-Encoding",
      en: "The `Content-Encoding` of the request is not one that WeChat reads.",
      zh: "请求的 `Content-Encoding` 不是微信支持的编码。",
      first: say("Send the body uncompressed.", "不要压缩请求体。"),
    },
    40222: {
      errmsg: "invalid request idc domain",
      en: "The call went to a data-centre domain that is not for it.",
      zh: "请求发到了不适用的机房域名。",
      first: say(
        "Call `api.weixin.qq.com`, or the regional domain of WeChat's list.",
        "请使用 `api.weixin.qq.com` 或微信公布的地区域名。",
      ),
    },
    41010: {
      errmsg: "missing url",
      en: "The `url` is missing from the request.",
      zh: "请求中缺少 `url`。",
    },
    41011: {
      errmsg: "missing required fields! please check document and request json!",
      en: "One or more required fields are missing from the body.",
      zh: "请求体缺少一个或多个必填字段。",
    },
    41024: {
      errmsg: 'missing "display" field',
      en: "The `display` field is missing.",
      zh: "缺少 `display` 字段。",
    },
    41036: {
      errmsg: "appid ad cid",
      en: "The `appid` for the advertisement's `cid` is wrong or missing.",
      zh: "广告参数中与 `cid` 对应的 `appid` 错误或缺失。",
    },
    41037: {
      errmsg: "appid ad_mch_appid",
      en: "The `appid` for `ad_mch_appid` is wrong or missing.",
      zh: "广告参数中与 `ad_mch_appid` 对应的 `appid` 错误或缺失。",
    },
    41038: {
      errmsg: "appid pos_type",
      en: "The `appid` for `pos_type` is wrong or missing.",
      zh: "广告参数中与 `pos_type` 对应的 `appid` 错误或缺失。",
    },
    43001: {
      errmsg: "require GET method",
      en: "The endpoint wants GET, and the call was not one.",
      zh: "该接口要求用 GET 方法，而请求不是。",
    },
    43002: {
      errmsg: "require POST method",
      en: "The endpoint wants POST, and the call was not one.",
      zh: "该接口要求用 POST 方法，而请求不是。",
    },
    43003: {
      errmsg: "require https",
      en: "The call came over plain http.",
      zh: "调用走了未加密的 `http` 协议。",
      first: say(
        "Call `https://api.weixin.qq.com`; look at `WECHAT_API_BASE` and at any proxy in between.",
        "改为调用 `https://api.weixin.qq.com`；检查 `WECHAT_API_BASE` 与中间的代理。",
      ),
    },
    44002: {
      errmsg: "empty post data",
      en: "The POST arrived without a body.",
      zh: "请求到达时没有请求体。",
      first: say(
        "Look for a proxy or a redirect on the way that drops the body.",
        "检查途中是否有代理或重定向丢掉了请求体。",
      ),
    },
    44005: {
      errmsg: "empty list size",
      en: "A list in the body is empty.",
      zh: "请求体里的列表为空。",
    },
    45021: {
      errmsg: "some argument may be out of length limit! please check document and request json!",
      en: "One of the arguments is too long.",
      zh: "某个参数超过了长度限制。",
    },
    45075: {
      errmsg: "invalid keyword id",
      en: "The keyword id is unknown.",
      zh: "关键词编号不存在。",
    },
    45076: {
      errmsg: "invalid count",
      en: "The count is not allowed.",
      zh: "数量参数不合法。",
    },
    45088: {
      errmsg: "action size out of limit",
      en: "The list of actions is too long.",
      zh: "动作列表超过了大小限制。",
    },
    45089: {
      errmsg: "expired",
      en: "What the request refers to has run out.",
      zh: "请求所引用的对象已过期。",
      first: say(
        "Create the object again, then repeat the call with the new id.",
        "重新创建该对象，再用新的编号调用。",
      ),
    },
    45100: {
      errmsg: "invalid size of keyword_id_list",
      en: "The `keyword_id_list` has a wrong length.",
      zh: "`keyword_id_list` 的长度不合法。",
    },
    45162: {
      errmsg: "invalid type",
      en: "The `type` is not one of the allowed words.",
      zh: "`type` 不是允许的取值。",
    },
    45163: {
      errmsg: "invalid sort_method",
      en: "The `sort_method` is not one of the allowed words.",
      zh: "`sort_method` 不是允许的取值。",
    },
    45164: {
      errmsg: "invalid offset",
      en: "The `offset` is not allowed.",
      zh: "`offset` 取值不合法。",
    },
    45165: {
      errmsg: "invalid limit",
      en: "The `limit` is not allowed.",
      zh: "`limit` 取值不合法。",
    },
    46008: {
      errmsg: "result id not exist",
      en: "The id of the result does not exist.",
      zh: "结果编号不存在。",
    },
    46009: {
      errmsg: "there is no user data",
      en: "There is no data about this user.",
      zh: "没有该用户的数据。",
    },
    47002: {
      errmsg:
        "data format error, do NOT use json unicode encode (\\uxxxx\\uxxxx), please use utf8 encoded text!",
      en: "The body writes its text as `\\uXXXX` escapes; WeChat wants raw UTF-8.",
      zh: "请求体用 `\\uXXXX` 转义书写文字，微信要求使用 UTF-8 原文。",
      first: say(
        "Switch off the escaping of non-ASCII characters in whatever writes the JSON.",
        "关闭 JSON 序列化时对非 ASCII 字符的转义。",
      ),
    },
    47102: {
      errmsg: "next_page_info error",
      en: "The `next_page_info` is not one that WeChat gave.",
      zh: "`next_page_info` 不是微信返回的值。",
    },
  },
};
