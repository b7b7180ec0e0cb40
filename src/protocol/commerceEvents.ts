import { concerns, informs, invites } from "./eventRow.ts";
import { decimal, flag, group, integer, list, optional, text } from "./fields.ts";

/**
 * Cards, gift cards, invoices, shops, Wi-Fi, shake, scanned products, audits, mini programs.
 *
 * Most happen on a page of their own, away from the chat, so nobody waits for an answer. Sources: guide,
 * Coupons_Vouchers_and_Cards_Event_Push_Messages and its neighbours; else SDKs, marked `field:`.
 */
const CARD = { cardId: text("CardId") };
const USER_CARD = { ...CARD, userCardCode: text("UserCardCode") };
const PAY_PLACE = { locationId: optional("LocationId"), locationName: optional("LocationName") };

const CARD_EVENTS = {
  card_pass_check: concerns(CARD),
  card_not_pass_check: concerns({ ...CARD, refuseReason: text("RefuseReason") }),
  user_get_card: informs({
    ...USER_CARD,
    isGiveByFriend: flag("IsGiveByFriend"),
    friendUserName: optional("FriendUserName"),
    outerId: optional("OuterId"),
    oldUserCardCode: optional("OldUserCardCode"),
    outerStr: optional("OuterStr"),
    isRestoreMemberCard: flag("IsRestoreMemberCard"),
    isRecommendByFriend: flag("IsRecommendByFriend"),
    unionId: optional("UnionId"),
    sourceScene: optional("SourceScene"),
  }),
  user_gifting_card: informs({
    ...USER_CARD,
    isReturnBack: flag("IsReturnBack"),
    friendUserName: optional("FriendUserName"),
    isChatRoom: flag("IsChatRoom"),
  }),
  user_del_card: informs(USER_CARD),
  user_consume_card: informs({
    ...USER_CARD,
    ...PAY_PLACE,
    /** `FROM_API`, `FROM_MP` or `FROM_MOBILE_HELPER`. */
    consumeSource: text("ConsumeSource"),
    staffOpenid: optional("StaffOpenId"),
    verifyCode: optional("VerifyCode"),
    remarkAmount: optional("RemarkAmount"),
    outerStr: optional("OuterStr", "OuterId"),
  }),
  user_pay_from_pay_cell: informs({
    ...USER_CARD,
    ...PAY_PLACE,
    transId: text("TransId"),
    /** In fen, a hundredth of a yuan, as is `originalFee`. */
    fee: integer("Fee"),
    originalFee: integer("OriginalFee"),
  }),
  user_view_card: informs({ ...USER_CARD, outerStr: optional("OuterStr") }),
  // This one does lead into the chat.
  user_enter_session_from_card: invites(USER_CARD),
  update_member_card: informs({
    ...USER_CARD,
    modifyBonus: integer("ModifyBonus"),
    modifyBalance: integer("ModifyBalance"),
  }),
  card_sku_remind: concerns({ ...CARD, detail: text("Detail") }),
  card_pay_order: concerns({
    orderId: text("OrderId"),
    /** `ORDER_STATUS_WAITING`, `ORDER_STATUS_SUCC` … */
    status: text("Status"),
    createOrderTime: integer("CreateOrderTime"),
    payFinishTime: integer("PayFinishTime"),
    desc: text("Desc"),
    freeCoinCount: integer("FreeCoinCount"),
    payCoinCount: integer("PayCoinCount"),
    refundFreeCoinCount: integer("RefundFreeCoinCount"),
    refundPayCoinCount: integer("RefundPayCoinCount"),
    orderType: text("OrderType"),
    memo: text("Memo"),
    receiptInfo: text("ReceiptInfo"),
  }),
  submit_membercard_user_info: informs(USER_CARD),
  card_merchant_check_result: concerns({
    merchantId: text("MerchantId"),
    isPass: flag("IsPass"),
    reason: text("Reason"),
  }),
};

const GIFT_ORDER = { pageId: text("PageId"), orderId: text("OrderId") };

const GIFT_CARD_EVENTS = {
  giftcard_pay_done: informs(GIFT_ORDER),
  giftcard_send_to_friend: informs({
    ...GIFT_ORDER,
    isChatRoom: flag("IsChatRoom"),
    isReturnBack: flag("IsReturnBack"),
  }),
  giftcard_user_accept: informs({ ...GIFT_ORDER, isChatRoom: flag("IsChatRoom") }),
};

const INVOICE_EVENTS = {
  user_authorize_invoice: informs({
    succOrderId: optional("SuccOrderId"),
    failOrderId: optional("FailOrderId"),
    appId: optional("AuthorizeAppId", "AppId"),
    source: optional("Source", "source"),
  }),
  update_invoice_status: informs({
    status: text("Status"),
    cardId: text("CardId"),
    code: text("Code"),
  }),
  submit_invoice_title: informs({
    title: text("title"),
    phone: text("phone"),
    taxNo: text("tax_no"),
    address: text("addr"),
    bankType: text("bank_type"),
    bankNo: text("bank_no"),
    attach: text("attach"),
    titleType: text("title_type"),
  }),
  cloud_invoice_invoiceresult_event: concerns({
    /** The number of the invoice request (发票请求流水号). */
    requestId: text("fpqqlsh"),
    status: text("status"),
    /** The seller's tax number (纳税人识别号). */
    taxpayerId: text("nsrsbh"),
  }),
};

