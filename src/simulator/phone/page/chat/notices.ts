import type { AccountView } from "../../wire.ts";
import type { Entry } from "../model.ts";
import type { Say } from "../words.ts";

/** What a person did that is no message of his. */
export function noticeOf(
  { action }: Extract<Entry, { is: "did" }>,
  name: string,
  account: AccountView,
  say: Say,
): string {
  switch (action.do) {
    case "follow":
      return action.scene === undefined
        ? say("didFollow", name)
        : say("didFollowScene", name, action.scene);
    case "unfollow":
      return say("didUnfollow", name);
    case "tap":
      return say("didTap", menuName(account, action.key));
    case "scan":
      return say("didScan", action.scene ?? action.ticket ?? "");
    case "report":
      return say("didReport");
    case "pay":
      return say("didPay");
    case "receive":
      return say(action.on ? "didReceiveOn" : "didReceiveOff");
    case "permit":
      return say(action.accept ? "didPermit" : "didDeny");
    default:
      return say("didOther");
  }
}

function menuName({ menus }: AccountView, key: string): string {
  const buttons = Object.values(menus)
    .flat()
    .flatMap((button) => [button, ...(button.sub_button ?? [])]);
  const button = buttons.find((one) => [one.key, one.url, one.pagepath, one.name].includes(key));
  return button?.name ?? key;
}
