import { COMMERCE_SAMPLES } from "./commerceSamples.ts";
import { c, event, type Sample } from "./sampleXml.ts";

function message(type: string, own: string): string {
  return `${c("MsgType", type)}${own}<MsgId>23903507600338688</MsgId>`;
}

const EXPIRED = "<ExpiredTime>1442401093</ExpiredTime>";
const FAILED = `<FailTime>1442401061</FailTime>${c("FailReason", "by time")}`;
const scanned = (name: string): Sample => ({
  own: event(
    name,
    `${c("EventKey", "6")}<ScanCodeInfo>${c("ScanType", "qrcode")}${c("ScanResult", "1")}</ScanCodeInfo>`,
  ),
  fields: { key: "6", scan: { type: "qrcode", result: "1" } },
});
const pictures = (name: string): Sample => ({
  own: event(
    name,
    `${c("EventKey", "6")}<SendPicsInfo><Count>1</Count><PicList><item>${c("PicMd5Sum", "5a75")}</item></PicList></SendPicsInfo>`,
  ),
  fields: { key: "6", count: 1, pictures: [{ md5: "5a75" }] },
});
const authorisation = (name: string): Sample => ({
  own: event(name, c("OpenID", "oPERSON") + c("AppID", "wx1") + c("RevokeInfo", "201")),
  fields: { appId: "wx1", unionId: undefined, revokeInfo: "201" },
});

/**
 * One sample of every message and event of the protocol, in the style of WeChat's pages and of recorded
 * pushes, with the own fields that reading it must give. The key is the canonical name.
 */
export const MESSAGE_SAMPLES: Readonly<Record<string, Sample>> = {
  text: {
    own: message("text", c("Content", "  hi ")),
    fields: { content: "  hi ", menuId: undefined },
  },
  image: {
    own: message("image", c("PicUrl", "http://mmbiz.qpic.cn/x/0?a=1&b=2") + c("MediaId", "m")),
    fields: { picUrl: "http://mmbiz.qpic.cn/x/0?a=1&b=2", mediaId: "m" },
  },
  voice: {
    own: message("voice", c("MediaId", "m") + c("Format", "amr") + c("Recognition", "")),
    fields: { mediaId: "m", format: "amr", recognition: undefined, mediaId16K: undefined },
  },
  video: {
    own: message("video", c("MediaId", "m") + c("ThumbMediaId", "t")),
    fields: { mediaId: "m", thumbMediaId: "t" },
  },
  shortvideo: {
    own: message("shortvideo", c("MediaId", "m") + c("ThumbMediaId", "t")),
    fields: { mediaId: "m", thumbMediaId: "t" },
  },
  location: {
    own: message(
      "location",
      `<Location_X>23.134521</Location_X><Location_Y>-113.358803</Location_Y><Scale>20</Scale>${c("Label", "x")}`,
    ),
    fields: { latitude: 23.134521, longitude: -113.358803, scale: 20, label: "x" },
  },
  link: {
    own: message("link", c("Title", "t") + c("Description", "d") + c("Url", "http://x")),
    fields: { title: "t", description: "d", url: "http://x" },
  },
  file: {
    own: message(
      "file",
      `${c("Title", "a.zip")}${c("Description", "")}${c("FileKey", "k")}${c("FileMd5", "00")}<FileTotalLen>42</FileTotalLen>`,
    ),
    fields: { title: "a.zip", description: "", fileKey: "k", fileMd5: "00", fileTotalLen: 42 },
  },
  miniprogrampage: {
    own: message(
      "miniprogrampage",
      c("Title", "t") +
        c("AppId", "wx") +
        c("PagePath", "p") +
        c("ThumbUrl", "u") +
        c("ThumbMediaId", "m"),
    ),
    fields: { title: "t", appId: "wx", pagePath: "p", thumbUrl: "u", thumbMediaId: "m" },
  },
  device_text: {
    own: message(
      "device_text",
      `${c("DeviceType", "gh_x")}${c("DeviceID", "1")}${c("Content", "aGk=")}<SessionID>9</SessionID>${c("OpenID", "o")}`,
    ),
    fields: {
      deviceType: "gh_x",
      deviceId: "1",
      content: "aGk=",
      sessionId: "9",
      deviceOpenid: "o",
    },
  },
};