const BEACON = {
  uuid: text("Uuid"),
  major: integer("Major"),
  minor: integer("Minor"),
  /** Metres. */
  distance: decimal("Distance"),
};

/** Old services; their pages are gone or going. */
const PLACE_EVENTS = {
  merchant_order: informs({
    orderId: text("OrderId"),
    orderStatus: integer("OrderStatus"),
    productId: text("ProductId"),
    /** `id:value;id:value`. */
    skuInfo: text("SkuInfo"),
  }),
  poi_check_notify: concerns({
    uniqId: text("UniqId"),
    poiId: text("PoiId"),
    /** `succ` or `fail`. */
    result: text("Result"),
    message: text("Msg", "msg"),
  }),
  WifiConnected: informs({
    connectTime: integer("ConnectTime"),
    expireTime: integer("ExpireTime"),
    vendorId: text("VendorId"),
    placeId: text("PlaceId"),
    deviceNo: text("DeviceNo"),
  }),
  ShakearoundUserShake: informs({
    chosenBeacon: group("ChosenBeacon", BEACON),
    aroundBeacons: list(["AroundBeacons", "AroundBeacon"], BEACON),
  }),
};

const PRODUCT = { keyStandard: text("KeyStandard"), keyStr: text("KeyStr") };

const PRODUCT_EVENTS = {
  user_scan_product: informs({
    ...PRODUCT,
    country: text("Country"),
    province: text("Province"),
    city: text("City"),
    /** 0 unknown, 1 male, 2 female. */
    sex: integer("Sex"),
    scene: text("Scene"),
    extInfo: text("ExtInfo"),
  }),
  // The person came from the product's page into the chat.
  user_scan_product_enter_session: invites({ ...PRODUCT, extInfo: text("ExtInfo") }),
  user_scan_product_async: informs({
    ...PRODUCT,
    extInfo: text("ExtInfo"),
    regionCode: text("RegionCode"),
  }),
  user_scan_product_verify_action: concerns({
    ...PRODUCT,
    result: text("Result"),
    reason: text("ReasonMsg"),
  }),
};

const AUDIT = { auditId: text("audit_id"), status: text("status"), reason: text("reason") };

/** Audits of stores. field: SDKs */
const AUDIT_EVENTS = {
  apply_merchant_audit_info: concerns(AUDIT),
  create_map_poi_audit_info: concerns({
    auditId: text("audit_id"),
    status: text("status"),
    mapPoiId: text("map_poi_id"),
    name: text("name"),
    address: text("address"),
    latitude: decimal("latitude"),
    longitude: decimal("longitude"),
    remark: text("sh_remark"),
  }),
  add_store_audit_info: concerns({
    ...AUDIT,
    isUpgrade: flag("is_upgrade"),
    poiId: text("poiid"),
  }),
  modify_store_audit_info: concerns(AUDIT),
};

const GUIDE_EVENTS = {
  // From here on the person talks to the shopping guide.
  guide_qrcode_scan_event: informs({
    scan: group("GuideScanEvent", {
      guideAccount: text("qrcode_guide_account"),
      guideOpenid: text("qrcode_guide_openid"),
      customerOpenid: text("openid"),
      action: text("action"),
      qrcodeInfo: text("qrcode_info"),
    }),
  }),
  guide_invite_result_event: concerns({}),
};

/**
 * Mini programs of the same owner can push to the same address. Only what SDKs agree on is typed;
 * the families `open_product_*` and `xpay_*` stay unknown events about the account.
 */
const MINI_PROGRAM_EVENTS = {
  // Somebody opened the customer-service chat and looks at it.
  user_enter_tempsession: invites({ sessionFrom: text("SessionFrom") }),
  weapp_audit_success: concerns({ succTime: integer("SuccTime") }),
  weapp_audit_fail: concerns({ failTime: integer("FailTime"), reason: text("Reason") }),
  weapp_audit_delay: concerns({ delayTime: integer("DelayTime"), reason: text("Reason") }),
  wxa_nickname_audit: concerns({
    ret: text("ret"),
    nickname: text("nickname"),
    reason: text("reason"),
  }),
  wxa_category_audit: concerns({ ret: text("ret"), reason: text("reason") }),
  wxa_illegal_record: concerns({}),
  wxa_appeal_record: concerns({}),
  wxa_privacy_apply: concerns({}),
  wxa_media_check: concerns({ appId: text("appid") }),
  add_express_path: concerns({}),
};

/** All of them, for the table in events.ts. */
export const COMMERCE_EVENTS = {
  ...CARD_EVENTS,
  ...GIFT_CARD_EVENTS,
  ...INVOICE_EVENTS,
  ...PLACE_EVENTS,
  ...PRODUCT_EVENTS,
  ...AUDIT_EVENTS,
  ...GUIDE_EVENTS,
  ...MINI_PROGRAM_EVENTS,
};
