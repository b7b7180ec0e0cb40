import { createHash } from "node:crypto";
import type { PushDocument } from "../pusher/pushXml.ts";
import type { MediaType } from "../world/mediaStore.ts";
import type { FollowerAction } from "./actions.ts";
import { headOf, type Scene } from "./scene.ts";

/** The actions that are messages. */
export type MessageAction = Extract<
  FollowerAction,
  {
    do:
      | "say"
      | "image"
      | "voice"
      | "video"
      | "shortvideo"
      | "location"
      | "link"
      | "file"
      | "miniprogrampage";
  }
>;

/** Six decimals, as the platform writes places. */
const MICRO = 1e6;
const DEFAULT_SCALE = 15;

/** Makes the push of a message. `attach` stores a sample file and gives its media id. */
export function createMessage(
  scene: Scene,
  action: MessageAction,
  attach: (type: MediaType) => string,
): PushDocument {
  const head = headOf(scene);
  const { account, dice } = scene;
  const MsgId = dice.id64();
  switch (action.do) {
    case "say":
      return { ...head, MsgType: "text", Content: action.text, MsgId };
    case "image": {
      const MediaId = action.mediaId ?? attach("image");
      const PicUrl = action.picUrl ?? `http://mmbiz.qpic.cn/mmbiz_jpg/${dice.letters(40)}/0`;
      // Recorded pushes have them in this order, the guide in another.
      return { ...head, MsgType: "image", PicUrl, MsgId, MediaId };
    }
    case "voice": {
      const MediaId = action.mediaId ?? attach("voice");
      const recognised = account.settings.speechRecognition;
      const Recognition = recognised ? (action.recognition ?? "") : undefined;
      const Format = action.format ?? "amr";
      return { ...head, MsgType: "voice", MediaId, Format, MsgId, Recognition };
    }
    case "video":
    case "shortvideo": {
      const MediaId = action.mediaId ?? attach("video");
      return { ...head, MsgType: action.do, MediaId, ThumbMediaId: attach("thumb"), MsgId };
    }
    case "location":
      return {
        ...head,
        MsgType: "location",
        Location_X: Math.round(action.latitude * MICRO) / MICRO,
        Location_Y: Math.round(action.longitude * MICRO) / MICRO,
        Scale: action.scale ?? DEFAULT_SCALE,
        Label: action.label ?? "",
        MsgId,
      };
    case "link": {
      const { title: Title, description: Description = "", url: Url } = action;
      return { ...head, MsgType: "link", Title, Description, Url, MsgId };
    }
    case "file":
      return {
        ...head,
        MsgType: "file",
        Title: action.name,
        Description: "",
        FileKey: dice.hex(64),
        FileMd5: createHash("md5").update(action.name).digest("hex"),
        FileTotalLen: action.bytes ?? 1,
        MsgId,
      };
    case "miniprogrampage":
      return {
        ...head,
        MsgType: "miniprogrampage",
        MsgId,
        Title: action.title,
        AppId: action.appId,
        PagePath: action.pagePath,
        ThumbUrl: `http://mmbiz.qpic.cn/mmbiz_jpg/${dice.letters(40)}/0`,
        ThumbMediaId: attach("thumb"),
      };
  }
}
