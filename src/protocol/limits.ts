/**
 * Every number of the platform that this house relies on, once, with its source.
 *
 * Sources: the service-account guide at developers.weixin.qq.com, abbreviated `guide:`, or what several
 * independent SDKs and recordings agree on, marked `field:`. Times are milliseconds, sizes are bytes
 * of UTF-8 unless the name says otherwise.
 */

/** WeChat cuts a delivery that has no answer after this long. guide: Passive_user_reply_message */
export const DELIVERY_TIMEOUT_MS = 5_000;

/** A push comes in this many deliveries at most. guide says "retry three times"; field: three in all. */
export const DELIVERIES_PER_PUSH = 3;

/** The distance between the starts of two deliveries of one push. field: about five seconds. */
export const DELIVERY_INTERVAL_MS = 5_000;

/** The longest text of a passive reply. field: old guide and SDK constants; the present page is silent. */
export const TEXT_BYTES = 2_048;

/** The longest body we read. No legitimate push was ever seen above a few kilobytes. */
export const BODY_BYTES = 64 * 1_024;

/** An EncodingAESKey has exactly this many characters of [A-Za-z0-9]. guide: push/encryption */
export const AES_KEY_CHARACTERS = 43;

/** How far the query's timestamp may be from our clock. Our choice; WeChat names no bound. */
export const FRESHNESS_MS = 10 * 60_000;

/** A connection that is not open after this long has failed. guide, alarms: 5 s in its table, 3 s in its text. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** A media id that came with a message is good for this long. guide: Receiving_standard_messages */
export const TEMPORARY_MEDIA_MS = 3 * 24 * 3_600_000;

/** Articles of a news reply to a message; WeChat drops the rest. guide: Passive_user_reply_message */
export const NEWS_ARTICLES_TO_MESSAGE = 1;

/** Articles of a news reply to an event. guide: Passive_user_reply_message */
export const NEWS_ARTICLES_TO_EVENT = 8;

/** A component gets a new ticket this often. guide: component_verify_ticket */
export const COMPONENT_TICKET_INTERVAL_MS = 10 * 60_000;

/** A component's ticket is good for this long. guide: component_verify_ticket */
export const COMPONENT_TICKET_MS = 12 * 3_600_000;

/** Customer-service messages after a follower wrote. guide: api_sendcustommessage, since 2023-06-12 */
export const MESSAGE_GRANT_MESSAGES = 5;
export const MESSAGE_GRANT_MS = 48 * 3_600_000;

/** The same after a follow, a scan, or a tap on a menu item that counts. guide: api_sendcustommessage */
export const ACTION_GRANT_MESSAGES = 3;
export const ACTION_GRANT_MS = 60_000;

/** The same after a payment, where that still counts. guide: product/kf/intro; 20 until 2023 */
export const PAYMENT_GRANT_MS = 48 * 3_600_000;
export const LEGACY_PAYMENT_GRANT_MESSAGES = 20;

/** "Is typing" needs a message in either direction this recently, else 45080. guide: api_typing */
export const TYPING_NEEDS_CONTACT_MS = 30_000;

/** "Is typing" is shown about this long; sending it again meanwhile gives 45081. guide: api_typing */
export const TYPING_MS = 15_000;

/**
 * Items of a message menu, and the bytes of one. What 45098 and 45099 stand for is not documented; menus of
 * this size were seen to work. field: bots in the open
 */
export const MENU_ITEMS = 10;
export const MENU_ITEM_BYTES = 128;
