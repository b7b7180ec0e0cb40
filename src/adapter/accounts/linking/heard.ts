import type { Authorisation } from "../../../client/authorisations.ts";

/**
 * When WeChat made the notices that an account's link has followed, in SECONDS since the epoch by WeChat's clock.
 * Notices may come late, and whoever caught one may send it again for ten minutes: an older notice must not undo what
 * a newer one did.
 */
export interface HeardTimes {
  /** The time of the consent that counts; by our own clock where only the page brought the consent. */
  readonly authorised?: number;
  readonly withdrawn?: number;
}

/** The times that are stored with the authorisation. */
export function heardTimes(authorisation: Authorisation | undefined): HeardTimes {
  return (authorisation?.notes.heard as HeardTimes | undefined) ?? {};
}

/** Whether a consent was given before the withdrawal that the link has followed. */
export function isOldConsent({ withdrawn = 0 }: HeardTimes, createTime: number): boolean {
  return createTime < withdrawn;
}

/**
 * Whether a withdrawal is older than the present consent; `held`: a consent counts now. A withdrawal that is ignored
 * by mistake, because a clock is wrong, shows soon: the next call is refused with 61003.
 */
export function isOldWithdrawal(
  { authorised = 0, withdrawn = 0 }: HeardTimes,
  createTime: number,
  held: boolean,
): boolean {
  return createTime < authorised || (held && createTime <= withdrawn);
}