/** The same of every event. */
export const EVENT_SAMPLES: Readonly<Record<string, Sample>> = {
  subscribe: {
    own: event("subscribe", c("EventKey", "qrscene_110") + c("Ticket", "gQ")),
    fields: { key: "qrscene_110", ticket: "gQ", scene: "110", transactionId: undefined },
  },
  unsubscribe: { own: event("unsubscribe", c("EventKey", "")), fields: { key: "" } },
  SCAN: {
    own: event("SCAN", c("EventKey", "0012") + c("Ticket", "gQ")),
    fields: { scene: "0012", ticket: "gQ" },
  },
  LOCATION: {
    own: event(
      "LOCATION",
      "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision>",
    ),
    fields: { latitude: 23.137466, longitude: 113.352425, precision: 119.38504 },
  },
  CLICK: { own: event("CLICK", c("EventKey", "K")), fields: { key: "K" } },
  VIEW: {
    own: event("VIEW", `${c("EventKey", "http://x")}<MenuId>461376933</MenuId>`),
    fields: { key: "http://x", menuId: "461376933" },
  },
  view_miniprogram: {
    own: event("view_miniprogram", `${c("EventKey", "pages/index/index")}<MenuId>1</MenuId>`),
    fields: { key: "pages/index/index", menuId: "1" },
  },
  scancode_push: scanned("scancode_push"),
  scancode_waitmsg: scanned("scancode_waitmsg"),
  pic_sysphoto: pictures("pic_sysphoto"),
  pic_photo_or_album: pictures("pic_photo_or_album"),
  pic_weixin: pictures("pic_weixin"),
  location_select: {
    own: event(
      "location_select",
      `${c("EventKey", "6")}<SendLocationInfo>${c("Location_X", "31.25")}${c("Location_Y", "121.5")}${c("Scale", "15")}${c("Label", "x")}${c("Poiname", "")}</SendLocationInfo>`,
    ),
    fields: {
      key: "6",
      location: { latitude: 31.25, longitude: 121.5, scale: 15, label: "x", poiName: "" },
    },
  },
  ENTER: { own: event("ENTER"), fields: {} },
  debug_demo: {
    own: event("debug_demo", c("debug_str", "hello world")),
    fields: { debugText: "hello world" },
  },
  TEMPLATESENDJOBFINISH: {
    own: event(
      "TEMPLATESENDJOBFINISH",
      `<MsgID>2702600966117900288</MsgID>${c("Status", "failed: system failed")}`,
    ),
    fields: { msgId: "2702600966117900288", status: "failed: system failed" },
  },
  MASSSENDJOBFINISH: {
    own: event(
      "MASSSENDJOBFINISH",
      `<MsgID>1000001625</MsgID>${c("Status", "err(30003)")}<TotalCount>4</TotalCount><FilterCount>3</FilterCount><SentCount>2</SentCount><ErrorCount>1</ErrorCount>` +
        `<CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx><UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>${c("OriginalArticleUrl", "u")}<OriginalArticleType>1</OriginalArticleType><CanReprint>1</CanReprint><NeedReplaceContent>1</NeedReplaceContent><NeedShowReprintSource>1</NeedShowReprintSource></item></ResultList><CheckState>2</CheckState></CopyrightCheckResult>` +
        `<ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>${c("ArticleUrl", "a")}</item></ResultList></ArticleUrlResult>`,
    ),
    fields: {
      msgId: "1000001625",
      status: "err(30003)",
      totalCount: 4,
      filterCount: 3,
      sentCount: 2,
      errorCount: 1,
      checkState: 2,
      copyright: [
        {
          articleIdx: 1,
          userDeclareState: 0,
          auditState: 2,
          originalArticleUrl: "u",
          originalArticleType: 1,
          canReprint: 1,
          needReplaceContent: 1,
          needShowReprintSource: 1,
        },
      ],
      articles: [{ articleIdx: 1, articleUrl: "a" }],
    },
  },
  PUBLISHJOBFINISH: {
    own: event(
      "PUBLISHJOBFINISH",
      `<PublishEventInfo><publish_id>2247503051</publish_id><publish_status>2</publish_status>${c("article_id", "b5O2")}<article_detail><count>1</count><item><idx>1</idx>${c("article_url", "u")}</item></article_detail><fail_idx>1</fail_idx><fail_idx>2</fail_idx></PublishEventInfo>`,
    ),
    fields: {
      publication: {
        publishId: "2247503051",
        publishStatus: 2,
        articleId: "b5O2",
        articles: [{ idx: 1, articleUrl: "u" }],
        failIdx: [1, 2],
      },
    },
  },
  subscribe_msg_popup_event: {
    own: event(
      "subscribe_msg_popup_event",
      `<SubscribeMsgPopupEvent><List>${c("TemplateId", "A")}${c("SubscribeStatusString", "accept")}<PopupScene>2</PopupScene></List><List>${c("TemplateId", "B")}${c("SubscribeStatusString", "reject")}<PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>`,
    ),
    fields: {
      list: [
        { templateId: "A", status: "accept", popupScene: 2 },
        { templateId: "B", status: "reject", popupScene: 2 },
      ],
    },
  },
  subscribe_msg_change_event: {
    own: event(
      "subscribe_msg_change_event",
      `<SubscribeMsgChangeEvent><List>${c("TemplateId", "A")}${c("SubscribeStatusString", "reject")}</List></SubscribeMsgChangeEvent>`,
    ),
    fields: { list: [{ templateId: "A", status: "reject" }] },
  },
  subscribe_msg_sent_event: {
    own: event(
      "subscribe_msg_sent_event",
      `<SubscribeMsgSentEvent><List>${c("TemplateId", "A")}<MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode>${c("ErrorStatus", "success")}</List></SubscribeMsgSentEvent>`,
    ),
    fields: {
      list: [
        { templateId: "A", msgId: "1700827132819554304", errorCode: 0, errorStatus: "success" },
      ],
    },
  },
  kf_create_session: {
    own: event("kf_create_session", c("KfAccount", "a@x")),
    fields: { kfAccount: "a@x" },
  },
  kf_close_session: {
    own: event("kf_close_session", c("KfAccount", "a@x") + c("CloseType", "KF")),
    fields: { kfAccount: "a@x", closeType: "KF" },
  },
  kf_switch_session: {
    own: event("kf_switch_session", c("FromKfAccount", "a@x") + c("ToKfAccount", "b@x")),
    fields: { fromKfAccount: "a@x", toKfAccount: "b@x" },
  },
  qualification_verify_success: {
    own: event("qualification_verify_success", EXPIRED),
    fields: { expiredTime: 1442401093 },
  },
  qualification_verify_fail: {
    own: event("qualification_verify_fail", FAILED),
    fields: { failTime: 1442401061, failReason: "by time" },
  },
  naming_verify_success: {
    own: event("naming_verify_success", EXPIRED),
    fields: { expiredTime: 1442401093 },
  },
  naming_verify_fail: {
    own: event("naming_verify_fail", FAILED),
    fields: { failTime: 1442401061, failReason: "by time" },
  },
  annual_renew: { own: event("annual_renew", EXPIRED), fields: { expiredTime: 1442401093 } },
  verify_expired: { own: event("verify_expired", EXPIRED), fields: { expiredTime: 1442401093 } },
  wx_verify_pay_succ: { own: event("wx_verify_pay_succ"), fields: {} },
  wx_verify_dispatch: { own: event("wx_verify_dispatch"), fields: {} },
  wx_verify_refill: {
    own: event("wx_verify_refill", `<RefillTime>1442401061</RefillTime>${c("RefillReason", "r")}`),
    fields: { refillTime: 1442401061, refillReason: "r" },
  },
  wx_verify_fail: { own: event("wx_verify_fail"), fields: {} },
  user_info_modified: authorisation("user_info_modified"),
  user_authorization_revoke: authorisation("user_authorization_revoke"),
  user_authorization_cancellation: authorisation("user_authorization_cancellation"),
  device_event: {
    own: `${c("MsgType", "device_event")}${c("Event", "subscribe_status")}${c("DeviceType", "gh_x")}${c("DeviceID", "1")}<OpType>2</OpType>${c("Content", "")}<SessionID>0</SessionID>${c("OpenID", "o")}<DeviceStatus>1</DeviceStatus>`,
    fields: {
      action: "subscribe_status",
      deviceType: "gh_x",
      deviceId: "1",
      opType: 2,
      content: "",
      sessionId: "0",
      deviceOpenid: "o",
      deviceStatus: 1,
    },
  },
  ...COMMERCE_SAMPLES,
};
