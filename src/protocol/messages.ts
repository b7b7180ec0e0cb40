import {
  decimal,
  type Field,
  type Fields,
  integer,
  optional,
  said,
  text,
  type Values,
  verbatim,
} from "./fields.ts";

/**
 * Every message a follower (or a follower's device) can send: one row a `MsgType`.
 *
 * Sources: guide, Receiving_standard_messages; `file` and `shortvideo` from recordings;
 * `miniprogrampage` from the guide to mini programs; `device_text` from SDKs of the old hardware platform.
 */
export const MESSAGES = {
  text: {
    content: verbatim("Content"),
    /** The id of the tapped choice, when the text comes from a message menu and not from a keyboard. */
    menuId: optional("bizmsgmenuid"),
  },
  image: { picUrl: text("PicUrl"), mediaId: text("MediaId") },
  voice: {
    mediaId: text("MediaId"),
    /** `amr` or `speex`. */
    format: text("Format"),
    /** What WeChat understood. Often present and empty, even where recognition is switched on. */
    recognition: said("Recognition"),
    /** The same voice at 16 kHz; `mediaId` is 8 kHz. */
    mediaId16K: optional("MediaId16K"),
  },
  video: { mediaId: text("MediaId"), thumbMediaId: text("ThumbMediaId") },
  shortvideo: { mediaId: text("MediaId"), thumbMediaId: text("ThumbMediaId") },
  location: {
    // X is the latitude: WeChat names its axes the other way round than maps do.
    latitude: decimal("Location_X"),
    longitude: decimal("Location_Y"),
    scale: integer("Scale"),
    label: verbatim("Label"),
  },
  link: {
    title: verbatim("Title"),
    description: verbatim("Description"),
    url: text("Url"),
  },
  file: {
    /** The file's name. */
    title: verbatim("Title"),
    description: verbatim("Description"),
    fileKey: text("FileKey"),
    fileMd5: text("FileMd5"),
    /** Bytes. */
    fileTotalLen: integer("FileTotalLen"),
  },
  miniprogrampage: {
    title: verbatim("Title"),
    appId: text("AppId"),
    pagePath: text("PagePath"),
    thumbUrl: text("ThumbUrl"),
    thumbMediaId: text("ThumbMediaId"),
  },
  device_text: {
    deviceType: text("DeviceType"),
    deviceId: text("DeviceID"),
    /** Base64, as it came. */
    content: text("Content"),
    sessionId: text("SessionID"),
    /** The user whom the device is bound to. */
    deviceOpenid: optional("OpenID"),
  },
} as const satisfies Readonly<Record<string, Fields>>;

/** What every message may carry besides its own fields. */
export const MESSAGE_HEAD = {
  /** The article the message was sent from, if it was sent from one. */
  msgDataId: optional("MsgDataId"),
  /** The position of that article in its post, counted from 1. */
  idx: integer("Idx"),
  /** The customer-service sub-merchant. field: one SDK */
  businessId: optional("BusinessId"),
} as const satisfies Readonly<Record<string, Field<unknown>>>;

/** The canonical name of a message: WeChat's own `MsgType`. */
export type MessageType = keyof typeof MESSAGES;

/** The own fields of one type of message. */
export type MessageFields<T extends MessageType> = Values<(typeof MESSAGES)[T]>;
