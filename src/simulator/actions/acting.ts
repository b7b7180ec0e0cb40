import { WeChatError } from "../../errors.ts";
import type { Media, MediaType } from "../world/mediaStore.ts";
import { isScannable, type QrCode } from "../world/qrCode.ts";
import type { FollowerAction } from "./actions.ts";
import { createMessage, type MessageAction } from "./messagePushes.ts";
import { type Decision, event, headOf, type Scene, sentMedia, silent } from "./scene.ts";
import { tap } from "./tapping.ts";

/** Decides what an action comes to, and changes nothing. Throws for what cannot be done on the phone. */
export function decide(scene: Scene, action: FollowerAction): Decision {
  const { follower } = scene;
  if (NEEDS_FOLLOWING.has(action.do) && !follower.following) {
    throw new WeChatError(
      "simulator",
      `${follower.profile.name} cannot ${action.do}: follow the account first.`,
    );
  }
  const decision = decideFreely(scene, action);
  if (!follower.blacklisted) return decision;
  // What a blocked person does reaches nobody; the permissions are his own, though.
  const { opens: _, follows: __, ...rest } = decision.fact;
  return { ...decision, fact: { ...rest, pushes: [], isMessage: false } };
}

const NEEDS_FOLLOWING: ReadonlySet<string> = new Set<FollowerAction["do"]>([
  "unfollow",
  "say",
  "image",
  "voice",
  "video",
  "shortvideo",
  "location",
  "link",
  "file",
  "miniprogrampage",
  "tap",
  "choose",
  "report",
  "receive",
]);

function decideFreely(scene: Scene, action: FollowerAction): Decision {
  switch (action.do) {
    case "follow":
      return follow(scene, action);
    case "unfollow":
      return silent({ pushes: [event(scene, "unsubscribe", { EventKey: "" })] });
    case "tap":
      return tap(scene, action);
    case "scan":
      return scan(scene, action);
    case "choose":
      return choose(scene, action);
    case "report":
      return silent({
        pushes: [
          event(scene, "LOCATION", {
            Latitude: action.latitude,
            Longitude: action.longitude,
            Precision: action.precision ?? 40,
          }),
        ],
      });
    case "pay":
      return pay(scene, action);
    case "receive":
      return silent({ messagesOff: !action.on });
    case "permit":
      return permit(scene, action);
    case "revoke":
      return revoke(scene, action);
    case "send":
      return silent({ pushes: [{ ...headOf(scene), ...action.elements }] });
    default:
      return say(scene, action);
  }
}

function say(scene: Scene, action: MessageAction): Decision {
  const media: Media[] = [];
  const attach = (type: MediaType): string => {
    const one = sentMedia(scene, type);
    media.push(one);
    return one.mediaId;
  };
  const push = createMessage(scene, action, attach);
  return { media, fact: { pushes: [push], opens: "message", isMessage: true } };
}

function follow(scene: Scene, action: Extract<FollowerAction, { do: "follow" }>): Decision {
  if (scene.follower.following) {
    throw new WeChatError("simulator", `${scene.follower.profile.name} follows already.`);
  }
  if (action.ticket !== undefined || action.scene !== undefined) {
    return scan(scene, { ...action, do: "scan" });
  }
  const paid = action.transactionId;
  const via = action.via ?? (paid === undefined ? "ADD_SCENE_SEARCH" : "ADD_SCENE_PAID");
  const EventKey = paid === undefined ? "" : `last_trade_no_${paid}`;
  return silent({
    pushes: [event(scene, "subscribe", { EventKey })],
    opens: "follow",
    follows: { scene: via },
  });
}

function scan(scene: Scene, action: Extract<FollowerAction, { do: "scan" }>): Decision {
  const { code, made } = findCode(scene, action);
  // The phone says that the code has expired, and the account hears nothing.
  if (!isScannable(code, scene.now)) return silent({});
  const decision = scene.follower.following
    ? silent({
        pushes: [event(scene, "SCAN", { EventKey: String(code.scene), Ticket: code.ticket })],
        opens: "scan",
      })
    : silent({
        pushes: [
          event(scene, "subscribe", { EventKey: `qrscene_${code.scene}`, Ticket: code.ticket }),
        ],
        // A follow by scanning is one action: it opens one window, not two.
        opens: "scan",
        follows: { scene: "ADD_SCENE_QR_CODE", qrScene: code.scene },
      });
  return made ? { ...decision, code } : decision;
}

function findCode(
  { account, dice }: Scene,
  { ticket, scene }: { readonly ticket?: string; readonly scene?: string | number },
): { readonly code: QrCode; readonly made: boolean } {
  const known = [...account.qrCodes.values()]
    .filter((one) =>
      ticket === undefined ? String(one.scene) === String(scene) : one.ticket === ticket,
    )
    .at(-1);
  if (known !== undefined) return { code: known, made: false };
  if (scene === undefined) {
    throw new WeChatError("simulator", `There is no QR code with the ticket ${ticket}.`);
  }
  // A server under test may have had its codes made elsewhere: then one is made up.
  const made = `gQ${dice.letters(92)}==`;
  const url = `http://weixin.qq.com/q/${dice.letters(22)}`;
  return { code: { ticket: made, scene, permanent: true, expiresAt: 0, url }, made: true };
}

function choose(scene: Scene, action: Extract<FollowerAction, { do: "choose" }>): Decision {
  const text = action.text ?? scene.follower.choices.get(action.id);
  if (text === undefined) {
    throw new WeChatError("simulator", `No message menu in the chat has a choice ${action.id}.`);
  }
  const push = createMessage(scene, { do: "say", text }, () => "");
  // It looks like a text, but counts as a tap on a menu. Source: outbound 3.1, last rows.
  return {
    media: [],
    fact: { pushes: [{ ...push, bizmsgmenuid: action.id }], opens: "menu", isMessage: true },
  };
}

function pay(scene: Scene, action: Extract<FollowerAction, { do: "pay" }>): Decision {
  const paid = action.transactionId ?? `42000${scene.dice.id64()}`;
  // A payment itself is told to the merchant's address, not to the account.
  if (action.follow !== true || scene.follower.following) return silent({ opens: "payment" });
  return follow(scene, { do: "follow", transactionId: paid });
}

function permit(scene: Scene, action: Extract<FollowerAction, { do: "permit" }>): Decision {
  const { templateId, accept, longTerm = false, popupScene = 1 } = action;
  const List = {
    TemplateId: templateId,
    SubscribeStatusString: accept ? "accept" : "reject",
    PopupScene: popupScene,
  };
  const { permissions } = scene.follower;
  return silent({
    pushes: [event(scene, "subscribe_msg_popup_event", { SubscribeMsgPopupEvent: { List } })],
    permissions: accept ? [...permissions, { templateId, longTerm }] : permissions,
  });
}

function revoke(scene: Scene, action: Extract<FollowerAction, { do: "revoke" }>): Decision {
  const { templateId } = action;
  const List = { TemplateId: templateId, SubscribeStatusString: "reject" };
  return silent({
    pushes: [event(scene, "subscribe_msg_change_event", { SubscribeMsgChangeEvent: { List } })],
    permissions: scene.follower.permissions.filter((one) => one.templateId !== templateId),
  });
}
