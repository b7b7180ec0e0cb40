import { c, event, type Sample } from "./sampleXml.ts";

const CARD = c("CardId", "p1");
const USER_CARD = `${CARD}${c("UserCardCode", "12")}`;
const PRODUCT = c("KeyStandard", "ean13") + c("KeyStr", "6901481811083");
const AUDIT = `<audit_id>4311</audit_id><status>3</status>${c("reason", "r")}`;
const NO_PLACE = { locationId: undefined, locationName: undefined };
const BEACON_U = { uuid: "u", major: 1, minor: 2, distance: 0.05 };
const BEACON_V = { uuid: "v", major: 3, minor: 4, distance: 9 };

/** Samples of the events in commerceEvents.ts. */
export const COMMERCE_SAMPLES: Readonly<Record<string, Sample>> = {
  card_pass_check: { own: event("card_pass_check", CARD), fields: { cardId: "p1" } },
  card_not_pass_check: {
    own: event("card_not_pass_check", CARD + c("RefuseReason", "r")),
    fields: { cardId: "p1", refuseReason: "r" },
  },
  user_get_card: {
    // Blanks and breaks around CDATA, as on WeChat's own page.
    own: `<MsgType> <![CDATA[event]]> </MsgType>\n<Event>\n <![CDATA[user_get_card]]> </Event><CardId> <![CDATA[p1]]> </CardId><IsGiveByFriend>1</IsGiveByFriend><UserCardCode> <![CDATA[12]]> </UserCardCode>${c("FriendUserName", "oF")}<OuterId>0</OuterId>${c("OldUserCardCode", "")}${c("OuterStr", "12b")}<IsRestoreMemberCard>0</IsRestoreMemberCard><IsRecommendByFriend>0</IsRecommendByFriend>${c("UnionId", "u")}${c("SourceScene", "SOURCE_SCENE_QRCODE")}`,
    fields: {
      cardId: "p1",
      userCardCode: "12",
      isGiveByFriend: true,
      friendUserName: "oF",
      outerId: "0",
      oldUserCardCode: undefined,
      outerStr: "12b",
      isRestoreMemberCard: false,
      isRecommendByFriend: false,
      unionId: "u",
      sourceScene: "SOURCE_SCENE_QRCODE",
    },
  },
  user_gifting_card: {
    own: event(
      "user_gifting_card",
      `${USER_CARD}<IsReturnBack>0</IsReturnBack>${c("FriendUserName", "oF")}<IsChatRoom>1</IsChatRoom>`,
    ),
    fields: {
      cardId: "p1",
      userCardCode: "12",
      isReturnBack: false,
      friendUserName: "oF",
      isChatRoom: true,
    },
  },
  user_del_card: {
    own: event("user_del_card", USER_CARD),
    fields: { cardId: "p1", userCardCode: "12" },
  },
  user_consume_card: {
    own: event(
      "user_consume_card",
      USER_CARD +
        c("ConsumeSource", "FROM_API") +
        c("LocationName", "shop") +
        c("StaffOpenId", "oS") +
        c("VerifyCode", "v") +
        c("RemarkAmount", "ra") +
        c("OuterStr", "x"),
    ),
    fields: {
      cardId: "p1",
      userCardCode: "12",
      locationId: undefined,
      locationName: "shop",
      consumeSource: "FROM_API",
      staffOpenid: "oS",
      verifyCode: "v",
      remarkAmount: "ra",
      outerStr: "x",
    },
  },
  user_pay_from_pay_cell: {
    own: event(
      "user_pay_from_pay_cell",
      `${USER_CARD}${c("TransId", "10022403432015000000000")}<Fee>10000</Fee><OriginalFee>20000</OriginalFee>`,
    ),
    fields: {
      ...NO_PLACE,
      cardId: "p1",
      userCardCode: "12",
      transId: "10022403432015000000000",
      fee: 10_000,
      originalFee: 20_000,
    },
  },
  user_view_card: {
    own: event("user_view_card", USER_CARD + c("OuterStr", "")),
    fields: { cardId: "p1", userCardCode: "12", outerStr: undefined },
  },
  user_enter_session_from_card: {
    own: event("user_enter_session_from_card", USER_CARD),
    fields: { cardId: "p1", userCardCode: "12" },
  },
  update_member_card: {
    own: event(
      "update_member_card",
      `${USER_CARD}<ModifyBonus>3</ModifyBonus><ModifyBalance>-1</ModifyBalance>`,
    ),
    fields: { cardId: "p1", userCardCode: "12", modifyBonus: 3, modifyBalance: -1 },
  },
  card_sku_remind: {
    own: event("card_sku_remind", CARD + c("Detail", "low")),
    fields: { cardId: "p1", detail: "low" },
  },
  card_pay_order: {
    own: event(
      "card_pay_order",
      `${c("OrderId", "404091456")}${c("Status", "ORDER_STATUS_FINANCE_SUCC")}<CreateOrderTime>1472104345</CreateOrderTime><PayFinishTime>0</PayFinishTime>${c("Desc", "d")}${c("FreeCoinCount", "200")}${c("PayCoinCount", "1")}${c("RefundFreeCoinCount", "2")}${c("RefundPayCoinCount", "3")}${c("OrderType", "ORDER_TYPE_SYS_ADD")}${c("Memo", "m")}${c("ReceiptInfo", "r")}`,
    ),
    fields: {
      orderId: "404091456",
      status: "ORDER_STATUS_FINANCE_SUCC",
      createOrderTime: 1472104345,
      payFinishTime: 0,
      desc: "d",
      freeCoinCount: 200,
      payCoinCount: 1,
      refundFreeCoinCount: 2,
      refundPayCoinCount: 3,
      orderType: "ORDER_TYPE_SYS_ADD",
      memo: "m",
      receiptInfo: "r",
    },
  },
  submit_membercard_user_info: {
    own: event("submit_membercard_user_info", USER_CARD),
    fields: { cardId: "p1", userCardCode: "12" },
  },
  card_merchant_check_result: {
    own: event(
      "card_merchant_check_result",
      `<MerchantId>7</MerchantId><IsPass>1</IsPass>${c("Reason", "r")}`,
    ),
    fields: { merchantId: "7", isPass: true, reason: "r" },
  },
  giftcard_pay_done: {
    own: event("giftcard_pay_done", c("PageId", "pg") + c("OrderId", "od")),
    fields: { pageId: "pg", orderId: "od" },
  },
  giftcard_send_to_friend: {
    own: event(
      "giftcard_send_to_friend",
      `${c("PageId", "pg")}${c("OrderId", "od")}<IsChatRoom>true</IsChatRoom><IsReturnBack>false</IsReturnBack>`,
    ),
    fields: { pageId: "pg", orderId: "od", isChatRoom: true, isReturnBack: false },
  },
  giftcard_user_accept: {
    own: event(
      "giftcard_user_accept",
      `${c("PageId", "pg")}${c("OrderId", "od")}<IsChatRoom>true</IsChatRoom>`,
    ),
    fields: { pageId: "pg", orderId: "od", isChatRoom: true },
  },
  user_authorize_invoice: {
    own: event(
      "user_authorize_invoice",
      c("SuccOrderId", "1") + c("FailOrderId", "") + c("AppId", "wxA") + c("source", "web"),
    ),
    fields: { succOrderId: "1", failOrderId: undefined, appId: "wxA", source: "web" },
  },
  update_invoice_status: {
    own: event(
      "update_invoice_status",
      c("Status", "INVOICE_REIMBURSE_INIT") + c("CardId", "p1") + c("Code", "12"),
    ),
    fields: { status: "INVOICE_REIMBURSE_INIT", cardId: "p1", code: "12" },
  },
  submit_invoice_title: {
    own: event(
      "submit_invoice_title",
      ["title", "phone", "tax_no", "addr", "bank_type", "bank_no", "attach", "title_type"]
        .map((name) => c(name, `${name}!`))
        .join(""),
    ),
    fields: {
      title: "title!",
      phone: "phone!",
      taxNo: "tax_no!",
      address: "addr!",
      bankType: "bank_type!",
      bankNo: "bank_no!",
      attach: "attach!",
      titleType: "title_type!",
    },
  },
  cloud_invoice_invoiceresult_event: {
    own: event(
      "cloud_invoice_invoiceresult_event",
      `${c("fpqqlsh", "f")}<status>2</status>${c("nsrsbh", "n")}`,
    ),
    fields: { requestId: "f", status: "2", taxpayerId: "n" },
  },
  merchant_order: {
    own: event(
      "merchant_order",
      `${c("OrderId", "1")}<OrderStatus>2</OrderStatus>${c("ProductId", "p")}${c("SkuInfo", "1:2;3:4")}`,
    ),
    fields: { orderId: "1", orderStatus: 2, productId: "p", skuInfo: "1:2;3:4" },
  },
  poi_check_notify: {
    own: event(
      "poi_check_notify",
      c("UniqId", "123adb") + c("PoiId", "123123") + c("Result", "fail") + c("msg", "xxx"),
    ),
    fields: { uniqId: "123adb", poiId: "123123", result: "fail", message: "xxx" },
  },
  WifiConnected: {
    own: event(
      "WifiConnected",
      `<ConnectTime>0</ConnectTime><ExpireTime>0</ExpireTime>${c("VendorId", "3001224419")}${c("PlaceId", "1285")}${c("DeviceNo", "DeviceNo")}`,
    ),
    fields: {
      connectTime: 0,
      expireTime: 0,
      vendorId: "3001224419",
      placeId: "1285",
      deviceNo: "DeviceNo",
    },
  },
  ShakearoundUserShake: {
    own: event(
      "ShakearoundUserShake",
      `<ChosenBeacon>${c("Uuid", "u")}<Major>1</Major><Minor>2</Minor><Distance>0.05</Distance></ChosenBeacon><AroundBeacons><AroundBeacon>${c("Uuid", "v")}<Major>3</Major><Minor>4</Minor><Distance>9</Distance></AroundBeacon></AroundBeacons>`,
    ),
    fields: { chosenBeacon: BEACON_U, aroundBeacons: [BEACON_V] },
  },
  user_scan_product: {
    own: event(
      "user_scan_product",
      `${PRODUCT}${c("Country", "中国")}${c("Province", "广东")}${c("City", "揭阳")}<Sex>1</Sex><Scene>2</Scene>${c("ExtInfo", "123")}`,
    ),
    fields: {
      keyStandard: "ean13",
      keyStr: "6901481811083",
      country: "中国",
      province: "广东",
      city: "揭阳",
      sex: 1,
      scene: "2",
      extInfo: "123",
    },
  },
  user_scan_product_enter_session: {
    own: event("user_scan_product_enter_session", PRODUCT + c("ExtInfo", "123")),
    fields: { keyStandard: "ean13", keyStr: "6901481811083", extInfo: "123" },
  },
  user_scan_product_async: {
    own: event(
      "user_scan_product_async",
      PRODUCT + c("ExtInfo", "123") + c("RegionCode", "440105"),
    ),
    fields: {
      keyStandard: "ean13",
      keyStr: "6901481811083",
      extInfo: "123",
      regionCode: "440105",
    },
  },
  user_scan_product_verify_action: {
    own: event(
      "user_scan_product_verify_action",
      PRODUCT + c("Result", "verify_not_pass") + c("ReasonMsg", "r"),
    ),
    fields: {
      keyStandard: "ean13",
      keyStr: "6901481811083",
      result: "verify_not_pass",
      reason: "r",
    },
  },
  apply_merchant_audit_info: {
    own: event("apply_merchant_audit_info", AUDIT),
    fields: { auditId: "4311", status: "3", reason: "r" },
  },
  create_map_poi_audit_info: {
    own: event(
      "create_map_poi_audit_info",
      `<audit_id>4311</audit_id><status>1</status>${c("map_poi_id", "411")}${c("name", "n")}${c("address", "a")}${c("latitude", "23.1")}${c("longitude", "113.3")}${c("sh_remark", "s")}`,
    ),
    fields: {
      auditId: "4311",
      status: "1",
      mapPoiId: "411",
      name: "n",
      address: "a",
      latitude: 23.1,
      longitude: 113.3,
      remark: "s",
    },
  },
  add_store_audit_info: {
    own: event("add_store_audit_info", `${AUDIT}<is_upgrade>0</is_upgrade><poiid>5</poiid>`),
    fields: { auditId: "4311", status: "3", reason: "r", isUpgrade: false, poiId: "5" },
  },
  modify_store_audit_info: {
    own: event("modify_store_audit_info", AUDIT),
    fields: { auditId: "4311", status: "3", reason: "r" },
  },
  guide_qrcode_scan_event: {
    own: event(
      "guide_qrcode_scan_event",
      // The page's own sample, whose CDATA is broken.
      `<GuideScanEvent><qrcode_guide_account>![CDATA[acc]]</qrcode_guide_account>${c("qrcode_guide_openid", "oG")}${c("openid", "oC")}<action>1</action>${c("qrcode_info", "i")}</GuideScanEvent>`,
    ),
    fields: {
      scan: {
        guideAccount: "![CDATA[acc]]",
        guideOpenid: "oG",
        customerOpenid: "oC",
        action: "1",
        qrcodeInfo: "i",
      },
    },
  },
  guide_invite_result_event: { own: event("guide_invite_result_event"), fields: {} },
  user_enter_tempsession: {
    own: event("user_enter_tempsession", c("SessionFrom", "s")),
    fields: { sessionFrom: "s" },
  },
  weapp_audit_success: {
    own: event("weapp_audit_success", "<SuccTime>1488856741</SuccTime>"),
    fields: { succTime: 1488856741 },
  },
  weapp_audit_fail: {
    own: event("weapp_audit_fail", `${c("Reason", "r")}<FailTime>1488856591</FailTime>`),
    fields: { failTime: 1488856591, reason: "r" },
  },
  weapp_audit_delay: {
    own: event("weapp_audit_delay", `${c("Reason", "r")}<DelayTime>1488856591</DelayTime>`),
    fields: { delayTime: 1488856591, reason: "r" },
  },
  wxa_nickname_audit: {
    own: event("wxa_nickname_audit", `<ret>2</ret>${c("nickname", "n")}${c("reason", "r")}`),
    fields: { ret: "2", nickname: "n", reason: "r" },
  },
  wxa_category_audit: {
    own: event("wxa_category_audit", `<ret>2</ret>${c("reason", "r")}`),
    fields: { ret: "2", reason: "r" },
  },
  wxa_illegal_record: { own: event("wxa_illegal_record"), fields: {} },
  wxa_appeal_record: { own: event("wxa_appeal_record"), fields: {} },
  wxa_privacy_apply: { own: event("wxa_privacy_apply"), fields: {} },
  wxa_media_check: {
    own: event("wxa_media_check", c("appid", "wx1") + c("trace_id", "60ae120f")),
    fields: { appId: "wx1" },
  },
  add_express_path: { own: event("add_express_path"), fields: {} },
};
