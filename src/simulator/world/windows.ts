/**
 * The times during which an account may write to a follower by customer service, and how many messages
 * each allows. WeChat's side keeps this in its own words; the bot's side has its own.
 *
 * Sources: svc:customer/message/api_sendcustommessage (numbers in force since 2023-06-12). How several
 * windows combine is not documented for Official Accounts, therefore a setting of the account.
 */
export type WindowKind = "message" | "menu" | "follow" | "scan" | "payment";

/**
 * - `per-kind`: each kind counts for itself; a new action replaces the window of its kind; a message
 *   uses the window that closes first.
 * - `strict`: as `per-kind`, but a message counts in every open window.
 * - `reset-max`: one count; an action raises it to its own limit and the end to the later one.
 * - `accumulate`: one count; an action adds its limit to what is left, and the later end holds.
 */
export type MergeRule = "per-kind" | "strict" | "reset-max" | "accumulate";

/** What a payment opens. Cancelled in 2023 by the announcement, unlimited by the service-account guide. */
export type PaymentRule = "none" | "unlimited48h" | "legacy20";

export interface Window {
  readonly kind: WindowKind;
  /** Messages left; `null` is no limit. */
  readonly left: number | null;
  readonly openedAt: number;
  /** At this very millisecond it is closed. */
  readonly closesAt: number;
}

const MINUTE = 60_000;
const TWO_DAYS = 48 * 60 * MINUTE;

/** What an action of a kind opens: messages and milliseconds. */
const OPENS: Readonly<Record<Exclude<WindowKind, "payment">, readonly [number, number]>> = {
  message: [5, TWO_DAYS],
  menu: [3, MINUTE],
  follow: [3, MINUTE],
  scan: [3, MINUTE],
};
const PAYMENT: Readonly<Record<PaymentRule, readonly [number | null, number] | undefined>> = {
  none: undefined,
  unlimited48h: [null, TWO_DAYS],
  legacy20: [20, TWO_DAYS],
};

/** The windows after an action. Those that have closed are dropped on the way. */
export function openWindow(
  windows: readonly Window[],
  kind: WindowKind,
  now: number,
  rules: { readonly mergeRule: MergeRule; readonly paymentRule: PaymentRule },
): readonly Window[] {
  const open = openWindows(windows, now);
  const opens = kind === "payment" ? PAYMENT[rules.paymentRule] : OPENS[kind];
  if (opens === undefined) return open;
  const fresh: Window = { kind, left: opens[0], openedAt: now, closesAt: now + opens[1] };
  const before = open[0];
  if (rules.mergeRule === "per-kind" || rules.mergeRule === "strict") {
    return [...open.filter((window) => window.kind !== kind), fresh];
  }
  if (before === undefined) return [fresh];
  const left =
    before.left === null || fresh.left === null
      ? null
      : rules.mergeRule === "accumulate"
        ? before.left + fresh.left
        : Math.max(before.left, fresh.left);
  return [{ ...fresh, left, closesAt: Math.max(before.closesAt, fresh.closesAt) }];
}

/** The windows that are open at `now`, the one that closes first in front. */
export function openWindows(windows: readonly Window[], now: number): readonly Window[] {
  return windows.filter((one) => now < one.closesAt).sort((a, b) => a.closesAt - b.closesAt);
}

/** `closed`: 45015. `empty`: 45047. */
export function windowState(windows: readonly Window[], now: number): "open" | "empty" | "closed" {
  const open = openWindows(windows, now);
  if (open.length === 0) return "closed";
  return open.some(hasRoom) ? "open" : "empty";
}

/** The windows after one message went out. */
export function useWindow(
  windows: readonly Window[],
  now: number,
  mergeRule: MergeRule,
): readonly Window[] {
  const open = openWindows(windows, now);
  const first = open.find(hasRoom);
  return open.map((window) => {
    const counts = mergeRule === "strict" ? hasRoom(window) : window === first;
    return counts && window.left !== null ? { ...window, left: window.left - 1 } : window;
  });
}

function hasRoom(window: Window): boolean {
  return window.left === null || window.left > 0;
}
