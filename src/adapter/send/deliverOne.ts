import type { Clock } from "../../clock.ts";
import type { Fate, Item } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";
import type { Outgoing } from "../plan/outgoing.ts";
import type { Courier, Notifier, Verdict } from "./courier.ts";

/** What there is to carry messages with. */
interface Senders {
  readonly courier: Courier | undefined;
  readonly notifier: Notifier | undefined;
  readonly clock: Clock;
}

/** What became of one message. */
export interface Delivered {
  readonly fate: Fate;
  /** WeChat's code for the last way that was tried, where WeChat gave one. */
  readonly errcode: number | undefined;
  /** The verdict of customer service, where it was asked: the verdict teaches about the account's right. */
  readonly verdict: Verdict | undefined;
  /** WeChat takes nothing more until the follower's next contact. */
  readonly exhausts: boolean;
}

/** Codes that speak of the follower: until he writes again nothing may be sent. Source: outbound.md 3.5 */
const WINDOW_OVER: ReadonlySet<number> = new Set([45015, 45047, 43004, 50005]);
/** A notification that stands in for a refused message must be over before the send lease ends. */
const INSTEAD_WITHIN_MS = 3_000;
const INSTEAD_DEADLINE_MS = 4_000;

/** A message that cannot be read any more is shown to nobody, and costs nothing. */
const UNREADABLE: Delivered = {
  fate: "expired",
  errcode: undefined,
  verdict: undefined,
  exhausts: false,
};

/**
 * Carries one leased message: by customer service, or as a notification where the message costs no grant. If customer
 * service refuses the message because the window is over, its notification goes out at once, where it has one. The
 * refusal was explicit, so the follower cannot see both.
 */
export async function deliverOne(
  { courier, notifier, clock }: Senders,
  account: Account,
  openid: string,
  { id, message, free }: Item,
): Promise<Delivered> {
  if (message === undefined) return UNREADABLE;
  const { reply, custom, marks, notification } = message as Outgoing;
  const notify = (deadlineMs?: number) =>
    notification !== undefined && notifier !== undefined
      ? notifier(account, openid, notification, id, deadlineMs)
      : ("held" as const);
  if (free === true) return notified(await notify());
  const began = clock.now();
  const forms = { ...(custom && { custom }), ...(marks && { marks }) };
  const verdict = courier === undefined ? "held" : await courier(account, openid, reply, forms);
  const errcode = errcodeOf(verdict);
  const exhausts = errcode !== undefined && WINDOW_OVER.has(errcode);
  const carried = { fate: fateOf(verdict), errcode, verdict, exhausts };
  const inTime = clock.now() - began < INSTEAD_WITHIN_MS;
  if (carried.fate !== "held" || notification === undefined || !inTime) return carried;
  const instead = notified(await notify(INSTEAD_DEADLINE_MS));
  // The notification was certainly not shown either, so the message waits as it would without one.
  const fate = instead.fate === "queued" ? "held" : instead.fate;
  return { ...carried, fate, errcode: instead.errcode ?? errcode };
}

function notified(verdict: Verdict): Delivered {
  const fate = verdict === "sent" ? "notified" : fateOf(verdict);
  return { fate, errcode: errcodeOf(verdict), verdict: undefined, exhausts: false };
}

function fateOf(verdict: Verdict): Fate {
  if (verdict === "not-sent") return "queued";
  if (typeof verdict === "string") return verdict;
  return "held" in verdict ? "held" : verdict;
}

function errcodeOf(verdict: Verdict): number | undefined {
  if (typeof verdict === "string") return undefined;
  return "held" in verdict ? verdict.held : verdict.refused;
}
