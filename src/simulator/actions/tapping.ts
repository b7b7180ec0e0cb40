import { createHash } from "node:crypto";
import { WeChatError } from "../../errors.ts";
import type { PushDocument } from "../pusher/pushXml.ts";
import type { Media } from "../world/mediaStore.ts";
import { type MenuButton, menuFor, tappable } from "../world/menu.ts";
import type { FollowerAction } from "./actions.ts";
import { createMessage } from "./messagePushes.ts";
import { type ActedFact, type Decision, event, type Scene, sentMedia, silent } from "./scene.ts";

type Tap = Extract<FollowerAction, { do: "tap" }>;

const DEFAULT_PLACE = { latitude: 31.230416, longitude: 121.473701, label: "上海市" };

/** Decides what a tap on an item of the custom menu comes to. */
export function tap(scene: Scene, action: Tap): Decision {
  const menu = menuFor(scene.account, scene.follower);
  // Without any menu of its own the account may still have one that was made in the console.
  if (menu === undefined) return click(scene, action.key);
  const items = tappable(menu);
  const item =
    items.find((one) => one.key === action.key) ??
    items.find((one) => [one.url, one.pagepath, one.name].includes(action.key));
  if (item === undefined) {
    const names = items.map((one) => one.key ?? one.name).join(", ");
    throw new WeChatError("simulator", `The menu has no item ${action.key}; it has ${names}.`);
  }
  const conditional = scene.account.conditionalMenus.has(menu.menuId) ? menu.menuId : undefined;
  return tapItem(scene, action, item, conditional);
}

function tapItem(
  scene: Scene,
  action: Tap,
  item: MenuButton,
  MenuId: string | undefined,
): Decision {
  const EventKey = item.key ?? "";
  switch (item.type) {
    case "click":
      return click(scene, EventKey);
    case "view":
      return silent({ pushes: [event(scene, "VIEW", { EventKey: item.url ?? "", MenuId })] });
    case "miniprogram":
      return silent({
        pushes: [event(scene, "view_miniprogram", { EventKey: item.pagepath ?? "", MenuId })],
      });
    case "scancode_push":
    case "scancode_waitmsg": {
      const ScanCodeInfo = { ScanType: "qrcode", ScanResult: action.result ?? "1" };
      return counting(event(scene, item.type, { EventKey, ScanCodeInfo }));
    }
    case "pic_sysphoto":
    case "pic_photo_or_album":
    case "pic_weixin":
      return sendPictures(scene, item.type, EventKey, action.pictures ?? 1);
    case "location_select":
      return sendPlace(scene, EventKey, { ...DEFAULT_PLACE, ...action.place });
    default:
      // media_id, article_id and view_limited items are answered by WeChat, and the account hears nothing.
      return silent({});
  }
}

function click(scene: Scene, EventKey: string): Decision {
  return counting(event(scene, "CLICK", { EventKey }));
}

/** The three kinds of taps that open a window. */
function counting(push: PushDocument): Decision {
  return silent({ pushes: [push], opens: "menu" });
}

/** The event announces; each picture then comes as an ordinary message. */
function sendPictures(scene: Scene, name: string, EventKey: string, count: number): Decision {
  const media: Media[] = [];
  const attach = (): string => {
    const one = sentMedia(scene, "image");
    media.push(one);
    return one.mediaId;
  };
  const pictures = Array.from({ length: count }, () =>
    createMessage(scene, { do: "image" }, attach),
  );
  const item = media.map((one) => ({
    PicMd5Sum: createHash("md5").update(one.mediaId).digest("hex"),
  }));
  const announced = event(scene, name, {
    EventKey,
    SendPicsInfo: { Count: count, PicList: { item } },
  });
  return { media, fact: asMessages([announced, ...pictures]) };
}

/** The event announces; the place then comes as an ordinary message. */
function sendPlace(
  scene: Scene,
  EventKey: string,
  place: { readonly latitude: number; readonly longitude: number; readonly label: string },
): Decision {
  const SendLocationInfo = {
    Location_X: String(place.latitude),
    Location_Y: String(place.longitude),
    Scale: "15",
    Label: place.label,
    Poiname: "",
  };
  const announced = event(scene, "location_select", { EventKey, SendLocationInfo });
  const message = createMessage(scene, { do: "location", ...place }, () => "");
  return { media: [], fact: asMessages([announced, message]) };
}

function asMessages(pushes: readonly PushDocument[]): ActedFact {
  return { pushes, opens: "message", isMessage: true };
}
