import type { GrantKind, Opening } from "./grants.ts";
import {
  ACTION_GRANT_MESSAGES,
  ACTION_GRANT_MS,
  LEGACY_PAYMENT_GRANT_MESSAGES,
  MESSAGE_GRANT_MESSAGES,
  MESSAGE_GRANT_MS,
  PAYMENT_GRANT_MS,
} from "./limits.ts";
import type { MessagePush, Push } from "./push.ts";

/**
 * What a payment opens. WeChat's pages disagree: the announcement of 2023-05-30 cancelled it (`none`), an
 * introduction still says "no limit for 48 hours", and until 2023 it was 20 messages in 48 hours.
 */
export type PaymentRule = "none" | "unlimited48h" | "legacy20";

const MESSAGE: Opening = {
  kind: "message",
  limit: MESSAGE_GRANT_MESSAGES,
  forMs: MESSAGE_GRANT_MS,
};
const CLICK = action("click");
const FOLLOW = action("follow");
const SCAN = action("scan");

/**
 * The grant that a push opens: so many customer-service messages for so long, counted from its
 * `createTime`. `undefined` when WeChat lets us send nothing more because of it.
 */
export function grantOf(push: Push, paymentRule: PaymentRule = "none"): Opening | undefined {
  if (push.kind === "message") return grantOfMessage(push);
  switch (push.event) {
    case "subscribe":
      // By a QR code it is a scan as well, of the same size; one grant never sends too much.
      return (push.transactionId === undefined ? undefined : payment(paymentRule)) ?? FOLLOW;
    case "SCAN":
      return SCAN;
    // Only these three of all menu items count; links, cameras and places do not.
    case "CLICK":
    case "scancode_push":
    case "scancode_waitmsg":
      return CLICK;
    default:
      return undefined;
  }
}

function grantOfMessage(push: MessagePush): Opening | undefined {
  // A device sends by itself, and of a type that we do not know nothing is promised.
  if (push.type === "device_text" || push.type === "unknown") return undefined;
  // A tap on a message menu arrives as a text but counts as a tap.
  return push.type === "text" && push.menuId !== undefined ? CLICK : MESSAGE;
}

function payment(rule: PaymentRule): Opening | undefined {
  if (rule === "none") return undefined;
  // Not Infinity: grants are stored as JSON.
  const limit = rule === "legacy20" ? LEGACY_PAYMENT_GRANT_MESSAGES : Number.MAX_SAFE_INTEGER;
  return { kind: "payment", limit, forMs: PAYMENT_GRANT_MS };
}

function action(kind: GrantKind): Opening {
  return { kind, limit: ACTION_GRANT_MESSAGES, forMs: ACTION_GRANT_MS };
}
