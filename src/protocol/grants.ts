/**
 * How many customer-service messages an account may send a follower, and until when.
 *
 * What opens a grant is documented (guide, api_sendcustommessage; in force since 2023-06-12). How grants
 * combine is not, so the rule is an option and the default never sends more than any reading allows.
 */

/** What a follower did to open a grant. */
export type GrantKind = "message" | "click" | "follow" | "scan" | "payment";

/** How grants combine: see {@link openGrant} and {@link charge}. */
export type GrantRule = "strict" | "per-kind" | "reset-max" | "accumulate";

/** What an action opens: so many messages for so long. */
export interface Opening {
  readonly kind: GrantKind;
  /** Messages. Never `Infinity`: grants are stored as JSON. */
  readonly limit: number;
  /** Milliseconds from the action. */
  readonly forMs: number;
}

/** An open grant. Times are milliseconds since the epoch, by the store's clock. */
export interface Grant {
  readonly kind: GrantKind;
  readonly limit: number;
  /** Below zero when more was sent than this grant held: a debt, so that {@link refund} is exact. */
  readonly left: number;
  readonly from: number;
  readonly until: number;
}

/** The grants of one follower with the times of the latest charges. */
export interface Ledger {
  readonly grants: readonly Grant[];
  readonly charges: readonly number[];
}

export const EMPTY_LEDGER: Ledger = { grants: [], charges: [] };

/** WeChat's clock and ours agree this well at least when a push is counted backwards. */
const SLACK_MS = 1_000;
/** No grant is larger than this, so older charges decide nothing. */
const CHARGES_KEPT = 20;

/**
 * Opens a grant for something the follower did at `from`, heard of at `now`. WeChat opened it earlier
 * than we heard, so messages sent meanwhile are counted against it.
 *
 * - `strict`, `per-kind`: the new grant replaces the one of its kind.
 * - `reset-max`: one grant; the larger count and the later end win.
 * - `accumulate`: one grant; the counts add up.
 */
export function openGrant(
  ledger: Ledger,
  opening: Opening,
  from: number,
  now: number,
  rule: GrantRule = "strict",
): Ledger {
  // What we have heard of has happened: a later time only says that WeChat's clock is ahead of ours.
  const since = Math.min(from, now);
  const sentSince = ledger.charges.filter((at) => at >= since - SLACK_MS).length;
  const opened: Grant = {
    kind: opening.kind,
    limit: opening.limit,
    left: opening.limit - sentSince,
    from: since,
    until: since + opening.forMs,
  };
  const open = openGrants(ledger, now);
  if (rule === "strict" || rule === "per-kind") {
    const before = open.find((one) => one.kind === opened.kind);
    // A push that was lost once comes after a later one; WeChat replaced its grant long ago.
    if (before !== undefined && before.from > since) return { ...ledger, grants: open };
    const others = open.filter((one) => one !== before);
    // A list that was made of others keeps room for sixteen more, and nearly every line has this one grant.
    return { ...ledger, grants: others.length === 0 ? [opened] : [...others, opened] };
  }
  const before = open[0];
  if (before === undefined) return { ...ledger, grants: [opened] };
  const left =
    rule === "accumulate"
      ? before.left + Math.max(0, opened.left)
      : Math.max(before.left, opened.left);
  const merged: Grant = {
    kind: opened.kind,
    limit: Math.max(before.limit, opened.limit, left),
    left,
    from: Math.max(before.from, since),
    until: Math.max(before.until, opened.until),
  };
  return { ...ledger, grants: [merged] };
}

/**
 * Takes one message off. `strict` takes it off every open grant, the other rules off the one that ends
 * first, of two that end together off the one opened first. Call it only when {@link quota} is above zero.
 */
export function charge(ledger: Ledger, now: number, rule: GrantRule = "strict"): Ledger {
  const open = openGrants(ledger, now);
  const first = endsFirst(open.filter((grant) => grant.left > 0));
  const grants = open.map((grant) =>
    rule === "strict" || grant === first ? { ...grant, left: grant.left - 1 } : grant,
  );
  return { grants, charges: [...ledger.charges, now].slice(-CHARGES_KEPT) };
}

/**
 * Gives a charge back: the message certainly never reached WeChat. `strict` gives it back to every grant
 * that counted it. Under `per-kind` the one that paid is not known, so the one that ends first gets it:
 * a wrong guess loses us a message and never sends one too many.
 */
export function refund(ledger: Ledger, chargedAt: number, rule: GrantRule = "strict"): Ledger {
  const index = ledger.charges.lastIndexOf(chargedAt);
  if (index < 0) return ledger;
  const counted = ledger.grants.filter(
    (grant) => chargedAt >= grant.from - SLACK_MS && grant.left < grant.limit,
  );
  const given = rule === "strict" ? counted : [endsFirst(counted)];
  const grants = ledger.grants.map((grant) =>
    given.includes(grant) ? { ...grant, left: grant.left + 1 } : grant,
  );
  return { grants, charges: ledger.charges.toSpliced(index, 1) };
}

/** WeChat says that the count is used up (45047), whatever we thought was left. */
export function exhaust(ledger: Ledger, now: number): Ledger {
  const open = openGrants(ledger, now);
  return { ...ledger, grants: open.map((one) => ({ ...one, left: Math.min(0, one.left) })) };
}

/** How many messages may be sent at `now`. */
export function quota(ledger: Ledger, now: number, rule: GrantRule = "strict"): number {
  let [most, all] = [0, 0];
  for (const { left, until } of ledger.grants) {
    if (until <= now || left <= 0) continue;
    most = Math.max(most, left);
    all += left;
  }
  return rule === "per-kind" ? all : most;
}

/** The grants whose time is not over at `now`. */
export function openGrants(ledger: Ledger, now: number): readonly Grant[] {
  const isOpen = ({ until }: Grant) => until > now;
  return ledger.grants.every(isOpen) ? ledger.grants : ledger.grants.filter(isOpen);
}

function endsFirst(grants: readonly Grant[]): Grant | undefined {
  return grants.reduce<Grant | undefined>(
    (a, b) => (a === undefined || b.until < a.until ? b : a),
    undefined,
  );
}
