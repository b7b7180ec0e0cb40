import type { Authorisation } from "../../../client/authorisations.ts";

/**
 * When WeChat made the notices that an account's link has followed, in SECONDS since the epoch by WeChat's
 * clock. Notices may come late, and whoever has caught one may send it again for ten minutes: an older one
 * must not undo what a newer one did.
 */
export interface HeardTimes {
  /** Of the consent that counts. By our own clock where only the page brought it. */
  readonly authorised?: number;
  readonly withdrawn?: number;
}

/** What is stored of them with the authorisation. */
export function heardTimes(authorisation: Authorisation | undefined): HeardTimes {
  return (authorisation?.notes.heard as HeardTimes | undefined) ?? {};
}

/** Whether a consent was given before the withdrawal that was followed. */
export function isOldConsent({ withdrawn = 0 }: HeardTimes, createTime: number): boolean {
  return createTime < withdrawn;
}

/**
 * Whether a withdrawal is of a consent before the present one; `held`: a consent counts now. One that is
 * ignored by mistake, because a clock is wrong, mends itself: the next call is refused with 61003.
 */
export function isOldWithdrawal(
  { authorised = 0, withdrawn = 0 }: HeardTimes,
  createTime: number,
  held: boolean,
): boolean {
  return createTime < authorised || (held && createTime <= withdrawn);
}
